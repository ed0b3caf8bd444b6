"""What may stand in cells and arrive in arguments, as strategies of Hypothesis, and what may come out."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from plm_ratios.catalog import bundled
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS, CellError

from .mutations import NUMBERS, WORDS

_SIGNS = "0123456789.,'’ _+-eExXkKmMbBtT%×^~≈<>()/:;\u00a0\u202f\u2212\u066b\uff11²"
_UNITS = ("650M", "1.2T", "15 B", "1,000", "1.000,5", "1'000", "3e9", "1 million", "~2B", "10^9", "½", "5%")


def _names() -> list[str]:
    catalog = bundled()
    return [name for entry in (*catalog.models, *catalog.datasets) for name in (entry.name, entry.id)]


NAMES = st.deferred(lambda: st.sampled_from(_names()))
OPTIONS = st.sampled_from(
    [
        "sequences",
        "unique",
        "seen",
        "effective",
        "total",
        "active",
        "exact",
        "20",
        "Cheng MLM",
        "Chinchilla",
        "H100",
    ]
)
TYPED = st.one_of(st.sampled_from(_UNITS), st.text(_SIGNS, max_size=14), st.text(max_size=20))
TEXTS = st.one_of(NAMES, OPTIONS, TYPED, st.sampled_from(WORDS), st.text(st.characters(), max_size=8))
NUMERIC = st.one_of(
    st.floats(),
    st.integers(),
    st.sampled_from([*NUMBERS, 10**400, -(10**400), 1e308, 5e-324, -0.0]),
    st.floats(1e6, 1e15),
    st.integers(1, 4000),
)
CELLS = st.one_of(
    st.none(), st.booleans(), NUMERIC, TEXTS, st.sampled_from([CellError(text) for text in ERROR_TEXTS])
)
#: Also of other shapes than a spreadsheet has: flat, ragged and empty.
RANGES = st.one_of(
    st.lists(st.lists(CELLS, max_size=3), max_size=4),
    st.lists(CELLS, max_size=4),
    st.lists(st.lists(NAMES, min_size=1, max_size=1), max_size=6),
)
ARGUMENTS = st.one_of(CELLS, CELLS, CELLS, RANGES)


def calls() -> Any:
    """Calls of any function: its name and its arguments."""

    def of(name: str) -> Any:
        arguments = [
            st.one_of(NAMES if argument.kind == "name" else CELLS, ARGUMENTS)
            for argument in FUNCTIONS[name].arguments
        ]
        most = len(arguments)
        return st.integers(0, most).flatmap(
            lambda size: st.tuples(st.just(name), st.tuples(*arguments[:size]))
        )

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(of)


def require_cells(answer: Any) -> None:
    """AssertionError where an answer does not fit into cells."""
    rows = answer if isinstance(answer, list) else [[answer]]
    for row in rows:
        assert isinstance(row, list), f"a row is {row!r}"
        for cell in row:
            assert cell is None or isinstance(cell, (str, bool, int, float, CellError)), f"a cell is {cell!r}"
            assert not isinstance(cell, float) or math.isfinite(cell), f"a cell is {cell!r}"
