from typing import Any

from django.core.management.base import BaseCommand

from bostadsforum.prepare import prepare


class Command(BaseCommand):
    help = "Make database, texts, static files and search index ready; harmless when they are."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(say=lambda line: self.stdout.write(line, ending="\n"))
        self.stdout.write("  Ready.")
