"""Finds the formulas that a recalculation may change.

A formula that calls none of our functions gets a new value only if it depends, directly or through other
cells, on a call of our functions, a volatile function or a formula without a stored value. All others
keep the value stored by Excel: their inputs are the same, so Calc's result could differ only because
Calc is another program.

A reference that cannot be resolved here does not count as a dependency. That is the safe side: the value
in the file was right when its program last calculated, while Calc would show an error for it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from ..ooxml.addresses import Address
from ..ooxml.formulas import Formulas
from ..ooxml.references import References
from ..ooxml.regions import CellBox, Regions
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell

#: Functions whose value may change each time, or whose inputs are not visible in the formula.
VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT"})
#: Those of them that read cells not named in the formula.
HIDDEN = frozenset({"OFFSET", "INDIRECT"})

Places = dict[str, set[Address]]  # by sheet
_Reader = tuple[str, Address]


class Dependencies:
    """The formulas of a workbook and what they read."""

    def __init__(self, book: Book, formulas: Formulas):
        self._book = book
        self._formulas = formulas
        self._references = References(book, formulas)
        self._behind: dict[tuple[str, str], frozenset[str]] = {}

    def text(self, sheet: str, cell: Cell) -> str:
        """A cell's formula; for a cell that shares a formula, that of the cell which holds its text."""
        return self._book.sheets[sheet].formula_text(cell)

    def stated(self, sheet: str, cell: Cell) -> Address:
        """The cell that holds the text of this cell's formula."""
        return self._book.sheets[sheet].stated(cell).address

    def reads(self, sheet: str, cell: Cell) -> list[tuple[str, CellBox]]:
        """The cells that a formula reads, each with its sheet."""
        text = self.text(sheet, cell)
        return self._references.boxes(text, sheet, cell.address, self.stated(sheet, cell))

    def meant(self, operand: str, sheet: str, cell: Cell) -> list[tuple[str, CellBox]]:
        """The cells that one reference in a cell's formula refers to."""
        return self._references.boxes(operand, sheet, cell.address, self.stated(sheet, cell))

    def functions(self, sheet: str, cell: Cell) -> frozenset[str]:
        """The functions that a formula calls, itself and through the names it reads."""
        text = self.text(sheet, cell)
        if (sheet, text) not in self._behind:
            found: set[str] = set()
            for formula in (text, *self._references.name_formulas(text, sheet)):
                parsed = self._formulas.parsed(formula)
                found.update(name.upper().removeprefix("_XLFN.") for name in (parsed.calls if parsed else ()))
            self._behind[sheet, text] = frozenset(found)
        return self._behind[sheet, text]

    def is_ours(self, sheet: str, cell: Cell) -> bool:
        """True for a formula that calls one of our functions, itself or through a name."""
        return any(map(self._formulas.is_ours, self.functions(sheet, cell)))

    def changing(self, kept: Mapping[str, Container[Address]], everything: bool = False) -> Places:
        """Returns the formula cells that get a new value. Those in `kept` do not; cells that read them get
        their stored values, so that no change spreads through them."""
        live = {
            name: [cell for cell in sheet.formulas() if cell.address not in kept.get(name, ())]
            for name, sheet in self._book.sheets.items()
        }
        if everything:
            return {name: {cell.address for cell in cells} for name, cells in live.items()}
        found: Places = {name: set() for name in live}
        waiting: list[_Reader] = []
        index: dict[str, Regions[_Reader]] = {name: Regions() for name in live}
        for name, cells in live.items():
            for cell in cells:
                if self._starts(name, cell):
                    found[name].add(cell.address)
                    waiting.append((name, cell.address))
                    continue
                for on, box in self.reads(name, cell):
                    if on in index:
                        index[on].add(box, (name, cell.address))
        while waiting:
            name, place = waiting.pop()
            formula = self._book.sheets[name].cells[place].formula
            area = formula.area if formula and formula.kind == "array" else None
            regions = index[name]
            readers = (
                regions.take_within(CellBox(*area.first, *area.last)) if area else regions.take_at(place)
            )
            for reader in readers:
                if reader[1] not in found[reader[0]]:
                    found[reader[0]].add(reader[1])
                    waiting.append(reader)
        return found

    def _starts(self, name: str, cell: Cell) -> bool:
        """True for a formula that is calculated no matter what it reads."""
        if cell.value is None:
            return True
        functions = self.functions(name, cell)
        return not VOLATILE.isdisjoint(functions) or any(map(self._formulas.is_ours, functions))
