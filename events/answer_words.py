"""When who asks for a seat hears from the organiser, in words."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from home import dates

if TYPE_CHECKING:
    from events.models import EventPage


def answer_words(event: "EventPage", *, now: datetime) -> str:
    """`You get an answer by Thursday 18 February 2027.`

    The day alone: the clock of a time that we have worked out ourselves would only look odd.
    """
    due = event.promised_answer_at
    # Registration was kept open for longer than planned, and the answers may be out already.
    if due is None or now >= due:
        return _("We answer as soon as we can.")
    return _("You get an answer by %(day)s.") % {"day": dates.weekday_day_year(due)}
