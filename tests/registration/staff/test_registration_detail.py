from dataclasses import replace

import pytest
from django.urls import reverse

from registration.domain import cancellation
from registration.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Status = Registration.Status


def action(name, registration):
    return reverse(f"staff_registrations:{name}", args=[registration.pk])


def test_registration_shows_person_history_and_letters(olof, event, sign_up, as_stina):
    page = as_stina.get(action("detail", sign_up(olof, event))).content.decode()

    for words in ("Olof Öberg", "planarkitekt", "Nacka", "olof@nacka.example", "2027-02-01 12.00"):
        assert words in page


def test_who_decided_stays_named_when_the_account_is_gone(olof, event, sign_up, stina, as_lars, now):
    registration = sign_up(olof, event)
    stina.first_name, stina.last_name = "Stina", "Stegelin"
    stina.save()
    cancellation.cancel(registration.pk, now=now, by=stina)

    stina.delete()

    assert "Stina Stegelin" in as_lars.get(action("detail", registration)).content.decode()


def test_reader_sees_neither_letters_nor_buttons(olof, event, sign_up, as_lars):
    registration = sign_up(olof, event)

    page = as_lars.get(action("detail", registration)).content.decode()

    assert "Olof Öberg" in page
    assert action("cancel", registration) not in page
    assert reverse("staff_letters:letter", args=[registration.letters.get().pk]) not in page


def test_unknown_registration_is_not_found(as_stina):
    for name in ("detail", "cancel", "give_seat"):
        assert as_stina.get(reverse(f"staff_registrations:{name}", args=[999])).status_code == 404


def test_number_that_no_row_can_have_is_not_found(as_stina):
    for address in ("anmalningar", "brev", "platser"):
        assert as_stina.get(f"/admin/{address}/{'9' * 40}/").status_code == 404


def test_looking_changes_nothing(olof, event, sign_up, as_stina):
    registration = sign_up(olof, event)

    for name in (
        "detail",
        "give_seat",
        "hand_over",
        "cancel",
        "correct_address",
        "correct_person",
        "renew_links",
    ):
        as_stina.get(action(name, registration))

    registration.refresh_from_db()
    assert (registration.status, registration.history.count()) == (Registration.Status.CONFIRMED, 1)
    assert registration.letters.count() == 1


def test_long_history_costs_no_more_queries_than_a_short_one(
    olof, event, sign_up, as_stina, count_queries, stina, now
):
    registration = sign_up(replace(olof, diet="nötallergi"), event)
    url = action("detail", registration)
    as_stina.get(url)
    short = count_queries(lambda: as_stina.get(url))
    for _ in range(20):
        registration.history.create(action="person_corrected", at=now, by=stina)

    assert count_queries(lambda: as_stina.get(url)) == short
