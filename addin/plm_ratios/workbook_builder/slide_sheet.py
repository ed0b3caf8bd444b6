"""The sheet Slide: the comparison as a page to present, with formulas over the sheet Compare.

It shows the models that have a number on the chosen basis, the largest first, and names the others in a line.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison, compare, largest_first
from ..comparison.findings import BY_BASIS
from ..comparison.rows import RowRequest
from ..comparison.slide_layout import MOST
from ..hosts.excel.workbook_names import EXPORT_REPORT
from ..version import __version__
from . import compare_sheet, excel_parts, slide_page
from .book import Computed, WorkbookBuilder
from .charts import Cells
from .inputs import Inputs
from .slide_page import FIRST_ROW, TABLE_COLUMN
from .slide_rows import HELPERS, NOT_USABLE, SlideRows

SHEET = "Slide"
_UNUSABLE = "The basis, the average length or the target on the sheet Compare cannot be used; it says why."
_NO_RATIO = "No ratio is shown before all three inputs can be used."
_NOTHING_YET = "The button Export slides writes a PowerPoint file beside this workbook."
_MISSING = "No number on this basis: "
_MORE = "and {} more on the sheet Compare; plm-ratios export shows all"
_MISSING_LETTERS = 170  # that fit on the line with the letters before them


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet; in a workbook with macros also its button, next to the page."""
    compared = compare(
        [RowRequest(model) for model in inputs.models], inputs.basis, inputs.avglen, inputs.target
    )
    rows = SlideRows(compared)
    content = slide_page.Content(
        title=_title(compared, rows),
        subtitle=_subtitle(compared),
        rows=[rows.shown(number) for number in range(MOST)],
        more=_more(compared, rows),
        notes=[_missing(compared, rows), _footnote(compared, rows)],
        chart=_chart_cells(compared),
    )
    sheet = slide_page.write(book, SHEET, content)
    _write_helpers(book, sheet, rows)
    if book.flavour.macros:
        excel_parts.write_export_button(book, sheet, FIRST_ROW - 1, slide_page.ASIDE)
        book.write(sheet, FIRST_ROW, slide_page.ASIDE, _NOTHING_YET, "message")
        book.name(EXPORT_REPORT, sheet, FIRST_ROW, slide_page.ASIDE)


def _write_helpers(book: WorkbookBuilder, sheet: Worksheet, rows: SlideRows) -> None:
    """Write the cells that table and chart read, far from the page."""
    for place, (caption, said) in enumerate(zip(compare_sheet.captions(), rows.captions)):
        formula = f'=IF(InputsOk,{caption},"{NOT_USABLE}")'
        book.write(sheet, place, HELPERS, Computed(formula, said), "message")
    for (row, column), cell in rows.helpers().items():
        book.write(sheet, row, column, cell, "message")


def _chart_cells(compared: Comparison) -> Cells:
    return Cells(
        SHEET,
        rows=(FIRST_ROW, FIRST_ROW + min(MOST, len(compared.rows)) - 1),
        names=TABLE_COLUMN,
        values=HELPERS + SlideRows.VALUE,
        target=HELPERS + SlideRows.TARGET,
        captions=((0, HELPERS), (1, HELPERS)),
    )


def _title(compared: Comparison, rows: SlideRows) -> Computed:
    """What is shown of what, in numbers."""
    count, drawn = len(compared.rows), len(compared.drawn)
    kind = f'IF({rows.other}>0,"","protein ")'
    basis = 'IF(Basis="sequences","{sequences}",IF(Basis="unique","{unique}","{seen}"))'.format(**BY_BASIS)
    number = f'IF({rows.missing}>0,", "&({rows.count}-{rows.missing})&" with a number "&{basis},"")'
    said = f'"Tokens per parameter of "&{rows.count}&" "&{kind}&"language model"&IF({rows.count}=1,"","s")'
    value = f"Tokens per parameter of {count} {_kind(compared)}{'' if count == 1 else 's'}"
    value += f", {drawn} with a number {BY_BASIS[compared.basis]}" if drawn < count else ""
    return Computed(f"={said}&{number}", value)


def _kind(compared: Comparison) -> str:
    """What all of the models are: those of DNA are language models, but not of proteins."""
    of_dna = any(row.model is not None and row.model.kind == "dna" for row in compared.rows)
    return "language model" if of_dna else "protein language model"


def _subtitle(compared: Comparison) -> Computed:
    basis, target = compare_sheet.captions()
    return Computed(f'=IF(InputsOk,{basis}&"; "&{target},"{_UNUSABLE}")', captions.subtitle(compared))


def _more(compared: Comparison, rows: SlideRows) -> Computed:
    """The number of models that have a number and no row here."""
    more = len(compared.drawn) - MOST
    before, _, after = _MORE.partition("{}")
    formula = f'=IF({rows.drawn}>{MOST},"{before}"&({rows.drawn}-{MOST})&"{after}","")'
    return Computed(formula, _MORE.format(more) if more > 0 else "")


def _missing(compared: Comparison, rows: SlideRows) -> Computed:
    """The models without a number on the basis, as many as fit."""
    names, said = rows.missing_names, ", ".join(row.name for row in compared.missing)
    long = f'IF(LEN({names})>{_MISSING_LETTERS},LEFT({names},{_MISSING_LETTERS})&" ...",{names})'
    shown = said if len(said) <= _MISSING_LETTERS else f"{said[:_MISSING_LETTERS]} ..."
    return Computed(f'=IF({names}="","","{_MISSING}"&{long})', f"{_MISSING}{shown}" if said else "")


def _footnote(compared: Comparison, rows: SlideRows) -> Computed:
    used = (
        f'"Basis: "&Basis&" ("&{compare_sheet.basis_meaning()}&"). Average length: "&AverageLength&" '
        f'residues. Target: "&Target&" tokens per parameter."'
    )
    formula = f'=IF(InputsOk,{used},"{_NO_RATIO}")&" Catalog {load().label}, plm-ratios {__version__}."'
    if load().user_entries:
        formula += f'&IF({rows.marked}>0," {captions.USER_MARK_MEANING}","")'
    shown = largest_first(compared).drawn[:MOST]
    return Computed(formula, captions.footnote(compared._replace(rows=shown)))
