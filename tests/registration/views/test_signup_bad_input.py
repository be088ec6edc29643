"""What the form may hold that is wrong or odd, and what the page says then."""

import html
import re

import pytest
from django.utils.translation import gettext as _

from registration.models import OutboxMessage, Registration
from tests.factories import EventFactory
from tests.form_client import FormClient
from tests.registration.views.conftest import status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


def test_errors_come_first_in_the_same_words_as_at_the_fields(client, olof, event, send):
    response = send(olof, event, municipality="", email="olof@nacka")
    page = response.content.decode()

    assert response.status_code == 422
    assert title_of(response).startswith(_("Error:"))
    assert status_of(response) == ["error"]
    links = re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', page.partition("<form")[0])
    assert [(target, html.unescape(text)) for target, text in links] == [
        ("id_municipality", _("Choose the municipality where you work or hold office.")),
        ("id_email", _("Write your e-mail address like this: name@example.org")),
    ]
    assert _("Two answers need to be changed") in words_of(response)
    for target, text in links:
        control = re.search(rf'<(?:input|select)[^>]*id="{target}"[^>]*>', page)[0]
        assert 'aria-invalid="true"' in control
        described_by = re.search(r'aria-describedby="([^"]*)"', control)[1].split()
        assert f"{target}_error" in described_by
        assert text in page.partition(f'id="{target}_error"')[2].partition("<input")[0]


def test_error_of_the_role_leads_to_the_first_of_its_buttons(olof, event, send):
    page = send(olof, event, role="").content.decode()

    assert 'href="#id_role_0"' in page.partition("<form")[0]
    assert re.search(r'<fieldset[^>]*aria-invalid="true"[^>]*aria-describedby="id_role_error"', page)


def test_what_was_typed_is_kept(petra, event, send):
    response = send(petra, event, email="nej", phone="08-1", last_name="O'Åkesson <b>")

    assert value_of(response, "first_name") == "Petra"
    assert value_of(response, "last_name") == "O'Åkesson <b>"
    assert value_of(response, "email") == "nej"
    assert value_of(response, "phone") == "08-1"
    assert re.search(r'value="politician"[^>]*checked', response.content.decode())
    assert '<option value="0184" selected' in response.content.decode()


def test_purpose_and_deletion_are_said_at_the_needs_also_when_something_is_wrong(client, olof, send):
    event = EventFactory(asks_diet=True, needs_kept_days=9)

    for response in (client.get(f"/anmalan/{event.pk}/"), send(olof, event, email="")):
        page = response.content.decode()
        assert "9" in page.partition('id="id_diet_helptext"')[2].partition("</p>")[0]
        assert "9" in page.partition('id="id_access_helptext"')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "guest"},
        {"role": "king"},
        {"municipality": "0000"},
        {"municipality": "x" * 5000},
        {"first_name": ""},
        {"first_name": "\u200b\u2003"},
        {"first_name": "x" * 81},
        {"last_name": "Öberg\x00"},
        {"last_name": "Ö\nberg"},
        {"last_name": "gro\u202ebrÖ"},
        {"last_name": "\ufffdberg"},
        {"job_title": "x" * 10_000},
        {"email": "olof"},
        {"email": "olof@nacka"},
        {"email": "olof@nacka.example, petra@solna.example"},
        {"email": "olof@127.0.0.1"},
        {"email": "o\u200blof@nacka.example"},
        {"email": "olof@" + "\ufdfa" * 60 + ".example"},
        {"phone": "1" * 41},
        {"access": "x" * 301},
        {"form_key": "no key"},
        {"website": "https://bot.example"},
    ],
)
def test_bad_answers_are_errors_and_save_nothing(olof, event, send, changes):
    response = send(olof, event, **changes)

    assert response.status_code == 422
    assert status_of(response) == ["error"]
    assert event.registrations.count() == 0


def test_missing_answers_are_errors(client, event):
    response = client.post(f"/anmalan/{event.pk}/", {})

    assert response.status_code == 422
    for sentence in ("Choose your role.", "Write your first name.", "Write your last name."):
        assert _(sentence) in words_of(response)


def test_bytes_of_another_charset_are_no_form_of_ours(client, event):
    body = (
        b"role=builder&organisation=Tegelbruket&first_name=%C5sa&last_name=Bo&job_title=vd&email=bo@b.example"
    )

    response = client.post(f"/anmalan/{event.pk}/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    assert event.registrations.count() == 0


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("first_name", "Null"),
        ("first_name", "X"),
        ("last_name", "O'Hara-Åkesson"),
        ("last_name", "d’Ångström"),
        ("first_name", "محمد"),
        ("last_name", "नागेश्वर"),
        ("first_name", "می‌خواهم"),
        ("last_name", "王"),
        ("first_name", "Ngô Đình"),
        ("last_name", "Ჯავახიშვილი"),
        ("first_name", "👩🏽\u200d🚀"),
        ("last_name", "<script>alert(1)</script>"),
        ("job_title", "{{ settings.SECRET_KEY }} %s %(x)s"),
        ("job_title", "x" * 120),
    ],
)
def test_names_of_all_kinds_are_kept_letter_for_letter(client, olof, event, send, field, name):
    response = send(olof, event, **{field: name})

    assert response.status_code == 303
    assert getattr(event.registrations.get(), field) == name
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("organisation", ["ß" * 160, "\ufdfa" * 160, "AB", "…", "İ" * 160])
def test_organisations_that_grow_when_compared_are_kept(bo, event, send, organisation):
    assert send(bo, event, organisation=organisation).status_code == 303

    assert event.registrations.get().organisation == organisation


def test_names_are_composed_and_trimmed(olof, event, send):
    send(olof, event, first_name="\u2003\u200bA\u030ake\ufeff ")

    assert event.registrations.get().first_name == "Åke"


def test_unknown_field_is_no_form_of_ours(olof, event, send):
    assert send(olof, event, status="confirmed").status_code == 400
    assert event.registrations.count() == 0


def test_repeated_field_is_no_form_of_ours(client, olof, event, answers):
    form = answers(olof) | {"email": [olof.address, "petra@solna.example"]}

    assert client.post(f"/anmalan/{event.pk}/", form).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, event, method):
    assert getattr(client, method)(f"/anmalan/{event.pk}/").status_code == 405


def test_looking_changes_nothing(client, event):
    form = client.get(f"/anmalan/{event.pk}/?first_name=Olof")
    head = client.head(f"/anmalan/{event.pk}/")

    assert (form.status_code, head.status_code, head.content) == (200, 200, b"")
    assert "no-store" in form["Cache-Control"]
    assert (Registration.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_post_without_its_token_is_refused(event, olof, answers):
    response = FormClient(enforce_csrf_checks=True).post(f"/anmalan/{event.pk}/", answers(olof))

    assert response.status_code == 403
    assert event.registrations.count() == 0
