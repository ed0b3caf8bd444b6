"""The sheet Start: what this is, three steps, status, and the legend of the cells."""

from __future__ import annotations

from ..catalog import load
from ..functions import FUNCTIONS
from .book import Book, Computed

_SHEETS = (
    ("Compare", "models side by side, on the basis, average length and target of your choice"),
    ("What-if", "your own models: numbers in, ratio and optimum out"),
    ("Catalog", "every model with its preferred numbers"),
    ("Datasets", "training sets and the models trained on them"),
    ("Sources", "every claim with its source, place and quote"),
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


def write(book: Book) -> None:
    """Adds the sheet."""
    sheet = book.sheet(
        "Start",
        "Tokens per parameter of protein language models",
        "How much training data each model had for its size. One model has several honest ratios, "
        "so the basis is always named.",
        (22, 100),
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
    sheet.write_string(row, 0, "Add-in", styles("label"))
    if book.flavour.has_functions:
        answer = str(FUNCTIONS["PLMVERSION"]())
        absent = f"The functions do not answer here. They need {book.flavour.needs}."
        book.write(sheet, row, 1, Computed(f'=IFERROR(PLMVERSION(),"{absent}")', answer), "output")
    else:
        status = f"Not needed: plain formulas over the catalog of {load().edition}"
        sheet.write_string(row, 1, status, styles("output"))
    row += 2
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
