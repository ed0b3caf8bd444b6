"""Reads a workbook that a user filled in: the inputs and models of the sheet Compare, and the models
typed on the sheet What-if.

Results of formulas are not used, since the program that saved the file last may have had another
catalog or none of our functions. They are kept separately, for comparison.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, NamedTuple

from ..analysis import ratios
from ..catalog import fold, load
from ..catalog.folding import word
from ..catalog.typed_numbers import Ambiguous, typed_number
from ..comparison.rows import TEXTS, RowRequest
from ..comparison.terms import Terms
from ..errors import PlmError
from ..functions import FUNCTIONS
from ..functions.cells import NA
from ..ooxml.formula_names import calls
from ..ooxml.package import NotAWorkbook
from ..workbook_builder import slide_sheet, what_if_sheet
from ..workbook_builder.catalog_sheets import CATALOG_TABLE
from ..workbook_builder.compare_columns import NO_VERDICT
from . import comparison_table, what_if_rows
from .comparison_table import FIELDS, INPUTS, MODEL
from .open_workbook import Cell, Opened, address, open_book

_CATALOG = "Catalog"  # the sheet that formulas without functions read


class Shown(NamedTuple):
    """The value that a formula of a row showed when the file was saved."""

    cell: str
    value: Any


class Filled(NamedTuple):
    """What the user filled in.

    rows      of the sheet Compare, then complete ones of the sheet What-if that Compare does not name
    shown     for each of the rows, by field, what its formulas showed
    remarks   what could not be used unchanged, in sentences with the address of the cell
    edition   of the catalog that the workbook was built with; "" if the file does not say
    hidden    how many rows were left out because they are hidden
    title     what the user typed over the title of the sheet Slide; "" if unchanged
    asleep    why the formulas of the table show errors, if they do; "" if the reason is not known
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


def read(path: Path, terms: Terms | None = None, hidden: bool = False) -> Filled:
    """Returns what the user filled in; hidden or filtered rows are left out unless `hidden` is True.

    Raises NotAWorkbook if the file is not a plm-ratios workbook, PlmError if an input is unusable.
    """
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
        for request, showed in self._compared():
            model = own.get(fold(request.name))
            if model is not None and load().find(request.name) is None:  # else it is the catalog's
                request = model.request._replace(typed={**model.request.typed, **request.typed})
                del own[fold(request.name)]
            rows.append(request)
            shown.append(showed)
        for model in own.values():
            if model.is_hidden:
                self._left_out.append(model.request.place)
            elif fold(model.request.name) not in self._hidden_names:
                rows.append(model.request)
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
        if any(map(_calls_ours, self._formulas[: len(FIELDS)])):  # all rows have the same ones
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
        """An input by its name, or next to its label if a program removed the names."""
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
        """What was typed next to a model, and what the formulas there showed."""
        own: dict[str, float | str] = {}
        showed: dict[str, Shown] = {}
        for header, field in FIELDS.items():
            if header not in self._columns:
                continue
            cell = self._cell(row, header)
            place = address(self._sheet, row, self._columns[header])
            if cell.is_formula:
                # Words in place of a verdict say that there is none; earlier workbooks have an error there.
                none = field == "verdict" and cell.shown in NO_VERDICT
                showed[field] = Shown(place, str(NA) if none else cell.shown)
                self._formulas.append(cell.formula)
            elif not cell.is_blank:
                self._take(own, field, cell.shown, place)
        return own, showed

    def _cell(self, row: int, header: str) -> Cell:
        return self._book.cell(self._sheet, row, self._columns[header])

    def _take(self, own: dict[str, float | str], field: str, value: Any, place: str) -> None:
        """Record what was typed over a formula, if it has the right type."""
        if field in TEXTS:
            own[field] = str(value)
            return
        number = typed_number(value) if isinstance(value, str) else value
        if isinstance(number, Ambiguous):
            self._remarks.append(
                f'{place} holds "{value}". It {number.says} It is left out, and the catalog\'s value is used.'
            )
        elif isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < math.inf:
            self._remarks.append(
                f'{place} holds "{value}", which is no number above zero; it is left out, and the '
                "catalog's value is used."
            )
        else:
            own[field] = float(number)

    def _own_models(self) -> dict[str, _OwnModel]:
        """The models of the sheet What-if by their folded names; adds remarks on incomplete ones."""
        if what_if_sheet.SHEET not in self._book.sheets:
            return {}
        try:
            rows = what_if_rows.rows_of(self._book)
        except PlmError as error:  # its header was changed; the comparison does not need it
            self._remarks.append(str(error))
            return {}
        hidden = frozenset() if self._hidden else self._book.hidden(what_if_sheet.SHEET)
        found: dict[str, _OwnModel] = {}
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
                self._remarks.append(f"{place} is left out: {row.name} is listed above already.")
                continue
            found[fold(row.name)] = _OwnModel(RowRequest(row.name, own, place, alone=True), is_hidden)
        return found


class _OwnModel(NamedTuple):
    """A model of the sheet What-if. Its numbers are used for its name on Compare even if it is hidden."""

    request: RowRequest
    is_hidden: bool


def _calls_ours(formula: str) -> bool:
    """True if a formula calls one of our functions, by the name of any host."""
    names = (re.split(r"[!._]", name)[-1].upper() for name in calls(formula))
    return any(name in FUNCTIONS for name in names)


def _says(cell: Cell) -> str:
    return "is blank" if cell.is_blank else f'holds "{cell.shown}"'
