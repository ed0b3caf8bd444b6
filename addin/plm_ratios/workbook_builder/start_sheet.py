"""The sheet Start: what this is, whether it works here, three steps, the sheets, and the legend of the cells.

On one screen and one page: two columns of texts below the status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog import load
from ..comparison import effective
from ..functions import FUNCTIONS
from ..hosts.excel.workbook_names import ADD_IN_VERSION, REPORT, STATUS
from ..hosts.lambdas.sheet import SHEET as LAMBDA_SHEET
from . import excel_parts, printing
from .book import Computed, WorkbookBuilder
from .compare_columns import CHANGED, FUNCTIONS_ANSWER, TABLE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LEFT, _RIGHT = 0, 3  # the columns of the labels; texts are beside them
_WIDTHS = (15, 70, 3, 13, 72)
_STATUS_ROW = 3
_NOTHING_RUN = (
    "No macro has run yet: the numbers are those stored in the file. Press Enable Editing and Enable "
    "Content if Excel shows them above the sheet. If it says that macros are blocked: close the workbook, "
    "right-click the file, Properties, Unblock, OK, and open it again. Then press Recalculate."
)
_LITE = (
    "Until the functions run, the numbers are those stored in the file. Once: Home, Add-ins, search for "
    "xlwings Lite, Add. Then click xlwings Lite on the Home tab; it shows the Python that this workbook has "
    "and asks you to trust it. The functions answer when it has started. If cells still show old values or "
    "#NAME?, press Ctrl+Alt+F9, or change an input on the sheet Compare."
)
_LAMBDA = (
    "The sheets calculate in every program. The functions are for cells of your own: LAMBDA formulas, kept "
    "as names of this workbook (Formulas > Name Manager), for Excel 365, 2024, Mac and web. To have them in "
    "another workbook, copy the sheet PLM into it: right-click its tab, Move or Copy."
)

_SHEETS = (
    ("Compare", "models side by side, on the basis, average length and target of your choice"),
    ("Bases", "the same models on all four bases side by side"),
    ("What-if", "your own models: numbers in, ratio and optimum out"),
    ("Claims", "the claims of the essay, tested on every basis, and when their answers change"),
    ("Laws", "a compute budget in, the optimum of each scaling law out, and all models beside them"),
    ("Plan", "accelerators, days and sequences in; size, tokens and epochs by each law out"),
    ("Slide", "the comparison as a page to present, chart and table side by side"),
    ("Catalog", "every model with its preferred numbers"),
    ("Datasets", "training sets and the models trained on them"),
    ("Accelerators", "peak and memory of GPUs and TPUs, each with its source"),
    ("Sources", "every number with its source, place and quote"),
    ("Functions", "one example of each function"),
)
_BASES = (
    ("sequences", "sequences in the training set x average length; high where sequences are short"),
    ("unique", "distinct tokens in the training set, as its authors report them"),
    ("seen", "tokens processed in training, repeats included: the D of C = 6ND"),
    ("effective", f"what these are worth when repeats count less, {effective.BEWARE}"),
)
_STEPS = (
    "Open the sheet Compare and set the basis, the average length and the target.",
    "Pick models from the drop-down in the first column; table and chart follow.",
    "Look up where a number comes from in the column Source, or on the sheet Sources.",
)


_NONE_CHANGED = "no ratio on the sheet Compare"
_CHANGED = (
    f'=IF({FUNCTIONS_ANSWER}<>1,"not known: the functions do not answer",'
    f'IF(SUM({TABLE}[{CHANGED}])=0,"{_NONE_CHANGED}","the functions give other ratios for "&'
    f'SUM({TABLE}[{CHANGED}])&" of the models on the sheet Compare, the first is "&'
    f'INDEX({TABLE}[Model],MATCH(1,{TABLE}[{CHANGED}],0))&"; plm-ratios catalog changes lists the numbers"))'
)


def write(book: WorkbookBuilder) -> None:
    """Add the sheet."""
    sheet = book.sheet(
        "Start",
        "Tokens per parameter of protein language models",
        "How much training data each model had for its size. One model has several honest ratios, "
        "so the basis is always named.",
        _WIDTHS,
    )
    top = _write_status(book, sheet, _STATUS_ROW) + 1
    left, right = _Column(book, sheet, top, _LEFT), _Column(book, sheet, top, _RIGHT)
    left.heading("Three steps")
    for number, step in enumerate(_STEPS, 1):
        left.line(f"Step {number}", step)
    left.heading("What counts as training tokens")
    for basis, meaning in _BASES:
        left.line(basis, meaning)
    left.heading("Cells")
    left.line("Input", "type or choose here", "input")
    left.line("Calculation", "worked out from the inputs and the catalog", "calculation")
    left.line("Output", "the results", "output")
    why = "; the column Source, or =WHY(), says more" if book.flavour.answers_calls else ""
    left.line("#N/A", f"no source of the catalog states this number{why}")
    right.heading("Sheets")
    for name, purpose in _SHEETS:
        right.link(name, purpose)
    if book.flavour.lambdas:
        right.link(LAMBDA_SHEET, "what the functions read; a copy takes them into another workbook")
    right.heading("About")
    right.line("Verdict", "within a factor of 2 of the target counts as near optimal")
    right.line("Target", "20 is a rule found for text models")
    right.line("Edition", f"catalog {load().edition}, licensed CC BY 4.0; code MIT")
    if book.flavour.has_functions:
        right.line("Changed since", Computed(_CHANGED, _NONE_CHANGED))
    row = max(left.row, right.row)
    printing.on_one_page(sheet, row, len(_WIDTHS) - 1)
    if book.flavour.macros:
        sheet.write_string(row + 1, 0, "Set-up check", book.styles("heading"))
        book.name(REPORT, sheet, row + 2, 0)
        sheet.write_string(row + 2, 1, "The button Check set-up fills this in.", book.styles("message"))


class _Column:
    """Writes labels and texts below each other."""

    def __init__(self, book: WorkbookBuilder, sheet: Worksheet, row: int, column: int):
        self._book, self._sheet = book, sheet
        self.row, self._column = row, column
        self._is_first = True

    def heading(self, text: str) -> None:
        self.row += 0 if self._is_first else 1
        self._is_first = False
        self._sheet.write_string(self.row, self._column, text, self._book.styles("heading"))
        self.row += 1

    def line(self, label: str, text: str | Computed, label_role: str = "label") -> None:
        self._sheet.write_string(self.row, self._column, label, self._book.styles(label_role))
        self._text(text)

    def link(self, name: str, purpose: str) -> None:
        style = self._book.styles("link")
        self._sheet.write_url(self.row, self._column, f"internal:'{name}'!A1", style, name)
        self._text(purpose)

    def _text(self, text: str | Computed) -> None:
        self._book.write(self._sheet, self.row, self._column + 1, text, "text")
        self.row += 1


def _write_status(book: WorkbookBuilder, sheet: Worksheet, row: int) -> int:
    """Write whether the functions answer. Returns the row below."""
    flavour = book.flavour
    sheet.write_string(row, 0, "Functions", book.styles("label"))
    if flavour.lambdas:
        # No call: where LAMBDA is not known, IFERROR does not help, and this sheet would show an error.
        status = f"Formulas of this workbook; the sheet {LAMBDA_SHEET} says whether they answer here"
        sheet.write_string(row, 1, status, book.styles("output"))
        sheet.write_string(row + 1, 0, "In short", book.styles("label"))
        _write_lines(book, sheet, row + 1, _LAMBDA)
        return row + 2
    if not flavour.has_functions:
        status = f"Not needed: plain formulas over the catalog of {load().label}"
        sheet.write_string(row, 1, status, book.styles("output"))
        return row + 1
    answer = str(FUNCTIONS["PLMVERSION"]())
    absent = f"The functions do not answer here. They need {flavour.needs}."
    if flavour.macros:
        absent = "The functions do not answer. The next line says why; plm-ratios excel doctor looks further."
    book.call(sheet, row, 1, Computed(f'=IFERROR(PLMVERSION(),"{absent}")', answer), "output")
    if flavour.lite:
        sheet.write_string(row + 1, 0, "xlwings Lite", book.styles("label"))
        _write_lines(book, sheet, row + 1, _LITE)
        return row + 2
    if not flavour.macros:
        return row + 1
    book.name(ADD_IN_VERSION, sheet, row, 1)
    sheet.write_string(row + 1, 0, "Python", book.styles("label"))
    _write_lines(book, sheet, row + 1, _NOTHING_RUN)
    book.name(STATUS, sheet, row + 1, 1)
    excel_parts.write_buttons(book, sheet, row + 2, 1)
    return row + 3


def _write_lines(book: WorkbookBuilder, sheet: Worksheet, row: int, text: str) -> None:
    """Write a text in as many lines as it needs."""
    sheet.write_string(row, 1, text, book.styles("status"))
    book.fit_row(sheet, row, [(text, _WIDTHS[1])])
