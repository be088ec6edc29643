import pytest

from events.models import EventPage
from registration.forms import SignupForm
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def filled_in(event, applicant, **changes):
    answers = {
        "role": applicant.role,
        "municipality": applicant.municipality,
        "organisation": applicant.organisation,
        "first_name": applicant.first_name,
        "last_name": applicant.last_name,
        "job_title": applicant.job_title,
        "email": applicant.address,
        "wants_directly": "on" if applicant.wants_directly else "",
    }
    return SignupForm(answers | changes, event=event)


def test_valid_form_is_the_applicant(olof, petra, bo, event):
    for person in (olof, petra, bo):
        form = filled_in(event, person)
        assert form.is_valid(), form.errors
        assert form.applicant() == person


def test_event_decides_what_is_asked():
    plain = EventFactory(asks_access=False)
    everything = EventFactory(
        format=EventPage.Format.HYBRID, asks_diet=True, asks_access=True, has_participant_list=True
    )
    asked = {"attendance", "diet", "access", "is_listed"}

    assert asked & SignupForm(event=plain).fields.keys() == set()
    assert asked & SignupForm(event=everything).fields.keys() == asked


def test_what_the_event_does_not_ask_is_not_kept(olof):
    event = EventFactory(asks_access=False)

    form = filled_in(event, olof, diet="nötter", access="hörslinga", attendance="online", is_listed="on")

    assert form.is_valid()
    assert form.applicant() == olof


@pytest.mark.parametrize("role", ["official", "politician"])
def test_municipal_roles_need_a_municipality(olof, event, role):
    form = filled_in(event, olof, role=role, municipality="")

    assert list(form.errors) == ["municipality"]


def test_builders_need_an_organisation(bo, event):
    form = filled_in(event, bo, organisation=" \u200b ")

    assert list(form.errors) == ["organisation"]


def test_without_a_role_neither_is_asked_for(olof, event):
    form = filled_in(event, olof, role="", municipality="")

    assert list(form.errors) == ["role"]


def test_guests_are_for_staff_to_add(olof, event):
    assert list(filled_in(event, olof, role="guest").errors) == ["role"]


def test_hybrid_event_asks_how_to_take_part(olof):
    event = EventFactory(format=EventPage.Format.HYBRID)

    assert list(filled_in(event, olof).errors) == ["attendance"]
    form = filled_in(event, olof, attendance="online")
    assert form.is_valid()
    assert form.applicant().attendance == "online"


def test_form_key_that_cannot_be_read_is_replaced_and_said_of_the_form(olof, event):
    form = filled_in(event, olof, form_key="no key")

    assert list(form.errors) == ["__all__"]
    assert filled_in(event, olof, form_key=form["form_key"].value()).is_valid()


def test_every_form_has_a_key_of_its_own(event):
    keys = {SignupForm(event=event)["form_key"].value() for _form in range(2)}

    assert len(keys) == 2


def test_consent_is_never_ticked_beforehand():
    form = SignupForm(event=EventFactory(has_participant_list=True))

    assert "checked" not in str(form["is_listed"])


def test_fields_tell_browsers_what_they_are(event):
    form = SignupForm(event=event)
    tokens = {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}

    assert tokens["email"] == "email"
    assert tokens["first_name"] == "given-name"
    assert tokens["last_name"] == "family-name"
    assert tokens["phone"] == "tel"
    assert tokens["organisation"] == "organization"
    assert tokens["job_title"] == "organization-title"


def test_text_fields_say_how_much_they_hold(event):
    form = SignupForm(event=EventFactory(asks_diet=True))

    for name in ("first_name", "last_name", "job_title", "organisation", "email", "phone", "diet", "access"):
        assert "maxlength" in str(form[name]), name
