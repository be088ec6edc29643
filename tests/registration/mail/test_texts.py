"""The words that staff have given a letter: whose win, and what becomes of what they name."""

import re
from dataclasses import replace

import pytest

from registration.domain import letter_texts
from registration.mail import compose, kinds, texts
from registration.mail.texts import Wording
from registration.models import OutboxMessage, Registration
from tests.factories import NOW, EventFactory
from tests.registration.mail.conftest import TOKEN, in_status
from tests.registration.mail.words import words_of_html, words_of_text

pytestmark = pytest.mark.django_db
Status = Registration.Status
ADDRESS = re.compile(r"https?://\S+")


@pytest.fixture
def give_words(stina):
    """`give_words("confirmed", opening="…")` for the site; with `event=` for one event."""

    def give(kind: str, *, language: str = "sv", event=None, **words: str) -> None:
        letter_texts.save(kind, Wording(**words), language=language, event=event, by=stina, now=NOW)

    return give


def test_what_staff_have_written_replaces_subject_and_opening_and_ends_the_letter(
    give_words, seminar, olof, sign_up, letter_of
):
    give_words(
        "confirmed",
        subject="Välkommen den {dag}: {titel}",
        opening="Roligt att du kommer, {förnamn}!\n\nVi ses i {lokal} {veckodag} kl. {klockslag}.",
        closing="Ta gärna med en fråga.",
    )

    letter = letter_of("confirmed", sign_up(olof, seminar))

    assert letter.subject.startswith("Välkommen den 4 mars: Från markanvisning")
    assert "Roligt att du kommer, Olof!\n\nVi ses i Murbruket, stora salen torsdag kl. 8.30." in letter.text
    assert "Välkommen torsdag" not in letter.text
    assert "Ta gärna med en fråga.\n\nHälsningar" in letter.text
    assert words_of_html(letter.html) == words_of_text(letter.text)


@pytest.mark.parametrize("kind", texts.edited_kinds())
def test_every_letter_takes_the_words_of_staff(kind, give_words, seminar, olof, sign_up, letter_of):
    status = sorted(
        kinds.KINDS[kind].statuses or {Status.CONFIRMED}, key=lambda one: one != Status.CONFIRMED
    )[0]
    registration = in_status(sign_up(olof, seminar), status)
    registration.status_before_cancelling = Status.CONFIRMED if status == Status.CANCELLED else ""
    registration.save()
    before = letter_of(kind, registration)
    give_words(kind, subject="Hej {förnamn}", opening="Först {förnamn}.", closing="Sist {förnamn}.")

    letter = letter_of(kind, registration)

    assert letter.subject == "Hej Olof"
    assert (
        letter.text.index("Först Olof.") < letter.text.index("Sist Olof.") < letter.text.index("Hälsningar")
    )
    assert words_of_html(letter.html) == words_of_text(letter.text)
    assert ADDRESS.findall(letter.text) == ADDRESS.findall(before.text)


def test_event_goes_before_site_field_by_field(give_words, seminar, olof, sign_up, letter_of):
    give_words("confirmed", subject="Webbplatsens ämne", opening="Webbplatsens inledning.")
    give_words("confirmed", event=seminar, opening="Evenemangets inledning.")

    letter = letter_of("confirmed", sign_up(olof, seminar))
    other = letter_of("confirmed", sign_up(olof, EventFactory()))

    assert letter.subject == "Webbplatsens ämne"
    assert "Evenemangets inledning." in letter.text
    assert "Webbplatsens inledning." not in letter.text
    assert "Webbplatsens inledning." in other.text


def test_each_language_has_its_own_words(give_words, seminar, olof, sign_up, letter_of):
    give_words("confirmed", opening="På svenska, {titel}.")
    give_words("confirmed", language="en", opening="In English, {titel}, on {veckodag}.")

    swedish = letter_of("confirmed", sign_up(olof, seminar))
    olle = replace(olof, address="olle@nacka.example", language="en")
    english = letter_of("confirmed", sign_up(olle, seminar))

    assert "På svenska, Från markanvisning" in swedish.text
    assert "In English, From land allocation to moving in" in english.text
    assert ", on Thursday." in english.text


def test_what_is_typed_is_text_and_never_a_template(give_words, bo, sign_up, letter_of):
    event = EventFactory(title="Kvarter {förnamn} {{ event.pk }} {% now 'Y' %}")
    bo = replace(bo, first_name="{titel}<b>")
    give_words("confirmed", opening="<script>{förnamn}</script> & {titel}")

    letter = letter_of("confirmed", sign_up(bo, event))

    said = "<script>{titel}<b></script> & Kvarter {förnamn} {{ event.pk }} {% now 'Y' %}"
    assert said in letter.text
    assert "<script>" not in letter.html
    assert "&lt;script&gt;{titel}&lt;b&gt;&lt;/script&gt; &amp; Kvarter {förnamn}" in letter.html


def test_template_tags_in_a_row_written_past_the_form_are_not_run(
    give_words, seminar, olof, sign_up, letter_of
):
    give_words("confirmed", opening="{{ registration.address }} {% now 'Y' %}", closing="{okänt}")

    letter = letter_of("confirmed", sign_up(olof, seminar))

    assert "olof@nacka.example" not in letter.text
    assert "okänt" not in letter.text
    assert "Välkommen torsdag" in letter.text


def test_subject_stays_one_line(give_words, olof, sign_up, letter_of):
    event = EventFactory(title="Ett\u2028två\u0085tre")
    give_words("confirmed", subject="{förnamn}:\r\nBcc: alla@example.org {titel}")

    letter = letter_of("confirmed", sign_up(replace(olof, first_name="O\nlof"), event))

    assert letter.subject == "O lof: Bcc: alla@example.org Ett två tre"


def test_a_text_that_names_what_there_is_not_gives_way(give_words, olof, sign_up, letter_of):
    event = EventFactory(venue=None, format="online", online_link="https://mote.example/1")
    give_words("confirmed", opening="Vi ses i {lokal}.", closing="Ring {processledare}.")

    letter = letter_of("confirmed", sign_up(olof, event))

    assert "Vi ses i" not in letter.text
    assert "Välkommen torsdag 4 mars" in letter.text
    assert "Ring Karin Kontakt" in letter.text


def test_facts_stay_whatever_staff_write(give_words, seminar, olof, sign_up, letter_of):
    give_words("offered", opening="Nu är det din tur.", subject="En plats åt dig: {titel}")
    registration = in_status(sign_up(olof, seminar), Status.OFFERED)

    letter = letter_of("offered", registration)

    assert "Nu är det din tur." in letter.text
    assert "Vi håller en plats åt dig till" in letter.text


def test_who_was_taken_off_by_the_organiser_reads_the_built_in_text(
    give_words, seminar, olof, sign_up, letter_of
):
    give_words("cancelled", opening="Synd att du fick förhinder.")
    registration = in_status(sign_up(olof, seminar), Status.CANCELLED)

    letter = letter_of("cancelled", registration)

    assert "Synd att du fick förhinder." not in letter.text


def test_many_letters_take_one_query(give_words, seminar, olof, petra, sign_up, django_assert_num_queries):
    give_words("confirmed", opening="Hej.")
    give_words("confirmed", event=seminar, opening="Hej hej.")
    sign_up(olof, seminar), sign_up(petra, EventFactory())
    letters = list(OutboxMessage.objects.select_related("registration__event").order_by("pk"))

    with django_assert_num_queries(1):
        shelf = texts.of_many(letters)

    assert [[one.opening for one in shelf.layers(letter)] for letter in letters] == [
        ["Hej hej.", "Hej."],
        ["Hej."],
    ]


def test_what_is_sent_is_what_was_previewed(give_words, seminar, olof, sign_up, send_mail):
    give_words("confirmed", subject="Hej {förnamn}", opening="Först.", closing="Sist.")
    message = sign_up(olof, seminar).letters.get()
    shown = compose.compose(message, now=NOW, token=compose.MASK)

    sent = send_mail()[0]

    message.refresh_from_db()
    assert (sent.subject, message.text) == (shown.subject, shown.masked_text)


def test_words_given_by_hand_are_not_looked_up(seminar, olof, sign_up):
    message = sign_up(olof, seminar).letters.get()

    letter = compose.compose(message, now=NOW, token=TOKEN, layers=(Wording(opening="Osparat."),))

    assert "Osparat." in letter.text
