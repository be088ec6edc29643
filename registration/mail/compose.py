"""What a letter says, written with the facts of the moment it is sent.

Sending and a preview for staff are this same path; only sending keeps the personal link that is in it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import identity
from events.models import EventPage, Person
from home import dates
from registration.mail import (
    changes,
    facts,
    invitation,
    kinds,
    letter_links,
    letter_tokens,
    mailing_letters,
    notices,
    particulars,
    rules,
    texts,
    told_facts,
    writing,
)
from registration.mail.batch import Shared
from registration.mail.mime import Attachment, CalendarAttachment, LetterEmail
from registration.mail.subject import one_line
from registration.models import OutboxMessage, PersonalLink, Registration

# Stands where the secret part of a personal link was, in what is kept of a sent letter.
MASK = "***"
# These speak of no status of their own; an offer says until when it holds.
SAYS_STATUS = {"already_registered", "new_link", "offered", "changed", "did_you_mean_to_cancel"}
# How to get there is said again when the time is near, or the place may be another one.
SAYS_THE_WAY = {"reminder", "changed"}


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    calendar: CalendarAttachment | None
    reply_to: str
    masked_text: str
    # What whoever reads it plans by from then on (docs/rules.md 4.8); None when it settles nothing.
    told: told_facts.Facts | None = None
    # Where a mail program says for its reader that no more mailings are wanted; "" in letters that stay.
    stop_url: str = ""
    files: tuple[Attachment, ...] = ()

    def to_email(self, message: OutboxMessage, *, connection: Any = None) -> EmailMultiAlternatives:
        """One message to one recipient."""
        return LetterEmail(
            subject=self.subject,
            body=self.text,
            html=self.html,
            calendar=self.calendar,
            files=self.files,
            from_email=settings.MAIL_FROM,
            to=[message.address],
            reply_to=[self.reply_to] if self.reply_to else [],
            headers={
                "Message-ID": message.message_id,
                "Auto-Submitted": "auto-generated",
                **self._one_click(),
            },
            connection=connection,
        )

    def _one_click(self) -> dict[str, str]:
        """RFC 8058: the mail program posts to the address, without a page and without a cookie."""
        if not self.stop_url:
            return {}
        return {
            "List-Unsubscribe": f"<{self.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


def for_sending(
    message: OutboxMessage, *, now: datetime, shared: Shared | None = None
) -> tuple[Letter, PersonalLink | None]:
    """The letter, and the link in it, which works from now on; a notice has none.

    `shared`: among others of a batch, which has caught up with publications.
    """
    if message.is_notice:
        return compose(message, now=now, token=MASK), None
    if shared is None:
        _catch_up_with_publication(message.its_registration, now=now)
    tokens = letter_tokens.fresh(message)
    letter = compose(message, now=now, token=tokens.own, stop_token=tokens.stop, shared=shared)
    return letter, letter_tokens.keep(tokens, message, now=now)


def compose(
    message: OutboxMessage,
    *,
    now: datetime,
    token: str,
    stop_token: str = "",
    layers: texts.Layers | None = None,
    shared: Shared | None = None,
) -> Letter:
    """The letter in its recipient's language; writes nothing.

    `stop_token`: opens the page on which mailings are refused; without one the letter only shows where.
    `layers`: the words of staff, where they have been looked up for many letters or are not saved yet.
    """
    if message.kind == kinds.MAILING_TEST:
        return _test_of_mailing(message, now=now)
    if message.is_notice:
        return _notice(message, now=now)
    if layers is None:
        layers = shared.shelf.layers(message) if shared is not None else texts.of(message)
    registration = message.its_registration
    event = registration.event
    with translation.override(mailing_letters.language_of(message)):
        part = invitation.of(message)
        title = one_line(event.title_now)
        ready = shared.ready if shared is not None else None
        links_of = ready.links if ready is not None else letter_links.of
        addresses = links_of(event, token=token, stop_token=stop_token or MASK)
        context = _context(message, now=now) | {
            "title": title,
            "links": addresses,
            "has_calendar": part is not None,
            "has_news": _has_news(registration, part),
            **_changes(message, now=now),
        }
        words = writing.written(
            message.kind,
            context,
            title=title,
            layers=layers,
            tokens={"own": token, "stop": stop_token},
            ready=ready,
        )
    return Letter(
        subject=words.subject,
        text=words.text,
        html=words.html,
        calendar=part,
        reply_to=_reply_to(_contact(message), ready=ready),
        masked_text=words.text.replace(token, MASK).replace(stop_token or MASK, MASK),
        told=_told(message, part),
        stop_url=addresses.stop_mailings if stop_token else "",
        files=mailing_letters.attachments_of(message),
    )


def _test_of_mailing(message: OutboxMessage, *, now: datetime) -> Letter:
    """To a member of staff: the mailing as somebody made up would get it, with links that open nothing."""
    letter = compose(mailing_letters.sample_of(message, now=now), now=now, token=MASK)
    with translation.override("sv"):
        subject = _("Test: %(subject)s") % {"subject": letter.subject}
    return replace(letter, subject=subject)


def _notice(message: OutboxMessage, *, now: datetime) -> Letter:
    """To staff, who work in Swedish; their screens ask them to log in, so no link in it is a secret."""
    with translation.override("sv"):
        context = notices.context_of(message, now=now) | {
            "language": "sv",
            "links": {"privacy": letter_links.privacy()},
        }
        words = writing.written(message.kind, context, title=context["title"])
    return Letter(
        subject=words.subject,
        text=words.text,
        html=words.html,
        calendar=None,
        reply_to=_reply_to(None, ready=None),
        masked_text=words.text,
    )


def _catch_up_with_publication(registration: Registration, *, now: datetime) -> None:
    """The words come from the page and the calendar from its snapshot: see that both tell the same.

    They differ only between a publication, or a change of the venue, and the moment it has been handled.
    """
    if not EventPage.objects.behind_in_calendars().filter(pk=registration.event_id).exists():
        return
    identity.refresh(registration.event, now=now)
    registration.event = EventPage.objects.with_details().get(pk=registration.event_id)


def _context(message: OutboxMessage, *, now: datetime) -> dict[str, Any]:
    registration = message.its_registration
    event = registration.event
    return (
        particulars.of(message, now=now)
        | mailing_letters.context_of(message)
        | {
            "language": mailing_letters.language_of(message),
            "can_be_refused": kinds.KINDS[message.kind].can_be_refused,
            "registration": registration,
            "event": event,
            "when": dates.when(event.start_at, event.end_at) if event.start_at else "",
            "day": dates.day(event.start_at) if event.start_at else "",
            "starts": dates.clock(event.start_at) if event.start_at else "",
            "nearness": _nearness(event, now=now),
            "weekday": date_format(timezone.localtime(event.start_at), "l") if event.start_at else "",
            "facts": facts.of(registration, with_status=message.kind in SAYS_STATUS),
            "practical": facts.practical(registration) if _says_practical(message) else [],
            "contact": _contact(message),
            "status_note": facts.one_kind_of_line_break(event.status_note),
        }
    )


def _nearness(event: EventPage, *, now: datetime) -> str:
    """How a reminder names the day: today, tomorrow, by its weekday within a week, else by its date; a week
    ahead its weekday is today's."""
    if event.start_at is None:
        return "later"
    days = (timezone.localtime(event.start_at).date() - timezone.localtime(now).date()).days
    if days >= 7:
        return "later"
    return {0: "today", 1: "tomorrow"}.get(days, "this_week")


def _says_practical(message: OutboxMessage) -> bool:
    """A reminder does; so does the letter to who came after a reminder's time (docs/rules.md R 3.3)."""
    registration = message.its_registration
    if message.kind in SAYS_THE_WAY:
        return registration.status == Registration.Status.CONFIRMED
    return rules.says_the_way(message)


def _has_news(registration: Registration, part: CalendarAttachment | None) -> bool:
    """Whether something has changed since this person was last told (docs/rules.md 4.8)."""
    told = registration.told_sequence
    return part is not None and told is not None and part.sequence > told


def _changes(message: OutboxMessage, *, now: datetime) -> dict[str, Any]:
    """What stands on top of any letter about the event that goes out after a change, sent by staff or not;
    when it is over nobody plans by it any more."""
    registration = message.its_registration
    says_none = not _is_about_registration(message) or registration.event.is_over(now)
    found = [] if says_none else changes.of(registration)
    return {"changes": found, "changed": {change.name for change in found}}


def _told(message: OutboxMessage, part: CalendarAttachment | None) -> told_facts.Facts | None:
    """Who has a seat is told when their calendar is; who left plans by nothing any more."""
    registration = message.its_registration
    has_seat = registration.status == Registration.Status.CONFIRMED
    if not _is_about_registration(message) or (has_seat and part is None):
        return None
    return {} if registration.is_ended else told_facts.of(registration.event.calendar_identity)


def _is_about_registration(message: OutboxMessage) -> bool:
    kind = kinds.KINDS[message.kind]
    return not kind.opens_forum and not kind.can_be_refused


def _contact(message: OutboxMessage) -> Person | None:
    """Whom to ask: the event's process leader, but where a letter is about more than one event."""
    return None if kinds.KINDS[message.kind].opens_forum else message.its_registration.event.contact


def _reply_to(contact: Person | None, *, ready: writing.Ready | None) -> str:
    """The process leader; without one the general address, unless that is the sender's own."""
    if contact is not None and contact.email:
        return formataddr((one_line(contact.full_name), contact.email))
    general = writing.site_of(ready).contact_email
    return "" if general.casefold() == parseaddr(settings.MAIL_FROM)[1].casefold() else general
