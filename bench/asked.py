"""What every host is asked: the same functions with the same cells, a cell each and as one range."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

from plm_ratios.catalog import load, use_bundled_only
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

PER_CELL = ("RATIO", "TOKENS", "VERDICT", "WHY")
TABLE = "COMPARE"
TABLE_ROWS = 100
NOTHING = "LIKE"  # LIKERATIO has the arguments of RATIO and gives the first of them back


def names() -> list[str]:
    """The models that have a ratio by sequences."""
    use_bundled_only()
    return [
        model.name for model in load().models if not isinstance(FUNCTIONS["RATIO"](model.name), CellError)
    ]


def column(function: str, rows: int) -> list[Any]:
    """The first argument of a function, one for each row: few different ones many times over."""
    known = names()
    cells: Sequence[Any] = {
        "TOKENS": [FUNCTIONS["SEQS"](name) for name in known],
        "VERDICT": [FUNCTIONS["RATIO"](name) for name in known],
    }.get(function, known)
    return list(islice(cycle(cells), rows))


def title(function: str, rows: int, whole: bool) -> str:
    """How the table of results names a case."""
    if function == TABLE:
        return f"{function} of {rows:,} names"
    return f"{function} over a range of {rows:,}" if whole else f"{function} in {rows:,} cells"
