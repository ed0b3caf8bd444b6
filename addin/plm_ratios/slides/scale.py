"""Ends of log axes, and how models are distributed over slides."""

from __future__ import annotations

import math
from typing import Iterable, List, Sequence, TypeVar

from .. import formatting

Item = TypeVar("Item")

_MOST = 8  # steps of an axis
_ALMOST = 1e-9
_LEAST = 2  # decades: an axis over fewer says nothing about orders of magnitude


def decades(numbers: Iterable[float], margin: float = 0.05) -> tuple[float, float]:
    """Powers of ten below and above all numbers, with a margin in decades.

    >>> decades([1.41, 57.6, 20.0])
    (1.0, 100.0)
    """
    logs = [math.log10(number) for number in numbers]
    low, high = math.floor(min(logs) - margin), math.ceil(max(logs) + margin)
    while high - low < _LEAST:
        if max(logs) - low > high - min(logs):
            high += 1
        else:
            low -= 1
    return 10.0**low, 10.0**high


def fitting(numbers: Iterable[float], margin: float = 0.05, tight: bool = False) -> tuple[float, float]:
    """Ends of an axis close to the numbers: a power of ten, from which programs count the lines of the grid,
    and 1, 2 or 5 times one, a decade apart at least. A tight axis begins at 1, 2 or 5 times one too.

    >>> fitting([1.41, 1642.0]), fitting([57.6, 20.0]), fitting([20.0])
    ((1.0, 2000.0), (10.0, 100.0), (10.0, 100.0))
    >>> fitting([0.6, 1642.0]), fitting([0.6, 1642.0], tight=True)
    ((0.1, 2000.0), (0.5, 2000.0))
    """
    logs = [math.log10(number) for number in numbers]
    low = -_above(margin - min(logs)) if tight else float(math.floor(min(logs) - margin + _ALMOST / 2))
    high = _above(max(logs) + margin)
    return _power(low), _power(max(high, low + 1))


def fitting_beside(
    lowest: float, highest: float, under: float, over: float, tight: bool = False
) -> tuple[float, float]:
    """The same with room for texts beside what is drawn: shares of the axis below and above it."""
    decades = max(math.log10(highest / lowest), 0.3) / max(1 - under - over, 0.2)
    return fitting(
        [lowest / 10 ** (under * decades), highest * 10 ** (over * decades)], margin=0.0, tight=tight
    )


def _above(log: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten that is not below, all as logarithms."""
    power = math.floor(log)
    steps = (power + math.log10(first) for first in (1, 2, 5, 10))
    return min(each for each in steps if each >= log - _ALMOST / 2)


def _power(log: float) -> float:
    """Ten to that power, without the error of the last digit."""
    return float(f"{10.0**log:.0e}")


def step(low: float, high: float) -> float:
    """The factor from one number of an axis to the next, so that there is room for all of them.

    >>> step(1.0, 1e4), step(1e-12, 1e30)
    (10.0, 1000000.0)
    """
    return 10.0 ** math.ceil(math.log10(high / low) / _MOST)


def written(number: float, low: float, high: float) -> str:
    """A number of an axis with those ends: in full, from a million up with a letter, or as a power.

    >>> written(1000.0, 1.0, 2000.0), written(1e6, 1e3, 1e9), written(1e-6, 1e-7, 1.0)
    ('1,000', '1M', '1e-06')
    """
    if high >= 1e15 or low < 1e-4:
        return f"{number:.0e}"
    if number >= 1e6:
        return formatting.count(number)
    return f"{number:,.0f}" if number >= 1 else f"{number:g}"


def are_long(low: float, high: float) -> bool:
    """True if the numbers of an axis are too long to be written out."""
    return low < 1e-4 or high > 1e7


def shared_out(items: Sequence[Item], most: int) -> List[Sequence[Item]]:
    """The items on as few pages as possible, distributed evenly.

    >>> [len(page) for page in shared_out(range(60), 18)]
    [15, 15, 15, 15]
    """
    pages = max(1, math.ceil(len(items) / most))
    size = math.ceil(len(items) / pages) if items else 0
    return [items[at : at + size] for at in range(0, len(items), size)] if items else []
