"""Things to test with. Every event is published as it would be from the editor, under the real list.

All times hang on `NOW`, a Monday in February, so that a test reads the same in any year.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
import wagtail_factories
from wagtail.models import Page, Site

from events.models import (
    EventIndexPage,
    GatheringPage,
    Person,
    ReminderRule,
    RoleQuota,
    RoundTablePage,
    SeminarPage,
    Venue,
)
from events.roles import Role
from home.models import HomePage, User
from registration import links
from registration.domain import publication
from registration.domain.capacity import Quota
from registration.domain.signup import Applicant
from registration.models import Registration

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2027, 2, 1, 12, 0, tzinfo=STOCKHOLM)
PUBLISHED_AT = datetime(2027, 1, 11, 9, 0, tzinfo=STOCKHOLM)
START_AT = datetime(2027, 3, 4, 8, 30, tzinfo=STOCKHOLM)


def home_page() -> HomePage:
    """The front page of the site; made where a test began with an empty tree."""
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="Bostadsforum", slug="bostadsforum")
        Page.get_first_root_node().add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
    return home


def event_index() -> EventIndexPage:
    index = EventIndexPage.objects.first()
    if index is None:
        index = EventIndexPage(title="Evenemang", slug="evenemang")
        home_page().add_child(instance=index)
    return index


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = "Byggmästarsalen"
    address = "Murbruksgatan 12"
    postal_code = "111 00"


class PersonFactory(factory.django.DjangoModelFactory):
    """A process leader or a speaker; people who register are `applicant(…)`."""

    class Meta:
        model = Person

    first_name = "Karin"
    last_name = factory.Sequence(lambda number: f"Kontakt{number}")
    job_title = "processledare"
    organisation = "Storsthlm"
    email = factory.Sequence(lambda number: f"karin{number}@storsthlm.example")
    phone = "08-123 45 67"


class EventFactory(wagtail_factories.PageFactory):
    """A published seminar of an hour and a half on a Thursday morning in March.

    `quotas={Role.BUILDER: Quota(maximum=3)}` and `reminders=[{"minutes_before": 60}]` make its rows;
    `live=False` leaves it a draft.
    """

    class Meta:
        model = SeminarPage
        skip_postgeneration_save = True

    parent = factory.LazyFunction(event_index)
    title = factory.Sequence(lambda number: f"Seminarium {number}")
    start_at = START_AT
    end_at = factory.LazyAttribute(lambda event: event.start_at + timedelta(minutes=90))
    capacity = 20
    venue = factory.SubFactory(VenueFactory)
    contact = factory.SubFactory(PersonFactory)
    live = True
    first_published_at = factory.Maybe("live", PUBLISHED_AT, None)
    last_published_at = factory.SelfAttribute("first_published_at")

    @factory.post_generation
    def quotas(self, create: bool, extracted: dict[str, Quota] | None, **kwargs: Any) -> None:
        for role, quota in (extracted or {}).items():
            RoleQuota.objects.create(
                event_id=self.pk, role=role, reserved=quota.reserved, maximum=quota.maximum
            )

    @factory.post_generation
    def reminders(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for rule in extracted or []:
            ReminderRule.objects.create(event_id=self.pk, **rule)

    @factory.post_generation
    def published(self, create: bool, extracted: None, **kwargs: Any) -> None:
        if self.live:
            publication.handle(self.pk, now=PUBLISHED_AT)


class RoundTableFactory(EventFactory):
    class Meta:
        model = RoundTablePage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Rundabordssamtal {number}")
    flow = RoundTablePage.Flow.REQUEST
    capacity = 24


class GatheringFactory(EventFactory):
    class Meta:
        model = GatheringPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Studiebesök {number}")


# The rules that an editor finds on a new event.
DEFAULT_REMINDERS = [
    {"days_before": 7, "clock_time": time(9, 0)},
    {"days_before": 1, "clock_time": time(9, 0)},
]


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"staff{number}")
    is_staff = True
    is_superuser = True


def applicant(number: int = 1, role: str = Role.OFFICIAL, **values: Any) -> Applicant:
    """Somebody beyond the fixed cast: number 7 is always the same person.

    They take a free seat directly, unless a test is about offers.
    """
    defaults: dict[str, Any] = {
        "address": f"person{number}@example.org",
        "first_name": "Person",
        "last_name": f"Nummer{number}",
        "job_title": "handläggare",
        "role": role,
        "wants_directly": True,
    }
    if role == Role.BUILDER:
        defaults["organisation"] = f"Bygg {number} AB"
    elif role != Role.GUEST:
        defaults["municipality"] = "0180"
    return Applicant(**(defaults | values))


def applicants(count: int, role: str = Role.OFFICIAL, **values: Any) -> list[Applicant]:
    return [applicant(number, role, **values) for number in range(1, count + 1)]


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A row as such, for tests of what reads rows; whoever tests how it comes about signs somebody up."""

    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    status = Registration.Status.CONFIRMED
    attendance = Registration.Attendance.ON_SITE
    address = factory.Sequence(lambda number: f"rad{number}@example.org")
    address_key = factory.SelfAttribute("address")
    first_name = "Rad"
    last_name = factory.Sequence(lambda number: f"Nummer{number}")
    job_title = "handläggare"
    role = Role.OFFICIAL
    municipality = "0180"
    organisation_key = "kommun:0180"
    turn = 1
    created_at = NOW
    confirmed_at = factory.Maybe("is_confirmed", factory.SelfAttribute("created_at"), None)

    class Params:
        is_confirmed = factory.LazyAttribute(lambda row: row.status == Registration.Status.CONFIRMED)


def mint_link(registration: Registration, *, now: datetime) -> str:
    """A living personal link, as a letter brings one; returns the token."""
    token = links.new_token()
    links.keep(token, registration, now=now)
    return token
