"""What a letter will say with the words in the form, saved or not: written by the code that sends."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from events.models import EventPage
from registration.domain import letter_texts
from registration.mail import compose, letter_samples
from registration.mail.texts import Layers, Wording
from registration.models import OutboxMessage, Registration

logger = logging.getLogger(__name__)

# Stands where an opening would, to see what gives way to one.
_MARK = "\u00b6" * 3


@dataclass(frozen=True)
class Preview:
    """`unused`: the names of the fields whose words this recipient does not read, since something that
    they name does not exist for them, or since other words are true in their case."""

    subject: str
    text: str
    html: str
    unused: tuple[str, ...]


@dataclass(frozen=True)
class Inherited:
    """What is read while a field is empty."""

    subject: str
    opening: str
    closing: str


def event_to_show(*, now: datetime) -> EventPage | None:
    """For the texts of the site: the next event, or the latest that there was."""
    events = EventPage.objects.with_details().filter(calendar_identity__isnull=False, start_at__isnull=False)
    return events.upcoming(now).first() or events.past(now).first()


def letter_to(recipient: Registration | None, kind: str, event: EventPage, *, language: str) -> OutboxMessage:
    now = timezone.now()
    if recipient is None:
        return letter_samples.to_somebody(kind, event, language=language, now=now)
    recipient.event = event
    return letter_samples.to_registered(kind, recipient, now=now)


def inherited_layers(kind: str, *, language: str, event: EventPage | None) -> Layers:
    """The site's words are what an event's stand on; under the site's are the built-in ones."""
    if event is None:
        return ()
    return (letter_texts.own_wording(kind, language=language, event=None),)


def preview(message: OutboxMessage, wording: Wording, *, under: Layers) -> Preview | None:
    """None when the letter cannot be written."""
    letter, plain = _written(message, (wording, *under)), _written(message, under)
    if letter is None or plain is None:
        return None
    return Preview(
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        unused=tuple(
            name
            for name in ("subject", "opening", "closing")
            if getattr(wording, name) and _is_unused(message, wording, name, under=under, plain=plain)
        ),
    )


def inherited(message: OutboxMessage, *, under: Layers) -> Inherited | None:
    plain = _written(message, under)
    opened = _written(message, (Wording(opening=_MARK, closing=_MARK), *under))
    if plain is None or opened is None:
        return None
    gone = _gone(plain.text, opened.text)
    # A closing takes the place of another closing only, and stands after all that an opening could replace.
    closing = _gone(plain.text, _text_of(message, (Wording(closing=_MARK), *under)))
    return Inherited(
        subject=plain.subject,
        opening=gone.removesuffix(closing).strip() if closing else gone,
        closing=closing,
    )


def _gone(before: str, after: str) -> str:
    """The paragraphs that were there before and are not after."""
    left = after.split("\n\n")
    found = []
    for paragraph in before.split("\n\n"):
        if paragraph in left:
            continue
        for other in left:
            paragraph = paragraph.removesuffix(other)
        found.append(paragraph.strip())
    return "\n\n".join(found)


def _text_of(message: OutboxMessage, layers: Layers) -> str:
    letter = _written(message, layers)
    return letter.text if letter is not None else ""


def _is_unused(
    message: OutboxMessage, wording: Wording, name: str, *, under: Layers, plain: compose.Letter
) -> bool:
    without = _written(message, (replace(wording, **{name: ""}), *under))
    with_it = _written(message, (wording, *under))
    inherits_the_same = getattr(wording, name) in (getattr(layer, name) for layer in under)
    return not inherits_the_same and (without and (without.subject, without.text)) == (
        with_it and (with_it.subject, with_it.text)
    )


def _written(message: OutboxMessage, layers: Layers) -> compose.Letter | None:
    try:
        return compose.compose(message, now=timezone.now(), token=compose.MASK, layers=layers)
    except Exception as error:
        # Whatever stops the letter must not stop staff from writing its words.
        logger.warning("letter cannot be shown", extra={"kind": message.kind, "error": type(error).__name__})
        return None
