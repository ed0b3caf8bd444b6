"""The golden vectors, all of them in one spreadsheet of a real Calc, calculated once."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Callable, NamedTuple

import pytest

from golden.shares import A_QUARTER, drawn
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.document import CalcDocument

VECTORS = Path(__file__).parents[1] / "golden" / "vectors.jsonl"
SHEET, GIVEN = "Sheet1", "Given"
EMPTY = f"{GIVEN}!$A$1"  # nothing is ever put there
BLANK = (None, "")  # an empty cell and an empty text look the same
TOLERANCE = 1e-12


class Vector(NamedTuple):
    """One call and its answer, as written in the file."""

    function: str
    arguments: list[Any]
    result: Any

    def __str__(self) -> str:
        return f"{self.function}({', '.join(json.dumps(a, ensure_ascii=False) for a in self.arguments)})"


def vectors() -> list[Vector]:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    return [Vector(line["f"], line["a"], line["r"]) for line in map(json.loads, lines)]


# What Calc cannot say the same way: which vectors, and what it shows instead.


def has_error_in_range(vector: Vector) -> bool:
    """Calc refuses a range with an error in it before it calls a function (Err:504, read as #VALUE!).
    Functions that give text are called cell by cell instead, and keep errors at their places."""
    ranges = [argument["range"] for argument in vector.arguments if is_range(argument)]
    errors = any(isinstance(cell, dict) for rows in ranges for row in rows for cell in row)
    return errors and (FUNCTIONS[vector.function].gives != "text" or vector.function == "NEAREST")


def has_blank_optional_number(vector: Vector) -> bool:
    """A reference to an empty cell reaches an optional argument as 0, and 0 is no size. FLOPS and MFU take it
    for a blank."""
    if vector.function in ("FLOPS", "MFU"):
        return False
    arguments = zip(FUNCTIONS[vector.function].arguments, vector.arguments)
    return any(a.optional and a.kind == "number" and given is None for a, given in arguments)


def has_number_for_a_name(vector: Vector) -> bool:
    """A number reaches a name of a text function as text, so that WHY(42) looks for a model "42"."""
    arguments = zip(FUNCTIONS[vector.function].arguments, vector.arguments)
    numbers = any(a.kind == "name" and isinstance(given, (int, float)) for a, given in arguments)
    return numbers and FUNCTIONS[vector.function].gives == "text"


def as_text(vector: Vector) -> Any:
    """What the function says of the number as text."""
    texts = [f"{a:g}" if isinstance(a, (int, float)) else a for a in vector.arguments]
    return FUNCTIONS[vector.function](*texts)


LONGEST_TEXT = 255  # that people type into a formula: Excel takes no longer one
EXCEPTIONS: tuple[tuple[Callable[[Vector], bool], Callable[[Vector], Any]], ...] = (
    (has_error_in_range, lambda vector: CellError("#VALUE!")),
    (has_blank_optional_number, lambda vector: CellError("#NUM!")),
    (has_number_for_a_name, as_text),
)


@pytest.mark.parametrize("a_quarter", A_QUARTER)
def test_every_vector(sheet: CalcDocument, a_quarter: bool) -> None:
    wanted = drawn(vectors(), a_quarter)
    assert len(wanted) > 1000
    columns = put(sheet, wanted)
    sheet.calculate()
    rows = sheet.values(SHEET, f"A1:{columns}")
    wrong = []
    top = 0
    for vector in wanted:
        expected = decode(vector.result)
        height, width = area(expected)
        found = [row[:width] for row in rows[top : top + height]]
        top += height
        shown = next((answer(vector) for applies, answer in EXCEPTIONS if applies(vector)), None)
        exact = padded(expected) if shown is None else [[shown] * len(row) for row in found]
        if not same(exact, found):
            wrong.append(f"{vector} is {exact}, Calc gives {found}")
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(wanted)} vectors differ:\n" + "\n".join(wrong), pytrace=False)


def put(sheet: CalcDocument, wanted: list[Vector]) -> str:
    """Writes every call below the one before it; gives the last cell of the used area."""
    sheet.add_sheet(GIVEN)
    given: list[list[Any]] = [[None]]
    top, widest = 0, 1
    for vector in wanted:
        arguments = [as_typed(argument, given) for argument in vector.arguments]
        formula = f"={vector.function}({','.join(arguments)})"
        expected = decode(vector.result)
        height, width = area(expected)
        if is_rows(expected):
            sheet.array(SHEET, f"A{top + 1}:{letters(width)}{top + height}", formula)
        else:
            sheet.formula(SHEET, f"A{top + 1}", formula)
        top += height
        widest = max(widest, width)
    sheet.set(GIVEN, "A1", given)
    return f"{letters(widest)}{top}"


def as_typed(argument: Any, given: list[list[Any]]) -> str:
    """An argument as it stands in a formula; ranges, errors and long texts go into cells of their own."""
    if argument is None:
        return EMPTY
    if isinstance(argument, bool):
        return f"{str(argument).upper()}()"
    if isinstance(argument, str) and len(argument) <= LONGEST_TEXT:
        return '"' + argument.replace('"', '""') + '"'
    if isinstance(argument, (int, float)):
        return repr(argument)
    if "omitted" in argument:
        return ""
    rows = decode(argument) if is_range(argument) else [[decode(argument)]]
    first = len(given) + 1
    given.extend(rows)
    last = f":{GIVEN}!${letters(len(rows[0]))}${len(given)}" if is_range(argument) else ""
    return f"{GIVEN}!$A${first}{last}"


def is_range(argument: Any) -> bool:
    return isinstance(argument, dict) and "range" in argument


def is_rows(value: Any) -> bool:
    return isinstance(value, list)


def area(expected: Any) -> tuple[int, int]:
    """Rows and columns to look at: for rows one more each way, where #N/A must show that they end."""
    if not is_rows(expected):
        return 1, 1
    height, width = len(expected), len(expected[0])
    return height + (height > 1), width + (width > 1)  # Calc repeats a single row or column instead


def padded(expected: Any) -> list[list[Any]]:
    """What Calc shows in that area."""
    if not is_rows(expected):
        return [[expected]]
    height, width = area(expected)
    filled = [[*row, *[CellError("#N/A")] * (width - len(row))] for row in expected]
    return filled + [[CellError("#N/A")] * width] * (height - len(filled))


def same(expected: list[list[Any]], found: list[list[Any]]) -> bool:
    return len(expected) == len(found) and all(
        len(a) == len(b) and all(map(alike, a, b)) for a, b in zip(expected, found)
    )


def alike(expected: Any, found: Any) -> bool:
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return math.isclose(expected, found, rel_tol=TOLERANCE)
    return expected == found or (expected in BLANK and found in BLANK)


def decode(value: Any) -> Any:
    """A value of the file as a cell value or rows of them."""
    if isinstance(value, dict):
        return (
            CellError(value["error"])
            if "error" in value
            else [[decode(c) for c in row] for row in value["range"]]
        )
    return value


def letters(column: int) -> str:
    """The name of a column counted from 1."""
    name = ""
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
