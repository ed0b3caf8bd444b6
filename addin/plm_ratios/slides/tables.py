"""Native tables on slides, which lose no word and fill their slide.

PowerPoint makes a row higher when a text in it needs more lines, and the table then exceeds its box. So every
text is measured: numbers stay in one line, other texts are broken between words, and rows are as high as
their texts need. The type is as large as the room allows; a table that is too long goes on to further slides.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import chain
from typing import Any, Mapping, NamedTuple, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from . import measure
from .box import Box
from .canvas import describe, emu, link, write
from .themes import Theme

_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid": the theme sets the colours
_ACROSS = (
    0.1,
    0.0075,
)  # between a text and the edges of its cell: inches, but at most that share of the table
_DOWN = (0.16, 0.13, 0.1, 0.075, 0.05, 0.025)  # the same above and below; as much as there is room for
_EASY = 12.0  # points: texts are broken over lines only where they would be smaller otherwise
_READABLE = (10.5, 9.0)  # points: the second only where that saves so many slides:
_SAVED = 0.3
_LINES = (1, 2, 3, 4, 99)  # that the texts of a row may take, tried in turn
_LEAST_POINTS = 6.0
_CLOSE = 0.03  # inches to which a width is found
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
    widest: float = 0.16


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

    @property
    def across(self) -> float:
        """Inches between a text and the left and right edges of its cell."""
        return _across(sum(self.widths))

    def _height(self, texts: Sequence[str], bold: bool = False) -> float:
        counts = (
            measure.line_count(text, width - 2 * self.across, self.points, bold)
            for text, width in zip(texts, self.widths)
        )
        return measure.height(max(1, *counts), self.points) + 2 * self.down


def laid_out(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], room: Box, most: float
) -> SlideTable:
    """A table for a box, with type of at most that size, as large as the number of slides allows.

    Texts are broken over lines, and type is smaller than is easy to read, only where that helps.
    """
    texts = tuple(tuple(map(_shown, row)) for row in rows)
    links = {
        (y, x): text for y, row in enumerate(rows) for x, text in enumerate(row) if text.startswith(_SCHEMES)
    }

    @cache
    def at(points: float, lines: int) -> SlideTable | None:
        widths = _widths(columns, texts, room.width, points, lines)
        return SlideTable(tuple(columns), texts, links, widths, points) if widths else None

    def fitting(points: float) -> SlideTable | None:
        return next(filter(None, (at(points, lines) for lines in _LINES)), None)

    def slides(table: SlideTable) -> int:
        return len(table.pages(room.height))

    easy, readable, small = _sizes(most, _EASY), _sizes(*_READABLE), _sizes(_READABLE[1], _LEAST_POINTS)
    fewest = math.inf
    for table in filter(None, map(fitting, readable)):
        if slides(table) <= fewest * (1 - _SAVED):
            fewest = slides(table)
    in_turn = chain((at(points, 1) for points in easy), map(fitting, [*_sizes(most, _READABLE[1]), *small]))
    squeezed = SlideTable(tuple(columns), texts, links, _squeezed(columns, texts, room.width), _LEAST_POINTS)
    largest = next((table for table in in_turn if table and slides(table) <= fewest), squeezed)
    airy = (largest._replace(down=down) for down in _DOWN)
    return next((table for table in airy if slides(table) <= slides(largest)), largest)


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


def _sizes(most: float, least: float) -> list[float]:
    """Sizes of type from the largest to the smallest, in points."""
    return [half / 2 for half in range(round(most * 2), round(least * 2) - 1, -1)]


def _widths(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float, points: float, lines: int
) -> tuple[float, ...]:
    """The width of each column if no text takes more than that many lines; () if that is too wide.

    Columns that need little more for one line get it, and all share the rest.
    """
    needs = [_needs(column, x, rows, width, points, lines) for x, column in enumerate(columns)]
    if sum(needs) > width:
        return ()
    if lines > 1:
        wanted = [_needs(column, x, rows, width, points, 1) for x, column in enumerate(columns)]
        for x in sorted(range(len(columns)), key=lambda x: wanted[x] - needs[x]):
            if sum(needs) - needs[x] + wanted[x] <= width:
                needs[x] = wanted[x]
    return tuple(each * width / sum(needs) for each in needs)


def _squeezed(
    columns: Sequence[SlideColumn], rows: Sequence[Sequence[str]], width: float
) -> tuple[float, ...]:
    """Widths where nothing else helps: words are broken."""
    needs = [_needs(column, x, rows, width, _LEAST_POINTS, 99) for x, column in enumerate(columns)]
    return tuple(each * width / sum(needs) for each in needs)


def _needs(
    column: SlideColumn, number: int, rows: Sequence[Sequence[str]], width: float, points: float, lines: int
) -> float:
    """The width that a column needs so that none of its texts takes more than that many lines."""
    texts = {row[number] for row in rows}
    header = max(measure.width(word, points, bold=True) for word in column.header.split())
    longest = max((measure.width(text, points) for text in texts), default=0.0)
    if column.numbers or lines == 1:
        return max(longest, header) + 2 * _across(width)
    word = max((measure.widest_word(text, points) for text in texts), default=0.0)
    least = max(min(word, width * column.widest), header)
    high = max(longest, least)
    while high - least > _CLOSE:
        middle = (least + high) / 2
        if all(measure.line_count(text, middle, points) <= lines for text in texts):
            high = middle
        else:
            least = middle
    return high + 2 * _across(width)


def _across(width: float) -> float:
    inches, share = _ACROSS
    return min(inches, width * share)


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
    cell.margin_left = cell.margin_right = Inches(table.across)
    cell.margin_top = cell.margin_bottom = Inches(table.down)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if column.numbers else PP_ALIGN.LEFT
    if address:
        inside = table.widths[table.columns.index(column)] - 2 * table.across
        lines = measure.wrapped(text, inside, table.points)
        link(cell.text_frame.paragraphs[0], lines, address, table.points, look.text)
    else:
        write(cell.text_frame, text or _EMPTY, table.points, look.text, bold)


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
