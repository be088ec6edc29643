import pytest
from django.contrib.auth import authenticate

from bostadsforum import staff_logins
from home.models import User

pytestmark = pytest.mark.django_db


def test_the_first_three_can_log_in_with_what_is_kept(tmp_path):
    staff_logins.make_first(folder=tmp_path)

    kept = staff_logins.kept(folder=tmp_path)
    assert [name for name, _password in kept] == ["administrator", "redaktor", "evenemangsansvarig"]
    assert all(authenticate(username=name, password=password) for name, password in kept)


def test_only_the_administrator_may_everything(tmp_path):
    staff_logins.make_first(folder=tmp_path)

    groups = {user.username: [str(group) for group in user.groups.all()] for user in User.objects.all()}
    assert groups == {
        "administrator": [],
        "redaktor": ["Redaktörer"],
        "evenemangsansvarig": ["Evenemangsansvariga"],
    }
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["administrator"]


def test_all_three_may_enter_the_admin(tmp_path):
    staff_logins.make_first(folder=tmp_path)

    assert all(user.has_perm("wagtailadmin.access_admin") for user in User.objects.all())


def test_nothing_is_made_where_somebody_has_a_login_already(tmp_path, stina):
    staff_logins.make_first(folder=tmp_path)

    assert list(User.objects.all()) == [stina]
    assert staff_logins.kept(folder=tmp_path) == []


def test_a_second_start_keeps_the_passwords(tmp_path):
    staff_logins.make_first(folder=tmp_path)
    first = staff_logins.kept(folder=tmp_path)

    staff_logins.make_first(folder=tmp_path)

    assert staff_logins.kept(folder=tmp_path) == first
