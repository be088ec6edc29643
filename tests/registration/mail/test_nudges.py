"""Nudges, as the broker gets them: at once, few in a rush, and none that keeps anybody waiting."""

import subprocess
import sys
import time

import pytest

from home import redis_breaker
from registration.mail import nudges


class Broker:
    """What was sent, and how the broker takes it."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.fails = False
        self.is_silent = False

    def send_task(self, name: str, **options: object) -> None:
        self.got.append(name)
        while self.is_silent:
            time.sleep(0.01)
        if self.fails:
            raise ConnectionError

    def has_got(self, number: int) -> bool:
        for _patience in range(500):
            if len(self.got) >= number:
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def broker(monkeypatch):
    broker = Broker()
    monkeypatch.setattr(nudges, "current_app", broker)
    redis_breaker.wake()
    yield broker
    broker.is_silent = False
    # Nothing is on its way any more when the broker of the next test comes.
    with nudges._giving:
        nudges._wanted.clear()
    redis_breaker.wake()


def test_a_worker_is_told(broker):
    nudges.give()

    assert broker.has_got(1)
    assert broker.got == ["registration.send_letters"]


def test_in_a_rush_few_nudges_do_for_all_and_the_last_one_is_not_lost(broker):
    for _letter in range(50):
        nudges.give()
    assert broker.has_got(1)
    before = len(broker.got)

    nudges.give()

    assert broker.has_got(before + 1)
    assert len(broker.got) < 10


def test_nobody_waits_for_a_silent_broker(broker):
    broker.is_silent = True

    nudges.give()
    assert broker.has_got(1)
    # The thread hangs, and whoever comes now goes on all the same.
    nudges.give()
    nudges.give()

    assert len(broker.got) == 1


def test_a_failure_is_logged_and_lets_redis_rest(broker, settings, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    broker.fails = True

    nudges.give()
    assert broker.has_got(1)
    with nudges._giving:
        assert "nudge failed" in caplog.text
    assert redis_breaker.is_resting()

    nudges.give()
    assert not nudges._wanted.is_set()


def test_a_command_that_ends_at_once_has_told_a_worker(tmp_path):
    """The thread may not have been heard yet when the process ends."""
    code = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "bostadsforum.settings.production"
import django; django.setup()
from registration.mail import nudges
nudges._giving.acquire()
nudges.give()
nudges._giving.release()
"""
    for folder in ("messages", "control", "processed"):
        (tmp_path / "broker" / folder).mkdir(parents=True)
    environment = {"VAR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)

    messages = list((tmp_path / "broker" / "messages").iterdir())
    assert len(messages) == 1
    assert "registration.send_letters" in messages[0].read_text()
