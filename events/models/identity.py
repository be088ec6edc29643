"""What a calendar knows of an event, apart from the page (docs/rules.md C 2).

Publishing an older draft writes old values back into a page, so nothing that must only rise may sit there.
Feeds, downloads and letters are made from the snapshot kept here, never from the page.
"""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# An event that is moved more often has reminded nobody of where it was so long ago.
MOVES_KEPT = 50


class CalendarIdentity(models.Model):
    event = models.OneToOneField(
        "events.EventPage", on_delete=models.CASCADE, related_name="calendar_identity"
    )
    uid = models.UUIDField(_("calendar id"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("version"), default=0)
    changed_at = models.DateTimeField(
        _("changed"), null=True, help_text=_("Whole seconds; rises by at least one with every change.")
    )
    created_at = models.DateTimeField(_("created"), null=True)
    snapshot = models.JSONField(_("what calendars show"), default=dict)
    # When the start was changed, and to what; null before the first change. Reminders ask for it.
    moves = models.JSONField(null=True, editable=False)
    # Whether the public feeds show it, as far as has been noticed: what leaves them leaves a tombstone.
    is_public = models.BooleanField(default=False, db_default=False)
    # The publication that was last looked at, so that a lost signal is noticed by beat.
    handled_at = models.DateTimeField(_("publication handled"), null=True)

    class Meta:
        verbose_name = _("calendar identity")
        verbose_name_plural = _("calendar identities")

    def __str__(self) -> str:
        return str(self.uid)

    def raise_to(self, snapshot: dict, *, now: datetime) -> None:
        """Take over a changed snapshot: SEQUENCE up by one, the time up by at least a second.

        The first snapshot keeps SEQUENCE 0: nobody has been told anything yet.
        """
        moment = now.replace(microsecond=0)
        if self.changed_at is not None:
            self.sequence += 1
            moment = max(moment, self.changed_at + timedelta(seconds=1))
        else:
            self.created_at = moment
        self.changed_at = moment
        self.snapshot = snapshot

    def note_move(self, snapshot: dict, *, at: datetime) -> None:
        """Remember when the start became another one; to be called before the snapshot is taken over."""
        before, after = (shown.get("starts_at") for shown in (self.snapshot, snapshot))
        if before and after and before != after:
            self.moves = [*(self.moves or []), [at.isoformat(), after]][-MOVES_KEPT:]
