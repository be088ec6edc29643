"""The sample events, turned into pages. The quotas of the file are reserved seats."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bostadsforum.demo import dates
from bostadsforum.demo.outcomes import set_outcome
from events.models import (
    DiscussionQuestion,
    EventPage,
    GatheringPage,
    Organisation,
    Partner,
    Person,
    ProgrammeItem,
    ReminderRule,
    RoleQuota,
    RoundTablePage,
    SeminarPage,
    SpeakerSlot,
    Topic,
    Venue,
)
from events.publishing import publish_new
from home.body_text import stream_of

HERE = Path(__file__).resolve().parent
ENGLISH = json.loads((HERE / "english.json").read_text(encoding="utf-8"))
# What the sample leaves open: questions for the tables, what to wear on a visit, where a recording lies.
DETAILS = json.loads((HERE / "event_details.json").read_text(encoding="utf-8"))
# Who holds an event with the organisers; invented, like the people.
PARTNERS = json.loads((HERE / "partners.json").read_text(encoding="utf-8"))
REMINDER_CLOCK = "09:00"
OPENING_CLOCK = "09:00"
# A page whose talk follows the rule says so itself; a paragraph with the same words would say it twice.
SAID_BY_THE_PAGE = (
    "Samtalet följer Chatham House-regeln",
    "Samtalet fördes vid tre bord enligt Chatham House",
)
PARTS = {
    "talare": SpeakerSlot.Part.SPEAKER,
    "inledare": SpeakerSlot.Part.OPENING_SPEAKER,
    "paneldeltagare": SpeakerSlot.Part.PANELIST,
    "samtalsdeltagare": SpeakerSlot.Part.PANELIST,
    "moderator": SpeakerSlot.Part.MODERATOR,
    "samtalsledare": SpeakerSlot.Part.FACILITATOR,
    "bordsvärd": SpeakerSlot.Part.TABLE_HOST,
    "värd": SpeakerSlot.Part.HOST,
    "guide": SpeakerSlot.Part.GUIDE,
}


@dataclass(frozen=True)
class Shared:
    """What the events of the file refer to, by its id there."""

    people: Mapping[str, Person]
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    contacts: Mapping[str, Person]


def load_event(entry: dict[str, Any], *, shared: Shared, installed: date) -> bool:
    """Publish one event; False if it is there already, which then keeps its dates and its words."""
    if EventPage.objects.filter(slug=entry["slug"]).exists():
        return False
    publish_new(make_event(entry, shared=shared, installed=installed))
    return True


def make_event(entry: dict[str, Any], *, shared: Shared, installed: date) -> EventPage:
    """An unsaved page with all its rows."""
    event = _page_of_kind(entry)
    _set_words(event, entry)
    _set_times(event, entry, installed=installed)
    _set_place(event, entry, shared=shared)
    _set_registration(event, entry["registration"])
    event.capacity = entry["capacity"]
    event.quotas = [RoleQuota(role=role, reserved=seats) for role, seats in entry["quotas"].items()]
    event.reminder_rules = [reminder(hours) for hours in entry["reminder_offsets_hours"]]
    event.programme = _programme(entry["programme"], people=shared.people)
    event.speakers = _speakers(entry["speakers"], people=shared.people)
    event.topics = [shared.topics[slug] for slug in entry["topics"]]
    event.contact = shared.contacts[entry["contact"]]
    event.partners = _partners(PARTNERS.get(entry["slug"], {}))
    _set_details(event, DETAILS.get(entry["slug"], {}))
    if outcome := entry.get("outcome"):
        set_outcome(event, outcome)
    return event


def reminder(hours: int) -> ReminderRule:
    """Whole days are days before at nine, as the reminders of all events are; fewer hours are exact."""
    days, rest = divmod(hours, 24)
    if rest:
        return ReminderRule(minutes_before=hours * 60)
    return ReminderRule(days_before=days, clock_time=REMINDER_CLOCK)


def _page_of_kind(entry: dict[str, Any]) -> EventPage:
    if entry["type"] == "seminar":
        return SeminarPage()
    if entry["type"] == "roundtable":
        return RoundTablePage(
            table_count=entry["tables"]["count"],
            seats_per_table=entry["tables"]["seats_per_table"],
            is_chatham_house=entry["chatham_house_rule"],
        )
    return GatheringPage(gathering_kind=entry["type"])


def _set_words(event: EventPage, entry: dict[str, Any]) -> None:
    event.title = entry["title"]
    event.slug = entry["slug"]
    event.ingress = entry["ingress"]
    event.body = _body([text for text in entry["body"] if not text.startswith(SAID_BY_THE_PAGE)])
    if english := ENGLISH.get(entry["slug"]):
        event.title_en = english["title"]
        event.ingress_en = english["ingress"]
        event.body_en = _body(english["body"])
    if entry["status"] == "cancelled":
        event.status = EventPage.Status.CANCELLED
        event.status_note = entry["cancellation_message"]


def _body(paragraphs: list[str]) -> str:
    return json.dumps(stream_of({"type": "paragraph", "text": text} for text in paragraphs))


def _set_times(event: EventPage, entry: dict[str, Any], *, installed: date) -> None:
    terms = entry["registration"]
    day = dates.event_day(installed, day_offset=entry["day_offset"], weekday=entry["weekday"])
    event.start_at = dates.at(day, entry["start_time"])
    event.end_at = dates.at(day, entry["end_time"])
    if doors := entry.get("doors_open_time"):
        event.doors_open_time = doors
        event.doors_note = (terms["meal"] or "").capitalize()
    event.opens_at = dates.at(day - timedelta(days=terms["opens_days_before"]), OPENING_CLOCK)
    event.closes_at = dates.at(day - timedelta(days=terms["closes_days_before"]), terms["closes_time"])


def _set_place(event: EventPage, entry: dict[str, Any], *, shared: Shared) -> None:
    event.format = entry["format"]
    if entry["venue"]:
        event.venue = shared.venues[entry["venue"]]
    if event.is_online:
        event.online_note = entry["online"]["note"]
        event.is_recorded = entry["online"]["recorded"]
        event.online_link = f"https://mote.example.org/{entry['slug']}"


def _set_details(event: EventPage, details: dict[str, Any]) -> None:
    for name, value in details.items():
        if name == "answer_days_before":
            name, value = "answers_by", event.start_at - timedelta(days=value)
        elif name == "discussion_questions":
            value = [DiscussionQuestion(sort_order=order, text=text) for order, text in enumerate(value)]
        setattr(event, name, value)


def _set_registration(event: EventPage, terms: dict[str, Any]) -> None:
    event.flow = terms["flow"]
    event.price_sek = terms["price_sek"]
    event.has_participant_list = terms["participant_list"]
    event.asks_diet = bool(terms["meal"])
    event.asks_access = event.is_on_site


def _partners(parts: Mapping[str, str]) -> list[Partner]:
    return [
        Partner(organisation=Organisation.objects.get_or_create(name=name)[0], part=part)
        for name, part in parts.items()
    ]


def _programme(entries: list[dict[str, Any]], *, people: Mapping[str, Person]) -> list[ProgrammeItem]:
    return [
        ProgrammeItem(
            sort_order=order,
            starts=entry["start"],
            ends=entry["end"],
            title=entry["title"],
            description=entry.get("description", ""),
            people=", ".join(people[person].full_name for person in entry.get("people", [])),
        )
        for order, entry in enumerate(entries)
    ]


def _speakers(entries: list[dict[str, Any]], *, people: Mapping[str, Person]) -> list[SpeakerSlot]:
    """Post and organisation are copied onto the slot, where they stay when the person moves on. Table hosts
    get their tables in the order of the file."""
    tables = itertools.count(1)
    return [
        SpeakerSlot(
            sort_order=order,
            person=people[entry["person"]],
            part=PARTS[entry["part"]],
            job_title=people[entry["person"]].job_title,
            organisation=people[entry["person"]].organisation,
            table_number=next(tables) if entry["part"] == "bordsvärd" else None,
        )
        for order, entry in enumerate(entries)
    ]
