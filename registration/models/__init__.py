from registration.models.address_mark import AddressMark
from registration.models.calendar_reply import CalendarReply
from registration.models.change_notice import ChangeNotice
from registration.models.delivery_report import DeliveryReport
from registration.models.history import HistoryEntry
from registration.models.letter_text import LetterText
from registration.models.link import PersonalLink
from registration.models.mail_hold import MailHold
from registration.models.mail_preference import MailPreference
from registration.models.mail_stop import MailStop
from registration.models.mailbox_position import MailboxPosition
from registration.models.mailing import Mailing
from registration.models.needs import Needs
from registration.models.notice_round import NoticeRound
from registration.models.outbox import OutboxMessage
from registration.models.reading import Reading
from registration.models.registration import Registration
from registration.models.segment import Segment
from registration.models.window import RegistrationWindow

__all__ = [
    "AddressMark",
    "CalendarReply",
    "ChangeNotice",
    "DeliveryReport",
    "HistoryEntry",
    "LetterText",
    "MailHold",
    "MailPreference",
    "MailStop",
    "MailboxPosition",
    "Mailing",
    "Needs",
    "NoticeRound",
    "OutboxMessage",
    "PersonalLink",
    "Reading",
    "Registration",
    "RegistrationWindow",
    "Segment",
]
