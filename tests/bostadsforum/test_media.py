"""Pictures are shown, documents are downloads, and nothing else is served from the folder."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from home.models import SiteDocument

pytestmark = pytest.mark.django_db


FILES = ["images/house.png", "documents/list.pdf", "images/evil.svg", "images/page.html", "secret.png"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"content")
    return tmp_path


def test_a_picture_is_served_so_that_nothing_in_it_runs():
    response = Client().get("/media/images/house.png")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/list.pdf",
        "images/evil.svg",
        "images/page.html",
        "secret.png",
        "images/../secret.png",
        "images/missing.png",
        "images/",
        "../secret.png",
    ],
)
def test_nothing_else_is(path):
    assert Client().get(f"/media/{path}").status_code == 404


def test_a_document_is_a_download_through_the_view_that_asks_who_may_have_it():
    document = SiteDocument.objects.create(title="Lista", file=ContentFile(b"%PDF-1.7", "lista.pdf"))

    response = Client().get(document.url)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'"
