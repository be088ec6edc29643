from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation

from home.templatetags.typography import bind_dashes, event_time, hours, swedish_if_not

START = datetime(2027, 3, 4, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
END = START + timedelta(minutes=90)


def test_dash_never_begins_a_line() -> None:
    assert bind_dashes("Byggkostnader – vad kan vi göra?") == "Byggkostnader\u00a0– vad kan vi göra?"


def test_hours_of_an_event_stay_together() -> None:
    with translation.override("sv"):
        assert event_time(START, END) == (
            '<time datetime="2027-03-04T08:30+01:00">torsdag 4 mars 2027 '
            '<span class="nowrap">kl.\u00a08.30–10.00</span></time>'
        )


def test_english_has_a_comma_before_the_hours() -> None:
    with translation.override("en"):
        assert event_time(START, END) == (
            '<time datetime="2027-03-04T08:30+01:00">Thursday 4 March 2027, '
            '<span class="nowrap">8:30–10:00</span></time>'
        )


def test_event_of_several_days_may_break() -> None:
    with translation.override("sv"):
        assert "nowrap" not in event_time(START, END + timedelta(days=1))
        assert "fredag 5 mars 2027" in hours(START, END + timedelta(days=1))


def test_row_beside_a_date_shows_the_hours_alone() -> None:
    with translation.override("sv"):
        assert hours(START, END).endswith(">kl.\u00a08.30–10.00</time>")


def test_swedish_words_on_an_english_page_are_marked() -> None:
    with translation.override("en"):
        assert swedish_if_not("") == ' lang="sv"'
        assert swedish_if_not("The road") == ""
    with translation.override("sv"):
        assert swedish_if_not("") == ""
