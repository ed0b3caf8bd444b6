"""The layout of a slide in a workbook: title, chart, table and notes on one page of 16:9.

Its contents may be formulas, as on the sheet Slide, or values, as in a PDF.
"""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from .. import formatting
from ..comparison.sheet_styles import COUNT, GREY, RATIO, SLIDE_TITLES
from ..comparison.slide_layout import HEADERS, MARGINS, MOST, NOTES
from .book import Computed, WorkbookBuilder
from .ranked_chart import ChartLook, draw
from .ranking import RANKED, SEGMENTS

TABLE_COLUMN = 2
FIRST_ROW = 4
LAST_ROW = FIRST_ROW + MOST - 1
ASIDE = 8  # the first column that is not on the page, with a gap to it

# Pixels in Excel. From left to right the chart, a gap, and the columns of the table; without a chart, the
# table has the whole width.
_WIDE, _HIGH = 1280, 720
_WIDTHS = (584, 12, 226, 92, 98, 74, 194)
_WIDTHS_WITHOUT_CHART = (16, 12, 426, 200, 200, 160, 266)
# Calc makes columns wider than Excel by this factor (LibreOffice 7.4, measured): it multiplies a width with
# the digit of the default font, 7.4 pixels, where Excel takes 7.
_WIDER_IN_CALC = 1.057
_ABOVE = (46, 30, 14, 44)  # title, subtitle, a gap, the header of the table
_ROW, _NOTE = 24, 19
_GAP = _HIGH - sum(_ABOVE) - _ROW * (MOST + 1) - _NOTE * NOTES
_HEIGHTS = (*_ABOVE, *[_ROW] * (MOST + 1), _GAP, *[_NOTE] * NOTES)

_ROLES = ("slide text", "slide number", "slide result", "slide number", "slide text")
_FORMATS = ("", COUNT, RATIO, RATIO, "")
_FEW = 8  # up to so many bars fill the height of the page; more stand beside their rows of the table
_NAMES = 0.29  # of the chart's width
_CHART_HEADER = "From the target to the ratio, on a log scale"
_TITLE_LETTERS = (64, 92, 128)  # letters that fit on a line, at the sizes of SLIDE_TITLES


class Bars(NamedTuple):
    """How many bars a chart has, from the first row of the table on, and in which columns of the sheet their
    names and, one after the other, their SEGMENTS are."""

    bars: int
    names: int
    segments: int


class Content(NamedTuple):
    """The contents of a slide: values, or Computed formulas.

    rows   at most MOST, each with a cell for every header
    more   a line below them
    notes  at most NOTES; the last one is at the foot of the page
    chart  the cells that the chart reads; None for no chart
    """

    title: Any
    subtitle: Any
    rows: Sequence[Sequence[Any]]
    more: Any
    notes: Sequence[Any]
    chart: Bars | None = None


def write(book: WorkbookBuilder, name: str, content: Content) -> Worksheet:
    """Add a sheet with a slide on it."""
    sheet = book.page(name)
    _set_page(book, sheet, _WIDTHS if content.chart else _WIDTHS_WITHOUT_CHART)
    title, size = _fitted(content.title)
    book.write(sheet, 0, 0, title, f"slide title {size}")
    book.write(sheet, 1, 0, content.subtitle, "slide subtitle")
    _write_table(book, sheet, content)
    for row, note in enumerate(content.notes, len(_HEIGHTS) - len(content.notes)):
        book.write(sheet, row, 0, note, "slide note")
    if content.chart:
        _write_chart(book, sheet, content.chart)
    return sheet


def _set_page(book: WorkbookBuilder, sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, _pixels(book, width))
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    sheet.print_area(0, 0, len(_HEIGHTS) - 1, len(widths) - 1)
    sheet.fit_to_pages(1, 1)
    across, down = MARGINS
    sheet.set_margins(left=across, right=across, top=down, bottom=down)
    sheet.center_horizontally()
    sheet.center_vertically()


def _pixels(book: WorkbookBuilder, width: int) -> int:
    """The width of a column that XlsxWriter must write for the program that the workbook is for."""
    return round(width / _WIDER_IN_CALC) if book.flavour.name == "calc" else width


def _write_chart(book: WorkbookBuilder, sheet: Worksheet, chart: Bars) -> None:
    """Put the chart into the cells to the left of the table, its bars beside the rows of their models."""
    last = FIRST_ROW + chart.bars - 1

    def cells(header: str) -> list[Any]:
        column = chart.names if header == RANKED else chart.segments + SEGMENTS.index(header)
        return [sheet.get_name(), FIRST_ROW, column, last, column]

    high = _ROW * (MOST + 1)
    look = ChartLook(
        size=(_pixels(book, _WIDTHS[0]), high),
        letters=10,
        axis="",
        plot=(_NAMES, 0, 0.94 - _NAMES, _ROW * chart.bars / high) if chart.bars > _FEW else None,
        sizes=True,
        about="each model of the table beside it",
    )
    sheet.write_string(FIRST_ROW - 1, 0, _CHART_HEADER, book.styles("slide header"))
    draw(book, sheet, (FIRST_ROW, 0), cells, chart.bars, look)


def _write_table(book: WorkbookBuilder, sheet: Worksheet, content: Content) -> None:
    left, right = TABLE_COLUMN, TABLE_COLUMN + len(HEADERS) - 1
    for column, (header, role) in enumerate(zip(HEADERS, _ROLES), left):
        text = "slide header" if role == "slide text" else "slide header of numbers"
        sheet.write_string(FIRST_ROW - 1, column, header, book.styles(text))
    for row, cells in enumerate(content.rows, FIRST_ROW):
        for column, (cell, role, number_format) in enumerate(zip(cells, _ROLES, _FORMATS), left):
            book.write(sheet, row, column, cell, role, number_format)
    book.write(sheet, LAST_ROW + 1, left, content.more, "slide more")
    area = (FIRST_ROW, left, LAST_ROW, right)
    line = {"bottom": 1, "border_color": "#D9D9D9"}  # below every row that is in use
    for value, style in (  # Calc uses only the first rule that holds
        (
            f'={_cell(FIRST_ROW, left, False)}="{formatting.NONE}"',
            {"font_color": GREY, "bold": False, **line},
        ),
        (f'={_cell(FIRST_ROW, left)}<>""', line),
    ):
        rule = {"type": "formula", "criteria": value, "format": book.styles.difference(**style)}
        sheet.conditional_format(*area, rule)


def _cell(row: int, column: int, fixed: bool = True) -> str:
    address: str = xl_rowcol_to_cell(row, column, col_abs=fixed)
    return address


def _fitted(title: Any) -> tuple[Any, int]:
    """A title, and the size in which it fits; if it is too long for any size, cut and ending in dots."""
    text = str(title.value if isinstance(title, Computed) else title)
    for letters, size in zip(_TITLE_LETTERS, SLIDE_TITLES):
        if len(text) <= letters:
            return title, size
    return textwrap.shorten(text, _TITLE_LETTERS[-1], placeholder=" ..."), SLIDE_TITLES[-1]
