"""The calendar in a letter, made for its recipient from what is published (docs/rules.md C 3)."""

from email.utils import parseaddr

from django.conf import settings

from events import calendar
from registration.mail import calendar_version, facts, kinds
from registration.mail.mime import CalendarAttachment
from registration.models import OutboxMessage


def of(message: OutboxMessage) -> CalendarAttachment | None:
    part = kinds.calendar_part(message)
    registration = message.its_registration
    event_identity = registration.event.calendar_identity
    organizer = parseaddr(settings.MAIL_FROM)
    # The organiser is never the attendee (RFC 5546 3.2.2): our own mailbox gets the letter alone.
    is_our_own = message.address.casefold() == organizer[1].casefold()
    if part == kinds.CalendarPart.NONE or is_our_own or not calendar.Entry.can_show(event_identity):
        return None
    version = calendar_version.of(event_identity, registration)
    content = calendar.invitation(
        calendar.Entry.of(event_identity),
        method="CANCEL" if part == kinds.CalendarPart.CANCEL else "REQUEST",
        organizer=organizer,
        attendee=(registration.full_name, message.address),
        sequence=version.sequence,
        changed_at=version.changed_at,
        language=registration.language,
        attends_online=facts.takes_part_online(registration),
        shows_online_link=facts.may_see_meeting_link(registration),
    )
    return CalendarAttachment(
        content=content,
        method=part.value,
        sequence=version.sequence,
        changed_at=version.changed_at,
        filename="bostadsforum.ics",
    )
