from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page, Revision

from bostadsforum.demo import content
from events.models import CalendarIdentity, EventPage, Organisation, Person, Topic, Venue
from home.models import SiteDocument, StandardPage
from tests.factories import STOCKHOLM

pytestmark = pytest.mark.django_db

INSTALLED = datetime(2026, 11, 24, 10, 0, tzinfo=STOCKHOLM)


def load(at: datetime = INSTALLED) -> str:
    said = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("load_demo", stdout=said)
    return said.getvalue()


def everything() -> dict:
    """All that a second run might touch, as it stands."""
    return {
        "pages": list(
            Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "last_published_at")
        ),
        "revisions": Revision.objects.count(),
        "times": dict(EventPage.objects.values_list("slug", "start_at")),
        "versions": dict(CalendarIdentity.objects.values_list("event_id", "sequence")),
        "counts": [model.objects.count() for model in (Person, Venue, Topic, Organisation, SiteDocument)],
    }


def sample(slug: str) -> EventPage:
    return EventPage.objects.get(slug=slug).specific


class TestLoaded(TestCase):
    """The sample as it stands after one run, which all of these only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        load()

    def test_every_event_of_the_file_is_published(self):
        assert set(EventPage.objects.live().values_list("slug", flat=True)) == {
            entry["slug"] for entry in content.read()["events"]
        }

    def test_every_event_has_been_announced_to_calendars(self):
        assert not EventPage.objects.behind_in_calendars().exists()
        assert CalendarIdentity.objects.exclude(snapshot={}).count() == len(content.read()["events"])

    def test_past_events_are_past_and_coming_ones_come(self):
        entries = content.read()["events"]
        assert EventPage.objects.past(INSTALLED).count() == sum(entry["day_offset"] < 0 for entry in entries)
        assert EventPage.objects.upcoming(INSTALLED).count() == sum(
            entry["day_offset"] >= 0 for entry in entries
        )

    def test_the_breakfast_seminar_has_all_its_fields(self):
        event = sample("fran-markanvisning-till-inflyttning")

        start = timezone.localtime(event.start_at)
        assert (start.isoformat(), timezone.localtime(event.end_at).hour) == ("2026-12-10T08:30:00+01:00", 10)
        assert timezone.localtime(event.closes_at).isoformat() == "2026-12-03T12:00:00+01:00"
        assert (event.capacity, event.flow, event.format) == (80, "open", "on_site")
        assert (event.doors_open_time.hour, event.doors_note, event.asks_diet) == (8, "Frukost", True)
        assert {quota.role: (quota.reserved, quota.maximum) for quota in event.quotas.all()} == {
            "official": (30, None),
            "politician": (20, None),
            "builder": (30, None),
        }
        assert event.venue.name == "Murbruket, stora salen"
        assert event.contact.email == "kim.exempelsson@example.org"
        assert sorted(topic.slug for topic in event.topics.all()) == ["detaljplaneprocessen", "markanvisning"]
        assert event.programme.count() == 6
        assert event.programme.all()[2].people == "Otto Provström, Erik Provenhag"
        assert [(slot.person.last_name, slot.part, slot.job_title) for slot in event.speakers.all()][:2] == [
            ("Provström", "speaker", "exploateringschef"),
            ("Provenhag", "speaker", "projektutvecklare"),
        ]
        assert event.title_en.startswith("From land allocation")

    def test_reminders_in_whole_days_go_out_at_nine_and_others_exactly(self):
        in_days = sample("byggkostnader-vad-kan-vi-paverka").reminder_rules.all()
        mixed = sample("digitala-detaljplaner-i-nasta-led").reminder_rules.all()

        assert [(rule.days_before, str(rule.clock_time)) for rule in in_days] == [
            (7, "09:00:00"),
            (2, "09:00:00"),
        ]
        assert [(rule.days_before, rule.minutes_before) for rule in mixed] == [(1, None), (None, 60)]

    def test_the_cancelled_webinar_says_why(self):
        event = sample("klimatdeklaration-fragestund")

        assert event.is_cancelled
        assert event.status_note.startswith("Tillfället är inställt")

    def test_who_takes_part_online_gets_a_link_that_only_the_letter_knows(self):
        event = sample("ett-hem-i-livets-alla-skeden")

        assert (event.format, event.online_capacity) == ("hybrid", None)
        assert event.online_link == "https://mote.example.org/ett-hem-i-livets-alla-skeden"
        assert "http" not in event.online_note

    def test_round_tables_have_their_tables(self):
        event = sample("parkeringstal-nara-kollektivtrafik")

        assert (event.table_count, event.seats_per_table, event.is_chatham_house) == (2, 8, True)
        assert event.flow == "request"

    def test_answer_comes_when_the_text_says_so(self):
        event = sample("parkeringstal-nara-kollektivtrafik")

        assert "besked senast två veckor före samtalet" in str(event.body)
        assert (timezone.localtime(event.start_at) - timezone.localtime(event.answers_by)).days == 14

    def test_round_tables_have_questions_and_hosts_have_tables(self):
        event = sample("byggkostnader-vad-kan-vi-paverka")

        assert event.discussion_questions.count() == 3
        assert [slot.table_number for slot in event.speakers.filter(part="table_host")] == [1, 2, 3]
        assert event.round_count == 2

    def test_who_holds_an_event_with_us_stands_in_text(self):
        partners = sample("trahus-i-fem-vaningar").partners.all()

        assert [(partner.organisation.name, partner.part) for partner in partners] == [
            ("Modellhus Bygg AB", "co_organiser")
        ]

    def test_past_events_say_what_came_of_them(self):
        event = sample("lika-regler-i-hela-lanet")

        assert event.attended == {"official": 27, "politician": 14, "builder": 25}
        assert event.registered == 78
        assert event.takeaways.count() == 3
        assert len(event.summary) == 2
        assert [row.document.file_extension for row in event.documents.all()] == ["pdf"]

    def test_a_recording_is_a_link_and_no_document(self):
        event = sample("riktlinjer-for-bostadsforsorjning")

        assert (event.recording_minutes, event.recording_is_captioned) == (52, True)
        assert [str(row) for row in event.documents.all()] == ["Checklista (demofil)"]

    def test_the_contact_page_gets_the_invented_contacts_and_nothing_else_is_edited(self):
        assert "kim.exempelsson@example.org" in str(StandardPage.objects.get(slug="kontakt").body.raw_data)
        assert list(StandardPage.objects.exclude(latest_revision=None).values_list("slug", flat=True)) == [
            "kontakt"
        ]

    def test_builders_firms_are_suggested_and_organisers_are_not(self):
        suggested = set(Organisation.objects.filter(is_suggested=True).values_list("name", flat=True))
        assert suggested == {"Exempelhem AB", "Modellhus Bygg AB", "Provkvarteret Bostad AB"}
        assert Organisation.objects.filter(name="Storsthlm", is_suggested=False).exists()


def test_the_second_run_changes_nothing():
    load()
    before = everything()

    said = load(INSTALLED)

    assert everything() == before
    assert "0 of 13 sample events are new." in said


def test_a_run_another_day_leaves_the_dates_alone():
    load()
    before = everything()

    load(datetime(2027, 5, 3, 10, 0, tzinfo=STOCKHOLM))

    assert everything() == before


def test_what_an_editor_has_changed_stays():
    load()
    event = sample("fran-markanvisning-till-inflyttning")
    event.title = "Redaktörens rubrik"
    event.save_revision().publish()
    contact = StandardPage.objects.get(slug="kontakt")
    contact.ingress = "Redaktörens ingress"
    contact.save_revision().publish()

    load()

    assert sample("fran-markanvisning-till-inflyttning").title == "Redaktörens rubrik"
    assert StandardPage.objects.get(slug="kontakt").ingress == "Redaktörens ingress"


def test_a_page_that_was_removed_comes_back():
    StandardPage.objects.get(slug="kakor").delete()

    load()

    page = StandardPage.objects.get(slug="kakor")
    assert page.live
    assert [block.block_type for block in page.body].count("table") == 1
