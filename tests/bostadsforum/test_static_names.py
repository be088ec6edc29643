"""Every static file that a template names exists; to the manifest of production a missing one is an error."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def test_every_file_that_a_template_names_is_there():
    named = {
        name
        for template in TEMPLATES.rglob("*")
        if template.is_file()
        for name in NAMED.findall(template.read_text(encoding="utf-8"))
    }

    assert len(named) > 5
    assert sorted(name for name in named if finders.find(name) is None) == []
