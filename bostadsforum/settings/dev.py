"""For development: autoreload, the debug page, mail in VAR/mail, static files without a manifest."""

from bostadsforum.settings.base import *

DEBUG = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
USES_COLLECTED_STATIC = False

# For a person who reads along: plain lines with whole tracebacks.
LOGGING = LOGGING | {
    "formatters": {"json": {"format": "{levelname} {name}: {message}", "style": "{"}},
}
