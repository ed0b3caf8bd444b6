"""Native tables on slides, which lose no word and fill their slide.

PowerPoint makes a row higher when a text in it needs more lines, and the table then exceeds its box. So every
text is measured: numbers stay in one line, other texts are broken between words, and rows are as high as
their texts need. The type is as large as the room allows; a table that is too long goes on to further slides.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from . import measure
from .box import Box
from .canvas import describe, emu, write
from .themes import Theme

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid": the theme sets the colours
_ACROSS = 0.08  # inches between a text and the edges of its cell
_DOWN = (0.16, 0.13, 0.1, 0.075, 0.05, 0.025)  # the same above and below; as much as there is room for
_READABLE = 10.5  # points: rather one more slide than smaller type, if the columns allow it
_LEAST_POINTS = 6.0
_SCHEMES = ("https://", "http://")  # of addresses, which are shown without them
# LibreOffice gives a cell without text the height of the default text size, 18 points.
_EMPTY = "\u00a0"


class SlideColumn(NamedTuple):
    """A column; it is as wide as its texts need.

    numbers   aligned on the right and never broken
    widest    share of the table beyond which a word without blanks is broken
    """

    header: str
    numbers: bool = False
    widest: float = 0.24


class SlideTable(NamedTuple):
    """A table laid out for its width: the size of its text, the width of each column, the edges of cells.

    rows    the texts as they are shown
    links   the address behind a text, by row and column
    """

    columns: tuple[SlideColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    links: Mapping[tuple[int, int], str]
    widths: tuple[float, ...]
    points: float
    down: float = _DOWN[-1]

    @property
    def header_height(self) -> float:
        """The height of the header in inches."""
        return self._height([column.header for column in self.columns], bold=True)

    def height_of(self, row: Sequence[str]) -> float:
        """The height of a row in inches."""
        return self._height(row)

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

    def _height(self, texts: Sequence[str], bold: bool = False) -> float:
        counts = (
            len(measure.wrapped(text, width - 2 * _ACROSS, self.points, bold))
            for text, width in zip(texts, self.widths)
        )
        return measure.height(max(1, *counts), self.points) + 2 * self.down


def laid_out(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], room: Box, most: float
) -> SlideTable:
    """A table for a box, with type of at most that size, as large as the number of slides allows.

    Smaller type than is easy to read is used only where the columns would not fit otherwise.
    """
    texts = tuple(tuple(map(_shown, row)) for row in rows)

    links = {
        (y, x): text for y, row in enumerate(rows) for x, text in enumerate(row) if text.startswith(_SCHEMES)
    }

    def at(points: float, widths: tuple[float, ...]) -> SlideTable:
        return SlideTable(tuple(columns), texts, links, widths, points)

    sizes = [points / 2 for points in range(round(most * 2), round(_LEAST_POINTS * 2) - 1, -1)]
    found = ((points, _widths(columns, texts, room.width, points)) for points in sizes)
    fitting = [at(points, widths) for points, widths in found if widths]
    if not fitting:
        fitting = [at(_LEAST_POINTS, _squeezed(columns, texts, room.width))]
    readable = next((table for table in fitting if table.points <= _READABLE), fitting[-1])
    slides = len(readable.pages(room.height))
    largest = next(table for table in fitting if len(table.pages(room.height)) <= slides)
    airy = (largest._replace(down=down) for down in _DOWN)
    return next((table for table in airy if len(table.pages(room.height)) <= slides), largest)


def add(
    slide: Any, box: Box, table: SlideTable, chosen: Sequence[int], look: Theme, name: str, description: str
) -> None:
    """Add a header and the chosen rows of a table. Addresses are links."""
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
        cell = frame.table.cell(0, x)
        _fill(cell, look.header)
        _write(cell, column.header, column, table, look, bold=True)
        for y, number in enumerate(chosen, 1):
            cell = frame.table.cell(y, x)
            _fill(cell, look.band if y % 2 == 0 else "")
            text, address = table.rows[number][x], table.links.get((number, x), "")
            _write(cell, text, column, table, look, address=address)
    describe(frame, name, description)


def _widths(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float, points: float
) -> tuple[float, ...]:
    """The width of each column, () if some word or number would be broken.

    Columns get what their texts need in one line, and share the rest; if that is too much, each gets what
    its longest word needs, and more the longer its texts are.
    """
    least, wanted = zip(*(_needs(column, x, rows, width, points) for x, column in enumerate(columns)))
    if sum(wanted) <= width:
        return tuple(each * width / sum(wanted) for each in wanted)
    if sum(least) > width:
        return ()
    free = (width - sum(least)) / (sum(wanted) - sum(least))
    return tuple(low + (high - low) * free for low, high in zip(least, wanted))


def _squeezed(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float
) -> tuple[float, ...]:
    """Widths where nothing else helps: words are broken."""
    least = [_needs(column, x, rows, width, _LEAST_POINTS)[0] for x, column in enumerate(columns)]
    return tuple(each * width / sum(least) for each in least)


def _needs(
    column: SlideColumn, number: int, rows: Sequence[Sequence[str]], width: float, points: float
) -> tuple[float, float]:
    """The width that the longest word of a column needs, and that of its longest text."""
    lines = max((measure.width(row[number], points) for row in rows), default=0.0) + 2 * _ACROSS
    header = max(measure.width(word, points, bold=True) for word in column.header.split()) + 2 * _ACROSS
    if column.numbers:
        return max(lines, header), max(lines, header)
    words = (measure.width(word, points) for row in rows for word in row[number].split())
    word = min(max(words, default=0.0) + 2 * _ACROSS, width * column.widest)
    return max(word, header), max(lines, header)


def _fill(cell: Any, colour: str) -> None:
    if colour:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(colour)
    else:
        cell.fill.background()


def _write(
    cell: Any,
    text: str,
    column: SlideColumn,
    table: SlideTable,
    look: Theme,
    bold: bool = False,
    address: str = "",
) -> None:
    cell.margin_left = cell.margin_right = Inches(_ACROSS)
    cell.margin_top = cell.margin_bottom = Inches(table.down)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if column.numbers else PP_ALIGN.LEFT
    write(cell.text_frame, text or _EMPTY, table.points, look.text, bold, address)


def _shown(text: str) -> str:
    scheme = next((scheme for scheme in _SCHEMES if text.startswith(scheme)), "")
    return text[len(scheme) :]


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
