"""Handing a seat to a colleague (docs/rules.md 4.4)."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.availability import availability_of
from events.models import EventPage
from events.roles import Role
from registration import links
from registration.domain import seat_lock, substitutes
from registration.domain.capacity import Quota
from registration.domain.errors import NothingToDecide, SeatRefused
from registration.models import Registration
from tests.factories import EventFactory, RegistrationFactory, RoundTableFactory, applicant, mint_link

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def britta(bo):
    """Bo's colleague at the same firm."""
    return replace(
        bo, address="britta@tegelbruket.example", first_name="Britta", organisation="TEGELBRUKET ab"
    )


@pytest.fixture
def holder(bo, event, sign_up):
    return sign_up(bo, event)


def fresh(registration):
    registration.refresh_from_db()
    return registration


def kinds_of(registration):
    return [letter.kind for letter in registration.letters.order_by("pk")]


def decided(registration, decide, **facts):
    """Run what staff decide about a request under the lock, as the queue does."""
    with seat_lock.locked(registration.event_id) as event:
        decide(
            event.registrations.get(pk=registration.pk),
            **({"event": event} if facts.pop("on", 0) else {}),
            **facts,
        )


def test_colleague_of_the_same_firm_takes_the_seat_at_once(holder, event, britta, now):
    before = availability_of([event], now=now)[event.pk].roles

    handover = substitutes.hand_over(holder.pk, colleague=britta, now=now)

    assert not handover.needs_approval
    assert (fresh(holder).status, handover.registration.status) == (Status.CANCELLED, Status.CONFIRMED)
    assert availability_of([event], now=now)[event.pk].roles == before
    assert kinds_of(holder) == ["confirmed", "handed_over"]
    assert kinds_of(handover.registration) == ["took_over"]


def test_officials_and_politicians_of_a_municipality_are_one_organisation_but_two_roles(
    olof, event, sign_up, now
):
    registration = sign_up(olof, event)
    politician = replace(olof, address="pia@nacka.example", role=Role.POLITICIAN)

    assert substitutes.hand_over(registration.pk, colleague=politician, now=now).needs_approval


def test_nobody_waiting_gets_a_seat_that_is_handed_over(bo, britta, petra, sign_up, now):
    event = EventFactory(capacity=1)
    holder, waiting = sign_up(bo, event), sign_up(petra, event)

    substitutes.hand_over(holder.pk, colleague=britta, now=now)

    assert fresh(waiting).status == Status.WAITLISTED


def test_old_links_are_dead(holder, britta, now):
    token = mint_link(holder, now=now)

    substitutes.hand_over(holder.pk, colleague=britta, now=now)

    assert links.find(token, now=now) is None


def test_both_calendars_are_right(holder, britta, now, send_mail):
    (confirmation,) = send_mail()
    substitutes.hand_over(holder.pk, colleague=britta, now=now + timedelta(hours=1))

    told = {letter.to[0]: letter.calendar for letter in send_mail(at=now + timedelta(hours=1))}

    assert (told[holder.address].method, told[britta.address].method) == ("CANCEL", "REQUEST")
    assert told[holder.address].sequence > confirmation.calendar.sequence


def test_override_goes_along_with_the_seat(holder, britta, now):
    Registration.objects.filter(pk=holder.pk).update(is_override=True)

    assert substitutes.hand_over(holder.pk, colleague=britta, now=now).registration.is_override


def test_colleague_in_the_line_leaves_it_for_the_seat(bo, britta, sign_up, now):
    event = EventFactory(capacity=1)
    holder, waiting = sign_up(bo, event), sign_up(replace(britta, job_title="vd"), event)

    handover = substitutes.hand_over(holder.pk, colleague=britta, now=now)

    assert (handover.registration, fresh(waiting).status) == (waiting, Status.CONFIRMED)
    assert waiting.job_title == "vd"


def test_colleague_who_has_a_seat_learns_so_and_the_holder_reads_the_same(
    holder, britta, petra, event, sign_up, now
):
    has_one = sign_up(britta, event)

    handover = substitutes.hand_over(holder.pk, colleague=britta, now=now)

    assert not handover.needs_approval
    assert fresh(holder).status == Status.CANCELLED
    assert kinds_of(has_one) == ["confirmed", "already_registered"]


def test_until_four_oclock_on_the_day_before_one_does_it_alone_and_staff_after_that(
    holder, britta, stina, event
):
    freeze = datetime(2027, 3, 3, 16, tzinfo=ZoneInfo("Europe/Stockholm"))

    assert substitutes.may_hand_over(holder, event, now=freeze - timedelta(seconds=1))
    with pytest.raises(NothingToDecide):
        substitutes.hand_over(holder.pk, colleague=britta, now=freeze)
    substitutes.hand_over(holder.pk, colleague=britta, now=freeze, by=stina)

    assert fresh(holder).status == Status.CANCELLED
    assert holder.history.first().by_name


@pytest.mark.parametrize(
    "change",
    [{"status": EventPage.Status.CANCELLED}, {"start_at": datetime(2027, 2, 1, tzinfo=ZoneInfo("UTC"))}],
    ids=str,
)
def test_nothing_is_handed_over_for_an_event_that_has_no_future(holder, britta, stina, event, now, change):
    EventPage.objects.filter(pk=event.pk).update(**change)

    with pytest.raises(NothingToDecide):
        substitutes.hand_over(holder.pk, colleague=britta, now=now, by=stina)


def test_own_address_is_nobody_elses(holder, britta, bo, now):
    with pytest.raises(NothingToDecide):
        substitutes.hand_over(holder.pk, colleague=replace(britta, address=bo.address.upper()), now=now)


def test_only_who_has_a_seat_hands_one_over(bo, britta, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(petra, event)
    waiting = sign_up(bo, event)

    with pytest.raises(NothingToDecide):
        substitutes.hand_over(waiting.pk, colleague=britta, now=now)


# --- Another role or organisation -----------------------------------------------------------------


@pytest.fixture
def request_of_petra(holder, petra, now):
    """Petra asks for Bo's seat."""
    return substitutes.hand_over(holder.pk, colleague=petra, now=now).registration


def test_holder_keeps_the_seat_until_the_organiser_has_answered(request_of_petra, holder):
    assert (fresh(holder).status, request_of_petra.status) == (Status.CONFIRMED, Status.PENDING)
    assert kinds_of(request_of_petra) == ["requested"]


def test_latest_suggestion_is_the_one_that_counts(request_of_petra, holder, olof, now):
    latest = substitutes.hand_over(holder.pk, colleague=olof, now=now).registration

    assert (fresh(request_of_petra).status, latest.status) == (Status.DECLINED, Status.PENDING)
    assert kinds_of(request_of_petra) == ["requested", "declined"]


def test_same_suggestion_twice_is_one_request(request_of_petra, holder, petra, now):
    again = substitutes.hand_over(holder.pk, colleague=petra, now=now).registration

    assert (again, again.status) == (request_of_petra, Status.PENDING)
    assert kinds_of(again) == ["requested"]


def test_second_holder_does_not_take_a_suggested_colleague_from_the_first(
    request_of_petra, holder, petra, event, sign_up, now
):
    other = sign_up(applicant(7), event)

    substitutes.hand_over(other.pk, colleague=petra, now=now)

    assert fresh(request_of_petra).substitute_for == holder
    assert kinds_of(request_of_petra) == ["requested", "already_registered"]


def test_staff_see_that_somebody_was_suggested(request_of_petra, holder):
    assert holder.history.first().action == "suggested"


@pytest.mark.parametrize("status", [Status.PENDING, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED])
def test_suggested_colleague_keeps_what_they_have_arranged_and_the_holder_learns_nothing(
    holder, event, petra, now, status
):
    """Twice the same answer, and the holder may go on suggesting, as with somebody unknown."""
    theirs = RegistrationFactory(
        event=event,
        address=petra.address,
        status=status,
        role=Role.OFFICIAL,
        place_in_line=1,
        offer_expires_at=now + timedelta(hours=5),
    )
    # Full, so that nobody who waits is asked meanwhile.
    EventPage.objects.filter(pk=event.pk).update(capacity=0)

    answers = {substitutes.hand_over(holder.pk, colleague=petra, now=now).needs_approval for _time in "12"}

    assert answers == {True}
    assert (fresh(theirs).role, theirs.status, theirs.substitute_for) == (Role.OFFICIAL, status, None)


def test_yes_gives_the_colleague_the_seat(request_of_petra, holder, stina, now):
    decided(request_of_petra, substitutes.approve, on=1, by=stina, now=now)

    assert (fresh(holder).status, fresh(request_of_petra).status) == (Status.CANCELLED, Status.CONFIRMED)
    assert kinds_of(holder)[-1] == "handed_over"
    assert kinds_of(request_of_petra)[-1] == "took_over"


def test_no_leaves_the_seat_where_it_was_and_tells_both(request_of_petra, holder, stina, now):
    decided(request_of_petra, substitutes.decline, by=stina, now=now)

    assert (fresh(holder).status, fresh(request_of_petra).status) == (Status.CONFIRMED, Status.DECLINED)
    assert (kinds_of(holder)[-1], kinds_of(request_of_petra)[-1]) == ("handover_declined", "declined")


def test_who_got_a_no_and_asks_again_asks_for_a_seat_of_their_own(bo, petra, stina, sign_up, now):
    event = RoundTableFactory()
    holder = RegistrationFactory(
        event=event, role=bo.role, municipality="", organisation_key=bo.organisation_key
    )
    asked = substitutes.hand_over(holder.pk, colleague=petra, now=now).registration
    decided(asked, substitutes.decline, by=stina, now=now)

    sign_up(petra, event)

    assert fresh(asked).status == Status.PENDING
    assert substitutes.seat_to_take(asked) is None


def test_colleague_must_fit_as_what_they_are_unless_staff_overbook(bo, petra, stina, sign_up, now):
    event = EventFactory(capacity=5, quotas={Role.POLITICIAN: Quota(maximum=0)})
    holder = sign_up(bo, event)
    asked = substitutes.hand_over(holder.pk, colleague=petra, now=now).registration

    with pytest.raises(SeatRefused):
        decided(asked, substitutes.approve, on=1, by=stina, now=now)
    decided(asked, substitutes.approve, on=1, by=stina, now=now, override=True)

    assert fresh(asked).is_override
