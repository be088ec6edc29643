from datetime import UTC, timedelta

import icalendar
import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from events import identity
from events.models import EventPage, SeminarPage, Topic
from tests import ics
from tests.factories import START_AT, EventFactory, GatheringFactory, event_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

FEED = "/kalender.ics"


def uids(client: Client) -> list[str]:
    stream = client.get(FEED).content
    return [str(event["UID"]) for event in icalendar.Calendar.from_ical(stream).events]


def uid(event: EventPage) -> str:
    return str(EventPage.objects.get(pk=event.pk).calendar_identity.uid)


def address(event: EventPage) -> str:
    return f"/kalender/{event.pk}.ics"


@pytest.fixture(params=["feed", "download"])
def path(request, event) -> str:
    return FEED if request.param == "feed" else address(event)


# --- How it is served (docs/rules.md C 4.4) -------------------------------------------------------


def test_a_calendar_is_served_without_cookies_or_login(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith(" GMT")
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    assert "Vary" not in response
    assert ics.lines(response.content)


def test_the_same_bytes_whatever_the_client_would_like_or_has(client, path, stina):
    plain = client.get(path)

    client.force_login(stina)
    asking = client.get(path, headers={"accept": "text/html", "accept-language": "en", "host": "x.example"})

    assert asking.content == plain.content
    assert asking["ETag"] == plain["ETag"]
    assert "Vary" not in asking


def test_who_has_it_already_is_told_so(client, path):
    etag = client.get(path)["ETag"]

    for known in (etag, f"W/{etag}", f'"other", {etag}', f'W/"other", W/{etag}', "*"):
        response = client.get(path, headers={"if-none-match": known})
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == etag
        assert not response.cookies


def test_who_has_something_else_gets_it_anew(client, path):
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_who_only_knows_the_time_is_told_too(client, path):
    changed = client.get(path)["Last-Modified"]

    assert client.get(path, headers={"if-modified-since": changed}).status_code == 304
    earlier = "Sun, 10 Jan 2027 08:00:00 GMT"
    assert client.get(path, headers={"if-modified-since": earlier}).status_code == 200


def test_the_tag_wins_over_the_time(client, path):
    response = client.get(path)
    etag, changed = response["ETag"], response["Last-Modified"]

    headers = {"if-none-match": '"other"', "if-modified-since": changed}
    assert client.get(path, headers=headers).status_code == 200
    headers = {"if-none-match": etag, "if-modified-since": "Sun, 10 Jan 2027 08:00:00 GMT"}
    assert client.get(path, headers=headers).status_code == 304


def test_head_is_get_without_the_body(client, path):
    get, head = client.get(path), client.head(path)

    assert head.status_code == 200
    assert head.content == b""
    assert {name: head[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")} == {
        name: get[name] for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length")
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(path, method):
    assert getattr(Client(enforce_csrf_checks=True), method)(path).status_code == 405


def test_what_calendar_programs_try_is_told_the_same(path):
    # Apple's ask whether it is a calendar that can be written to.
    assert Client().generic("PROPFIND", path, "<x/>", content_type="text/xml").status_code == 405


# --- What is shown --------------------------------------------------------------------------------


def test_an_unchanged_feed_is_the_same_bytes_tomorrow(client, event, at_now, now):
    today = client.get(FEED)

    at_now.move_to(now + timedelta(days=1))

    tomorrow = client.get(FEED)
    assert tomorrow.content == today.content
    assert tomorrow["Last-Modified"] == today["Last-Modified"]


def test_a_change_is_seen_at_once(client, event):
    before = client.get(FEED)

    event.title = "Ny titel"
    event.save_revision().publish()

    after = client.get(FEED, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "SUMMARY:Ny titel" in ics.lines(after.content)
    since = {"if-modified-since": before["Last-Modified"]}
    assert client.get(FEED, headers=since).status_code == 200


def test_events_come_in_the_order_of_their_start(client):
    later = EventFactory(start_at=START_AT + timedelta(days=7))
    sooner = EventFactory()

    assert uids(client) == [uid(sooner), uid(later)]


def test_drafts_private_and_unpublished_events_are_nobodys_business(client, event):
    draft = EventFactory(live=False)
    private = EventFactory()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    unpublished = EventFactory()
    unpublished.unpublish()

    assert uid(draft) not in uids(client)
    assert sum(line.startswith("LOCATION:") for line in ics.lines(client.get(FEED).content)) == 1
    for hidden in (draft, private, unpublished):
        assert client.get(address(hidden)).status_code == 404


@pytest.mark.parametrize("path", ["/kalender/999999999.ics", "/kalender/9999999999.ics", "/kalender/x.ics"])
def test_an_unknown_event_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_page_that_is_no_event_is_not_found(client, event):
    assert client.get(address(event_index())).status_code == 404


def test_who_only_knows_the_time_learns_that_an_event_is_gone(client, event):
    going = EventFactory()
    before = client.get(FEED)["Last-Modified"]

    going.unpublish()

    response = client.get(FEED, headers={"if-modified-since": before})
    assert response.status_code == 200
    assert f"SUMMARY:INSTÄLLT: {going.title}" in ics.lines(response.content)


def test_a_held_event_stays_for_ninety_days(client, event, at_now):
    leaves_at = event.end_at.astimezone(UTC) + timedelta(days=90)
    at_now.move_to(leaves_at - timedelta(seconds=1))
    last = client.get(FEED)
    assert uid(event) in last.content.decode()

    at_now.move_to(leaves_at)
    gone = client.get(FEED, headers={"if-modified-since": last["Last-Modified"]})

    assert gone.status_code == 200
    assert uid(event) not in gone.content.decode()
    assert client.get(address(event)).status_code == 200


def test_a_cancelled_event_stays_and_says_so(client, event, at_now):
    event.status = "cancelled"
    event.save_revision().publish()

    at_now.move_to(event.end_at + timedelta(days=30))

    stream = client.get(FEED).content
    assert ics.values(stream, "STATUS") == ["CANCELLED"]
    assert ics.text(stream, "SUMMARY") == f"INSTÄLLT: {event.title}"


def test_an_event_without_an_end_is_left_out(client, event, now):
    SeminarPage.objects.filter(pk=event.pk).update(end_at=None)
    identity.refresh(event, now=now)

    assert uids(client) == []
    assert client.get(address(event)).status_code == 404


def test_an_empty_feed_is_a_calendar_with_its_zone(client):
    found = ics.lines(client.get(FEED).content)

    assert "BEGIN:VTIMEZONE" in found
    assert "BEGIN:VEVENT" not in found


def test_an_event_is_the_same_bytes_in_feed_and_download(client, event):
    EventFactory()

    stream = client.get(address(event)).content

    assert stream[stream.index(b"BEGIN:VEVENT") : stream.index(b"END:VCALENDAR")] in client.get(FEED).content


def test_the_feed_costs_the_same_however_many_events(
    client, event, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(FEED)
    # PostgreSQL is asked three of them at once.
    with django_assert_max_num_queries(5) as one:
        client.get(FEED)
    cost = len(one)

    EventFactory.create_batch(5)

    # With the texts of those that are new, once.
    with django_assert_num_queries(cost + 1):
        client.get(FEED)
    with django_assert_num_queries(cost):
        client.get(FEED)


def test_who_has_it_already_costs_one_question(client, event, django_assert_num_queries):
    tag = client.get(FEED)["ETag"]

    with django_assert_num_queries(1):
        assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304


# --- Filtered feeds (docs/rules.md C 4.5) ---------------------------------------------------------


def test_a_filtered_feed_holds_the_same_bytes_of_fewer_events(client, event):
    webinar = GatheringFactory(gathering_kind="webinar", format="online", venue=None)
    one = client.get(address(webinar)).content
    entry = one[one.index(b"BEGIN:VEVENT") : one.index(b"END:VCALENDAR")]

    filtered = client.get(f"{FEED}?form=webbinarier").content

    assert filtered.count(b"BEGIN:VEVENT") == 1
    assert entry in filtered
    assert entry in client.get(FEED).content


def test_a_filtered_feed_says_in_its_name_what_it_holds(client):
    lines = ics.lines(
        client.get(f"{FEED}?digitalt=ja&form=webbinarier&kommun=nacka&malgrupp=byggaktorer").content
    )

    name = "Bostadsforum: webbinarier\\, Nacka\\, byggaktörer\\, digitalt"
    assert f"NAME:{name}" in lines
    assert f"X-WR-CALNAME:{name}" in lines


@pytest.mark.parametrize(
    "query",
    [
        "?form=konserter",
        "?amne=finns-inte",
        "?kommun=atlantis",
        "?malgrupp=alla",
        "?digitalt=nej",
        "?typ=webinar",
    ],
)
def test_a_feed_that_nobody_knows_is_not_found(client, event, query):
    assert client.get(FEED + query).status_code == 404


def test_one_choice_is_the_same_bytes_however_it_is_written(client, event):
    canonical = client.get(f"{FEED}?form=seminarier&form=webbinarier&digitalt=ja")

    other = client.get(
        f"{FEED}?digitalt=ja&form=webbinarier&form=seminarier&form=webbinarier&amne=&utm_source=x"
    )

    assert other.status_code == 200
    assert (other.content, other["ETag"]) == (canonical.content, canonical["ETag"])
    assert other["Link"] == canonical["Link"]
    assert other["Link"] == (
        '<http://127.0.0.1:8000/kalender.ics?form=seminarier&form=webbinarier&digitalt=ja>; rel="canonical"'
    )


def test_who_only_knows_the_time_learns_that_an_event_has_left_the_filter(client, at_now, now):
    webinar = GatheringFactory(gathering_kind="webinar", format="online", venue=None)
    before = client.get(f"{FEED}?digitalt=ja")
    at_now.move_to(now + timedelta(hours=1))
    webinar.format = "on_site"
    webinar.venue = EventFactory().venue
    webinar.save_revision().publish()

    after = client.get(f"{FEED}?digitalt=ja", headers={"if-modified-since": before["Last-Modified"]})

    assert after.status_code == 200
    assert b"BEGIN:VEVENT" not in after.content


def test_a_filtered_feed_costs_the_same_however_many_events(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    topic = Topic.objects.create(name="Klimatkrav", slug="klimatkrav")

    def add(count: int) -> None:
        for page in EventFactory.create_batch(count):
            page.topics.add(topic)
            page.save()

    path = f"{FEED}?form=seminarier&amne=klimatkrav&malgrupp=byggaktorer"
    add(1)
    client.get(path)
    # That of all events, what the address means, what the topic is called, and when something may have left.
    with django_assert_max_num_queries(8) as one:
        client.get(path)
    cost = len(one)
    add(4)
    client.get(path)

    with django_assert_num_queries(cost):
        assert client.get(path).content.count(b"BEGIN:VEVENT") == 5
