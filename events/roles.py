"""The three roles whose mix the forum lives from, and the guests beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICIAL = "official", _("Official")
    POLITICIAN = "politician", _("Politician")
    BUILDER = "builder", _("Builder")
    # State, region, research: outside the quotas, and chosen by staff only.
    GUEST = "guest", _("Guest")


# The order in which they are always shown.
BALANCED_ROLES = (Role.OFFICIAL, Role.POLITICIAN, Role.BUILDER)
BALANCED_ROLE_CHOICES = [(role.value, role.label) for role in BALANCED_ROLES]
MUNICIPAL_ROLES = frozenset({Role.OFFICIAL, Role.POLITICIAN})

ROLE_PLURALS = {
    Role.OFFICIAL: _("Officials"),
    Role.POLITICIAN: _("Politicians"),
    Role.BUILDER: _("Builders"),
    Role.GUEST: _("Guests"),
}
