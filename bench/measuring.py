"""Measures in turn: ways to do something take turns, round after round, so that a drift of the machine meets
all of them alike, and what counts is the ratio of two of them within a round.

Who comes after whom changes with each round: what one way leaves behind, garbage to collect or an empty
cache, would else always fall to the same neighbour."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

EXPONENT = "exponent"  # what the number of a row is; else how many times as long


class Measured(NamedTuple):
    """What one process measured for a line of the table, round by round.

    part, what, against   the host, what was measured, and beside what
    numbers     ours / theirs; or the exponent of a growth
    ours        seconds
    theirs      seconds; None for an exponent
    aim         the most that the number should be; None where none was set
    """

    part: str
    what: str
    against: str
    numbers: Sequence[float]
    ours: Sequence[float]
    theirs: Sequence[float] | None
    aim: float | None = None


class Row(NamedTuple):
    """A line of the table.

    number      median of the numbers that were measured
    low, high   their quartiles
    ours        median seconds
    theirs      median seconds; None for an exponent
    rounds      how many, of all processes together
    """

    part: str
    what: str
    against: str
    number: float
    low: float
    high: float
    ours: float
    theirs: float | None
    rounds: int
    aim: float | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same row in another result."""
        return self.part, self.what, self.against


def together(found: Sequence[Measured]) -> Row:
    """The line for what several processes measured of the same."""
    first = found[0]
    numbers = [number for each in found for number in each.numbers]
    low, middle, high = quartiles(numbers)
    ours = statistics.median(seconds for each in found for seconds in each.ours)
    theirs = [seconds for each in found for seconds in each.theirs or ()]
    beside = statistics.median(theirs) if theirs else None
    return Row(*first[:3], middle, low, high, ours, beside, len(numbers), first.aim)


def in_turn(ways: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way in each round, after one round that does not count. A way that gives a float has
    measured itself."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    draw = Random(1)
    for number in range(rounds + 1):
        for name, way in draw.sample(list(ways.items()), len(ways)):
            start = time.perf_counter()
            measured = way()
            passed = time.perf_counter() - start
            if number:
                taken[name].append(measured if isinstance(measured, float) else passed)
    return taken


def one_of(calls: int, way: Callable[[], Any]) -> Callable[[], float]:
    """The way that gives the seconds of one of so many calls, which it makes together: for what is short."""

    def measured() -> float:
        start = time.perf_counter()
        way()
        return (time.perf_counter() - start) / calls

    return measured


def compared(
    part: str,
    what: str,
    against: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    aim: float | None = None,
) -> Measured:
    """What is said of two ways that were measured in the same rounds."""
    return Measured(part, what, against, [one / other for one, other in zip(ours, theirs)], ours, theirs, aim)


def growth(
    part: str, what: str, sizes: Sequence[float], times: Sequence[Sequence[float]], aim: float | None = None
) -> Measured:
    """How time grows with size: the slope of its logarithm, fitted in each round.

    times   for each size the seconds of the rounds
    """
    slopes = [_slope(sizes, each) for each in zip(*times)]
    return Measured(part, what, EXPONENT, slopes, times[-1], None, aim)


def _slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    return statistics.linear_regression(list(map(math.log, sizes)), list(map(math.log, times))).slope


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper quartile."""
    if len(values) < 2:
        return (values[0],) * 3
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high
