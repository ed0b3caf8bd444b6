"""Reads back the models that people typed on the sheet What-if of a workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Iterator, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ..errors import PlmError
from .what_if import EXAMPLES, INPUTS, SHEET

_SUFFIXES = (".xlsx", ".xlsm")
_DAMAGED = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, ParseError, EOFError)
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
    if path.suffix.lower() not in _SUFFIXES:
        raise PlmError(f"{path} is no {' or '.join(_SUFFIXES)} file. Save it as one, and try again.")
    if not path.is_file():
        raise PlmError(f"There is no file {path}.")
    try:
        book = openpyxl.load_workbook(path, data_only=True, read_only=False)
    except _DAMAGED as error:
        raise PlmError(f"{path} cannot be read as a workbook: {error}.") from None
    if SHEET not in book.sheetnames:
        raise PlmError(f"{path} has no sheet {SHEET}. Workbooks that plm-ratios new writes have one.")
    rows = book[SHEET].iter_rows(values_only=True)
    for number, cells in enumerate(rows, 1):
        columns = {str(cell).strip(): place for place, cell in reversed(list(enumerate(cells)))}
        if all(header in columns for header in INPUTS):
            return list(_typed(rows, number + 1, [columns[header] for header in INPUTS]))
        if number == _LOOKED_AT:
            break
    raise PlmError(f"The sheet {SHEET} of {path} has no row with the headers {', '.join(INPUTS)}.")


def _typed(rows: Iterator[tuple[Any, ...]], first: int, columns: list[int]) -> Iterator[Typed]:
    for number, cells in enumerate(rows, first):
        name, *sizes = (cells[place] for place in columns)
        if not all(cell is None or cell == "" for cell in (name, *sizes)):
            yield _row(number, "" if name is None else str(name).strip(), sizes)


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
