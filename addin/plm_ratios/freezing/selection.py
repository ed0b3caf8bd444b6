"""Which cells of a workbook become values."""

from __future__ import annotations

from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell
from ..recalculation.dependencies import VOLATILE, Dependencies
from .calls import Calls
from .cells import Constants


def constants_of(book: Book, calls: Calls) -> dict[str, Constants]:
    """The cells that become values, by sheet."""
    return {name: Constants(sheet, _formulas(book, name, calls)) for name, sheet in book.sheets.items()}


def _formulas(book: Book, name: str, calls: Calls) -> list[Cell]:
    """The cells of a sheet whose formulas are to become values."""
    sheet = book.sheets[name]
    found = [cell for cell in sheet.formulas() if calls.found_in(sheet.formula_text(cell), name)]
    tables = [cell for cell in sheet.formulas() if cell.formula and cell.formula.kind == "dataTable"]
    return found + (_what_if(book, name, tables, calls) if tables else [])


def _what_if(book: Book, name: str, tables: list[Cell], calls: Calls) -> list[Cell]:
    """The data tables that try inputs on a formula which depends on our functions: with a value there, all
    their cells would show that value."""
    dependencies = Dependencies(book, calls.formulas)
    others = {
        on: {cell.address for cell in sheet.formulas() if not _may_pass_on(dependencies, on, cell)}
        for on, sheet in book.sheets.items()
    }
    changing = dependencies.changing(others)[name]
    found = []
    for table in tables:
        area = table.formula.area if table.formula else None
        beside = [
            place
            for place in changing
            if area
            and area.first.row - 1 <= place.row <= area.last.row
            and area.first.column - 1 <= place.column <= area.last.column
            and place not in (table.address,)
        ]
        if beside:
            found.append(table)
    return found


def _may_pass_on(dependencies: Dependencies, sheet: str, cell: Cell) -> bool:
    """False for what changes of itself, and not because one of our functions does."""
    if dependencies.is_ours(sheet, cell):
        return True
    return cell.value is not None and VOLATILE.isdisjoint(dependencies.functions(sheet, cell))
