from dataclasses import replace

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import changes
from registration.domain.errors import TemporarilyBusy
from registration.models import Registration
from tests.factories import EventFactory, applicant
from tests.registration.views.conftest import letter_kinds, status_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status
CHANGED = "?andrad=ja"


@pytest.fixture
def hybrid(db):
    """One seat in the room, one place online."""
    return EventFactory(format=EventPage.Format.HYBRID, capacity=1, online_capacity=1)


def busy(*args, **kwargs):
    raise TemporarilyBusy


def test_who_finds_room_changes_at_once(client, olof, hybrid, sign_up, link_to):
    registration = sign_up(replace(olof, attendance="on_site"), hybrid)
    link = link_to(registration)
    asked = client.get(f"{link}deltagande/")
    assert _("Take part online instead?") in words_of(asked)
    assert value_of(asked, "attendance") == "online"
    assert 'name="joins_line"' not in asked.content.decode()

    response = client.post(f"{link}deltagande/", {"attendance": "online"})

    assert (response.status_code, response["Location"]) == (303, link + CHANGED)
    registration.refresh_from_db()
    assert (registration.attendance, registration.status) == ("online", Status.CONFIRMED)
    assert letter_kinds()[-1] == "attendance_changed"


def test_changing_twice_is_changing_once(client, olof, hybrid, sign_up, link_to):
    link = link_to(sign_up(replace(olof, attendance="on_site"), hybrid))

    answered = [client.post(f"{link}deltagande/", {"attendance": "online"}).status_code for _time in range(2)]

    assert (answered, letter_kinds().count("attendance_changed")) == ([303, 303], 1)


def test_nobody_gives_up_a_seat_without_having_said_so(client, olof, petra, hybrid, sign_up, link_to):
    sign_up(replace(petra, attendance="online"), hybrid)
    registration = sign_up(replace(olof, attendance="on_site"), hybrid)
    link = link_to(registration)
    asked = client.get(f"{link}deltagande/")
    assert _("All places online are taken.") in words_of(asked)
    assert 'name="joins_line"' in asked.content.decode()

    refused = client.post(f"{link}deltagande/", {"attendance": "online"})

    assert (refused.status_code, status_of(refused)) == (422, ["error"])
    assert _("Tick here if you want to give up your seat, or keep it.") in words_of(refused)
    registration.refresh_from_db()
    assert (registration.attendance, registration.status) == ("on_site", Status.CONFIRMED)

    client.post(f"{link}deltagande/", {"attendance": "online", "joins_line": "on"})

    registration.refresh_from_db()
    assert (registration.attendance, registration.status) == ("online", Status.WAITLISTED)
    assert status_of(client.get(link)) == ["waitlisted"]


def test_seat_that_is_given_up_goes_on(client, olof, petra, bo, hybrid, sign_up, link_to):
    registration = sign_up(replace(olof, attendance="on_site"), hybrid)
    waiting = sign_up(replace(bo, attendance="on_site"), hybrid)

    client.post(f"{link_to(registration)}deltagande/", {"attendance": "online"})

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED


def test_who_waits_reads_what_the_change_costs(client, olof, petra, bo, hybrid, sign_up, link_to):
    sign_up(replace(petra, attendance="online"), hybrid)
    sign_up(replace(olof, attendance="on_site"), hybrid)
    waiting = sign_up(replace(bo, attendance="on_site"), hybrid)

    page = client.get(f"{link_to(waiting)}deltagande/")

    assert _(
        "You then stand last on the waitlist for it and give up the place in line that you have."
    ) in words_of(page)
    assert 'name="joins_line"' not in page.content.decode()


@pytest.mark.parametrize("answers", [{}, {"attendance": "by_phone"}, {"attendance": "on\0line"}])
def test_garbled_change_can_be_sent_again(client, olof, hybrid, sign_up, link_to, answers):
    link = link_to(sign_up(replace(olof, attendance="on_site"), hybrid))

    response = client.post(f"{link}deltagande/", answers)

    assert response.status_code == 422
    assert value_of(response, "attendance") == "online"


def test_event_with_one_way_has_nothing_to_change(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    assert client.get(f"{link}deltagande/")["Location"] == link
    assert client.post(f"{link}deltagande/", {"attendance": "online"}).status_code == 409


def test_meeting_link_comes_and_goes_with_the_way_of_taking_part(client, olof, sign_up, link_to):
    event = EventFactory(format=EventPage.Format.HYBRID, online_link="https://meet.example/secret")
    link = link_to(sign_up(replace(olof, attendance="on_site"), event))

    seen = []
    for attendance in ("online", "on_site"):
        client.post(f"{link}deltagande/", {"attendance": attendance})
        seen.append("meet.example" in client.get(link).content.decode())

    assert seen == [True, False]


def test_busy_database_asks_again(client, olof, hybrid, sign_up, link_to, monkeypatch):
    link = link_to(sign_up(replace(olof, attendance="on_site"), hybrid))
    monkeypatch.setattr(changes, "change_attendance", busy)

    response = client.post(f"{link}deltagande/", {"attendance": "online"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert value_of(response, "attendance") == "online"


def test_guest_is_told_of_room_without_a_number(client, event, sign_up, link_to):
    hybrid = EventFactory(format=EventPage.Format.HYBRID)
    guest = sign_up(applicant(1, attendance="online"), hybrid)
    Registration.objects.filter(pk=guest.pk).update(role="guest")

    page = client.get(f"{link_to(guest)}deltagande/")

    assert _("There is a seat for you in the room.") in words_of(page)
