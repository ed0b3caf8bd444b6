"""Reads the models that a user typed on the sheet What-if of a workbook."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple, Sequence

from openpyxl.utils.cell import get_column_letter

from ..catalog.folding import fold
from ..catalog.typed_numbers import Ambiguous, typed_number
from ..errors import PlmError
from ..workbook_builder.what_if_sheet import EXAMPLES, INPUTS, SHEET
from .open_workbook import BLANK, Cell, Opened, open_book

_LOOKED_AT = 100  # rows from the top in which the header is looked for
_EXAMPLE_NAMES = frozenset(example[0] for example in EXAMPLES)


class Typed(NamedTuple):
    """A row that is not blank.

    number    of the row on the sheet, from 1
    place     the cell that is wrong, if there is one; otherwise that of the model
    why_not   why it cannot be used as a model; "" if it can
    """

    number: int
    place: str
    name: str
    parameters: float | None = None
    sequences: float | None = None
    length: float | None = None
    seen: float | None = None
    why_not: str = ""


def read(path: Path) -> list[Typed]:
    """Returns every row with something typed in it, from the table down to the end of the sheet."""
    book = open_book(path)
    if SHEET not in book.sheets:
        raise PlmError(f"{path} has no sheet {SHEET}. Workbooks that plm-ratios new writes have one.")
    return rows_of(book)


def rows_of(book: Opened) -> list[Typed]:
    """The same for an open workbook that has the sheet."""
    rows = book.rows(SHEET)
    for number, cells in enumerate(rows[:_LOOKED_AT], 1):
        columns = {fold(cell.text): place for place, cell in reversed(list(enumerate(cells)))}
        if all(fold(header) in columns for header in INPUTS):
            return _typed(rows[number:], number + 1, [columns[fold(header)] for header in INPUTS])
    raise PlmError(f"The sheet {SHEET} of {book.path} has no row with the headers {', '.join(INPUTS)}.")


def is_example(row: Typed) -> bool:
    """True if a row is one of the examples in every new workbook."""
    return row.name in _EXAMPLE_NAMES


def _typed(rows: Sequence[Sequence[Cell]], first: int, columns: list[int]) -> list[Typed]:
    found = []
    for number, cells in enumerate(rows, first):
        places = [f"{get_column_letter(column + 1)}{number}" for column in columns]
        name, *sizes = (cells[column] if column < len(cells) else BLANK for column in columns)
        if not all(cell.is_blank for cell in (name, *sizes)):
            found.append(_row(number, places, name.text, sizes))
    return found


def _row(number: int, places: list[str], name: str, cells: list[Cell]) -> Typed:
    """Check a row as the column Check of the sheet does, but accept numbers typed as text: 650M."""
    here = places[0]
    if name in _EXAMPLE_NAMES:
        return Typed(
            number, here, name, why_not="an example of ours; a row of your own has a name of your own"
        )
    if not name:
        return Typed(number, here, name, why_not="Model is blank")
    sizes: list[float | None] = []
    for header, place, cell in zip(INPUTS[1:], places[1:], cells):
        size = typed_number(cell.shown) if isinstance(cell.shown, str) else cell.shown
        if cell.is_blank:
            sizes.append(None)
        elif isinstance(size, Ambiguous):
            return Typed(number, place, name, why_not=f'{header} "{cell.shown}" {size.says.rstrip(".")}')
        elif isinstance(size, bool) or not isinstance(size, (int, float)):
            return Typed(number, place, name, why_not=f'{header} is "{cell.shown}", not a number')
        elif not 0 < size < math.inf:
            return Typed(number, place, name, why_not=f"{header} is {size:g}; it must be above zero")
        else:
            sizes.append(size)
    parameters, sequences, length, seen = sizes
    if parameters is None:
        missing = "Parameters is blank"
    elif sequences is None and seen is None:
        missing = "Sequences and Tokens seen are blank; one of them is needed"
    elif length is None and sequences is not None:
        missing = "Average length is blank"
    else:
        missing = ""
    return Typed(number, here, name, parameters, sequences, length, seen, missing)
