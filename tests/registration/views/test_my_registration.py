from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from events.models import EventPage
from registration.domain import cancellation
from registration.models import Registration
from tests.factories import EventFactory, RoundTableFactory, applicant
from tests.registration.views.conftest import status_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


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


# --- What is offered in each status ---------------------------------------------------------------

ADDRESSES = ("tacka-ja", "avanmal", "angra", "andra", "direktplats", "deltagande", "overlat", "nya-lankar")


def offered_on(page):
    """The last part of every address behind the link that the page leads to."""
    return {name for name in ADDRESSES if f"/{name}/" in page.content.decode()}


def test_who_has_a_seat_can_change_hand_over_and_cancel(client, olof, event, sign_up, link_to):
    page = client.get(link_to(sign_up(olof, event)))

    assert offered_on(page) == {"andra", "overlat", "avanmal", "nya-lankar"}
    for address in (f"/kalender/{event.pk}.ics", "https://outlook.office.com/", "https://calendar.google"):
        assert f'href="{address}' in page.content.decode()


def test_offer_is_answered_inside_the_band(client, olof, petra, sign_up, link_to, now):
    event = EventFactory(capacity=1)
    holder, next_one = sign_up(olof, event), sign_up(replace(petra, wants_directly=False), event)
    cancellation.cancel(holder.pk, now=now)

    page = client.get(link_to(next_one))

    assert status_of(page) == ["offered"]
    assert offered_on(page) == {"tacka-ja", "avanmal", "andra", "nya-lankar"}
    band = page.content.decode().partition("data-registration-status")[2].partition("threshold")[0]
    assert "tacka-ja/" in band
    assert "avanmal/" in band
    # From Monday at noon ten working hours last until Tuesday at noon.
    assert "tisdag 2 februari 2027 kl. 12.00" in words_of(page)


def test_who_waits_can_choose_how_a_seat_comes(client, olof, petra, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    page = client.get(link_to(sign_up(petra, event)))

    assert offered_on(page) == {"direktplats", "avanmal", "andra", "nya-lankar"}
    assert 'name="wants_directly" value="no"' in page.content.decode()
    assert _("A seat that becomes free for you is yours at once, and we mail you.") in words_of(page)


def test_who_has_asked_can_withdraw(client, olof, sign_up, link_to):
    page = client.get(link_to(sign_up(olof, RoundTableFactory())))

    assert status_of(page) == ["pending"]
    assert offered_on(page) == {"avanmal", "andra", "nya-lankar"}
    assert _("Withdraw your request") in words_of(page)


def test_who_has_just_cancelled_can_undo(client, olof, event, sign_up, link_to, now, at_now):
    registration = sign_up(olof, event)
    cancellation.cancel(registration.pk, now=now)
    link = link_to(registration)

    assert offered_on(client.get(link)) == {"angra", "nya-lankar"}

    at_now.move_to(now + timedelta(minutes=10))
    assert offered_on(client.get(link)) == {"nya-lankar"}


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DECLINED, Status.EXPIRED])
def test_whoever_has_no_seat_any_more_may_come_back_while_it_is_open(
    client, olof, event, sign_up, link_to, status, now
):
    registration = sign_up(olof, event)
    Registration.objects.filter(pk=registration.pk).update(status=status)
    link, again = link_to(registration), f'href="/anmalan/{event.pk}/"'

    assert again in client.get(link).content.decode()

    EventPage.objects.filter(pk=event.pk).update(closes_at=now)
    assert again not in client.get(link).content.decode()


def test_who_has_a_seat_need_not_come_back(client, olof, event, sign_up, link_to):
    assert f'href="/anmalan/{event.pk}/"' not in client.get(link_to(sign_up(olof, event))).content.decode()


def test_nothing_is_offered_for_a_cancelled_event(client, olof, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))
    EventPage.objects.filter(pk=event.pk).update(status="cancelled")

    assert offered_on(client.get(link)) == {"nya-lankar"}


def test_nothing_is_offered_once_it_has_begun(client, olof, event, sign_up, link_to, at_now):
    link = link_to(sign_up(olof, event))
    at_now.move_to(event.start_at)

    assert offered_on(client.get(link)) == {"nya-lankar"}


def test_looking_changes_nothing(client, olof, event, sign_up, link_to):
    registration = sign_up(olof, event)
    link = link_to(registration)

    for name in ("", *(f"{name}/" for name in ADDRESSES)):
        client.get(link + name)
        client.head(link + name)

    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED
    assert registration.history.count() == 1
    assert registration.links.filter(revoked_at=None).count() == 1


def test_page_costs_the_same_however_long_the_line(
    client, olof, sign_up, link_to, django_assert_max_num_queries
):
    event = EventFactory(capacity=1)
    sign_up(olof, event)
    for number in range(1, 6):
        last = sign_up(applicant(number), event)
    link = link_to(last)
    client.get(link)

    with django_assert_max_num_queries(8):
        assert client.get(link).status_code == 200
