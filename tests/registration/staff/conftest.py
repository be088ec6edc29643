"""Staff by their groups: Edit is an editor, Stina an event manager, Lars a reader of participant data."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import UserFactory


def _log_in(user):
    client = Client()
    client.force_login(user)
    return client


def _member(username, group):
    user = UserFactory(username=username, is_staff=False, is_superuser=False)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def edit(db):
    return _member("edit", "Redaktörer")


@pytest.fixture
def stina(db):
    return _member("stina", "Evenemangsansvariga")


@pytest.fixture
def lars(db):
    return _member("lars", "Läsare av deltagaruppgifter")


@pytest.fixture
def as_edit(edit):
    return _log_in(edit)


@pytest.fixture
def as_stina(stina):
    return _log_in(stina)


@pytest.fixture
def as_lars(lars):
    return _log_in(lars)


@pytest.fixture
def as_administrator(db):
    return _log_in(UserFactory(username="administrator"))


@pytest.fixture
def count_queries():
    """How many queries a call takes."""

    def count(function):
        with CaptureQueriesContext(connection) as queries:
            function()
        return len(queries)

    return count


@pytest.fixture
def letter(olof, event, sign_up):
    """Olof's confirmation, waiting."""
    return sign_up(olof, event).letters.get()
