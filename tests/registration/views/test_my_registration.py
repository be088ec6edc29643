from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from registration import links
from registration.domain import cancellation
from registration.domain.errors import TemporarilyBusy
from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory, mint_link
from tests.registration.views.conftest import status_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def link_to(now):
    """`link_to(registration)`: the address that a letter would hold."""
    return lambda registration: f"/min-anmalan/{mint_link(registration, now=now)}/"


def letters() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


# --- Seeing ---------------------------------------------------------------------------------------


def test_link_shows_what_is_registered(client, bo, event, sign_up, link_to):
    registration = sign_up(replace(bo, phone="070-123 45 67", access="hörslinga"), event)

    response = client.get(link_to(registration))

    assert response.status_code == 200
    assert status_of(response) == ["confirmed"]
    for shown in (event.title, "Bo Ängström", "Tegelbruket AB", bo.address, "070-123 45 67", "hörslinga"):
        assert shown in words_of(response)


def test_somebody_waiting_sees_their_place(client, olof, petra, bo, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    sign_up(petra, event)
    behind = sign_up(replace(petra, address="p2@solna.example"), event)

    response = client.get(link_to(behind))

    assert status_of(response) == ["waitlisted"]
    assert "2" in words_of(response).partition(event.title)[0]


def test_what_has_happened_is_told_latest_first(client, olof, event, sign_up, link_to, now):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now + timedelta(minutes=1))

    words = words_of(client.get(link_to(registration)))

    assert words.index(_("You cancelled your registration")) < words.index(_("You registered"))


def test_names_are_text_and_never_markup(client, olof, event, sign_up, link_to):
    odd = replace(olof, first_name="<script>alert(1)</script>", job_title='"><img src=x onerror=alert(1)>')

    page = client.get(link_to(sign_up(odd, event))).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_meeting_link_is_for_confirmed_people_online_alone(client, olof, petra, bo, sign_up, link_to):
    event = EventFactory(
        format=EventPage.Format.HYBRID, online_capacity=1, online_link="https://meet.example/secret"
    )
    online = sign_up(replace(olof, attendance="online"), event)
    in_the_room = sign_up(replace(petra, attendance="on_site"), event)
    waiting = sign_up(replace(bo, attendance="online"), event)

    shown = [
        "meet.example" in client.get(link_to(registration)).content.decode()
        for registration in (online, in_the_room, waiting)
    ]

    assert shown == [True, False, False]


def test_cancelled_event_is_said_instead_of_the_seat(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))
    EventPage.objects.filter(pk=event.pk).update(status="cancelled", status_note="Talaren är sjuk.")

    response = client.get(link)

    assert status_of(response) == ["cancelled"]
    assert "Talaren är sjuk." in words_of(response)
    assert _("The event is cancelled") in words_of(response)


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (Status.PENDING, "pending"),
        (Status.OFFERED, "offered"),
        (Status.DECLINED, "cancelled"),
        (Status.EXPIRED, "neutral"),
    ],
)
def test_every_status_has_its_mark(client, olof, event, sign_up, link_to, status, mark):
    registration = sign_up(olof, event)
    Registration.objects.filter(pk=registration.pk).update(status=status, offer_expires_at=event.start_at)

    assert status_of(client.get(link_to(registration))) == [mark]


def test_english_page(client, olof, event, sign_up, link_to):
    assert "You are registered" in words_of(client.get("/en" + link_to(sign_up(olof, event))))


# --- Cancelling -----------------------------------------------------------------------------------


def test_cancelling_is_asked_first_and_done_by_the_button(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)
    link = link_to(registration)
    assert f"{link}avanmal/" in client.get(link).content.decode()

    for _time in range(2):
        assert client.get(f"{link}avanmal/").status_code == 200
        assert client.head(f"{link}avanmal/").status_code == 200
    registration.refresh_from_db()
    assert (registration.status, letters()) == (Status.CONFIRMED, ["confirmed"])

    response = client.post(f"{link}avanmal/")

    assert (response.status_code, response["Location"]) == (303, link)
    registration.refresh_from_db()
    assert (registration.status, letters()) == (Status.CANCELLED, ["confirmed", "cancelled"])
    assert status_of(client.get(link)) == ["cancelled"]


def test_cancelling_twice_is_cancelling_once(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))

    answered = [client.post(f"{link}avanmal/").status_code for _time in range(2)]

    assert (answered, letters()) == ([303, 303], ["confirmed", "cancelled"])


def test_seat_goes_to_the_next_in_line(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    link = link_to(sign_up(olof, event))
    waiting = sign_up(petra, event)

    client.post(f"{link}avanmal/")

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED


def test_who_has_cancelled_can_come_back_while_it_is_open(client, olof, event, sign_up, link_to, now):
    registration = sign_up(olof, event)
    link = link_to(registration)
    sign_up_again = f'href="/anmalan/{event.pk}/"'
    assert sign_up_again not in client.get(link).content.decode()

    cancellation.cancel(registration.pk, now=now)
    assert sign_up_again in client.get(link).content.decode()
    assert client.get(f"{link}avanmal/")["Location"] == link

    EventPage.objects.filter(pk=event.pk).update(closes_at=now)
    assert sign_up_again not in client.get(link).content.decode()


def test_nothing_can_be_cancelled_once_it_has_begun(client, olof, event, sign_up, link_to, at_now):
    registration = sign_up(olof, event)
    link = link_to(registration)
    at_now.move_to(event.start_at)

    asked, done = client.get(f"{link}avanmal/"), client.post(f"{link}avanmal/")

    assert (asked.status_code, done.status_code) == (303, 409)
    assert _("It has already begun, so there is nothing left to cancel.") in words_of(done)
    assert "avanmal/" not in client.get(link).content.decode()
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_busy_database_is_said_and_nothing_has_changed(client, olof, event, sign_up, link_to, monkeypatch):
    def busy(*args, **kwargs):
        raise TemporarilyBusy

    link = link_to(sign_up(olof, event))
    monkeypatch.setattr(cancellation, "cancel", busy)

    response = client.post(f"{link}avanmal/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert status_of(response) == ["confirmed"]


def test_cancelling_takes_no_fields(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)

    assert client.post(f"{link_to(registration)}avanmal/", {"status": "x"}).status_code == 400
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


# --- Links that open nothing ----------------------------------------------------------------------


def test_wrong_expired_and_revoked_links_get_the_same_page(client, olof, petra, event, sign_up, now, at_now):
    registration = sign_up(olof, event)
    revoked = mint_link(registration, now=now)
    links.revoke_all(registration, now=now)
    expired = mint_link(sign_up(petra, event), now=now)
    at_now.move_to(event.end_at + links.LIVES_AFTER_EVENT + timedelta(hours=2))

    pages = []
    for token in ("x" * 43, "short", "å" * 43, revoked, expired):
        for address in (f"/min-anmalan/{token}/", f"/min-anmalan/{token}/avanmal/"):
            response = client.get(address)
            assert response.status_code == 404
            assert status_of(response) == ["error"]
            pages.append(_without_secrets(response.content.decode(), token))
    assert set(pages) == {pages[0]}
    assert 'action="/ny-lank/"' in pages[0]
    assert client.post(f"/min-anmalan/{revoked}/avanmal/").status_code == 404


def _without_secrets(page: str, token: str) -> str:
    """The page but for its own address and what is new in every form."""
    own_lines = ("csrfmiddlewaretoken", 'name="shown"', "hreflang")
    return "\n".join(line for line in page.splitlines() if not any(word in line for word in own_lines))


@pytest.mark.parametrize("path", ["", "avanmal/"])
def test_pages_behind_a_link_are_kept_nowhere(client, olof, event, sign_up, link_to, path):
    link = link_to(sign_up(olof, event))

    for response in (client.get(link + path), client.get(f"/min-anmalan/{'x' * 43}/{path}")):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_link_of_one_person_opens_nothing_of_another(client, olof, petra, event, sign_up, link_to):
    sign_up(petra, event)

    assert petra.address not in client.get(link_to(sign_up(olof, event))).content.decode()
