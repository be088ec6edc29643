"""What ships, and what `make demo` shows: DEBUG off, embedded where an address is empty."""

from bostadsforum.settings import env
from bostadsforum.settings.base import *

DEBUG = False

if env.on_or_off("DEBUG", False):
    env.refuse("DEBUG is on. Use DJANGO_SETTINGS_MODULE=bostadsforum.settings.dev for development.")
