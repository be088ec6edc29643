"""The list of events as a visitor meets it, in English, whose words are the source."""

from datetime import timedelta

import pytest
from django.test import Client

from events.listing import PAST_ON_A_PAGE
from events.models import EventPage, Topic
from events.roles import Role
from registration.domain.capacity import Quota
from tests.events.test_pages import count_queries
from tests.factories import (
    NOW,
    START_AT,
    EventFactory,
    GatheringFactory,
    RegistrationFactory,
    RoundTableFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

Status = EventPage.Status


def show_list(client: Client, query: str = "") -> str:
    response = client.get(f"/en/evenemang/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_coming_events_month_by_month_and_drafts_never(client: Client) -> None:
    march = EventFactory(title="Seminariet i mars")
    april = EventFactory(title="Seminariet i april", start_at=START_AT + timedelta(days=35))
    EventFactory(title="Utkastet", live=False)
    EventFactory(title="Det som varit", start_at=NOW - timedelta(days=4))

    html = show_list(client)

    assert html.index("March 2027") < html.index(march.title) < html.index("April 2027")
    assert html.index("April 2027") < html.index(april.title)
    assert "Utkastet" not in html
    assert "Det som varit" not in html


def test_list_of_past_events_shows_the_latest_first(client: Client) -> None:
    EventFactory(title="Det kommande")
    EventFactory(title="I november", start_at=NOW - timedelta(days=80))
    EventFactory(title="I januari", start_at=NOW - timedelta(days=4))

    html = show_list(client, "?visa=tidigare")

    assert html.index("I januari") < html.index("I november")
    assert "Det kommande" not in html
    assert html.count(">Held</span>") == 2


def test_cancelled_event_stays_in_the_list_with_its_word(client: Client) -> None:
    EventFactory(title="Det inställda", status=Status.CANCELLED)

    html = show_list(client)

    assert "Det inställda" in html
    assert "<span>Cancelled</span>" in html


def test_empty_list_points_to_the_calendar(client: Client) -> None:
    EventFactory(live=False)

    assert "Nothing is planned just now." in show_list(client)


def test_list_costs_the_same_for_one_event_and_for_twenty(client: Client) -> None:
    EventFactory(quotas={Role.BUILDER: Quota(reserved=3)})
    RoundTableFactory()
    GatheringFactory()
    few = count_queries(client, "/evenemang/")

    for number in range(20):
        event = EventFactory(title=f"Ett till {number}", quotas={Role.BUILDER: Quota(reserved=3)})
        RegistrationFactory.create_batch(3, event=event)
    many = count_queries(client, "/evenemang/")

    assert many == few
    assert many <= 15


# --- Filters --------------------------------------------------------------------------------


@pytest.fixture
def climate(db: None) -> Topic:
    return Topic.objects.create(name="Klimatkrav", slug="klimatkrav")


def on_topic(event: EventPage, topic: Topic) -> EventPage:
    event.topics.add(topic)
    event.save()
    return event


def test_list_shows_one_kind(client: Client) -> None:
    EventFactory(title="Ett seminarium")
    RoundTableFactory(title="Ett rundabord")
    GatheringFactory(title="Ett besök")
    GatheringFactory(title="Ett webbinarium", gathering_kind="webinar", format="online")

    for word, title in {
        "seminarier": "Ett seminarium",
        "rundabordssamtal": "Ett rundabord",
        "studiebesok": "Ett besök",
        "webbinarier": "Ett webbinarium",
    }.items():
        html = show_list(client, f"?form={word}")
        assert [name for name in TITLES if f">{name}</a>" in html] == [title]
        assert "1 event<" in html


TITLES = ["Ett seminarium", "Ett rundabord", "Ett besök", "Ett webbinarium"]


def test_list_shows_one_topic_and_event_pages_link_to_it(client: Client, climate: Topic) -> None:
    event = on_topic(EventFactory(title="Om klimat"), climate)
    EventFactory(title="Om annat")

    html = show_list(client, "?amne=klimatkrav")

    assert "Om klimat" in html
    assert "Om annat" not in html
    page = client.get(f"/en/evenemang/{event.slug}/").content.decode()
    assert 'href="/en/evenemang/?amne=klimatkrav"' in page


def test_list_shows_only_what_has_seats(client: Client) -> None:
    full = EventFactory(title="Det fulla", capacity=1)
    RegistrationFactory(event=full)
    EventFactory(title="Det stängda", closes_at=NOW - timedelta(hours=1))
    EventFactory(title="Det inställda", status=Status.CANCELLED)
    EventFactory(title="Det lediga")

    html = show_list(client, "?lediga=ja")

    assert "Det lediga" in html
    for title in ("Det fulla", "Det stängda", "Det inställda"):
        assert title not in html
    assert "1 event<" in html


def test_filters_narrow_together(client: Client, climate: Topic) -> None:
    on_topic(EventFactory(title="Seminarium om klimat"), climate)
    on_topic(RoundTableFactory(title="Rundabord om klimat"), climate)
    EventFactory(title="Seminarium om annat")

    html = show_list(client, "?form=seminarier&amne=klimatkrav")

    assert "Seminarium om klimat" in html
    assert "Rundabord om klimat" not in html
    assert "Seminarium om annat" not in html
    assert "(2 chosen)" in html


def test_empty_result_says_so_and_leads_back(client: Client, climate: Topic) -> None:
    EventFactory(title="Om annat")

    html = show_list(client, "?amne=klimatkrav")

    assert "No event matches what you have chosen." in html
    assert '<a href="/en/evenemang/">Show all upcoming events</a>' in html
    assert "Om annat" not in html


@pytest.mark.parametrize("query", ["?form=konserter", "?amne=finns-inte", "?visa=allt", "?sida=0"])
def test_value_that_nobody_knows_never_widens_the_list(client: Client, query: str) -> None:
    EventFactory(title="Det kommande")
    EventFactory(title="Det förra", start_at=NOW - timedelta(days=4))

    response = client.get(f"/en/evenemang/{query}")

    html = response.content.decode()
    assert response.status_code == 404
    assert "There is no such list." in html
    assert "noindex" in html
    assert "Det kommande" not in html
    assert "Det förra" not in html


def test_list_of_one_choice_has_one_address(client: Client) -> None:
    html = show_list(client, "?utm_source=brev&lediga=ja&form=seminarier")

    assert (
        '<link rel="canonical" href="http://127.0.0.1:8000/en/evenemang/?form=seminarier&amp;lediga=ja">'
        in html
    )


def test_chosen_kind_is_marked_and_the_others_keep_the_rest(client: Client, climate: Topic) -> None:
    html = show_list(client, "?visa=tidigare&form=seminarier&amne=klimatkrav")

    assert 'form=seminarier&amp;amne=klimatkrav" aria-current="true">Seminars</a>' in html
    assert 'href="/en/evenemang/?visa=tidigare&amp;form=webbinarier&amp;amne=klimatkrav"' in html
    assert '<option value="klimatkrav" selected>' in html


def test_rare_kinds_can_be_chosen_only_where_there_are_some(client: Client) -> None:
    assert "Network meetings" not in show_list(client)

    GatheringFactory(gathering_kind="network_meeting")

    assert "Network meetings" in show_list(client)


def test_past_events_come_in_pages(client: Client) -> None:
    for number in range(PAST_ON_A_PAGE + 1):
        EventFactory(title=f"Nummer {number}", start_at=NOW - timedelta(days=4 + number))

    first, second = show_list(client, "?visa=tidigare"), show_list(client, "?visa=tidigare&sida=2")

    assert ">Nummer 0</a>" in first
    assert f">Nummer {PAST_ON_A_PAGE}</a>" not in first
    assert 'rel="next" href="/en/evenemang/?visa=tidigare&amp;sida=2"' in first
    assert 'rel="prev"' not in first
    assert f">Nummer {PAST_ON_A_PAGE}</a>" in second
    assert 'rel="prev" href="/en/evenemang/?visa=tidigare"' in second
    assert 'rel="next"' not in second
    assert f"{PAST_ON_A_PAGE + 1} events" in first
    assert client.get("/en/evenemang/?visa=tidigare&sida=3").status_code == 404


def test_moved_event_shows_its_old_date_in_the_list(client: Client) -> None:
    EventFactory(status=Status.RESCHEDULED, previous_start_at=START_AT - timedelta(days=7))

    assert "<s>Thursday 25 February 2027 at 8:30</s>" in show_list(client)


def test_filtered_list_costs_the_same_for_one_event_and_for_ten(client: Client, climate: Topic) -> None:
    on_topic(EventFactory(), climate)
    address = "/evenemang/?form=seminarier&amne=klimatkrav&lediga=ja"
    one = count_queries(client, address)

    for _number in range(9):
        on_topic(EventFactory(), climate)

    assert count_queries(client, address) == one
