"""The sheet Compare: inputs at the top, a table of models, and a chart next to it."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ..analysis import ratios
from ..comparison.sheet_styles import COUNT, PLAIN, RATIO
from ..functions import FUNCTIONS
from ..functions.cells import CellError
from .book import A3, Column, Computed, WorkbookBuilder, literally
from .catalog_sheets import CATALOG_TABLE, source_of
from .charts import Cells, ratio_chart
from .inputs import Inputs
from .verdict_formula import verdict_formula

SHEET = "Compare"
TABLE = "Comparison"
HEADER_ROW = 9
_BASIS_ROW = 3
_INPUT_COLUMN = 1
_NEAREST_ROW = 6
_CAPTION_ROWS = (7, 8)
_NO_NUMBER = "no number on this basis"
_ASLEEP = '=IF(ISTEXT(PLMVERSION()),"","The functions do not answer: click xlwings Lite on the Home tab.")'
_RATIO, _TARGET = "Tokens per parameter", "Target line"

# In the native flavour, the numbers of the functions are columns of the table on the sheet Catalog.
_LOOKUP = f"INDEX({CATALOG_TABLE}[{{0}}],MATCH({literally('[@[Model]]')},{CATALOG_TABLE}[Model],0))"


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet, its names and its chart."""
    sheet = book.sheet(
        SHEET,
        "Tokens per parameter, model by model",
        "Set the three inputs, pick models in the first column; table and chart follow. "
        "To add a model, copy the last row down; Excel does so when you type below it.",
    )
    _write_inputs(book, sheet, inputs)
    columns = _columns(book.flavour.has_functions)
    rows = [_row(model, inputs, book.flavour.has_functions) for model in inputs.models]
    book.table(sheet, HEADER_ROW, TABLE, columns, rows)
    last = HEADER_ROW + len(rows)
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
    _mark_missing(book, sheet, len(columns), last)
    ratio_chart(book, sheet, (2, len(columns) + 1), chart_cells(book, len(inputs.models)))
    sheet.set_paper(A3)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.activate()


def chart_cells(book: WorkbookBuilder, models: int) -> Cells:
    """The cells for a chart of the first `models` models of the table."""
    columns = _columns(book.flavour.has_functions)
    return Cells(
        SHEET,
        rows=(HEADER_ROW + 1, HEADER_ROW + models),
        names=0,
        values=_position(columns, _RATIO),
        target=_position(columns, _TARGET),
        # Cells whose text follows the inputs: Calc links legends to cells, but not chart titles.
        captions=((_CAPTION_ROWS[0], _INPUT_COLUMN), (_CAPTION_ROWS[1], _INPUT_COLUMN)),
    )


def captions() -> tuple[str, str]:
    """The cells that contain basis and target in words, for formulas on other sheets."""
    first, second = (f"{SHEET}!{xl_rowcol_to_cell(row, _INPUT_COLUMN, True, True)}" for row in _CAPTION_ROWS)
    return first, second


def basis_meaning() -> str:
    """The cell that explains the basis, for formulas on other sheets."""
    return f"{SHEET}!{xl_rowcol_to_cell(_BASIS_ROW, _INPUT_COLUMN + 1, True, True)}"


def _write_inputs(book: WorkbookBuilder, sheet: Worksheet, inputs: Inputs) -> None:
    bases = ", ".join(ratios.BASES[:-1]) + " or " + ratios.BASES[-1]
    known = "OR(" + ",".join(f'Basis="{basis}"' for basis in ratios.BASES) + ")"
    meaning = ratios.MEANING_OF_BASIS
    explain_basis = (
        f'=IF(Basis="sequences","{meaning["sequences"]}",IF(Basis="unique","{meaning["unique"]}",'
        f'IF(Basis="seen","{meaning["seen"]}","Not a basis. Choose {bases}.")))'
    )
    residues = "residues per sequence; only the basis sequences uses it"
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
    )
    for row, (label, name, value, number_format, message, answer) in enumerate(rows, _BASIS_ROW):
        sheet.write_string(row, 0, label, book.styles("label"))
        book.write(sheet, row, _INPUT_COLUMN, value, "input", number_format)
        book.write(sheet, row, _INPUT_COLUMN + 1, Computed(message, answer), "message")
        book.name(name, sheet, row, _INPUT_COLUMN)
    sheet.data_validation(_BASIS_ROW, 1, _BASIS_ROW, 1, {"validate": "list", "source": list(ratios.BASES)})
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
    good = "AND(ISNUMBER(AverageLength),ISNUMBER(Target))"
    usable = f"=IF({good},IF(AND(AverageLength>0,Target>0),{known},FALSE),FALSE)"
    nearest = Computed(_nearest_formula(book), _nearest(inputs))
    sheet.write_string(_NEAREST_ROW, 0, "Nearest to target", book.styles("label"))
    if book.flavour.has_functions:
        book.call(sheet, _NEAREST_ROW, 1, nearest, "output")
        if book.flavour.lite:
            book.write(sheet, _NEAREST_ROW, 2, Computed(_ASLEEP, ""), "message")
    else:  # only an array formula compares whole columns in every version of Excel
        book.array(sheet, _NEAREST_ROW, 1, nearest.formula, [[nearest.value]], "output")
    captions = (
        ("Chart shows", _BASIS_CAPTION, basis_caption(inputs)),
        ("against", _TARGET_CAPTION, target_caption(inputs)),
    )
    for row, (label, formula, value) in zip(_CAPTION_ROWS, captions):
        sheet.write_string(row, 0, label, book.styles("label"))
        book.write(sheet, row, 1, Computed(formula, value), "message")
    # The table checks this cell before it calculates anything.
    sheet.write_string(_NEAREST_ROW, 3, "Inputs usable", book.styles("label"))
    book.write(sheet, _NEAREST_ROW, 4, Computed(usable, True), "calculation")
    book.name("InputsOk", sheet, _NEAREST_ROW, 4)


def _size_message(name: str, good: str, example: str) -> str:
    return (
        f'=IF(ISBLANK({name}),"Blank. Type a number such as {example}.",IF(ISNUMBER({name}),'
        f'IF({name}>0,"{good}","Must be above zero. Type a number such as {example}."),'
        f'"Not a number. Type one such as {example}."))'
    )


_TARGET_CAPTION = '="target: "&Target&" tokens per parameter"'


_BASIS_CAPTION = '="basis: "&Basis&IF(Basis="sequences"," x "&AverageLength&" residues","")'


def basis_caption(inputs: Inputs) -> str:
    """The basis in the words of the chart's legend."""
    return f"basis: {ratios.basis_in_words(inputs.basis, inputs.avglen)}"


def target_caption(inputs: Inputs) -> str:
    """The target in the words of the chart's legend."""
    return f"target: {inputs.target:g} tokens per parameter"


def _nearest_formula(book: WorkbookBuilder) -> str:
    if book.flavour.has_functions:
        return f"=IF(InputsOk,NEAREST(Target,Basis,{TABLE}[Model],AverageLength),NA())"
    models, found = f"{TABLE}[Model]", f"{TABLE}[{_RATIO}]"
    distance = f"IFERROR(ABS(LN({found}/Target)),9E+99)"
    nearest = f"INDEX({models},MATCH(MIN({distance}),{distance},0))"
    # For a table with a single row, MATCH would get a number instead of a list.
    return f"=IF(COUNT({found})=0,NA(),IF(ROWS({models})=1,INDEX({models},1),{nearest}))"


def _nearest(inputs: Inputs) -> Any:
    return _call("NEAREST", inputs.target, inputs.basis, [[model] for model in inputs.models], inputs.avglen)


def _columns(functions: bool) -> list[Column]:
    def either(called: str, looked_up: str) -> str:
        """The call of a function, or the plain formula if there are no functions."""
        body = called if functions else looked_up
        return f'=IF([@[Model]]="","",{body})'

    def guarded(called: str, looked_up: str) -> str:
        return either(f"IF(InputsOk,{called},NA())", f"IF(InputsOk,{looked_up},NA())")

    def known(column: str) -> str:
        found = _LOOKUP.format(column)
        return f'IF({found}="",NA(),{found})'

    def ratio(basis: str, looked_up: str) -> Column:
        formula = guarded(f'RATIO([@[Model]],"{basis}",AverageLength)', looked_up)
        return Column(f"Ratio: {basis}", 12, "calculation", RATIO, formula)

    per_parameter = "/[@[Parameters]]"
    by_sequences, by_unique, by_seen = (f"[@[Ratio: {basis}]]" for basis in ratios.BASES)
    chosen = f'IF(Basis="sequences",{by_sequences},IF(Basis="unique",{by_unique},{by_seen}))'
    verdict = verdict_formula(f"[@[{_RATIO}]]")
    sources = (_LOOKUP.format(f"Source of {what}") for what in ("sequences", "unique tokens", "tokens seen"))
    source = 'IF(Basis="sequences",{},IF(Basis="unique",{},{}))'.format(*sources)
    formulas = {
        "Parameters": either("PARAMS([@[Model]])", known("Parameters")),
        "Sequences": either("SEQS([@[Model]])", known("Sequences")),
        "Tokens": guarded("MODELTOKENS([@[Model]],Basis,AverageLength)", f"[@[{_RATIO}]]*[@[Parameters]]"),
        _RATIO: guarded("RATIO([@[Model]],Basis,AverageLength)", chosen),
        "Times target": f'=IF([@[Model]]="","",[@[{_RATIO}]]/Target)',
        "Verdict": guarded(f"VERDICT([@[{_RATIO}]],Target)", verdict),
        "Source": either(
            "IFERROR(SOURCE([@[Model]],Basis),WHY([@[Model]],Basis))",
            f'IF(IFERROR({source},"")="","{_NO_NUMBER}",{source})',
        ),
    }
    return [
        Column("Model", 20, "input"),
        Column("Parameters", 16, "calculation", COUNT, formulas["Parameters"]),
        Column("Sequences", 11, "calculation", COUNT, formulas["Sequences"]),
        Column("Tokens", 11, "calculation", COUNT, formulas["Tokens"]),
        ratio("sequences", "[@[Sequences]]*AverageLength" + per_parameter),
        ratio("unique", known("Unique tokens") + per_parameter),
        ratio("seen", known("Tokens seen") + per_parameter),
        Column(_RATIO, 12, "output", RATIO, formulas[_RATIO]),
        Column("Times target", 9, "calculation", RATIO, formulas["Times target"]),
        Column("Verdict", 25, "result", "", formulas["Verdict"]),
        # Long: the column after it keeps the text from running under the chart.
        Column("Source", 36, "line", "", formulas["Source"]),
        Column(_TARGET, 9, "calculation", PLAIN, "=IF(InputsOk,Target,NA())"),
    ]


def _row(name: str, inputs: Inputs, functions: bool) -> list[Any]:
    model = ratios.as_model(name)
    ratio = _call("RATIO", model.name, inputs.basis, inputs.avglen)
    source: Any
    if functions:
        source = _call("SOURCE", model.name, inputs.basis)
        if isinstance(source, CellError):
            source = _call("WHY", model.name, inputs.basis)
    else:
        source = source_of(model, ratios.QUANTITY_OF_BASIS[inputs.basis]) or _NO_NUMBER
    return [
        model.name,
        _call("PARAMS", model.name),
        _call("SEQS", model.name),
        _call("MODELTOKENS", model.name, inputs.basis, inputs.avglen),
        *(_call("RATIO", model.name, basis, inputs.avglen) for basis in ratios.BASES),
        ratio,
        ratio if isinstance(ratio, CellError) else ratio / inputs.target,
        _call("VERDICT", ratio, inputs.target),
        source,
        inputs.target,
    ]


def _call(name: str, *cells: Any) -> Any:
    return FUNCTIONS[name](*cells)


def _mark_missing(book: WorkbookBuilder, sheet: Worksheet, width: int, last: int) -> None:
    """#N/A is a result, not a mistake: shown in grey."""
    sheet.conditional_format(
        HEADER_ROW + 1,
        1,
        last,
        width - 1,
        {"type": "errors", "format": book.styles.difference(font_color="#A6A6A6", bold=False)},
    )


def _position(columns: list[Column], header: str) -> int:
    return [column.header for column in columns].index(header)
