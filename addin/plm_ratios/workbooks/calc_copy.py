"""A throw-away copy of a workbook that Calc can calculate.

Calc does not find our functions under their bare names when it opens an .xlsx, so the copy calls
them by Calc's names. What Calc cannot calculate stands there as a constant, so that the cells that
depend on it get the value they had in Excel, and not an error. The VBA project is left out.

Only values are read from the copy; it never takes the place of a file of the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import NamedTuple

from .book import Book
from .cached import cell_tag, insertions, value_edits
from .grid import LAST_COLUMN, Address
from .markup import MAIN, Edit, elements, escape, set_attribute, splice
from .package import PLAIN_WORKBOOK, Package, rels_of
from .sheet import Sheet, Value

#: Elements that hold formulas, in worksheets, tables and the workbook part.
_FORMULAS = (
    *("f", "formula", "formula1", "formula2"),
    *("calculatedColumnFormula", "totalsRowFormula", "definedName"),
)
_NAMESPACES = MAIN | {"http://schemas.microsoft.com/office/excel/2006/main"}


class Probes(NamedTuple):
    """Cells of the copy that count the rows and columns of what a dynamic array gives."""

    rows: Address
    columns: Address


class CalcCopy:
    """The copy in the making. `spell` turns a formula into one that Calc understands."""

    def __init__(self, book: Book, spell: Callable[[str], str]):
        self._book = book
        self._spell = spell
        self.package = book.package.copy()
        #: Where to read the sizes of dynamic arrays: probes[sheet][first cell of the array].
        self.probes: dict[str, dict[Address, Probes]] = {}

    def build(self, constants: Mapping[str, Mapping[Address, Value | None]]) -> Package:
        """The copy's package, in which these cells of each sheet hold values instead of formulas."""
        worksheets = set(self._book.sheet_parts.values())
        for name, part in self._book.sheet_parts.items():
            self._convert_sheet(part, name, constants.get(name, {}))
        for part in self.package.parts.keys() - worksheets:
            if part == self._book.part or "/tables/" in f"/{part}":
                self._replace(part, self._respelled(part))
        self._drop_vba()
        return self.package

    def _convert_sheet(self, part: str, name: str, constants: Mapping[Address, Value | None]) -> None:
        sheet = self._book.sheets[name]
        formulas = [(cell.address, cell.formula.span) for cell in sheet.formulas() if cell.formula]
        dropped = [span for address, span in formulas if address in constants]
        edits = [Edit(span.start, span.end, b"") for span in dropped]
        edits += self._respelled(part, {span.start for span in dropped})
        edits += value_edits(sheet, constants)
        edits += insertions(sheet, self._probe_cells(name, sheet, constants))
        self._replace(part, edits)

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
        """Calc fills an array's area and does not say how large the result was. So cells in the last
        columns ask; they stand in the array's own sheet, where its references mean the same."""
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

    def _drop_vba(self) -> None:
        """Without the project, the package must say that it is a plain workbook."""
        parts = self.package.parts
        dropped = {
            link.target
            for link in self.package.relationships(self._book.part)
            if link.kind.endswith("/vbaProject")
        }
        rels = self.package.find(rels_of(self._book.part))
        if rels and dropped:
            links = elements(parts[rels], "Relationship")
            gone = [link for link in links if link.attributes.get("Type", "").endswith("/vbaProject")]
            self._replace(rels, [Edit(link.span.start, link.span.end, b"") for link in gone])
        for part in dropped:
            parts.pop(part, None)
            parts.pop(self.package.find(rels_of(part)) or "", None)
        types = self.package.find("[Content_Types].xml")
        assert types
        edits = []
        for element in elements(parts[types], "Override"):
            part = element.attributes.get("PartName", "").lstrip("/")
            if part.casefold() == self._book.part.casefold():
                start, inner, *_ = element.span
                tag = set_attribute(parts[types][start:inner], "ContentType", PLAIN_WORKBOOK)
                edits.append(Edit(start, inner, tag))
            elif part in dropped:
                edits.append(Edit(element.span.start, element.span.end, b""))
        self._replace(types, edits)


def _array_cell(sheet: Sheet, place: Address, formula: str) -> bytes:
    c, f, at = cell_tag(sheet), cell_tag(sheet, "f"), str(place).encode()
    text = escape(formula, sheet.data)
    return b'<%s r="%s"><%s t="array" ref="%s">%s</%s></%s>' % (c, at, f, at, text, f, c)
