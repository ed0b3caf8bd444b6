"""Which errors that Calc gives are true, and which are only its own way of saying no.

Where a formula of somebody else's held an error and Calc gives another one, the kinds differ because the
programs do (RANK without a match is #N/A in Excel and #VALUE! in Calc): the old error stays. It does not
stay where the error came through a cell that changed: one of our calls has another error now, or none any
more, and the reader must see that. Nor where it was #NAME?, which says that our functions were not there
when the file was saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..ooxml.addresses import Address
from ..ooxml.regions import CellBox
from ..ooxml.worksheet import Cell, Value
from .dependencies import HIDDEN, Dependencies

NAME_ERROR, VALUE_ERROR, NUMBER_ERROR = (Value("e", text) for text in ("#NAME?", "#VALUE!", "#NUM!"))

_Place = tuple[str, Address]
Changes = Mapping[_Place, tuple[Value | None, Value | None]]  # what a cell held, and what it holds now


class Errors:
    """The errors that came and went in a calculation."""

    def __init__(self, dependencies: Dependencies, changes: Changes):
        self._dependencies = dependencies
        self._came: dict[str, list[_Place]] = defaultdict(list)
        self._went: dict[str, list[_Place]] = defaultdict(list)
        for place, (old, new) in changes.items():
            if old == new:
                continue
            if new and new.kind == "e":
                self._came[new.text].append(place)
            if old and old.kind == "e":
                self._went[old.text].append(place)

    def stays(self, sheet: str, cell: Cell, new: Value | None) -> bool:
        """True where a cell keeps the error it holds, although Calc gives another one."""
        old = cell.value
        if old is None or new is None or old.kind != "e" or new.kind != "e" or old in (new, NAME_ERROR):
            return False
        if self._dependencies.is_ours(sheet, cell):
            return False
        sources = [*self._came[new.text], *self._went[old.text]]
        sources = [place for place in sources if place != (sheet, cell.address)]
        if not HIDDEN.isdisjoint(self._dependencies.functions(sheet, cell)):
            return not sources
        return not reads_any(self._dependencies.reads(sheet, cell), sources)


def reads_any(boxes: Iterable[tuple[str, CellBox]], places: Iterable[_Place]) -> bool:
    """True where one of the cells is in one of the areas."""
    places = list(places)
    return any(on == sheet and box.holds(place) for on, box in boxes for sheet, place in places)
