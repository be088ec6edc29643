"""All that one mail address is or has been registered for."""

from datetime import datetime

from django.db.models import Count, OuterRef, Subquery

from registration.models import Registration


def of_address(address_key: str) -> list[Registration]:
    """Each with its event and, on the waitlist, its `place`; the earliest event first."""
    ahead = (
        Registration.objects.waitlisted()
        .filter(
            event=OuterRef("event"),
            role=OuterRef("role"),
            attendance=OuterRef("attendance"),
            place_in_line__lte=OuterRef("place_in_line"),
        )
        .order_by()
        .values("event")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return list(
        Registration.objects.filter(address_key=address_key)
        .select_related("event__venue", "event__gatheringpage")
        .annotate(place=Subquery(ahead))
        .order_by("event__start_at", "pk")
    )


def find(address_key: str, registration_id: int) -> Registration | None:
    """One of them with its event, or None when there is none or it is somebody else's."""
    return (
        Registration.objects.filter(address_key=address_key, pk=registration_id)
        .select_related("event")
        .first()
    )


def coming_and_past(
    registrations: list[Registration], *, now: datetime
) -> tuple[list[Registration], list[Registration]]:
    """Those whose event is not over, the next first, and the others, the latest first."""
    coming = [registration for registration in registrations if not registration.event.is_over(now)]
    past = [registration for registration in registrations if registration.event.is_over(now)]
    return coming, past[::-1]
