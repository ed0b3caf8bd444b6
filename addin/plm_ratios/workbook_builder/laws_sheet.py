"""The sheet Laws: a compute budget, the optimum of each law at it, and all models with the laws."""

from __future__ import annotations

from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..analysis import scaling_laws
from ..analysis.power_law import Law
from ..catalog import load
from ..comparison.label_placement import PlotArea
from ..comparison.sheet_styles import COUNT, RATIO, SCIENTIFIC
from ..functions.cells import NA
from .book import A3, Column, Computed, WorkbookBuilder
from .plane_chart import LawSeries, Points, plane_chart

SHEET = "Laws"
BUDGET = "Budget"
TABLE = "LawTable"
DEFAULT_BUDGET = 1e21  # FLOPs: the largest of the runs to which protein laws were fitted
_BUDGET_ROW = 3
_TABLE_ROW = 6
_CHART_ROWS = 36
_OUTSIDE = "no: an extrapolation"

# The chart: parameters across, tokens up. Models are grouped by their training objective.
AREA = PlotArea(1e5, 1e12, 1e9, 1e14)
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
            law.objective,
            law.counts,
            *sizes,
            low,
            high,
            unit,
            inside,
            " ".join(law.caveats),
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
    chart_row = _TABLE_ROW + len(rows) + 2
    book.table(sheet, _TABLE_ROW, TABLE, _columns(), rows)
    points_row = chart_row + _CHART_ROWS
    points = _write_points(book, sheet, points_row)
    lines = _write_lines(book, sheet, points_row)
    plane_chart(book, sheet, (chart_row, 0), AREA, points, lines)
    sheet.set_paper(A3)
    sheet.freeze_panes(_TABLE_ROW + 1, 1)


def _write_budget(book: WorkbookBuilder, sheet: Worksheet) -> None:
    sheet.write_string(_BUDGET_ROW, 0, "Compute budget (FLOPs)", book.styles("label"))
    book.write(sheet, _BUDGET_ROW, 1, DEFAULT_BUDGET, "input", SCIENTIFIC)
    book.name(BUDGET, sheet, _BUDGET_ROW, 1)
    good = "6 x parameters x tokens seen; the training of ESM-2 15B took about 7.8E+22"
    bad = ("Must be above zero.", "Type a number such as 1E22.")
    message = f'=IF(ISNUMBER({BUDGET}),IF({BUDGET}>0,"{good}","{bad[0]}"),"{bad[1]}")'
    book.write(sheet, _BUDGET_ROW, 2, Computed(message, good), "message")
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
        Column("Law", 30),
        Column("Domain", 13),
        Column("Objective", 10),
        Column("Parameters counted", 20),
        Column(
            "Optimal parameters",
            12,
            "output",
            COUNT,
            usable(f"[@[Parameters at 1 FLOP]]*{BUDGET}^[@[Exponent of parameters]]"),
        ),
        Column(
            "Optimal tokens",
            12,
            "output",
            COUNT,
            usable(f"[@[Tokens at 1 FLOP]]*{BUDGET}^[@[Exponent of tokens]]"),
        ),
        Column("Tokens per parameter", 11, "output", RATIO, "=[@[Optimal tokens]]/[@[Optimal parameters]]"),
        Column("Fitted from", 11, "number", SCIENTIFIC),
        Column("Fitted to", 11, "number", SCIENTIFIC),
        Column("Fitted in", 12),
        Column("Inside its range", 18, "result", "", inside),
        Column("Caveats", 70),
        Column("Source", 40),
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
        if law.gives_sizes:
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
