"""Blocks of cells that a native scatter chart shows: a series each, one below the other in its workbook."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence, Tuple, Union

from pptx.chart.data import XyChartData
from pptx.oxml.ns import qn

from .chart_data import SHEET, Formula

Cell = Union[float, str, Formula, None]
Cells = Tuple[Cell, Cell, Cell]  # across, up, and what is there
GAP: Cells = (None, None, None)  # between two pieces of a line


class Block(NamedTuple):
    """The cells of one series.

    role    how it is drawn, in the words of its chart
    first   the row of the sheet in which its first cells are; the header is in the row above
    across  what the first column holds
    """

    name: str
    role: str
    first: int
    rows: tuple[Cells, ...]
    across: str

    @property
    def header(self) -> tuple[str, str, str]:
        """The texts above the cells."""
        return self.across, self.name, "What is there"

    @property
    def values(self) -> list[tuple[float | str | None, ...]]:
        """What the cells show."""
        return [tuple(cell.value if isinstance(cell, Formula) else cell for cell in row) for row in self.rows]

    @property
    def texts(self) -> list[str]:
        """What the labels say."""
        return [str(row[2] or "") for row in self.values]

    @property
    def text_cells(self) -> str:
        """Where the labels are."""
        return f"{SHEET}!$C${self.first}:$C${self.first + len(self.rows) - 1}"


def first_rows(sizes: Sequence[int]) -> list[int]:
    """Where the cells of blocks of these sizes begin in the sheet."""
    found, below = [], 2
    for size in sizes:
        found.append(below)
        below += size + 2
    return found


def padded(cells: Sequence[Cells], size: int) -> tuple[Cells, ...]:
    """The cells and empty ones below them.

    LibreOffice does not draw the lines of series that have fewer points than another series; if the first
    series has fewer, it draws nothing.
    """
    return (*cells, *[GAP] * (size - len(cells)))


def chart_data(blocks: Sequence[Block]) -> XyChartData:
    """The blocks as python-pptx takes them, with numbers in place of gaps: see leave_gaps()."""
    data = XyChartData()
    for block in blocks:
        series = data.add_series(block.name)
        for x, y, *_ in block.values:
            series.add_data_point(1.0 if x is None else x, 1.0 if y is None else y)
    return data


def leave_gaps(series: Any, block: Block) -> None:
    """Take from the stored values of a series those of empty cells."""
    gaps = {number for number, row in enumerate(block.values) if row[0] is None}
    for point in series._element.findall(f".//{qn('c:numCache')}/{qn('c:pt')}"):
        if int(point.get("idx")) in gaps:
            point.getparent().remove(point)
