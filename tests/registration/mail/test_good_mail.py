"""Every kind of letter as it leaves, in both languages, to people in the room and online: what a good mail is
(docs/rules.md R 2.8, C 3). What each of them says is tested elsewhere."""

import re
from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from events.models import EventPage
from home.models import SiteSettings
from registration.domain import publication
from registration.mail import kinds
from registration.models import Registration
from tests.factories import NOW
from tests.registration.mail import contrast, every_letter
from tests.registration.mail.every_letter import Posted
from tests.registration.mail.words import words_of_html, words_of_text

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@dataclass(frozen=True)
class Case:
    kind: str
    name: str
    language: str = "sv"
    attendance: str = "on_site"
    event: dict[str, object] = field(default_factory=dict, hash=False)
    called_off: bool = False

    @property
    def speaks(self) -> str:
        return "sv" if self.is_notice else self.language

    @property
    def is_notice(self) -> bool:
        return self.kind in every_letter.NOTICES

    @property
    def is_about_event(self) -> bool:
        """About an event that its reader is registered for, or was when it came to that."""
        others = {kinds.MAILING, kinds.MAILING_TEST, "forum", "after_event", *every_letter.NOTICES}
        return self.kind not in others

    @property
    def has_leader(self) -> bool:
        return not self.is_notice and self.kind != "forum" and self.name != "bare"

    def __str__(self) -> str:
        return f"{self.kind}-{self.name}"


BARE = {
    "title": "Kort",
    "title_en": "",
    "contact": None,
    "venue": None,
    "format": "on_site",
    "online_link": "",
}
CASES = [
    *(Case(kind, "room") for kind in kinds.KINDS),
    *(Case(kind, "online", language="en", attendance="online") for kind in kinds.KINDS),
    *(Case(kind, "bare", event=BARE) for kind in ("confirmed", "cancelled", "reminder", "mailing")),
    *(
        Case(kind.name, "called-off", language="en", attendance="online", called_off=True)
        for kind in kinds.KINDS.values()
        if kind.survives_cancelled_event
    ),
]
# A letter is looked at by many tests, and takes its time to be sent.
_posted: dict[Case, Posted] = {}


@pytest.fixture(params=CASES, ids=str)
def case(request) -> Case:
    return request.param


@pytest.fixture
def letter(case, request) -> Posted:
    if case not in _posted:
        _posted[case] = every_letter.post(
            case.kind,
            every_letter.hybrid(**case.event),
            every_letter.olof(language=case.language, attendance=case.attendance),
            sink=request.getfixturevalue("mail_server"),
            stina=request.getfixturevalue("stina"),
            called_off=case.called_off,
        )
    return _posted[case]


@pytest.fixture
def html(letter) -> BeautifulSoup:
    return BeautifulSoup(letter.html, "html.parser")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# --- The whole ------------------------------------------------------------------------------------


def test_language_is_that_of_the_reader(case, html):
    assert {element["lang"] for element in html.find_all(lang=True)} == {case.speaks}
    assert html.html["lang"] == case.speaks


def test_nothing_is_fetched_and_nothing_tracks(letter):
    fetched = r"<img|<link|<script|<v:|<svg|<video|<iframe|url\(|@import|\bsrc=|\bbackground=|<form"

    assert not re.search(fetched, letter.html, re.IGNORECASE)


def test_size_stays_far_from_where_clients_cut(letter):
    assert len(letter.html.encode()) < 100_000
    assert len(letter.wire) < 100_000


def test_wire_is_seven_bits_in_short_lines(letter):
    assert letter.wire.isascii()
    assert max(map(len, letter.wire.split(b"\r\n"))) <= 998
    assert letter.wire.count(b"\r\n") == letter.wire.count(b"\n") == letter.wire.count(b"\r")


def test_headers_stand_once_and_name_one_reader(letter):
    message = letter.message
    once = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"]

    assert {name: len(message.get_all(name, [])) for name in once} == dict.fromkeys(once, 1)
    assert len(message["To"].addresses) == 1
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.defects == []


def test_preheader_adds_to_subject_and_first_lines(letter, html):
    preheader = html.body.div.get_text().strip()
    # The name, the greeting, the heading, and what the letter begins with.
    begins_with = [letter.message["Subject"], *lines_of(letter.text)[:4]]

    assert "display:none" in html.body.div["style"]
    assert 4 <= len(preheader) <= 250
    assert not [line for line in begins_with if line.startswith(preheader) or preheader.startswith(line)]


def test_event_without_a_date_is_named_before_the_letter_is_opened(event, olof, sign_up, letter_of):
    registration = sign_up(olof, event)
    EventPage.objects.update(start_at=None, end_at=None)
    publication.handle(event.pk, now=NOW)

    html = letter_of("confirmed", Registration.objects.get(pk=registration.pk)).html

    assert BeautifulSoup(html, "html.parser").body.div.get_text() == event.title


def test_both_bodies_say_the_same_and_lead_to_the_same(letter, html):
    targets = [link["href"] for link in html.find_all("a") if not link["href"].startswith("mailto:")]

    assert words_of_html(letter.html) == words_of_text(letter.text)
    assert targets == re.findall(r"https?://\S+", letter.text)


def test_there_is_one_button(html):
    buttons = [link for link in html.find_all("a") if "background" in link["style"]]

    assert len(buttons) == 1
    assert buttons[0]["href"].startswith("http")
    assert html.h1.get_text().strip()
    assert len(html.find_all("h1")) == 1


def test_who_to_ask_stands_in_it_and_gets_the_answer(case, letter):
    leader = "Kim Exempelsson"
    general = SiteSettings().contact_email

    assert (leader in letter.text) == case.has_leader
    if case.has_leader:
        assert letter.message["Reply-To"] == f"{leader} <kim@storsthlm.example>"
    else:
        assert general in letter.text
        # It comes from the general address, where answers go without a word.
        assert letter.message["From"].addresses[0].addr_spec == general
        assert letter.message["Reply-To"] is None


def test_general_address_gets_answers_where_the_sender_is_another(event, olof, sign_up, send_mail, settings):
    settings.MAIL_FROM = "Bostadsforum <utskick@bostadsforum.example>"
    event.contact = None
    event.save()
    sign_up(olof, event)

    [message] = send_mail()

    assert message.reply_to == [SiteSettings().contact_email]


# --- The event ------------------------------------------------------------------------------------


def test_facts_of_the_event_are_a_small_table(case, letter, html):
    facts = {
        row.th.get_text(): row.td.get_text(" ") for row in html.find_all("tr") if row.find("th", scope="row")
    }

    if not case.is_about_event:
        assert not facts
        return
    when, where, *_others, role = facts.values()
    moved = case.kind == kinds.CHANGED
    assert re.search("[45] mars 2027|[45] March 2027", when)
    assert re.search("08[.:]30–10[.:]%s0" % ("3" if moved else "0"), when)
    assert where
    assert "planarkitekt" in role
    assert case.called_off <= ("cancelled" in when)


def test_cancelled_event_holds_no_door_open(case, letter):
    if case.called_off or case.kind == kinds.EVENT_CANCELLED:
        assert every_letter.LINK not in letter.html + letter.text
        assert "#F2C74C" not in letter.html
        assert 'width="84"' not in letter.html
        assert "Your earlier registration holds" not in letter.text


def test_calendar_goes_with_what_it_belongs_to(case, letter):
    method = kinds.KINDS[case.kind].calendar.value
    parts = letter.calendars

    assert letter.message.get_content_type() == ("multipart/mixed" if method else "multipart/alternative")
    assert [part.get_param("method") for part in parts] == ([method, method] if method else [])
    if not method:
        return
    alternative, file = letter.message.iter_parts()
    kinds_of_parts = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds_of_parts == ["text/plain", "text/html", "text/calendar"]
    assert [part.get_content_disposition() for part in parts] == [None, "attachment"]
    assert file.get_filename() == "bostadsforum.ics"
    stream, again = (part.get_payload(decode=True) for part in parts)
    assert stream == again
    assert stream.count(b"\r\n") == stream.count(b"\n")
    calendar = Calendar.from_ical(stream)
    [entry] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert entry["ATTENDEE"] == f"mailto:{letter.message['To']}"
    assert (entry["ATTENDEE"].params["PARTSTAT"], entry["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert entry["ORGANIZER"] == f"mailto:{letter.message['From'].addresses[0].addr_spec}"
    assert (entry["STATUS"] == "CANCELLED") == (method == "CANCEL")
    assert method == "REQUEST" or not calendar.walk("VALARM")


def test_letter_with_a_calendar_says_when_in_both_bodies_and_where_to_change_it(letter):
    for part in letter.calendars:
        [entry] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
        starts = entry["DTSTART"].dt
        for body in (letter.text, letter.html):
            assert re.search(rf"{starts.day} (mars|March) {starts.year}", body)
            assert re.search(rf"{starts:%H}[.:]{starts:%M}", body)
            assert "/min-anmalan/" in body


# --- In clients -----------------------------------------------------------------------------------


def test_outlook_finds_nothing_that_it_drops(letter, html):
    dropped = (
        r"flex|grid|position:|float:|box-shadow|gradient|background-image|transform:(?!none)|:\s*-\d|rem\b"
    )
    styles = [element["style"] for element in html.find_all(style=True)]

    assert not [style for style in styles if re.search(dropped, style)]
    assert not [style for style in styles if re.search(r"border-radius:(?!0)", style)]
    # It gives these no padding; cells have it, and the button a cell of its own.
    blocks = html.find_all(["div", "p", "span", "h1", "h2"], style=True)
    assert not [block for block in blocks if "padding" in block["style"]]
    # Nested tables with widths as attributes, for Outlook alone where others shrink to the window.
    assert letter.html.count('width="600"') >= 3
    assert not [table for table in html.find_all("table") if "cellpadding" not in table.attrs]
    for row in html.find_all("th", scope="row"):
        assert row["width"] == "104"


def test_every_word_stays_readable_when_a_client_inverts_the_letter(html):
    pairs = contrast.pairs_of(html.body)

    assert len(pairs) >= 2
    for ink, ground in pairs:
        assert contrast.between(ink, ground) >= 4.5
        assert contrast.between(contrast.inverted(ink), contrast.inverted(ground)) >= 4.5


def test_threshold_has_no_words(html):
    ochre = [element for element in html.find_all(style=True) if "#F2C74C" in element["style"]]

    assert not [element for element in ochre if element.get_text().strip()]
