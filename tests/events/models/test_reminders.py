from datetime import datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from events.models import ReminderRule
from events.models.reminders import USUAL_BY_KIND, WEEK_AND_DAY
from events.roles import Role

Anchor, Purpose, Standing = ReminderRule.Anchor, ReminderRule.Purpose, ReminderRule.Standing
NINE = time(9)


def rule(**values) -> ReminderRule:
    return ReminderRule(**values)


def thanks(**values) -> ReminderRule:
    return rule(anchor=Anchor.AFTER_END, purpose=Purpose.THANKS, **values)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- When -----------------------------------------------------------------------------------------

# Two days in March, the second of them ending late.
START, END = at("2027-03-04 08:30+01:00"), at("2027-03-05 16:00+01:00")


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (rule(days_before=1, clock_time=NINE), "2027-03-03 09:00+01:00"),
        (rule(days_before=1, clock_time=NINE, anchor=Anchor.BEFORE_END), "2027-03-04 09:00+01:00"),
        (rule(minutes_before=45, anchor=Anchor.BEFORE_END), "2027-03-05 15:15+01:00"),
        (thanks(days_before=1, clock_time=NINE), "2027-03-06 09:00+01:00"),
        (thanks(minutes_before=30), "2027-03-05 16:30+01:00"),
        # Nobody is thanked before the end, however it was counted.
        (thanks(days_before=0, clock_time=NINE), "2027-03-05 16:00+01:00"),
        (
            rule(days_before=1, clock_time=NINE, anchor=Anchor.AFTER_START, purpose=Purpose.THANKS),
            "2027-03-05 16:00+01:00",
        ),
    ],
)
def test_time_counts_from_the_start_or_the_end(given, due):
    assert given.due_at(START, END) == at(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Easter of 2027: Good Friday is 26 March, Easter Monday the 29th.
        ("2027-03-30 08:30+02:00", 1, "2027-03-25 09:00+01:00"),
        ("2027-03-31 08:30+02:00", 1, "2027-03-30 09:00+02:00"),
        ("2027-04-02 08:30+02:00", 7, "2027-03-25 09:00+01:00"),
        ("2027-03-08 08:30+01:00", 1, "2027-03-05 09:00+01:00"),  # Monday: on Friday
    ],
)
def test_reminder_moves_to_the_working_day_before(start, days, due):
    given = rule(days_before=days, clock_time=NINE, moves_to_working_day=True)

    assert given.due_at(at(start)) == at(due)


def test_thanks_move_to_the_next_working_day():
    given = thanks(days_before=1, clock_time=NINE, moves_to_working_day=True)

    # Maundy Thursday; the Tuesday after Easter lies in summer time.
    assert given.due_at(at("2027-03-25 08:30+01:00"), at("2027-03-25 10:00+01:00")) == at(
        "2027-03-30 09:00+02:00"
    )


def test_without_the_wish_days_off_are_days_like_others():
    assert rule(days_before=1, clock_time=NINE).due_at(at("2027-03-30 08:30+02:00")) == at(
        "2027-03-29 09:00+02:00"
    )


# --- To whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "gets_it"),
    [
        (rule(), True),
        (rule(roles=[Role.BUILDER, Role.OFFICIAL]), True),
        (rule(roles=[Role.POLITICIAN]), False),
        (rule(attendance="on_site"), True),
        (rule(attendance="online"), False),
        (rule(standing=Standing.WAITLISTED), False),
    ],
)
def test_segment(given, gets_it):
    assert given.is_for(status="confirmed", role=Role.BUILDER, attendance="on_site") is gets_it


def test_words_for_the_screens_of_staff():
    given = rule(
        days_before=1,
        clock_time=NINE,
        standing=Standing.WAITLISTED,
        attendance="online",
        roles=[Role.BUILDER],
    )

    with translation.override("en"):
        assert given.when_words == "1 day before the start, 09.00"
        assert given.segment_words == "Those on the waitlist, only online, builders"
        assert thanks(minutes_before=30).when_words == "30 minutes after the end"


def test_sentence_is_swedish_where_there_is_no_english_one():
    assert rule(sentence="Ta med stövlar.").sentence_in("en") == "Ta med stövlar."
    assert rule(sentence="Ta med stövlar.", sentence_en="Bring boots.").sentence_in("en") == "Bring boots."


# --- What holds together --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        rule(),
        rule(days_before=7),
        rule(days_before=7, clock_time=NINE, minutes_before=60),
        rule(minutes_before=60, moves_to_working_day=True),
        rule(days_before=1, clock_time=NINE, anchor=Anchor.AFTER_END),
        rule(days_before=1, clock_time=NINE, purpose=Purpose.THANKS),
        thanks(days_before=1, clock_time=NINE, standing=Standing.WAITLISTED),
    ],
)
def test_what_does_not_hold_together_is_refused_but_kept_in_a_draft(given):
    with pytest.raises(ValidationError):
        given.clean()

    given.is_saved_as_draft = True
    given.clean()


@pytest.mark.parametrize(
    "given",
    [
        rule(minutes_before=60),
        rule(days_before=0, clock_time=time(7)),
        rule(days_before=3, clock_time=NINE, moves_to_working_day=True, standing=Standing.PENDING),
        thanks(days_before=1, clock_time=NINE, moves_to_working_day=True),
    ],
)
def test_what_holds_together_passes(given):
    given.clean()


# --- What is usual --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "times"),
    [
        ("seminar", [(7, None), (1, None)]),
        ("roundtable", [(7, None), (1, None)]),
        ("study_visit", [(3, None), (1, None)]),
        ("webinar", [(1, None), (None, 60)]),
        ("network_meeting", [(7, None), (1, None)]),
    ],
)
def test_each_kind_has_its_usual_reminders(kind, times):
    usual = ReminderRule.defaults(kind)

    assert [(one.days_before, one.minutes_before) for one in usual] == times
    assert all(one.is_reminder for one in usual)


def test_the_browser_finds_as_many_rows_for_each_kind():
    # static/js/event_kinds.js changes values; it adds and removes no rows.
    assert {len(rows) for rows in [*USUAL_BY_KIND.values(), WEEK_AND_DAY]} == {2}
