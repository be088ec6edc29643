"""What the pictures show beside the sample content: staff, registrations and a half-written draft.

Run by `manage.py shell`. All people and firms are invented.
"""

import json
import os
from itertools import cycle

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from events.models import EventIndexPage, EventPage, ReminderRule, RoleQuota, SeminarPage
from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import BALANCED_ROLES, Role
from home.models import User
from registration.domain import additions, calendar_replies, mailings, signup
from registration.domain.mailings import Words
from registration.domain.signup import Applicant
from registration.mail import marks
from registration.mail.calendar_answers import CalendarAnswer
from registration.mail.status_codes import Severity
from registration.models import CalendarReply, Segment

Answer = CalendarReply.Answer
# Made for this one site, which lives for a minute.
PASSWORD = os.environ["STAFF_PASSWORD"]
STAFF = {
    "edit": ("Edit", "Sandberg", "Redaktörer"),
    "stina": ("Stina", "Holm", "Evenemangsansvariga"),
    "lars": ("Lars", "Ekdal", "Läsare av deltagaruppgifter"),
}
# Twelve by thirteen: no name comes twice.
FIRST = ("Olof", "Petra", "Bo", "Amina", "Gunnar", "Leila", "Henrik", "Siv", "Mattias", "Ylva", "Reza", "Åsa")
LAST = (
    *("Öberg", "Åkesson", "Ängström", "Haddad", "Lindvall", "Moradi", "Sundin", "Forsell", "Grahn"),
    *("Nyqvist", "Boman", "Wester", "Sohrabi"),
)
TITLES = {
    Role.OFFICIAL: ("planchef", "exploateringsingenjör", "mark- och exploateringschef", "planarkitekt"),
    Role.POLITICIAN: ("byggnadsnämndens ordförande", "kommunalråd", "ledamot i byggnadsnämnden"),
    Role.BUILDER: ("projektutvecklare", "vd", "affärschef"),
}
FIRMS = (
    "Tegelbruket AB",
    "Fogstrykaren Bostad AB",
    "Murbruk & Söner AB",
    "Takåsen Bygg AB",
    "Vinkelhaken AB",
)
NEEDS = (
    ("nötallergi", ""),
    ("", "hörslinga"),
    ("vegetariskt", ""),
    ("", "plats för rullstol"),
    ("glutenfritt", ""),
)

firsts, lasts, firms = cycle(FIRST), cycle(LAST), cycle(FIRMS)
towns = cycle([code for code, _ in MUNICIPALITY_CHOICES])
titles = {role: cycle(words) for role, words in TITLES.items()}


def somebody(role: str, **more: str) -> Applicant:
    first, last = next(firsts), next(lasts)
    where = {"organisation": next(firms)} if role == Role.BUILDER else {"municipality": next(towns)}
    ascii_name = f"{first}.{last}".lower().translate(str.maketrans("åäö", "aao"))
    return Applicant(
        address=f"{ascii_name}@example.org",
        first_name=first,
        last_name=last,
        job_title=next(titles[role]),
        role=role,
        **where,
        **more,
    )


def register(event: EventPage, role: str, count: int) -> None:
    for _ in range(count):
        signup.register(event.pk, applicant=somebody(role), now=timezone.now())


def make_staff() -> User:
    for name, (first, last, group) in STAFF.items():
        user = User.objects.create_user(name, password=PASSWORD, first_name=first, last_name=last)
        user.groups.add(Group.objects.get(name=group))
    return User.objects.get(username="stina")


def fill(seminar: EventPage, visit: EventPage, *, by: User) -> None:
    """A seminar about half full; a study visit where builders wait, and one has a seat beyond the rules."""
    for role, count in zip(BALANCED_ROLES, (17, 9, 14), strict=True):
        register(seminar, role, count)
    for diet, access in NEEDS:
        one = somebody(Role.OFFICIAL, diet=diet, access=access)
        signup.register(seminar.pk, applicant=one, now=timezone.now())
    for role, count in zip(BALANCED_ROLES, (6, 2, 12), strict=True):
        register(visit, role, count)
    reason = "Bygger huset vi besöker."
    additions.add(
        visit.pk,
        applicant=somebody(Role.BUILDER),
        by=by,
        now=timezone.now(),
        override=True,
        reason=reason,
    )


def answer_back(seminar: EventPage) -> None:
    """One letter comes back, and somebody says no in their calendar."""
    now = timezone.now()
    unreachable, declining = seminar.registrations.confirmed().order_by("pk")[:2]
    marks.undeliverable(
        unreachable.address,
        severity=Severity.HARD,
        code="5.1.1",
        report_key="returned",
        happened_at=now,
        now=now,
    )
    answer = CalendarAnswer(
        uid=seminar.calendar_identity.uid, address=declining.address, answer=Answer.DECLINED, at=now
    )
    calendar_replies.record(answer, now=now)


def make_draft() -> None:
    """A seminar as an editor leaves it after ten minutes."""
    draft = SeminarPage(
        title="Så planerar vi för fler små bostäder",
        slug="fler-sma-bostader",
        ingress="",
        capacity=60,
        live=False,
        has_unpublished_changes=True,
    )
    draft.quotas = [
        RoleQuota(role=role, reserved=seats) for role, seats in zip(BALANCED_ROLES, (30, 20, 20), strict=True)
    ]
    draft.reminder_rules = ReminderRule.defaults()
    EventIndexPage.objects.get().add_child(instance=draft)
    # As the form saves a draft: what is missing is no fault yet.
    draft.save_revision(clean=False)


def make_mailing(event: EventPage, *, by: User) -> None:
    """Written and not sent."""
    words = Words(
        "Kom gärna med tåget",
        "Garaget vid lokalen är stängt den här veckan. Från stationen är det sju minuters promenad.\n\n"
        "En karta finns på https://example.org/karta.",
    )
    mailings.create(words, events=[event], segment=Segment(), attachments=[], by=by, now=timezone.now())


stina = make_staff()
fill(
    EventPage.objects.get(slug="fran-markanvisning-till-inflyttning"),
    EventPage.objects.get(slug="trahus-i-fem-vaningar"),
    by=stina,
)
make_draft()
make_mailing(EventPage.objects.get(slug="fran-markanvisning-till-inflyttning"), by=stina)
call_command("outbox")
answer_back(EventPage.objects.get(slug="fran-markanvisning-till-inflyttning"))
# Where the pictures find each page.
ids = {page.slug: page.pk for page in Page.objects.all()}
(settings.VAR / "pages.json").write_text(json.dumps(ids), encoding="utf-8")
