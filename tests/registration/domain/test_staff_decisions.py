import logging

import pytest

from events.models import EventPage
from events.roles import Role
from registration import links
from registration.domain import cancellation, staff_decisions
from registration.domain.capacity import Quota
from registration.domain.errors import NothingToDecide, SeatRefused
from registration.models import HistoryEntry, Registration
from tests.factories import START_AT, EventFactory, applicant, mint_link

pytestmark = pytest.mark.django_db
Status = Registration.Status


def statuses(event):
    return [row.status for row in event.registrations.order_by("pk")]


@pytest.fixture
def full_for_builders():
    """Room for five, and one builder at most: the second builder waits."""
    return EventFactory(capacity=5, quotas={Role.BUILDER: Quota(maximum=1)})


# --- A seat out of order --------------------------------------------------------------------------


def test_staff_pick_who_is_not_first_in_line(olof, petra, bo, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(petra, event)
    third = sign_up(bo, event)
    event.capacity = 2
    EventPage.objects.filter(pk=event.pk).update(capacity=2)
    with pytest.raises(SeatRefused):
        # The clock comes first: the seat that became free is Petra's.
        staff_decisions.give_seat(third.pk, by=stina, now=now, reason="Talar på seminariet")

    staff_decisions.give_seat(third.pk, by=stina, now=now, reason="Talar på seminariet", override=True)

    assert statuses(event) == [Status.CONFIRMED, Status.CONFIRMED, Status.CONFIRMED]


def test_nobody_fits_so_the_seat_is_refused_with_the_reason(full_for_builders, bo, sign_up, stina, now):
    sign_up(bo, full_for_builders)
    second = sign_up(applicant(2, Role.BUILDER), full_for_builders)

    with pytest.raises(SeatRefused):
        staff_decisions.give_seat(second.pk, by=stina, now=now, reason="Viktig för mixen")

    second.refresh_from_db()
    assert (second.status, second.history.count()) == (Status.WAITLISTED, 1)


def test_override_is_named_logged_and_counts_in_the_total_only(
    full_for_builders, bo, sign_up, stina, now, caplog
):
    sign_up(bo, full_for_builders)
    second = sign_up(applicant(2, Role.BUILDER), full_for_builders)

    with caplog.at_level(logging.WARNING, logger="registration.domain.staff_decisions"):
        staff_decisions.give_seat(second.pk, by=stina, now=now, reason="Viktig för mixen", override=True)

    second.refresh_from_db()
    entry = second.history.first()
    assert (second.status, second.is_override) == (Status.CONFIRMED, True)
    assert (entry.action, entry.by, entry.reason) == ("seat_given", stina, "Viktig för mixen")
    assert [(record.registration, record.by) for record in caplog.records] == [(second.pk, stina.pk)]


def test_override_that_was_not_needed_is_none(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)
    EventPage.objects.filter(pk=event.pk).update(capacity=5)

    staff_decisions.give_seat(waiting.pk, by=stina, now=now, reason="Plats finns", override=True)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.is_override) == (Status.CONFIRMED, False)


def test_giving_a_seat_twice_is_one_letter_and_one_entry(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)

    for _ in range(2):
        staff_decisions.give_seat(waiting.pk, by=stina, now=now, reason="Moderator", override=True)

    assert waiting.letters.filter(kind="promoted").count() == 1
    assert waiting.history.filter(action="seat_given").count() == 1


def test_seat_out_of_order_needs_a_reason(olof, petra, sign_up, stina, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)

    with pytest.raises(SeatRefused):
        staff_decisions.give_seat(waiting.pk, by=stina, now=now, reason="  ", override=True)

    waiting.refresh_from_db()
    assert waiting.status == Status.WAITLISTED


def test_who_has_left_gets_no_seat_that_way(olof, event, sign_up, stina, now):
    gone = sign_up(olof, event)
    cancellation.cancel(gone.pk, now=now)

    with pytest.raises(NothingToDecide):
        staff_decisions.give_seat(gone.pk, by=stina, now=now, reason="Kommer ändå", override=True)


def test_no_seat_is_given_once_the_event_has_begun(olof, petra, sign_up, stina):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    waiting = sign_up(petra, event)

    with pytest.raises(NothingToDecide):
        staff_decisions.give_seat(waiting.pk, by=stina, now=START_AT, reason="Står i dörren", override=True)


def test_override_ends_with_the_seat(full_for_builders, bo, sign_up, stina, now):
    sign_up(bo, full_for_builders)
    other = applicant(2, Role.BUILDER)
    second = sign_up(other, full_for_builders)
    staff_decisions.give_seat(second.pk, by=stina, now=now, reason="Viktig", override=True)
    cancellation.cancel(second.pk, now=now)

    back = sign_up(other, full_for_builders)

    assert (back.pk, back.status, back.is_override) == (second.pk, Status.WAITLISTED, False)


# --- Cancelling for somebody ----------------------------------------------------------------------


def test_staff_cancel_and_the_links_end(olof, event, sign_up, stina, now):
    registration = sign_up(olof, event)
    token = mint_link(registration, now=now)

    cancellation.cancel(registration.pk, now=now, by=stina, reason="Ringde och lämnade återbud")

    entry = registration.history.first()
    assert links.find(token, now=now) is None
    assert (entry.action, entry.by, entry.reason) == ("cancelled", stina, "Ringde och lämnade återbud")
    assert registration.letters.filter(kind="cancelled").count() == 1


def test_who_cancels_for_themself_keeps_the_link(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    token = mint_link(registration, now=now)

    cancellation.cancel(registration.pk, now=now)

    assert links.find(token, now=now) is not None


# --- Links in wrong hands -------------------------------------------------------------------------


def test_renewing_ends_what_opens_all_of_the_address_too(olof, petra, event, sign_up, stina, now):
    registration = sign_up(olof, event)
    tokens = [links.new_token() for _ in range(4)]
    for person, (forum, feed) in ((olof, tokens[:2]), (petra, tokens[2:])):
        links.keep_forum(forum, person.address, now=now)
        links.keep_feed(feed, person.address, now=now)

    staff_decisions.renew_links(registration.pk, by=stina, now=now)

    assert [links.find_forum(token, now=now) is not None for token in tokens[::2]] == [False, True]
    assert [links.find_feed(token, now=now) is not None for token in tokens[1::2]] == [False, True]


def test_renewing_ends_all_links_and_mails_a_new_one(olof, petra, event, sign_up, stina, now, send_mail):
    registration, other = sign_up(olof, event), sign_up(petra, event)
    send_mail()
    tokens = [mint_link(registration, now=now) for _ in range(2)]
    hers = mint_link(other, now=now)

    staff_decisions.renew_links(registration.pk, by=stina, now=now)

    assert [links.find(token, now=now) for token in tokens] == [None, None]
    assert links.find(hers, now=now) is not None
    assert [message.to for message in send_mail()] == [["olof@nacka.example"]]
    assert registration.history.first().action == HistoryEntry.Action.LINKS_RENEWED
