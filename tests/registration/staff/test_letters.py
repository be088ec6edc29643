import pytest
from django.urls import reverse

from registration.mail import compose
from registration.models import MailStop, OutboxMessage, PersonalLink
from tests.factories import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
State = OutboxMessage.State


@pytest.fixture
def letter(olof, event, sign_up):
    """Olof's confirmation, waiting."""
    return sign_up(olof, event).letters.get()


def screen(name, letter):
    return reverse(f"staff_letters:{name}", args=[letter.pk])


# --- Looking --------------------------------------------------------------------------------------


def test_letter_is_shown_as_it_would_be_sent(letter, as_stina, now):
    written = compose.compose(letter, now=now, token=compose.MASK)

    page = as_stina.get(screen("letter", letter))
    html = as_stina.get(screen("html", letter))

    assert (page.context["subject"], page.context["text"]) == (written.subject, written.text)
    assert html.content.decode() == written.html


def test_looking_makes_no_link_and_sends_nothing(letter, as_stina, send_mail):
    as_stina.get(screen("letter", letter))
    as_stina.get(screen("html", letter))

    letter.refresh_from_db()
    assert not PersonalLink.objects.exists()
    assert (letter.state, letter.attempts, letter.text) == (State.WAITING, 0, "")


def test_frame_of_the_letter_runs_nothing(letter, as_stina):
    page = as_stina.get(screen("letter", letter)).content.decode()
    policy = as_stina.get(screen("html", letter))["Content-Security-Policy"]

    assert 'sandbox=""' in page
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_sent_letter_shows_what_was_kept_of_it(letter, as_stina, send_mail):
    [message] = send_mail()

    page = as_stina.get(screen("letter", letter))

    assert page.context["subject"] == message.subject
    assert "***" in page.context["text"]
    assert screen("html", letter) not in page.content.decode()


def test_letter_that_cannot_be_written_can_still_be_looked_at(letter, as_stina):
    OutboxMessage.objects.filter(pk=letter.pk).update(
        kind="of_old", state=State.NEEDS_ATTENTION, last_error="KeyError"
    )

    page = as_stina.get(screen("letter", letter))

    assert page.status_code == 200
    assert "KeyError" in page.content.decode()
    assert as_stina.get(screen("html", letter)).status_code == 200


def test_list_shows_state_attempts_and_error(letter, as_stina):
    OutboxMessage.objects.filter(pk=letter.pk).update(attempts=3, last_error="SMTPServerDisconnected")

    page = as_stina.get(reverse("staff_letters:index")).content.decode()

    assert "SMTPServerDisconnected" in page
    assert "Olof Öberg" in page


def test_list_is_filtered_by_state(letter, as_stina):
    index = reverse("staff_letters:index")

    assert list(as_stina.get(index, {"state": "waiting"}).context["object_list"]) == [letter]
    assert list(as_stina.get(index, {"state": ["failed", "needs_attention"]}).context["object_list"]) == []


def test_long_list_costs_no_more_queries_than_a_short_one(as_stina, count_queries, now):
    def add(count):
        for _ in range(count):
            registration = RegistrationFactory()
            OutboxMessage.objects.create(
                key=f"confirmed:{registration.pk}:1", kind="confirmed", registration=registration,
                address=registration.address, created_at=now, due_at=now, expires_at=now,
            )  # fmt: skip

    index = reverse("staff_letters:index")
    add(1)
    as_stina.get(index)
    short = count_queries(lambda: as_stina.get(index))
    add(19)

    assert count_queries(lambda: as_stina.get(index)) == short


# --- Acting ---------------------------------------------------------------------------------------


def test_sent_letter_goes_again(letter, as_stina, send_mail):
    send_mail()

    response = as_stina.post(screen("resend", letter))

    again = OutboxMessage.objects.latest("pk")
    assert response.url == screen("letter", again)
    assert [message.to for message in send_mail()] == [["olof@nacka.example"]]


def test_letter_on_its_way_is_not_sent_again(letter, as_stina, send_mail):
    assert as_stina.post(screen("resend", letter)).status_code == 409
    assert len(send_mail()) == 1


def test_letter_is_taken_back(letter, as_stina, send_mail):
    assert as_stina.post(screen("drop", letter)).status_code == 303
    assert send_mail() == []


def test_letter_that_has_left_is_not_taken_back(letter, as_stina, send_mail):
    send_mail()

    assert as_stina.post(screen("drop", letter)).status_code == 409


# --- All mail -------------------------------------------------------------------------------------


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
