from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bostadsforum.demo.dates import at, event_day, is_free

any_day = st.dates(date(2026, 1, 1), date(2045, 12, 31))
any_weekday = st.integers(1, 7)
coming = st.integers(0, 120)
past = st.integers(-250, -1)


def test_a_coming_event_moves_forward_to_its_weekday():
    tuesday = date(2026, 11, 24)

    assert event_day(tuesday, day_offset=16, weekday=4) == date(2026, 12, 10)
    assert event_day(tuesday, day_offset=17, weekday=4) == date(2026, 12, 17)


def test_a_past_event_moves_backward_to_its_weekday():
    tuesday = date(2026, 11, 24)

    assert event_day(tuesday, day_offset=-20, weekday=4) == date(2026, 10, 29)


def test_a_red_day_moves_a_coming_event_a_week_on():
    # 6 January 2027 is a Wednesday and Epiphany.
    assert event_day(date(2026, 12, 14), day_offset=23, weekday=3) == date(2027, 1, 13)


def test_a_red_day_moves_a_past_event_a_week_back():
    assert event_day(date(2027, 1, 26), day_offset=-20, weekday=3) == date(2026, 12, 30)


def test_christmas_eve_and_new_years_eve_are_no_days_for_a_seminar():
    # 24 and 31 December 2026 are Thursdays.
    assert event_day(date(2026, 12, 8), day_offset=16, weekday=4) == date(2027, 1, 7)


def test_a_sunday_is_free_only_if_it_is_red():
    assert not is_free(date(2027, 2, 7))
    assert is_free(date(2027, 3, 28))


@given(any_day, coming, any_weekday)
def test_coming_events_come_on_their_weekday_when_people_work(installed, offset, weekday):
    day = event_day(installed, day_offset=offset, weekday=weekday)

    assert day.isoweekday() == weekday
    assert not is_free(day)
    assert day >= installed + timedelta(days=offset)


@given(any_day, past, any_weekday)
def test_past_events_were_on_their_weekday_when_people_worked(installed, offset, weekday):
    day = event_day(installed, day_offset=offset, weekday=weekday)

    assert day.isoweekday() == weekday
    assert not is_free(day)
    assert day <= installed + timedelta(days=offset)
    assert day < installed


@given(any_day, st.one_of(coming, past), any_weekday)
def test_no_nearer_day_would_have_done(installed, offset, weekday):
    asked = installed + timedelta(days=offset)
    step = 1 if offset >= 0 else -1
    distance = abs((event_day(installed, day_offset=offset, weekday=weekday) - asked).days)

    nearer = [asked + timedelta(days=step * days) for days in range(distance)]

    assert [day for day in nearer if day.isoweekday() == weekday and not is_free(day)] == []


def test_clock_times_are_swedish_whatever_the_season():
    assert at(date(2027, 3, 4), "08:30").isoformat() == "2027-03-04T08:30:00+01:00"
    assert at(date(2027, 6, 3), "08:30").isoformat() == "2027-06-03T08:30:00+02:00"
