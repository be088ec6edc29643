"""A document that goes along with a mailing is not deleted before the mailing has been sent out."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from home.models import SiteDocument
from registration.domain import mailings
from registration.domain.mailings import Words
from registration.models import Mailing, Segment
from tests.factories import NOW, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

STATES = [Mailing.State.DRAFT, Mailing.State.QUEUED, Mailing.State.SENDING, Mailing.State.STOPPED]
WAYS = ["one", "bulk", "uploaded"]


@pytest.fixture
def admin(db) -> Client:
    client = Client()
    client.force_login(UserFactory(username="admin"))
    return client


@pytest.fixture
def document(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return SiteDocument.objects.create(title="Karta", file=ContentFile(b"karta", name="karta.pdf"))


@pytest.fixture
def mailing(event, document):
    words = Words("Parkering vid salen", "Se kartan.")
    return mailings.create(words, events=[event], segment=Segment(), attachments=[document], by=None, now=NOW)


def delete(client, document, way):
    address = {
        "one": reverse("wagtaildocs:delete", args=[document.pk]),
        "bulk": reverse("wagtail_bulk_action", args=["home", "sitedocument", "delete"])
        + f"?id={document.pk}",
        "uploaded": reverse("wagtaildocs:delete_multiple", args=[document.pk]),
    }[way]
    return client.post(address)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", STATES)
def test_it_stays_while_its_mailing_may_go(admin, document, mailing, way, state):
    Mailing.objects.update(state=state)

    answer = delete(admin, document, way)

    assert list(mailing.attachments.all()) == [document]
    if way != "uploaded":
        told = " ".join(map(str, get_messages(answer.wsgi_request)))
        assert "Karta" in told
        assert "Parkering vid salen" in told


@pytest.mark.parametrize("way", WAYS)
def test_what_has_been_sent_out_does_not_keep_it(admin, document, mailing, way):
    Mailing.objects.update(state=Mailing.State.DONE)

    delete(admin, document, way)

    assert not SiteDocument.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_what_no_mailing_carries_is_deleted(admin, document, way):
    delete(admin, document, way)

    assert not SiteDocument.objects.exists()


def test_it_is_said_before_one_is_asked_whether_one_is_sure(admin, document, mailing):
    answer = admin.get(reverse("wagtaildocs:delete", args=[document.pk]))

    assert answer.url == reverse("wagtaildocs:edit", args=[document.pk])


def test_question_stands_as_before_where_nothing_is_in_its_way(admin, document):
    assert admin.get(reverse("wagtaildocs:delete", args=[document.pk])).status_code == 200


def test_who_may_not_delete_documents_is_not_answered_otherwise(as_lars, document, mailing):
    answer = as_lars.get(reverse("wagtaildocs:delete", args=[document.pk]))

    told = " ".join(map(str, get_messages(answer.wsgi_request)))
    assert "Parkering vid salen" not in told
