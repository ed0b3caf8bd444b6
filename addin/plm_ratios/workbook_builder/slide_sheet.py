"""The sheet Slide: the comparison as a page to present, with formulas over the sheet Compare.

It shows the models that have a number on the chosen basis, the largest first, and names the others in a line.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison, compare, largest_first
from ..comparison.findings import headline
from ..comparison.rows import RowRequest
from ..comparison.slide_layout import MOST
from ..hosts.excel.workbook_names import EXPORT_REPORT
from ..version import __version__
from . import compare_sheet, excel_parts, slide_page
from .book import Computed, WorkbookBuilder
from .inputs import Inputs
from .slide_page import FIRST_ROW, TABLE_COLUMN
from .slide_rows import HELPERS, LAST_HELPER, SlideRows

SHEET = "Slide"
_LABEL = "Tokens per parameter"
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
        title=_title(compared),
        subtitle=_subtitle(compared, rows),
        rows=[rows.shown(number) for number in range(MOST)],
        more=_more(compared, rows),
        notes=[_missing(compared, rows), _footnote(compared, rows)],
        chart=_bars(compared),
    )
    sheet = slide_page.write(book, SHEET, content)
    _write_helpers(book, sheet, rows)
    if book.flavour.macros:
        excel_parts.write_export_button(book, sheet, FIRST_ROW - 1, slide_page.ASIDE)
        book.write(sheet, FIRST_ROW, slide_page.ASIDE, _NOTHING_YET, "message")
        book.name(EXPORT_REPORT, sheet, FIRST_ROW, slide_page.ASIDE)


def finding(compared: Comparison) -> str:
    """The headline as a title: how many models are near the target, or what one has.

    >>> from ..comparison.rows import RowRequest
    >>> finding(compare([RowRequest(name) for name in ("ESM-2 15B", "ProGen2-large", "ProGen2-xlarge")]))
    '1 of 3 models is within a factor of 2 of 20 tokens per parameter by sequences'
    """
    said = headline(compared) + " "
    return said[: min(f"{said};".index(";"), said.index(". "))]


def _write_helpers(book: WorkbookBuilder, sheet: Worksheet, rows: SlideRows) -> None:
    """Write the cells that table and chart read, in hidden columns far from the page."""
    for (row, column), cell in rows.helpers().items():
        book.write(sheet, row, column, cell, "message")
    sheet.set_column(HELPERS, LAST_HELPER, None, None, {"hidden": True})


def _title(compared: Comparison) -> Computed:
    """The headline of the sheet Compare without its details."""
    said = f"{compare_sheet.SHEET}!$A$1"
    formula = f'=IF(InputsOk,LEFT({said},MIN(FIND(";",{said}&";"),FIND(". ",{said}&" "))-1),"{_LABEL}")'
    return Computed(formula, finding(compared))


def _subtitle(compared: Comparison, rows: SlideRows) -> Computed:
    """What is shown of what, in numbers, and the terms."""
    basis, target = compare_sheet.captions()
    kind = f'IF({rows.other}>0,"","protein ")&"language model"&IF({rows.count}=1,"","s")'
    number = f'IF({rows.missing}>0,", "&({rows.count}-{rows.missing})&" with a number","")'
    formula = f'=IF(InputsOk,{rows.count}&" "&{kind}&{number}&"; "&{basis}&"; "&{target},"{_UNUSABLE}")'
    count, drawn = len(compared.rows), len(compared.drawn)
    value = f"{count} {_kind(compared)}{'' if count == 1 else 's'}"
    value += f", {drawn} with a number" if drawn < count else ""
    return Computed(formula, f"{value}; {captions.subtitle(compared)}")


def _bars(compared: Comparison) -> slide_page.Bars:
    return slide_page.Bars(min(MOST, len(compared.rows)), TABLE_COLUMN, HELPERS + SlideRows.SEGMENTS)


def _kind(compared: Comparison) -> str:
    """What all of the models are: those of DNA and RNA are language models, but not of proteins."""
    of_others = any(row.model is not None and row.model.reads_nucleotides for row in compared.rows)
    return "language model" if of_others else "protein language model"


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
    return Computed(formula, captions.footnote(compared._replace(rows=shown), units=False))
