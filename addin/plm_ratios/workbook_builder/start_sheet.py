"""The sheet Start: what this is, three steps, status, and the legend of the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog import load
from ..functions import FUNCTIONS
from ..hosts.excel.workbook_names import ADD_IN_VERSION, REPORT, STATUS
from . import excel_parts
from .book import Computed, WorkbookBuilder

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (22, 100)
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

_SHEETS = (
    ("Compare", "models side by side, on the basis, average length and target of your choice"),
    ("Bases", "the same models on all three bases side by side"),
    ("What-if", "your own models: numbers in, ratio and optimum out"),
    ("Claims", "the claims of the essay, tested on every basis, and when their answers change"),
    ("Laws", "a compute budget in, the optimum of each scaling law out, and all models beside them"),
    ("Slide", "the comparison as a page to present, chart and table side by side"),
    ("Catalog", "every model with its preferred numbers"),
    ("Datasets", "training sets and the models trained on them"),
    ("Sources", "every number with its source, place and quote"),
    ("Functions", "one example of each function"),
)
_BASES = (
    ("sequences", "sequences in the training set x average length; high where sequences are short"),
    ("unique", "distinct tokens in the training set, as its authors report them"),
    ("seen", "tokens processed in training, repeats included: the D of C = 6ND"),
)
_STEPS = (
    "Open the sheet Compare and set the basis, the average length and the target.",
    "Pick models from the drop-down in the first column; table and chart follow.",
    "Look up where a number comes from in the column Source, or on the sheet Sources.",
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
    styles = book.styles
    row = 3

    def heading(text: str) -> None:
        nonlocal row
        sheet.write_string(row, 0, text, styles("heading"))
        row += 1

    def line(label: str, text: str, role: str = "text", label_role: str = "label") -> None:
        nonlocal row
        sheet.write_string(row, 0, label, styles(label_role))
        sheet.write_string(row, 1, text, styles(role))
        row += 1

    heading("Three steps")
    for number, step in enumerate(_STEPS, 1):
        line(f"Step {number}", step)
    row += 1
    heading("Status")
    row = _write_status(book, sheet, row) + 1
    heading("What counts as training tokens")
    for basis, meaning in _BASES:
        line(basis, meaning)
    row += 1
    heading("Cells")
    line("Input", "type or choose here", label_role="input")
    line("Calculation", "worked out from the inputs and the catalog", label_role="calculation")
    line("Output", "the results", label_role="output")
    line("#N/A", "no source states this number; the column Source, or =WHY(), says more")
    row += 1
    heading("Sheets")
    for name, purpose in _SHEETS:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles("link"), name)
        sheet.write_string(row, 1, purpose, styles("text"))
        row += 1
    row += 1
    heading("About")
    line(
        "Verdict",
        "within a factor of 2 of the target counts as near optimal; 20 is a rule found for text models",
    )
    line("Edition", f"catalog {load().edition}, licensed CC BY 4.0; code MIT")
    if book.flavour.macros:
        row += 1
        heading("Set-up check")
        book.name(REPORT, sheet, row, 0)
        line("", "The button Check set-up fills this in.", "message")


def _write_lite(book: WorkbookBuilder, sheet: Worksheet, row: int) -> int:
    """Write how xlwings Lite starts the functions, and how to read their code. Returns the row below."""
    sheet.write_string(row, 0, "xlwings Lite", book.styles("label"))
    sheet.write_string(row, 1, _LITE, book.styles("status"))
    book.fit_row(sheet, row, [(_LITE, _WIDTHS[1])])
    return row + 1


def _write_status(book: WorkbookBuilder, sheet: Worksheet, row: int) -> int:
    """Write whether the functions answer. Returns the row below."""
    styles = book.styles
    sheet.write_string(row, 0, "Functions", styles("label"))
    if not book.flavour.has_functions:
        status = f"Not needed: plain formulas over the catalog of {load().label}"
        sheet.write_string(row, 1, status, styles("output"))
        return row + 1
    answer = str(FUNCTIONS["PLMVERSION"]())
    absent = f"The functions do not answer here. They need {book.flavour.needs}."
    if book.flavour.macros:
        absent = "The functions do not answer. The next line says why; plm-ratios excel doctor looks further."
    book.call(sheet, row, 1, Computed(f'=IFERROR(PLMVERSION(),"{absent}")', answer), "output")
    if book.flavour.lite:
        return _write_lite(book, sheet, row + 1)
    if not book.flavour.macros:
        return row + 1
    book.name(ADD_IN_VERSION, sheet, row, 1)
    sheet.write_string(row + 1, 0, "Python", styles("label"))
    sheet.write_string(row + 1, 1, _NOTHING_RUN, styles("status"))
    book.name(STATUS, sheet, row + 1, 1)
    book.fit_row(sheet, row + 1, [(_NOTHING_RUN, _WIDTHS[1])])
    excel_parts.write_buttons(book, sheet, row + 2, 1)
    return row + 3
