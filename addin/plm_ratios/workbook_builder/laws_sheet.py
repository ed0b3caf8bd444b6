"""The sheet Laws: a compute budget, the optimum of each law at it, and all models with the laws.

Table and chart stand side by side. What the laws rest on is in columns that are folded up, their caveats are
below, and the cells that the chart reads are in rows that are folded up.
"""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..analysis import scaling_laws
from ..analysis.power_law import Law
from ..catalog import load
from ..comparison.label_placement import PlotArea
from ..comparison.sheet_styles import COUNT, RATIO, SCIENTIFIC
from ..functions.cells import NA
from . import printing
from .book import Column, Computed, WorkbookBuilder
from .plane_chart import LawSeries, Points, plane_chart

SHEET = "Laws"
BUDGET = "Budget"
TABLE = "LawTable"
DEFAULT_BUDGET = 1e21  # FLOPs: the largest of the runs to which protein laws were fitted
_BUDGET_ROW = 3
_TABLE_ROW = 6
_CHART_ROW = 5
_CAVEATS_ROW = _CHART_ROW + 26  # below the chart
_SHOWN = 6  # columns of the table; the others are folded up
_CHART_WIDTH = 87  # of the column that the chart stands in
_LETTERS = 165  # of a line as wide as table and chart
_TWO_LINES, _ROW = 34, 18  # points
_OUTSIDE = "no: an extrapolation"
_STAY_INSIDE = " laws stay inside the range that they were fitted in; the others stretch it, or state none."
_KEY = (
    "Solid lines: the sizes that a law advises at any compute; green for proteins, orange for text.",
    "Laws that read the runs of another one anew have no line.",
    "Dashed lines: equal compute; the dotted one is the budget above.",
    "A model above a law's line saw more tokens than the law advises for its size.",
    "#N/A: only exponents of the law are known to us, so it gives no sizes.",
)

# The chart: parameters across, tokens up. Models are grouped by their training objective.
AREA = PlotArea(1e6, 1e12, 1e7, 1e14)
_BUDGETS = (1e18, 1e20, 1e22, 1e24)
_GROUPS = (("MLM", "masked (MLM)"), ("CLM", "causal (CLM)"), ("", "other objectives"))


class _Row(NamedTuple):
    """A law and its optimum at the budget: cells of the table, blank or #N/A if there is none."""

    law: Law
    budget: float

    def cells(self) -> list[Any]:
        law = self.law
        unit, low, high = law.fitted
        sizes: list[Any] = [NA, NA, NA]
        line: list[Any] = [None] * 4
        if law.gives_sizes:
            found = law.power_law
            line = [
                found.parameters_at_one,
                found.parameters_exponent,
                found.tokens_at_one,
                found.tokens_exponent,
            ]
            parameters = line[0] * self.budget ** line[1]
            tokens = line[2] * self.budget ** line[3]
            sizes = [parameters, tokens, tokens / parameters]
        inside = "not on record"
        if low is not None and high is not None:
            value = {"FLOPs": self.budget, "parameters": sizes[0], "tokens": sizes[1]}[str(unit)]
            inside = "yes" if low <= value <= high else _OUTSIDE
        return [
            law.name,
            law.domain,
            *sizes,
            inside,
            law.objective,
            law.counts,
            low,
            high,
            unit,
            law.source.title,
            *line,
            law.id,
        ]


def write(book: WorkbookBuilder) -> None:
    """Add the sheet, the budget's name, the table and the chart."""
    sheet = book.sheet(
        SHEET,
        "Compute-optimal sizes, law by law",
        "Type a compute budget: each law says how many parameters and tokens make the most of it. The laws "
        "were fitted to different models and data, so they differ; the chart sets all models beside them.",
    )
    _write_budget(book, sheet)
    rows = [_Row(law, DEFAULT_BUDGET).cells() for law in scaling_laws.laws()]
    columns = _columns()
    book.table(sheet, _TABLE_ROW, TABLE, columns, rows)
    _fold_columns(book, sheet, columns)
    _write_key(book, sheet, _TABLE_ROW + len(rows) + 2)
    points_row = _write_caveats(book, sheet) + 1
    points = _write_points(book, sheet, points_row + 1)
    lines = _write_lines(book, sheet, points_row + 1)
    _fold_rows(book, sheet, points_row, points, lines)
    plane_chart(book, sheet, (_CHART_ROW, len(columns)), AREA, points, lines)
    printing.on_one_page(sheet, points_row - 2, len(columns))
    sheet.freeze_panes(_BUDGET_ROW + 2, 1)


def _fold_columns(book: WorkbookBuilder, sheet: Worksheet, columns: list[Column]) -> None:
    """Put the columns that few people need into a group, closed, and make room for the chart after it."""
    for place, column in enumerate(columns[_SHOWN:], _SHOWN):
        sheet.set_column(place, place, column.width, None, {"level": 1, "hidden": True})
    sheet.set_column(len(columns), len(columns), _CHART_WIDTH, None, {"collapsed": True})
    sheet.set_row(_TABLE_ROW, _TWO_LINES)
    for row in range(_TABLE_ROW + 1, _TABLE_ROW + 1 + len(scaling_laws.laws())):
        sheet.set_row(row, _ROW)


def _write_key(book: WorkbookBuilder, sheet: Worksheet, row: int) -> None:
    """Say below the table how the chart beside it is read, and grey the laws that give no sizes."""
    sheet.write_string(row, 0, "How to read the chart", book.styles("heading"))
    for number, text in enumerate(_KEY, row + 1):
        sheet.write_string(number, 0, text, book.styles("text"))
    rule = {"type": "errors", "format": book.styles.difference(font_color="#A6A6A6", bold=False)}
    sheet.conditional_format(_TABLE_ROW + 1, 2, row, _SHOWN - 1, rule)


def _write_caveats(book: WorkbookBuilder, sheet: Worksheet) -> int:
    """Write what to keep in mind of each law, a line of text a row. Returns the row below.

    The lines run over the empty cells beside them, as wide as table and chart, so that no cells are merged.
    """
    sheet.write_string(_CAVEATS_ROW, 0, "Before you rely on one", book.styles("heading"))
    words = "Click + above the columns for the range and the source of each law."
    sheet.write_string(_CAVEATS_ROW, 1, words, book.styles("message"))
    row = _CAVEATS_ROW + 1
    for law in scaling_laws.laws():
        sheet.write_string(row, 0, law.name, book.styles("label"))
        for line in textwrap.wrap(" ".join(law.caveats), _LETTERS):
            sheet.write_string(row, 1, line, book.styles("text"))
            row += 1
    return row


def _fold_rows(
    book: WorkbookBuilder, sheet: Worksheet, row: int, points: list[Points], lines: list[LawSeries]
) -> None:
    """Put the cells that the chart reads into a group, closed, below a heading."""
    sheet.write_string(row, 0, "The points and lines of the chart", book.styles("heading"))
    sheet.write_string(row, 2, "Folded up below: click + at the left to see them.", book.styles("message"))
    last = max(points[-1].row + len(points[-1].names), lines[-1].row + 2)
    sheet.outline_settings(True, False, True, False)
    sheet.set_row(row, None, None, {"collapsed": True})
    for number in range(row + 1, last):
        sheet.set_row(number, None, None, {"level": 1, "hidden": True})


def _write_budget(book: WorkbookBuilder, sheet: Worksheet) -> None:
    sheet.write_string(_BUDGET_ROW, 0, "Compute budget (FLOPs)", book.styles("label"))
    book.write(sheet, _BUDGET_ROW, 1, DEFAULT_BUDGET, "input", SCIENTIFIC)
    book.name(BUDGET, sheet, _BUDGET_ROW, 1)
    good = "6 x parameters x tokens seen; the training of ESM-2 15B took about 7.8E+22"
    bad = ("Must be above zero.", "Type a number such as 1E22.")
    message = f'=IF(ISNUMBER({BUDGET}),IF({BUDGET}>0,"{good}","{bad[0]}"),"{bad[1]}")'
    book.write(sheet, _BUDGET_ROW, 2, Computed(message, good), "message")
    inside = f'COUNTIF({TABLE}[Inside its range],"yes")&" of "&ROWS({TABLE}[Law])'
    formula = f'=IF(ISNUMBER({BUDGET}),IF({BUDGET}>0,{inside}&"{_STAY_INSIDE}",""),"")'
    cells = [_Row(law, DEFAULT_BUDGET).cells() for law in scaling_laws.laws()]
    count = sum("yes" in row for row in cells)
    said = Computed(formula, f"{count} of {len(cells)}{_STAY_INSIDE}")
    book.write(sheet, _BUDGET_ROW + 1, 2, said, "message")
    sheet.data_validation(
        _BUDGET_ROW,
        1,
        _BUDGET_ROW,
        1,
        {
            "validate": "decimal",
            "criteria": ">",
            "value": 0,
            "error_title": "Not a number above zero",
            "error_message": "The budget must be a number above zero, such as 1E22.",
        },
    )


def _columns() -> list[Column]:
    def usable(body: str) -> str:
        """The body, calculated if the law has sizes and the budget is a number above zero."""
        known = "ISNUMBER([@[Parameters at 1 FLOP]])"
        return f"=IF(ISNUMBER({BUDGET}),IF(AND({BUDGET}>0,{known}),{body},NA()),NA())"

    low, high, unit = "[@[Fitted from]]", "[@[Fitted to]]", "[@[Fitted in]]"
    sizes = f'IF({unit}="parameters",[@[Optimal parameters]],[@[Optimal tokens]])'
    value = f'IF({unit}="FLOPs",{BUDGET},{sizes})'
    inside = (
        f"=IF(ISNUMBER({low}),IF(ISNUMBER({value}),"
        f'IF(AND({value}>={low},{value}<={high}),"yes","{_OUTSIDE}"),"{_OUTSIDE}"),"not on record")'
    )
    return [
        Column("Law", 31),
        Column("Domain", 10),
        Column(
            "Optimal parameters",
            10.5,
            "output",
            COUNT,
            usable(f"[@[Parameters at 1 FLOP]]*{BUDGET}^[@[Exponent of parameters]]"),
        ),
        Column(
            "Optimal tokens",
            10.5,
            "output",
            COUNT,
            usable(f"[@[Tokens at 1 FLOP]]*{BUDGET}^[@[Exponent of tokens]]"),
        ),
        Column("Tokens per parameter", 10.5, "output", RATIO, "=[@[Optimal tokens]]/[@[Optimal parameters]]"),
        Column("Inside its range", 18, "result", "", inside),
        Column("Objective", 10),
        Column("Parameters counted", 29),
        Column("Fitted from", 11, "number", SCIENTIFIC),
        Column("Fitted to", 11, "number", SCIENTIFIC),
        Column("Fitted in", 12),
        Column("Source", 95),
        Column("Parameters at 1 FLOP", 12, "number", SCIENTIFIC),
        Column("Exponent of parameters", 11, "number", "0.0000"),
        Column("Tokens at 1 FLOP", 12, "number", SCIENTIFIC),
        Column("Exponent of tokens", 11, "number", "0.0000"),
        Column("Id", 14),
    ]


def _write_points(book: WorkbookBuilder, sheet: Worksheet, row: int) -> list[Points]:
    """Write the models with known parameters and tokens seen, by group, in the cells that the chart reads."""
    sheet.write_string(row, 0, "Models in the chart", book.styles("heading"))
    for column, header in enumerate(("Model", "Objective", "Parameters", "Tokens seen")):
        sheet.write_string(row + 1, column, header, book.styles("header"))
    row += 2
    groups: list[Points] = []
    left = [model for model in load().models if model.value("params_total") and model.value("tokens_seen")]
    for objective, label in _GROUPS:
        chosen = [model for model in left if objective in model.objective]
        left = [model for model in left if model not in chosen]
        for number, model in enumerate(chosen, row):
            sheet.write_string(number, 0, model.name)
            sheet.write_string(number, 1, model.objective or "not on record")
            for column, quantity in ((2, "params_total"), (3, "tokens_seen")):
                book.write(sheet, number, column, model.value(quantity), "number", COUNT)
        places = [(model.value("params_total") or 0, model.value("tokens_seen") or 0) for model in chosen]
        groups.append(Points(label, row, [model.name for model in chosen], places))
        row += len(chosen)
    return groups


def _write_lines(book: WorkbookBuilder, sheet: Worksheet, row: int) -> list[LawSeries]:
    """Write the ends of the chart's lines, straight on log axes for a power law; the budget's are live."""
    left = 5
    sheet.write_string(row, left, "Lines in the chart", book.styles("heading"))
    for column, header in enumerate(("Line", "Parameters", "Tokens"), left):
        sheet.write_string(row + 1, column, header, book.styles("header"))
    row += 2
    lines: list[LawSeries] = []

    def add(label: str, kind: str, ends: list[tuple[Any, Any]]) -> None:
        nonlocal row
        for number, (parameters, tokens) in enumerate(ends, row):
            sheet.write_string(number, left, label)
            book.write(sheet, number, left + 1, parameters, "number", SCIENTIFIC)
            book.write(sheet, number, left + 2, tokens, "number", SCIENTIFIC)
        places = [tuple(cell.value if isinstance(cell, Computed) else cell for cell in end) for end in ends]
        lines.append(LawSeries(label, kind, row, left + 1, places))
        row += 2

    for flops in _BUDGETS:

        def tokens_of(parameters: float, budget: float = flops) -> float:
            return budget / (6 * parameters)

        add(f"{flops:.0e} FLOPs".replace("e+", "E"), "budget", AREA.clip(tokens_of))
    for law in scaling_laws.laws():
        if law.gives_sizes and not law.revises:  # the runs of a law, read anew, would lie upon its line
            found = law.power_law

            def tokens_at(parameters: float, line: Any = found) -> float:
                flops = (parameters / line.parameters_at_one) ** (1 / line.parameters_exponent)
                return float(line.tokens_at_one * flops**line.tokens_exponent)

            add(law.name, law.domain, AREA.clip(tokens_at))
    add("your budget", "yours", _live_ends())
    return lines


def _live_ends() -> list[tuple[Computed, Computed]]:
    """The ends of the budget's line, inside the chart, as formulas that follow the cell."""
    usable = f"IF(ISNUMBER({BUDGET}),IF({BUDGET}>0,{{}},NA()),NA())"

    def end(function: str, choose: Any, edge: float, level: float) -> tuple[Computed, Computed]:
        parameters = choose(edge, DEFAULT_BUDGET / (6 * level))
        tokens = min(max(DEFAULT_BUDGET / (6 * parameters), AREA.bottom), AREA.top)
        across = f"{function}({edge:.0f},{BUDGET}/(6*{level:.0f}))"
        up = f"MIN(MAX({BUDGET}/(6*{across}),{AREA.bottom:.0f}),{AREA.top:.0f})"
        return Computed("=" + usable.format(across), parameters), Computed("=" + usable.format(up), tokens)

    return [end("MAX", max, AREA.left, AREA.top), end("MIN", min, AREA.right, AREA.bottom)]
