"""The live preview shows rows that nobody has saved yet."""

from datetime import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from events.models import (
    DiscussionQuestion,
    EventDocument,
    EventPage,
    GatheringPage,
    Organisation,
    Partner,
    ProgrammeItem,
    RoundTablePage,
    SeminarPage,
    SpeakerSlot,
    Takeaway,
)
from home.models import SiteDocument, SiteImage
from tests.factories import NOW, PersonFactory, event_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def partner(settings, tmp_path) -> Partner:
    settings.MEDIA_ROOT = str(tmp_path)
    file = BytesIO()
    Image.new("RGB", (48, 16), "white").save(file, "PNG")
    logo = SiteImage.objects.create(title="Logga", file=ImageFile(file, name="logga.png"))
    organisation = Organisation.objects.create(name="Institutet")
    return Partner(organisation=organisation, logo=logo, logo_alt="Institutets märke")


@pytest.fixture
def document(settings, tmp_path) -> EventDocument:
    settings.MEDIA_ROOT = str(tmp_path)
    document = SiteDocument(title="Bilderna")
    document.file.save("bilder.pdf", ContentFile(b"x"))
    return EventDocument(document=document)


def preview(page: EventPage) -> str:
    index = event_index()
    page.path, page.depth = f"{index.path}0001", index.depth + 1
    page.set_url_path(index)
    response = page.make_preview_request()
    assert response.status_code == 200
    return response.render().content.decode()


@pytest.mark.parametrize("model", [SeminarPage, RoundTablePage, GatheringPage])
def test_rows_of_a_coming_event(model, partner):
    page = model(title="Ny", slug="ny")
    page.partners = [partner]
    page.programme = [ProgrammeItem(starts=time(8, 30), title="Välkommen")]
    page.speakers = [SpeakerSlot(person=PersonFactory(last_name="Talare"))]

    html = preview(page)

    for words in ("Institutets märke", "Välkommen", "Karin Talare"):
        assert words in html


def test_questions_of_a_round_table():
    page = RoundTablePage(title="Nytt", slug="nytt")
    page.discussion_questions = [DiscussionQuestion(text="Vad kostar?")]

    assert "Vad kostar?" in preview(page)


def test_rows_of_an_event_that_has_been(document):
    page = SeminarPage(
        title="Ny", slug="ny", start_at=NOW.replace(month=1), end_at=NOW.replace(month=1, day=2)
    )
    page.takeaways = [Takeaway(text="Börja med målet.")]
    page.documents = [document]

    html = preview(page)

    assert "Börja med målet." in html
    assert "Bilderna" in html
