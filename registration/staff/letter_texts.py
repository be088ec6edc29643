"""Which letters there are, and which of them have words that staff have written: for the site or an event."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import EventPage
from registration.mail import texts
from registration.models import LetterText
from registration.staff import words
from registration.staff.screens import Screen, Trail

PERMISSION = "registration.change_lettertext"
LANGUAGES = {"sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}


class LetterTextScreen(Screen):
    """About the texts of the site, or of the event that the address names."""

    permission = PERMISSION
    header_icon = "edit"

    @cached_property
    def event(self) -> EventPage | None:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(EventPage.objects.with_details(), pk=self.kwargs["pk"])

    def list_url(self) -> str:
        if self.event is None:
            return reverse("staff_letter_texts:index")
        return reverse("staff_letter_texts:event", args=[self.event.pk])

    def edit_url(self, kind: str, language: str) -> str:
        if self.event is None:
            return reverse("staff_letter_texts:edit", args=[kind, language])
        return reverse("staff_letter_texts:event_edit", args=[self.event.pk, kind, language])

    def get_page_subtitle(self) -> str:
        return words.event_label(self.event) if self.event is not None else ""

    def trail(self) -> Trail:
        if self.event is None:
            return []
        found = [{"url": reverse("staff_events:index"), "label": _("Seats and registration")}]
        return [
            *found,
            {"url": reverse("staff_events:event", args=[self.event.pk]), "label": self.event.title},
        ]


class LetterTextList(LetterTextScreen):
    template_name = "registration/staff/letter_texts.html"
    page_title: Any = gettext_lazy("Letter texts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "rows": self._rows(),
            "languages": LANGUAGES.values(),
            "events": self._events_with_texts() if self.event is None else [],
        }

    def _rows(self) -> list[dict[str, Any]]:
        kinds = texts.edited_kinds() if self.event is None else texts.for_event_kinds()
        written = _written(event=self.event)
        of_site = _written(event=None) if self.event is not None else {}
        return [
            {
                "label": words.letter_kind(kind),
                "cells": [
                    {
                        "url": self.edit_url(kind, code),
                        "language": language,
                        "row": written.get((kind, code)),
                        "is_of_site": (kind, code) in of_site,
                    }
                    for code, language in LANGUAGES.items()
                ],
            }
            for kind in kinds
        ]

    def _events_with_texts(self) -> list[dict[str, str]]:
        written = LetterText.objects.filter(_says_something(), event__isnull=False).values("event_id")
        return [
            {
                "label": words.event_label(event),
                "url": reverse("staff_letter_texts:event", args=[event.pk]),
            }
            for event in EventPage.objects.filter(pk__in=written).order_by("-start_at", "-pk")
        ]


class OneLetterScreen(LetterTextScreen):
    """About the texts of one letter in one language; an address that names none is not found."""

    @cached_property
    def kind(self) -> str:
        kinds = texts.edited_kinds() if self.event is None else texts.for_event_kinds()
        if self.kwargs["kind"] not in kinds or self.kwargs["language"] not in LANGUAGES:
            raise Http404
        return self.kwargs["kind"]

    @property
    def language(self) -> str:
        return self.kwargs["language"]

    def get_page_title(self) -> str:
        return _("%(letter)s in %(language)s") % {
            "letter": words.letter_kind(self.kind),
            "language": str(LANGUAGES[self.language]),
        }

    def trail(self) -> Trail:
        return [*super().trail(), {"url": self.list_url(), "label": _("Letter texts")}]


def _written(*, event: EventPage | None) -> dict[tuple[str, str], LetterText]:
    found = LetterText.objects.filter(_says_something(), event=event)
    return {(row.kind, row.language): row for row in found}


def _says_something() -> Q:
    return ~Q(subject="", opening="", closing="")
