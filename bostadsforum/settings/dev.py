"""For development: autoreload, the debug page, mail in VAR/mail, static files without a manifest."""

from bostadsforum.settings.base import *

DEBUG = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
