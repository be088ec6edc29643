"""The time line of an event's letters, and what can be pressed on it."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from events.models import EventPage
from registration.domain import mail_holds, publication, reminders, timeline
from registration.models import MailHold, OutboxMessage
from tests.factories import DEFAULT_REMINDERS, NOW, STOCKHOLM, EventFactory, RegistrationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def event(db):
    """The seminar of 4 March 2027 with a reminder a week and a day before."""
    return EventFactory(reminders=DEFAULT_REMINDERS)


def address(name, event, **query):
    return reverse(f"staff_events:{name}", args=[event.pk], query=query)


def page_of(response):
    return response.content.decode().replace("\u00a0", " ")


def entry_of(event, *, kind="reminder"):
    """The first of this kind that is to come."""
    line = timeline.of(timeline.load(event.pk), now=NOW)
    return next(entry for entry in line.future if entry.kind == kind)


# --- What it shows --------------------------------------------------------------------------------


def test_event_without_letters_shows_its_reminders_and_says_to_how_many(event, as_stina):
    page = page_of(as_stina.get(address("timeline", event)))

    assert "torsdag 25 februari 2027" in page
    assert page.count("till ingen som det ser ut nu") == 2


def test_event_without_rules_says_that_nothing_will_go(as_stina):
    page = page_of(as_stina.get(address("timeline", EventFactory())))

    assert "Inget som det ser ut nu." in page


def test_what_has_gone_stands_above_now_and_what_will_go_below(event, olof, sign_up, send_mail, as_stina):
    sign_up(olof, event)
    send_mail()

    page = page_of(as_stina.get(address("timeline", event)))

    assert page.index("1 brev skickat") < page.index("letter-line-now") < page.index("till 1 person")


def test_long_past_is_folded(event, as_stina):
    registration = RegistrationFactory(event=event)
    for day in range(9):
        OutboxMessage.objects.create(
            key=f"k{day}",
            kind="new_link",
            registration=registration,
            address=registration.address,
            state="sent",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW,
            sent_at=NOW - timedelta(days=day),
        )

    page = page_of(as_stina.get(address("timeline", event)))

    assert "Visa 3 tidigare" in page


def test_no_day_is_torn_apart(event, as_stina):
    registration = RegistrationFactory(event=event)
    for number, kind in enumerate(
        ["confirmed", "new_link", "cancelled", "waitlisted", "promoted", "offered", "requested", "approved"]
    ):
        OutboxMessage.objects.create(
            key=kind,
            kind=kind,
            registration=registration,
            address=registration.address,
            state="sent",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW,
            sent_at=NOW - timedelta(minutes=number),
        )

    page = page_of(as_stina.get(address("timeline", event)))

    assert page.count("måndag 1 februari 2027</h4>") == 1
    assert "letter-line-more" not in page


def test_change_that_nobody_has_decided_about_leads_to_its_screen(event, olof, sign_up, send_mail, as_stina):
    sign_up(olof, event)
    send_mail()
    later = event.start_at + timedelta(days=1)
    EventPage.objects.filter(pk=event.pk).update(start_at=later, end_at=later, last_published_at=NOW)
    publication.handle(event.pk, now=NOW)
    notice = event.change_notices.get()

    page = page_of(as_stina.get(address("timeline", event)))

    assert reverse("staff_changes:notice", args=[notice.pk]) in page


def test_desk_and_letter_lead_to_it(event, olof, sign_up, as_stina):
    letter = sign_up(olof, event).letters.get()
    here = address("timeline", event)

    assert here in page_of(as_stina.get(reverse("staff_events:event", args=[event.pk])))
    assert here in page_of(as_stina.get(reverse("staff_letters:letter", args=[letter.pk])))
    listed = as_stina.get(reverse("staff_letters:index"), {"registration__event": event.pk})
    assert here in page_of(listed)


def test_more_people_cost_no_more_queries(event, olof, petra, sign_up, send_mail, as_stina, count_queries):
    sign_up(olof, event)
    send_mail()
    page = address("timeline", event)
    as_stina.get(page)
    one = count_queries(lambda: as_stina.get(page))
    sign_up(petra, event)
    for _number in range(10):
        RegistrationFactory(event=event)
    send_mail()

    assert count_queries(lambda: as_stina.get(page)) == one


# --- An entry opened ------------------------------------------------------------------------------


def test_letter_is_shown_as_it_will_be_on_its_day(event, olof, petra, sign_up, as_stina):
    sign_up(olof, event)
    other = sign_up(petra, event)
    name = entry_of(event).name

    first = page_of(as_stina.get(address("timeline_entry", event, brev=name)))
    second = page_of(as_stina.get(address("timeline_entry", event, brev=name, som=other.pk)))
    framed = as_stina.get(address("timeline_html", event, brev=name, som=other.pk))

    # A week before it is on a Thursday as well, so that the date says which one.
    assert f"Påminnelse: {event.title}, 4 mars" in first
    assert "Hej Olof," in first
    assert "Hej Petra," in second
    assert "Hej Petra," in page_of(framed)
    assert "script-src" not in framed["Content-Security-Policy"]


@pytest.mark.parametrize(("language", "greeting"), [("sv", "Hej Anna,"), ("en", "Hello Anna,")])
def test_letter_to_nobody_yet_is_shown_with_a_sample(event, as_stina, language, greeting):
    name = entry_of(event).name

    page = page_of(as_stina.get(address("timeline_entry", event, brev=name, som=language)))

    assert greeting in page


def test_letter_that_has_gone_is_shown_as_it_went(event, olof, sign_up, send_mail, as_stina):
    sign_up(olof, event)
    (sent,) = send_mail()
    (entry,) = timeline.of(timeline.load(event.pk), now=NOW).past

    page = page_of(as_stina.get(address("timeline_entry", event, brev=entry.name)))

    assert sent.subject in page
    assert "***" in page


def test_names_are_for_those_who_may_see_registrations(event, olof, sign_up):
    sign_up(olof, event)
    user = UserFactory(is_superuser=False)
    user.user_permissions.add(
        Permission.objects.get(codename="view_outboxmessage"), Permission.objects.get(codename="access_admin")
    )
    client = Client()
    client.force_login(user)

    line = page_of(client.get(address("timeline", event)))
    page = page_of(client.get(address("timeline_entry", event, brev=entry_of(event).name)))

    assert "till 1 person" in line + page
    assert "Olof" not in line + page
    assert "Hej Anna," in page


def test_entry_that_is_gone_leads_back_to_the_time_line(event, as_stina):
    response = as_stina.get(address("timeline_entry", event, brev="planned-reminder-x"))

    assert (response.status_code, response.url) == (303, address("timeline", event))
    assert as_stina.get(address("timeline_html", event, brev="planned-reminder-x")).status_code == 404


# --- Holding --------------------------------------------------------------------------------------


def test_holding_asks_why_and_shows_who_and_why_everywhere(event, stina, as_stina):
    rule = event.reminder_rules.get(days_before=7)
    hold = address("hold", event, vad=mail_holds.of_rule(rule))
    assert as_stina.post(hold, {"reason": " "}).status_code == 422

    page = page_of(as_stina.post(hold, {"reason": "Lokalen kan bytas"}, follow=True))

    assert "Lokalen kan bytas" in page
    assert stina.username in page
    assert MailHold.objects.get().what == f"rule:{rule.key}"
    for other in (reverse("staff_events:event", args=[event.pk]), "/admin/"):
        assert "Brev hålls" in page_of(as_stina.get(other))


def test_letting_go_ends_it(event, as_stina):
    as_stina.post(address("hold", event), {"reason": "Vi väntar"})

    page = page_of(as_stina.post(address("let_go", event), follow=True))

    assert "Vi väntar" not in page
    assert as_stina.post(address("let_go", event)).status_code == 409


def test_difference_to_a_mail_stop_is_said(event, as_stina):
    page = page_of(as_stina.get(address("timeline", event)))

    assert "gäller bara det här evenemanget" in page


def test_held_letter_says_so_on_its_page(event, olof, sign_up, as_stina):
    letter = sign_up(olof, event).letters.get()
    as_stina.post(address("hold", event), {"reason": "Vi väntar"})

    page = page_of(as_stina.get(reverse("staff_letters:letter", args=[letter.pk])))

    assert "Vi väntar" in page


def test_reason_is_escaped(event, as_stina):
    as_stina.post(address("hold", event), {"reason": "<b>nu</b>"})

    assert escape("<b>nu</b>") in as_stina.get(address("timeline", event)).content.decode()


# --- Sending now ----------------------------------------------------------------------------------


def test_reminder_sent_now_has_the_key_of_the_clock_and_never_comes_again(
    event, olof, petra, sign_up, send_mail, as_stina
):
    sign_up(olof, event)
    send_mail()
    press = address("send_now", event, brev=entry_of(event).name)
    assert "till 1 person nu" in page_of(as_stina.get(press))

    as_stina.post(press)
    (sent,) = send_mail()
    sign_up(petra, event)

    assert sent.to == [olof.address]
    assert reminders.enqueue_due(WEEK_BEFORE) == 1
    reminded = OutboxMessage.objects.filter(kind="reminder").values_list("address", flat=True)
    assert list(reminded) == [olof.address, petra.address]


def test_sending_now_twice_sends_once(event, olof, sign_up, as_stina):
    sign_up(olof, event)
    press = address("send_now", event, brev=entry_of(event).name)

    as_stina.post(press)

    assert as_stina.post(press).status_code == 409
    assert OutboxMessage.objects.filter(kind="reminder").count() == 1


def test_held_reminder_is_not_sent_now(event, olof, sign_up, as_stina):
    sign_up(olof, event)
    press = address("send_now", event, brev=entry_of(event).name)
    as_stina.post(address("hold", event), {"reason": "Vi väntar"})

    response = as_stina.post(press)

    assert response.status_code == 409
    assert not OutboxMessage.objects.filter(kind="reminder").exists()
    assert press not in page_of(as_stina.get(address("timeline", event)))


def test_letter_that_waits_for_another_try_can_go_now(event, olof, sign_up, send_mail, as_stina):
    letter = sign_up(olof, event).letters.get()
    OutboxMessage.objects.filter(pk=letter.pk).update(due_at=NOW + timedelta(hours=1))
    press = address("send_now", event, brev=entry_of(event, kind="confirmed").name)

    as_stina.post(press)

    assert [sent.to for sent in send_mail()] == [[olof.address]]


def test_thanks_are_not_sent_before_the_end(olof, sign_up, as_stina):
    event = EventFactory(reminders=[{"minutes_before": 60, "anchor": "after_end", "purpose": "thanks"}])
    sign_up(olof, event)

    response = as_stina.post(address("send_now", event, brev=entry_of(event, kind="after_event").name))

    assert response.status_code == 409
    assert not OutboxMessage.objects.filter(kind="after_event").exists()
