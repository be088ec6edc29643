from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from home import dates
from registration.domain import cancellation, substitutes
from registration.models import Registration
from registration.standing import STATUS_HEADLINES, STATUS_MARKS, standing_of
from tests.factories import EventFactory, RoundTableFactory

pytestmark = pytest.mark.django_db
MARKS = {"confirmed", "waitlisted", "pending", "offered", "cancelled", "full", "neutral", "error"}


def test_every_status_has_a_mark_and_a_headline():
    statuses = set(Registration.Status)

    assert STATUS_MARKS.keys() == STATUS_HEADLINES.keys() == statuses
    assert set(STATUS_MARKS.values()) <= MARKS
    assert (STATUS_MARKS["declined"], STATUS_MARKS["expired"]) == ("cancelled", "neutral")


def test_confirmed_person_reads_when_it_is(olof, event, sign_up, now):
    standing = standing_of(sign_up(olof, event), now=now)

    assert standing.mark == "confirmed"
    assert "2027" in standing.lead


def test_waiting_person_reads_their_place(olof, petra, sign_up, now):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    standing = standing_of(sign_up(petra, event), now=now)

    assert (standing.mark, "1" in standing.lead) == ("waitlisted", True)


def test_cancelled_event_outweighs_a_seat(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    registration.event.status = EventPage.Status.CANCELLED

    standing = standing_of(registration, now=now)

    assert (standing.mark, standing.may_join_online) == ("cancelled", False)


def test_of_what_is_over_it_is_said_that_it_is_over(olof, event, sign_up, now):
    registration = sign_up(olof, event)

    assert standing_of(registration, now=event.start_at).lead != standing_of(registration, now=now).lead


@pytest.fixture
def full(petra, sign_up):
    """An event whose only seat Petra has."""
    event = EventFactory(capacity=1)
    event.petras = sign_up(petra, event)
    return event


def test_offer_is_told_with_its_deadline_until_that_has_passed(olof, full, sign_up, now):
    olofs = sign_up(replace(olof, wants_directly=False), full)
    cancellation.cancel(full.petras.pk, now=now)
    olofs.refresh_from_db()

    open_offer = standing_of(olofs, now=now)
    assert (open_offer.mark, dates.at(olofs.answer_due_at) in open_offer.lead) == ("offered", True)

    over = standing_of(olofs, now=olofs.answer_due_at)
    assert (over.mark, over.headline) == ("neutral", _("The offer has lapsed"))


def test_who_waits_reads_how_the_line_goes_and_how_a_seat_comes(olof, full, sign_up, now):
    olofs = sign_up(olof, full)

    directly = standing_of(olofs, now=now).explanations
    olofs.wants_directly = False
    offered = standing_of(olofs, now=now).explanations
    at_the_last = standing_of(olofs, now=full.start_at - timedelta(hours=1)).explanations

    assert directly[1] == _("A seat that becomes free for you is yours at once, and we mail you.")
    assert _("a working day") in offered[1]
    assert len({directly[1], offered[1], at_the_last[1]}) == 3
    assert directly[0] == offered[0] == at_the_last[0]


def test_hybrid_event_says_that_each_way_has_its_own_line(olof, full, sign_up, now):
    olofs = sign_up(olof, full)
    plain = standing_of(olofs, now=now).explanations[0]
    olofs.event.format = EventPage.Format.HYBRID

    assert standing_of(olofs, now=now).explanations[0] != plain


def test_who_asked_reads_when_the_answer_comes(olof, sign_up, now):
    event = RoundTableFactory(answers_by=now + timedelta(days=9))

    standing = standing_of(sign_up(olof, event), now=now)

    assert standing.mark == "pending"
    assert dates.weekday_day_year(event.answer_due_at) in standing.lead


def test_colleague_who_is_to_take_a_seat_reads_whose_answer_it_is(olof, petra, sign_up, event, now):
    holders, colleagues = sign_up(petra, event), sign_up(olof, RoundTableFactory())
    colleagues.substitute_for = holders

    assert standing_of(colleagues, now=now).lead == _(
        "A colleague wants to hand their seat over to you. The organiser will answer by mail."
    )


def test_who_left_reads_what_they_left_and_until_when_they_can_undo(olof, full, event, sign_up, now):
    had_seat = cancellation.cancel(sign_up(olof, event).pk, now=now)
    waited = cancellation.cancel(sign_up(olof, full).pk, now=now)
    asked = cancellation.cancel(sign_up(olof, RoundTableFactory()).pk, now=now)

    standings = [standing_of(left, now=now) for left in (had_seat, waited, asked)]

    assert [standing.headline for standing in standings] == [
        _("You have cancelled"),
        _("You have left the waitlist"),
        _("You have withdrawn your request"),
    ]
    assert all("12.10" in standing.lead for standing in standings)
    assert len({standing.explanations for standing in standings}) == 3
    later = standing_of(had_seat, now=now + timedelta(minutes=10))
    assert (later.lead, later.explanations) == (_("You need not do anything more."), ())


def test_seat_that_somebody_else_has_cannot_be_taken_back(petra, olof, full, sign_up, now):
    sign_up(replace(olof, wants_directly=True), full)

    standing = standing_of(cancellation.cancel(full.petras.pk, now=now), now=now)

    assert standing.headline == _("You have cancelled")
    assert (standing.lead, standing.explanations) == (_("You need not do anything more."), ())


def test_who_handed_the_seat_over_has_not_cancelled(petra, olof, full, sign_up, now):
    substitutes.hand_over(full.petras.pk, colleague=replace(petra, address="paul@solna.example"), now=now)
    petras = Registration.objects.get(pk=full.petras.pk)

    standing = standing_of(petras, now=now)

    assert (standing.mark, standing.headline, standing.explanations) == (
        "cancelled",
        _("Your seat has been handed over"),
        (),
    )


def test_who_came_back_after_handing_over_and_left_again_has_cancelled(petra, event, sign_up, now):
    petras = sign_up(petra, event)
    substitutes.hand_over(petras.pk, colleague=replace(petra, address="paul@solna.example"), now=now)
    again = sign_up(petra, event)

    left = cancellation.cancel(again.pk, now=now)
    later = now + timedelta(minutes=11)

    assert again.pk == petras.pk
    assert standing_of(left, now=later).headline == _("You have cancelled")


def test_meeting_is_for_confirmed_people_online(olof, petra, sign_up, now):
    hybrid = EventFactory(format=EventPage.Format.HYBRID, online_capacity=1)
    online = sign_up(replace(olof, attendance="online"), hybrid)
    waiting = sign_up(replace(petra, attendance="online"), hybrid)

    assert standing_of(online, now=now).may_join_online is True
    assert standing_of(waiting, now=now).may_join_online is False
    # It was on site when they came, and is online only now.
    moved = sign_up(petra, EventFactory())
    assert standing_of(moved, now=now).may_join_online is False
    moved.event.format = EventPage.Format.ONLINE
    assert standing_of(moved, now=now).may_join_online is True
