"""What a spreadsheet cell can hold: blanks, numbers (also typed as text), error values, ranges.

A cell value is a float, int, str, bool, None (blank) or a CellError; a range is a list of rows.
Hosts differ in how a blank reaches a function: None from Excel, 0 from LibreOffice Calc, "" from
a formula. Readers here treat them alike.
"""

from __future__ import annotations

import gc
import math
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, Callable, Iterator, Sequence, cast

from ..catalog.typed_names import oddities
from ..catalog.typed_numbers import Ambiguous, typed_number
from ..errors import OutOfRange, WrongValue, shown
from .allowance import counting

ERROR_TEXTS = (
    "#N/A",
    "#VALUE!",
    "#NUM!",
    "#DIV/0!",
    "#REF!",
    "#NAME?",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
)


class CellError:
    """An error value. str() is what the cell shows: "#N/A", "#VALUE!", ..."""

    __slots__ = ("text",)

    def __init__(self, text: str):
        if text not in ERROR_TEXTS:
            raise ValueError(f"{text!r} is not a cell error; choose one of {', '.join(ERROR_TEXTS)}")
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"CellError({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellError) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


NA = CellError("#N/A")
_RANGES = {list, tuple}


def is_blank(cell: Any) -> bool:
    """True for an empty cell: None, or text of nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def to_number(cell: Any, what: str) -> float:
    """The cell as a finite number >= 0; a blank counts as 0, as it does in Excel's own functions.

    `what` names the quantity in the error message ("average length").
    """
    if isinstance(cell, (int, float)):
        try:
            number = float(cell)
        except OverflowError:
            number = math.inf
    elif is_blank(cell):
        number = 0.0
    else:
        typed = typed_number(cell)
        if typed is None:
            wrong = f'The {what} must be a number; "{shown(cell)}" is not one.'
            raise WrongValue(" ".join([wrong, *oddities(cell)]))
        if isinstance(typed, Ambiguous):
            raise WrongValue(f'The {what} "{shown(cell)}" {typed.says}')
        number = typed
    if not math.isfinite(number):
        raise OutOfRange(f"The {what} must be a finite number.")
    if number < 0:
        raise OutOfRange(f"The {what} cannot be negative; it is {number:g}.")
    return number


def to_size(cell: Any, what: str) -> float:
    """The cell as a number > 0."""
    number = to_number(cell, what)
    if number == 0:
        raise OutOfRange(f"The {what} must be more than zero; it is zero or blank.")
    return number


def is_range(value: Any) -> bool:
    """True for a list (or tuple) of rows."""
    return isinstance(value, (list, tuple))


def to_rows(value: Any) -> Sequence[Sequence[Any]]:
    """Any value as rows, to read only: a single value is 1 x 1, a flat list is one column."""
    if not is_range(value):
        return [[value]]
    if _RANGES.issuperset(map(type, value)):  # no copy: a long column has as many lists as cells
        return cast(Sequence[Sequence[Any]], value)
    return [row if is_range(row) else [row] for row in value]


def flatten(value: Any) -> list[Any]:
    """The cells of a value, row by row."""
    return list(chain.from_iterable(to_rows(value)))


def columns(first: Any, *others: Any) -> tuple[Any, ...]:
    """Ranges as columns that a table goes through in step, as far down as the first one is filled: the blank
    rest of a whole column makes no rows. Single cells stay as they are."""
    given = tuple(
        [[cell] for cell in flatten(value)] if is_range(value) else value for value in (first, *others)
    )
    if not is_range(first):
        return given
    height = len(given[0])
    filled = next((at for at in range(height, 0, -1) if not is_blank(given[0][at - 1][0])), 1)

    def cut(column: Any) -> Any:
        return column[:filled] + column[height:] if is_range(column) and len(column) > 1 else column

    return tuple(map(cut, given))


def broadcast(values: tuple[Any, ...], compute: Callable[..., Any]) -> list[list[Any]]:
    """compute() over ranges as Excel does it: a single row or column is repeated along the other
    axis, and where a range is too short for the result the cell is #N/A.

    compute() is asked once for the same cells: a long column names few models, many times each.
    """
    grids = [to_rows(value) for value in values]
    height = max(map(len, grids))
    width = max(map(len, chain.from_iterable(grids)), default=0)
    compute = counting(lru_cache(maxsize=None, typed=True)(compute), height * width)
    if len(grids) == 1:
        with _collector_paused():
            return [list(map(compute, row)) for row in grids[0]]

    def at(grid: Sequence[Sequence[Any]], y: int, x: int) -> Any:
        row = grid[0 if len(grid) == 1 else y] if len(grid) == 1 or y < len(grid) else ()
        if len(row) == 1:
            return row[0]
        return row[x] if x < len(row) else NA

    with _collector_paused():
        return [[compute(*(at(grid, y, x) for grid in grids)) for x in range(width)] for y in range(height)]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for garbage. Each row of an answer is a list, and there is no garbage among them:
    who looks for it goes through all of them again and again, which takes longer than to make them."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
