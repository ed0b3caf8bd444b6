"""The bars of the chart of ratios, for slides and pictures: one per model, from the target to its ratio.

On a log axis a bar that starts at the target shows how many times over or under it a model is; otherwise
it would start at some arbitrary power of ten.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.rows import Row
from . import measure
from .scale import decades

AXIS = "tokens per parameter (log scale)"
GAP = "  "  # between a model's name and its ratio


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


def ends(compared: Comparison) -> tuple[float, float]:
    """The ends of the axis of ratios, the same on every slide of a deck."""
    return decades([compared.target, *(row.ratio for row in compared.drawn if row.ratio)], margin=0.1)


def described(rows: Sequence[Row], compared: Comparison) -> str:
    """The chart in words, for users who cannot see it."""
    models = "; ".join(f"{captions.name(row)} {captions.number(row, 'ratio')}" for row in rows)
    return (
        f"Bar chart on a log scale: tokens per parameter, {captions.subtitle(compared)}. Bars start at the "
        f"target. {models}."
    )
