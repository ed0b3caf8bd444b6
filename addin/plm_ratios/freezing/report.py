"""What was frozen, for the command line and the button to report, or why nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PlmError

_MOST_NAMED = 10


class CannotFreeze(PlmError):
    """The workbook's values cannot be used, or the copy cannot be written to the requested place."""


@dataclass
class Report:
    """The result of a freeze; str() is a summary in one line."""

    source: Path
    target: Path
    #: The formulas that became values, as addresses (Sheet1!A1); of an array formula, its first cell.
    frozen: list[str] = field(default_factory=list)
    #: How many cells hold a value instead of a formula, those that array formulas filled included.
    cells: int = 0
    #: What a reader should know, in sentences.
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if not self.frozen and not self.cells:
            return f"No cell of {self.source.name} calls our functions, so nothing had to change."
        formulas = f"{len(self.frozen):,} formula{'s' if len(self.frozen) != 1 else ''}"
        cells = f"{self.cells:,} cell{'s' if self.cells != 1 else ''}"
        return f"{self.target.name}: {formulas} became values, in {cells}."


def listed(places: Sequence[str]) -> str:
    """The first of these places, and how many more there are."""
    named = ", ".join(places[:_MOST_NAMED])
    more = len(places) - _MOST_NAMED
    return f"{named} and {more:,} more" if more > 0 else named
