"""One registration: who it is, how it stands, its whole history, its letters, and what staff can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from registration.models import Registration
from registration.staff import remarks, words
from registration.staff.screens import Screen, Trail

Status = Registration.Status


@dataclass(frozen=True)
class Button:
    words: str
    url: str
    is_serious: bool = False


class RegistrationDetail(Screen):
    permission = "registration.view_registration"
    template_name = "registration/staff/registration.html"
    header_icon = "user"

    @cached_property
    def registration(self) -> Registration:
        return get_object_or_404(Registration.objects.select_related("event", "needs"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.registration.full_name

    def trail(self) -> Trail:
        return [{"url": reverse("staff_registrations:index"), "label": _("Registrations")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration, user = self.registration, self.request.user
        sees_letters = user.has_perm("registration.view_outboxmessage")
        sees_needs = user.has_perm("registration.view_needs") and hasattr(registration, "needs")
        return super().get_context_data(**kwargs) | {
            "registration": registration,
            "event_label": words.event_label(registration.event),
            "standing": words.standing(registration),
            "position": registration.position_in_line() if registration.status == Status.WAITLISTED else None,
            "history": registration.history.all(),
            "sees_letters": sees_letters,
            "letters": registration.letters.order_by("-pk") if sees_letters else [],
            "remarks": remarks.of(registration),
            "may_act": user.has_perm("registration.change_registration"),
            "buttons": self._buttons(now=timezone.now()),
            "needs_url": reverse("staff_registrations:needs", args=[registration.pk]) if sees_needs else "",
        }

    def _buttons(self, *, now: datetime) -> list[Button]:
        """What can be done now; the domain decides again when it is done."""
        registration = self.registration
        if not self.request.user.has_perm("registration.change_registration"):
            return []
        has_begun = registration.event.has_begun(now)
        buttons = []
        if not has_begun and not registration.event.is_cancelled:
            if registration.status == Status.PENDING:
                buttons += self._answers()
            elif registration.status in {Status.WAITLISTED, Status.OFFERED}:
                buttons.append(self._button(_("Give a seat"), "give_seat"))
            elif registration.status == Status.CONFIRMED:
                buttons.append(self._button(_("Hand the seat over"), "hand_over"))
        buttons.append(self._button(_("Correct the e-mail address"), "correct_address"))
        buttons.append(self._button(_("Correct name, role or organisation"), "correct_person"))
        if registration.address:
            buttons.append(self._button(_("End the links and mail a new one"), "renew_links"))
        if not registration.is_ended and not has_begun:
            buttons.append(self._button(_("Cancel the registration"), "cancel", is_serious=True))
        return buttons

    def _answers(self) -> list[Button]:
        chosen = f"?pk={self.registration.pk}"
        return [
            Button(words=_("Approve"), url=reverse("staff_requests:approve") + chosen),
            Button(words=_("Turn down"), url=reverse("staff_requests:decline") + chosen, is_serious=True),
        ]

    def _button(self, label: str, name: str, *, is_serious: bool = False) -> Button:
        url = reverse(f"staff_registrations:{name}", args=[self.registration.pk])
        return Button(words=label, url=url, is_serious=is_serious)
