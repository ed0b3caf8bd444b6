"""The sheet Bases: the models of the sheet Compare on every basis, as a table and as a chart beside it.

It has as many rows as the table of the sheet Compare had when the workbook was written, in the order of the
chart there. The columns that only the chart reads are hidden.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from .. import formatting
from ..analysis import ratios, repetition
from ..catalog import citations
from ..comparison import effective
from ..comparison.compare import compare, largest_first
from ..comparison.rows import RowRequest
from ..comparison.sheet_styles import BASIS_COLOURS, GREY, RATIO, TEXT, VERDICT_TEXTS
from ..functions.cells import NA
from . import ranking
from .bases_chart import Cells, bases_chart
from .book import Computed, WorkbookBuilder
from .compare_columns import TABLE
from .effective_formula import R_STAR
from .inputs import Inputs
from .ranges_sheet import WEAK, Range, part_formula, place_of, range_of, row_formula

SHEET = "Bases"
HEADER_ROW = 3
_NAME, _RATIOS, _FACTOR, _CHART = 0, (1, 2, 3, 4), 5, 6
# Hidden columns. The helper cells stand above PLACE and those after it.
_PLACE, _LEFT, _ACROSS, _UP = 7, 8, (9, 10, 11, 12), (13, 14, 15, 16)
_LOW, _SPAN, _SPAN_UP, _RANGE_ROW = 17, 18, 19, 20
_RANGE_LOW, _RANGE_SPAN, _WEAK_UP = (21, 22, 23, 24), (25, 26, 27, 28), (29, 30, 31, 32)
_WIDTHS = (26, *[10.5] * 5, 96)  # the last one: 677 pixels
_CHART_WIDTH, _ROW = 667, 20  # pixels
_LEFT_CELL, _TARGET_CELLS, _CAPTION_CELL = (0, _LEFT), (1, _LOW), (0, _LOW)
_HOW_TO_READ = (
    f"Thick lines: from the lowest to the highest ratio that sources{effective.FITS} give. "
    "Hollow: low confidence."
)
_BELOW_CHART = 6  # rows from the last model
_FORMULA = (
    "D' = U + U R* (1 - exp(-(D/U - 1)/R*)) where D > U, else D. D: tokens seen. U: distinct tokens, as "
    "reported, else sequences x average length."
)
_SYMBOLS = dict(zip(ratios.BASES, "●◆■▲"))


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        SHEET,
        "Tokens per parameter on every basis",
        "One model has several honest ratios. Models and their order are those of the sheet Compare, where "
        "the inputs are set.",
        _WIDTHS,
    )
    compared = compare(
        [RowRequest(model) for model in inputs.models], inputs.basis, inputs.avglen, inputs.target
    )
    rows = largest_first(compared).rows
    values = [[getattr(row, f"ratio_{basis}") for basis in ratios.BASES] for row in rows]
    ranges = [
        [range_of(row.model, basis, inputs.avglen) if row.model else Range() for basis in ratios.BASES]
        for row in rows
    ]
    first, last = HEADER_ROW + 1, HEADER_ROW + len(rows)
    _write_headers(book, sheet)
    _write_caption(book, sheet, inputs)
    left = _write_helpers(book, sheet, inputs, values, ranges)
    for number, (row, found, apart) in enumerate(zip(rows, values, ranges), 1):
        _write_row(book, sheet, number, row.name, found, left)
        _write_ranges(book, sheet, number, row.name, found, apart, inputs)
    _write_more(book, sheet, len(rows))
    _write_law(book, sheet, last + _BELOW_CHART)
    _colour_verdicts(book, sheet, first, last)
    cells = Cells(
        (first, last),
        _NAME,
        _PLACE,
        _LEFT,
        _LOW,
        (_SPAN, _SPAN_UP),
        _ACROSS,
        _UP,
        _RANGE_LOW,
        _RANGE_SPAN,
        _WEAK_UP,
        _TARGET_CELLS,
        _CAPTION_CELL,
    )
    bases_chart(book, sheet, (first, _CHART), cells, _CHART_WIDTH, _ROW)
    sheet.set_column(_PLACE, _WEAK_UP[-1], 9, None, {"hidden": True})
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)


def _write_headers(book: WorkbookBuilder, sheet: Worksheet) -> None:
    headers = ("Model", *(f"Ratio: {basis}" for basis in ratios.BASES), "Highest by lowest")
    for column, header in enumerate(headers):
        sheet.write_string(HEADER_ROW, column, header, book.styles("header"))
    key: list[Any] = [
        book.styles.difference(font_color=TEXT, bold=True),
        "Tokens per parameter (log scale):     ",
    ]
    for basis in ratios.BASES:
        key += [book.styles.difference(font_color=BASIS_COLOURS[basis], bold=True), f"{_SYMBOLS[basis]} "]
        key += [book.styles.difference(font_color=TEXT, bold=True), f"{basis}     "]
    key += [book.styles.difference(font_color=TEXT, bold=True), "┆ target"]
    sheet.write_rich_string(HEADER_ROW, _CHART, *key, book.styles("header"))
    sheet.set_row_pixels(HEADER_ROW, 40)


def _write_caption(book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs) -> None:
    formula = '="average length: "&AverageLength&" residues; target: "&Target&" tokens per parameter"'
    said = f"average length: {inputs.avglen:g} residues; target: {inputs.target:g} tokens per parameter"
    book.write(sheet, HEADER_ROW - 1, 0, Computed(formula, said), "message")
    sheet.write_string(HEADER_ROW - 1, _CHART, _HOW_TO_READ, book.styles("message"))


def _write_helpers(
    book: WorkbookBuilder,
    sheet: Worksheet,
    inputs: Inputs,
    values: list[list[float | None]],
    ranges: list[list[Range]],
) -> float:
    """What the chart needs besides the rows. Returns the left edge: a power of ten below every point."""
    first, last = HEADER_ROW + 1, HEADER_ROW + len(values)
    area = xl_range(first, _RANGE_LOW[0], last, _RANGE_LOW[-1])
    # A little less than the lowest, for a point on the edge would stand in the names. INT of a number below
    # zero is not the same in every program.
    edge = f"10^(INT(LOG10(MIN(MIN({area}),Target)/1.2)+30)-30)"
    found = [
        number * each.lowest
        for row, apart in zip(values, ranges)
        for number, each in zip(row, apart)
        if number
    ]
    left = ranking.decade(min([*found, inputs.target]) / 1.2)
    book.write(sheet, *_LEFT_CELL, Computed(f"=IF(InputsOk,{edge},1)", left), "number")
    caption = Computed('="target: "&Target&" tokens per parameter"', _target_caption(inputs))
    book.write(sheet, *_CAPTION_CELL, caption, "number")
    row, column = _TARGET_CELLS
    for end, height in enumerate((0.5, len(values) + 0.5)):
        target = Computed("=IF(InputsOk,Target,NA())", inputs.target)
        book.write(sheet, row + end, column, target, "number")
        book.write(sheet, row + end, column + 1, height, "number")
    return left


def _target_caption(inputs: Inputs) -> str:
    return f"target: {inputs.target:g} tokens per parameter"


def _write_row(
    book: WorkbookBuilder, sheet: Worksheet, number: int, name: str, found: list[float | None], left: float
) -> None:
    row = HEADER_ROW + number
    model = xl_rowcol_to_cell(row, _NAME, col_abs=True)
    cells = xl_range(row, _RATIOS[0], row, _RATIOS[-1])
    edge = xl_rowcol_to_cell(*_LEFT_CELL, True, True)
    known = [each for each in found if each is not None]
    low, high = (min(known), max(known)) if known else (left, left)

    def write(column: int, formula: str, value: Any, role: str = "number", number_format: str = "") -> None:
        book.write(sheet, row, column, Computed(formula, value), role, number_format)

    named = f'=IF(ROWS({TABLE}[Model])<{number},"",INDEX({TABLE}[{ranking.RANKED}],{number}))'
    write(_NAME, named, name, "text")
    for at, basis in enumerate(ratios.BASES):
        value = found[at]
        ratio = f"INDEX({TABLE}[Ratio: {basis}],INDEX({TABLE}[{ranking.FROM}],{number}))"
        shown = f'=IF({model}="","",IF(ISNA({ratio}),"{formatting.NONE}",{ratio}))'
        write(_RATIOS[at], shown, formatting.NONE if value is None else value, "ratio", RATIO)
        cell = xl_rowcol_to_cell(row, _RATIOS[at])
        # A point that is not there has a number across all the same: a chart with any text or error there
        # would count all its points instead.
        write(_ACROSS[at], f"=IF(ISNUMBER({cell}),{cell},{edge})", left if value is None else value)
        write(_UP[at], f"=IF(ISNUMBER({cell}),{number},NA())", NA if value is None else number)
    factor = f'=IF(COUNT({cells})<2,"",MAX({cells})/MIN({cells}))'
    write(_FACTOR, factor, high / low if len(known) > 1 else "", "ratio", '[>=10]#,##0"x";0.0"x"')
    book.write(sheet, row, _PLACE, number, "number")
    write(_LEFT, f"={edge}*1", left)
    write(_LOW, f"=IF(COUNT({cells})=0,{edge},MIN({cells}))", low)
    write(_SPAN, f"=IF(COUNT({cells})=0,0,MAX({cells})-MIN({cells}))", high - low if known else 0)
    write(_SPAN_UP, f"=IF(COUNT({cells})=0,NA(),{number})", number if known else NA)


def _write_ranges(
    book: WorkbookBuilder,
    sheet: Worksheet,
    number: int,
    name: str,
    found: list[float | None],
    apart: list[Range],
    inputs: Inputs,
) -> None:
    """The range of each ratio, and the height of the points that are hollow."""
    row = HEADER_ROW + number
    place = xl_rowcol_to_cell(row, _RANGE_ROW)
    model = xl_rowcol_to_cell(row, _NAME, col_abs=True)

    def write(column: int, formula: str, value: Any) -> None:
        book.write(sheet, row, column, Computed(f"={formula}", value), "number")

    write(_RANGE_ROW, row_formula(model), place_of(name))
    for at, basis in enumerate(ratios.BASES):
        ratio, each = found[at], apart[at]
        cell = xl_rowcol_to_cell(row, _RATIOS[at])
        lowest, highest = (part_formula(part, basis, place, 1) for part in ("Lowest", "Highest"))
        weak = part_formula(WEAK, basis, place, 0)
        # The target stands in for a point that is not there: it moves no end of the axis.
        low = f"IF(ISNUMBER({cell}),{cell}*{lowest},IF(InputsOk,Target,1))"
        write(_RANGE_LOW[at], low, inputs.target if ratio is None else ratio * each.lowest)
        span = f"IF(ISNUMBER({cell}),{cell}*({highest}-{lowest}),0)"
        write(_RANGE_SPAN[at], span, 0 if ratio is None else ratio * (each.highest - each.lowest))
        hollow = f"IF(ISNUMBER({cell}),IF({weak}=1,{number},NA()),NA())"
        write(_WEAK_UP[at], hollow, number if ratio is not None and each.weak else NA)


def _write_more(book: WorkbookBuilder, sheet: Worksheet, count: int) -> None:
    """How many models were added to the table of the sheet Compare since."""
    rows = f"ROWS({TABLE}[Model])"
    more = f'=IF({rows}>{count},"and "&({rows}-{count})&" more on the sheet Compare","")'
    book.write(sheet, HEADER_ROW + count + 1, 0, Computed(more, ""), "message")


def _write_law(book: WorkbookBuilder, sheet: Worksheet, row: int) -> None:
    """The law of the basis "effective", with the cell of its constant that formulas read."""
    sheet.write_string(row, 0, "How repeats count on the basis effective", book.styles("heading"))
    law = repetition.repetition_law()
    fact = law.constants["r_star"][0]
    book.name(R_STAR, sheet, row + 1, 1)
    sheet.write_string(row + 1, 0, "R*", book.styles("label"))
    book.write(sheet, row + 1, 1, fact.value, "calculation", "0.000000")
    beware, *further = law.caveats
    said = [
        ("Source", f"{law.source.title}; {law.source.url}"),
        ("Read in", citations.short_reference(fact)),
        ("Formula", _FORMULA),
        ("Beware", beware),
        *(("", caveat) for caveat in further),
    ]
    for at, (label, text) in enumerate(said, row + 2):
        if label:
            sheet.write_string(at, 0, label, book.styles("label"))
        sheet.write_string(at, 1, text, book.styles("line"))


def _colour_verdicts(book: WorkbookBuilder, sheet: Worksheet, first: int, last: int) -> None:
    """Ratios in the colour of their verdict."""
    cell, near = xl_rowcol_to_cell(first, _RATIOS[0]), f"{ratios.NEAR:g}"
    conditions = {
        ratios.TOO_FEW: f"{cell}*{near}<Target",
        ratios.NEAR_OPTIMAL: f"AND({cell}*{near}>=Target,{cell}<=Target*{near})",
        ratios.MORE: f"{cell}>Target*{near}",
    }
    rules = {f"=IF(ISNUMBER({cell}),{rule},FALSE)": VERDICT_TEXTS[name] for name, rule in conditions.items()}
    rules[f"=ISTEXT({cell})"] = GREY
    for rule, colour in rules.items():
        style = book.styles.difference(font_color=colour)
        sheet.conditional_format(
            first, _RATIOS[0], last, _RATIOS[-1], {"type": "formula", "criteria": rule, "format": style}
        )
