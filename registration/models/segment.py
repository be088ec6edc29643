"""Some of those who are registered: by role, municipality, status and way of taking part."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import Q

from registration.models.registration import Registration


@dataclass(frozen=True)
class Segment:
    """What is empty narrows nothing, but for the status: who has left is meant only when that is said."""

    roles: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = (Registration.Status.CONFIRMED,)
    attendance: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """As it was kept; what this version does not know is no part of it."""
        found = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        )

    def kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {name: list(value) if name != "attendance" else value for name, value in asdict(self).items()}

    def condition(self) -> Q:
        """For a question about registrations."""
        found = Q(status__in=self.statuses)
        if self.roles:
            found &= Q(role__in=self.roles)
        if self.municipalities:
            found &= Q(municipality__in=self.municipalities)
        if self.attendance:
            found &= Q(attendance=self.attendance)
        return found

    def fits(self, registration: Registration) -> bool:
        """The same of one that is at hand."""
        return (
            registration.status in self.statuses
            and (not self.roles or registration.role in self.roles)
            and (not self.municipalities or registration.municipality in self.municipalities)
            and self.attendance in ("", registration.attendance)
        )
