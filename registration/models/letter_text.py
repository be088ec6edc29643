"""What staff have written in place of our own words in a letter: for the site, or for one event."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.staff_name import StaffName


class LetterText(models.Model):
    """A field that is empty inherits: the event's from the site's, the site's from the built-in text.

    Never a template: `{titel}` and its like are replaced by name (mail/placeholders.py). A row whose
    fields are all empty says who went back to the inherited text, and when.
    """

    SUBJECT_LENGTH, TEXT_LENGTH = 120, 1500

    kind = models.CharField(_("letter"), max_length=40)
    event = models.ForeignKey(
        "events.EventPage",
        on_delete=models.CASCADE,
        null=True,
        related_name="letter_texts",
        verbose_name=_("event"),
    )
    language = models.CharField(_("language"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")])
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    opening = models.TextField(_("opening"), max_length=TEXT_LENGTH, blank=True)
    closing = models.TextField(_("closing"), max_length=TEXT_LENGTH, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_by_name = StaffName(_("changed by"), of="changed_by")

    class Meta:
        verbose_name = _("letter text")
        verbose_name_plural = _("letter texts")
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "language"], name="letter_text_once_per_event"),
            # A database takes two empty events for different ones.
            models.UniqueConstraint(
                fields=["kind", "language"], condition=Q(event=None), name="letter_text_once_for_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"

    @property
    def is_empty(self) -> bool:
        return not (self.subject or self.opening or self.closing)
