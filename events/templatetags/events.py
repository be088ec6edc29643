"""Events on the pages of others, and the parts of an event's own page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.attendance import Balance, balance
from events.availability import Availability, SeatStatus
from events.cards import EventCard, lead_first, make_cards
from events.models import EventIndexPage, EventPage, ProgrammeItem, RoundTablePage, SpeakerSlot, Venue
from events.models.index import PAST_QUERY
from events.roles import BALANCED_ROLES
from events.signup_room import SignupRoom, signup_room
from events.status_lines import DOORS, StatusLine, status_line
from home import dates
from home.navigation import Entry
from home.numbers import in_words

register = template.Library()

LEAD_AND = 4
# Among so many of the next ones the front page looks for something to sign up for.
LOOKED_THROUGH = 20

ABOUT_HEADINGS = {
    "seminar": _("About the seminar"),
    "roundtable": _("How it is done"),
    "study_visit": _("About the study visit"),
    "webinar": _("About the webinar"),
    "network_meeting": _("About the meeting"),
    "other": _("About the event"),
}


@dataclass(frozen=True)
class FrontPageEvents:
    lead: EventCard | None
    next: list[EventCard]
    past: list[EventCard]
    index_url: str
    past_url: str


@register.simple_tag(takes_context=True)
def front_page_events(context: Context) -> FrontPageEvents:
    """One event large, four more below it, and the latest that was held; one question about seats."""
    now = timezone.now()
    upcoming = EventPage.objects.upcoming(now).for_cards()
    featured, coming = list(upcoming.featured()[:1]), list(upcoming[:LOOKED_THROUGH])
    past = list(EventPage.objects.past(now).for_cards()[:1])
    cards = {card.event.pk: card for card in make_cards([*featured, *coming, *past], now=now)}
    shown = lead_first(*([cards[event.pk] for event in events] for events in (featured, coming)))
    index = EventIndexPage.objects.live().first()
    url = (index.get_url(context.get("request")) or "") if index else ""
    return FrontPageEvents(
        lead=shown[0] if shown else None,
        next=shown[1 : 1 + LEAD_AND],
        past=[cards[event.pk] for event in past],
        index_url=url,
        past_url=f"{url}?{PAST_QUERY}",
    )


@register.simple_tag(name="status_line")
def status_line_tag(event: EventPage, availability: Availability) -> StatusLine:
    return status_line(event, availability)


@register.simple_tag
def held_line(event: EventPage) -> StatusLine:
    """`Genomfört torsdag 28 januari 2027`, under the title of what has been."""
    words = gettext("Held on %(day)s") % {"day": dates.weekday_day_year(event.start_at)}
    return StatusLine(status=SeatStatus.HELD, door=DOORS[SeatStatus.HELD], words=words)


@register.simple_tag(name="signup_room")
def signup_room_tag(event: EventPage, availability: Availability) -> SignupRoom:
    return signup_room(event, availability)


@register.simple_tag(takes_context=True)
def event_url(context: Context, event: EventPage) -> str:
    """The address of an event in the visitor's language, without a query."""
    return event.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def way_back(context: Context, event: EventPage, shows_past: bool) -> Entry:
    """The list that an event stands in: the coming ones, or those that have been."""
    url = urljoin(event_url(context, event), "../")
    if shows_past:
        return Entry(gettext("Past events"), f"{url}?{PAST_QUERY}")
    return Entry(gettext("Upcoming"), url)


@register.filter
def about_heading(event: EventPage) -> str:
    return str(ABOUT_HEADINGS[event.kind])


@register.filter
def place_words(event: EventPage) -> str:
    """`Murbruket`, `Digitalt`, or both: where it is, on one line."""
    venue = event.venue.name if event.is_on_site and event.venue else ""
    if not event.is_online:
        return venue
    if not venue:
        return gettext("Online")
    return gettext("%(venue)s and online") % {"venue": venue}


@register.filter
def doors_words(event: EventPage) -> str:
    """`Frukost från kl. 8.00`; empty when nobody need come early."""
    opens_at = event.doors_open_at
    if opens_at is None:
        return ""
    what = event.doors_note or gettext("Doors open")
    return gettext("%(what)s from %(clock)s") % {"what": what, "clock": dates.clock_alone(opens_at)}


@register.filter
def programme_hours(item: ProgrammeItem) -> str:
    """`08.30–08.40`; items have clock times without a day."""
    separator = ":" if dates.is_english() else "."
    return dates.DASH.join(clock.strftime(f"%H{separator}%M") for clock in (item.starts, item.ends) if clock)


@register.filter
def shape_of(slot: SpeakerSlot) -> str:
    """The role whose shape stands beside a contributor; guests and those who lead the talk have none."""
    leads = slot.part in {SpeakerSlot.Part.MODERATOR, SpeakerSlot.Part.FACILITATOR}
    return "" if leads or slot.person.role not in BALANCED_ROLES else slot.person.role


@register.filter
def post_of(slot: SpeakerSlot) -> str:
    """`planchef, Exempelvikens kommun`, as it was when the event was made."""
    return ", ".join(part for part in (slot.job_title, slot.organisation) if part)


@register.filter
def map_url(venue: Venue) -> str:
    """A link and no more: nothing is fetched from the map until somebody follows it."""
    if venue.latitude is not None and venue.longitude is not None:
        return f"https://www.openstreetmap.org/?mlat={venue.latitude}&mlon={venue.longitude}&zoom=17"
    return f"https://www.openstreetmap.org/search?{urlencode({'query': venue.full_address})}"


@register.filter
def price_words(event: EventPage) -> str:
    """`15 000 kronor`, with a no-break space for the thousands."""
    figures = f"{event.price_sek:,}".replace(",", dates.NBSP)
    return gettext("%(price)s kronor") % {"price": figures}


@register.filter
def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


@register.filter
def conclusions_heading(takeaways: Sequence) -> str:
    """`Tre slutsatser`."""
    count = len(takeaways)
    words = ngettext("%(count)s conclusion", "%(count)s conclusions", count)
    return capfirst(words % {"count": in_words(count)})


@register.filter
def rounds_words(event: RoundTablePage) -> str:
    """`Vi samtalar i två rundor om 50 minuter.`"""
    rounds = in_words(event.round_count)
    if not event.round_minutes:
        words = ngettext("We talk in %(rounds)s round.", "We talk in %(rounds)s rounds.", event.round_count)
        return words % {"rounds": rounds}
    words = ngettext(
        "We talk in %(rounds)s round of %(minutes)s minutes.",
        "We talk in %(rounds)s rounds of %(minutes)s minutes.",
        event.round_count,
    )
    return words % {"rounds": rounds, "minutes": event.round_minutes}


@register.simple_tag
def balance_of(event: EventPage) -> Balance:
    return balance(event.attended, registered=event.registered)


@register.filter
def table_hosts(slots: Iterable[SpeakerSlot]) -> list[SpeakerSlot]:
    return [slot for slot in slots if slot.part == SpeakerSlot.Part.TABLE_HOST]


@register.filter
def but_table_hosts(slots: Iterable[SpeakerSlot]) -> list[SpeakerSlot]:
    return [slot for slot in slots if slot.part != SpeakerSlot.Part.TABLE_HOST]
