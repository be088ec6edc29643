"""Each step of the preparation does what is missing, and only that."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Site

from bostadsforum import prepare


@pytest.mark.django_db
def test_the_site_is_named_after_the_origin(settings):
    settings.SITE_ORIGIN = "https://bostadsforum.example"

    prepare.name_site()

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.root_url) == (
        "bostadsforum.example",
        443,
        "https://bostadsforum.example",
    )


@pytest.mark.django_db
def test_a_site_that_has_its_name_is_not_written_again(settings, django_assert_num_queries):
    settings.SITE_ORIGIN = "http://127.0.0.1:8203"
    prepare.name_site()

    with django_assert_num_queries(1):
        prepare.name_site()


def test_what_killed_processes_left_of_messages_is_removed(settings, tmp_path):
    settings.BROKER_FOLDER = tmp_path
    left = ["messages/.1_a.celery.msg", "messages/2_b.celery.msg", "processed/3_c.celery.msg"]
    kept = ["messages/4_d.celery.msg", "control/celery.exchange"]
    for name in left + kept:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}" if name in kept else "")

    prepare.sweep_broker()

    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*")) == sorted(kept)


def test_a_catalogue_is_compiled_when_it_is_newer_than_its_last_time(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    po = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    po.write_text(f'{head}\nmsgid "seat"\nmsgstr "plats"\n')
    prepare.compile_messages()
    compiled = po.with_suffix(".mo")
    assert b"plats" in compiled.read_bytes()
    compiled.write_bytes(b"as it was")

    prepare.compile_messages()
    assert compiled.read_bytes() == b"as it was"

    os.utime(po, ns=(compiled.stat().st_mtime_ns + 10**9,) * 2)
    prepare.compile_messages()
    assert b"plats" in compiled.read_bytes()


def test_static_files_are_collected_when_one_has_changed(settings, tmp_path):
    source: Path = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("a {}")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"

    prepare.collect_static()
    collected = settings.STATIC_ROOT / "site.css"
    collected.write_text("as it was")
    prepare.collect_static()
    assert collected.read_text() == "as it was"

    (source / "site.css").write_text("a { color: inherit }")
    prepare.collect_static()
    assert collected.read_text() == "a { color: inherit }"


def test_the_times_of_an_images_layer_are_no_change(settings, tmp_path):
    source: Path = tmp_path / "source"
    source.mkdir()
    style = source / "site.css"
    style.write_text("a {}")
    os.utime(style, ns=(1_700_000_000_123_456_789,) * 2)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    prepare.collect_static()
    collected = settings.STATIC_ROOT / "site.css"
    collected.write_text("as it was")

    # A layer keeps whole seconds.
    os.utime(style, (1_700_000_000,) * 2)
    prepare.collect_static()

    assert collected.read_text() == "as it was"


@pytest.mark.django_db
def test_a_migrated_database_is_left_as_it_is():
    assert prepare.migrate() is False


@pytest.mark.django_db
def test_the_command_says_what_it_does(capsys, settings, tmp_path):
    settings.USES_COLLECTED_STATIC = False
    settings.BROKER_FOLDER = tmp_path / "broker"

    call_command("prepare")

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "  Folders …"
    assert said[-1] == "  Ready."
    assert (tmp_path / "broker" / "messages").is_dir()


def test_an_image_is_built_without_a_database(capsys, settings, tmp_path):
    """There is no mark for the database here, so asking it would fail."""
    settings.USES_COLLECTED_STATIC = False
    settings.BROKER_FOLDER = tmp_path / "broker"

    call_command("prepare", files_only=True)

    assert capsys.readouterr().out.splitlines()[-1] == "  Ready."
