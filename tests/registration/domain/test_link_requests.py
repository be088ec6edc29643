from dataclasses import replace
from datetime import timedelta

import pytest

from registration import links
from registration.domain import cancellation, link_requests
from registration.models import OutboxMessage
from tests.factories import EventFactory, mint_link

pytestmark = pytest.mark.django_db


def asked_for():
    letters = OutboxMessage.objects.filter(kind="new_link").order_by("pk")
    return [(letter.registration.event_id, letter.address) for letter in letters]


def test_link_goes_to_the_mailbox_that_is_registered(olof, petra, event, sign_up, now):
    sign_up(olof, event)
    sign_up(petra, event)

    link_requests.send_links(" OLOF@nacka.example ", event_id=event.pk, now=now)

    assert asked_for() == [(event.pk, olof.address)]


def test_unknown_address_gets_no_letter(olof, petra, event, sign_up, now):
    sign_up(olof, event)

    link_requests.send_links(petra.address, event_id=event.pk, now=now)

    assert asked_for() == []


def test_link_is_for_the_event_asked_about(olof, event, sign_up, now):
    sign_up(olof, event)
    sign_up(olof, EventFactory())

    link_requests.send_links(olof.address, event_id=event.pk, now=now)

    assert asked_for() == [(event.pk, olof.address)]


def test_every_coming_registration_when_no_event_is_named(olof, sign_up, now):
    later, sooner, past = (EventFactory(start_at=now + timedelta(days=days)) for days in (20, 10, 5))
    for event in (later, sooner, past):
        sign_up(olof, event)

    link_requests.send_links(olof.address, event_id=None, now=past.end_at)

    assert asked_for() == [(sooner.pk, olof.address), (later.pk, olof.address)]


def test_only_the_first_few_letters_at_once(olof, sign_up, now):
    for _ in range(7):
        sign_up(olof, EventFactory())

    link_requests.send_links(olof.address, event_id=None, now=now)

    assert len(asked_for()) == link_requests.MOST_LETTERS


def test_who_cancelled_can_still_see_that_it_is_so(olof, event, sign_up, now):
    cancellation.cancel(sign_up(olof, event).pk, now=now)

    link_requests.send_links(olof.address, event_id=event.pk, now=now)

    assert asked_for() == [(event.pk, olof.address)]


def test_asking_twice_is_two_letters(olof, event, sign_up, now):
    # A letter may have been lost; how often one may ask is for the rate limits.
    sign_up(olof, event)

    for _ in range(2):
        link_requests.send_links(olof.address, event_id=event.pk, now=now)

    assert len(asked_for()) == 2


def test_plus_tag_is_another_mailbox(olof, event, sign_up, now):
    sign_up(replace(olof, address="olof+forum@nacka.example"), event)

    link_requests.send_links("olof@nacka.example", event_id=event.pk, now=now)

    assert asked_for() == []


# --- My Bostadsforum ------------------------------------------------------------------------------


def forum_letters():
    return list(OutboxMessage.objects.filter(kind="forum").values_list("registration__event", "address"))


def test_one_letter_to_the_latest_registration_of_the_address(olof, petra, sign_up, now):
    first, latest = EventFactory(), EventFactory()
    sign_up(olof, first)
    sign_up(olof, latest, at=now + timedelta(minutes=1))
    sign_up(petra, first)

    link_requests.send_forum_link(" OLOF@nacka.example ", now=now)

    assert forum_letters() == [(latest.pk, olof.address)]


def test_past_and_cancelled_registrations_are_known_too(olof, event, sign_up, now):
    cancellation.cancel(sign_up(olof, event).pk, now=now)

    link_requests.send_forum_link(olof.address, now=event.end_at + timedelta(days=30))

    assert forum_letters() == [(event.pk, olof.address)]


def test_unknown_address_gets_no_link_to_everything(olof, petra, event, sign_up, now):
    sign_up(olof, event)

    link_requests.send_forum_link(petra.address, now=now)

    assert forum_letters() == []


# --- Ending links ---------------------------------------------------------------------------------


def test_holder_ends_the_links_to_a_registration_and_the_pages_that_open_it(olof, event, sign_up, now):
    registration = sign_up(olof, event)
    mine = mint_link(registration, now=now)
    links.keep_forum(forum := links.new_token(), olof.address, now=now)
    links.keep_feed(feed := links.new_token(), olof.address, now=now)

    link_requests.end_links(registration, now=now)

    assert links.find(mine, now=now) is None
    assert links.find_forum(forum, now=now) is None
    assert links.find_feed(feed, now=now) is not None
