from events.models.details import ProgrammeItem, RoleQuota, SpeakerSlot
from events.models.feed_change import FeedChange
from events.models.identity import CalendarIdentity
from events.models.index import EventIndexPage
from events.models.kinds import GatheringPage, RoundTablePage, SeminarPage
from events.models.outcome import EventDocument, Takeaway
from events.models.pages import EventPage
from events.models.partners import Partner
from events.models.questions import DiscussionQuestion
from events.models.reminders import ReminderRule
from events.models.snippets import Organisation, Person, Topic, Venue
from events.models.tombstone import Tombstone

__all__ = [
    "CalendarIdentity",
    "DiscussionQuestion",
    "EventDocument",
    "EventIndexPage",
    "EventPage",
    "FeedChange",
    "GatheringPage",
    "Organisation",
    "Partner",
    "Person",
    "ProgrammeItem",
    "ReminderRule",
    "RoleQuota",
    "RoundTablePage",
    "SeminarPage",
    "SpeakerSlot",
    "Takeaway",
    "Tombstone",
    "Topic",
    "Venue",
]
