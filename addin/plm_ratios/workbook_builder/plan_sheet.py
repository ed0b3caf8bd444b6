"""The sheet Plan: accelerators, time and sequences in; what each law advises, side by side, out.

Below the laws are the published models that are nearest in size, and the sizes that reach the same loss with
more compute, with their chart. All are plain formulas; what takes many steps is on the hidden sheet PlanSums.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..analysis import repetition
from ..comparison.sheet_styles import COUNT, RATIO, SCIENTIFIC
from . import plan_inputs, plan_laws, plan_neighbours, plan_sums_sheet, printing
from .book import Column, Computed, WorkbookBuilder
from .plan_chart import plan_chart
from .plan_inputs import COMPUTE_OK, DATA_OK, EXAMPLE, PLAN_OK, Input
from .plan_sums_sheet import DISTINCT, choice_cell, outside

SHEET = "Plan"
_INPUTS_ROW = 3
_BUDGET_ROW = _INPUTS_ROW + 9
TABLE_ROW = _BUDGET_ROW + 4
_TWO_LINES, _THREE_LINES = 31, 46  # points
_LABELS = ("1/4", "1/2", "1/√2", "the best size", "√2", "2", "4")
NEVER = "out of reach"
_CHOICES_HEADER = (
    "Size",
    "Days on these accelerators",
    "Parameters",
    "Tokens",
    "Tokens per parameter",
    "Epochs",
    "Compute",
)
_NEIGHBOURS_HEADER = (
    "Model",
    "Objective",
    "Parameters",
    "Tokens seen",
    "Tokens per parameter",
    "Effective ratio",
)
_BEWARE = "By a law of text: it compares plans, and does not foretell the loss of a protein model."
_FACTOR = '0.00"x"'


def write(book: WorkbookBuilder) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        SHEET,
        "Plan a model: what your compute and your sequences allow",
        "Type over the orange cells. Each law says which size makes the most of the budget; where it needs "
        "more tokens than there are, the sequences are repeated, and repeats count less.",
    )
    for row, each in enumerate(plan_inputs.inputs(), _INPUTS_ROW):
        _write_input(book, sheet, row, each)
    _write_budget(book, sheet)
    rows = plan_laws.rows()
    columns = plan_laws.columns()
    book.table(sheet, TABLE_ROW, plan_laws.TABLE, columns, rows)
    _shape(sheet, columns)
    row = _write_neighbours(book, sheet, TABLE_ROW + len(rows) + 2)
    last = _write_choices(book, sheet, row + 1)
    plan_chart(book, sheet, (TABLE_ROW + len(rows) + 2, 7))
    printing.on_one_page(sheet, last, plan_laws.SHOWN - 1)
    sheet.freeze_panes(2, 1)


def _write_input(book: WorkbookBuilder, sheet: Worksheet, row: int, each: Input) -> None:
    sheet.write_string(row, 0, each.label, book.styles("label"))
    book.write(sheet, row, 1, each.value, "input", each.number_format)
    book.write(sheet, row, 2, Computed(each.message, each.answer), "message")
    book.name(each.name, sheet, row, 1)
    if each.choices:
        source = each.choices if isinstance(each.choices, str) else list(each.choices)
        rule: dict[str, Any] = {"validate": "list", "source": source}
        if isinstance(each.choices, str):  # a list that people may make longer
            rule |= {"error_type": "warning", "error_title": "Not in the list"}
            rule |= {"error_message": "A name that is on no row of its sheet cannot be looked up."}
    else:
        rule = {"validate": "decimal", "criteria": ">", "value": 0}
        rule |= {"error_title": "Not a number above zero", "error_message": "Type a number above zero."}
        if each.name == plan_inputs.UTILIZATION:
            rule |= {"criteria": "between", "minimum": 0, "maximum": 1, "error_title": "Not a share"}
            rule |= {"error_message": "Type a share of the peak: 0.35 or 35%."}
    sheet.data_validation(row, 1, row, 1, rule)


def _write_budget(book: WorkbookBuilder, sheet: Worksheet) -> None:
    """Write what follows from the inputs before any law is asked."""
    hours = f"{plan_inputs.COUNTED}*{plan_inputs.DAYS}*24"
    budget, sequences, length = map(outside, ("budget", "sequences that count", "length that counts"))
    small = f"{budget}<{plan_inputs.LEAST}"
    rows: tuple[tuple[str, str, str, Any, str, str, str], ...] = (
        (
            "Compute budget (FLOPs)",
            COMPUTE_OK,
            budget,
            EXAMPLE.flops,
            SCIENTIFIC,
            f'IF({small},"{_TOO_LITTLE}","{_PRODUCT}")',
            "the first four inputs",
        ),
        (
            "Accelerator-hours",
            COMPUTE_OK,
            hours,
            EXAMPLE.hours,
            "#,##0",
            f'"{_HOURS}"',
            "the first four inputs",
        ),
        (
            "Distinct tokens",
            DATA_OK,
            f"{sequences}*{length}",
            EXAMPLE.unique,
            COUNT,
            f'"{_TOKENS}"',
            "a number of sequences and their average length",
        ),
    )
    answers = (_PRODUCT, _HOURS, _TOKENS)
    for row, (label, ok, body, value, look, said, needs), answer in zip(
        range(_BUDGET_ROW, 99), rows, answers
    ):
        sheet.write_string(row, 0, label, book.styles("label"))
        book.write(sheet, row, 1, Computed(f'=IF({ok},{body},"")', value), "output", look)
        message = f'=IF({ok},{said},"needs {needs}")'
        book.write(sheet, row, 2, Computed(message, answer), "message")


_PRODUCT = "accelerators x seconds x peak x utilization; training costs about 6 x parameters x tokens"
_TOO_LITTLE = "Too little to plan with: at least 1E12 FLOPs are needed."
_HOURS = "accelerators x hours, as they are billed"
_TOKENS = "sequences x average length: what can be seen before anything repeats"


def _shape(sheet: Worksheet, columns: list[Column]) -> None:
    """Hide what only formulas read, and leave room for the notes."""
    for place, column in enumerate(columns[plan_laws.SHOWN :], plan_laws.SHOWN):
        sheet.set_column(place, place, column.width, None, {"hidden": True})
    sheet.set_row(TABLE_ROW, _TWO_LINES)
    for row, law in enumerate(plan_laws.laws(), TABLE_ROW + 1):
        sheet.set_row(row, _THREE_LINES if law.is_of_repetition else _TWO_LINES)


def _write_neighbours(book: WorkbookBuilder, sheet: Worksheet, row: int) -> int:
    """Write the published models that are nearest in size. Returns the row below."""
    title = "Published models nearest in size to the best one under repeated data, of the same objective"
    sheet.write_string(row, 0, title, book.styles("heading"))
    _write_header(book, sheet, row + 1, _NEIGHBOURS_HEADER)
    formats = ("", "", COUNT, COUNT, RATIO, RATIO)
    for place, found in enumerate(plan_neighbours.rows()):
        formulas = plan_neighbours.formulas(place)
        for column, (formula, value, look) in enumerate(zip(formulas, found, formats)):
            role = "line" if column < 2 else "ratio"
            book.write(sheet, row + 2 + place, column, Computed(formula, value), role, look)
    return row + 2 + plan_neighbours.COUNT


def _write_choices(book: WorkbookBuilder, sheet: Worksheet, row: int) -> int:
    """Write the sizes that reach the same loss. Returns the last row."""
    title = f"The same loss at other sizes ({repetition.repetition_law().name})"
    sheet.write_string(row, 0, title, book.styles("heading"))
    _write_header(book, sheet, row + 1, _CHOICES_HEADER)
    formats = ("#,##0.0", COUNT, COUNT, RATIO, RATIO, _FACTOR)
    found = plan_sums_sheet.choices(EXAMPLE.flops, EXAMPLE.unique)
    for place, (label, each) in enumerate(zip(_LABELS, found, strict=True)):
        here = row + 2 + place
        sheet.write_string(
            here, 0, label if label.startswith("the") else f"{label} x the best size", book.styles("line")
        )
        tokens = choice_cell(place, "tokens")
        parameters, compute = choice_cell(place, "parameters"), choice_cell(place, "compute")
        reached = each.tokens > 0
        cells = (
            (
                f"{plan_inputs.DAYS}*{compute}",
                f'"{NEVER}"',
                EXAMPLE.days * each.compute if reached else NEVER,
            ),
            (parameters, parameters, each.parameters),
            (tokens, '"–"', each.tokens if reached else "–"),
            (f"{tokens}/{parameters}", '"–"', each.tokens / each.parameters if reached else "–"),
            (f"{tokens}/{DISTINCT}", '"–"', each.tokens / EXAMPLE.unique if reached else "–"),
            (compute, '"–"', each.compute if reached else "–"),
        )
        for column, ((body, otherwise, value), look) in enumerate(zip(cells, formats), 1):
            shown = body if body == otherwise else f"IF({tokens}>0,{body},{otherwise})"
            book.write(sheet, here, column, Computed(f'=IF({PLAN_OK},{shown},"")', value), "ratio", look)
    below = row + 2 + len(_LABELS)
    sheet.write_string(below, 0, _BEWARE, book.styles("message"))
    return below


def _write_header(book: WorkbookBuilder, sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    sheet.set_row(row, _TWO_LINES)
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, book.styles("header"))
