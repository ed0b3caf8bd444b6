"""The native workbook as an engine gets it: filled in as a person would, with no stored value left.

A Native is a workbook with so many models. `filled` writes it as we ship it, structured references and
all. `flat` gives the same without tables, for engines that do not know them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from engines.typed_inputs import Typed
from plm_ratios.catalog import load
from plm_ratios.functions.cells import ERROR_TEXTS, CellError
from plm_ratios.ooxml.addresses import Address
from plm_ratios.ooxml.cached_values import number_text, with_values
from plm_ratios.ooxml.formula_names import tokens
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.worksheet import Value
from workbook_files import fresh

Place = tuple[str, str]  # sheet and address

#: In the place of every stored value: an engine that calculates overwrites it.
UNCALCULATED = Value("str", "not calculated")


#: Tables without formulas that formulas read.
_READ = ("CatalogTable", "Ranges", "Spellings", "Datasets", "AcceleratorTable")


class Table(NamedTuple):
    """A table: the rows below its header, and its columns, numbered as in the sheet."""

    sheet: str
    first: int
    last: int
    columns: dict[str, int]


class Native:
    """A native workbook with so many models, read once."""

    def __init__(self, path: Path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.tables = tables(self.book)
        cells = [
            (sheet.title, cell)
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        #: Every formula; of an array formula the cell that states it.
        self.formulas: dict[Place, str] = {
            (sheet, cell.coordinate): getattr(cell.value, "text", cell.value) for sheet, cell in cells
        }
        #: Those that are array formulas.
        self.arrays: set[Place] = {
            (sheet, cell.coordinate) for sheet, cell in cells if isinstance(cell.value, ArrayFormula)
        }

    def filled(self, path: Path, typed: Typed) -> Path:
        """Writes it with these inputs typed into it and every stored value taken out."""
        values: dict[str, dict[Address, Value | None]] = {name: {} for name in self._read.sheets}
        for sheet, address in self.formulas:
            values[sheet][Address.parse(address)] = UNCALCULATED
        for (sheet, address), cell in self.typed_cells(typed).items():
            values[sheet][Address.parse(address)] = _value(cell)
        package = self._read.package.copy()
        for name, part in self._read.sheet_parts.items():
            package.parts[part] = with_values(self._read.sheets[name], values[name])
        with path.open("wb") as file:
            package.write(file)
        return path

    @cached_property
    def _read(self) -> Book:
        return Book.open(self.path)

    def flat(self, typed: Typed, given: Mapping[Place, Any]) -> Workbook:
        """The same without tables: what they are called in formulas is written as addresses. Some formulas
        may be given as values, for an engine that has no answer to them.

        It is one and the same workbook each time, to be used before the next is asked for.
        """
        book = self._flat
        for sheet, address in self.formulas:
            book[sheet][address].value = self._addressed[sheet, address]
        for place, value in {**self.typed_cells(typed), **given}.items():
            cell = book[place[0]][place[1]]
            cell.value = str(value) if isinstance(value, CellError) else value
            if isinstance(value, str):
                cell.data_type = "s"  # also where it begins with =
        return book

    @cached_property
    def _flat(self) -> Workbook:
        """With the sheets that formulas stand on or read from; the others are long."""
        book = openpyxl.load_workbook(self.path)
        needed = {sheet for sheet, _ in self.formulas}
        needed |= {self.tables[name].sheet for name in _READ}
        for sheet in book.worksheets:
            sheet.tables.clear()
            if sheet.title not in needed:
                book.remove(sheet)
        return book

    @cached_property
    def _addressed(self) -> dict[Place, Any]:
        found: dict[Place, Any] = {}
        for place, formula in self.formulas.items():
            sheet, address = place
            text = addressed(formula, self.tables, sheet, self.book[sheet][address].row)
            found[place] = ArrayFormula(address, text) if place in self.arrays else text
        return found

    def typed_cells(self, typed: Typed) -> dict[Place, Any]:
        """Where each input stands, and what was typed there."""
        cells: dict[Place, Any] = {}
        for name, value in typed.named.items():
            ((sheet, address),) = self.book.defined_names[name].destinations
            cells[sheet, address.replace("$", "")] = value
        compared, own = self.tables["Comparison"], self.tables["WhatIf"]
        for row, model in enumerate(typed.models, compared.first):
            cells[compared.sheet, f"A{row}"] = model
        for row in range(own.first, own.last + 1):
            place = row - own.first
            line = typed.own[place] if place < len(typed.own) else (None,) * 5
            for column, value in enumerate(line, 1):
                cells[own.sheet, f"{get_column_letter(column)}{row}"] = value
        return cells


def native(models: int) -> Native:
    """The workbook with so many models."""
    return read(fresh("native", models=tuple(model.id for model in load().models[:models])))


@functools.lru_cache
def read(path: Path) -> Native:
    """A workbook that nobody changes, read once."""
    return Native(path)


def tables(book: Workbook) -> dict[str, Table]:
    """The tables of a workbook by name."""
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            left, top, _, bottom = range_boundaries(table.ref)
            names = [column.name for column in table.tableColumns]
            found[table.displayName] = Table(
                sheet.title, top + 1, bottom, {name: left + place for place, name in enumerate(names)}
            )
    return found


def _value(cell: Any) -> Value | None:
    if cell is None:
        return None
    if isinstance(cell, bool):
        return Value("b", str(int(cell)))
    if isinstance(cell, (int, float)):
        return Value("n", number_text(float(cell)))
    return Value("str", cell)


_STRUCTURED = re.compile(r"(?P<table>\w+)\[(?P<inside>.*)\]")
_PART = re.compile(r"\[([^\]]+)\]")


def addressed(formula: str, known: dict[str, Table], sheet: str, row: int) -> str:
    """A formula with addresses in place of structured references; KeyError where one names nothing."""

    def written(token: Token) -> str:
        text = str(token.value)
        found = _STRUCTURED.fullmatch(text) if token.type == Token.OPERAND else None
        if found is None or token.subtype == Token.TEXT:
            return text
        table = known[found["table"]]
        parts = _PART.findall(found["inside"]) or [found["inside"]]
        columns = [table.columns[part] for part in parts if not part.startswith("#")]
        rows = (row, row) if "#This Row" in parts else (table.first, table.last)
        corners = [
            f"${get_column_letter(column)}${number}"
            for column, number in ((columns[0], rows[0]), (columns[-1], rows[1]))
        ]
        where = "" if table.sheet == sheet else f"'{table.sheet}'!"
        one = corners[0] == corners[1] and "#This Row" in parts
        return where + (corners[0] if one else ":".join(corners))

    return "=" + "".join(map(written, tokens(formula)))


def stored(path: Path) -> dict[Place, Any]:
    """The value that is stored with each formula."""
    held = openpyxl.load_workbook(path, data_only=True)
    values = {place: held[place[0]][place[1]].value for place in read(path).formulas}
    return {place: value_of(value) for place, value in values.items()}


def value_of(stored: Any) -> Any:
    """A value as cells hold it, from how openpyxl reads it."""
    return CellError(stored) if isinstance(stored, str) and stored in ERROR_TEXTS else stored
