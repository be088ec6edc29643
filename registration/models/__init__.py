from registration.models.history import HistoryEntry
from registration.models.link import PersonalLink
from registration.models.needs import Needs
from registration.models.outbox import OutboxMessage
from registration.models.registration import Registration

__all__ = ["HistoryEntry", "Needs", "OutboxMessage", "PersonalLink", "Registration"]
