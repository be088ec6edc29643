"""What releasing the reserved seats now would do, and what was pressed about it, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from registration.models import Registration
from registration.staff.balance_words import people_words


def kept(missing: Mapping[str, int]) -> str:
    """`5 förtroendevalda och 2 byggaktörer`: for whom seats are kept that nobody has taken."""
    return people_words(missing)


def would_do(people: Sequence[Registration], *, waiting: int) -> str:
    """`people` are those who would get a seat, or an offer, if the reserved seats were released."""
    if not waiting:
        return _(
            "Nobody is on the waitlist. Released now, the seats would be open to whoever registers next."
        )
    if not people:
        return _("Released now, the seats would still be offered to nobody on the waitlist.")
    directly = Counter(one.role for one in people if one.wants_directly)
    offered = Counter(one.role for one in people if not one.wants_directly)
    if not directly:
        return _("Released now, %(people)s on the waitlist would be offered a seat.") % {
            "people": people_words(offered)
        }
    if not offered:
        return _("Released now, %(people)s on the waitlist would get a seat at once.") % {
            "people": people_words(directly)
        }
    return _(
        "Released now, %(offered)s on the waitlist would be offered a seat, and %(directly)s would get one "
        "at once."
    ) % {"offered": people_words(offered), "directly": people_words(directly)}
