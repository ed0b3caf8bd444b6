"""Reads a workbook that people filled in: the inputs and models of the sheet Compare, and the models
typed on the sheet What-if.

Nothing that a formula shows is taken over, since whoever saved the file last may have known another
catalog or none of our functions. What the formulas showed is kept beside, to be compared.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

from ..analysis import ratios
from ..catalog import fold, load
from ..catalog.folding import word
from ..comparison.rows import TEXTS, RowRequest
from ..errors import PlmError
from ..functions import FUNCTIONS
from ..functions.cells import parse_number
from ..ooxml.formula_names import calls
from ..ooxml.package import NotAWorkbook
from ..workbook_builder import slide_sheet, what_if_sheet
from ..workbook_builder.catalog_sheets import CATALOG_TABLE
from . import comparison_table, what_if_rows
from .comparison_table import FIELDS, INPUTS, MODEL
from .open_workbook import Cell, Opened, address, open_book

_CATALOG = "Catalog"  # the sheet that formulas without functions read


class Shown(NamedTuple):
    """What a formula of a row showed when the file was saved."""

    cell: str
    value: Any


class Filled(NamedTuple):
    """What people filled in.

    rows      of the sheet Compare, then complete ones of the sheet What-if that Compare does not name
    shown     for each of the rows, by field, what its formulas showed
    remarks   what could not be taken as it stands, in sentences with the address of the cell
    edition   of the catalog that the workbook was built with; "" where it does not tell
    hidden    how many rows were left out because they are hidden
    title     what somebody typed instead of the title of the sheet Slide; "" where nobody did
    asleep    why the formulas of the table show errors, should they do so; "" where there is no telling
    """

    basis: str
    avglen: float
    target: float
    rows: tuple[RowRequest, ...]
    shown: tuple[dict[str, Shown], ...]
    remarks: tuple[str, ...]
    edition: str
    hidden: int
    title: str
    asleep: str


class Terms(NamedTuple):
    """Basis, average length and target that are to hold instead of the workbook's."""

    basis: str | None = None
    avglen: float | None = None
    target: float | None = None


def read(path: Path, terms: Terms | None = None, hidden: bool = False) -> Filled:
    """What people filled in; NotAWorkbook where the file is none of ours, PlmError where an input
    is unusable. Rows that are hidden or filtered out are left out, unless `hidden` asks for them."""
    return _Reader(open_book(path), terms or Terms(), hidden).read()


class _Reader:
    def __init__(self, book: Opened, terms: Terms, hidden: bool):
        self._book = book
        self._terms = terms
        self._hidden = hidden
        self._left_out: list[str] = []  # the hidden rows, by the cell of their model
        self._hidden_names: set[str] = set()
        self._formulas: list[str] = []  # of the table
        self._sheet, self._header_row, self._columns, remarks = comparison_table.find(book)
        self._remarks = list(remarks)

    def read(self) -> Filled:
        basis, avglen, target = self._inputs()
        own = self._own_models()
        rows, shown = [], []
        for asked, showed in self._compared():
            mine = own.get(fold(asked.name))
            if mine is not None and load().find(asked.name) is None:  # else another model of the same name
                asked = mine.asked._replace(typed={**mine.asked.typed, **asked.typed})
                del own[fold(asked.name)]
            rows.append(asked)
            shown.append(showed)
        for mine in own.values():
            if mine.is_hidden:
                self._left_out.append(mine.asked.place)
            elif fold(mine.asked.name) not in self._hidden_names:
                rows.append(mine.asked)
                shown.append({})
        self._remark_on_hidden()
        return Filled(
            basis,
            avglen,
            target,
            tuple(rows),
            tuple(shown),
            tuple(self._remarks),
            self._book.edition,
            len(self._left_out),
            self._title(),
            self._asleep(),
        )

    def _title(self) -> str:
        if slide_sheet.SHEET not in self._book.sheets:
            return ""
        cell = self._book.cell(slide_sheet.SHEET, 0, 0)
        return "" if cell.is_formula or cell.is_blank else str(cell.shown).strip()

    def _asleep(self) -> str:
        if any(map(_calls_ours, self._formulas[: len(FIELDS)])):  # the rows have the same ones
            return "the functions were not there when the file was saved"
        tables = {table.name for table in self._book.tables}
        gone = _CATALOG not in self._book.sheets and CATALOG_TABLE not in tables
        return f"the sheet {_CATALOG}, in which they look numbers up, is gone" if gone else ""

    def _remark_on_hidden(self) -> None:
        if self._left_out:
            count, first = len(self._left_out), self._left_out[0]
            rows = (
                f"The row of {first} is hidden and was"
                if count == 1
                else (f"{count} rows are hidden, the first at {first}, and were")
            )
            self._remarks.append(f"{rows} left out. Show the rows, or give --hidden to take them in.")

    def _inputs(self) -> tuple[str, float, float]:
        basis, avglen, target = self._terms
        if basis is None:
            cell, place = self._input("Basis")
            basis = word(cell.text)
            if basis not in ratios.BASES:
                raise PlmError(
                    f"{place} should hold the basis; it {_says(cell)}. "
                    f"Choose {ratios.alternatives(ratios.BASES)} there, or give --basis."
                )
        return (
            basis,
            self._size("AverageLength", "average length", "--avglen") if avglen is None else avglen,
            self._size("Target", "target", "--target") if target is None else target,
        )

    def _size(self, name: str, what: str, option: str) -> float:
        cell, place = self._input(name)
        number = cell.shown
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < math.inf:
            raise PlmError(
                f"{place} should hold the {what}, a number above zero; it {_says(cell)}. "
                f"Type one there, or give {option}."
            )
        return float(number)

    def _input(self, name: str) -> tuple[Cell, str]:
        """An input by its name, or where programs lose names, beside its label."""
        place = self._book.named(name)
        if place is None:
            for number, cells in enumerate(self._book.rows(self._sheet)[: self._header_row]):
                if cells and cells[0].text == INPUTS[name]:
                    place = self._sheet, number, 1
        if place is None:
            raise NotAWorkbook(
                f"{self._book.path.name} has no cell named {name}, and on the sheet {self._sheet} none "
                f"beside the words {INPUTS[name]}."
            )
        return self._book.cell(*place), address(*place)

    def _compared(self) -> list[tuple[RowRequest, dict[str, Shown]]]:
        """The rows of the table, and those typed below it, that are not blank."""
        found = []
        hidden = frozenset() if self._hidden else self._book.hidden(self._sheet)
        for row in range(self._header_row + 1, len(self._book.rows(self._sheet))):
            place = address(self._sheet, row, self._columns[MODEL])
            name = self._cell(row, MODEL).text
            if row in hidden:
                self._left_out += [place] if name else []
                self._hidden_names.add(fold(name))
                continue
            own, showed = self._numbers(row)
            if name:
                found.append((RowRequest(name, own, place), showed))
            elif own:
                self._remarks.append(
                    f"{place} is blank, so the numbers typed beside it are left out. Type a name there."
                )
        return found

    def _numbers(self, row: int) -> tuple[dict[str, float | str], dict[str, Shown]]:
        """What was typed beside a model, and what the formulas there showed."""
        own: dict[str, float | str] = {}
        showed: dict[str, Shown] = {}
        for header, field in FIELDS.items():
            if header not in self._columns:
                continue
            cell = self._cell(row, header)
            place = address(self._sheet, row, self._columns[header])
            if cell.is_formula:
                showed[field] = Shown(place, cell.shown)
                self._formulas.append(cell.formula)
            elif not cell.is_blank:
                self._take(own, field, cell.shown, place)
        return own, showed

    def _cell(self, row: int, header: str) -> Cell:
        return self._book.cell(self._sheet, row, self._columns[header])

    def _take(self, own: dict[str, float | str], field: str, value: Any, place: str) -> None:
        """Notes what was typed over a formula, if it is of the kind that belongs there."""
        if field in TEXTS:
            own[field] = str(value)
            return
        number = parse_number(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < math.inf:
            self._remarks.append(
                f'{place} holds "{value}", which is no number above zero; it is left out, and what the '
                "catalog says stands there."
            )
        else:
            own[field] = float(number)

    def _own_models(self) -> dict[str, _Mine]:
        """The models of the sheet What-if by their folded names; what is incomplete is remarked on."""
        if what_if_sheet.SHEET not in self._book.sheets:
            return {}
        try:
            rows = what_if_rows.rows_of(self._book)
        except PlmError as error:  # its header was changed; the comparison stands without it
            self._remarks.append(str(error))
            return {}
        hidden = frozenset() if self._hidden else self._book.hidden(what_if_sheet.SHEET)
        found: dict[str, _Mine] = {}
        for row in rows:
            place = f"{what_if_sheet.SHEET}!{row.place}"
            is_hidden = row.number - 1 in hidden
            if what_if_rows.is_example(row) or (row.why_not and is_hidden):
                continue
            if row.why_not:
                self._remarks.append(f"{place} is left out: {row.why_not}.")
                continue
            numbers = {
                "parameters": row.parameters,
                "sequences": row.sequences,
                "average_length": row.length,
                "tokens_seen": row.seen,
            }
            own = {field: float(number) for field, number in numbers.items() if number is not None}
            if fold(row.name) in found:
                self._remarks.append(f"{place} is left out: {row.name} stands above it already.")
                continue
            found[fold(row.name)] = _Mine(RowRequest(row.name, own, place, alone=True), is_hidden)
        return found


class _Mine(NamedTuple):
    """A model of the sheet What-if. Its numbers stand for its name on Compare also where it is hidden."""

    asked: RowRequest
    is_hidden: bool


def _calls_ours(formula: str) -> bool:
    """Whether a formula calls one of our functions, by the name of any host."""
    names = (name.rpartition(".")[2].rpartition("_")[2].upper() for name in calls(formula))
    return any(name in FUNCTIONS for name in names)


def _says(cell: Cell) -> str:
    return "is blank" if cell.is_blank else f'holds "{cell.shown}"'
