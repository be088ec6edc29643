"""What the picture of the balance shows, in words: one sentence for it, a figure and a line for each bar."""

from collections.abc import Mapping

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.attendance import role_words
from events.roles import BALANCED_ROLES, Role
from registration.domain.balance import RoleBalance, WayBalance


def sentence(way: WayBalance) -> str:
    """The one thing to see first: who is short of what was planned, or that nobody is."""
    if not any(role.taken for role in way.roles):
        return _("Nobody has a seat yet.")
    if not way.has_reserved:
        people = {role.role: role.taken for role in way.roles if role.taken}
        return _("No seats are reserved: %(people)s have seats.") % {"people": people_words(people)}
    short = sorted((role for role in way.roles if role.missing), key=lambda role: -role.missing)
    if not short:
        return _("Every role has the seats that were planned for it.")
    most = short[0]
    words = {"taken": most.taken, "reserved": most.reserved, "most": role_words(Role(most.role), 2)}
    if len(short) == len(BALANCED_ROLES):
        all_short = _(
            "All roles are fewer than planned, most of all %(most)s: %(taken)s of %(reserved)s seats taken."
        )
        return all_short % words
    words["roles"] = capfirst(_roles({role.role for role in short}))
    if len(short) == 1:
        return _("%(roles)s are fewer than planned: %(taken)s of %(reserved)s seats are taken.") % words
    return (
        _("%(roles)s are fewer than planned, most of all %(most)s: %(taken)s of %(reserved)s seats taken.")
        % words
    )


def seats_sentences(way: WayBalance, *, is_beside_room: bool = False) -> list[str]:
    """How full it is, who has not answered, who waits, and that there are more people than seats."""
    found = [_taken(way, is_beside_room=is_beside_room)]
    if way.offered:
        found.append(
            ngettext(
                "%(count)s of them is offered and not answered yet.",
                "%(count)s of them are offered and not answered yet.",
                way.offered,
            )
            % {"count": way.offered}
        )
    if way.beyond_capacity:
        found.append(
            ngettext(
                "That is %(count)s more than there are seats; nobody loses theirs.",
                "That is %(count)s more than there are seats; nobody loses theirs.",
                way.beyond_capacity,
            )
            % {"count": way.beyond_capacity}
        )
    if way.waiting:
        found.append(
            ngettext(
                "%(count)s person is on the waitlist.", "%(count)s people are on the waitlist.", way.waiting
            )
            % {"count": way.waiting}
        )
    if way.pending:
        found.append(
            ngettext("%(count)s person awaits an answer.", "%(count)s people await an answer.", way.pending)
            % {"count": way.pending}
        )
    return found


def of_words(role: RoleBalance) -> str:
    """What stands after a role's figure: `av 20` while it is short of its goal, `av högst 30` beyond it."""
    if role.reserved and role.taken <= role.reserved:
        return _("of %(seats)s") % {"seats": role.reserved}
    if role.maximum is not None:
        return _("of at most %(seats)s") % {"seats": role.maximum}
    return ""


def notes(role: RoleBalance) -> str:
    """The second line of a bar: what its lines stand for, and who is not in it yet."""
    found = []
    if role.reserved and role.taken > role.reserved:
        found.append(_("%(seats)s reserved") % {"seats": role.reserved})
    if role.maximum is not None and role.reserved and role.taken <= role.reserved:
        found.append(_("at most %(seats)s") % {"seats": role.maximum})
    if role.offered:
        found.append(_("%(people)s not answered yet") % {"people": role.offered})
    if role.waiting:
        found.append(_("%(people)s on the waitlist") % {"people": role.waiting})
    if role.pending:
        found.append(_("%(people)s awaiting an answer") % {"people": role.pending})
    return " · ".join(found)


def people_words(people: Mapping[str, int]) -> str:
    """`2 byggaktörer och 1 tjänsteperson`, in the order in which the roles are shown."""
    return get_text_list(
        [f"{people[role]} {role_words(role, people[role])}" for role in Role if people.get(role)], _("and")
    )


def _taken(way: WayBalance, *, is_beside_room: bool) -> str:
    figures = {"taken": way.taken, "capacity": way.capacity}
    if not is_beside_room:
        return _("%(taken)s of %(capacity)s seats are taken.") % figures
    if way.capacity is None:
        return ngettext("%(taken)s takes part online.", "%(taken)s take part online.", way.taken) % figures
    return _("%(taken)s of %(capacity)s places online are taken.") % figures


def _roles(roles: set[str]) -> str:
    return get_text_list([role_words(role, 2) for role in Role if role in roles], _("and"))
