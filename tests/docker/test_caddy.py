"""Caddy with docker/Caddyfile, on ports of this computer, in front of a site that repeats what reaches it."""

import http.client
import json
import os
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests import services

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PICTURE = "images/house.width-320.jpg"
TOKEN = "8Fz0qYxkJm3Lr5Tn7Wb2Vc4Hd6Gs9Pa1Ku-E_iOyQwZ"


class Echo(BaseHTTPRequestHandler):
    """The site: says what it was asked, and reads a body to its end."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = {"path": self.path, "headers": dict(self.headers), "length": len(body)}
        text = json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Location", f"/min-anmalan/{TOKEN}/")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_HEAD = do_POST = answer  # noqa: N815 - the names are the standard library's

    def log_message(self, *args: object) -> None:
        """The test reads Caddy's log, not this one."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def asked(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass(frozen=True)
class Caddy:
    https: int
    http: int
    media: Path
    log: Path

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, is_plain=False, **headers: str
    ) -> Answer:
        # Its certificate is made by Caddy itself for this run.
        unknown = ssl._create_unverified_context()  # noqa: S323
        connection = (
            http.client.HTTPConnection("localhost", self.http, timeout=30)
            if is_plain
            else http.client.HTTPSConnection("localhost", self.https, timeout=30, context=unknown)
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.headers), response.read())
        connection.close()
        return answer

    def has_certificate(self) -> bool:
        """Caddy listens a moment before it has made one."""
        try:
            return bool(self.ask("/media/").status)
        except OSError:
            return False

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines() if '"request"' in line]


@contextmanager
def caddy(folder: Path, *, site_port: int) -> Iterator[Caddy]:
    """Caddy with our Caddyfile; only places and ports are of this test."""
    running = Caddy(services.free_port(), services.free_port(), folder / "site" / "media", folder / "log")
    of_this_test = f"""{{
    admin off
    skip_install_trust
    default_bind 127.0.0.1
    http_port {running.http}
    https_port {running.https}
"""
    text = (ROOT / "docker" / "Caddyfile").read_text()
    for ours, here in {
        "\n{\n": "\n" + of_this_test,
        "/srv/site": str(folder / "site"),
        "/srv/away": str(ROOT / "docker" / "away"),
        "name web": "name 127.0.0.1",
        "port 8000": f"port {site_port}",
        "lb_try_duration 10s": "lb_try_duration 1s",
    }.items():
        assert ours in text
        text = text.replace(ours, here)
    config = folder / "Caddyfile"
    config.write_text(text)
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    env = os.environ | own | {"SITE_ORIGIN": "https://localhost"}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", config]
    with services.running(command, log=running.log, cwd=folder, env=env) as process:
        while not running.has_certificate():
            assert process.poll() is None, running.log.read_text()
            time.sleep(0.05)
        yield running


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caddy]:
    folder = tmp_path_factory.mktemp("caddy")
    for name in (PICTURE, "documents/minutes.pdf", "documents/hidden.jpg", "images/page.html"):
        file = folder / "site" / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"from the volume")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    with caddy(folder, site_port=server.server_port) as running:
        yield running
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caddy]:
    """Caddy with no site behind it."""
    with caddy(tmp_path_factory.mktemp("alone"), site_port=services.free_port()) as running:
        yield running


def test_what_a_visitor_says_of_being_forwarded_is_dropped(front):
    lies = {"X_Forwarded_For": "192.0.2.1", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}

    headers = front.ask("/evenemang/", **lies).asked["headers"]

    assert headers["X-Forwarded-For"] in {"127.0.0.1", "::1"}
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Forwarded-Host"].partition(":")[0] == "localhost"


def test_plain_http_is_sent_to_https(front):
    answer = front.ask("/evenemang/", is_plain=True)

    assert answer.status == 308
    assert answer.headers["Location"].startswith("https://localhost")


def test_a_picture_has_the_headers_that_the_site_would_send(front, client, settings):
    settings.MEDIA_ROOT = str(front.media)
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 60 * 60, True
    by_the_site = client.get(f"/media/{PICTURE}", secure=True)

    picture = front.ask(f"/media/{PICTURE}")

    assert picture.body == b"".join(by_the_site.streaming_content) == b"from the volume"
    # These are about the answer, not about what browsers may do with it.
    about = {"Content-Disposition", "Content-Language", "Last-Modified", "Vary", "X-Request-ID"}
    expected = set(by_the_site.headers) - about
    assert {name: picture.headers.get(name) for name in expected} == {
        name: by_the_site.headers[name] for name in expected
    }
    assert "Server" not in picture.headers


@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/minutes.pdf",
        "/media/documents/hidden.jpg",
        "/media/images/../documents/hidden.jpg",
        "/media/images/%2e%2e/documents/hidden.jpg",
        "/media/images/..%2fdocuments/hidden.jpg",
        "/media/images/..%5cdocuments/hidden.jpg",
        "/media/images//../documents/minutes.pdf",
        "/media/images/page.html",
        "/media/images/",
        "/media/images/missing.jpg",
        "/Caddyfile",
    ],
)
def test_nothing_but_pictures_comes_from_the_volume(front, path):
    assert front.ask(path).asked["path"] == path


def test_more_than_any_form_holds_is_refused(front):
    answer = front.ask("/anmalan/1/", method="POST", body=b"x" * 2_000_001)

    assert answer.status == 413
    assert "Det var för mycket att skicka" in answer.body.decode()


def test_an_editors_document_comes_through(front):
    answer = front.ask("/admin/documents/add/", method="POST", body=b"x" * 20_000_000)

    assert answer.asked["length"] == 20_000_000


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_site_there_is_a_page_and_the_time_to_come_back(alone, method):
    answer = alone.ask("/evenemang/", method=method, body=b"a=b" if method == "POST" else None)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert "Bostadsforum är strax tillbaka" in answer.body.decode()
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


SECRET_ADDRESSES = {
    f"/min-anmalan/{TOKEN}/": "/min-anmalan/***",
    f"/en/min-anmalan/{TOKEN}/avanmal/": "/en/min-anmalan/***",
    f"/mitt-bostadsforum/{TOKEN}/utskick/": "/mitt-bostadsforum/***",
    f"/inbjudan/{TOKEN}/": "/inbjudan/***",
    f"/kalender/p/{TOKEN}.ics": "/kalender/p/***",
    f"/elsewhere/{TOKEN}": "/elsewhere/***",
    "/evenemang/?q=bo@tegelbruket.example": "/evenemang/?***",
    "/bo@tegelbruket.example/": "/***/",
    "/bo%40tegelbruket.example": "/***",
}


@pytest.mark.parametrize("site", ["front", "alone"])
def test_the_log_knows_no_secrets_and_no_people(site, request):
    running = request.getfixturevalue(site)
    before = len(running.logged())

    for address in SECRET_ADDRESSES:
        running.ask(address, Referer=f"https://localhost/min-anmalan/{TOKEN}/", Cookie=f"a={TOKEN}")

    lines = running.logged()[before:]
    assert {line["request"]["uri"] for line in lines} == set(SECRET_ADDRESSES.values())
    written = json.dumps(lines)
    assert TOKEN not in written
    assert "tegelbruket" not in written
    assert "127.0.0.1" not in json.dumps([line["request"] for line in lines])


def test_pages_with_a_secret_are_not_compressed(front):
    wishes = {"Accept_Encoding": "gzip"}

    # The site's answer grows with what is asked, beyond the size from which compressing is worth it.
    assert front.ask("/evenemang/", **wishes, X_Filler="x" * 2000).headers.get("Content-Encoding") == "gzip"
    for path in (
        "/anmalan/1/",
        f"/min-anmalan/{TOKEN}/",
        f"/en/min-anmalan/{TOKEN}/",
        f"/mitt-bostadsforum/{TOKEN}/",
        f"/en/mitt-bostadsforum/{TOKEN}/",
        f"/kalender/p/{TOKEN}.ics",
        "/admin/pages/",
    ):
        assert "Content-Encoding" not in front.ask(path, **wishes, X_Filler="x" * 2000).headers
