"""How the screens of mailings write whom one is for, and how it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.municipalities import MUNICIPALITIES
from events.roles import ROLE_PLURALS, Role
from registration.domain import mailings
from registration.mail.reasons import MAILING_STOPPED
from registration.models import Mailing, OutboxMessage, Registration
from registration.staff import words


@dataclass(frozen=True)
class Line:
    label: str
    text: str


def whom(mailing: Mailing) -> list[Line]:
    """To whom it goes, line by line; what narrows nothing is not there."""
    segment = mailing.segment
    statuses = dict(Registration.Status.choices)
    found = [
        Line(_("Registered for"), "\n".join(words.event_label(event) for event in mailing.events.all())),
        Line(_("Status"), _in_a_sentence(statuses[one] for one in segment.statuses if one in statuses)),
    ]
    if segment.roles:
        found.append(Line(_("Role"), _in_a_sentence(ROLE_PLURALS[Role(one)] for one in segment.roles)))
    if segment.municipalities:
        names = (MUNICIPALITIES.get(one, one) for one in segment.municipalities)
        found.append(Line(_("Municipality"), _listed(names)))
    if segment.attendance:
        found.append(Line(_("Attendance"), str(Registration.Attendance(segment.attendance).label)))
    return found


def attachments(mailing: Mailing) -> str:
    return "\n".join(
        f"{document.title} ({filesizeformat(document.get_file_size() or 0)})"
        for document in mailing.attachments.order_by("pk")
    )


def people(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def send_words(count: int) -> str:
    return ngettext("Send to %(count)d person", "Send to %(count)d people", count) % {"count": count}


def catch_up_words(count: int) -> str:
    return ngettext(
        "Send to %(count)d who has not had it", "Send to the %(count)d who have not had it", count
    ) % {"count": count}


def in_trouble(mailing: Mailing, *, most: int) -> list[OutboxMessage]:
    """Letters that did not arrive, or were not sent, as the report lists them."""
    states = OutboxMessage.State
    found = mailings.of_people(mailing).exclude(reason=MAILING_STOPPED)
    found = found.filter(state__in=[states.FAILED, states.NEEDS_ATTENTION, states.DROPPED])
    return list(found.select_related("registration").defer("text").order_by("state", "pk")[:most])


def _listed(names: Iterable[Any]) -> str:
    return get_text_list([str(name) for name in names], _("and"))


def _in_a_sentence(names: Iterable[Any]) -> str:
    """Words that stand alone elsewhere begin with a capital there."""
    text = _listed(str(name).lower() for name in names)
    return text[:1].upper() + text[1:]
