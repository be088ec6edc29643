"""Who came, as a bar with a part for each role and a sentence that says the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.roles import BALANCED_ROLES, Role


@dataclass(frozen=True)
class Share:
    """`start` and `width` are percent of the bar; `words` is the role, as many as the figure says."""

    role: str
    figure: int
    words: str
    start: float
    width: float


@dataclass(frozen=True)
class Balance:
    total: int
    heading: str
    sentence: str
    shares: tuple[Share, ...]


def balance(attended: Mapping[Role, int], *, registered: int | None = None) -> Balance:
    """The roles that were there, in the order in which they are always shown."""
    came = [(role, attended[role]) for role in BALANCED_ROLES if attended.get(role)]
    total = sum(figure for _role, figure in came)
    shares, start = [], 0
    for role, figure in came:
        shares.append(
            Share(
                role=str(role),
                figure=figure,
                words=role_words(role, figure),
                start=round(100 * start / total, 2),
                width=round(100 * figure / total, 2),
            )
        )
        start += figure
    return Balance(
        total=total,
        heading=_("We were %(people)s") % {"people": total},
        sentence=_sentence(shares, registered=registered) if shares else "",
        shares=tuple(shares),
    )


def role_words(role: Role, figure: int) -> str:
    """`tjänstepersoner`, or `tjänsteperson` when there was one."""
    words = {
        Role.OFFICIAL: ngettext("official", "officials", figure),
        Role.POLITICIAN: ngettext("politician", "politicians", figure),
        Role.BUILDER: ngettext("builder", "builders", figure),
        Role.GUEST: ngettext("guest", "guests", figure),
    }
    return words[role]


def _sentence(shares: list[Share], *, registered: int | None) -> str:
    who = get_text_list([f"{share.figure} {share.words}" for share in shares], _("and"))
    came = _("%(who)s took part.") % {"who": who}
    if registered is None:
        return came
    return f"{came} " + ngettext(
        "%(people)s person had registered.", "%(people)s people had registered.", registered
    ) % {"people": registered}
