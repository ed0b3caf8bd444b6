"""The hidden sheet Ranges: how far the sources of each ratio disagree, as the sheet Bases draws it.

Sources disagree on sequences, tokens and parameters, never on the average length that somebody types. So the
lowest and the highest ratio are a fixed factor away from the preferred one, whatever the inputs are. Not on
the basis "effective", where the factors follow the average length: they are for the usual one, and the sheet
Bases draws them at that length only.
"""

from __future__ import annotations

from typing import NamedTuple

from ..analysis import ratios
from ..analysis.spread import spread
from ..catalog import Model, load
from ..comparison import effective
from ..errors import NotAvailable
from .book import Column, WorkbookBuilder, literally

SHEET, TABLE = "Ranges", "Ranges"
_HEADER_ROW = 3
WEAK = "Weak"
_LOW = "low"


class Range(NamedTuple):
    """The lowest and the highest ratio as multiples of the preferred one; `weak` is 1 where that one rests on
    a number of low confidence, else 0."""

    lowest: float = 1.0
    highest: float = 1.0
    weak: int = 0


def write(book: WorkbookBuilder) -> None:
    """Add the sheet, hidden: it is read by the chart of the sheet Bases."""
    sheet = book.sheet(
        SHEET,
        "How far sources disagree",
        "Lowest and highest ratio as multiples of the preferred one; weak: 1 where that one rests on a "
        "number of low confidence. The sheet Sources says who gives which number. On the basis effective: at "
        f"{ratios.AVERAGE_LENGTH:g} residues.",
    )
    columns = [Column("Model", 30)]
    for basis in ratios.BASES:
        columns += [Column(f"{name}: {basis}", 12, "number") for name in ("Lowest", "Highest", WEAK)]
    rows = [
        [model.name, *(part for basis in ratios.BASES for part in range_of(model, basis))]
        for model in load().models
    ]
    book.table(sheet, _HEADER_ROW, TABLE, columns, rows)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.hide()


def range_of(model: Model, basis: str, avglen: float = ratios.AVERAGE_LENGTH) -> Range:
    """The range of a model's ratio on a basis, as it is drawn at an average length; that of a single number
    where there is no ratio."""
    try:
        found = spread(model, basis)
    except NotAvailable:
        return Range()
    weak = int(found.preferred.confidence == _LOW)
    if not found.disagree:
        return Range(weak=weak)
    if basis == effective.BASIS and avglen != ratios.AVERAGE_LENGTH:
        return Range(weak=weak)
    preferred = found.preferred.ratio
    return Range(found.lowest.ratio / preferred, found.highest.ratio / preferred, weak)


def place_of(name: str) -> int:
    """Which row of the table a model has, counted from 1; 0 where it has none."""
    names = [model.name for model in load().models]
    return names.index(name) + 1 if name in names else 0


def row_formula(name: str) -> str:
    """Which row of the table a model has; 0 where it has none, as a model of the user's own."""
    return f"IFERROR(MATCH({literally(name)},{TABLE}[Model],0),0)"


def part_formula(part: str, basis: str, row: str, otherwise: float) -> str:
    """A part of a range, found by the row of the table."""
    found = f"INDEX({TABLE}[{part}: {basis}],MAX({row},1))"
    if basis == effective.BASIS and part != WEAK:
        found = f"IF(AverageLength={ratios.AVERAGE_LENGTH:g},{found},{otherwise:g})"
    return f"IF({row}=0,{otherwise:g},{found})"
