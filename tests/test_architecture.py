"""What holds the house together: the arrows between packages, migrations for every model, small files."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("home", "events", "registration", "bostadsforum")
# "Much above 300 lines" begins here: whoever gets there has two subjects in one file.
MOST_LINES = 400


def test_imports_follow_the_arrows():
    lint_imports = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, verbosity=1)

    assert "No changes detected" in said.getvalue()


def test_no_file_is_much_above_three_hundred_lines():
    files = [path for package in (*PACKAGES, "tests") for path in (ROOT / package).rglob("*.py")]
    assert len(files) > 100

    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > MOST_LINES
    }

    assert too_long == {}


def test_every_test_folder_is_a_package_and_mirrors_one():
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}

    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
    mirrored = [
        folder.relative_to(ROOT / "tests")
        for folder in sorted(folders)
        if folder.relative_to(ROOT / "tests").parts[:1] not in {(), ("journeys",), ("bench",)}
    ]
    assert [folder for folder in mirrored if not (ROOT / folder).is_dir()] == []
