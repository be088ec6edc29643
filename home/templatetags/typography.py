"""Small things that a typesetter would see to."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from home import dates

register = template.Library()


@register.filter(is_safe=True)
def bind_dashes(text: str) -> str:
    """A dash never begins a line: a no-break space stands before it."""
    bound = str(text).replace(" \u2013 ", f"{dates.NBSP}\u2013 ")
    return SafeString(bound) if isinstance(text, SafeString) else bound


@register.simple_tag
def event_time(start: datetime, end: datetime | None) -> str:
    """`torsdag 4 mars 2027 kl. 8.30–10.00` as a time element; the hours never break over two lines."""
    moment = timezone.localtime(start).isoformat(timespec="minutes")
    words = dates.when(start, end)
    if not _is_one_day(start, end):
        return format_html('<time datetime="{}">{}</time>', moment, words)
    day = dates.weekday_day_year(start)
    clock = words.removeprefix(day)
    # In English a comma stands between the two: "Thursday 4 March 2027, 8:30–10:00".
    day += "," if clock.startswith(",") else ""
    return format_html(
        '<time datetime="{}">{} <span class="nowrap">{}</span></time>', moment, day, clock.lstrip(", ")
    )


@register.simple_tag
def hours(start: datetime, end: datetime | None) -> str:
    """`kl. 8.30–10.00` as a time element, for a row that shows the day beside."""
    css_class = "nowrap" if _is_one_day(start, end) else ""
    return format_html(
        '<time class="{}" datetime="{}">{}</time>',
        css_class,
        timezone.localtime(start).isoformat(timespec="minutes"),
        dates.from_clock(start, end),
    )


@register.simple_tag
def swedish_if_not(english_words: object) -> str:
    """`lang="sv"` on words that stand in Swedish on an English page: `{% swedish_if_not page.title_en %}`."""
    return SafeString(' lang="sv"') if dates.is_english() and not english_words else ""


def _is_one_day(start: datetime, end: datetime | None) -> bool:
    return end is None or timezone.localtime(start).date() == timezone.localtime(end).date()
