"""A throw-away copy of a workbook that Calc can calculate.

Calc does not find our functions under their bare names when it opens an .xlsx, so the copy calls
them by Calc's names. A formula that Calc cannot calculate is replaced by its value, so that the cells
that depend on it get the value they had in Excel, and not an error. So is every formula that must not
change. Parts that only disturb Calc are left out: see left_out.py.

Only values are read from the copy; it never replaces one of the user's files.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import NamedTuple

from ..ooxml.addresses import LAST_COLUMN, Address
from ..ooxml.cached_values import cell_tag, insertions, value_edits
from ..ooxml.formulas import Formulas
from ..ooxml.package import Package
from ..ooxml.references import shifted
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell, Formula, Sheet, Value
from ..ooxml.xml_edits import MAIN, Edit, elements, escape, set_attribute, splice
from .left_out import leave_out

#: Elements that hold formulas, in worksheets, tables and the workbook part.
_FORMULAS = (
    *("f", "formula", "formula1", "formula2"),
    *("calculatedColumnFormula", "totalsRowFormula", "definedName"),
)
#: Default names of a new document's first sheet: Sheet1, Tabelle1. If the first sheet's name differs from
#: Calc's default in case only, Calc renames it and then finds no reference to it.
_DEFAULT_NAME = re.compile(r"[^\W\d_]+\d+")
_NAMESPACES = MAIN | {"http://schemas.microsoft.com/office/excel/2006/main"}


class Probes(NamedTuple):
    """Cells of the copy that count the rows and columns of what a dynamic array gives."""

    rows: Address
    columns: Address


class CalcCopy:
    """Builds the copy; `formulas` spells them for Calc."""

    def __init__(self, book: Book, formulas: Formulas):
        self._book = book
        self._spell = formulas.spell
        self.package = book.package.copy()
        self.package.plain_names = True
        #: Where to read the sizes of dynamic arrays: probes[sheet][first cell of the array].
        self.probes: dict[str, dict[Address, Probes]] = {}

    def build(self, constants: Mapping[str, Mapping[Address, Value | None]]) -> Package:
        """Returns the copy's package, in which these cells of each sheet hold values instead of formulas."""
        worksheets = set(self._book.sheet_parts.values())
        for name, part in self._book.sheet_parts.items():
            self._convert_sheet(part, name, constants.get(name, {}))
        for part in self.package.parts.keys() - worksheets:
            if part == self._book.part or "/tables/" in f"/{part}":
                self._replace(part, self._respelled(part))
        self._respell_first_sheet()
        leave_out(self.package, self._book.part, list(worksheets))
        return self.package

    def _convert_sheet(self, part: str, name: str, constants: Mapping[Address, Value | None]) -> None:
        sheet = self._book.sheets[name]
        live = [cell for cell in sheet.formulas() if cell.address not in constants]
        dropped = [
            cell.formula.span for cell in sheet.formulas() if cell.formula and cell.address in constants
        ]
        edits = [Edit(span.start, span.end, b"") for span in dropped]
        done = {span.start for span in dropped}
        for formula, markup in self._orphans(sheet, live, constants):
            edits.append(Edit(formula.span.start, formula.span.end, markup))
            done.add(formula.span.start)
        edits += self._respelled(part, done)
        edits += value_edits(sheet, dict(constants) | self._blanks(sheet, live, constants))
        edits += insertions(sheet, self._probe_cells(name, sheet, constants))
        self._replace(part, edits)

    def _orphans(
        self, sheet: Sheet, live: list[Cell], constants: Container[Address]
    ) -> list[tuple[Formula, bytes]]:
        """Shared formulas whose text is in a cell that is now a constant, each with a text of its own."""
        found = []
        for cell in live:
            formula = cell.formula
            if formula is None or formula.text or formula.group is None:
                continue
            source = sheet.shared.get(formula.group)
            if source is None or source.formula is None or source.address not in constants:
                continue
            down, across = (
                cell.address.row - source.address.row,
                cell.address.column - source.address.column,
            )
            tag = cell_tag(sheet, "f")
            text = escape(shifted(self._spell(source.formula.text), down, across), sheet.data)
            found.append((formula, b"<%s>%s</%s>" % (tag, text, tag)))
        return found

    @staticmethod
    def _blanks(sheet: Sheet, live: list[Cell], constants: Container[Address]) -> dict[Address, None]:
        """The values stored inside the areas of array formulas that Calc is to fill. They are not needed,
        and Calc 7.4 refuses a file in which an error among them is right above another stored error."""
        blanks: dict[Address, None] = {}
        for cell in live:
            area = cell.formula.area if cell.formula and cell.formula.kind == "array" else None
            if area is None or area.height * area.width > len(sheet.cells) + 1_000_000:
                continue
            for place in area.cells():
                inside = sheet.cells.get(place)
                if inside and not inside.formula and place not in constants:
                    blanks[place] = None
        return blanks

    def _respell_first_sheet(self) -> None:
        """Change SHEET1 to Sheet1, which is the same name to every formula, also to INDIRECT."""
        data = self.package.parts[self._book.part]
        for element in elements(data, "sheet", namespaces=MAIN)[:1]:
            name = element.attributes.get("name", "")
            if _DEFAULT_NAME.fullmatch(name):
                start, inner, *_ = element.span
                tag = set_attribute(data[start:inner], "name", name.capitalize())
                self._replace(self._book.part, [Edit(start, inner, tag)])

    def _respelled(self, part: str, without: set[int] | None = None) -> list[Edit]:
        data = self.package.parts[part]
        edits = []
        for element in elements(data, *_FORMULAS, namespaces=_NAMESPACES):
            spelled = self._spell(element.text)
            if spelled != element.text and element.span.start not in (without or ()):
                edits.append(Edit(element.span.inner, element.span.inner_end, escape(spelled, data)))
        return edits

    def _replace(self, part: str, edits: list[Edit]) -> None:
        if edits:
            self.package.parts[part] = splice(self.package.parts[part], edits)

    def _probe_cells(self, name: str, sheet: Sheet, without: Container[Address]) -> dict[Address, bytes]:
        """Cells that count the rows and columns of each dynamic array's result, since Calc fills an array's
        area without saying how large the result was. They are in the last columns of the array's own sheet,
        where its references mean the same cells."""
        markup: dict[Address, bytes] = {}
        next_column: dict[int, int] = {}
        for cell in sheet.formulas():
            formula = cell.formula
            if not (formula and formula.kind == "array" and cell.dynamic) or cell.address in without:
                continue
            row = cell.address.row
            column = next_column.get(row, LAST_COLUMN)
            probes = Probes(Address(row, column), Address(row, column - 1))
            if any(place in sheet.cells for place in probes):
                continue
            next_column[row] = column - 2
            self.probes.setdefault(name, {})[cell.address] = probes
            for count, place in (("ROWS", probes.rows), ("COLUMNS", probes.columns)):
                markup[place] = _array_cell(sheet, place, f"{count}({self._spell(formula.text)})")
        return markup


def _array_cell(sheet: Sheet, place: Address, formula: str) -> bytes:
    c, f, at = cell_tag(sheet), cell_tag(sheet, "f"), str(place).encode()
    text = escape(formula, sheet.data)
    return b'<%s r="%s"><%s t="array" ref="%s">%s</%s></%s>' % (c, at, f, at, text, f, c)
