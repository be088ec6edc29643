"""What an installation needs before it can serve; each step does only what is missing."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed
from wagtail.models import Page, Site
from wagtail.search.models import IndexEntry

Say = Callable[[str], None]


def prepare(*, say: Say) -> None:
    prepare_files(say=say)
    prepare_database(say=say)


def prepare_files(*, say: Say) -> None:
    """What needs no database: an image is built with this much."""
    with _step(say, "Folders"):
        make_folders()
    with _step(say, "Swedish texts"):
        compile_messages()
    if settings.USES_COLLECTED_STATIC:
        with _step(say, "Style sheets, scripts and pictures"):
            collect_static()


def prepare_database(*, say: Say) -> None:
    with _step(say, "Database (the first time takes a while)"):
        is_new = migrate()
    name_site()
    if is_new or not _is_indexed():
        with _step(say, "Search index"):
            call_command("update_index", verbosity=0, stdout=StringIO())


@contextmanager
def _step(say: Say, name: str) -> Iterator[None]:
    began = time.monotonic()
    say(f"  {name} …")
    yield
    seconds = time.monotonic() - began
    if seconds >= 1:
        say(f"    done in {seconds:.0f} s")


def make_folders() -> None:
    folders = [settings.MEDIA_ROOT, settings.MAIL_FOLDER, settings.STATIC_ROOT]
    if not settings.REDIS_URL:
        folders += [settings.BROKER_FOLDER / name for name in ("messages", "control", "processed")]
    for folder in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
    sweep_broker()


def sweep_broker() -> None:
    """Remove what killed processes left of messages: half written, empty, or taken and not read."""
    leftovers = [
        *settings.BROKER_FOLDER.glob("messages/.*.msg"),
        *settings.BROKER_FOLDER.glob("processed/*.msg"),
        *(file for file in settings.BROKER_FOLDER.glob("messages/*.msg") if not file.stat().st_size),
    ]
    for file in leftovers:
        file.unlink(missing_ok=True)
    # A torn table of queues would end every worker; they write it anew.
    for file in settings.BROKER_FOLDER.glob("control/*.exchange"):
        if not file.stat().st_size:
            file.unlink(missing_ok=True)


def compile_messages() -> None:
    for folder in settings.LOCALE_PATHS:
        for po in Path(folder).glob("*/LC_MESSAGES/*.po"):
            mo = po.with_suffix(".mo")
            if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
                continue
            with po.open("rb") as source:
                catalogue = read_po(source)
            aside = mo.with_suffix(".mo.new")
            try:
                with aside.open("wb") as target:
                    write_mo(target, catalogue)
                aside.replace(mo)
            except OSError as error:
                raise CommandError(f"The texts cannot be written to {mo} ({error.strerror}).") from error
            # What this process has read so far is without the new words.
            translation_file_changed(None, mo)


def migrate() -> bool:
    """True if there was something to do."""
    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        first_line = str(error).strip().partition("\n")[0]
        raise CommandError(f"The database cannot be used: {first_line}") from error
    return True


def collect_static() -> None:
    """Only when a source has changed: compressing them all takes longer than the rest of a start."""
    kept_in = Path(settings.STATIC_ROOT).with_suffix(".fingerprint")
    fingerprint = _static_fingerprint()
    if kept_in.exists() and kept_in.read_text() == fingerprint:
        return
    # With --clear, so that what was renamed does not stay for ever.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    kept_in.write_text(fingerprint)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            state = Path(storage.path(path)).stat()
            # Whole seconds: the layers of an image keep no more of a time.
            digest.update(f"{path} {state.st_size} {int(state.st_mtime)}\n".encode())
    return digest.hexdigest()


def name_site() -> None:
    """Wagtail makes absolute addresses from its Site; those follow SITE_ORIGIN like all others."""
    origin = urlsplit(settings.SITE_ORIGIN)
    port = origin.port or (443 if origin.scheme == "https" else 80)
    for site in Site.objects.filter(is_default_site=True):
        if (site.hostname, site.port) != (origin.hostname, port):
            site.hostname, site.port = origin.hostname, port
            site.save(update_fields=["hostname", "port"])


def _is_indexed() -> bool:
    return IndexEntry.objects.exists() or Page.objects.filter(depth__gt=1).count() == 0
