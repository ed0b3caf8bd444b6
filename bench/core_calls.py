"""The functions as Python calls them: unknown names beside known ones, and plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random
from typing import Any

from measuring import Measured, compared, in_turn
from sheets_calls import in_node

from plm_ratios.catalog import load, use_bundled_only
from plm_ratios.functions import FUNCTIONS

AIMS = {"WHY": 10.0, "RATIO": 3.0}  # unknown names beside known ones
SEQUENCES = 60e6


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Distinct names only, each as often as it is there: once."""
    use_bundled_only()
    known, unknown = _names(size)
    calls = [(function, (column,)) for function in AIMS for column in (unknown, known)]
    hosts = {"Python": in_python(calls, rounds), "Sheets": in_node(calls, rounds)}
    for host, taken in hosts.items():
        for (function, aim), ours, theirs in zip(AIMS.items(), taken[::2], taken[1::2]):
            what = f"{function} of {size:,} unknown names"
            yield compared(host, what, "as many known names", ours, theirs, aim)
    draw = Random(1)
    budgets = [[10 ** draw.uniform(17, 26)] for _ in range(size // 10)]
    plans = [("PLAN", (budgets, SEQUENCES)), ("OPTIMALPARAMS", (budgets,))]
    (ours, theirs) = in_python(plans, rounds)
    what = f"PLAN of {len(budgets):,} budgets"
    yield compared("Python", what, "OPTIMALPARAMS of the same", ours, theirs)


def in_python(calls: list[tuple[str, tuple[Any, ...]]], rounds: int) -> list[list[float]]:
    """Seconds of each round, for each call of a function with arguments, none of them answered before."""

    def way(function: str, arguments: tuple[Any, ...]) -> Callable[[], object]:
        def ask() -> None:
            FUNCTIONS[function].forget()
            FUNCTIONS[function](*arguments)

        return ask

    ways = {f"{place} {function}": way(function, given) for place, (function, given) in enumerate(calls)}
    return list(in_turn(ways, rounds).values())


def _names(size: int) -> tuple[list[list[str]], list[list[str]]]:
    """Known names in as many spellings, and the same with letters wrong."""
    names = [model.name for model in load().models]
    known = ([f"{name}{' ' * spaces}"] for spaces in count() for name in names)
    wrong = ([f"{name[:-2]}q{name[-1]}{number}"] for number in count(1) for name in names)
    unknown = (cell for cell in wrong if load().find(cell[0]) is None)
    return list(islice(known, size)), list(islice(unknown, size))
