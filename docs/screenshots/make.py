"""Takes the pictures of the editors' handbook: `make screenshots`.

Starts a throw-away site with the sample content and a fixed date, logs in as each group of the staff, and
writes one PNG for each picture that docs/redaktorshandbok.md shows. Look at them before you commit them.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from shots import SHOTS, Shot

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The sample's dates are counted from here: a Tuesday morning, two weeks before the first seminar.
SHOWN_NOW = datetime(2027, 2, 9, 9, 12, tzinfo=UTC)
STAFF_PASSWORD = secrets.token_urlsafe(12)
START_SECONDS = 60.0
COLOURS = 256
# Nothing on the pictures that blinks or is on its way.
QUIET = "* { caret-color: transparent !important; transition: none !important; animation: none !important }"


@dataclass(frozen=True)
class Site:
    """`pages`: the number of each page, by its slug."""

    origin: str
    pages: dict[str, int]


def main(*names: str) -> None:
    """All pictures, or those that are named."""
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in wanted:
            size = take(browser, site, shot)
            print(f"{shot.name}.png  {size / 1000:.0f} kB")  # noqa: T201 - a script speaks to whoever runs it
        browser.close()


def take(browser: Browser, site: Site, shot: Shot) -> int:
    """One picture, in a browser of its own that nobody has used before; returns its size in bytes."""
    viewport = {"width": shot.width, "height": shot.height}
    context = browser.new_context(locale="sv-SE", viewport=viewport, bypass_csp=True)
    page = context.new_page()
    try:
        if shot.who:
            log_in(page, site.origin, who=shot.who)
        address = site.origin + shot.address.format_map(site.pages)
        answer = page.goto(address)
        if answer is None or answer.status != 200 or page.url != address:
            sys.exit(f"{shot.name}: {shot.who or 'a visitor'} does not get to {shot.address}.")
        page.wait_for_load_state("networkidle")
        clip = shot.pose(page)
        lowest = page.evaluate("document.documentElement.scrollHeight")
        clip = clip | {"height": min(clip["height"], lowest - clip["y"])}
        page.wait_for_timeout(400)
        file = HERE / f"{shot.name}.png"
        page.screenshot(path=file, clip=clip, full_page=True, style=QUIET + shot.style)
    finally:
        context.close()
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(file, optimize=True)
    return file.stat().st_size


def log_in(page: Page, origin: str, *, who: str) -> None:
    page.goto(f"{origin}/admin/login/")
    page.locator("[name=username]").fill(who)
    page.locator("[name=password]").fill(STAFF_PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{origin}/admin/")


@contextmanager
def running_site() -> Iterator[Site]:
    """The site in a folder of its own, with the sample content; ended with this block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bostadsforum-pictures-")))
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        environment = {
            **{name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "bostadsforum.settings.production",
            "VAR": str(folder),
            "SITE_ORIGIN": origin,
            "RATE_LIMITS": "off",
            "STAFF_PASSWORD": STAFF_PASSWORD,
        }
        program = [sys.executable, HERE / "clock.py", str(SHOWN_NOW.timestamp() - time.time())]
        for command in ("prepare", "load_demo", "shell"):
            with (HERE / "people.py").open() as people:
                subprocess.run(  # noqa: S603 - our own commands; only the shell reads what it is given
                    [*program, "django", command], stdin=people, cwd=ROOT, env=environment, check=True
                )
        web = [*program, "gunicorn", "bostadsforum.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        log = folder / "web.log"
        with log.open("wb") as file:
            process = subprocess.Popen(web, cwd=ROOT, env=environment, stdout=file, stderr=file)  # noqa: S603
        stack.callback(process.wait)
        stack.callback(process.terminate)
        wait_until_it_answers(origin, process, log=log)
        yield Site(origin, json.loads((folder / "pages.json").read_text(encoding="utf-8")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(origin: str, process: subprocess.Popen[bytes], *, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{origin}/healthz", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"The site does not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.3)


if __name__ == "__main__":
    main(*sys.argv[1:])
