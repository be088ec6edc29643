"""What dies, and what then still happens: the database decides, everything else only nudges."""

import http.client
import os
import signal
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests import services
from tests.factories import applicants
from tests.journeys.running_site import RunningSite, running_site, wait_until
from tests.smtp_sink import smtp_sink

pytestmark = [pytest.mark.long, pytest.mark.services]

EVERY_MINUTE = ("registration.settle_events", "registration.enqueue_reminders", "registration.send_letters")


def post_form(site: RunningSite, event: dict, person, *, form_key: str | None = None) -> tuple[int, float]:
    """Sign somebody up over HTTP as a browser would; the status of the answer and how long it took."""
    fields = {
        "role": person.role,
        "municipality": person.municipality,
        "organisation": person.organisation,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "job_title": person.job_title,
        "email": person.address,
        "wants_directly": "on" if person.wants_directly else "",
        "form_key": form_key or str(uuid.uuid4()),
        "csrfmiddlewaretoken": "a" * 32,
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "csrftoken=" + "a" * 32,
        "Origin": site.origin,
    }
    connection = http.client.HTTPConnection(urlsplit(site.origin).netloc, timeout=120)
    began = time.monotonic()
    connection.request("POST", f"/anmalan/{event['id']}/", urlencode(fields), headers)
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - began


@contextmanager
def silent(process: int) -> Iterator[None]:
    """The process accepts what the kernel accepts for it, and answers nothing."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_letter_leaves_once_when_the_worker_was_killed_before_it(own_site, olof):
    event = own_site.make_event("--title=Före brevet", "--start=2035-03-06T08:30", "--capacity=5")
    own_site.kill_worker()

    assert post_form(own_site, event, olof)[0] == 303
    assert own_site.letters(olof.address) == []

    own_site.start_worker()
    own_site.tick(*EVERY_MINUTE)
    own_site.wait_for_letters(olof.address, 1)
    own_site.manage("outbox")
    own_site.wait_for_letters(olof.address, 1)


def test_letter_leaves_once_when_the_worker_is_killed_while_it_sends(tmp_path: Path, own_redis, olof):
    # A mail server that takes the connection and says nothing holds the worker in the middle of sending.
    port = services.free_port()
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "OUTBOX_LEASE_SECONDS": "2"}
    with running_site(tmp_path, redis_url=own_redis.url, **mail) as site:
        event = site.make_event("--title=Mitt i brevet", "--start=2035-03-06T08:30", "--capacity=5")
        with socket.create_server(("127.0.0.1", port)) as mute:
            mute.settimeout(60)
            assert post_form(site, event, olof)[0] == 303
            held, _address = mute.accept()
            site.kill_worker()
            held.close()

        with smtp_sink(port=port) as sink:
            site.start_worker()
            wait_until(lambda: site.tick(*EVERY_MINUTE) or len(sink.messages) > 0)
            site.manage("outbox")

            assert sink.recipients == [[olof.address]]


def test_registering_works_while_redis_is_silent_and_the_letters_leave_afterwards(
    own_site, own_redis, olof, petra
):
    event = own_site.make_event("--title=Tyst kö", "--start=2035-03-06T08:30", "--capacity=5")

    with silent(own_redis.process.pid):
        answers = [post_form(own_site, event, person) for person in (olof, petra)]

    assert_registered_without_waiting(own_site, event, answers)
    own_site.tick(*EVERY_MINUTE)
    for person in (olof, petra):
        own_site.wait_for_letters(person.address, 1)


def test_registering_works_without_redis_and_the_letters_leave_afterwards(own_site, own_redis, olof, petra):
    event = own_site.make_event("--title=Ingen kö", "--start=2035-03-06T08:30", "--capacity=5")
    services.stop(own_redis.process)

    answers = [post_form(own_site, event, person) for person in (olof, petra)]

    assert_registered_without_waiting(own_site, event, answers)
    with services.redis(port=urlsplit(own_redis.url).port):
        own_site.tick(*EVERY_MINUTE)
        for person in (olof, petra):
            own_site.wait_for_letters(person.address, 1)


def assert_registered_without_waiting(
    site: RunningSite, event: dict, answers: list[tuple[int, float]]
) -> None:
    assert [status for status, _seconds in answers] == [303, 303]
    # A second is promised; the rest is for a computer that has much else to do. Unbounded it would be 25.
    assert max(seconds for _status, seconds in answers) < 5
    assert site.counts(event)["confirmed"] == 2


def test_thirty_at_once_for_five_seats_over_http(own_site):
    event = own_site.make_event("--title=Fem stolar", "--start=2035-03-06T08:30", "--capacity=5")

    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(lambda person: post_form(own_site, event, person), applicants(30)))

    assert {status for status, _seconds in answers} == {303}
    counts = own_site.counts(event)
    assert (counts["confirmed"], counts["waitlisted"]) == (5, 25)
    for person in applicants(30):
        own_site.wait_for_letters(person.address, 1)


def test_one_form_sent_ten_times_at_once_is_one_registration(own_site, bo):
    event = own_site.make_event("--title=Dubbelklick", "--start=2035-03-06T08:30", "--capacity=5")
    form_key = str(uuid.uuid4())

    with ThreadPoolExecutor(10) as presses:
        answers = list(presses.map(lambda _: post_form(own_site, event, bo, form_key=form_key), range(10)))

    assert {status for status, _seconds in answers} == {303}
    assert own_site.counts(event)["confirmed"] == 1
    own_site.wait_for_letters(bo.address, 1)
