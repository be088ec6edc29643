"""What dies is started again, at growing distance; a stop takes everything with it."""

import signal
import sys
import time
from pathlib import Path

import pytest

from bostadsforum.supervisor import FIRST_PAUSE, LIVED_SECONDS, LONGEST_PAUSE, Child, Supervisor

pytestmark = pytest.mark.once

DIES_AT_ONCE = [sys.executable, "-c", "raise SystemExit(1)"]
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def mortal(tmp_path: Path) -> tuple[Supervisor, Child]:
    child = Child("mortal", DIES_AT_ONCE)
    child.start(folder=tmp_path)
    child.process.wait()
    return Supervisor([child], folder=tmp_path), child


def test_the_pause_grows_while_a_child_keeps_dying(mortal):
    supervisor, child = mortal
    pauses = []
    now = child.started_at

    for _death in range(8):
        supervisor.look_after(now=now)
        pauses.append(child.start_again_at - now)
        now = child.start_again_at
        supervisor.look_after(now=now)
        child.process.wait()
        child.started_at = now

    assert pauses == [pytest.approx(min(FIRST_PAUSE * 2**turn, LONGEST_PAUSE)) for turn in range(8)]


def test_the_pause_is_short_again_for_a_child_that_has_lived(mortal):
    supervisor, child = mortal
    child.pause = LONGEST_PAUSE
    now = child.started_at + LIVED_SECONDS + 1

    supervisor.look_after(now=now)

    assert child.start_again_at - now == pytest.approx(FIRST_PAUSE)


def test_nothing_is_started_before_its_pause_is_over(mortal):
    supervisor, child = mortal
    dead = child.process
    supervisor.look_after(now=child.started_at)

    supervisor.look_after(now=child.start_again_at - 0.01)

    assert child.process is dead


def test_the_way_is_cleared_before_each_start(tmp_path):
    cleared = []
    child = Child("mortal", DIES_AT_ONCE, before_start=lambda: cleared.append(True))
    child.start(folder=tmp_path)
    child.process.wait()
    supervisor = Supervisor([child], folder=tmp_path)

    supervisor.look_after(now=child.started_at)
    supervisor.look_after(now=child.start_again_at)

    assert len(cleared) == 2
    child.process.wait()


def test_a_signal_stops_all_children(tmp_path):
    children = [Child("one", SLEEPS), Child("two", SLEEPS)]
    supervisor = Supervisor(children, folder=tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    supervisor.run(once_started=lambda: signal.raise_signal(signal.SIGTERM))

    assert [child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_child_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("bostadsforum.supervisor.STOP_SECONDS", 0.2)
    ready = tmp_path / "ready"
    deaf = "; ".join(
        [
            "import signal, time",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
            f"open({str(ready)!r}, 'w')",
            "time.sleep(600)",
        ]
    )
    child = Child("deaf", [sys.executable, "-c", deaf])
    supervisor = Supervisor([child], folder=tmp_path)
    child.start(folder=tmp_path)
    while not ready.exists():
        time.sleep(0.01)

    supervisor.stop()

    assert child.process.returncode == -signal.SIGKILL
