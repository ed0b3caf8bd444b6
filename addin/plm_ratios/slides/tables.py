"""Native tables on slides, whose texts fit their cells.

PowerPoint makes a row higher when a text in it needs more lines, and the table then exceeds its box. So every
text is measured: columns of numbers are as wide as these are, and other texts are cut to the lines that
were planned for their row.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from . import measure
from .box import Box
from .canvas import describe, emu, write
from .themes import Theme

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid": the theme sets the colours
_ACROSS, _DOWN = 0.08, 0.025  # inches between a text and the edges of its cell
_LEAST_POINTS = 7.0
# LibreOffice gives a cell without text the height of the default text size, 18 points.
_EMPTY = "\u00a0"


class SlideColumn(NamedTuple):
    """A column: as wide as its texts, or with a share of the remaining width.

    least   inches that a column with a share needs
    """

    header: str
    numbers: bool = False
    share: float = 0.0
    least: float = 0.0


class SlideTable(NamedTuple):
    """A table laid out for its width: the size of its text, and the width of each column.

    lines   how many lines a cell may take
    """

    columns: tuple[SlideColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    points: float
    lines: int

    @property
    def header_height(self) -> float:
        """The height of the header in inches."""
        counts = (
            len(measure.wrapped(column.header, width - 2 * _ACROSS, self.points, bold=True))
            for column, width in zip(self.columns, self.widths)
        )
        return self._height(max(counts))

    def height_of(self, row: Sequence[str]) -> float:
        """The height of a row in inches."""
        counts = (
            len(measure.wrapped(text, width - 2 * _ACROSS, self.points))
            for text, width in zip(row, self.widths)
        )
        return self._height(min(max(1, *counts), self.lines))

    def pages(self, height: float) -> list[list[int]]:
        """The rows of each slide, none higher than that height, distributed as evenly as possible."""
        heights = [self.height_of(row) for row in self.rows]
        free = height - self.header_height
        least = len(_filled(heights, free))
        for step in range(20, 0, -1):
            even = _filled(heights, free * (1 - step * 0.04))
            if len(even) == least:
                return even
        return _filled(heights, free)

    def _height(self, lines: int) -> float:
        return measure.height(lines, self.points) + 2 * _DOWN


def laid_out(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float, points: float, lines: int = 1
) -> SlideTable:
    """A table of that width, with its text in the given size, or smaller until all fits."""
    while True:
        fixed = [
            0.0 if column.share else _needed(column, x, rows, points) for x, column in enumerate(columns)
        ]
        left = width - sum(fixed)
        shares = sum(column.share for column in columns)
        widths = [each or left * column.share / shares for each, column in zip(fixed, columns)]
        fits = all(wide >= column.least for wide, column in zip(widths, columns))
        if fits or points <= _LEAST_POINTS:
            break
        points -= 0.5
    return SlideTable(tuple(columns), tuple(map(tuple, rows)), tuple(widths), points, lines)


def add(
    slide: Any, box: Box, table: SlideTable, chosen: Sequence[int], look: Theme, name: str, description: str
) -> None:
    """Add a header and the chosen rows of a table."""
    rows = [table.rows[number] for number in chosen]
    frame = slide.shapes.add_table(len(rows) + 1, len(table.columns), *emu(box))
    frame.table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for number, width in enumerate(table.widths):
        frame.table.columns[number].width = Inches(width)
    heights = [table.header_height, *map(table.height_of, rows)]
    for number, height in enumerate(heights):
        frame.table.rows[number].height = Inches(height)
    frame.height = Inches(sum(heights))
    for x, column in enumerate(table.columns):
        inside = table.widths[x] - 2 * _ACROSS
        cell = frame.table.cell(0, x)
        _fill(cell, look.header)
        _write(cell, column.header, column, table.points, look, bold=True)
        for y, row in enumerate(rows, 1):
            cell = frame.table.cell(y, x)
            _fill(cell, look.band if y % 2 == 0 else "")
            _write(cell, _fitted(row[x], column, inside, table), column, table.points, look)
    describe(frame, name, description)


def _fitted(text: str, column: SlideColumn, inside: float, table: SlideTable) -> str:
    """A text cut to fit; in a column as wide as its texts it is unchanged."""
    if not column.share:
        return text
    if table.lines == 1:
        return measure.elided(text, inside, table.points)
    return measure.cut(text, inside, table.points, table.lines)


def _needed(column: SlideColumn, number: int, rows: Sequence[Sequence[str]], points: float) -> float:
    """The width of a column with its texts in one line, and its header broken between words."""
    texts = [measure.width(row[number], points) for row in rows]
    words = [measure.width(word, points, bold=True) for word in column.header.split()]
    return max(*texts, *words, 0.0) + 2 * _ACROSS


def _fill(cell: Any, colour: str) -> None:
    if colour:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(colour)
    else:
        cell.fill.background()


def _write(cell: Any, text: str, column: SlideColumn, points: float, look: Theme, bold: bool = False) -> None:
    cell.margin_left = cell.margin_right = Inches(_ACROSS)
    cell.margin_top = cell.margin_bottom = Inches(_DOWN)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if column.numbers else PP_ALIGN.LEFT
    write(cell.text_frame, text or _EMPTY, points, look.text, bold)


def _filled(heights: Sequence[float], free: float) -> list[list[int]]:
    """The rows of each slide, with each slide filled before the next one."""
    found: list[list[int]] = []
    left = 0.0
    for number, height in enumerate(heights):
        if not found or height > left:
            found.append([])
            left = free
        found[-1].append(number)
        left -= height
    return found
