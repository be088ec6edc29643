"""The first three people who can log in, made once when a site has nobody yet."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

# user name -> group, or None for the administrator
LOGINS = {
    "administrator": None,
    "redaktor": "Redaktörer",
    "evenemangsansvarig": "Evenemangsansvariga",
}
FILE_NAME = "staff-logins.txt"


def make_first(*, folder: Path) -> None:
    """Users with random passwords, kept in a file that only we can read; nothing if anybody has a login."""
    users = get_user_model().objects
    if users.exists():
        return
    passwords = {name: secrets.token_urlsafe(12) for name in LOGINS}
    with transaction.atomic():
        for name, group in LOGINS.items():
            if group is None:
                users.create_superuser(name, password=passwords[name])
            else:
                users.create_user(name, password=passwords[name]).groups.add(Group.objects.get(name=group))
        # Before the commit: users whose passwords nobody knows would lock the site's owner out.
        _keep(folder / FILE_NAME, "".join(f"{name} {passwords[name]}\n" for name in LOGINS))


def kept(*, folder: Path) -> list[tuple[str, str]]:
    """User names and the passwords they were made with."""
    try:
        lines = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [(name, password) for name, _, password in (line.partition(" ") for line in lines) if password]


def _keep(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as writing:
        writing.write(text)
