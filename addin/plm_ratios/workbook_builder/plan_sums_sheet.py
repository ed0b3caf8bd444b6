"""The hidden sheet PlanSums: what the sheet Plan calculates before it shows anything.

The optimum under repeated data has no closed form. It is found as analysis/planning.py finds it, by halving
the interval of ln N in which it lies, a row for each halving. Where an input cannot be used, the sums are
those of an example, which nothing shows: so no cell here is an error but for the chart.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ..analysis import planning
from ..analysis.accelerators import accelerator, accelerators
from ..analysis.repetition import effective_tokens
from ..comparison.sheet_styles import COUNT
from ..functions.cells import NA
from . import accelerators_sheet, plan_inputs
from .book import Computed, WorkbookBuilder, literally
from .effective_formula import R_STAR, effective_formula
from .plan_inputs import EXAMPLE, PLAN_OK

SHEET = "PlanSums"
FLOPS, DISTINCT, SIZE = "PlanFlops", "PlanDistinct", "PlanSize"  # always numbers above zero
INSTEAD = (1e21, 1e10)  # FLOPs and distinct tokens where an input cannot be used
_DATASETS = "Datasets"  # the table of the sheet
CELLS_ROW, HALVINGS_ROW, CHOICES_ROW = 3, 3, 3
_CELLS, _HALVINGS, _CHOICES = 0, 3, 8  # columns
CONSTANTS = ("A", "B", "alpha", "beta", "r_n_star")

#: The cells from CELLS_ROW down: label, and name in the workbook, where other sheets read them.
_LABELS = (
    ("row of the accelerator", plan_inputs.CHIP_ROW),
    ("peak", ""),
    ("row of the dataset", plan_inputs.DATASET_ROW),
    ("sequences of the dataset", plan_inputs.DATASET_COUNT),
    ("sequences that count", ""),
    ("length that counts", ""),
    ("compute is usable", plan_inputs.COMPUTE_OK),
    ("data are usable", plan_inputs.DATA_OK),
    ("budget", ""),
    ("all is usable", PLAN_OK),
    ("C", FLOPS),
    ("U", DISTINCT),
    *((constant, "") for constant in CONSTANTS),
    ("U_N", ""),
    ("ln(C/6)", ""),
    ("N", SIZE),
    ("loss to reach", ""),
)


class Row(NamedTuple):
    """A halving: the middle of the interval of ln N, and the logarithms of what more parameters and what more
    tokens are worth there."""

    middle: float
    parameters: float
    tokens: float


class Choice(NamedTuple):
    """A size, and what it takes to reach the loss of the best one; 0 tokens where no number of them does."""

    factor: float
    parameters: float
    effective: float
    left: float
    worth: float
    tokens: float
    compute: Any


def halvings(flops: float, unique: float) -> list[Row]:
    """The rows of the search; the middle of the last one is ln N of the optimum."""
    known = planning.constants()
    whole = math.log(flops / 6)
    middle, rows = whole / 2, []
    for number in range(1, planning.HALVINGS + 2):
        parameters = _worth(middle, known.filled_size(unique), known.r_n_star, known.alpha, known.A)
        tokens = _worth(whole - middle, unique, known.r_star, known.beta, known.B)
        rows.append(Row(middle, parameters, tokens))
        step = whole / 2 ** (number + 1)
        middle += step if parameters > tokens else -step
    return rows


def _worth(log_number: float, full: float, r_star: float, exponent: float, factor: float) -> float:
    """ln(exponent x factor x D'^-exponent x e_D), with the letters of planning.py."""
    excess = max(math.exp(log_number) / full - 1, 0) / r_star
    effective = math.log(full) + math.log(1 + r_star * (1 - math.exp(-excess))) if excess else log_number
    return math.log(exponent * factor) + log_number - excess - (1 + exponent) * effective


def choices(flops: float, unique: float) -> list[Choice]:
    """The rows of sizes that reach the same loss."""
    known = planning.constants()
    filled, best = known.filled_size(unique), planning.optimum(flops, unique)
    wanted = planning.loss(best.parameters, best.tokens, unique) - known.E
    rows = []
    for each in planning.loss_equivalent(flops, unique):
        effective = effective_tokens(filled, each.parameters, known.r_n_star)
        left = wanted - known.A / effective**known.alpha
        worth = (known.B / left) ** (1 / known.beta) if left > 0 else 0.0
        compute = NA if each.compute is None else each.compute
        rows.append(Choice(each.size, each.parameters, effective, left, worth, each.tokens or 0.0, compute))
    return rows


def cell(label: str) -> str:
    """The address of one of the cells, for formulas of this sheet."""
    row = CELLS_ROW + [each for each, _ in _LABELS].index(label)
    address: str = xl_rowcol_to_cell(row, _CELLS + 1, True, True)
    return address


def outside(label: str) -> str:
    """The same for formulas of other sheets."""
    return f"{SHEET}!{cell(label)}"


def choice_cell(place: int, column: str) -> str:
    """A cell of the sizes that reach the same loss, for formulas of other sheets."""
    return f"{SHEET}!{xl_rowcol_to_cell(CHOICES_ROW + 1 + place, choice_column(column), True, True)}"


def choice_column(column: str) -> int:
    return _CHOICES + Choice._fields.index(column)


def write(book: WorkbookBuilder) -> None:
    """Add the sheet, hidden."""
    sheet = book.sheet(
        SHEET,
        "What the sheet Plan calculates",
        "The optimum under repeated data is found by halving the interval of ln N in which it lies "
        "(Muennighoff et al. 2023, equation 5, under C = 6ND).",
        (24, 14, 3, 9, 14, 14, 14, 3, 9, 14, 14, 14, 14, 14, 14),
    )
    _write_cells(book, sheet)
    _write_halvings(book, sheet)
    _write_choices(book, sheet)
    sheet.freeze_panes(CELLS_ROW, 0)
    sheet.hide()


def _write_cells(book: WorkbookBuilder, sheet: Worksheet) -> None:
    values = _values()
    for (label, name), formula, value in zip(_LABELS, _formulas(), values, strict=True):
        row = CELLS_ROW + [each for each, _ in _LABELS].index(label)
        sheet.write_string(row, _CELLS, label, book.styles("label"))
        cell_value = Computed(formula, value) if formula else value
        book.write(sheet, row, _CELLS + 1, cell_value, "number")
        if name:
            book.name(name, sheet, row, _CELLS + 1)


def _values() -> list[Any]:
    known = planning.constants()
    names = [each.name for each in accelerators()]
    chip, unique = accelerator(EXAMPLE.accelerator), EXAMPLE.unique
    best = planning.optimum(EXAMPLE.flops, unique)
    return [
        names.index(chip.name) + 1,
        chip.peak,
        0,
        0,
        EXAMPLE.sequences,
        EXAMPLE.length,
        True,
        True,
        EXAMPLE.flops,
        True,
        EXAMPLE.flops,
        unique,
        *(getattr(known, constant) for constant in CONSTANTS),
        known.filled_size(unique),
        math.log(EXAMPLE.flops / 6),
        best.parameters,
        planning.loss(best.parameters, best.tokens, unique) - known.E,
    ]


def _formulas() -> list[str]:
    """Those of the cells, in their order; "" for the constants."""
    chips = accelerators_sheet.TABLE
    chip_row, data_row = plan_inputs.CHIP_ROW, plan_inputs.DATASET_ROW
    counted, length = (
        f"INDEX({_DATASETS}[{each}],MAX({data_row},1))" for each in ("Sequences", "Average length")
    )
    product = f"{plan_inputs.COUNTED}*{plan_inputs.DAYS}*{_SECONDS}*{cell('peak')}*{plan_inputs.UTILIZATION}"
    alpha, beta = cell("alpha"), cell("beta")
    balance = f"(({alpha}*{cell('A')})/({beta}*{cell('B')}))^(1/({alpha}+{beta}))"
    size = effective_formula(cell("U_N"), SIZE, cell("r_n_star"))
    data = effective_formula(DISTINCT, f"({FLOPS}/(6*{SIZE}))")
    last = xl_rowcol_to_cell(HALVINGS_ROW + 1 + planning.HALVINGS, _HALVINGS + 1, True, True)
    return [
        f"=IFERROR(MATCH({literally(plan_inputs.ACCELERATOR)},{chips}[{accelerators_sheet.NAME}],0),0)",
        f"=IF({chip_row}=0,0,INDEX({chips}[{accelerators_sheet.PEAK}],MAX({chip_row},1)))",
        f"=IFERROR(MATCH({literally(plan_inputs.DATASET)},{_DATASETS}[Dataset],0),0)",
        f"=IF({data_row}=0,0,IF(ISNUMBER({counted}),{counted},0))",
        plan_inputs.sequences_used(plan_inputs.DATASET_COUNT),
        plan_inputs.length_used(length),
        plan_inputs.compute_ok(),
        plan_inputs.data_ok(cell("sequences that count"), cell("length that counts")),
        f"=IF({plan_inputs.COMPUTE_OK},{product},0)",
        plan_inputs.plan_ok(cell("budget")),
        f"=IF({PLAN_OK},{cell('budget')},{_written(INSTEAD[0])})",
        f"=IF({PLAN_OK},{cell('sequences that count')}*{cell('length that counts')},{_written(INSTEAD[1])})",
        *("" for _ in CONSTANTS),
        f"={balance}*({balance}*{DISTINCT})^({beta}/{alpha})",
        f"=LN({FLOPS}/6)",
        f"=EXP({last})",
        f"={cell('A')}/({size})^{alpha}+{cell('B')}/({data})^{beta}",
    ]


_SECONDS = 86400  # a day


def _written(number: float) -> str:
    return f"{number:.0E}"


def _write_halvings(book: WorkbookBuilder, sheet: Worksheet) -> None:
    headers = ("Halving", "Middle (ln N)", "More parameters", "More tokens")
    for column, header in enumerate(headers, _HALVINGS):
        sheet.write_string(HALVINGS_ROW, column, header, book.styles("header"))
    whole = cell("ln(C/6)")
    for number, found in enumerate(halvings(EXAMPLE.flops, EXAMPLE.unique), 1):
        row = HALVINGS_ROW + number
        middle, more, tokens = (xl_rowcol_to_cell(row - 1, _HALVINGS + place) for place in (1, 2, 3))
        formula = f"={whole}/2"
        if number > 1:
            formula = f"={middle}+IF({more}>{tokens},1,-1)*{whole}/2^{number}"
        here = xl_rowcol_to_cell(row, _HALVINGS + 1)
        sheet.write_number(row, _HALVINGS, number, book.styles("number"))
        cells = (
            formula,
            _worth_formula(here, cell("U_N"), cell("r_n_star"), cell("alpha"), cell("A")),
            _worth_formula(f"({whole}-{here})", DISTINCT, R_STAR, cell("beta"), cell("B")),
        )
        for place, (text, value) in enumerate(zip(cells, found), 1):
            book.write(sheet, row, _HALVINGS + place, Computed(text, value), "number")


def _worth_formula(log_number: str, full: str, r_star: str, exponent: str, factor: str) -> str:
    """_worth() as a formula."""
    excess = f"MAX(EXP({log_number})/{full}-1,0)/{r_star}"
    worn = f"LN({full})+LN(1+{r_star}*(1-EXP(-({excess}))))"
    effective = f"IF(EXP({log_number})<={full},{log_number},{worn})"
    return f"=LN({exponent}*{factor})+{log_number}-{excess}-(1+{exponent})*{effective}"


def _write_choices(book: WorkbookBuilder, sheet: Worksheet) -> None:
    headers = ("Size", "Parameters", "Effective", "Loss left", "Tokens worth", "Tokens", "Compute")
    for column, header in enumerate(headers, _CHOICES):
        sheet.write_string(CHOICES_ROW, column, header, book.styles("header"))
    for number, found in enumerate(choices(EXAMPLE.flops, EXAMPLE.unique), 1):
        row = CHOICES_ROW + number
        at = {name: xl_rowcol_to_cell(row, choice_column(name)) for name in Choice._fields}
        share = f"({at['worth']}/{DISTINCT}-1)/{R_STAR}"
        repeated = f"IF({share}<{planning.SATURATED},{DISTINCT}*(1-{R_STAR}*LN(1-{share})),0)"
        compute = f"6*{at['parameters']}*{at['tokens']}/{FLOPS}"
        formulas = (
            "",
            f"={SIZE}*{at['factor']}",
            f"={effective_formula(cell('U_N'), at['parameters'], cell('r_n_star'))}",
            f"={cell('loss to reach')}-{cell('A')}/{at['effective']}^{cell('alpha')}",
            f"=IF({at['left']}>0,({cell('B')}/{at['left']})^(1/{cell('beta')}),0)",
            f"={FLOPS}/(6*{SIZE})"
            if found.factor == 1
            else f"=IF({at['worth']}<={DISTINCT},{at['worth']},{repeated})",
            f"=IF({PLAN_OK},IF({at['tokens']}>0,{compute},NA()),NA())",
        )
        formats = ("", COUNT, COUNT, "", COUNT, COUNT, "")
        for place, (text, value, look) in enumerate(zip(formulas, found, formats)):
            book.write(sheet, row, _CHOICES + place, Computed(text, value) if text else value, "number", look)
