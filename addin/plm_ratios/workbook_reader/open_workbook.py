"""Opens a workbook that a user filled in, saved by any program, to read its cells."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, NamedTuple

from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from ..catalog.folding import seen
from ..errors import PlmError
from ..hosts.excel.workbook_names import EDITION_PROPERTY
from ..ooxml.package import NotAWorkbook
from ..ooxml.structured_references import Table
from ..ooxml.workbook import Book
from ..ooxml.xml_edits import MAIN, elements

# More models are not plausible; a stray cell at the foot of a sheet would mean a million blank rows.
MOST_ROWS = 20_000
# Models are in rows, so a cell beyond is a stray one too; openpyxl would fill each row up to it.
MOST_COLUMNS = 256
_YES = ("1", "true")


class Cell(NamedTuple):
    """The content of a cell, and what it shows, which differs for a formula only.

    shown   the value that the last program calculated, a text in one line; None if it calculated none
    """

    holds: Any
    shown: Any
    is_formula: bool

    @property
    def is_blank(self) -> bool:
        """True if the cell looks empty."""
        return self.shown is None or (isinstance(self.shown, str) and not self.shown.strip())

    @property
    def text(self) -> str:
        """What it shows, as a text; "" if it is blank."""
        return "" if self.is_blank else str(self.shown).strip()

    @property
    def formula(self) -> str:
        """Its formula; "" if it has none."""
        if not self.is_formula:
            return ""
        return self.holds if isinstance(self.holds, str) else str(getattr(self.holds, "text", ""))


BLANK = Cell(None, None, False)


class Opened:
    """The sheets of a workbook, read on demand, its tables and its defined names."""

    def __init__(self, book: Book, holding: Any, showing: Any):
        self.path = book.path
        self._book = book
        self._holding = holding
        self._showing = showing
        self._read: dict[str, list[list[Cell]]] = {}

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets with cells, in order."""
        return [sheet.title for sheet in self._holding.worksheets]

    @property
    def edition(self) -> str:
        """The edition of the catalog that it was built with; "" if the file does not say."""
        return self._book.own_property(EDITION_PROPERTY)

    @cached_property
    def tables(self) -> list[Table]:
        """The tables that have headers, in the order of their sheets."""
        with _reading(self.path):
            return [table for table in self._book.tables if table.headers]

    def hidden(self, sheet: str) -> frozenset[int]:
        """The rows, counted from 0, that are hidden by hand, by a group or by a filter."""
        data = self._book.package.parts[self._book.sheet_parts[sheet]]
        found, number = set(), 0
        with _reading(self.path):
            for row in elements(data, "row", namespaces=MAIN):
                number = int(row.attributes.get("r", number + 1))
                if row.attributes.get("hidden") in _YES:
                    found.add(number - 1)
        return frozenset(found)

    def rows(self, sheet: str) -> list[list[Cell]]:
        """The cells of a sheet from A1 on."""
        if sheet not in self._read:
            self._read[sheet] = self._cells(sheet, MOST_ROWS)
        return self._read[sheet]

    def top(self, sheet: str, rows: int) -> list[list[Cell]]:
        """The cells of its first rows."""
        return (self._read[sheet] if sheet in self._read else self._cells(sheet, rows))[:rows]

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """One cell, counted from 0."""
        rows = self.rows(sheet)
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else BLANK

    def named(self, name: str) -> tuple[str, int, int] | None:
        """Sheet, row and column, counted from 0, of a named cell; None if there is no such name."""
        defined = self._holding.defined_names.get(name)
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            for sheet, address in defined.destinations:
                row, column = coordinate_to_tuple(address.replace("$", ""))
                if sheet in self.sheets:
                    return sheet, row - 1, column - 1
        return None

    def _cells(self, sheet: str, rows: int) -> list[list[Cell]]:
        with _reading(self.path):
            pairs = zip(_rows(self._holding, sheet, rows), _rows(self._showing, sheet, rows))
            return [
                [
                    BLANK
                    if held is EMPTY_CELL
                    else Cell(held.value, _plain(shown.value), held.data_type == "f")
                    for held, shown in zip(*pair)
                ]
                for pair in pairs
            ]


def address(sheet: str, row: int, column: int) -> str:
    """The address of a cell counted from 0, as in sentences: Compare!A11."""
    return f"{sheet}!{get_column_letter(column + 1)}{row + 1}"


def open_book(path: Path) -> Opened:
    """Open a workbook. Raises NotAWorkbook, which says what the file is instead, or what is wrong."""
    with _reading(path):
        book = Book.open(path)
        # openpyxl believes what an archive says of itself, and keeps a row's cells in memory.
        book.package.verify()
        book.require_small()
        data = book.package.packed
        return Opened(book, *(_Reader(data, book.strings, values).workbook() for values in (False, True)))


class _Texts(list[str]):
    """The shared texts. A cell whose index is not in the list is blank, as in Excel."""

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(place) if place < len(self) else ""


class _Reader(ExcelReader):
    """openpyxl's reader, except that it keeps the escapes in shared texts. The original removes some, and
    then it is unknown which texts had been escaped."""

    def __init__(self, data: bytes, strings: list[str], values: bool):
        super().__init__(io.BytesIO(data), read_only=True, data_only=values)
        self._strings = _Texts(strings)

    def read_strings(self) -> None:
        self.shared_strings = self._strings

    def workbook(self) -> Workbook:
        self.read()
        return self.wb


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Raises NotAWorkbook instead of the various exceptions that openpyxl raises for damaged files, and hides
    its warnings of what it would lose on saving, since nothing is saved here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    except Exception as error:
        if isinstance(error, OSError) or (isinstance(error, PlmError) and path.name in str(error)):
            raise  # its message names the file and the fault
        said = str(error).rstrip(".")
        if re.search(r"<class|\(\)", said):  # about openpyxl's own code
            said = "a part of it is damaged. Open it in Excel or Calc, and save it again"
        raise NotAWorkbook(f"{path.name} cannot be read as a workbook: {said}.") from error


def _plain(value: Any) -> Any:
    """A text as it looks: in one line, and only of characters that our files can hold. Workbook files
    contain a carriage return as _x000D_, and other characters likewise."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(c if c.isprintable() else " " for c in seen(unescape(value))).split())


def _rows(book: Workbook, sheet: str, most: int) -> Iterator[tuple[Any, ...]]:
    page: Any = book[sheet]
    page.reset_dimensions()  # the size stated in the file may be wrong
    for row in page.iter_rows(max_row=most, max_col=MOST_COLUMNS):
        end = len(row)
        while end and row[end - 1] is EMPTY_CELL:  # after the last cell that the file has
            end -= 1
        yield row[:end]
