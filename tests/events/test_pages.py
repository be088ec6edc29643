"""Event pages as a visitor meets them, in English, whose words are the source."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from events.models import EventPage, GatheringPage, ProgrammeItem, RoundTablePage, SeminarPage, SpeakerSlot
from events.roles import Role
from registration.domain.capacity import Quota
from registration.domain.signup import Applicant
from tests.factories import (
    NOW,
    START_AT,
    EventFactory,
    GatheringFactory,
    PersonFactory,
    RegistrationFactory,
    RoundTableFactory,
    applicants,
    event_index,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

Status = EventPage.Status
NOT_COUNTED = ("BEGIN", "COMMIT", "SET ", "SAVEPOINT", "RELEASE")


def show(client: Client, page: Page, language: str = "en") -> str:
    prefix = "" if language == "sv" else f"/{language}"
    response = client.get(f"{prefix}/evenemang/{page.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len([query for query in captured if not query["sql"].upper().startswith(NOT_COUNTED)])


def test_open_event_shows_seats_left_and_the_way_in(client: Client) -> None:
    event = EventFactory(capacity=20)

    html = show(client, event)

    assert "20 seats left" in html
    assert "Open for registration" in html
    assert f'href="/en/anmalan/{event.pk}/"' in html
    assert f'href="/en/anmalan/{event.pk}/ny-lank/"' in html


def test_few_seats_left_are_said_in_words(client: Client, sign_up: Callable) -> None:
    event = EventFactory(capacity=4)
    for person in applicants(2):
        sign_up(person, event)

    html = show(client, event)

    assert "2 seats left" in html
    assert "Few seats left" in html


def test_full_event_offers_the_waitlist(client: Client, sign_up: Callable, olof: Applicant) -> None:
    event = EventFactory(capacity=1)
    sign_up(olof, event)

    html = show(client, event)

    assert "Fully booked, there is a waitlist" in html
    assert "Join the waitlist" in html
    assert f'href="/en/anmalan/{event.pk}/"' in html


def test_role_without_seats_shows_waitlist_while_others_have_some(
    client: Client, sign_up: Callable, bo: Applicant
) -> None:
    event = EventFactory(capacity=10, quotas={Role.BUILDER: Quota(maximum=1)})
    sign_up(bo, event)

    html = show(client, event)

    assert '<span>Builders</span><span class="role-seats">waitlist</span>' in html
    assert '<span>Officials</span><span class="role-seats">9 left</span>' in html
    assert ">Register</a>" in html


def test_event_not_open_yet_says_when_it_opens(client: Client) -> None:
    event = EventFactory(opens_at=NOW + timedelta(days=3), closes_at=START_AT)

    html = show(client, event)

    assert "Registration opens Thursday 4 February 2027 at 12:00." in html
    assert f"/anmalan/{event.pk}/" not in html


def test_closed_event_says_when_it_closed_and_whom_to_ask(client: Client) -> None:
    event = EventFactory(closes_at=NOW - timedelta(hours=1))

    html = show(client, event)

    assert "Registration closed Monday 1 February 2027 at 11:00." in html
    assert event.contact.email in html
    assert f'href="/en/anmalan/{event.pk}/"' not in html


def test_cancelled_event_shows_the_message_and_no_way_in(client: Client) -> None:
    event = EventFactory(status=Status.CANCELLED, status_note="Talaren har fått förhinder.")

    html = show(client, event)

    assert ">Cancelled</h2>" in html
    assert "Talaren har fått förhinder." in html
    assert f"/anmalan/{event.pk}/" not in html
    assert f"/kalender/{event.pk}.ics" not in html


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.PRELIMINARY])
def test_whom_to_ask_stands_once_where_there_is_no_more_to_say(client: Client, status: str) -> None:
    event = EventFactory(status=status)

    assert show(client, event).count(f'"mailto:{event.contact.email}"') == 1


def test_preliminary_event_waits_for_its_date(client: Client) -> None:
    event = EventFactory(status=Status.PRELIMINARY)

    html = show(client, event)

    assert "Registration opens when the date is settled." in html
    assert f"/anmalan/{event.pk}/" not in html


def test_moved_event_shows_its_new_time(client: Client) -> None:
    event = EventFactory(status=Status.RESCHEDULED, status_note="Lokalen var inte ledig.")

    html = show(client, event)

    assert "New time:" in html
    assert "Lokalen var inte ledig." in html
    assert ">Register</a>" in html


def test_held_event_says_so_under_its_title(client: Client) -> None:
    event = EventFactory(start_at=NOW - timedelta(days=4))

    html = show(client, event)

    assert "Held on Thursday 28 January 2027" in html
    assert f"/anmalan/{event.pk}/" not in html
    assert 'href="/en/evenemang/?visa=tidigare" aria-current="true"' in html


def test_held_event_still_says_when_and_where_it_was(client: Client) -> None:
    html = show(client, EventFactory(start_at=NOW - timedelta(days=4), venue__name="Folkets hus"))

    main = html[html.index("<main") : html.index("</main>")]
    assert "When and where" in main
    assert "28 January 2027" in main[main.index("When and where") :]
    assert "Folkets hus" in main
    assert "Free of charge" not in main


def test_event_held_online_says_so(client: Client) -> None:
    held = {"start_at": NOW - timedelta(days=4), "format": EventPage.Format.ONLINE, "venue": None}

    assert "<dt>Where</dt><dd>Online</dd>" in show(client, EventFactory(**held))


def test_round_table_by_invitation_names_its_contact(client: Client) -> None:
    event = RoundTableFactory(flow=EventPage.Flow.INVITATION, table_count=3, seats_per_table=8)

    html = show(client, event)

    assert "Three tables, eight seats at each" in html
    assert "The organisers invite those who take part." in html
    assert event.contact.email in html
    assert f"/anmalan/{event.pk}/" not in html


def test_round_table_takes_requests_and_says_when_the_answer_comes(client: Client) -> None:
    event = RoundTableFactory(table_count=3, seats_per_table=8, closes_at=START_AT - timedelta(days=20))

    html = show(client, event)

    assert "Three tables, eight seats at each" in html
    assert f'href="/en/anmalan/{event.pk}/">Ask for a seat</a>' in html
    assert "You get an answer by Thursday 18 February 2027." in html
    assert f"/anmalan/{event.pk}/ny-lank/" in html


def test_event_without_a_contact_points_to_the_general_address(client: Client) -> None:
    event = EventFactory(contact=None, closes_at=NOW - timedelta(hours=1))

    assert "bostadsforum@example.org" in show(client, event)


def test_visitor_finds_the_way_in_words(client: Client) -> None:
    event = EventFactory(
        venue__directions="Entrén ligger på gaveln.", venue__accessibility="Hörslinga i salen."
    )

    html = show(client, event)

    assert "Entrén ligger på gaveln." in html
    assert "Hörslinga i salen." in html
    assert f'href="/kalender/{event.pk}.ics"' in html


def test_link_of_an_online_event_is_never_shown(client: Client) -> None:
    event = GatheringFactory(
        format=EventPage.Format.ONLINE, venue=None, online_link="https://mote.example.org/hemligt"
    )

    html = show(client, event)

    assert "Take part online" in html
    assert "mote.example.org" not in html


def test_programme_and_people_are_shown_as_they_were_then(client: Client) -> None:
    event = EventFactory()
    ProgrammeItem.objects.create(event=event, starts="08:30", ends="08:40", title="Välkommen", people="Kim")
    SpeakerSlot.objects.create(
        event=event,
        person=PersonFactory(first_name="Tuva", last_name="Planchef", job_title="direktör"),
        job_title="planchef",
        organisation="Nacka kommun",
    )

    html = show(client, event)

    assert "08:30–08:40" in html
    assert "Välkommen" in html
    assert "Tuva Planchef" in html
    assert "planchef, Nacka kommun" in html
    assert "direktör" not in html


def test_words_of_editors_are_escaped(client: Client) -> None:
    event = EventFactory(title="<script>alert(1)</script>", doors_note="<b>", doors_open_time="08:00")

    html = show(client, event)

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;b&gt; from" in html


def test_english_falls_back_to_swedish_and_says_so(client: Client) -> None:
    event = EventFactory(title="Vägen till en bostad", ingress="På svenska.", ingress_en="In English.")

    html = show(client, event)

    assert '<html lang="en">' in html
    assert '<h1 lang="sv">Vägen till en bostad</h1>' in html
    assert '<p class="ingress">In English.</p>' in html


def test_swedish_is_the_language_without_a_prefix(client: Client) -> None:
    event = EventFactory(title="Vägen", title_en="The road")

    html = show(client, event, language="sv")

    assert '<html lang="sv">' in html
    assert "<h1>Vägen</h1>" in html
    assert f'href="/en/evenemang/{event.slug}/" hreflang="en"' in html


def test_draft_is_not_found(client: Client) -> None:
    draft = EventFactory(live=False)

    assert client.get(f"/evenemang/{draft.slug}/").status_code == 404


@pytest.mark.parametrize("start_at", [START_AT, None])
@pytest.mark.parametrize("make", [SeminarPage, RoundTablePage, GatheringPage])
def test_page_can_be_previewed_before_it_is_saved(make: type[EventPage], start_at: datetime | None) -> None:
    index = event_index()
    page = make(title="Ny", slug="ny", start_at=start_at, path=f"{index.path}0001", depth=index.depth + 1)
    page.set_url_path(index)

    response = page.make_preview_request()

    assert response.status_code == 200
    assert "<h1>Ny</h1>" in response.render().content.decode()


def test_plain_page_view_sets_no_cookie(client: Client) -> None:
    event = EventFactory()

    for address in ("/", "/evenemang/", f"/evenemang/{event.slug}/", f"/en/evenemang/{event.slug}/"):
        assert not client.get(address).cookies


def test_event_page_costs_the_same_however_much_it_holds(client: Client) -> None:
    event = EventFactory(quotas={Role.BUILDER: Quota(reserved=3)})
    add_content(event, times=1)
    little = count_queries(client, f"/evenemang/{event.slug}/")

    add_content(event, times=20)
    RegistrationFactory.create_batch(15, event=event)
    EventFactory.create_batch(5)
    much = count_queries(client, f"/evenemang/{event.slug}/")

    assert much == little
    assert much <= 20


def add_content(event: EventPage, *, times: int) -> None:
    for number in range(times):
        ProgrammeItem.objects.create(event=event, starts="09:00", title=f"Punkt {number}", people="Kim")
        SpeakerSlot.objects.create(event=event, person=PersonFactory())
    event.body = [("paragraph", "<p>Ett stycke.</p>")] * times
    event.save()
