"""What a recalculation did, for the command line to report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """A formula cell whose stored value was left as it was, and why."""

    sheet: str
    cell: str
    formula: str
    reason: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} keeps its value: {self.reason}"


@dataclass(frozen=True)
class Resized:
    """A dynamic array whose result differs in size from the area stored in the file."""

    sheet: str
    cell: str
    stored: tuple[int, int]
    given: tuple[int, int]

    def __str__(self) -> str:
        rows, columns = self.given
        return (
            f"{self.sheet}!{self.cell} now gives {rows} x {columns} cells; the file has room for "
            f"{self.stored[0]} x {self.stored[1]} until Excel calculates it"
        )


@dataclass(frozen=True)
class TurnedError:
    """A cell that held a value and now shows an error."""

    sheet: str
    cell: str
    error: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} ({self.error})"


@dataclass
class Report:
    """The result of a recalculation; str() is a summary in one line."""

    source: Path
    target: Path
    #: Formula cells of each sheet.
    sheets: dict[str, int] = field(default_factory=dict)
    #: Formula cells whose value was calculated by Calc, and cells whose value changed (including those
    #: that an array formula fills).
    recalculated: int = 0
    changed: int = 0
    #: Formula cells that depend on nothing new and keep the value stored in the file.
    untouched: int = 0
    chart_points: int = 0
    kept: list[Kept] = field(default_factory=list)
    turned: list[TurnedError] = field(default_factory=list)
    resized: list[Resized] = field(default_factory=list)
    #: Charts and tables that show old values, as sentences.
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kept = f", {len(self.kept)} kept as they were" if self.kept else ""
        others = f", {self.untouched} that depend on nothing new left alone" if self.untouched else ""
        return (
            f"{self.target.name}: {self.recalculated} formulas calculated, "
            f"{self.changed} cells changed{kept}{others}."
        )

    def turned_into_errors(self, most: int = 10) -> str:
        """A sentence about cells that held a value and now show an error; "" if there are none."""
        if not self.turned:
            return ""
        cells = f"{len(self.turned)} cells" if len(self.turned) > 1 else "1 cell"
        named = ", ".join(map(str, self.turned[:most]))
        more = f" and {len(self.turned) - most} more" if len(self.turned) > most else ""
        return (
            f"{cells} held a value and now show{'' if len(self.turned) > 1 else 's'} an error: {named}{more}."
        )
