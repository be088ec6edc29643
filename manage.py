#!/usr/bin/env python
"""Django's command line for Bostadsforum; without DJANGO_SETTINGS_MODULE it runs as in production."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for whoever has an older Python
        sys.exit("Bostadsforum needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bostadsforum.settings.production")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
