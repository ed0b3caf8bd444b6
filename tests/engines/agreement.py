"""Where engines and Python agree, and where they do not, and whose fault that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from engines.native import Native, Place
from engines.typed_inputs import Typed
from plm_ratios.functions.cells import CellError


class Difference(NamedTuple):
    """A formula cell in which an engine gives something else than Python."""

    place: Place
    expected: Any
    given: Any

    def __str__(self) -> str:
        sheet, address = self.place
        return f"{sheet}!{address}: Python {self.expected!r}, calculated {self.given!r}"


class Limit(NamedTuple):
    """Formulas that an engine has no right answer to: why, and which they are among those of a workbook.

    Their values are given to the engine, so that it is asked for all that follows from them.
    """

    why: str
    among: Callable[[Native], set[Place]]


class Excuse(NamedTuple):
    """Differences that are no fault of ours: why, and of which inputs and cells."""

    why: str
    applies: Callable[[Typed, Place], bool]


def _holds_true(cells: Sequence[Any]) -> bool:
    return any(cell is True for cell in cells)  # 1 is equal to it


def _of_one_row(native: Native) -> set[Place]:
    table = native.tables["Comparison"]
    if table.first < table.last:
        return set()
    looked_into = ("INDEX(Comparison[", ",Comparison[Place],0)")
    return {
        place for place, formula in native.formulas.items() if any(each in formula for each in looked_into)
    }


LIMITS: dict[str, tuple[Limit, ...]] = {
    "IronCalc": (
        Limit(
            "It gives one value for ISNUMBER of a range, and reads array formulas of files as common ones.",
            lambda native: native.arrays,
        ),
        Limit("It takes a column of a table with one row for a cell, and INDEX refuses cells.", _of_one_row),
    ),
    "Gnumeric": (Limit("INDEX of a range of one cell is #REF! there.", _of_one_row),),
}

EXCUSES: dict[str, tuple[Excuse, ...]] = {
    "Calc": (
        Excuse(
            "TRUE is the number 1 there, also for ISNUMBER.",
            lambda typed, place: (
                typed.target is True
                or (place[0] == "What-if" and _holds_true(typed.own_row(place[1])))
                or (place[0] in ("Compare", "Bases") and place[1][0] in "ACPW" and _holds_true(typed.models))
                or (place[0] == "Slide" and _holds_true(typed.models))
            ),
        ),
    ),
    "Gnumeric": (
        Excuse(
            "It joins 74.1 to a text as 74.09999999999999.",
            lambda typed, place: (
                typed.target == 74.1
                and place
                in {
                    ("Compare", "A1"),
                    ("Compare", "F9"),
                    ("Compare", "P6"),
                    ("Bases", "A3"),
                    ("Bases", "R1"),
                    ("Slide", "A1"),
                    ("Slide", "A2"),
                    ("Slide", "A30"),
                }
            ),
        ),
    ),
}


def limits(engine: str, native: Native) -> set[Place]:
    """The cells whose values an engine has to be given."""
    return set().union(*(limit.among(native) for limit in LIMITS.get(engine, ())))


def excused(engine: str, typed: Typed, place: Place) -> bool:
    """Whether a difference in a cell is known, and no fault of ours."""
    return any(excuse.applies(typed, place) for excuse in EXCUSES.get(engine, ()))


def differences(expected: Mapping[Place, Any], given: Mapping[Place, Any]) -> list[Difference]:
    """The cells in which an engine gives something else."""
    return [
        Difference(place, expected[place], value)
        for place, value in given.items()
        if not same(expected[place], value)
    ]


def same(expected: Any, given: Any) -> bool:
    """Whether both are one cell value, as far as 15 digits tell."""
    if expected in (None, "") and given in (None, ""):
        return True
    if isinstance(expected, CellError) or isinstance(given, CellError):
        return bool(expected == given)
    if isinstance(expected, bool) or isinstance(given, bool):
        # A spreadsheet file, and Calc, may hold TRUE as the number 1.
        return isinstance(given, (bool, int, float)) and float(expected) == float(given)
    if isinstance(expected, (int, float)) and isinstance(given, (int, float)):
        return math.isclose(expected, given, rel_tol=1e-12)
    return bool(expected == given)
