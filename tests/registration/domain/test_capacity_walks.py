"""An event from opening to start, many times over, with all that may happen on the way."""

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from events.roles import BALANCED_ROLES
from registration.domain import capacity
from registration.domain.capacity import Quota, Seats


@dataclass
class Walk:
    """People come, leave and are let in by hand; seats are released, the room grows and shrinks."""

    dice: random.Random
    size: int = 0
    quotas: dict[str, Quota] = field(default_factory=dict)
    organisation_maximum: int | None = None
    is_released: bool = False
    people: list[tuple[str, str, bool]] = field(default_factory=list)  # role, organisation, override

    def begin(self) -> None:
        self.size = self.dice.randint(1, 15)
        left = self.size
        for role in BALANCED_ROLES:
            reserved = self.dice.randint(0, left)
            left -= reserved
            maximum = self.dice.choice([None, self.dice.randint(reserved, 15)])
            self.quotas[role] = Quota(reserved, maximum)
        self.organisation_maximum = self.dice.choice([None, 1, 2, 3])

    def seats(self) -> Seats:
        counted = [(role, firm) for role, firm, is_override in self.people if not is_override]
        return Seats(
            capacity=self.size,
            quotas=self.quotas,
            taken=Counter(role for role, _firm in counted),
            others=len(self.people) - len(counted),
            is_released=self.is_released,
            organisations=Counter(firm for _role, firm in counted),
            organisation_maximum=self.organisation_maximum,
        )

    def step(self) -> None:
        what = self.dice.choices(
            ["come", "leave", "let in", "release", "lower", "raise"], [70, 20, 3, 1, 3, 3]
        )[0]
        if what == "come":
            self.come(self.dice.choice(BALANCED_ROLES), self.dice.choice("ABCDEF"))
        elif what == "leave" and self.people:
            self.people.pop(self.dice.randrange(len(self.people)))
        elif what == "let in":
            self.people.append((self.dice.choice(BALANCED_ROLES), "A", True))
        elif what == "release":
            self.is_released = True
        elif what == "lower":
            self.size = max(0, self.size - 1)
        elif what == "raise":
            self.size += 1

    def come(self, role: str, firm: str) -> None:
        """One person asks; the answer is held against what must be true when they sit down."""
        said_yes = capacity.fits(self.seats(), role, organisation=firm)
        counted = [person for person in self.people if not person[2]]
        of_role = sum(person[0] == role for person in counted)
        of_firm = sum(person[1] == firm for person in counted)
        quota = self.quotas[role]
        still_sure = 0
        for other, own in self.quotas.items():
            if other != role and not self.is_released:
                sure = own.reserved if own.maximum is None else min(own.reserved, own.maximum)
                still_sure += max(0, sure - sum(person[0] == other for person in counted))
        has_chair = len(self.people) + 1 <= self.size
        within_limits = (quota.maximum is None or of_role + 1 <= quota.maximum) and (
            self.organisation_maximum is None or of_firm + 1 <= self.organisation_maximum
        )
        hurts_nobody = len(self.people) + 1 + still_sure <= self.size or of_role + 1 <= quota.reserved
        assert said_yes == (has_chair and within_limits and hurts_nobody), (self, role, firm)
        if said_yes:
            self.people.append((role, firm, False))


def walk(seed: int) -> None:
    one = Walk(random.Random(seed))
    one.begin()
    for _ in range(40):
        one.step()


def test_no_walk_breaks_the_rule():
    for seed in range(500):
        walk(seed)


@pytest.mark.long
def test_no_walk_of_twenty_thousand_breaks_the_rule():
    for seed in range(500, 20_500):
        walk(seed)
