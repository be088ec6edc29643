"""The pictures one by one: who looks, where, what is done first, and what is cut out."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FloatRect, Locator, Page

Pose = Callable[[Page], FloatRect]

# Addresses name a page by its slug where the site has its number.
SEMINAR = "/admin/pages/{fran-markanvisning-till-inflyttning}/edit/"
VISIT = "{trahus-i-fem-vaningar}"
MARGIN = 20
# Beside the menu of the admin.
LEFT = 200
# The admin's form scrolls within the window, so a window is as high as what is to be seen.
HIGH = 5000
# What hovers over a long form would lie in the middle of a picture of it.
NO_FOOTER = ".footer { display: none !important } .form-side, .w-minimap { display: none !important }"


@dataclass(frozen=True)
class Shot:
    name: str
    address: str
    pose: Pose
    who: str = ""
    width: int = 1280
    height: int = 900
    style: str = ""


def top(height: int, *, left: int = 0, width: int = 1280) -> Pose:
    """The upper part of the page."""
    return lambda page: {"x": left, "y": 0, "width": width - left, "height": height}


def around(*selectors: str, tab: str = "", most: int = 900) -> Pose:
    """The first and the last of these parts and all between them, with some air."""

    def pose(page: Page) -> FloatRect:
        if tab:
            page.get_by_role("tab", name=tab, exact=True).click()
        boxes = [box_of(page.locator(selector).first) for selector in selectors]
        left, upper = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
        right = max(box["x"] + box["width"] for box in boxes)
        lower = max(box["y"] + box["height"] for box in boxes)
        x, y = max(left - MARGIN * 2, 0), max(upper - MARGIN, 0)
        return {
            "x": x,
            "y": y,
            "width": min(right + MARGIN, 1280) - x,
            "height": min(lower + MARGIN - y, most),
        }

    return pose


def box_of(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None, f"not on the page: {part}"  # noqa: S101 - a picture without it would be wrong
    return box


def preview(page: Page) -> FloatRect:
    page.get_by_role("button", name="Växla förhandsgranskning").click()
    page.frame_locator("#w-preview-iframe").locator("h1").wait_for()
    page.wait_for_timeout(1500)
    return {"x": LEFT, "y": 0, "width": 1280 - LEFT, "height": 780}


def publish_menu(page: Page) -> FloatRect:
    page.get_by_role("button", name="Fler åtgärder").click()
    return {"x": LEFT, "y": 720, "width": 400, "height": 180}


def schedule(page: Page) -> FloatRect:
    page.get_by_role("button", name="Växla status").click()
    page.get_by_role("button", name="Sätt schema").click()
    page.wait_for_timeout(500)
    return {"x": LEFT, "y": 40, "width": 1280 - LEFT, "height": 640}


def first_registration(page: Page) -> FloatRect:
    """Somebody who waits: there is most to do for them."""
    page.locator("td.title a").first.click()
    page.wait_for_load_state("networkidle")
    return top(1060, left=LEFT)(page)


def to_look_at(page: Page) -> FloatRect:
    page.locator("td.title a").first.click()
    page.wait_for_load_state("networkidle")
    return top(410, left=LEFT)(page)


def first_letter(page: Page) -> FloatRect:
    page.locator("td.title a").first.click()
    page.wait_for_load_state("networkidle")
    return top(820, left=LEFT)(page)


def stopped(page: Page) -> FloatRect:
    page.locator("[name=reason]").fill("Fel tid i påminnelsen, rättas före lunch.")
    page.locator("main form button[type=submit], .staff-screen form button[type=submit]").first.click()
    page.wait_for_url("**/admin/brev/")
    page.goto(page.url.replace("/admin/brev/", "/admin/"))
    page.wait_for_load_state("networkidle")
    return top(620)(page)


SHOTS = [
    Shot("startsida", "/admin/", top(640), who="stina"),
    Shot("valj-typ", "/admin/pages/{evenemang}/add_subpage/", top(430, left=LEFT), who="edit"),
    Shot(
        "nytt-seminarium",
        "/admin/pages/add/events/seminarpage/{evenemang}/",
        top(640, left=LEFT),
        who="edit",
    ),
    Shot("saknas", "/admin/pages/{fler-sma-bostader}/edit/", top(500, left=LEFT), who="edit"),
    Shot(
        "nar-och-var",
        SEMINAR,
        around("#panel-child-innehall-nar_och_var-section"),
        who="stina",
        height=HIGH,
        style=NO_FOOTER,
    ),
    Shot("forhandsgranska", SEMINAR, preview, who="stina"),
    Shot("publicera", "/admin/pages/{fler-sma-bostader}/edit/", publish_menu, who="stina"),
    Shot("schemalagg", SEMINAR, schedule, who="stina"),
    Shot(
        "status",
        SEMINAR,
        around("#panel-child-innehall-status-section"),
        who="stina",
        height=HIGH,
        style=NO_FOOTER,
    ),
    Shot(
        "platser-per-roll",
        SEMINAR,
        around("#panel-child-anmalan-platser_per_roll-section", tab="Anmälan"),
        who="stina",
        height=HIGH,
        style=NO_FOOTER,
    ),
    Shot(
        "paminnelser",
        SEMINAR,
        around("#panel-child-anmalan-paminnelser_och_tack-section", tab="Anmälan"),
        who="stina",
        height=HIGH,
        style=NO_FOOTER,
    ),
    Shot(
        "efterat",
        "/admin/pages/{lika-regler-i-hela-lanet}/edit/",
        around("#tab-efterat", tab="Efteråt"),
        who="edit",
        height=HIGH,
        style=NO_FOOTER,
    ),
    Shot("platser-och-anmalan", f"/admin/platser/{VISIT}/", top(880, left=LEFT), who="stina"),
    Shot("tidslinje", f"/admin/platser/{VISIT}/tidslinje/", top(1100, left=LEFT), who="stina", height=1100),
    Shot("anmalningar", f"/admin/anmalningar/?event={VISIT}", top(700, left=LEFT), who="stina"),
    Shot(
        "en-anmalan",
        f"/admin/anmalningar/?event={VISIT}&status=waitlisted",
        first_registration,
        who="stina",
        height=1200,
    ),
    Shot("brev-i-retur", "/admin/anmalningar/?remark=unreachable", to_look_at, who="stina"),
    Shot("svarat-nej", "/admin/anmalningar/?remark=declining", to_look_at, who="stina"),
    Shot("lagg-till", f"/admin/anmalningar/ny/?event={VISIT}", top(900, left=LEFT), who="stina"),
    Shot(
        "behov",
        "/admin/platser/{fran-markanvisning-till-inflyttning}/behov/",
        top(510, left=LEFT),
        who="lars",
    ),
    Shot("brev", f"/admin/brev/?registration__event={VISIT}", top(620, left=LEFT), who="stina"),
    Shot("ett-brev", f"/admin/brev/?registration__event={VISIT}&kind=confirmed", first_letter, who="stina"),
    Shot("utskick", "/admin/utskick/1/", top(1000, left=LEFT), who="stina", height=1000),
    Shot("evenemangssida", "/evenemang/fran-markanvisning-till-inflyttning/", top(900)),
    Shot(
        "evenemangssida-mobil",
        "/evenemang/fran-markanvisning-till-inflyttning/",
        top(844, width=390),
        width=390,
        height=844,
    ),
    # Last: from then on every screen says so.
    Shot("utskick-stoppade", "/admin/brev/stoppa/", stopped, who="stina", height=620),
]
