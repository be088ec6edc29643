from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils.translation import gettext as _

from events.roles import Role
from home import dates
from registration.domain import substitutes
from registration.domain.errors import TemporarilyBusy
from registration.models import Registration
from registration.views import handover_cookie
from tests.factories import EventFactory, applicant
from tests.registration.views.conftest import letter_kinds, status_of, title_of, value_of, words_of

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def colleague(olof):
    """Somebody in Olof's role and municipality."""
    return applicant(2, municipality=olof.municipality, first_name="Ylva", last_name="Ek")


def answers(person, **changes):
    return {
        "email": person.address,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "job_title": person.job_title,
        "role": person.role,
        "municipality": person.municipality,
        "organisation": person.organisation,
    } | changes


def test_form_is_filled_in_with_what_colleagues_share(client, bo, event, sign_up, link_to):
    page = client.get(f"{link_to(sign_up(bo, event))}overlat/")

    assert page.status_code == 200
    assert value_of(page, "organisation") == "Tegelbruket AB"
    assert 'value="builder"' in page.content.decode()
    assert [value_of(page, name) for name in ("first_name", "last_name", "job_title", "email")] == [""] * 4
    assert dates.at(event.handover_ends_at).replace("\xa0", " ") in words_of(page)


def test_colleague_gets_the_seat_at_once(client, olof, colleague, event, sign_up, link_to):
    holder = sign_up(olof, event)
    link = link_to(holder)

    response = client.post(f"{link}overlat/", answers(colleague))

    assert (response.status_code, response["Location"]) == (303, f"/anmalan/{event.pk}/overlaten/")
    receipt = client.get(response["Location"])
    assert (receipt.status_code, status_of(receipt)) == (200, ["neutral"])
    for shown in (_("Your seat is handed over"), "Ylva Ek", colleague.address):
        assert shown in words_of(receipt)
    holder.refresh_from_db()
    assert holder.status == Status.CANCELLED
    assert event.registrations.get(address=colleague.address).status == Status.CONFIRMED
    assert letter_kinds() == ["confirmed", "handed_over", "took_over"]
    # The old link has ended, and what it opened is not shown on the receipt.
    assert client.get(link).status_code == 404
    assert "/min-anmalan/" not in receipt.content.decode()


def test_other_role_needs_the_organisers_yes(client, olof, bo, event, sign_up, link_to):
    holder = sign_up(olof, event)
    link = link_to(holder)

    response = client.post(f"{link}overlat/", answers(bo))

    receipt = client.get(response["Location"])
    assert status_of(receipt) == ["pending"]
    assert bo.address in words_of(receipt)
    assert status_of(client.get(link)) == ["confirmed"]
    colleagues = event.registrations.get(address=bo.address)
    assert (colleagues.status, colleagues.substitute_for) == (Status.PENDING, holder)


def test_second_suggestion_takes_the_place_of_the_first(client, olof, bo, petra, event, sign_up, link_to):
    link = link_to(sign_up(olof, event))
    client.post(f"{link}overlat/", answers(bo))

    response = client.post(f"{link}overlat/", answers(petra))

    assert response.status_code == 303
    asking = event.registrations.pending()
    assert [person.address for person in asking] == [petra.address]


@pytest.mark.parametrize("was", ["unknown", "confirmed", "waitlisted", "cancelled"])
def test_page_is_the_same_whether_or_not_the_colleague_was_registered(
    client, olof, colleague, sign_up, link_to, was, now
):
    event = EventFactory(capacity=2, title="Samma sida")
    holder = sign_up(olof, event)
    if was == "waitlisted":
        sign_up(applicant(9), event)
    if was != "unknown":
        theirs = sign_up(colleague, event)
        Registration.objects.filter(pk=theirs.pk).update(status=was)

    response = client.post(f"{link_to(holder)}overlat/", answers(colleague))
    receipt = client.get(response["Location"])

    assert response.status_code == 303
    assert status_of(receipt) == ["neutral"]
    for shown in (_("Your seat is handed over"), "Ylva Ek", colleague.address):
        assert shown in words_of(receipt)
    holder.refresh_from_db()
    assert holder.status == Status.CANCELLED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "ingen adress"),
        ("email", "a" * 250 + "@nacka.example"),
        ("first_name", ""),
        ("first_name", "x" * 81),
        ("last_name", ""),
        ("job_title", ""),
        ("job_title", "Yl\0va"),
        ("role", ""),
        ("role", "guest"),
        ("role", "king"),
        ("municipality", ""),
        ("municipality", "9999"),
    ],
)
def test_wrong_answers_are_given_back_with_the_others(
    client, olof, colleague, event, sign_up, link_to, field, value
):
    holder = sign_up(olof, event)
    sent = answers(colleague, **{field: value})

    response = client.post(f"{link_to(holder)}overlat/", sent)

    assert (response.status_code, status_of(response)) == (422, ["error"])
    assert title_of(response).startswith(_("Error:"))
    for name in {"email", "first_name", "last_name", "job_title"} - {field}:
        assert value_of(response, name) == sent[name]
    holder.refresh_from_db()
    assert holder.status == Status.CONFIRMED
    assert event.registrations.count() == 1


def test_builder_needs_an_organisation(client, bo, event, sign_up, link_to):
    link = link_to(sign_up(bo, event))

    response = client.post(f"{link}overlat/", answers(applicant(3, Role.BUILDER), organisation=" "))

    assert response.status_code == 422
    assert _("Write which organisation your colleague works for.") in words_of(response)


@pytest.mark.parametrize("address", ["olof@nacka.example", " OLOF@Nacka.Example "])
def test_own_address_is_no_colleagues(client, olof, colleague, event, sign_up, link_to, address):
    response = client.post(f"{link_to(sign_up(olof, event))}overlat/", answers(colleague, email=address))

    assert response.status_code == 422
    assert _("That is your own address. Write your colleague's.") in words_of(response)


def test_fields_that_the_role_does_not_need_are_ignored(client, olof, colleague, event, sign_up, link_to):
    client.post(f"{link_to(sign_up(olof, event))}overlat/", answers(colleague, organisation="x" * 500))

    assert event.registrations.get(address=colleague.address).organisation == ""


def test_after_the_freeze_the_page_points_to_the_organiser(client, olof, event, sign_up, link_to, at_now):
    link = link_to(sign_up(olof, event))
    at_now.move_to(event.handover_ends_at)

    for response in (client.get(f"{link}overlat/"), client.post(f"{link}overlat/", {"email": "x"})):
        assert response.status_code == 409
        assert event.contact.email in words_of(response)
        assert 'name="email"' not in response.content.decode()
    # The way there stays on the page, since it says whom to ask.
    assert f"{link}overlat/" in client.get(link).content.decode()


def test_who_waits_has_no_seat_to_hand_over(client, olof, petra, colleague, sign_up, link_to):
    event = EventFactory(capacity=1)
    sign_up(petra, event)
    link = link_to(sign_up(olof, event))

    assert client.get(f"{link}overlat/")["Location"] == link
    assert client.post(f"{link}overlat/", answers(colleague)).status_code == 409


def test_busy_database_gives_back_what_was_typed(
    client, olof, colleague, event, sign_up, link_to, monkeypatch
):
    def busy(*args, **kwargs):
        raise TemporarilyBusy

    link = link_to(sign_up(olof, event))
    monkeypatch.setattr(substitutes, "hand_over", busy)

    response = client.post(f"{link}overlat/", answers(colleague))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert value_of(response, "email") == colleague.address
    assert handover_cookie.NAME not in response.cookies


@override_settings(RATE_LIMITS=True)
def test_nobody_is_mailed_by_this_more_often_than_by_the_form(client, olof, colleague, sign_up, link_to):
    answered = [
        client.post(f"{link_to(sign_up(olof, EventFactory()))}overlat/", answers(colleague)).status_code
        for _time in range(6)
    ]

    assert answered == [303] * 5 + [429]


def test_receipt_needs_its_cookie_and_tells_nothing_without(client, olof, colleague, event, sign_up, link_to):
    client.post(f"{link_to(sign_up(olof, event))}overlat/", answers(colleague))
    elsewhere = client.get(f"/anmalan/{EventFactory().pk}/overlaten/")
    client.cookies.clear()

    page = client.get(f"/anmalan/{event.pk}/overlaten/")

    for response in (elsewhere, page):
        assert (response.status_code, status_of(response)) == (200, ["neutral"])
        assert colleague.address not in response.content.decode()


def test_receipt_is_shown_for_ten_minutes(client, olof, colleague, event, sign_up, link_to, now, at_now):
    client.post(f"{link_to(sign_up(olof, event))}overlat/", answers(colleague))
    kept = client.cookies[handover_cookie.NAME].value

    at_now.move_to(now + timedelta(minutes=11))
    client.cookies[handover_cookie.NAME] = kept

    page = client.get(f"/anmalan/{event.pk}/overlaten/")
    assert colleague.address not in page.content.decode()


def test_names_are_text_and_never_markup(client, olof, colleague, event, sign_up, link_to):
    odd = replace(colleague, first_name="<script>alert(1)</script>")

    response = client.post(f"{link_to(sign_up(olof, event))}overlat/", answers(odd))

    assert "<script>alert" not in client.get(response["Location"]).content.decode()
