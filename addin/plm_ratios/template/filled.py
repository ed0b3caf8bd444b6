"""Reads a workbook that people filled in: the inputs and models of the sheet Compare, and the models
typed on the sheet What-if.

Nothing that a formula shows is taken over, since whoever saved the file last may have known another
catalog or none of our functions. What the formulas showed is kept beside, to be compared.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils.cell import get_column_letter

from .. import ratios
from ..catalog import fold, load
from ..cells import parse_number
from ..errors import PlmError
from ..rows import TEXTS, Asked
from ..workbooks.package import NotAWorkbook
from . import slide_sheet, typed, what_if
from .compare import SHEET
from .opened import Cell, Opened, open_book

# The columns of the table, and what a row calls them.
FIELDS = {
    "Parameters": "parameters",
    "Sequences": "sequences",
    "Tokens": "tokens",
    **{f"Ratio: {basis}": f"ratio_{basis}" for basis in ratios.BASES},
    "Tokens per parameter": "ratio",
    "Times target": "times_target",
    "Verdict": "verdict",
    "Source": "source",
}
_MODEL = "Model"
_ESSENTIAL = (_MODEL, "Tokens per parameter")
_INPUTS = {"Basis": "Basis", "AverageLength": "Average length", "Target": "Target"}


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
    title     what somebody typed in the place of the title of the sheet Slide; "" where nobody did
    """

    basis: str
    avglen: float
    target: float
    rows: tuple[Asked, ...]
    shown: tuple[dict[str, Shown], ...]
    remarks: tuple[str, ...]
    edition: str
    title: str


class Terms(NamedTuple):
    """Basis, average length and target that are to hold in the place of the workbook's."""

    basis: str | None = None
    avglen: float | None = None
    target: float | None = None


def read(path: Path, terms: Terms | None = None) -> Filled:
    """What people filled in; NotAWorkbook where the file is none of ours, PlmError where an input
    is unusable."""
    return _Reader(open_book(path), terms or Terms()).read()


class _Reader:
    def __init__(self, book: Opened, terms: Terms):
        self._book = book
        self._terms = terms
        self._remarks: list[str] = []
        self._sheet, self._header_row, self._columns = self._find_table()

    def read(self) -> Filled:
        basis, avglen, target = self._inputs()
        own = self._own_models()
        rows, shown = [], []
        for asked, showed in self._compared():
            mine = own.pop(fold(asked.name), None)
            if mine is not None and load().find(asked.name) is None:
                asked = mine._replace(own={**mine.own, **asked.own})
            elif mine is not None:
                own[fold(asked.name)] = mine  # another model of the same name
            rows.append(asked)
            shown.append(showed)
        rows += own.values()
        shown += [{} for _ in own]
        return Filled(
            basis,
            avglen,
            target,
            tuple(rows),
            tuple(shown),
            tuple(self._remarks),
            self._book.edition,
            self._title(),
        )

    def _title(self) -> str:
        if slide_sheet.SHEET not in self._book.sheets:
            return ""
        cell = self._book.cell(slide_sheet.SHEET, 0, 0)
        return "" if cell.is_formula or cell.is_blank else str(cell.shown).strip()

    def _find_table(self) -> tuple[str, int, dict[str, int]]:
        """Sheet, row and columns of the table of models, wherever people moved it."""
        place = self._book.named("Basis")
        likely = [place[0]] if place else []
        for sheet in dict.fromkeys([*likely, SHEET, *self._book.sheets]):
            if sheet not in self._book.sheets:
                continue
            for number, cells in enumerate(self._book.rows(sheet)[:100]):
                columns = {str(cell.shown).strip(): x for x, cell in reversed(list(enumerate(cells)))}
                if all(header in columns for header in _ESSENTIAL) and set(columns) & set(FIELDS):
                    return sheet, number, columns
        raise NotAWorkbook(
            f"{self._book.path.name} is no workbook of plm-ratios: it has no table of models with the "
            f"columns {' and '.join(_ESSENTIAL)}. plm-ratios new writes one."
        )

    def _address(self, row: int, column: int) -> str:
        return f"{self._sheet}!{get_column_letter(column + 1)}{row + 1}"

    def _inputs(self) -> tuple[str, float, float]:
        basis, avglen, target = self._terms
        if basis is None:
            cell, address = self._input("Basis")
            basis = str(cell.shown).strip().lower()
            if basis not in ratios.BASES:
                raise PlmError(
                    f"{address} should hold the basis; it {_says(cell)}. "
                    f"Choose {ratios.alternatives(ratios.BASES)} there, or give --basis."
                )
        return (
            basis,
            self._size("AverageLength", "average length", "--avglen") if avglen is None else avglen,
            self._size("Target", "target", "--target") if target is None else target,
        )

    def _size(self, name: str, what: str, option: str) -> float:
        cell, address = self._input(name)
        number = cell.shown
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < math.inf:
            raise PlmError(
                f"{address} should hold the {what}, a number above zero; it {_says(cell)}. "
                f"Type one there, or give {option}."
            )
        return float(number)

    def _input(self, name: str) -> tuple[Cell, str]:
        """An input by its name, or where programs lose names, beside its label."""
        place = self._book.named(name)
        if place is None:
            for number, cells in enumerate(self._book.rows(self._sheet)[: self._header_row]):
                if cells and str(cells[0].shown).strip() == _INPUTS[name]:
                    place = self._sheet, number, 1
        if place is None:
            raise NotAWorkbook(
                f"{self._book.path.name} has no cell named {name}, and on the sheet {self._sheet} none "
                f"beside the words {_INPUTS[name]}."
            )
        sheet, row, column = place
        return self._book.cell(*place), f"{sheet}!{get_column_letter(column + 1)}{row + 1}"

    def _compared(self) -> list[tuple[Asked, dict[str, Shown]]]:
        """The rows of the table, and those typed below it, that are not blank."""
        found = []
        for row in range(self._header_row + 1, len(self._book.rows(self._sheet))):
            name = self._cell(row, _MODEL)
            own: dict[str, float | str] = {}
            showed: dict[str, Shown] = {}
            for header, field in FIELDS.items():
                if header not in self._columns:
                    continue
                cell = self._cell(row, header)
                address = self._address(row, self._columns[header])
                if cell.is_formula:
                    showed[field] = Shown(address, cell.shown)
                elif not cell.is_blank:
                    self._take(own, field, cell.shown, address)
            if name.is_blank:
                if own:
                    self._remarks.append(
                        f"{self._address(row, self._columns[_MODEL])} is blank, so the numbers typed "
                        "beside it are left out. Type a name there."
                    )
                continue
            place = self._address(row, self._columns[_MODEL])
            found.append((Asked(str(name.shown).strip(), own, place), showed))
        return found

    def _cell(self, row: int, header: str) -> Cell:
        return self._book.cell(self._sheet, row, self._columns[header])

    def _take(self, own: dict[str, float | str], field: str, value: Any, address: str) -> None:
        """Notes what was typed over a formula, if it is of the kind that belongs there."""
        if field in TEXTS:
            own[field] = str(value)
            return
        number = parse_number(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < math.inf:
            self._remarks.append(
                f'{address} holds "{value}", which is no number above zero; it is left out, and what the '
                "catalog says stands there."
            )
        else:
            own[field] = float(number)

    def _own_models(self) -> dict[str, Asked]:
        """The models of the sheet What-if by their folded names; what is incomplete is remarked on."""
        if what_if.SHEET not in self._book.sheets:
            return {}
        try:
            rows = typed.rows_of(self._book)
        except PlmError as error:  # its header was changed; the comparison stands without it
            self._remarks.append(str(error))
            return {}
        found: dict[str, Asked] = {}
        for row in rows:
            place = f"{what_if.SHEET}!A{row.number}"
            if typed.is_example(row):
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
            found[fold(row.name)] = Asked(row.name, own, place, alone=True)
        return found


def _says(cell: Cell) -> str:
    return "is blank" if cell.is_blank else f'holds "{cell.shown}"'
