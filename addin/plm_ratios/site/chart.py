"""Where everything stands in the chart of a model's ratios: a log scale, a row for each basis.

The template draws it; sizes are units of the picture, which grows and shrinks with the page.
"""

from __future__ import annotations

import math
from typing import Iterable, NamedTuple, Sequence

from .. import formatting
from ..analysis import ratios
from .models import Ratio

WIDTH = 440
_LEFT, _RIGHT = 84, 376  # of the scale; names stand before it, numbers after it
_TOP, _ROW = 34, 30
_MOST_TICKS = 6


class Tick(NamedTuple):
    """A line of the grid."""

    x: float
    label: str


class Mark(NamedTuple):
    """One basis: where its ratio is, and the lowest and highest reading."""

    basis: str
    shown: str
    y: float
    x: float
    low: float
    high: float


class Chart(NamedTuple):
    """The chart of one model; `said` is the same in words."""

    height: float
    bottom: float
    ticks: tuple[Tick, ...]
    target: float
    marks: tuple[Mark, ...]
    said: str


def chart(known: Sequence[Ratio]) -> Chart | None:
    """The chart of the ratios that there are; None where there are none."""
    shown = [(each, each.value, each.spread) for each in known if each.value and each.spread]
    if not shown:
        return None
    ends = [ratios.TARGET]
    for _, value, spread in shown:
        ends += [value, spread.lowest.ratio, spread.highest.ratio]
    low = math.floor(math.log10(min(end for end in ends if end > 0)))
    high = max(math.ceil(math.log10(max(ends))), low + 1)

    def place(value: float) -> float:
        share = (math.log10(max(value, 10.0**low)) - low) / (high - low)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    marks = tuple(
        Mark(
            each.basis,
            each.shown,
            _TOP + row * _ROW + _ROW / 2,
            place(value),
            place(spread.lowest.ratio),
            place(spread.highest.ratio),
        )
        for row, (each, value, spread) in enumerate(shown)
    )
    bottom = _TOP + len(shown) * _ROW
    step = math.ceil((high - low) / _MOST_TICKS)
    ticks = tuple(Tick(place(10.0**power), _power(power)) for power in range(low, high + 1, step))
    return Chart(bottom + 24, bottom, ticks, place(ratios.TARGET), marks, _said(each for each, *_ in shown))


def _power(power: int) -> str:
    return formatting.count(10.0**power) if power >= 0 else f"{10.0**power:g}"


def _said(shown: Iterable[Ratio]) -> str:
    parts = [
        f"{each.basis} {each.shown}" + (f" (sources on record: {each.range})" if each.range else "")
        for each in shown
    ]
    return f"Tokens per parameter on a log scale: {'; '.join(parts)}. A line marks {ratios.TARGET:g}."
