"""What can stand in braces, and what is refused."""

import pytest

from registration.mail import placeholders
from registration.mail.subject import LONGEST

VALUES = {"förnamn": "Olof", "titel": "Mark för fler hem", "lokal": "", "dag": "4 mars"}


@pytest.mark.parametrize("text", ["", "Hej.", "Hej {förnamn}, välkommen till {titel} den {dag}."])
def test_known_names_are_taken(text):
    assert placeholders.why_wrong(text, kind="confirmed") == ""


@pytest.mark.parametrize(
    "text", ["{efternamn}", "{ titel }", "{Titel}", "{}", "{% now 'Y' %}", "{titel.pk}", "{svara_senast}"]
)
def test_unknown_name_is_refused_with_what_there_is(text):
    wrong = placeholders.why_wrong(text, kind="confirmed")

    assert text in wrong
    assert "{titel}, {datum}" in wrong


@pytest.mark.parametrize("text", ["{titel", "titel}", "{{titel}}", "{{ titel }", "}{", "{titel}}"])
def test_brace_without_its_other_half_is_refused(text):
    assert "{förnamn}" in placeholders.why_wrong(text, kind="confirmed")


def test_each_letter_has_the_names_that_mean_something_in_it():
    assert placeholders.why_wrong("{svara_senast}", kind="offered") == ""
    assert "{svara_senast}" in placeholders.why_wrong("{svara_senast}", kind="forum")
    assert placeholders.names_for("forum") == ("förnamn",)


def test_every_name_is_explained():
    kinds = ["offered", "requested", "reminder", "took_over", "confirmed"]

    assert {name for kind in kinds for name in placeholders.names_for(kind)} == set(placeholders.MEANINGS)


def test_values_are_not_read_again():
    values = VALUES | {"förnamn": "{titel}"}

    assert placeholders.fill("{förnamn} {titel}", values) == "{titel} Mark för fler hem"


def test_text_that_names_what_is_empty_or_unknown_is_not_used():
    assert placeholders.fill("Vi ses i {lokal}.", VALUES) == ""
    assert placeholders.fill("Vi ses i {salen}.", VALUES) == ""
    assert placeholders.fill("Vi ses.", VALUES) == "Vi ses."


def test_long_title_is_cut_in_a_subject_and_the_date_is_beside_the_count():
    values = VALUES | {"titel": "Från markanvisning till inflyttning – var tar tiden vägen?"}

    subject = placeholders.fill_subject("Välkommen till {titel}, {dag}", values)

    assert subject.endswith("…, 4 mars")
    assert len(subject.removesuffix("4 mars")) <= LONGEST


def test_subject_is_one_line():
    values = VALUES | {"titel": "Mark\r\nBcc: alla@example.org"}

    assert placeholders.fill_subject("{titel}\r\nX: y", values) == "Mark Bcc: alla@example.org X: y"
