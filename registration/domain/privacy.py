"""What is kept of a registration, and how long (docs/rules.md 4.6)."""

from dataclasses import dataclass

from events.models import EventPage
from home.models import SiteSettings


@dataclass(frozen=True)
class Retention:
    """`needs_days` for diet and access needs, `identity_months` for who it was; from the event's end."""

    needs_days: int
    identity_months: int


def retention_of(event: EventPage, *, site: SiteSettings) -> Retention:
    """The event's own figures where it has any, else the site's."""
    needs, identity = event.needs_kept_days, event.identity_kept_months
    return Retention(
        needs_days=site.needs_kept_days if needs is None else needs,
        identity_months=site.identity_kept_months if identity is None else identity,
    )
