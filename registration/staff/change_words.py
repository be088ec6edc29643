"""What the screens say of changes that people have not been told of: in a line, and how many it concerns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.roles import ROLE_PLURALS, Role
from registration.mail import changes
from registration.models import ChangeNotice, Registration

Status = Registration.Status


@dataclass(frozen=True)
class Count:
    label: str
    people: int


def in_a_line(notice: ChangeNotice) -> str:
    """`Ny tid: torsdag 11 mars 2027 kl. 8.30–10.00. Ny lokal: Murbruket, …`"""
    found = changes.between(notice.before, notice.after)
    return " ".join(f"{change.label}: {change.now}." for change in found)


def counts(people: Iterable[Registration]) -> list[Count]:
    """By role, and those without a seat apart."""
    seated, others = Counter[str](), Counter[str]()
    for person in people:
        if person.status == Status.CONFIRMED:
            seated[person.role] += 1
        else:
            others[person.status] += 1
    return [
        *(Count(str(ROLE_PLURALS[role]), seated[role]) for role in Role if seated[role]),
        *(Count(str(status.label), others[status]) for status in Status if others[status]),
    ]


def send_words(people: int) -> str:
    return ngettext("Send to %(count)d person", "Send to %(count)d people", people) % {"count": people}


def decision(notice: ChangeNotice) -> str:
    """`Brev skickade av Stina`, or how it stands without a name."""
    if not notice.decided_by_name:
        return str(notice.get_state_display())
    return _("%(what)s by %(who)s") % {"what": notice.get_state_display(), "who": notice.decided_by_name}
