"""The bars of the chart of ratios, for slides and pictures: one per model, from the target to its ratio.

On a log axis a bar that starts at the target shows how many times over or under it a model is; otherwise
it would start at some arbitrary power of ten.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

from ..analysis import ratios
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import measure
from .scale import fitting_beside

AXIS = "tokens per parameter (log scale)"
GAP = "  "  # between a model's name and its ratio
NEAR, BELOW = "near", " below"


class Bar(NamedTuple):
    """A model that has a ratio; `name` is cut to the room there is."""

    row: Row
    name: str

    @property
    def ratio(self) -> float:
        """The value at which the bar ends."""
        assert self.row.ratio is not None, "models without a ratio have no bar"
        return self.row.ratio

    @property
    def label(self) -> str:
        """The text next to the bar."""
        return self.name + self.ending

    @property
    def ending(self) -> str:
        """The part of the label that is never cut."""
        return GAP + captions.number(self.row, "ratio")

    def factor(self, target: float) -> str:
        """The text at the end of the bar: how many times over or under the target."""
        return factor(self.ratio, target)


def factor(ratio: float, target: float) -> str:
    """How many times over or under the target a ratio is, to two digits; where it is near, only that.

    >>> factor(57.6, 20), factor(1.41, 20), factor(1642, 20), factor(21.7, 20)
    ('2.9x', '14x below', '82x', 'near')
    """
    if ratios.verdict(ratio, target) == ratios.NEAR_OPTIMAL:
        return NEAR
    times = max(ratio / target, target / ratio)
    said = f"{times:.1f}" if times < 9.95 else f"{float(f'{times:.2g}'):,.0f}"
    return f"{said}x{'' if ratio > target else BELOW}"


def bars(rows: Sequence[Row], inches: float, points: float) -> list[Bar]:
    """The bars of models, with labels of at most that width."""
    whole = [Bar(row, captions.name(row)) for row in rows]
    return [
        bar._replace(name=measure.elided(bar.name, inches - measure.width(bar.ending, points), points))
        for bar in whole
    ]


def widest(found: Sequence[Bar], points: float) -> float:
    """The width of the longest label in inches."""
    return max(measure.width(bar.label, points) for bar in found)


def ends(compared: Comparison, beside: float, tight: bool = False) -> tuple[float, float]:
    """The ends of the axis of ratios, the same on every slide of a deck.

    Parameters
    ----------
    beside : what the text at the end of a bar takes of the width of the plot
    tight : whether the grid does not begin where the axis does
    """
    found = [compared.target, *(row.ratio for row in compared.drawn if row.ratio)]
    lowest, highest = min(found), max(found)
    under = beside if lowest < compared.target else 0.02
    over = beside if highest > compared.target else 0.02
    return fitting_beside(lowest, highest, under, over, tight)


def described(rows: Sequence[Row], compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(f"{captions.name(row)} {captions.number(row, 'ratio')}" for row in rows)
    return (
        f"Bar chart on a log scale: tokens per parameter, {captions.subtitle(compared)}. Bars start at the "
        f"target. {models}."
    )
