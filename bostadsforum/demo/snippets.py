"""The sample people, venues, topics and organisations. What is there already is left as it is."""

from collections.abc import Iterable
from typing import Any

from events.models import Organisation, Person, Topic, Venue
from events.municipalities import MUNICIPALITIES
from events.roles import Role


def load_topics(content: dict[str, Any]) -> dict[str, Topic]:
    return {
        entry["slug"]: Topic.objects.get_or_create(slug=entry["slug"], defaults={"name": entry["label"]})[0]
        for entry in content["topics"]
    }


def load_venues(content: dict[str, Any]) -> dict[str, Venue]:
    fields = ("address", "postal_code", "city", "directions", "accessibility")
    codes = {name: code for code, name in MUNICIPALITIES.items()}
    return {
        entry["id"]: _first_or_new(
            Venue,
            name=entry["name"],
            defaults={field: entry[field] for field in fields}
            | {"municipality": codes.get(entry["city"], "")},
        )
        for entry in content["venues"]
    }


def load_people(content: dict[str, Any]) -> dict[str, Person]:
    """By their id in the file; contacts with the address and telephone at which they can be reached."""
    reachable = {contact["person"]: contact for contact in content["contacts"]}
    return {
        entry["id"]: _first_or_new(
            Person,
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            defaults={
                "job_title": entry["title"],
                "organisation": entry["organisation"],
                "role": _role(entry["category"]),
                "email": reachable.get(entry["id"], {}).get("email", ""),
                "phone": reachable.get(entry["id"], {}).get("phone", ""),
            },
        )
        for entry in content["people"]
    }


def load_organisations(content: dict[str, Any]) -> None:
    """The organisers, and the builders' firms, which the registration form suggests."""
    for organiser in content["organisers"]:
        Organisation.objects.get_or_create(name=organiser["name"])
    for firm in _firms(content["people"]):
        Organisation.objects.get_or_create(name=firm, defaults={"is_suggested": True})


def _firms(people: Iterable[dict[str, Any]]) -> list[str]:
    return sorted({person["organisation"] for person in people if person["category"] == Role.BUILDER})


def _role(category: str) -> str:
    # The organisers' own people have no role in the mix.
    return category if category in Role.values else Role.GUEST


def _first_or_new(model: Any, *, defaults: dict[str, Any], **lookup: Any) -> Any:
    # Two people may share a name, and get_or_create would stumble over them.
    return model.objects.filter(**lookup).first() or model.objects.create(**lookup, **defaults)
