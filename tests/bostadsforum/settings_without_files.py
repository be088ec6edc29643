"""Production, but for the manifest of static files: making it takes longer than the test that needs it."""

from bostadsforum.settings.production import *  # noqa: F403
from bostadsforum.settings.production import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
