import pytest
from django.utils import translation

from registration.mail.subject import LONGEST, one_line, shortened, subject_of

LONG = "Från markanvisning till inflyttning – var tar tiden vägen?"


@pytest.fixture(autouse=True)
def _in_swedish():
    with translation.override("sv"):
        yield


def test_a_short_title_stands_whole_and_the_date_behind_it():
    assert subject_of("confirmed", {"day": "4 mars"}, title="Fler hyresrätter") == (
        "Du är anmäld: Fler hyresrätter, 4 mars"
    )


def test_a_long_title_is_cut_between_words_and_the_date_does_not_count():
    subject = subject_of("confirmed", {"day": "4 mars"}, title=LONG)

    assert subject == "Du är anmäld: Från markanvisning till inflyttning – var tar…, 4 mars"
    assert len(subject.removesuffix(", 4 mars")) <= LONGEST


@pytest.mark.parametrize(
    ("nearness", "subject"),
    [
        ("today", "I dag: Fler hyresrätter kl.\u00a08.30"),
        ("tomorrow", "I morgon: Fler hyresrätter kl.\u00a08.30"),
        ("this_week", "Påminnelse: Fler hyresrätter på torsdag"),
        ("later", "Påminnelse: Fler hyresrätter, 4 mars"),
    ],
)
def test_a_reminder_says_how_near_it_is(nearness, subject):
    context = {"nearness": nearness, "starts": "8.30", "weekday": "torsdag", "day": "4 mars"}

    assert subject_of("reminder", context, title="Fler hyresrätter") == subject.replace("\u00a0", " ")


def test_a_title_is_not_taken_for_markup_or_for_a_template():
    subject = subject_of("waitlisted", {}, title="<b>{{ 7|add:7 }} & co</b>")

    assert subject == "Du står på väntelistan: <b>{{ 7|add:7 }} & co</b>"


@pytest.mark.parametrize(
    ("title", "room", "expected"),
    [
        ("Tolv tecken.", 12, "Tolv tecken."),
        ("Ett ord och ett till", 15, "Ett ord och…"),
        ("Bostadsförsörjningsprogrammet", 12, "Bostadsförs…"),
        ("Planer – och sedan", 12, "Planer…"),
    ],
)
def test_shortening(title, room, expected):
    assert shortened(title, room) == expected
    assert len(expected) <= room


def test_no_line_break_or_control_character_gets_into_a_header():
    assert one_line("Titel\r\nBcc: bo@tegelbruket.example\u2028\x00 slut") == (
        "Titel Bcc: bo@tegelbruket.example slut"
    )
