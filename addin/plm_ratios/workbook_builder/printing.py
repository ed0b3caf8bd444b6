"""How sheets are printed: landscape, on A4 where that can be read.

A sheet that fits goes on one page; a long one is one page wide, with its header on every page. The foot of
every page, which book.py writes, has the sheet, the catalog's edition and the page.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from .book import A3, A4

_LAST_ROW = 1_048_575  # of any sheet: a print area down to it follows a table that grows


def on_one_page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """Print the cells from A1 to the last row and column on one page."""
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def on_several_pages(sheet: Worksheet, header_row: int, corner: tuple[int, int] | None = None) -> None:
    """Print a sheet one page wide with its header row on every page: on A4 up to a row and a column, if these
    are given, else the whole sheet on A3."""
    if corner:
        sheet.print_area(0, 0, *corner)
    sheet.set_paper(A4 if corner else A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)


def up_to_column(sheet: Worksheet, header_row: int, last_column: int) -> None:
    """Print a table that people make longer: all its rows, up to a column."""
    on_several_pages(sheet, header_row, (_LAST_ROW, last_column))
