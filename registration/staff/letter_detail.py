"""One letter as it was sent, or as it would be sent now: written by the code that sends."""

import logging
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from registration.mail import by_hand, compose, reasons
from registration.models import MailHold, OutboxMessage
from registration.staff import words
from registration.staff.screens import Screen, Trail

logger = logging.getLogger(__name__)

State = OutboxMessage.State
# The letter is shown in a frame that runs nothing, fetches nothing and leads nowhere.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
)


def find(pk: int) -> OutboxMessage:
    found = OutboxMessage.objects.select_related(
        "registration__event__calendar_identity",
        "registration__event__venue",
        "registration__event__contact",
        "registration__event__gatheringpage",
        "person",
        "event",
    )
    return get_object_or_404(found, pk=pk)


def preview(message: OutboxMessage, *, at: datetime | None = None) -> compose.Letter | None:
    """The letter with a masked link, as it goes now or `at` its time; None when it cannot be written, which
    is what staff came to see."""
    try:
        return compose.compose(message, now=at or timezone.now(), token=compose.MASK)
    except Exception as error:
        # Whatever stops the letter from being sent must not stop staff from looking at it.
        logger.warning("letter cannot be shown", extra={"letter": message.pk, "error": type(error).__name__})
        return None


def hold_of(message: OutboxMessage) -> MailHold | None:
    """Why the letter does not leave, where staff hold it."""
    if not OutboxMessage.objects.held().filter(pk=message.pk).exists():
        return None
    names = [
        MailHold.ALL,
        f"{MailHold.KIND}{message.kind}",
        f"{MailHold.RULE}{message.details.get('rule', '')}",
    ]
    return MailHold.objects.in_force().filter(event=message.its_registration.event_id, what__in=names).first()


def framed(html: str) -> HttpResponse:
    """A letter's HTML alone, under a policy of its own in place of the admin's, which lets scripts run."""
    response = HttpResponse(html)
    response._csp_exempt = True
    response["Content-Security-Policy"] = PREVIEW_POLICY
    response["Cache-Control"] = "no-store, private"
    return response


class LetterDetail(Screen):
    permission = "registration.view_outboxmessage"
    template_name = "registration/staff/letter.html"
    header_icon = "mail"

    @cached_property
    def message(self) -> OutboxMessage:
        return find(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return words.letter_kind(self.message.kind)

    def get_page_subtitle(self) -> str:
        return words.letter_recipient(self.message)

    def trail(self) -> Trail:
        return [{"url": reverse("staff_letters:index"), "label": _("Letters")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.message
        is_sent = message.state == State.SENT
        letter = None if is_sent else preview(message)
        may_change = self.request.user.has_perm("registration.change_outboxmessage")
        return super().get_context_data(**kwargs) | {
            "message": message,
            "event_label": words.letter_event(message),
            "reason": reasons.words_for(message.reason) if message.reason else "",
            "is_sent": is_sent,
            "hold": hold_of(message),
            "subject": message.subject if is_sent else letter and letter.subject,
            "text": message.text if is_sent else letter and letter.text,
            "html_url": reverse("staff_letters:html", args=[message.pk]) if letter else "",
            "cannot_be_written": not is_sent and letter is None,
            "may_resend": may_change and message.state not in OutboxMessage.UNFINISHED,
            "may_drop": may_change and message.state in by_hand.DROPPABLE,
        }


class LetterHtml(Screen):
    """The HTML of a letter alone, for the frame on its page."""

    permission = "registration.view_outboxmessage"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = preview(find(self.kwargs["pk"]))
        return framed(letter.html if letter else "")
