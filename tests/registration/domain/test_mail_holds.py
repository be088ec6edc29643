"""Letters of one event that staff let wait."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from wagtail.models import PageLogEntry

from registration.domain import cancellation, mail_holds, reminders
from registration.domain.errors import NothingToDecide
from registration.mail import letters
from registration.models import MailHold, OutboxMessage
from tests.factories import DEFAULT_REMINDERS, STOCKHOLM, EventFactory, UserFactory

pytestmark = pytest.mark.django_db

WEEK_BEFORE = datetime(2027, 2, 25, 9, 0, tzinfo=STOCKHOLM)
DAY_BEFORE = datetime(2027, 3, 3, 9, 0, tzinfo=STOCKHOLM)
MINUTE = timedelta(minutes=1)
ALL = MailHold.ALL


@pytest.fixture
def event(db):
    """The seminar of 4 March 2027, with a reminder a week and a day before."""
    return EventFactory(reminders=DEFAULT_REMINDERS)


@pytest.fixture
def week_rule(event):
    return event.reminder_rules.get(days_before=7)


@pytest.fixture
def hold(event, stina, now):
    def let_wait(what, *, at=now):
        return mail_holds.hold(event.pk, what, by=stina, reason="Vi väntar på lokalen", now=at)

    return let_wait


@pytest.fixture
def let_go(event, stina, now):
    def go(what, *, at=now):
        mail_holds.let_go(event.pk, what, by=stina, now=at)

    return go


def subjects(sent):
    return [(letter.to[0], letter.subject.partition(":")[0]) for letter in sent]


def test_held_event_sends_nothing_and_other_events_go_on(olof, petra, event, hold, sign_up, send_mail):
    sign_up(olof, event)
    sign_up(petra, EventFactory())

    hold(ALL)

    assert [letter.to[0] for letter in send_mail()] == [petra.address]


def test_what_was_held_goes_in_its_order_when_it_is_let_go(
    olof, petra, event, hold, let_go, sign_up, send_mail, now
):
    hold(ALL)
    first = sign_up(olof, event)
    sign_up(petra, event)
    letters.attendance_changed(first, now=now)
    assert send_mail(at=now + MINUTE) == []

    let_go(ALL)

    kinds = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["confirmed", "confirmed", "attendance_changed"]
    assert [letter.to[0] for letter in send_mail(at=now + MINUTE)] == [
        olof.address,
        petra.address,
        olof.address,
    ]


def test_held_kind_waits_and_nobody_waits_behind_it(olof, event, hold, let_go, sign_up, send_mail, now):
    registration = sign_up(olof, event)
    hold("kind:confirmed")
    letters.attendance_changed(registration, now=now)

    (sent,) = send_mail()
    let_go("kind:confirmed")

    assert registration.letters.get(state="sent").kind == "attendance_changed"
    assert sent.to == [olof.address]
    assert subjects(send_mail()) == [(olof.address, "Du är anmäld")]


def test_link_that_somebody_asks_for_is_never_held(olof, event, hold, sign_up, send_mail, now):
    registration = sign_up(olof, event)
    hold(ALL)

    letters.new_link(registration, now=now)

    send_mail()
    assert list(OutboxMessage.objects.filter(state="sent").values_list("kind", flat=True)) == ["new_link"]


def test_held_rule_is_not_queued_and_the_others_are(olof, event, week_rule, hold, sign_up, send_mail):
    sign_up(olof, event)
    send_mail()
    hold(mail_holds.of_rule(week_rule))

    assert reminders.enqueue_due(WEEK_BEFORE) == 0
    assert reminders.enqueue_due(DAY_BEFORE) == 1


def test_rule_that_is_let_go_reminds_as_after_an_outage(olof, petra, event, week_rule, hold, let_go, sign_up):
    sign_up(olof, event)
    hold(mail_holds.of_rule(week_rule))
    reminders.enqueue_due(WEEK_BEFORE)
    sign_up(petra, event, at=WEEK_BEFORE + MINUTE)

    let_go(mail_holds.of_rule(week_rule), at=WEEK_BEFORE + 2 * MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 3 * MINUTE) == 1
    assert OutboxMessage.objects.get(kind="reminder").address == olof.address


@pytest.mark.parametrize("by", ["rule", "kind"])
def test_who_came_while_it_was_held_gets_what_the_first_letter_could_not_say(
    by, petra, bo, event, week_rule, hold, let_go, sign_up, send_mail
):
    week_rule.sentence = "Ta med legitimation."
    week_rule.save()
    what = mail_holds.of_rule(week_rule) if by == "rule" else mail_holds.of_kind("reminder")
    hold(what)
    sign_up(petra, event, at=WEEK_BEFORE + MINUTE)
    [welcome] = send_mail(at=WEEK_BEFORE + MINUTE)
    assert "legitimation" not in welcome.body
    let_go(what, at=WEEK_BEFORE + 2 * MINUTE)
    sign_up(bo, event, at=WEEK_BEFORE + 3 * MINUTE)
    [welcome] = send_mail(at=WEEK_BEFORE + 3 * MINUTE)
    assert "legitimation" in welcome.body

    assert reminders.enqueue_due(WEEK_BEFORE + 4 * MINUTE) == 1
    assert reminders.enqueue_due(WEEK_BEFORE + 5 * MINUTE) == 0
    [reminder] = send_mail(at=WEEK_BEFORE + 5 * MINUTE)
    assert reminder.to == [petra.address]
    assert "legitimation" in reminder.body


def test_first_letter_that_was_held_along_says_it_and_nothing_comes_after(
    petra, event, week_rule, hold, let_go, sign_up, send_mail
):
    week_rule.sentence = "Ta med legitimation."
    week_rule.save()
    hold(ALL)
    sign_up(petra, event, at=WEEK_BEFORE + MINUTE)
    let_go(ALL, at=WEEK_BEFORE + 2 * MINUTE)

    assert reminders.enqueue_due(WEEK_BEFORE + 3 * MINUTE) == 0
    [welcome] = send_mail(at=WEEK_BEFORE + 3 * MINUTE)
    assert "legitimation" in welcome.body


def test_reminder_that_is_in_the_outbox_already_is_held_by_its_rule(
    olof, event, week_rule, hold, let_go, sign_up, send_mail
):
    sign_up(olof, event)
    send_mail()
    reminders.enqueue_due(WEEK_BEFORE)
    hold(mail_holds.of_rule(week_rule), at=WEEK_BEFORE)
    assert send_mail(at=WEEK_BEFORE + MINUTE) == []

    let_go(mail_holds.of_rule(week_rule), at=WEEK_BEFORE + MINUTE)

    assert len(send_mail(at=WEEK_BEFORE + MINUTE)) == 1


def test_letter_that_is_held_too_long_ends_and_says_why(olof, petra, event, hold, sign_up, send_mail, now):
    held = sign_up(olof, event).letters.get()
    other = sign_up(petra, EventFactory()).letters.get()
    hold(ALL)

    assert mail_holds.end_expired(now=event.end_at - MINUTE) == 0
    assert mail_holds.end_expired(now=event.end_at) == 1

    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.state, held.reason) == ("dropped", "held_too_long")
    assert other.state == "waiting"


def test_letter_of_a_kind_that_is_gone_does_not_stop_the_others_from_ending(
    olof, petra, event, hold, sign_up
):
    of_old = sign_up(olof, event).letters.get()
    OutboxMessage.objects.filter(pk=of_old.pk).update(kind="of_old")
    sign_up(petra, event)
    hold(ALL)

    assert mail_holds.end_expired(now=event.end_at) == 1


def test_held_letter_lives_on_when_its_event_is_moved(olof, event, hold, sign_up):
    held = sign_up(olof, event).letters.get()
    hold(ALL)
    was_over_at = event.end_at
    type(event).objects.filter(pk=event.pk).update(
        start_at=event.start_at + timedelta(days=7), end_at=event.end_at + timedelta(days=7)
    )

    assert mail_holds.end_expired(now=was_over_at) == 0
    held.refresh_from_db()
    assert held.state == "waiting"


def test_letters_of_a_moved_event_in_front_do_not_keep_others_from_ending(
    olof, petra, bo, event, hold, stina, sign_up, now, monkeypatch
):
    monkeypatch.setattr(mail_holds, "BATCH", 2)
    for person in (olof, petra, bo):
        sign_up(person, event)
    type(event).objects.filter(pk=event.pk).update(
        start_at=event.start_at + timedelta(days=7), end_at=event.end_at + timedelta(days=7)
    )
    hold(ALL)
    other = EventFactory()
    late = sign_up(olof, other).letters.get()
    mail_holds.hold(other.pk, ALL, by=stina, reason="Vi väntar", now=now)

    assert mail_holds.end_expired(now=other.end_at) == 1

    late.refresh_from_db()
    assert late.reason == "held_too_long"


def test_what_is_no_longer_true_is_dropped_when_it_is_let_go(
    olof, event, hold, let_go, sign_up, send_mail, now
):
    registration = sign_up(olof, event)
    hold("kind:confirmed")
    cancellation.cancel(registration.pk, now=now)
    let_go("kind:confirmed")

    send_mail()

    assert registration.letters.get(kind="confirmed").reason == "status_changed"


def test_twice_is_one_hold_and_the_history_of_the_page_knows_both_presses(event, hold, let_go, stina, now):
    assert hold(ALL) == hold(ALL, at=now + MINUTE)
    let_go(ALL)
    assert MailHold.objects.get().ended_by_name == stina.get_full_name()

    written = PageLogEntry.objects.filter(page_id=event.pk, action__startswith="registration.")
    assert sorted(written.values_list("action", flat=True)) == [
        "registration.hold_mail",
        "registration.let_mail_go",
    ]


def test_hold_can_be_put_on_again(hold, let_go):
    hold(ALL)
    let_go(ALL)
    hold(ALL)

    assert MailHold.objects.in_force().count() == 1


def test_letting_go_what_is_not_held_says_so(let_go):
    with pytest.raises(NothingToDecide):
        let_go(ALL)


@pytest.mark.parametrize("what", ["rule:finns-inte", "kind:finns-inte", "kind:new_link", "nonsense", ""])
def test_what_the_event_does_not_have_cannot_be_held(what, hold):
    with pytest.raises(NothingToDecide):
        hold(what)


def test_who_held_stays_named_when_the_account_is_gone(event, now):
    lena = UserFactory(first_name="Lena", last_name="Lind")
    mail_holds.hold(event.pk, ALL, by=lena, reason="Vi väntar", now=now)

    lena.delete()

    assert MailHold.objects.get().held_by_name == "Lena Lind"


def test_person_who_registers_under_a_hold_is_registered(bo, event, hold, sign_up, send_mail):
    hold(ALL)

    registration = sign_up(replace(bo, wants_directly=False), event)

    assert (registration.status, send_mail()) == ("confirmed", [])
