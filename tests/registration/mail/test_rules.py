"""What reminder rules put into letters."""

from datetime import datetime, time, timedelta

import pytest

from events.models import GatheringPage, ReminderRule, Takeaway
from registration.domain import mail_holds, reminders
from registration.models import OutboxMessage
from tests.factories import START_AT, STOCKHOLM, EventFactory, GatheringFactory, VenueFactory

pytestmark = pytest.mark.django_db

NINE = time(9)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
DAY_AFTER = datetime(2027, 3, 5, 9, 0, tzinfo=STOCKHOLM)
MINUTE = timedelta(minutes=1)
A_DAY_BEFORE = {"days_before": 1, "clock_time": NINE}
A_DAY_AFTER = {"days_before": 1, "clock_time": NINE, "anchor": "after_end"}
BOOTS = "Ta på dig stövlar. {{ event.online_link }} {% now 'Y' %} <b>&</b>"


def body_of(mail) -> str:
    return mail.body.replace("\u00a0", " ")


def html_of(mail) -> str:
    return mail.alternatives[0].content


@pytest.fixture
def day_before(send_mail):
    """What goes out a day before, the confirmations having gone already."""

    def sent():
        send_mail()
        reminders.enqueue_due(DAY_BEFORE)
        return send_mail(at=DAY_BEFORE)

    return sent


def test_sentence_of_the_editor_stands_as_it_was_written(olof, sign_up, day_before):
    sign_up(olof, EventFactory(reminders=[A_DAY_BEFORE | {"sentence": BOOTS}]))

    [letter] = day_before()

    assert BOOTS in letter.body
    assert "Ta på dig stövlar. {{ event.online_link }} {% now &#x27;Y&#x27; %} &lt;b&gt;&amp;&lt;/b&gt;" in (
        html_of(letter)
    )


def test_sentence_corrected_while_the_letter_waits_goes_out_corrected(olof, sign_up, send_mail):
    event = EventFactory(reminders=[A_DAY_BEFORE | {"sentence": "Kom i sandaler."}])
    sign_up(olof, event)
    send_mail()
    reminders.enqueue_due(DAY_BEFORE)
    ReminderRule.objects.filter(event_id=event.pk).update(sentence="Kom i stövlar.")

    [letter] = send_mail(at=DAY_BEFORE)

    assert "Kom i stövlar." in letter.body
    assert "sandaler" not in letter.body


def test_letter_of_a_rule_that_is_gone_does_not_go(olof, sign_up, send_mail):
    event = EventFactory(reminders=[A_DAY_BEFORE])
    sign_up(olof, event)
    send_mail()
    reminders.enqueue_due(DAY_BEFORE)
    ReminderRule.objects.filter(event_id=event.pk).delete()

    assert send_mail(at=DAY_BEFORE) == []
    assert OutboxMessage.objects.get(kind="reminder").reason == "rule_removed"


def test_who_comes_after_a_reminder_reads_in_the_confirmation_what_it_said(olof, bo, sign_up, send_mail):
    event = EventFactory(
        reminders=[
            {"days_before": 7, "clock_time": NINE, "sentence": "Läs utkastet."},
            A_DAY_BEFORE | {"sentence": "Ta med legitimation."},
        ]
    )
    sign_up(olof, event)
    [early] = send_mail()
    sign_up(bo, event, at=DAY_BEFORE + MINUTE)
    [late] = send_mail(at=DAY_BEFORE + MINUTE)

    assert "Läs utkastet." not in early.body
    assert "Läs utkastet.\n\nTa med legitimation." in late.body
    assert "Läs utkastet." in html_of(late)
    assert "Ta med legitimation." in html_of(late)


@pytest.mark.parametrize("what", ["all", "kind:reminder", "rule:{key}"])
def test_what_staff_hold_is_not_said_in_another_letter_either(what, bo, stina, sign_up, letter_of):
    event = EventFactory(
        venue=VenueFactory(directions="Entré på gaveln."),
        reminders=[A_DAY_BEFORE | {"sentence": "Kom till fel dörr."}],
    )
    rule = event.reminder_rules.get()
    registration = sign_up(bo, event, at=DAY_BEFORE + MINUTE)
    assert "Kom till fel dörr." in letter_of("confirmed", registration, at=DAY_BEFORE + MINUTE).text

    mail_holds.hold(event.pk, what.format(key=rule.key), by=stina, reason="Fel dörr", now=DAY_BEFORE + MINUTE)

    text = letter_of("confirmed", registration, at=DAY_BEFORE + MINUTE).text
    assert "Kom till fel dörr." not in text
    assert "Entré på gaveln." in text


def test_what_was_for_others_is_not_told_who_comes_late(bo, sign_up, send_mail):
    event = EventFactory(
        reminders=[A_DAY_BEFORE | {"roles": ["politician"], "sentence": "Ta med ordförande."}]
    )
    sign_up(bo, event, at=DAY_BEFORE + MINUTE)

    [letter] = send_mail(at=DAY_BEFORE + MINUTE)

    assert "ordförande" not in letter.body


def test_who_joins_the_line_late_reads_what_the_others_in_line_were_told(olof, petra, sign_up, send_mail):
    event = EventFactory(
        capacity=1,
        reminders=[A_DAY_BEFORE | {"standing": "waitlisted", "sentence": "Håll telefonen nära."}],
    )
    sign_up(olof, event)
    send_mail()
    sign_up(petra, event, at=DAY_BEFORE + MINUTE)

    [letter] = send_mail(at=DAY_BEFORE + MINUTE)

    assert "Håll telefonen nära." in letter.body


def test_who_waits_is_told_their_place_and_gets_no_calendar(olof, petra, sign_up, day_before):
    event = EventFactory(
        capacity=1,
        venue=VenueFactory(directions="Entré på gaveln."),
        reminders=[A_DAY_BEFORE | {"standing": "waitlisted"}],
    )
    sign_up(olof, event)
    sign_up(petra, event)

    [letter] = day_before()

    assert letter.to == [petra.address]
    assert "Du har plats 1 på väntelistan för förtroendevalda." in body_of(letter)
    assert letter.calendar is None
    assert event.venue.directions not in letter.body


def test_reminder_of_a_study_visit_says_where_to_meet_and_what_to_wear(olof, sign_up, day_before):
    event = GatheringFactory(
        meeting_point="Vid grinden på Kajvägen.",
        what_to_bring="Stövlar. Hjälm finns att låna.",
        gathering_kind=GatheringPage.Kind.STUDY_VISIT,
        reminders=[A_DAY_BEFORE],
    )
    sign_up(olof, event)

    [letter] = day_before()

    assert "Vid grinden på Kajvägen." in letter.body
    assert "Stövlar. Hjälm finns att låna." in letter.body


# --- After the event ------------------------------------------------------------------------------


def thanked(send_mail, *, at=DAY_AFTER):
    send_mail()
    reminders.enqueue_due(at)
    return send_mail(at=at)


def test_thanks_carry_the_sentence_and_no_calendar(olof, sign_up, send_mail):
    event = EventFactory(
        title="Öppen mark",
        reminders=[A_DAY_AFTER | {"purpose": "thanks", "sentence": "Svara på enkäten: enkat.example/7"}],
    )
    sign_up(olof, event)

    [letter] = thanked(send_mail)

    assert "Öppen mark" in letter.subject
    assert "Svara på enkäten: enkat.example/7" in body_of(letter)
    assert letter.calendar is None
    assert "avboka" not in body_of(letter).lower()


def test_documentation_links_to_the_page(olof, sign_up, send_mail, settings):
    event = EventFactory(title="Öppen mark", reminders=[A_DAY_AFTER | {"purpose": "documentation"}])
    Takeaway.objects.create(event_id=event.pk, text="Börja tidigt.")
    sign_up(olof, event)

    [letter] = thanked(send_mail)

    assert "Öppen mark" in letter.subject
    assert f"{settings.SITE_ORIGIN}{event.get_url_parts()[2]}#documentation" in body_of(letter)
    assert "#documentation" in html_of(letter)


def test_thanks_survive_a_stop_of_a_few_days_and_not_of_a_week(olof, bo, sign_up, send_mail):
    event = EventFactory(reminders=[A_DAY_AFTER | {"purpose": "thanks"}])
    sign_up(olof, event)
    send_mail()
    sign_up(bo, later := EventFactory(reminders=[A_DAY_AFTER | {"purpose": "thanks"}]))
    send_mail()
    reminders.enqueue_due(DAY_AFTER)
    OutboxMessage.objects.filter(registration__event=later).update(due_at=DAY_AFTER + timedelta(days=7))

    assert [letter.to for letter in send_mail(at=DAY_AFTER + timedelta(days=6))] == [[olof.address]]
    assert send_mail(at=DAY_AFTER + timedelta(days=7)) == []


def test_the_start_of_a_letter_after_the_event_is_that_of_its_key(olof, sign_up, send_mail):
    event = EventFactory(reminders=[A_DAY_AFTER | {"purpose": "thanks"}])
    registration = sign_up(olof, event)
    thanked(send_mail)

    letter = OutboxMessage.objects.get(kind="after_event")

    rule = event.reminder_rules.get()
    assert letter.key == f"reminder:{registration.pk}:{rule.key}:20270304T0730Z"
    assert datetime.fromisoformat(letter.details["start_at"]) == START_AT
