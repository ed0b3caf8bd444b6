"""Decides for which cells an error from Calc replaces the stored error.

If a formula that calls none of our functions held an error and Calc gives another one, the errors differ
because the programs do (RANK without a match is #N/A in Excel and #VALUE! in Calc): the old error stays.
It does not stay if the error came through a cell that changed: a call of our functions has another error
now, or none any more, and the user must see that. Nor does it stay if it was #NAME?, which means that our
functions were not loaded when the file was saved.
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
    """The errors that appeared and disappeared in a calculation."""

    def __init__(self, dependencies: Dependencies, changes: Changes):
        self._dependencies = dependencies
        self._appeared: dict[str, list[_Place]] = defaultdict(list)
        self._disappeared: dict[str, list[_Place]] = defaultdict(list)
        for place, (old, new) in changes.items():
            if old == new:
                continue
            if new and new.kind == "e":
                self._appeared[new.text].append(place)
            if old and old.kind == "e":
                self._disappeared[old.text].append(place)

    def stays(self, sheet: str, cell: Cell, new: Value | None) -> bool:
        """True if a cell keeps the error it holds, although Calc gives another one."""
        old = cell.value
        if old is None or new is None or old.kind != "e" or new.kind != "e" or old in (new, NAME_ERROR):
            return False
        if self._dependencies.is_ours(sheet, cell):
            return False
        sources = [*self._appeared[new.text], *self._disappeared[old.text]]
        sources = [place for place in sources if place != (sheet, cell.address)]
        if not HIDDEN.isdisjoint(self._dependencies.functions(sheet, cell)):
            return not sources
        return not reads_any(self._dependencies.reads(sheet, cell), sources)


def reads_any(boxes: Iterable[tuple[str, CellBox]], places: Iterable[_Place]) -> bool:
    """True if one of the cells is in one of the areas."""
    places = list(places)
    return any(on == sheet and box.holds(place) for on, box in boxes for sheet, place in places)
