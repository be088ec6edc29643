from events.models.details import ProgrammeItem, ReminderRule, RoleQuota, SpeakerSlot
from events.models.identity import CalendarIdentity
from events.models.index import EventIndexPage
from events.models.kinds import GatheringPage, RoundTablePage, SeminarPage
from events.models.pages import EventPage
from events.models.snippets import Organisation, Person, Topic, Venue

__all__ = [
    "CalendarIdentity",
    "EventIndexPage",
    "EventPage",
    "GatheringPage",
    "Organisation",
    "Person",
    "ProgrammeItem",
    "ReminderRule",
    "RoleQuota",
    "RoundTablePage",
    "SeminarPage",
    "SpeakerSlot",
    "Topic",
    "Venue",
]
