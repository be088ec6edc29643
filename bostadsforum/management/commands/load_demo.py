"""Load the sample content. Doing it twice changes nothing: what is there keeps its dates and its words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bostadsforum.demo import content, events, pages, snippets
from events.models import EventIndexPage


class Command(BaseCommand):
    help = "Load the sample content: people, venues, topics, events and pages. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        sample = content.read()
        installed = timezone.localdate(timezone=timezone.get_default_timezone())
        self.stdout.write("Loading people, venues and topics.")
        people = snippets.load_people(sample)
        shared = events.Shared(
            people=people,
            venues=snippets.load_venues(sample),
            topics=snippets.load_topics(sample),
            contacts={contact["id"]: people[contact["person"]] for contact in sample["contacts"]},
        )
        snippets.load_organisations(sample)
        for page in sample["pages"]:
            if pages.load_page(page):
                self.stdout.write(f"Page: {page['title']}")
        try:
            new = [
                entry for entry in sample["events"] if self._load(entry, shared=shared, installed=installed)
            ]
        except EventIndexPage.DoesNotExist:
            raise CommandError(
                "The list of events is missing. Make a page of the type event list first."
            ) from None
        self.stdout.write(f"{len(new)} of {len(sample['events'])} sample events are new.")

    def _load(self, entry: dict[str, Any], **options: Any) -> bool:
        is_new = events.load_event(entry, **options)
        if is_new:
            self.stdout.write(f"Event: {entry['title']}")
        return is_new
