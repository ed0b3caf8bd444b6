"""The sheet Functions: one live example of each function."""

from __future__ import annotations

import ast
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..comparison.sheet_styles import ANY_SIZE
from ..functions import FUNCTIONS
from ..functions.signature import Function
from . import printing
from .book import Computed, WorkbookBuilder, stored

_COLUMNS = (("Function", 38), ("What it gives", 46), ("Example", 40), ("Result", 48), ("Arguments", 80))
_ROW = 3
_TABLES_GAP = 3
_ROOM_TO_GROW = 10  # rows between spilled tables: a later catalog may have more models of a family
_MOST_ROWS, _MOST_COLUMNS = 7, 5


def write(book: WorkbookBuilder) -> None:
    """Add the sheet: a list of the functions, then the tables that spill."""
    live = book.flavour.answers_calls
    sheet = book.sheet(
        "Functions",
        "The functions, with one example of each",
        _typed(book)
        if live
        else "This workbook needs no add-in, so results here are stored. "
        "To type the functions yourself in LibreOffice Calc: plm-ratios calc install",
        [width for _, width in _COLUMNS],
    )
    for column, (header, _) in enumerate(_COLUMNS):
        sheet.write_string(_ROW, column, header, book.styles("header"))
    examples = [(function, evaluate(function.examples[0])) for function in FUNCTIONS.values()]
    tables = [(function, result) for function, result in examples if function.gives == "table"]
    row = _ROW
    for row, function in enumerate(FUNCTIONS.values(), _ROW + 1):
        _write_example(book, sheet, row, function, live)
    if book.flavour.spills:  # whole tables are too wide for paper
        sheet.print_area(0, 0, row, len(_COLUMNS) - 1)
    row += _TABLES_GAP
    for function, result in sorted(tables, key=lambda table: len(table[1])):
        row = _write_table(book, sheet, row, function.examples[0], result)
    sheet.freeze_panes(_ROW + 1, 1)
    printing.on_several_pages(sheet, _ROW)


def _typed(book: WorkbookBuilder) -> str:
    return "Type them in any cell." + (f" They need {book.flavour.needs}." if book.flavour.lambdas else "")


def _write_example(book: WorkbookBuilder, sheet: Worksheet, row: int, function: Function, live: bool) -> None:
    """Write one row for a function: usage, summary, example, result, arguments."""
    example = function.examples[0]
    arguments = " ".join(f"{argument.name}: {argument.help}" for argument in function.arguments)
    texts = [function.usage, function.summary, example, "", arguments]
    if function.gives == "table":
        texts[3] = "a table, below"
    else:
        value = evaluate(example)
        texts[3] = str(stored(value)) if function.gives == "text" else ""
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, book.styles("message" if column == 3 else "wrap"))
    if function.gives != "table":
        number_format = "" if function.gives == "text" else ANY_SIZE
        if live:
            book.call(sheet, row, 3, Computed(example, value), "result", number_format)
        else:
            book.write(sheet, row, 3, stored(value), "result", number_format)
    book.fit_row(sheet, row, [(text, width) for text, (_, width) in zip(texts, _COLUMNS)])


def _write_table(
    book: WorkbookBuilder, sheet: Worksheet, row: int, example: str, result: list[list[Any]]
) -> int:
    """Write a table that spills if the flavour allows it, otherwise cut to a size that shows its form.
    Returns the row below it."""
    shown, note, room = result, "", _ROOM_TO_GROW
    # Calc calculates every array formula when it opens a file, and lacks functions of Office add-ins.
    live = book.flavour.answers_calls and not book.flavour.lite
    if not book.flavour.spills:
        shown, room = [cells[:_MOST_COLUMNS] for cells in result[:_MOST_ROWS]], 0
        if len(result) > _MOST_ROWS or len(result[0]) > _MOST_COLUMNS:
            note = " (its upper left corner)"
        if book.flavour.lite:
            note += "; stored values here, type it to see it spill"
    sheet.write_string(row, 0, example + note, book.styles("label"))
    if live:
        book.array(sheet, row + 1, 0, example, shown, "calculation", ANY_SIZE)
    else:
        for y, cells in enumerate(shown, row + 1):
            for x, cell in enumerate(cells):
                book.write(sheet, y, x, stored(cell), "calculation", ANY_SIZE)
    return row + len(shown) + 2 + room


def evaluate(example: str) -> Any:
    """The value of an example formula: calls of our functions with constants, products of these, and
    nested calls.

    Examples use Python syntax on purpose (=NAME("text", 1)), so that Python's own parser reads them.
    """

    def value(node: ast.expr) -> Any:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return FUNCTIONS[node.func.id](*map(value, node.args))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return value(node.left) * value(node.right)
        return ast.literal_eval(node)

    return value(ast.parse(example.lstrip("="), mode="eval").body)
