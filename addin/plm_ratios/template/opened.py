"""Opens a workbook that people filled in, whoever saved it last, for reading what is in its cells."""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path
from typing import Any, Iterator, NamedTuple

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook

from ..hosts.excel.names import EDITION_PROPERTY
from ..workbooks.package import NotAWorkbook, Package

# Nobody compares more models; a stray cell at the foot of a sheet would else be a million blank rows.
MOST_ROWS = 20_000


class Cell(NamedTuple):
    """What stands in a cell, and what it shows: the same but for a formula.

    shown   the value that whoever saved the file had calculated, a text in one line; None where nobody had
    """

    holds: Any
    shown: Any
    is_formula: bool

    @property
    def is_blank(self) -> bool:
        """Whether a person sees nothing in it."""
        return self.shown is None or (isinstance(self.shown, str) and not self.shown.strip())


BLANK = Cell(None, None, False)


class Opened:
    """The sheets of a workbook, read when they are asked for, and its defined names."""

    def __init__(self, path: Path, holding: Any, showing: Any):
        self.path = path
        self._holding = holding
        self._showing = showing
        self._read: dict[str, list[list[Cell]]] = {}

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets with cells, in order."""
        return [sheet.title for sheet in self._holding.worksheets]

    @property
    def edition(self) -> str:
        """The edition of the catalog that it was built with; "" where the file does not tell."""
        with contextlib.suppress(KeyError):
            return str(self._holding.custom_doc_props[EDITION_PROPERTY].value)
        return ""

    def rows(self, sheet: str) -> list[list[Cell]]:
        """The cells of a sheet from A1 on."""
        if sheet not in self._read:
            with _reading(self.path):
                pairs = zip(_rows(self._holding, sheet), _rows(self._showing, sheet))
                self._read[sheet] = [
                    [
                        Cell(held.value, _plain(shown.value), held.data_type == "f")
                        for held, shown in zip(*pair)
                    ]
                    for pair in pairs
                ]
        return self._read[sheet]

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """One cell, counted from 0."""
        rows = self.rows(sheet)
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else BLANK

    def named(self, name: str) -> tuple[str, int, int] | None:
        """Sheet, row and column, counted from 0, of the cell of a name; None where there is none."""
        defined = self._holding.defined_names.get(name)
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            for sheet, address in defined.destinations:
                row, column = coordinate_to_tuple(address.replace("$", ""))
                if sheet in self.sheets:
                    return sheet, row - 1, column - 1
        return None


def open_book(path: Path) -> Opened:
    """The workbook of a file; NotAWorkbook says what the file is instead, or what is wrong with it."""
    Package.open(path)
    data = path.read_bytes()
    with _reading(path):
        return Opened(path, _load(data, values=False), _load(data, values=True))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """openpyxl meets damage with whatever exception comes first, and warns of what it would lose on saving,
    which nobody does here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    except Exception as error:
        raise NotAWorkbook(f"{path.name} cannot be read as a workbook: {error}.") from error


def _plain(value: Any) -> Any:
    """A text without line breaks, and without characters that no file of ours could hold."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _load(data: bytes, values: bool) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)


def _rows(book: Workbook, sheet: str) -> Iterator[tuple[Any, ...]]:
    page = book[sheet]
    page.reset_dimensions()  # what the file says of its size need not be true
    return iter(page.iter_rows(max_row=MOST_ROWS))
