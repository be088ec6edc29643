"""What is particular about each kind of event, as a visitor meets it, in English."""

import pytest
from django.test import Client

from events.models import DiscussionQuestion, EventPage, GatheringPage, SpeakerSlot
from tests.events.test_pages import show
from tests.factories import NOW, GatheringFactory, PersonFactory, RoundTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

Kind = GatheringPage.Kind


def test_round_table_opens_with_its_questions(client: Client):
    event = RoundTableFactory(body=[("paragraph", "<p>Vi sitter i små grupper.</p>")])
    for order, text in enumerate(["Vad kostar?", "Vad provar vi?"]):
        DiscussionQuestion.objects.create(event=event, text=text, sort_order=order)

    html = show(client, event)

    assert html.index("We talk about") < html.index("Vad kostar?") < html.index("Vad provar vi?")
    assert html.index("Vad provar vi?") < html.index("How it is done")


def test_questions_keep_their_keys_through_a_draft():
    event = RoundTableFactory()
    question = DiscussionQuestion.objects.create(event=event, text="Vad kostar?")

    event.save_revision().publish()

    assert [kept.key for kept in event.discussion_questions.all()] == [question.key]


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [(50, "We talk in two rounds of 50 minutes."), (None, "We talk in two rounds.")],
)
def test_round_table_says_how_many_rounds(client: Client, minutes, sentence):
    assert sentence in show(client, RoundTableFactory(round_count=2, round_minutes=minutes))


def test_chatham_house_rule_stands_on_the_page_even_without_a_text(client: Client):
    assert "The talk follows the Chatham House rule" in show(client, RoundTableFactory())
    assert "Chatham House" not in show(client, RoundTableFactory(is_chatham_house=False))


def test_table_hosts_stand_apart_with_their_tables(client: Client):
    event = RoundTableFactory()
    host, speaker = PersonFactory(last_name="Värd"), PersonFactory(last_name="Inledare")
    SpeakerSlot.objects.create(event=event, person=host, part=SpeakerSlot.Part.TABLE_HOST, table_number=2)
    SpeakerSlot.objects.create(event=event, person=speaker)

    html = show(client, event)

    assert html.index("Table hosts") < html.index("Karin Värd") < html.index("Karin Inledare")
    assert "table 2" in html


def test_only_a_table_host_has_a_table():
    slot = SpeakerSlot(person=PersonFactory(), part=SpeakerSlot.Part.SPEAKER, table_number=2)

    slot.clean()

    assert slot.table_number is None


def test_study_visit_says_where_to_meet_and_what_to_wear(client: Client):
    event = GatheringFactory(
        meeting_point="Vid grinden", what_to_bring="Stadiga skor.", terrain="Grus och trappor."
    )

    html = show(client, event)

    assert "Vid grinden" in html
    assert html.index("Good to know") < html.index("Stadiga skor.") < html.index("Grus och trappor.")


def test_what_to_wear_is_not_said_when_it_is_over(client: Client):
    event = GatheringFactory(start_at=NOW.replace(month=1, day=4), what_to_bring="Stadiga skor.")

    assert "Stadiga skor." not in show(client, event)


@pytest.mark.parametrize(
    ("is_recorded", "sentence"),
    [(True, "The recording is put on this page afterwards."), (False, "It is not recorded.")],
)
def test_webinar_says_whether_it_is_recorded(client: Client, is_recorded, sentence):
    event = GatheringFactory(
        gathering_kind=Kind.WEBINAR,
        format=EventPage.Format.ONLINE,
        is_recorded=is_recorded,
        takes_questions=True,
    )

    html = show(client, event)

    assert sentence in html
    assert "You can ask questions in the chat." in html


def test_every_kind_has_its_usual_values():
    assert set(GatheringPage.usual_values_by_kind) == set(Kind.values)
    assert GatheringPage.usual_values_by_kind[Kind.WEBINAR]["format"] == EventPage.Format.ONLINE
