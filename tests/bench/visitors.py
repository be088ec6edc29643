"""Visitors at once, each over a connection of their own: form, post, receipt."""

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_STATUS = re.compile(r'data-registration-status="([^"]+)"')


@dataclass(frozen=True)
class Outcome:
    status: str  # of the receipt, or the HTTP status of what went wrong
    seconds: float


@dataclass(frozen=True)
class Site:
    """Where the form is, and what to fill in for visitor number so and so."""

    form_url: str
    answers: Callable[[int], dict[str, str]]

    def journey(self, number: int) -> Outcome:
        began = time.perf_counter()
        parts = urlsplit(self.form_url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        try:
            status = self._journey(connection, parts.path, number)
        finally:
            connection.close()
        return Outcome(status, time.perf_counter() - began)

    def _journey(self, connection: http.client.HTTPConnection, path: str, number: int) -> str:
        connection.request("GET", path)
        response = connection.getresponse()
        page = response.read().decode()
        if response.status != 200:
            return str(response.status)
        cookies = _cookies(response)
        body = dict(_HIDDEN.findall(page)) | self.answers(number)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection.request("POST", path, urlencode(body), headers)
        response = connection.getresponse()
        response.read()
        if response.status not in {302, 303}:
            return str(response.status)
        cookies = "; ".join(part for part in (cookies, _cookies(response)) if part)
        connection.request("GET", response.headers["Location"], headers={"Cookie": cookies})
        response = connection.getresponse()
        found = _STATUS.search(response.read().decode())
        return found[1] if found else str(response.status)


def at_once(site: Site, numbers: Iterable[int], *, together: int) -> tuple[float, Counter[str]]:
    """All these visitors, so many at a time; how long it took, and how often each outcome came."""
    with ThreadPoolExecutor(together) as pool:
        began = time.perf_counter()
        outcomes = list(pool.map(site.journey, numbers))
        return time.perf_counter() - began, Counter(outcome.status for outcome in outcomes)


def rate(site: Site, *, first: int, together: int, seconds: float) -> tuple[float, int]:
    """Journeys a second while so many visitors go on and on; and the first number not used yet."""
    lock, number, done = threading.Lock(), first, 0
    ends = time.perf_counter() + seconds

    def go_on() -> None:
        nonlocal number, done
        while time.perf_counter() < ends:
            with lock:
                mine, number = number, number + 1
            outcome = site.journey(mine)
            assert outcome.status in {"confirmed", "waitlisted"}, outcome
            with lock:
                done += 1

    threads = [threading.Thread(target=go_on) for _ in range(together)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done / (time.perf_counter() - began), number


def _cookies(response: http.client.HTTPResponse) -> str:
    return "; ".join(value.partition(";")[0] for value in response.headers.get_all("Set-Cookie") or [])
