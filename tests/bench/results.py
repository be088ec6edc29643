"""What a benchmark has found: our figure beside the limit's, as a ratio within one run.

Seconds of one machine say nothing on another; the ratio does.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`ratio` must be at least `needed`, or at most when `lower_is_better`; `aim` is what we would like."""

    what: str
    ours: str
    limit: str
    ratio: float
    needed: float
    aim: float | None = None
    lower_is_better: bool = False

    @property
    def holds(self) -> bool:
        return self.ratio <= self.needed if self.lower_is_better else self.ratio >= self.needed

    @property
    def line(self) -> str:
        sign = "≤" if self.lower_is_better else "≥"
        aim = f" (aim {self.aim:g})" if self.aim is not None else ""
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        return (
            f"{self.what:<58} {self.ours:>16} {self.limit:>16} "
            f"{self.ratio:>7.2f}  {sign} {self.needed:g}{aim}: {verdict}"
        )


HEAD = f"{'':<58} {'ours':>16} {'limit':>16} {'ratio':>7}"
