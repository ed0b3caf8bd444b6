"""The LAMBDA functions of a workbook: their names, and the sheet PLM with the tables that they read.

Everything that the functions need is on this sheet, so that it can be copied into any workbook. A check on it
calls every function, since Excel takes a name along where a formula of the copied sheet uses it
(https://techshelps.github.io/MSDN/KB/Source/excel/q63028.htm).
"""

from __future__ import annotations

from typing import Any

from ..functions import FUNCTIONS
from ..hosts.lambdas.definitions import DEFINITIONS
from ..hosts.lambdas.sheet import HEADER_ROW, SHEET, placed
from .book import Computed, WorkbookBuilder

_WIDTHS = (18, 16, 3)
_TITLE = "Tables of the functions"
_SUBTITLE = (
    "For the functions in another workbook: right-click this sheet's tab, Move or Copy, choose the workbook, "
    "tick Create a copy. Each row on the left is 1 where a function answers here."
)


def define_names(book: WorkbookBuilder) -> None:
    """Define every function as a name, and the helpers that they call: one formula with all of its helpers
    inside could be longer than a file may hold it."""
    for definition in DEFINITIONS.values():
        book.workbook.define_lambda(definition)


def write(book: WorkbookBuilder) -> None:
    """Add the sheet."""
    sheet = book.sheet(SHEET, _TITLE, _SUBTITLE, _WIDTHS)
    for column, header in enumerate(("Function", "Answers here")):
        sheet.write_string(HEADER_ROW, column, header, book.styles("header"))
    for row, function in enumerate(FUNCTIONS.values(), HEADER_ROW + 1):
        example = function.examples[0].removeprefix("=")
        sheet.write_string(row, 0, function.name, book.styles("label"))
        answers = Computed(f"=SIGN(SUMPRODUCT(1-ISERROR({example})))", 1)
        book.write(sheet, row, 1, answers, "calculation", "0")
    _write_helpers(book, sheet, HEADER_ROW + 1 + len(FUNCTIONS))
    for place in placed():
        _write_table(book, sheet, place.column, place.table)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.print_area(0, 0, HEADER_ROW + 1 + len(FUNCTIONS), 1)  # the tables are for formulas, not for paper


def _write_helpers(book: WorkbookBuilder, sheet: Any, row: int) -> None:
    """Write how many helpers there are, by a formula that names all of them and calls none."""
    helpers = [definition for definition in DEFINITIONS.values() if definition.helper]
    named = "+".join(f"{helper.name}({','.join('0' * len(helper.parameters))})" for helper in helpers)
    sheet.write_string(row, 0, "helpers", book.styles("label"))
    count = len(helpers)
    book.write(sheet, row, 1, Computed(f"=IF(TRUE,{count},{named})", count), "calculation", "0")


def _write_table(book: WorkbookBuilder, sheet: Any, column: int, table: Any) -> None:
    """Write a table with its data as they are; no row is made higher for a long text."""
    options = {
        "name": table.name,
        "style": "Table Style Light 1",
        "autofilter": False,
        "columns": [{"header": header, "header_format": book.styles("header")} for header in table.headers],
    }
    last = (HEADER_ROW + len(table.rows), column + len(table.headers) - 1)
    sheet.add_table(HEADER_ROW, column, *last, options)
    for y, cells in enumerate(table.rows, HEADER_ROW + 1):
        for x, value in enumerate(cells, column):
            if value is not None:
                book.write(sheet, y, x, value, "text")
