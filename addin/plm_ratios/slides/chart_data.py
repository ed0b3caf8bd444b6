"""The workbook embedded in a chart on a slide, which opens when the user clicks Edit Data.

The first columns are laid out as python-pptx refers to them. In the chart of ratios they are formulas over
the columns next to them, so that changing a ratio there changes label, bar and colour with it.
"""

from __future__ import annotations

import datetime
import io
from contextlib import contextmanager
from typing import Any, Iterator, Sequence

import xlsxwriter

from ..analysis import ratios
from ..comparison import captions
from ..comparison.label_placement import Position
from ..workbook_builder.book import ExactWorksheet
from .bars import GAP, Bar
from .themes import VERDICTS

_SHEET = "Sheet1"  # python-pptx writes references to a sheet of this name
_LOWER, _UPPER = f"{{0}}*{ratios.NEAR:g}", f"$H$2*{ratios.NEAR:g}"
_TESTS = (f"{_LOWER}<$H$2", f"AND({_LOWER}>=$H$2,{{0}}<={_UPPER})", f"{{0}}>{_UPPER}")  # of VERDICTS
_TEXT = (
    'IF({0}>=100,TEXT({0},"#,##0"),IF({0}>=10,TEXT({0},"0.0"),'
    'IF({0}>=0.1,TEXT({0},"0.00"),ROUND({0},1-INT(LOG10({0})))&"")))'
)


def ratio_book(bars: Sequence[Bar], target: float, date: datetime.date) -> bytes:
    """Returns the workbook of the chart of ratios."""
    made = io.BytesIO()
    with _sheet(made, date) as (book, sheet):
        headers = ("Label", *VERDICTS, "Shown as", "Model", "Tokens per parameter", "Target")
        sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
        for column, width in enumerate((38, 14, 14, 24, 30, 30, 20, 10)):
            sheet.set_column(column, column, width)
        sheet.write_number("H2", target)
        for number, bar in enumerate(bars, 2):
            ratio = f"G{number}"
            mark = f'&"{captions.USER_MARK}"' if bar.label.endswith(captions.USER_MARK) else ""
            label = f'=E{number}&"{GAP}"&{_TEXT.format(ratio)}{mark}'
            sheet.write_formula(f"A{number}", label, None, bar.label)
            for letter, verdict, test in zip("BCD", VERDICTS, _TESTS):
                holds = ratios.verdict(bar.ratio, target) == verdict
                formula = f"=IF({test.format(ratio)},{ratio},NA())"
                sheet.write_formula(f"{letter}{number}", formula, None, bar.ratio if holds else "#N/A")
            sheet.write_string(f"E{number}", bar.name)
            sheet.write_string(f"F{number}", bar.row.name)
            sheet.write_number(ratio, bar.ratio)
    return made.getvalue()


def plane_book(blocks: Sequence[tuple[str, Sequence[tuple[Position, str]]]], date: datetime.date) -> bytes:
    """Returns the workbook of the chart in the plane: each series with its name, positions and labels."""
    made = io.BytesIO()
    with _sheet(made, date) as (book, sheet):
        bold = book.add_format({"bold": True})
        sheet.set_column(0, 1, 22)
        sheet.set_column(2, 2, 36)
        row = 0
        for label, points in blocks:
            sheet.write_row(row, 0, ("Parameters", label, "What is there"), bold)
            for number, (place, name) in enumerate(points, row + 1):
                sheet.write_row(number, 0, (*place, name))
            row += len(points) + 2
    return made.getvalue()


@contextmanager
def _sheet(made: io.BytesIO, date: datetime.date) -> Iterator[tuple[Any, Any]]:
    """A workbook of one sheet with a fixed date, so that the same chart gives the same bytes."""
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    book.worksheet_class = ExactWorksheet
    created = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.timezone.utc)
    book.set_properties({"title": "Data of a chart of plm-ratios", "created": created})
    yield book, book.add_worksheet(_SHEET)
    book.close()
