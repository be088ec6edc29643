import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from wagtail.models import PageViewRestriction

from registration.views.requests import published_event, refuse_unknown_fields
from tests.factories import EventFactory, event_index


def test_fields_of_the_form_pass(rf):
    refuse_unknown_fields(rf.post("/", {"email": "x", "csrfmiddlewaretoken": "y"}), ["email", "phone"])


@pytest.mark.parametrize(
    "sent",
    [{"email": "x", "admin": "1"}, {"email": ["x", "y"]}, {"email": SimpleUploadedFile("x.txt", b"x")}],
    ids=["unknown", "repeated", "a file"],
)
def test_anything_else_does_not(rf, sent):
    with pytest.raises(SuspiciousOperation):
        refuse_unknown_fields(rf.post("/", sent), ["email"])


@pytest.mark.django_db
def test_event_below_a_private_page_is_private_too():
    event = EventFactory()
    assert published_event(event.pk).pk == event.pk

    PageViewRestriction.objects.create(
        page=event_index().page_ptr, restriction_type=PageViewRestriction.LOGIN
    )

    with pytest.raises(Http404):
        published_event(event.pk)


@pytest.mark.django_db
def test_restriction_of_a_neighbour_is_none_of_its_business():
    event, neighbour = EventFactory.create_batch(2)

    PageViewRestriction.objects.create(page=neighbour.page_ptr, restriction_type=PageViewRestriction.LOGIN)

    assert published_event(event.pk).pk == event.pk


@pytest.mark.django_db
def test_event_brings_all_that_its_pages_show_in_one_query(django_assert_num_queries):
    event = EventFactory()

    with django_assert_num_queries(1):
        found = published_event(event.pk)
        assert (found.venue, found.contact) == (event.venue, event.contact)
