"""The workbook embedded in a chart on a slide, which opens when the user clicks Edit Data.

The first columns are laid out as python-pptx refers to them. In the chart of ratios they are formulas over
the columns next to them, so that changing a ratio there changes label, bar and colour with it.
"""

from __future__ import annotations

import datetime
import io
from contextlib import contextmanager
from typing import Any, Iterator, NamedTuple, Protocol, Sequence

import xlsxwriter

from ..analysis import ratios
from ..comparison import captions
from ..workbook_builder.book import ExactWorksheet
from .bars import BELOW, GAP, NEAR, Bar
from .themes import VERDICTS

SHEET = "Sheet1"  # python-pptx writes references to a sheet of this name
_LOWER, _UPPER = f"{{0}}*{ratios.NEAR:g}", f"$H$2*{ratios.NEAR:g}"
_TEST_OF = {
    ratios.TOO_FEW: f"{_LOWER}<$H$2",
    ratios.NEAR_OPTIMAL: f"AND({_LOWER}>=$H$2,{{0}}<={_UPPER})",
    ratios.MORE: f"{{0}}>{_UPPER}",
}
# How captions show a ratio.
_TEXT = (
    'IF({0}>=100,TEXT({0},"#,##0"),IF({0}>=10,TEXT({0},"0.0"),'
    'IF({0}>=0.1,TEXT({0},"0.00"),ROUND({0},1-INT(LOG10({0})))&"")))'
)
# How bars show how many times over or under the target in H2 a ratio is: bars.factor().
_TIMES = "MAX({0}/$H$2,$H$2/{0})"
_FACTOR = (
    f'IF({_TEST_OF[ratios.NEAR_OPTIMAL]},"{NEAR}",IF({_TIMES}<9.95,TEXT({_TIMES},"0.0"),'
    f'TEXT(ROUND({_TIMES},1-INT(LOG10({_TIMES}))),"#,##0"))&IF({{0}}>$H$2,"x","x{BELOW}"))'
)


class Formula(NamedTuple):
    """A formula with its value."""

    text: str
    value: float | str


def ratio_text(ratio: str, mark: str = "") -> str:
    """The formula of the text that shows a ratio, given as a cell or a formula itself."""
    return f"={_TEXT.format(ratio)}" + (f'&"{mark}"' if mark else "")


def factor_cells(number: int) -> str:
    """Where the workbook of the chart of ratios has the texts at the ends of that many bars."""
    return f"{SHEET}!$I$2:$I${number + 1}"


def ratio_book(
    bars: Sequence[Bar], target: float, date: datetime.date, verdicts: Sequence[str] = VERDICTS
) -> bytes:
    """Returns the workbook of the chart of ratios; `verdicts` in the order of its series."""
    made = io.BytesIO()
    with _sheet(made, date) as (book, sheet):
        headers = ("Label", *verdicts, "Shown as", "Model", "Tokens per parameter", "Target", "Times target")
        sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
        for column, width in enumerate((38, 14, 14, 24, 30, 30, 20, 10, 14)):
            sheet.set_column(column, column, width)
        sheet.write_number("H2", target)
        for number, bar in enumerate(bars, 2):
            ratio = f"G{number}"
            mark = f'&"{captions.USER_MARK}"' if bar.label.endswith(captions.USER_MARK) else ""
            label = f'=E{number}&"{GAP}"&{_TEXT.format(ratio)}{mark}'
            sheet.write_formula(f"A{number}", label, None, bar.label)
            for letter, verdict in zip("BCD", verdicts):
                holds = ratios.verdict(bar.ratio, target) == verdict
                formula = f"=IF({_TEST_OF[verdict].format(ratio)},{ratio},NA())"
                sheet.write_formula(f"{letter}{number}", formula, None, bar.ratio if holds else "#N/A")
            sheet.write_string(f"E{number}", bar.name)
            sheet.write_string(f"F{number}", bar.row.name)
            sheet.write_number(ratio, bar.ratio)
            sheet.write_formula(f"I{number}", f"={_FACTOR.format(ratio)}", None, bar.factor(target))
    return made.getvalue()


class Cells(Protocol):
    """The cells of one series, with the texts above them."""

    @property
    def header(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Sequence[float | str | Formula | None]]: ...


def blocks_book(blocks: Sequence[Cells], date: datetime.date) -> bytes:
    """Returns the workbook of a scatter chart: the cells of its series, one below the other."""
    made = io.BytesIO()
    with _sheet(made, date) as (book, sheet):
        bold = book.add_format({"bold": True})
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 2, 36)
        row = 0
        for block in blocks:
            sheet.write_row(row, 0, block.header, bold)
            for number, cells in enumerate(block.rows, row + 1):
                for column, cell in enumerate(cells):
                    if isinstance(cell, Formula):
                        sheet.write_formula(number, column, cell.text, None, cell.value)
                    elif cell is not None:
                        sheet.write(number, column, cell)
            row += len(block.rows) + 2
    return made.getvalue()


@contextmanager
def _sheet(made: io.BytesIO, date: datetime.date) -> Iterator[tuple[Any, Any]]:
    """A workbook of one sheet with a fixed date, so that the same chart gives the same bytes."""
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    book.worksheet_class = ExactWorksheet
    created = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.timezone.utc)
    book.set_properties({"title": "Data of a chart of plm-ratios", "created": created})
    yield book, book.add_worksheet(SHEET)
    book.close()
