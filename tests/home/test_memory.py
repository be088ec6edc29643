import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from home.memory import remembered


def test_what_was_made_is_kept_as_long_as_it_is_as_of_the_same():
    name, made = uuid4(), []

    def tell(as_of):
        return remembered(name, as_of=as_of, make=lambda: made.append(as_of) or f"as of {as_of}", seconds=60)

    assert [tell(1), tell(1), tell(2), tell(2)] == ["as of 1", "as of 1", "as of 2", "as of 2"]
    assert made == [1, 2]


def test_nobody_changes_what_others_get():
    name = uuid4()

    def names():
        return remembered(name, as_of=None, make=lambda: ["Olof"], seconds=60)

    names().append("Petra")
    names().append("Bo")

    assert names() == ["Olof"]


def test_in_a_rush_one_makes_it_and_the_others_wait():
    name, made = uuid4(), []
    together = threading.Barrier(8)
    slow = threading.Event()

    def make():
        made.append(1)
        slow.wait(0.2)
        return "ready"

    def ask(_person):
        together.wait(30)
        return remembered(name, as_of=None, make=make, seconds=60)

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(ask, range(8))) == ["ready"] * 8

    assert len(made) == 1


def test_what_could_not_be_made_is_tried_by_the_next():
    name = uuid4()

    with pytest.raises(ZeroDivisionError):
        remembered(name, as_of=None, make=lambda: 1 // 0, seconds=60)

    assert remembered(name, as_of=None, make=lambda: 1, seconds=60) == 1
