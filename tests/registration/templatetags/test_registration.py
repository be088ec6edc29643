import pytest
from django import forms
from django.utils.translation import gettext as _

from events.models import SeminarPage
from home.models import SiteSettings
from registration.models import HistoryEntry
from registration.templatetags.registration import contact_of, error_headline, error_links, told
from tests.factories import EventFactory, PersonFactory


def form_with_fields(count):
    fields = {f"field{n}": forms.CharField(error_messages={"required": f"Write {n}."}) for n in range(count)}
    form = type("Form", (forms.Form,), fields)({})
    form.full_clean()
    return form


def test_few_errors_are_counted_in_words_and_many_in_figures():
    assert error_headline(form_with_fields(1)) == _("One answer needs to be changed")
    assert error_headline(form_with_fields(10)) == _("Ten answers need to be changed")
    assert "11" in error_headline(form_with_fields(11))


def test_error_of_the_form_alone_is_no_answer_to_change():
    form = form_with_fields(0)
    form.add_error(None, "Busy.")

    assert error_headline(form) == _("The form was not sent")
    assert error_links(form) == []


def test_errors_are_linked_in_the_order_of_the_page():
    links = [(link.target, link.message) for link in error_links(form_with_fields(2))]

    assert links == [("id_field0", "Write 0."), ("id_field1", "Write 1.")]


def test_own_deeds_are_told_as_own_and_those_of_staff_as_theirs():
    own = HistoryEntry(action=HistoryEntry.Action.CANCELLED)
    by_staff = HistoryEntry(action=HistoryEntry.Action.CANCELLED, by_id=7)
    by_staff_who_left = HistoryEntry(action=HistoryEntry.Action.CANCELLED, by_name="Stina")

    assert told(own) == _("You cancelled your registration")
    assert told(by_staff) == by_staff.get_action_display() != told(own)
    assert told(by_staff_who_left) == told(by_staff)


@pytest.mark.django_db
def test_contact_is_the_process_leader_or_the_forum(rf):
    context = {"request": rf.get("/")}
    leader = PersonFactory.build(email="karin@storsthlm.example", first_name="Karin", last_name="K")

    assert contact_of(context, SeminarPage(contact=leader)).email == "karin@storsthlm.example"
    leader.email = ""
    general = SiteSettings.for_request(context["request"]).contact_email
    assert contact_of(context, SeminarPage(contact=leader)).email == general
    assert contact_of(context, EventFactory(contact=None)).email == general
