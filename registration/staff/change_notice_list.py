"""The changes that staff have not decided about, and the latest decisions."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from registration.models import ChangeNotice
from registration.staff import change_words, words
from registration.staff.change_notice import PERMISSION
from registration.staff.screens import Screen

DECIDED_SHOWN = 20


@dataclass(frozen=True)
class Row:
    url: str
    event: str
    what: str
    since: str
    decision: str


def rows_of(notices: Any) -> list[Row]:
    return [
        Row(
            url=reverse("staff_changes:notice", args=[notice.pk]),
            event=words.event_label(notice.event),
            what=change_words.in_a_line(notice),
            since=words.listed(notice.opened_at),
            decision=change_words.decision(notice),
        )
        for notice in notices.select_related("event")
    ]


class NoticeList(Screen):
    permission = PERMISSION
    template_name = "registration/staff/change_notices.html"
    header_icon = "mail"
    page_title: Any = gettext_lazy("Changes to tell")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = ChangeNotice.objects.exclude(state=ChangeNotice.State.DRAFT).order_by("-decided_at", "-pk")
        return super().get_context_data(**kwargs) | {
            "undecided": rows_of(ChangeNotice.objects.undecided().order_by("opened_at", "pk")),
            "decided": rows_of(ended[:DECIDED_SHOWN]),
        }
