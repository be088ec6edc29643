"""Why somebody does not fit, as a sentence for staff (docs/rules.md 4.1)."""

from django.utils.translation import gettext as _

from events.roles import ROLE_PLURALS, Role
from registration.domain.capacity import Refusal


def for_staff(refusal: Refusal, *, role: str) -> str:
    words = {
        Refusal.FULL: _("All seats are taken."),
        Refusal.ROLE_AT_MAXIMUM: _("%(roles)s have as many seats as they may have."),
        Refusal.KEPT_FOR_OTHER_ROLES: _("The seats that are left are reserved for other roles."),
        Refusal.ORGANISATION_AT_MAXIMUM: _("The organisation has as many seats as it may have."),
    }
    return words[refusal] % {"roles": ROLE_PLURALS[Role(role)]}
