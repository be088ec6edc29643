"""A document that a mailing is to carry is not deleted: its letters would silently go without it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from home.models import SiteDocument
from registration.models import Mailing


class IsAttached(Exception):
    """A document may not be deleted; `str(error)` is the sentence for the editor."""


def refuse_deletion(documents: Iterable[SiteDocument]) -> None:
    """Raise IsAttached if one of them goes along with a mailing that has not been sent out."""
    for document in documents:
        waiting = Mailing.objects.filter(attachments=document).exclude(state=Mailing.State.DONE)
        if mailing := waiting.order_by("pk").first():
            raise IsAttached(
                _(
                    '"%(document)s" cannot be deleted: it is attached to the mailing "%(subject)s". '
                    "Take it away there first, or wait until the mailing has been sent out."
                )
                % {"document": document.title, "subject": mailing.subject}
            )
