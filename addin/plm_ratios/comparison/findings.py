"""What a comparison shows, in sentences that are computed from its numbers and hold for them.

Each sentence has a form for none, one, two, some and all of the models, and says only what can be counted.
The headline of the sheet Compare is headline() as a formula.
"""

from __future__ import annotations

import math
from typing import Optional

from ..analysis import ratios
from .compare import Comparison
from .rows import Row

BY_BASIS = {"sequences": "by sequences", "unique": "by unique tokens", "seen": "by tokens seen"}
_SINGLE = {
    ratios.TOO_FEW: "has less than half of {target}",
    ratios.NEAR_OPTIMAL: "is within a factor of 2 of {target}",
    ratios.MORE: "has more than twice {target}",
}


def headline(compared: Comparison) -> str:
    """How many models are near the target on the basis, which is nearest, and how many have no number.

    >>> from .compare import compare
    >>> from .rows import RowRequest
    >>> headline(compare([RowRequest(name) for name in ("ESM-2 15B", "ProGen2-large", "ProGen2-xlarge")]))
    '1 of 3 models is within a factor of 2 of 20 tokens per parameter by sequences; nearest: ProGen2-large.'
    """
    drawn, by = compared.drawn, BY_BASIS[compared.basis]
    if not compared.rows:
        return "No model is chosen."
    if not drawn:
        return f"{_none_has(compared)} a number of tokens per parameter {by}."
    target = f"{compared.target:g} tokens per parameter {by}"
    if len(drawn) == 1:
        said = f"{drawn[0].name} {_SINGLE[verdict_of(drawn[0], compared)].format(target=target)}."
    else:
        near = sum(verdict_of(row, compared) == ratios.NEAR_OPTIMAL for row in drawn)
        nearest = nearest_row(compared)
        assert nearest is not None, "several rows have a ratio"
        said = f"{how_many(near, len(drawn))} within a factor of 2 of {target}; nearest: {nearest.name}."
    return f"{said}{_without(len(compared.missing))}"


def verdict_of(row: Row, compared: Comparison) -> str:
    """The verdict that follows from the ratio of a row, also where somebody typed another one."""
    return ratios.verdict(row.ratio or 0.0, compared.target)


def nearest_row(compared: Comparison) -> Optional[Row]:
    """The row whose ratio is nearest to the target on a log scale, the first of equals; None without one."""

    def distance(row: Row) -> float:
        return abs(math.log((row.ratio or math.nan) / compared.target))

    return min(compared.drawn, key=distance, default=None)


def how_many(count: int, of: int) -> str:
    """How many of several models are something, with the verb.

    >>> how_many(0, 2), how_many(1, 3), how_many(2, 2), how_many(5, 5)
    ('Neither of 2 models is', '1 of 3 models is', 'Both models are', 'All 5 models are')
    """
    if count == of:
        return "Both models are" if of == 2 else f"All {of} models are"
    if count == 0:
        return "Neither of 2 models is" if of == 2 else f"None of {of} models is"
    return f"{count} of {of} models {'is' if count == 1 else 'are'}"


def _none_has(compared: Comparison) -> str:
    count = len(compared.rows)
    if count == 1:
        return f"{compared.rows[0].name} does not have"
    return "Neither of 2 models has" if count == 2 else f"None of {count} models has"


def _without(count: int) -> str:
    return f" {count} {'has' if count == 1 else 'have'} no number on this basis." if count else ""
