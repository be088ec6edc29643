"""A no in a calendar is a note, and a question by mail when staff press; nobody is cancelled by it
(docs/rules.md C 3.7)."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.domain import calendar_replies, cancellation, delivery
from registration.domain.errors import NothingToDecide
from registration.mail import marks
from registration.models import CalendarReply, OutboxMessage, Registration
from tests.factories import NOW
from tests.registration.mail import machine_mail

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def registration(olof, event, sign_up, send_mail):
    registration = sign_up(olof, event)
    send_mail()
    return Registration.objects.get(pk=registration.pk)


def answer(registration, partstat="DECLINED", *, stamp="20270201T110000Z", address=None, sender="", now=NOW):
    uid = registration.event.calendar_identity.uid
    address = address or registration.address
    raw = machine_mail.calendar_answer(uid, address, partstat=partstat, stamp=stamp, sender=sender or address)
    return delivery.take(raw, now=now)


def is_noted(registration):
    return CalendarReply.objects.probably_cancelling().filter(registration=registration).exists()


def actions(registration):
    return [entry.action for entry in registration.history.order_by("pk")]


def test_no_is_noted_and_changes_nothing(registration, send_mail):
    before = Registration.objects.values().get(pk=registration.pk)

    assert answer(registration)

    assert is_noted(registration)
    assert actions(registration) == ["registered", "calendar_declined"]
    assert Registration.objects.values().get(pk=registration.pk) == before
    assert send_mail() == []


def test_yes_after_a_no_takes_the_note_away(registration):
    answer(registration)
    answer(registration, "ACCEPTED", stamp="20270201T110100Z", now=NOW + MINUTE)

    assert not is_noted(registration)
    assert actions(registration) == ["registered", "calendar_declined", "calendar_accepted"]


def test_yes_of_somebody_registered_is_no_news(registration):
    assert answer(registration, "ACCEPTED")

    assert actions(registration) == ["registered"]


def test_maybe_stands_in_the_history_alone(registration):
    answer(registration, "TENTATIVE")

    assert not is_noted(registration)
    assert actions(registration) == ["registered", "calendar_tentative"]


def test_answer_that_was_overtaken_on_the_way_does_not_count(registration):
    answer(registration, "ACCEPTED", stamp="20270201T110500Z", now=NOW + 5 * MINUTE)
    answer(registration, stamp="20270201T110000Z", now=NOW + 6 * MINUTE)

    assert not is_noted(registration)


def test_clock_that_is_ahead_does_not_win_for_ever(registration):
    answer(registration, stamp="20990101T000000Z")
    answer(registration, "ACCEPTED", stamp="20270201T110100Z", now=NOW + MINUTE)

    assert not is_noted(registration)


def test_same_answer_again_and_again_is_one_line(registration):
    for minute in range(5):
        answer(registration, stamp=f"202702011100{minute:02}Z", now=NOW + minute * MINUTE)

    assert actions(registration) == ["registered", "calendar_declined"]


def test_answer_of_somebody_who_is_not_registered_is_for_people(registration):
    assert not answer(registration, address="petra@solna.example")


def test_no_in_the_name_of_somebody_else_is_for_people(registration):
    assert not answer(registration, sender="Mallory <mallory@evil.example>")

    assert not is_noted(registration)
    assert actions(registration) == ["registered"]


def test_address_in_capitals_is_the_same_person(registration):
    assert answer(registration, address="OLOF@NACKA.EXAMPLE")
    assert is_noted(registration)


def test_no_of_before_is_not_meant_by_who_comes_back(registration, olof, event, sign_up):
    answer(registration)
    cancellation.cancel(registration.pk, now=NOW + MINUTE)
    sign_up(olof, event, at=NOW + 30 * MINUTE)

    assert not is_noted(registration)


def test_no_of_who_has_cancelled_is_no_news(registration):
    cancellation.cancel(registration.pk, now=NOW)
    before = actions(registration)

    assert answer(registration, now=NOW + MINUTE)

    assert not is_noted(registration)
    assert actions(registration) == before


def test_question_is_mailed_by_one_press_and_once_for_each_answer(registration, stina, send_mail):
    answer(registration)
    calendar_replies.ask(registration.pk, by=stina, now=NOW)
    with pytest.raises(NothingToDecide):
        calendar_replies.ask(registration.pk, by=stina, now=NOW + MINUTE)

    [letter] = send_mail()

    assert letter.to == [registration.address]
    assert "/avanmal/" in letter.body
    assert actions(registration)[2:] == ["asked_whether_cancelled"]
    assert len(letter.attachments) == 0


def test_who_says_no_once_more_can_be_asked_once_more(registration, stina, send_mail):
    answer(registration)
    calendar_replies.ask(registration.pk, by=stina, now=NOW)
    assert calendar_replies.asked(CalendarReply.objects.get()).by == stina
    answer(registration, "ACCEPTED", stamp="20270201T110100Z", now=NOW + MINUTE)
    answer(registration, stamp="20270201T110200Z", now=NOW + 2 * MINUTE)
    assert calendar_replies.asked(CalendarReply.objects.get()) is None

    calendar_replies.ask(registration.pk, by=stina, now=NOW + 3 * MINUTE)

    assert len(send_mail(at=NOW + 3 * MINUTE)) == 2


def test_question_is_not_sent_when_the_person_has_answered_meanwhile(registration, stina, send_mail):
    answer(registration)
    calendar_replies.ask(registration.pk, by=stina, now=NOW)
    cancellation.cancel(registration.pk, now=NOW)

    send_mail()

    question = registration.letters.get(kind="did_you_mean_to_cancel")
    assert (question.state, question.reason) == (OutboxMessage.State.DROPPED, "status_changed")


def test_nobody_is_asked_who_has_not_said_no(registration, stina):
    with pytest.raises(NothingToDecide):
        calendar_replies.ask(registration.pk, by=stina, now=NOW)


def test_nobody_is_asked_when_the_event_has_begun(registration, stina):
    answer(registration)

    with pytest.raises(NothingToDecide):
        calendar_replies.ask(registration.pk, by=stina, now=registration.event.start_at)


def test_nobody_is_asked_by_a_letter_that_would_not_arrive(registration, stina):
    answer(registration)
    marks.complained(registration.address, report_key="a", happened_at=NOW, now=NOW)

    with pytest.raises(NothingToDecide):
        calendar_replies.ask(registration.pk, by=stina, now=NOW)


def test_answer_without_a_time_counts_from_when_it_came(registration):
    answer(registration, stamp="some day")

    assert CalendarReply.objects.get().at == datetime(2027, 2, 1, 11, 0, tzinfo=UTC)
