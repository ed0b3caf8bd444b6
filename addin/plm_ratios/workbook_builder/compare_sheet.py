"""The sheet Compare: inputs and a headline at the top, and below them a table of models with its chart.

All of that is on the screen of a laptop at 100 %: the columns that are looked at first, then the chart over
a wide column of the table, then the others. Columns that only the chart and the headline read are hidden.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ..analysis import ratios
from ..comparison import captions as wording
from ..comparison import effective
from ..comparison.compare import compare
from ..comparison.findings import headline
from ..comparison.rows import RowRequest
from ..comparison.sheet_styles import GREY, PLAIN, VERDICT_TEXTS
from ..functions import FUNCTIONS
from . import compare_columns, printing, ranking
from .basis_formula import by_basis
from .book import Computed, WorkbookBuilder
from .compare_columns import (
    CHART_HEADER,
    FUNCTIONS_ANSWER,
    TABLE,
    position,
)
from .headline_formula import ASLEEP, counts, headline_formula, nearest_formula
from .inputs import Inputs
from .ranked_chart import ranked_chart

__all__ = ["HEADER_ROW", "SHEET", "TABLE", "basis_meaning", "captions", "write"]

SHEET = "Compare"
HEADER_ROW = 9
_WARNING_ROW = 2
_BASIS_ROW = 3
_INPUT_COLUMN = 1
_RANKED_BY_ROW, _NEAREST_ROW, _CHART_CAPTION_ROW = 6, 7, 8
_BASIS_CAPTION = (
    '="basis: "&Basis&IF(Basis="sequences"," x "&AverageLength&" residues",'
    f'IF(Basis="{effective.BASIS}",", sequences of "&AverageLength&" residues",""))'
)
_WAKE = f'=IF({FUNCTIONS_ANSWER}=1,"","The functions do not answer: click xlwings Lite on the Home tab.")'

# Pixels. With the rows of Excel's default height, 16 models are within 540 pixels.
_HEIGHTS = {0: 34, 1: 20, 2: 20, 8: 18, HEADER_ROW: 40}
_ROW, _SHORTEST = 20, 200

# Cells that only formulas read, above the hidden columns of the table, from row 4 on.
_HELPERS = ("Inputs usable", "Chart shows", "against", "Models", "With a ratio", "Near the target")


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet, its names and its chart."""
    functions = book.flavour.has_functions
    compared = compare(
        [RowRequest(model) for model in inputs.models], inputs.basis, inputs.avglen, inputs.target
    )
    title = headline_formula(TABLE, *(_helper(name) for name in _HELPERS[3:]))
    if functions:
        title = f'=IF({FUNCTIONS_ANSWER}=1,{title.removeprefix("=")},"{ASLEEP}")'
    sheet = book.sheet(
        SHEET,
        Computed(title, headline(compared)),
        "Set the inputs, pick models in the first column; table and chart follow. "
        "To add a model, copy the last row down; Excel does so when you type below it.",
    )
    _write_inputs(book, sheet, inputs)
    _write_helpers(book, sheet, inputs, [len(compared.rows), len(compared.drawn), _near(inputs)])
    columns = compare_columns.columns(functions)
    rows = compare_columns.rows(inputs, functions, HEADER_ROW + 2)
    book.table(sheet, HEADER_ROW, TABLE, columns, rows)
    for row, height in _HEIGHTS.items():
        sheet.set_row_pixels(row, height)
    last = HEADER_ROW + len(rows)
    _offer_models(sheet, last)
    _mark(book, sheet, last)
    ranked_chart(
        book,
        sheet,
        (HEADER_ROW + 1, position(CHART_HEADER)),
        (HEADER_ROW + 1, last),
        (655, max(_ROW * len(rows), _SHORTEST)),
    )
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    printing.up_to_column(sheet, HEADER_ROW, position("Source"))
    sheet.activate()


def captions() -> tuple[str, str]:
    """The cells that contain basis and target in words, for formulas on other sheets."""
    basis, target = (f"{SHEET}!{_helper(name)}" for name in _HELPERS[1:3])
    return basis, target


def basis_meaning() -> str:
    """The cell that explains the basis, for formulas on other sheets."""
    return f"{SHEET}!{xl_rowcol_to_cell(_BASIS_ROW, _INPUT_COLUMN + 1, True, True)}"


def _helper_cell(name: str) -> tuple[int, int]:
    return _BASIS_ROW + _HELPERS.index(name), position(compare_columns.CATALOG_ROW) + 1


def _helper(name: str) -> str:
    address: str = xl_rowcol_to_cell(*_helper_cell(name), True, True)
    return address


def _write_inputs(book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs) -> None:
    bases = ", ".join(ratios.BASES[:-1]) + " or " + ratios.BASES[-1]
    meaning = {basis: wording.meaning(basis) for basis in ratios.BASES}
    quoted = {basis: f'"{said}"' for basis, said in meaning.items()}
    explain_basis = "=" + by_basis({**quoted, "": f'"Not a basis. Choose {bases}."'})
    residues = "residues per sequence; used by the bases sequences and effective"
    rule = "tokens per parameter; 20 is the rule for text models"
    rows: tuple[tuple[str, str, Any, str, str, str], ...] = (
        ("Basis", "Basis", inputs.basis, "", explain_basis, meaning[inputs.basis]),
        (
            "Average length",
            "AverageLength",
            inputs.avglen,
            PLAIN,
            _size_message("AverageLength", residues, "325"),
            residues,
        ),
        (
            "Target",
            "Target",
            inputs.target,
            PLAIN,
            _size_message("Target", rule, "20"),
            rule,
        ),
        ("Ranked by", ranking.RANKED_BY, ranking.BY_RATIO, "", _RANKING_MESSAGE, _LARGEST_FIRST),
    )
    for row, (label, name, value, number_format, message, answer) in enumerate(rows, _BASIS_ROW):
        sheet.write_string(row, 0, label, book.styles("label"))
        book.write(sheet, row, _INPUT_COLUMN, value, "input", number_format)
        book.write(sheet, row, _INPUT_COLUMN + 1, Computed(message, answer), "message")
        book.name(name, sheet, row, _INPUT_COLUMN)
    for row, choices in ((_BASIS_ROW, ratios.BASES), (_RANKED_BY_ROW, (ranking.BY_RATIO, ranking.AS_LISTED))):
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(choices)})
    for row, label in ((4, "average length"), (5, "target")):
        sheet.data_validation(
            row,
            1,
            row,
            1,
            {
                "validate": "decimal",
                "criteria": ">",
                "value": 0,
                "error_title": "Not a number above zero",
                "error_message": f"The {label} must be a number above zero.",
            },
        )
    sheet.write_string(_NEAREST_ROW, 0, "Nearest to target", book.styles("label"))
    nearest = Computed(_nearest_formula(book), _nearest(inputs))
    if book.flavour.has_functions:
        book.call(sheet, _NEAREST_ROW, 1, nearest, "nearest")
    else:
        book.write(sheet, _NEAREST_ROW, 1, nearest, "nearest")
    if book.flavour.lite:
        book.write(sheet, _WARNING_ROW, 0, Computed(_WAKE, ""), "warning")


def _size_message(name: str, good: str, example: str) -> str:
    return (
        f'=IF(ISBLANK({name}),"Blank. Type a number such as {example}.",IF(ISNUMBER({name}),'
        f'IF({name}>0,"{good}","Must be above zero. Type a number such as {example}."),'
        f'"Not a number. Type one such as {example}."))'
    )


_LARGEST_FIRST = "the chart shows the largest ratio first"
_RANKING_MESSAGE = (
    f'=IF({ranking.RANKED_BY}="{ranking.AS_LISTED}","the chart has the order of the table",'
    f'IF({ranking.RANKED_BY}="{ranking.BY_RATIO}","{_LARGEST_FIRST}",'
    f'"Choose {ranking.BY_RATIO} or {ranking.AS_LISTED}; until then the chart is ranked by ratio."))'
)


def _write_helpers(book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs, numbers: list[int]) -> None:
    known = "OR(" + ",".join(f'Basis="{basis}"' for basis in ratios.BASES) + ")"
    good = "AND(ISNUMBER(AverageLength),ISNUMBER(Target))"
    usable = f"=IF({good},IF(AND(AverageLength>0,Target>0),{known},FALSE),FALSE)"
    basis, target = _basis_caption(inputs), f"target: {inputs.target:g} tokens per parameter"
    cells = [
        Computed(usable, True),
        Computed(_BASIS_CAPTION, basis),
        Computed('="target: "&Target&" tokens per parameter"', target),
        *(Computed(*pair) for pair in zip(counts(TABLE), numbers)),
    ]
    for name, cell in zip(_HELPERS, cells, strict=True):
        row, column = _helper_cell(name)
        sheet.write_string(row, column - 1, name, book.styles("label"))
        book.write(sheet, row, column, cell, "number")
    book.name("InputsOk", sheet, *_helper_cell("Inputs usable"))  # checked before anything is calculated
    if book.flavour.has_functions:
        row, column = _WARNING_ROW, _helper_cell("Inputs usable")[1]
        sheet.write_string(row, column - 1, "Functions answer", book.styles("label"))
        book.call(sheet, row, column, Computed("=ISTEXT(PLMVERSION())*1", 1), "number")
        book.name(FUNCTIONS_ANSWER, sheet, row, column)
    book.write(
        sheet,
        _CHART_CAPTION_ROW,
        position(CHART_HEADER),
        Computed(f'={_helper("Chart shows")}&"; "&{_helper("against")}', f"{basis}; {target}"),
        "message",
    )


def _basis_caption(inputs: Inputs) -> str:
    return f"basis: {ratios.basis_in_words(inputs.basis, inputs.avglen)}"


def _near(inputs: Inputs) -> int:
    found = (_call("RATIO", model, inputs.basis, inputs.avglen) for model in inputs.models)
    return sum(_call("VERDICT", ratio, inputs.target) == ratios.NEAR_OPTIMAL for ratio in found)


def _nearest_formula(book: WorkbookBuilder) -> str:
    if book.flavour.has_functions:
        return f"=IF(InputsOk,NEAREST(Target,Basis,{TABLE}[Model],AverageLength),NA())"
    return f"=IF({_helper('With a ratio')}=0,NA(),{nearest_formula(TABLE)})"


def _nearest(inputs: Inputs) -> Any:
    return _call("NEAREST", inputs.target, inputs.basis, [[model] for model in inputs.models], inputs.avglen)


def _call(name: str, *cells: Any) -> Any:
    return FUNCTIONS[name](*cells)


def _offer_models(sheet: Worksheet, last: int) -> None:
    sheet.data_validation(
        HEADER_ROW + 1,
        0,
        last,
        0,
        {
            "validate": "list",
            "source": "=ModelNames",
            "input_title": "Model",
            "input_message": "Choose a model of the catalog.",
            "error_title": "Not in the catalog",
            "error_message": "Choose a name from the list, or add your own model on the sheet What-if.",
        },
    )


def _mark(book: WorkbookBuilder, sheet: Worksheet, last: int) -> None:
    """Verdicts in their colours, and #N/A out of sight.

    #N/A is a result here: no source states the number. It stays in the cell, for formulas and charts, and its
    letters get the colour of the paper: no number format applies to an error, so no program can show a dash
    for it. The column Verdict says in words why a row has no ratio. Other errors are to be seen.
    """
    first, verdicts = HEADER_ROW + 1, position("Verdict")
    shown = len(compare_columns.shown(book.flavour.has_functions))
    top_left = xl_rowcol_to_cell(first, 1)
    rules: list[tuple[tuple[int, int], dict[str, Any], dict[str, Any]]] = [
        (
            (1, shown - 1),
            {"type": "formula", "criteria": f"=ISNA({top_left})"},
            {"font_color": "#FFFFFF"},
        )
    ]
    nearest = xl_rowcol_to_cell(_NEAREST_ROW, _INPUT_COLUMN)
    unseen = {"type": "formula", "criteria": f"=ISNA({nearest})"}
    style = book.styles.difference(font_color="#FFFFFF")
    sheet.conditional_format(
        _NEAREST_ROW, _INPUT_COLUMN, _NEAREST_ROW, _INPUT_COLUMN, {**unseen, "format": style}
    )
    verdict = xl_rowcol_to_cell(first, verdicts, col_abs=True)
    for text, colour in VERDICT_TEXTS.items():
        criteria = f'={verdict}="{text}"'
        rules.append(
            ((verdicts, verdicts), {"type": "formula", "criteria": criteria}, {"font_color": colour})
        )
    for text in compare_columns.NO_VERDICT:
        criteria = f'={verdict}="{text}"'
        rules.append(
            (
                (verdicts, verdicts),
                {"type": "formula", "criteria": criteria},
                {"font_color": GREY, "italic": True},
            )
        )
    for (left, right), rule, style in rules:
        sheet.conditional_format(
            first, left, last, right, {**rule, "format": book.styles.difference(**style)}
        )
