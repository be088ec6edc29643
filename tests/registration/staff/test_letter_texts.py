"""The words of letters: the list, the form with its preview, and going back."""

import re

import pytest
from django.urls import reverse

from events.models import EventPage
from registration.mail import compose, texts
from registration.mail.texts import Wording
from registration.models import LetterText
from tests.factories import NOW, EventFactory
from tests.registration.mail.conftest import in_status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
SITE = ["confirmed", "sv"]


def site_url(kind="confirmed", language="sv"):
    return reverse("staff_letter_texts:edit", args=[kind, language])


def save(client, url, **words):
    data = {"subject": "", "opening": "", "closing": "", "press": "save"} | words
    return client.post(url, data)


def test_words_are_saved_with_who_wrote_them(as_stina, event):
    response = save(as_stina, site_url(), subject="Välkommen, {förnamn}", opening="Ett.\r\n\r\nTvå.")

    row = LetterText.objects.get()
    assert response.status_code == 303
    assert (row.subject, row.opening, row.closing) == ("Välkommen, {förnamn}", "Ett.\n\nTvå.", "")
    assert (row.event, row.changed_by_name, row.changed_at) == (None, "stina", NOW)


def test_saving_again_changes_the_same_row(as_stina, event):
    for url in (site_url(), reverse("staff_letter_texts:event_edit", args=[event.pk, *SITE])):
        save(as_stina, url, opening="Ett.")
        save(as_stina, url, opening="Två.")

    assert [row.opening for row in LetterText.objects.all()] == ["Två.", "Två."]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"opening": "Hej {efternamn}."}, "{efternamn}"),
        ({"closing": "Hej {{ titel }}."}, "{titel}"),
        ({"closing": "{% now %}"}, "{titel}"),
        ({"opening": "Hej {titel"}, "{titel}"),
        ({"subject": "Hej\r\nBcc: alla@example.org"}, None),
        ({"subject": "x" * 61}, "60"),
        ({"opening": "x" * 1501}, "1500"),
        ({"opening": "Hej \u202e du"}, None),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(as_stina, event, words, said):
    response = save(as_stina, site_url(), **words)

    assert response.status_code == 422
    faults = [fault for name in words for fault in response.context["form"].errors[name]]
    assert len(faults) == 1
    assert said is None or said in faults[0]
    assert not LetterText.objects.exists()


def test_form_shows_what_stands_in_the_letter_now(as_stina, event):
    found = as_stina.get(site_url()).context["inherited"]

    assert found.subject == f"Du är anmäld: {event.title}, 4 mars"
    assert found.opening == "Välkommen torsdag 4 mars 2027 kl.\u00a08.30–10.00."
    assert found.closing == ""


def test_form_of_an_event_shows_the_words_of_the_site(as_stina, event):
    save(as_stina, site_url(), subject="Webbplatsens", opening="Ett.\n\nTvå.", closing="Slut.")

    found = as_stina.get(reverse("staff_letter_texts:event_edit", args=[event.pk, *SITE])).context[
        "inherited"
    ]

    assert (found.subject, found.opening, found.closing) == ("Webbplatsens", "Ett.\n\nTvå.", "Slut.")


def test_only_the_courtesy_of_a_cancellation_gives_way(as_stina, event):
    found = as_stina.get(site_url("cancelled")).context["inherited"]

    assert found.opening == "Tack för att du sa till."


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", texts.edited_kinds())
def test_every_letter_can_be_shown(kind, language, as_stina, event):
    page = as_stina.get(site_url(kind, language))

    assert page.context["preview"].subject
    assert page.context["inherited"] is not None
    assert "srcdoc" in page.content.decode()


def test_preview_shows_unsaved_words_and_saves_nothing(as_stina, event):
    response = save(as_stina, site_url(), opening="Hej {förnamn}!", press="preview")

    assert "Hej Anna!" in response.context["preview"].text
    assert not LetterText.objects.exists()


def test_script_gets_the_preview_alone_and_the_faults_of_what_cannot_be_saved(as_stina, event):
    good = save(as_stina, site_url(), opening="Hej <b>{förnamn}</b>!", part="preview").content.decode()
    bad = save(as_stina, site_url(), opening="{vem}", part="preview").content.decode()

    assert "<form" not in good + bad
    assert "Hej &lt;b&gt;Anna&lt;/b&gt;!" in good
    assert "{vem}" in bad
    assert "<iframe" not in bad


def test_preview_to_somebody_registered_is_what_they_are_sent(as_stina, event, olof, sign_up, send_mail):
    registration = sign_up(olof, event)
    words = {"subject": "Hej {förnamn}", "opening": "Ett.", "closing": "Tack."}
    url = reverse("staff_letter_texts:event_edit", args=[event.pk, *SITE])
    shown = save(as_stina, url, **words, recipient=registration.pk, press="preview").context["preview"]

    save(as_stina, url, **words)
    sent = send_mail()[0]

    assert sent.subject == shown.subject == "Hej Olof"
    assert re.sub(r"/min-anmalan/[\w-]{43}/", f"/min-anmalan/{compose.MASK}/", sent.body) == shown.text


def test_preview_says_which_words_this_recipient_does_not_read(as_stina, event):
    EventPage.objects.filter(pk=event.pk).update(venue=None)

    response = save(as_stina, site_url(), opening="Vi ses i {lokal}.", closing="Hej.", press="preview")

    assert response.context["preview"].unused == ("opening",)


def test_recipients_are_those_who_would_get_the_letter_in_its_language(as_stina, event, olof, petra, sign_up):
    sign_up(olof, event)
    in_status(sign_up(petra, event), "cancelled")

    form = as_stina.get(reverse("staff_letter_texts:event_edit", args=[event.pk, *SITE])).context["form"]

    assert [str(label) for _pk, label in form.fields["recipient"].choices[1:]] == ["Olof Öberg"]


def test_going_back_takes_the_words_away_and_says_who_did(as_stina, event):
    save(as_stina, site_url(), opening="Ett.")

    response = as_stina.post(reverse("staff_letter_texts:reset", args=SITE))

    assert response.url == site_url()
    assert texts.wording_of(LetterText.objects.get()) == Wording()
    page = as_stina.get(site_url())
    assert not page.context["is_changed"]
    assert page.context["inherited"].opening.startswith("Välkommen")
    assert page.context["row"].changed_by_name == "stina"


def test_going_back_on_an_event_leaves_the_site_alone(as_stina, event):
    save(as_stina, site_url(), opening="Webbplatsens.")
    save(as_stina, reverse("staff_letter_texts:event_edit", args=[event.pk, *SITE]), opening="Eget.")

    as_stina.post(reverse("staff_letter_texts:event_reset", args=[event.pk, *SITE]))

    assert {row.opening for row in LetterText.objects.all()} == {"Webbplatsens.", ""}


def test_list_says_which_letters_are_changed_and_which_events_have_their_own(as_stina, event):
    save(as_stina, site_url(), opening="Webbplatsens.")
    save(
        as_stina, reverse("staff_letter_texts:event_edit", args=[event.pk, "offered", "en"]), opening="Eget."
    )

    site = as_stina.get(reverse("staff_letter_texts:index")).context
    own = as_stina.get(reverse("staff_letter_texts:event", args=[event.pk])).context

    def changed(rows):
        return [(row["label"], bool(cell["row"])) for row in rows for cell in row["cells"] if cell["row"]]

    assert len(changed(site["rows"])) == len(changed(own["rows"])) == 1
    assert [event.title in one["label"] for one in site["events"]] == [True]
    assert [cell["is_of_site"] for row in own["rows"] for cell in row["cells"]].count(True) == 1


def test_letter_about_several_events_has_no_words_of_one(as_stina, event):
    assert as_stina.get(site_url("forum")).status_code == 200
    for address in (
        reverse("staff_letter_texts:event_edit", args=[event.pk, "forum", "sv"]),
        site_url("notice_daily"),
        site_url("confirmed", "fi"),
    ):
        assert as_stina.get(address).status_code == 404


def test_words_can_be_written_before_there_is_anything_to_show_them_with(as_stina):
    page = as_stina.get(site_url())

    assert page.status_code == 200
    assert page.context["preview"] is None


def test_event_that_is_no_page_yet_can_have_words(as_stina):
    draft = EventFactory(live=False)
    url = reverse("staff_letter_texts:event_edit", args=[draft.pk, *SITE])

    assert as_stina.get(url).status_code == 200
    assert save(as_stina, url, opening="Ett.").status_code == 303


def test_desk_of_an_event_leads_to_its_words(as_stina, as_lars, event):
    desk, words = reverse("staff_events:event", args=[event.pk]), f"brevtexter/evenemang/{event.pk}/"

    assert words in as_stina.get(desk).content.decode()
    assert words not in as_lars.get(desk).content.decode()
