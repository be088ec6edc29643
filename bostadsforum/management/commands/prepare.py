from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from bostadsforum.prepare import prepare, prepare_files


class Command(BaseCommand):
    help = "Make database, texts, static files and search index ready; harmless when they are."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files-only", action="store_true", help="touch no database: how an image is built"
        )

    def handle(self, *args: Any, files_only: bool, **options: Any) -> None:
        step = prepare_files if files_only else prepare
        step(say=lambda line: self.stdout.write(line, ending="\n"))
        self.stdout.write("  Ready.")
