"""The front page and the text pages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from home.models import SiteImage, StandardPage
from tests.factories import NOW, START_AT, EventFactory, RoundTableFactory, home_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def show(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_page(slug: str = "en-sida", **values: object) -> StandardPage:
    return home_page().add_child(instance=StandardPage(title="En sida", slug=slug, **values))


def picture(number: int) -> SiteImage:
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return SiteImage.objects.create(
        title=f"Bild {number}", file=ImageFile(BytesIO(file.getvalue()), name=f"bild{number}.png")
    )


def test_front_page_says_what_it_is_for_and_what_comes_next(client: Client) -> None:
    EventFactory(title="Det andra", start_at=START_AT + timedelta(days=7))
    EventFactory(title="Det första", ingress="Därför ska du komma.")

    html = show(client, "/")

    assert "Här möts kommuner och byggaktörer" in html
    assert "Därför ska du komma." in html
    assert html.index("Det första") < html.index("Det andra")


def test_front_page_shows_five_coming_events_and_the_latest_held(client: Client) -> None:
    for week in range(6):
        EventFactory(title=f"Kommande {week}", start_at=START_AT + timedelta(days=7 * week))
    EventFactory(title="Nyss", start_at=NOW - timedelta(days=4))
    EventFactory(title="Länge sedan", start_at=NOW - timedelta(days=90))

    html = show(client, "/")

    assert [f"Kommande {week}" in html for week in range(6)] == [True] * 5 + [False]
    assert "Nyss" in html
    assert "Länge sedan" not in html


def test_front_page_without_events_says_what_the_editor_wrote(client: Client) -> None:
    page = home_page()
    page.empty_text = "Inget planerat ännu."
    page.save()
    EventFactory(title="Ett utkast", live=False)

    html = show(client, "/")

    assert "Inget planerat ännu." in html
    assert "Ett utkast" not in html


def test_front_page_costs_the_same_with_few_events_and_many(client: Client) -> None:
    EventFactory()
    EventFactory(start_at=NOW - timedelta(days=4))
    few = count_queries(client, "/")

    EventFactory.create_batch(10)
    RoundTableFactory.create_batch(5)

    assert count_queries(client, "/") == few


def test_header_and_footer_come_from_the_page_tree(client: Client) -> None:
    text_page(slug="i-menyn", show_in_menus=True)
    hidden = text_page(slug="utkast", show_in_menus=True)
    hidden.unpublish()

    html = show(client, "/i-menyn/")

    assert '<a href="/i-menyn/" aria-current="page">En sida</a>' in html
    assert html.count('href="/i-menyn/"') == 3
    assert "/utkast/" not in html


def test_text_page_stands_under_its_headings(client: Client) -> None:
    text_page(
        ingress="Kort sagt.",
        body=[("paragraph", "<p>Först.</p>"), ("heading", "Sedan – detta"), ("paragraph", "<p>Mer.</p>")],
    )

    html = show(client, "/en-sida/")

    assert "Kort sagt." in html
    assert html.index("Först.") < html.index(">Sedan\u00a0– detta</h2>") < html.index("Mer.")


def test_every_kind_of_block_is_shown(client: Client) -> None:
    text_page(
        body=[
            ("list", ["<p>En punkt</p>"]),
            ("quote", {"text": "Vi ses.", "source": "Kim"}),
            ("image", {"image": picture(1), "caption": "Salen"}),
            (
                "table",
                {
                    "data": [["Kaka", "Tid"], ["csrftoken", "ett år"]],
                    "table_header_choice": "row",
                    "first_row_is_table_header": True,
                    "first_col_is_header": False,
                },
            ),
        ]
    )

    html = show(client, "/en-sida/")

    assert "<li><p>En punkt</p></li>" in html
    assert "<blockquote><p>Vi ses.</p></blockquote>" in html
    assert "Salen</figcaption>" in html
    assert '<th scope="col"' in html


def test_pictures_cost_the_same_for_one_and_for_ten(client: Client) -> None:
    page = text_page(body=[("image", {"image": picture(1), "caption": ""})])
    one = count_queries(client, "/en-sida/")

    page.body = [("image", {"image": picture(number), "caption": ""}) for number in range(10)]
    page.save()

    assert count_queries(client, "/en-sida/") == one


def test_links_cost_the_same_for_one_text_and_for_ten(client: Client) -> None:
    linked = text_page(slug="malet")
    link = f'<p>Se <a linktype="page" id="{linked.pk}">målet</a>.</p>'
    page = text_page(body=[("paragraph", link)])
    one = count_queries(client, "/en-sida/")

    page.body = [("paragraph", link), ("list", [link, link])] * 5
    page.save()

    assert count_queries(client, "/en-sida/") == one
    assert show(client, "/en-sida/").count('Se <a href="/malet/">målet</a>') == 15


def count_queries(client: Client, address: str) -> int:
    # The first visit makes the renditions of new pictures.
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len([query for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))])


@pytest.mark.parametrize("path", ["/", "/evenemang/", "/om-bostadsforum/"])
def test_pages_are_read_and_nothing_else(client, path):
    assert client.get(path).status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path).status_code == 405
