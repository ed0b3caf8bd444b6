"""Formula cells made constants, in the bytes of a worksheet; every other byte stays.

A text beside a formula is stored as t="str", a text alone as an inline string, so that every program takes it
for a constant. What an array formula fills becomes constants with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ooxml.addresses import Address, Area
from ..ooxml.cached_values import cell_tag
from ..ooxml.worksheet import Cell, Sheet, Value
from ..ooxml.xml_edits import Edit, is_empty_tag, set_attribute, splice

#: Errors that say nothing about the numbers: the function was not there, had not answered yet, or found no
#: room for its table.
_NO_ANSWERS = frozenset(
    {"#NAME?", "#BUSY!", "#CONNECT!", "#GETTING_DATA", "#BLOCKED!", "#UNKNOWN!", "#SPILL!", "#EXTERNAL!"}
)
_WAITING = "Loading..."  # Google Sheets
_MOST_CELLS = 2_000_000


class Constants:
    """The cells of one sheet that are to become constants."""

    def __init__(self, sheet: Sheet, formulas: Iterable[Cell]):
        self._sheet = sheet
        self.formulas = list(formulas)
        #: Every cell that becomes a constant, those that array formulas fill included.
        self.places: dict[Address, Cell | None] = {}
        #: Array formulas that fill more cells than a file can hold values for.
        self.too_large: list[Address] = []
        for cell in self.formulas:
            self.places.update(self._filled(cell))
            self.places[cell.address] = cell

    def without_value(self) -> list[Address]:
        """The formulas for which the file holds no values. Cells of a table may be blank, but not all of them
        behind the first: then the program that wrote the file stored no others."""
        missing = {cell.address for cell in self.formulas if not self._has_values(cell)}
        return sorted({*missing, *self.too_large})

    def _has_values(self, formula: Cell) -> bool:
        filled = dict(self._filled(formula)) if formula.value else {}
        others = [cell for place, cell in filled.items() if place != formula.address]
        return formula.value is not None and (not others or any(cell and cell.value for cell in others))

    def without_answer(self) -> list[Address]:
        """The cells whose value only says that the function had no answer."""
        return sorted(
            place for place, cell in self.places.items() if cell and cell.value and _is_none(cell.value)
        )

    def written(self) -> bytes:
        """The worksheet with the constants."""
        edits = [edit for cell in self.places.values() if cell for edit in self._edits(cell)]
        return splice(self._sheet.data, [*edits, *self._left_alone()])

    def _filled(self, cell: Cell) -> Iterator[tuple[Address, Cell | None]]:
        """The cells that an array formula or a data table fills."""
        area: Area | None = cell.formula.area if cell.formula else None
        if cell.formula is None or area is None or cell.formula.kind not in ("array", "dataTable"):
            return
        if area.height * area.width > _MOST_CELLS:
            self.too_large.append(cell.address)
            return
        for place in area.cells():
            inside = self._sheet.cells.get(place)
            if inside is None or inside.formula is None:
                yield place, inside

    def _edits(self, cell: Cell) -> list[Edit]:
        data, span = self._sheet.data, cell.span
        if is_empty_tag(data, span.inner):
            return []
        old = data[span.start : span.inner]
        tag = set_attribute(old, "cm", None)  # it says that the formula is a dynamic array
        edits = []
        if cell.formula:
            edits.append(Edit(cell.formula.span.start, cell.formula.span.end, b""))
        if cell.value is None:
            tag = set_attribute(tag, "t", None)
            edits += [Edit(held.start, held.end, b"") for held in cell.value_spans]
        elif cell.kind == "str":
            tag = set_attribute(tag, "t", "inlineStr")
            edits += [Edit(held.start, held.end, self._inline(cell)) for held in cell.value_spans[:1]]
        return [*edits, Edit(span.start, span.inner, tag)] if tag != old else edits

    def _inline(self, cell: Cell) -> bytes:
        held = cell.value_spans[0]
        text = self._sheet.data[held.inner : held.inner_end]
        outer, inner = cell_tag(self._sheet, "is"), cell_tag(self._sheet, "t")
        kept = b' xml:space="preserve"' if cell.value and cell.value.text != cell.value.text.strip() else b""
        return b"<%s><%s%s>%s</%s></%s>" % (outer, inner, kept, text, inner, outer)

    def _left_alone(self) -> Iterator[Edit]:
        """Formulas that stay, but belonged to a group whose first formula is gone: they stand alone now."""
        groups = {
            cell.formula.group
            for cell in self.formulas
            if cell.formula and cell.formula.group is not None and cell.formula.area
        }
        for cell in self._sheet.formulas():
            formula = cell.formula
            if formula is None or formula.group not in groups or cell.address in self.places:
                continue
            tag = self._sheet.data[formula.span.start : formula.span.inner]
            for name in ("t", "si", "ref"):
                tag = set_attribute(tag, name, None)
            yield Edit(formula.span.start, formula.span.inner, tag)


def _is_none(value: Value) -> bool:
    return (value.kind == "e" and value.text.strip() in _NO_ANSWERS) or value == Value("str", _WAITING)
