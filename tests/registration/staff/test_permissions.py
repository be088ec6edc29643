"""Every screen and every export, for every group of staff (docs/rules.md R 6.3)."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.users.forms import GroupForm

from events.models import ReminderRule
from registration.domain import mailings
from registration.domain.mailings import Words
from registration.mail import told_facts
from registration.models import (
    LetterText,
    MailHold,
    MailStop,
    Reading,
    Registration,
    RegistrationWindow,
    Segment,
)
from registration.staff import permissions
from tests.factories import NOW, RoundTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

HOME = "/admin/"
NOBODY: set[str] = set()
MANAGERS = {"stina"}
READERS = {"lars"}
BOTH = MANAGERS | READERS

# Name of the address, what it is about, and which groups may see it. Administrators may everything.
SCREENS = [
    ("staff_registrations:index", None, BOTH),
    ("staff_registrations:index_results", None, BOTH),
    ("staff_registrations:add", None, MANAGERS),
    ("staff_registrations:detail", "registration", BOTH),
    ("staff_registrations:give_seat", "registration", MANAGERS),
    ("staff_registrations:hand_over", "registration", MANAGERS),
    ("staff_registrations:correct_address", "registration", MANAGERS),
    ("staff_registrations:correct_person", "registration", MANAGERS),
    ("staff_registrations:renew_links", "registration", MANAGERS),
    ("staff_registrations:cancel", "registration", MANAGERS),
    ("staff_registrations:clear_address", "registration", MANAGERS),
    ("staff_registrations:ask", "registration", MANAGERS),
    ("staff_registrations:needs", "registration", READERS),
    ("staff_requests:index", None, BOTH),
    ("staff_requests:event", "event", BOTH),
    ("staff_requests:approve", "asked", MANAGERS),
    ("staff_requests:decline", "asked", MANAGERS),
    ("staff_events:index", None, BOTH),
    ("staff_events:index_results", None, BOTH),
    ("staff_events:event", "event", BOTH),
    ("staff_events:needs", "event", READERS),
    ("staff_events:timeline", "event", MANAGERS),
    ("staff_events:timeline_entry", "planned", MANAGERS),
    ("staff_events:timeline_html", "planned", MANAGERS),
    ("staff_events:hold", "event", MANAGERS),
    ("staff_events:let_go", "event", MANAGERS),
    ("staff_events:send_now", "planned", MANAGERS),
    ("staff_changes:index", None, MANAGERS),
    ("staff_changes:notice", "notice", MANAGERS),
    ("staff_changes:html", "notice", MANAGERS),
    ("staff_changes:dismiss", "notice", MANAGERS),
    ("staff_changes:take_back", "notice", MANAGERS),
    ("staff_mailings:index", None, MANAGERS),
    ("staff_mailings:index_results", None, MANAGERS),
    ("staff_mailings:add", None, MANAGERS),
    ("staff_mailings:mailing", "mailing", MANAGERS),
    ("staff_mailings:html", "mailing", MANAGERS),
    ("staff_mailings:progress", "mailing", MANAGERS),
    ("staff_mailings:edit", "mailing", MANAGERS),
    ("staff_mailings:try", "mailing", MANAGERS),
    ("staff_mailings:send", "mailing", MANAGERS),
    ("staff_mailings:stop", "mailing", MANAGERS),
    ("staff_mailings:resume", "mailing", MANAGERS),
    ("staff_mailings:delete", "mailing", MANAGERS),
    ("staff_letters:index", None, MANAGERS),
    ("staff_letters:index_results", None, MANAGERS),
    ("staff_letters:letter", "letter", MANAGERS),
    ("staff_letters:html", "letter", MANAGERS),
    ("staff_letters:resend", "letter", MANAGERS),
    ("staff_letters:drop", "letter", MANAGERS),
    ("staff_letters:stop", None, MANAGERS),
    ("staff_letters:start", None, MANAGERS),
    ("staff_letter_texts:index", None, MANAGERS),
    ("staff_letter_texts:edit", "words", MANAGERS),
    ("staff_letter_texts:reset", "words", MANAGERS),
    ("staff_letter_texts:event", "event", MANAGERS),
    ("staff_letter_texts:event_edit", "event_words", MANAGERS),
    ("staff_letter_texts:event_reset", "event_words", MANAGERS),
    ("staff_readings:index", None, NOBODY),
    ("staff_readings:index_results", None, NOBODY),
]
EXPORTS = [("staff_registrations:index", file, BOTH) for file in ("csv", "xlsx")]
GROUPS = ["edit", "stina", "lars"]
NAMESPACES = (
    "staff_registrations",
    "staff_requests",
    "staff_events",
    "staff_changes",
    "staff_mailings",
    "staff_letters",
    "staff_letter_texts",
    "staff_readings",
)


def make_notice(registration):
    """The event has been moved since this person was told of it."""
    after = told_facts.of(registration.event.calendar_identity)
    before = after | {"starts_at": "2027-03-03T07:30:00Z"}
    Registration.objects.filter(pk=registration.pk).update(told_facts=before)
    return registration.event.change_notices.create(before=before, after=after, opened_at=NOW)


def make_mailing(event):
    words = Words("Parkering", "Garaget är stängt.")
    return mailings.create(words, events=[event], segment=Segment(), attachments=[], by=None, now=NOW)


@pytest.fixture
def things(olof, event, sign_up):
    """A registration with needs, its event and its letter, and a request for a seat."""
    registration = sign_up(replace(olof, diet="nötallergi"), event)
    return {
        "registration": registration,
        "event": event,
        "letter": registration.letters.get(),
        "asked": sign_up(olof, RoundTableFactory()),
        "notice": make_notice(registration),
        "planned": ReminderRule.objects.create(event_id=event.pk, minutes_before=60),
        "mailing": make_mailing(event),
    }


def address(name, about, things):
    if about == "asked":
        return f"{reverse(name)}?pk={things[about].pk}"
    if about == "planned":
        # A reminder on the time line of the event.
        entry = f"planned-reminder-{things[about].key}"
        return reverse(name, args=[things[about].event_id], query={"brev": entry})
    if about == "words":
        return reverse(name, args=["confirmed", "sv"])
    if about == "event_words":
        return reverse(name, args=[things["event"].pk, "confirmed", "sv"])
    return reverse(name, args=[things[about].pk] if about else [])


def is_refused(response):
    return response.status_code == 302 and response.url == HOME


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("name", "about", "groups"), SCREENS, ids=[name for name, *_ in SCREENS])
def test_screen_opens_for_its_groups_alone(name, about, groups, group, things, request):
    client = request.getfixturevalue(f"as_{group}")

    response = client.get(address(name, about, things))

    if group in groups:
        assert response.status_code == 200
    else:
        assert is_refused(response)


@pytest.mark.parametrize(("name", "about", "groups"), SCREENS, ids=[name for name, *_ in SCREENS])
def test_administrator_sees_every_screen(name, about, groups, things, as_administrator):
    assert as_administrator.get(address(name, about, things)).status_code == 200


@pytest.mark.parametrize(("name", "about", "groups"), SCREENS, ids=[name for name, *_ in SCREENS])
def test_stranger_is_sent_to_log_in(name, about, groups, things):
    response = Client().get(address(name, about, things))

    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("name", "file", "groups"), EXPORTS)
def test_export_is_for_its_groups_alone(name, file, groups, group, things, request):
    client = request.getfixturevalue(f"as_{group}")

    response = client.get(reverse(name), {"export": file})

    assert (response.status_code == 200) == (group in groups)
    assert is_refused(response) == (group not in groups)
    assert Reading.objects.exists() == (group in groups)


def test_table_names_every_address_of_the_screens():
    named = {name for name, *_ in SCREENS}

    found = set()
    for namespace in NAMESPACES:
        admin = next(pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/")
        found |= {
            f"{namespace}:{key}"
            for key in admin.namespace_dict[namespace][1].reverse_dict
            if isinstance(key, str)
        }

    assert found == named


@pytest.mark.parametrize("group", ["edit", "lars"])
def test_posts_of_who_may_not_change_change_nothing(group, things, request):
    client = request.getfixturevalue(f"as_{group}")
    registration, event, asked = things["registration"], things["event"], things["asked"]
    before = list(Registration.objects.order_by("pk").values())
    colleague = {
        "email": "x@example.org",
        "first_name": "X",
        "last_name": "X",
        "role": "official",
        "municipality": "0182",
    }

    for name, about, data in [
        ("staff_registrations:cancel", "registration", {"reason": "x"}),
        ("staff_registrations:give_seat", "registration", {"reason": "x"}),
        ("staff_registrations:hand_over", "registration", colleague),
        ("staff_registrations:correct_address", "registration", {"email": "x@example.org"}),
        ("staff_registrations:renew_links", "registration", {}),
        ("staff_requests:approve", "asked", {"pk": asked.pk}),
        ("staff_requests:decline", "asked", {"pk": asked.pk}),
        ("staff_letters:drop", "letter", {}),
        ("staff_letters:stop", None, {"reason": "x"}),
        ("staff_events:event", "event", {"press": "close"}),
        ("staff_events:hold", "event", {"reason": "x"}),
        ("staff_events:send_now", "planned", {}),
        ("staff_changes:notice", "notice", {"press": "send"}),
        ("staff_changes:dismiss", "notice", {"reason": "x"}),
        ("staff_mailings:send", "mailing", {"when": "now"}),
        ("staff_mailings:delete", "mailing", {}),
        ("staff_letter_texts:edit", "words", {"press": "save", "opening": "x"}),
        ("staff_letter_texts:event_reset", "event_words", {}),
    ]:
        assert is_refused(client.post(address(name, about, things), data))

    assert list(Registration.objects.order_by("pk").values()) == before
    assert [one.history.count() for one in (registration, asked)] == [1, 1]
    assert things["letter"].state == registration.letters.get().state
    assert event.change_notices.get().state == "draft"
    assert event.mailings.get().state == "draft"
    assert not LetterText.objects.exists()
    assert not MailStop.objects.exists()
    assert not MailHold.objects.exists()
    assert not registration.letters.filter(kind="reminder").exists()
    assert not RegistrationWindow.objects.filter(event=event).exists()


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("edit", []),
        (
            "stina",
            [
                "staff_registrations",
                "staff_requests",
                "staff_events",
                "staff_changes",
                "staff_mailings",
                "staff_letters",
                "staff_letter_texts",
            ],
        ),
        ("lars", ["staff_registrations", "staff_requests", "staff_events"]),
    ],
)
def test_menu_leads_only_where_one_may_go(group, labels, things, request):
    page = request.getfixturevalue(f"as_{group}").get(HOME).content.decode()

    offered = [namespace for namespace in NAMESPACES if f'"url": "{reverse(f"{namespace}:index")}"' in page]
    assert offered == labels


def test_group_screen_offers_the_rights_that_the_screens_ask_for_and_no_others(as_administrator):
    group = Group.objects.get(name="Evenemangsansvariga")

    page = as_administrator.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()

    ours = Permission.objects.filter(content_type__app_label="registration")
    offered = {right.codename for right in ours if f'value="{right.pk}"' in page}
    assert offered == set(permissions.OFFERED)


def test_saving_a_group_keeps_its_rights(db):
    group = Group.objects.get(name="Evenemangsansvariga")
    before = set(group.permissions.values_list("codename", flat=True))
    ticked = GroupForm(instance=group).fields["permissions"].queryset.filter(group=group)

    form = GroupForm({"name": group.name, "permissions": [right.pk for right in ticked]}, instance=group)
    assert form.is_valid()
    form.save()

    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert "change_registration" in before


def test_who_may_not_act_does_not_learn_which_numbers_exist(things, as_edit):
    for pk in (things["registration"].pk, 987654):
        assert is_refused(as_edit.get(reverse("staff_registrations:cancel", args=[pk])))


def test_registration_that_does_not_exist_is_not_found_for_who_may_act(as_stina):
    address = reverse("staff_registrations:cancel", args=[987654])

    assert as_stina.get(address).status_code == 404
    assert as_stina.post(address, {"reason": "x"}).status_code == 404
