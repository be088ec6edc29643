"""The screen of a change that people have not been told of, and the banner until somebody decides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import EventPage
from registration.domain import publication
from registration.models import ChangeNotice, OutboxMessage
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

HOME = "/admin/"


@pytest.fixture
def notice(event, olof, petra, sign_up, send_mail):
    """Olof and Petra know the fourth of March, and the event has been moved a week."""
    for person in (olof, petra):
        sign_up(person, event)
    send_mail()
    later = event.start_at + timedelta(days=7)
    EventPage.objects.filter(pk=event.pk).update(
        start_at=later, end_at=later + timedelta(minutes=90), last_published_at=NOW
    )
    publication.handle(event.pk, now=NOW)
    return ChangeNotice.objects.get()


def address(name, notice):
    return reverse(f"staff_changes:{name}", args=[notice.pk])


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def test_every_page_says_so_until_somebody_decides(notice, as_stina, as_edit):
    sentence = f"{notice.event.title} har ändrats"

    for page in (HOME, reverse("wagtailadmin_account"), "/admin/pages/2/"):
        assert sentence in text_of(as_edit.get(page))
    as_stina.post(address("dismiss", notice), {"reason": "Alla vet"})

    assert sentence not in text_of(as_edit.get(HOME))


def test_only_who_may_decide_is_led_to_the_letter(notice, as_stina, as_edit):
    assert address("notice", notice) in text_of(as_stina.get(HOME))
    assert address("notice", notice) not in text_of(as_edit.get(HOME))


def test_screen_shows_what_whom_and_the_letter(notice, as_stina):
    page = text_of(as_stina.get(address("notice", notice)))

    assert "torsdag 11 mars 2027 kl. 8.30–10.00" in page
    assert "Skicka till 2 personer" in page
    assert f"Ny tid eller lokal: {notice.event.title}" in page
    assert "Hej Olof," in page


def test_letter_is_shown_as_anybody_concerned_would_get_it(notice, as_stina):
    petra = notice.event.registrations.get(first_name="Petra")

    page = as_stina.get(address("notice", notice), {"som": petra.pk})
    framed = as_stina.get(address("html", notice), {"som": petra.pk})

    assert "Hej Petra," in text_of(page)
    assert "Hej Petra," in text_of(framed)
    assert "script-src" not in framed["Content-Security-Policy"]


def test_words_are_kept_and_shown_in_the_letter_before_it_is_sent(notice, as_stina, send_mail):
    words = {"press": "show", "sentence": "Lokalen var dubbelbokad.", "sentence_en": ""}

    page = as_stina.post(address("notice", notice), words, follow=True)

    assert "Från arrangören\nLokalen var dubbelbokad." in text_of(page)
    assert send_mail() == []


def test_one_press_sends_with_the_words_that_stand_there(notice, as_stina, stina, send_mail):
    words = {"press": "send", "sentence": "Lokalen var dubbelbokad.", "sentence_en": ""}

    page = as_stina.post(address("notice", notice), words, follow=True)

    assert "Brevet är på väg till 2 personer." in text_of(page)
    assert all("Lokalen var dubbelbokad." in letter.body for letter in send_mail())
    notice.refresh_from_db()
    assert (notice.state, notice.decided_by) == (ChangeNotice.State.SENT, stina)


def test_sending_what_has_been_sent_says_so(notice, as_stina):
    as_stina.post(address("notice", notice), {"press": "send"})

    again = as_stina.post(address("notice", notice), {"press": "send"})

    assert again.status_code == 409
    assert OutboxMessage.objects.filter(kind="changed").count() == 2


def test_two_lines_are_refused_at_the_field_and_nothing_is_sent(notice, as_stina):
    page = as_stina.post(address("notice", notice), {"press": "send", "sentence": "En\nTvå"})

    assert page.status_code == 422
    assert not OutboxMessage.objects.filter(kind="changed").exists()


def test_decision_can_be_taken_back_as_long_as_nothing_has_left(notice, as_stina, send_mail):
    as_stina.post(address("notice", notice), {"press": "send", "sentence": "Fel ord"})
    assert address("take_back", notice) in text_of(as_stina.get(address("notice", notice)))

    page = as_stina.post(address("take_back", notice), follow=True)

    assert 'value="Fel ord"' in text_of(page)
    assert send_mail() == []


def test_what_has_left_is_not_taken_back(notice, as_stina, send_mail):
    as_stina.post(address("notice", notice), {"press": "send"})
    send_mail()

    assert address("take_back", notice) not in text_of(as_stina.get(address("notice", notice)))
    assert as_stina.post(address("take_back", notice)).status_code == 409


def test_dismissing_asks_why(notice, as_stina):
    assert as_stina.post(address("dismiss", notice), {"reason": " "}).status_code == 422

    as_stina.post(address("dismiss", notice), {"reason": "Alla vet"})

    assert "Alla vet" in text_of(as_stina.get(address("notice", notice)))


def test_list_shows_what_awaits_a_decision_and_what_was_decided(notice, as_stina):
    as_stina.post(address("dismiss", notice), {"reason": "Alla vet"})

    page = text_of(as_stina.get(reverse("staff_changes:index")))

    assert "Inga brev behövs av stina" in page


def test_page_of_the_event_tells_who_pressed(notice, as_stina):
    as_stina.post(address("notice", notice), {"press": "send"})

    desk = text_of(as_stina.get(reverse("staff_events:event", args=[notice.event_id])))

    assert "Brev om en ändring skickade" in desk


def test_list_takes_as_many_queries_for_many(notice, as_stina, count_queries):
    index = reverse("staff_changes:index")
    as_stina.get(index)
    one = count_queries(lambda: as_stina.get(index))
    for _number in range(3):
        ChangeNotice.objects.create(
            event=notice.event, state="sent", before=notice.before, after=notice.after, opened_at=NOW
        )

    assert count_queries(lambda: as_stina.get(index)) == one
