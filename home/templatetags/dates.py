"""The dates of `home.dates` in templates: `{% load dates %}{{ event.start_at|weekday_day_year }}`."""

from django import template

from home import dates

register = template.Library()

for name in ("clock", "clock_alone", "clock_four", "day", "day_year", "weekday_day_year", "at"):
    register.filter(name, getattr(dates, name))
for name in ("when", "clock_range", "clock_range_four"):
    register.simple_tag(getattr(dates, name), name=name)
