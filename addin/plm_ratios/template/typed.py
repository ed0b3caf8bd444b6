"""Reads back the models that people typed on the sheet What-if of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Sequence

from ..errors import PlmError
from .opened import Cell, Opened, open_book
from .what_if import EXAMPLES, INPUTS, SHEET

_LOOKED_AT = 100  # rows from the top among which the header stands
_EXAMPLE_NAMES = frozenset(example[0] for example in EXAMPLES)


class Typed(NamedTuple):
    """A row that is not blank.

    why_not   why it cannot be taken over as a model; "" where it can
    """

    number: int
    name: str
    parameters: float | None = None
    sequences: float | None = None
    length: float | None = None
    seen: float | None = None
    why_not: str = ""


def read(path: Path) -> list[Typed]:
    """Every row with something typed in it, from the table down to the end of the sheet."""
    book = open_book(path)
    if SHEET not in book.sheets:
        raise PlmError(f"{path} has no sheet {SHEET}. Workbooks that plm-ratios new writes have one.")
    return rows_of(book)


def rows_of(book: Opened) -> list[Typed]:
    """The same of a workbook that is open, and has the sheet."""
    rows = book.rows(SHEET)
    for number, cells in enumerate(rows[:_LOOKED_AT], 1):
        columns = {str(cell.shown).strip(): place for place, cell in reversed(list(enumerate(cells)))}
        if all(header in columns for header in INPUTS):
            return _typed(rows[number:], number + 1, [columns[header] for header in INPUTS])
    raise PlmError(f"The sheet {SHEET} of {book.path} has no row with the headers {', '.join(INPUTS)}.")


def is_example(row: Typed) -> bool:
    """Whether a row is one of those that every new workbook has."""
    return row.name in _EXAMPLE_NAMES


def _typed(rows: Sequence[Sequence[Cell]], first: int, columns: list[int]) -> list[Typed]:
    found = []
    for number, cells in enumerate(rows, first):
        name, *sizes = (cells[place].shown if place < len(cells) else None for place in columns)
        if not all(cell is None or cell == "" for cell in (name, *sizes)):
            found.append(_row(number, "" if name is None else str(name).strip(), sizes))
    return found


def _row(number: int, name: str, cells: list[Any]) -> Typed:
    """The same demands as in the column Check of the sheet."""
    if name in _EXAMPLE_NAMES:
        return Typed(number, name, why_not="an example of ours; a row of your own has a name of your own")
    if not name:
        return Typed(number, name, why_not="Model is blank")
    sizes: list[float | None] = []
    for header, cell in zip(INPUTS[1:], cells):
        if cell is None or cell == "":
            sizes.append(None)
        elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
            return Typed(number, name, why_not=f'{header} is "{cell}", not a number')
        elif not cell > 0:
            return Typed(number, name, why_not=f"{header} is {cell:g}; it must be above zero")
        else:
            sizes.append(cell)
    parameters, sequences, length, seen = sizes
    if parameters is None:
        missing = "Parameters is blank"
    elif sequences is None and seen is None:
        missing = "Sequences and Tokens seen are blank; one of them is needed"
    elif length is None and sequences is not None:
        missing = "Average length is blank"
    else:
        missing = ""
    return Typed(number, name, parameters, sequences, length, seen, missing)
