"""What the letters say, in both languages and both parts."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import EventPage
from registration.domain import publication
from registration.mail.subject import LONGEST
from registration.models import PersonalLink, Registration
from tests.factories import (
    NOW,
    START_AT,
    EventFactory,
)
from tests.registration.mail.conftest import TOKEN, in_status
from tests.registration.mail.words import words_of_html, words_of_text

pytestmark = pytest.mark.django_db
Status = Registration.Status
# What only opens links is tested beside them; a notice is no letter to a registered person.
KINDS = [
    "requested",
    "approved",
    "declined",
    "confirmed",
    "waitlisted",
    "offered",
    "offer_lapsed",
    "promoted",
    "handed_over",
    "handover_declined",
    "took_over",
    "attendance_changed",
    "reminder",
    "cancelled",
    "already_registered",
    "new_link",
]
STATUS_OF = {
    "requested": Status.PENDING,
    "declined": Status.DECLINED,
    "waitlisted": Status.WAITLISTED,
    "offered": Status.OFFERED,
    "offer_lapsed": Status.EXPIRED,
    "handed_over": Status.CANCELLED,
    "cancelled": Status.CANCELLED,
}


# --- Every letter ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_whole(kind, language, seminar, olof, sign_up, letter_of):
    registration = sign_up(replace(olof, language=language), seminar)
    in_status(registration, STATUS_OF.get(kind, Status.CONFIRMED))

    letter = letter_of(kind, registration, had_seat=True)

    subject_without_date = re.sub(r", \d+ \w+$", "", letter.subject)
    assert 10 < len(subject_without_date) <= LONGEST
    assert words_of_html(letter.html) == words_of_text(letter.text)
    assert f'<html lang="{language}"' in letter.html
    assert 'lang="und"' not in letter.html
    assert len(letter.html.encode()) < 100_000
    assert not re.search(r"<img|<link|<script|url\(|@import|src=", letter.html)
    assert "08.30–10.00" in letter.text or "08:30–10:00" in letter.text
    assert "4 mars 2027" in letter.text or "4 March 2027" in letter.text
    assert "Kim Exempelsson" in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_our_links_lead_to_the_sites_own_origin(kind, seminar, olof, sign_up, letter_of, settings):
    settings.SITE_ORIGIN = "https://forum.example"
    registration = in_status(sign_up(olof, seminar), STATUS_OF.get(kind, Status.CONFIRMED))

    letter = letter_of(kind, registration)

    addresses = re.findall(r'href="([^"]+)"', letter.html) + re.findall(r"https?://\S+", letter.text)
    assert f"https://forum.example/min-anmalan/{TOKEN}/" in addresses
    assert all(address.startswith(("https://forum.example/", "mailto:")) for address in addresses)


def test_an_english_letter_leads_to_english_pages(seminar, olof, sign_up, letter_of):
    letter = letter_of("confirmed", sign_up(replace(olof, language="en"), seminar))

    assert f"/en/min-anmalan/{TOKEN}/" in letter.text
    assert "From land allocation to moving in" in letter.text


def test_composing_writes_nothing(seminar, olof, sign_up, letter_of):
    letter = letter_of("confirmed", sign_up(olof, seminar))

    assert TOKEN in letter.text
    assert TOKEN not in letter.masked_text
    assert not PersonalLink.objects.exists()


def test_what_people_type_is_escaped_in_html_and_left_alone_in_text(bo, sign_up, letter_of):
    event = EventFactory(title="Kvarter <A> & {{ B }} {% now %}")
    bo = replace(bo, first_name="<b>Bo</b>", organisation="Mur & Bruk {{ 7 }} <mj-raw>")

    letter = letter_of("confirmed", sign_up(bo, event))

    assert "Hej <b>Bo</b>," in letter.text
    assert "Hej &lt;b&gt;Bo&lt;/b&gt;," in letter.html
    assert "Mur & Bruk {{ 7 }} <mj-raw>" in letter.text
    assert "Mur &amp; Bruk {{ 7 }} &lt;mj-raw&gt;" in letter.html
    assert words_of_html(letter.html) == words_of_text(letter.text)
    assert "Kvarter <A> & {{ B }} {% now %}" in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_needs_are_never_in_a_letter(kind, seminar, olof, sign_up, letter_of):
    registration = sign_up(replace(olof, diet="jordnötsallergi", access="rullstol"), seminar)
    in_status(registration, STATUS_OF.get(kind, Status.CONFIRMED))

    letter = letter_of(kind, registration)

    assert "jordnötsallergi" not in letter.subject + letter.text + letter.html
    assert "rullstol" not in letter.subject + letter.text + letter.html


def test_the_threshold_is_ochre_with_a_doorway_for_who_has_a_seat(seminar, olof, sign_up, letter_of):
    registration = sign_up(olof, seminar)

    seated = letter_of("confirmed", registration).html
    waiting = letter_of("waitlisted", in_status(registration, Status.WAITLISTED)).html
    gone = letter_of("cancelled", in_status(registration, Status.CANCELLED)).html

    assert ["#F2C74C" in html for html in (seated, waiting, gone)] == [True, False, False]
    assert ['width="84"' in html for html in (seated, waiting, gone)] == [True, True, False]


# --- What each says -------------------------------------------------------------------------------


def test_the_confirmation_says_when_where_and_as_what(seminar, olof, sign_up, letter_of):
    letter = letter_of("confirmed", sign_up(olof, seminar))

    assert letter.subject == "Du är anmäld: Från markanvisning till inflyttning – var tar…, 4 mars"
    assert "Välkommen torsdag 4 mars 2027 kl.\u00a08.30–10.00." in letter.text
    assert "Murbruket, stora salen\n  Murbruksgatan 12, 111 00 Stockholm" in letter.text
    assert "Roll\n  Tjänsteperson\n  planarkitekt, Nacka" in letter.text
    assert f"/min-anmalan/{TOKEN}/avanmal/" in letter.text


def test_who_registers_early_is_told_the_way_by_the_reminder(seminar, olof, sign_up, letter_of):
    registration = sign_up(olof, seminar)

    early = letter_of("confirmed", registration)
    reminder = letter_of("reminder", registration)

    assert "Fem minuter från tunnelbanan." not in early.text
    assert "Hitta hit\nFem minuter från tunnelbanan.\nEntré på gaveln." in reminder.text
    assert "Hiss och hörslinga." in reminder.text


def test_who_registers_after_a_reminders_time_is_told_at_once(seminar, olof, sign_up, letter_of):
    late = seminar.start_at - timedelta(days=3)

    letter = letter_of("confirmed", sign_up(olof, seminar, at=late), at=late)

    assert "Hitta hit\nFem minuter från tunnelbanan." in letter.text


@pytest.mark.parametrize(
    ("before", "subject", "heading"),
    [
        (timedelta(days=10), "Påminnelse: Fler hyresrätter, 4 mars", "Vi ses den 4 mars"),
        (timedelta(days=7), "Påminnelse: Fler hyresrätter, 4 mars", "Vi ses den 4 mars"),
        (timedelta(days=6), "Påminnelse: Fler hyresrätter på torsdag", "Vi ses på torsdag"),
        (timedelta(hours=23), "I morgon: Fler hyresrätter kl. 8.30", "Vi ses i morgon"),
        (timedelta(hours=1), "I dag: Fler hyresrätter kl. 8.30", "Vi ses i dag"),
    ],
)
def test_the_reminder_names_the_day_as_people_do(before, subject, heading, olof, sign_up, letter_of):
    event = EventFactory(title="Fler hyresrätter")
    registration = sign_up(olof, event)

    letter = letter_of("reminder", registration, at=event.start_at - before)

    assert letter.subject == subject
    assert f"\n{heading}\n" in letter.text


def test_a_reminder_with_new_facts_says_so_on_top(seminar, olof, sign_up, send_mail, now, letter_of):
    registration = sign_up(olof, seminar)
    send_mail()
    unchanged = letter_of("reminder", registration)
    seminar.venue.name = "Ritsalen"
    seminar.venue.save()
    publication.handle(seminar.pk, now=now + timedelta(days=1))

    changed = letter_of("reminder", Registration.objects.get())

    news = "Något har ändrats sedan vi skrev senast."
    assert [news in letter.text for letter in (unchanged, changed)] == [False, True]
    assert "Ritsalen" in changed.text


def test_the_waiting_are_told_their_place_among_their_own(petra, bo, sign_up, letter_of):
    event = EventFactory(capacity=0)
    sign_up(petra, event)

    letter = letter_of("waitlisted", sign_up(bo, event))

    assert "Du har plats 1 på väntelistan för byggaktörer." in letter.text
    assert letter.calendar is None


def test_who_has_cancelled_can_come_back_by_the_events_page(seminar, olof, sign_up, letter_of, settings):
    registration = in_status(sign_up(olof, seminar), Status.CANCELLED)

    letter = letter_of("cancelled", registration, had_seat=True)

    assert f"{settings.SITE_ORIGIN}{seminar.get_url_parts()[2]}" in letter.text
    assert letter.subject.startswith("Du är avanmäld: ")


def test_nobody_is_asked_back_to_a_cancelled_event(seminar, olof, sign_up, letter_of):
    registration = in_status(sign_up(olof, seminar), Status.CANCELLED)
    EventPage.objects.update(status=EventPage.Status.CANCELLED)

    letter = letter_of("cancelled", Registration.objects.get(pk=registration.pk), had_seat=True)

    assert "anmäla dig igen" not in letter.text


@pytest.mark.parametrize(
    ("status", "heading", "fact"),
    [
        (Status.CONFIRMED, "Du är redan anmäld", "Status\n  Anmäld"),
        (Status.WAITLISTED, "Du står redan på väntelistan", "Status\n  På väntelista (plats 1)"),
        (Status.CANCELLED, "Du är inte längre anmäld", "Status\n  Avanmäld"),
    ],
)
def test_a_known_address_is_told_the_truth(status, heading, fact, seminar, olof, sign_up, letter_of):
    letter = letter_of("already_registered", in_status(sign_up(olof, seminar), status))

    assert f"\n{heading}\n" in letter.text
    assert fact in letter.text
    assert "Om det inte var du behöver du inte göra något." in letter.text
    assert letter.calendar is None


# --- Unusual events -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["confirmed", "reminder", "new_link", "already_registered", "cancelled"])
def test_a_bare_event_makes_a_letter_too(kind, olof, sign_up, letter_of):
    event = EventFactory(venue=None, contact=None)
    registration = in_status(sign_up(olof, event), STATUS_OF.get(kind, Status.CONFIRMED))
    EventPage.objects.update(start_at=None, end_at=None)
    publication.handle(event.pk, now=NOW)

    letter = letter_of(kind, Registration.objects.get(pk=registration.pk), had_seat=True)

    assert words_of_html(letter.html) == words_of_text(letter.text)
    assert "När\n  Datumet är inte bestämt än" in letter.text
    assert "Lokal\n  Lokalen är inte bestämd än" in letter.text
    assert "Hälsningar\nBostadsforum\nbostadsforum@example.org" in letter.text
    assert letter.calendar is None


def test_a_link_to_a_cancelled_event_says_that_it_is_cancelled(seminar, olof, sign_up, letter_of):
    registration = sign_up(olof, seminar)
    EventPage.objects.update(status="cancelled", status_note="Vi blev sjuka.\r\nVi återkommer.")

    letter = letter_of("new_link", Registration.objects.get(pk=registration.pk))

    assert "Tillfället är inställt" in letter.text
    assert "\nVi blev sjuka.\nVi återkommer.\n" in letter.text
    assert words_of_html(letter.html) == words_of_text(letter.text)


def test_an_event_over_two_days_shows_both_ends(olof, sign_up, letter_of):
    event = EventFactory(end_at=START_AT + timedelta(days=1, hours=8))

    letter = letter_of("confirmed", sign_up(olof, event))

    assert "När\n  torsdag 4 mars 2027, 08.30\u00a0–\n  fredag 5 mars 2027, 16.30\n" in letter.text
