"""How sheets are printed: on A4 landscape, with the sheet, the catalog's edition and the page at the foot.

A sheet that fits goes on one page; a long one is one page wide, with its header on every page.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ..catalog import load
from .book import A3, A4

_FOOTER = "&L&F, &A&Cplm-ratios, catalog edition {edition}&RPage &P of &N"


def on_one_page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """Print the cells from A1 to the last row and column on one page."""
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    _write_footer(sheet)


def on_several_pages(sheet: Worksheet, header_row: int) -> None:
    """Print a sheet too wide for A4 one A3 page wide, with its header row on every page."""
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    _write_footer(sheet)


def _write_footer(sheet: Worksheet) -> None:
    sheet.set_footer(_FOOTER.format(edition=load().edition))
