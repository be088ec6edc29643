import pytest
from django.urls import reverse

from registration.models import MailStop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def stop(client):
    return client.post(reverse("staff_letters:stop"), {"reason": "Fel lokal i breven"})


def test_every_page_says_that_mail_is_stopped(letter, as_stina, as_edit, send_mail):
    stop(as_stina)

    for page in (reverse("wagtailadmin_home"), reverse("wagtailadmin_account"), "/admin/pages/2/"):
        assert "Fel lokal i breven" in as_edit.get(page).content.decode()
    assert send_mail() == []


def test_only_who_may_is_offered_to_start_again(as_stina, as_edit):
    stop(as_stina)
    start, home = reverse("staff_letters:start"), reverse("wagtailadmin_home")

    assert start in as_stina.get(home).content.decode()
    assert start not in as_edit.get(home).content.decode()


def test_starting_again_takes_the_banner_away_and_lets_letters_go(letter, as_stina, stina, send_mail):
    stop(as_stina)

    as_stina.post(reverse("staff_letters:start"))

    assert "Fel lokal i breven" not in as_stina.get(reverse("wagtailadmin_home")).content.decode()
    assert MailStop.objects.get().ended_by == stina
    assert len(send_mail()) == 1


def test_stopping_asks_why(as_stina):
    assert as_stina.post(reverse("staff_letters:stop"), {"reason": " "}).status_code == 422
    assert not MailStop.objects.exists()


def test_nobody_who_is_not_logged_in_learns_that_mail_is_stopped(as_stina, client):
    stop(as_stina)

    page = client.get(reverse("wagtailadmin_login"), follow=True).content.decode()

    assert "Fel lokal i breven" not in page


def test_banner_names_who_stopped_the_mail_in_full(as_stina, as_edit, stina):
    stina.first_name, stina.last_name = "Stina", "Stegelin"
    stina.save()
    stop(as_stina)

    stina.delete()

    assert "Stina Stegelin" in as_edit.get(reverse("wagtailadmin_home")).content.decode()
