"""Finds the formulas that Calc cannot calculate as Excel would; their stored values are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ooxml.formula_names import reads_other_workbook
from ..ooxml.formulas import Formulas
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell

#: Functions that Calc has, but whose result here would describe this machine, this program or a
#: copy of the file, or would fetch something.
_HOST_BOUND = {
    "CELL": "CELL answers about the file and program it runs in",
    "INFO": "INFO answers about the program it runs in",
    "GETPIVOTDATA": "pivot tables are not calculated here",
    "WEBSERVICE": "WEBSERVICE reads from the network",
    "RTD": "RTD reads from another program",
    "DDE": "DDE reads from another program",
}


#: An array formula can claim a whole sheet; Calc would fill it until there is no memory.
LARGEST_ARRAY = 2_000_000


class Obstacles:
    """Finds the formulas of a workbook that must keep their values."""

    def __init__(self, book: Book, formulas: Formulas):
        self._book = book
        self._read = formulas
        self._reasons: dict[str, str | None] = {}
        self._names: dict[str, str] = {}
        self._unknown: set[str] = set()

    def functions(self) -> set[str]:
        """Every function that the workbook calls, as Calc will see it."""
        found: set[str] = set()
        for formula in self._formulas():
            parsed = self._read.parsed(formula)
            found.update(parsed.calls if parsed else ())
        # Parameters of LAMBDA are called like functions; whether Calc knows LAMBDA itself decides.
        return {name for name in found if not name.lower().startswith("_xlpm.")}

    def settle(self, unknown: Iterable[str]) -> None:
        """Set the functions that Calc does not know, which `reason` uses from then on."""
        self._unknown = {name.upper() for name in unknown}
        for name in self._book.names:
            reason = self._own_reason(name.formula)
            if reason:
                self._names[name.name.upper()] = f"the name {name.name} cannot be calculated: {reason}"

    def reason(self, cell: Cell, text: str) -> str | None:
        """Why a cell keeps its value, or None; `text` is its formula, or that of its shared group."""
        if cell.formula and cell.formula.kind == "dataTable":
            return "only Excel calculates what-if data tables"
        area = cell.formula.area if cell.formula and cell.formula.kind == "array" else None
        if area is not None and area.height * area.width > LARGEST_ARRAY:
            return f"it fills more than {LARGEST_ARRAY:,} cells"
        if text not in self._reasons:
            self._reasons[text] = self._own_reason(text) or self._reason_of_names(text)
        return self._reasons[text]

    def _formulas(self) -> Iterator[str]:
        for sheet in self._book.sheets.values():
            for cell in sheet.formulas():
                if cell.formula and cell.formula.text:
                    yield cell.formula.text
        for name in self._book.names:
            yield name.formula

    def _own_reason(self, formula: str) -> str | None:
        parsed = self._read.parsed(formula)
        if parsed is None:
            return "its formula cannot be read"
        if reads_other_workbook(formula):
            return "it reads another workbook"
        for name in parsed.calls:
            if name.upper() in self._unknown:
                return f"Calc does not know {name}"
            bound = _HOST_BOUND.get(name.upper().removeprefix("_XLFN."))
            if bound:
                return bound
        return None

    def _reason_of_names(self, formula: str) -> str | None:
        if not self._names:
            return None
        parsed = self._read.parsed(formula)
        for operand in parsed.operands if parsed else ():
            if reason := self._names.get(operand.rpartition("!")[2].upper()):
                return reason
        return None
