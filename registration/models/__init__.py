from registration.models.change_notice import ChangeNotice
from registration.models.history import HistoryEntry
from registration.models.letter_text import LetterText
from registration.models.link import PersonalLink
from registration.models.mail_hold import MailHold
from registration.models.mail_preference import MailPreference
from registration.models.mail_stop import MailStop
from registration.models.needs import Needs
from registration.models.notice_round import NoticeRound
from registration.models.outbox import OutboxMessage
from registration.models.reading import Reading
from registration.models.registration import Registration
from registration.models.window import RegistrationWindow

__all__ = [
    "ChangeNotice",
    "HistoryEntry",
    "LetterText",
    "MailHold",
    "MailPreference",
    "MailStop",
    "Needs",
    "NoticeRound",
    "OutboxMessage",
    "PersonalLink",
    "Reading",
    "Registration",
    "RegistrationWindow",
]
