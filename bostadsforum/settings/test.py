"""For the tests: as production, but quick to hash, without a static manifest, with mail kept in memory.

`TEST_DATABASE_URL` names a PostgreSQL server; without it SQLite in a file, since threads need a file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("VAR"):
    os.environ["VAR"] = tempfile.mkdtemp(prefix="bostadsforum-test-")
    atexit.register(shutil.rmtree, os.environ["VAR"], ignore_errors=True)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ.setdefault("SITE_ORIGIN", "http://127.0.0.1:8000")
os.environ.setdefault("FORM_MIN_SECONDS", "0")
os.environ.setdefault("RATE_LIMITS", "off")

from bostadsforum.settings.base import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = None
CELERY_BROKER_TRANSPORT_OPTIONS = {}
ALLOWED_HOSTS = ["*"]
# Threads cannot share SQLite in memory; a file in VAR they can.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / f"test-{os.getpid()}.sqlite3")}
