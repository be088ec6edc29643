from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from events.models.details import make_key


class DiscussionQuestion(Orderable):
    """What a round table talks about. Notes from the tables remember the key, not the row."""

    event = ParentalKey(
        "events.RoundTablePage", on_delete=models.CASCADE, related_name="discussion_questions"
    )
    key = models.CharField(max_length=32, default=make_key, editable=False)
    text = models.CharField(_("question"), max_length=250)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text
