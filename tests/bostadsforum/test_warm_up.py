"""What is looked up before the first visitor comes, in a process of its own, as gunicorn's master does it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

CODE = """
import sys
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
from django.db import connections
from bostadsforum.warm_up import warm_up
warm_up()
assert not [c for c in connections.all(initialized_only=True) if c.connection], "asked the database"
before = set(sys.modules)
from wsgiref.util import setup_testing_defaults
environ = {"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}
setup_testing_defaults(environ)
statuses = []
b"".join(application(environ, lambda status, headers: statuses.append(status)))
assert statuses == ["200 OK"], statuses
packages = {"bostadsforum", "events", "home", "registration", "wagtail"}
print(sorted(name for name in set(sys.modules) - before if name.split(".")[0] in packages))
"""


def test_first_visitor_waits_for_no_view_to_be_read(tmp_path):
    environment = {
        "VAR": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "bostadsforum.settings.production",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"
