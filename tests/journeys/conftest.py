"""A running site for the journeys, and a browser to take them with."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from registration.domain.signup import Applicant
from tests import services
from tests.journeys.running_site import RunningSite, running_site

# Playwright keeps an event loop in this thread, in which Django would refuse the database to the tests after.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """One site for all journeys that leave it whole; each makes its own event and has its own address."""
    given = os.environ.get("TEST_REDIS_URL", "")
    with ExitStack() as stack:
        redis_url = given or stack.enter_context(services.redis()).url
        yield stack.enter_context(running_site(tmp_path_factory.mktemp("site"), redis_url=redis_url))


@pytest.fixture
def own_redis() -> Iterator[services.Service]:
    """A Redis of its own, to be hurt."""
    with services.redis() as service:
        yield service


@pytest.fixture
def own_site(tmp_path: Path, own_redis: services.Service) -> Iterator[RunningSite]:
    """A site of its own, for a journey on which something dies."""
    with running_site(tmp_path, redis_url=own_redis.url, RATE_LIMITS="off", OUTBOX_LEASE_SECONDS="2") as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, kept from asking anybody on the network for anything."""
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture
def visitor(site: RunningSite, browser: Browser) -> Iterator[Page]:
    """A page in a fresh browser; at the end nothing may have gone wrong in it or gone to anybody else."""
    with browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm") as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on(
            "console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((site.origin, "data:")) else wrong.append(request.url)
            ),
        )
        yield page
        assert wrong == []


@pytest.fixture
def visitor_without_scripts(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def _with_a_mailbox_of_their_own(person: Applicant) -> Applicant:
    """Journeys share one running site, and count the letters in a mailbox."""
    return replace(person, address=f"{uuid4().hex[:8]}.{person.address}")


@pytest.fixture
def olof(olof: Applicant) -> Applicant:
    return _with_a_mailbox_of_their_own(olof)


@pytest.fixture
def petra(petra: Applicant) -> Applicant:
    return _with_a_mailbox_of_their_own(petra)


@pytest.fixture
def bo(bo: Applicant) -> Applicant:
    return _with_a_mailbox_of_their_own(bo)
