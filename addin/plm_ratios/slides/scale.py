"""Ends of log axes, and how models are distributed over slides."""

from __future__ import annotations

import math
from typing import Iterable, List, Sequence, TypeVar

Item = TypeVar("Item")

_MOST = 8  # steps of an axis
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


def step(low: float, high: float) -> float:
    """The factor from one number of an axis to the next, so that there is room for all of them.

    >>> step(1.0, 1e4), step(1e-12, 1e30)
    (10.0, 1000000.0)
    """
    return 10.0 ** math.ceil(math.log10(high / low) / _MOST)


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
