"""Writing down which words staff give a letter."""

from datetime import datetime

from events.models import EventPage
from home.models import User
from registration.mail.texts import Wording, wording_of
from registration.models import LetterText


def row_of(kind: str, *, language: str, event: EventPage | None) -> LetterText | None:
    """What is written for the site, or for this event alone."""
    return LetterText.objects.filter(kind=kind, language=language, event=event).first()


def own_wording(kind: str, *, language: str, event: EventPage | None) -> Wording:
    row = row_of(kind, language=language, event=event)
    return wording_of(row) if row is not None else Wording()


def save(
    kind: str, wording: Wording, *, language: str, event: EventPage | None, by: User, now: datetime
) -> None:
    """An empty wording goes back to what is inherited; the row stays and says who did that."""
    LetterText.objects.update_or_create(
        kind=kind,
        language=language,
        event=event,
        defaults={
            "subject": wording.subject,
            "opening": wording.opening,
            "closing": wording.closing,
            "changed_by": by,
            "changed_at": now,
        },
    )
