"""docker-compose.yml, .env.example and the runbook agree with each other and with the settings."""

import re

import pytest

from tests.compose_file import COMPOSE, ROOT, VAR_IN_IMAGE, image_environment, variables


def operators_settings() -> set[str]:
    """The names that the settings read from the environment."""
    folder = ROOT / "bostadsforum" / "settings"
    text = "".join((folder / name).read_text() for name in ("base.py", "production.py"))
    calls = re.findall(r"\benv(?:_mail)?\.\w+\(([^()]*)", text)
    return {name for arguments in calls for name in re.findall(r"\"([A-Z_]{3,})\"", arguments)}


def test_every_variable_is_explained_in_the_example():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z_]+)=", line))]

    # Profiles are Compose's own business.
    assert set(named) - {"COMPOSE_PROFILES"} == variables()


def test_what_must_be_set_stands_first_in_the_example():
    first = (ROOT / ".env.example").read_text().partition("--- Trying it out")[0]

    assert set(re.findall(r"^([A-Z_]+)=", first, flags=re.MULTILINE)) == variables(must_be_set=True)


def test_every_setting_of_the_site_reaches_the_containers():
    given = set(COMPOSE["x-app"]["environment"]) | set(image_environment())

    # DEBUG is read only to be refused.
    assert operators_settings() - {"DEBUG"} == given & operators_settings()
    assert set(COMPOSE["x-app"]["environment"]) <= operators_settings()


def test_the_runbook_explains_every_setting():
    runbook = (ROOT / "docs" / "operations.md").read_text()
    [table] = re.findall(r"^\| variable .*?\n\n", runbook, flags=re.MULTILINE | re.DOTALL)

    assert set(re.findall(r"^\| `([A-Z_]+)`", table, flags=re.MULTILINE)) == operators_settings() - {"DEBUG"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nobody_starts_before_the_database_is_ready(name):
    waits_for = COMPOSE["services"][name]["depends_on"]

    assert waits_for["prepare"]["condition"] == "service_completed_successfully"
    assert waits_for["database"]["condition"] == "service_healthy"
    assert COMPOSE["services"]["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_registering_does_not_wait_for_redis():
    assert COMPOSE["services"]["web"]["depends_on"]["redis"]["condition"] == "service_started"


def test_forwarded_addresses_are_believed_from_the_network_of_caddy_and_web_alone():
    in_front = {name for name, service in COMPOSE["services"].items() if "front" in service["networks"]}
    [network] = COMPOSE["networks"]["front"]["ipam"]["config"]

    assert in_front == {"caddy", "web"}
    assert COMPOSE["x-app"]["environment"]["TRUSTED_PROXIES"] == network["subnet"]


def test_database_and_redis_are_reached_from_inside_only():
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name in ("database", "redis"):
        assert COMPOSE["services"][name]["networks"] == ["back"]
        assert "ports" not in COMPOSE["services"][name]


def test_web_and_worker_can_be_many():
    for name in ("web", "worker"):
        assert not {"container_name", "ports", "hostname"} & set(COMPOSE["services"][name])


def test_caddy_reads_the_pictures_and_cannot_write_them():
    assert "media:/srv/site/media:ro" in COMPOSE["services"]["caddy"]["volumes"]
    assert COMPOSE["x-app"]["volumes"] == [f"media:{VAR_IN_IMAGE}/media"]


def test_the_mail_catcher_runs_only_when_asked_for():
    by_profile = {name for name, service in COMPOSE["services"].items() if "profiles" in service}

    assert by_profile == {"mail-catcher"}
