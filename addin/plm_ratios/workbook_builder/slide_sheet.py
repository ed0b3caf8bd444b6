"""The sheet Slide: the comparison as a page to present, with formulas over the sheet Compare."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from .. import formatting
from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison, compare
from ..comparison.rows import RowRequest
from ..comparison.slide_layout import HEADERS, MOST
from ..hosts.excel.workbook_names import EXPORT_REPORT
from ..version import __version__
from . import compare_sheet, excel_parts, slide_page
from .book import Computed, WorkbookBuilder, literally
from .catalog_sheets import BUNDLED, CATALOG_TABLE, ORIGIN
from .inputs import Inputs
from .slide_page import FIRST_ROW, LAST_ROW, TABLE_COLUMN

SHEET = "Slide"
_MODELS = f"{compare_sheet.TABLE}[Model]"
_COUNT = f'SUMPRODUCT(({_MODELS}<>"")*1)'
_NAMES = xl_range_abs(FIRST_ROW, TABLE_COLUMN, LAST_ROW, TABLE_COLUMN)
_UNUSABLE = "The basis, the average length or the target on the sheet Compare cannot be used; it says why."
_NOTHING_YET = "The button Export slides writes a PowerPoint file beside this workbook."


def write(book: WorkbookBuilder, inputs: Inputs) -> None:
    """Add the sheet; in a workbook with macros also its button, next to the page."""
    compared = compare(
        [RowRequest(model) for model in inputs.models], inputs.basis, inputs.avglen, inputs.target
    )
    content = slide_page.Content(
        title=_title(compared),
        subtitle=_subtitle(compared),
        rows=[_row(compared, number) for number in range(MOST)],
        more=_more(compared),
        notes=[_footnote(compared)],
        chart=compare_sheet.chart_cells(book, min(MOST, len(inputs.models))),
    )
    sheet = slide_page.write(book, SHEET, content)
    if book.flavour.macros:
        excel_parts.write_export_button(book, sheet, FIRST_ROW - 1, slide_page.ASIDE)
        book.write(sheet, FIRST_ROW, slide_page.ASIDE, _NOTHING_YET, "message")
        book.name(EXPORT_REPORT, sheet, FIRST_ROW, slide_page.ASIDE)


def _title(compared: Comparison) -> Computed:
    count = len(compared.rows)
    models = f'{_COUNT}&IF({_COUNT}=1," protein language model"," protein language models")'
    said = f"{count} protein language model{'' if count == 1 else 's'}"
    return Computed(f'="Tokens per parameter of "&{models}', f"Tokens per parameter of {said}")


def _subtitle(compared: Comparison) -> Computed:
    basis, target = compare_sheet.captions()
    return Computed(f'=IF(InputsOk,{basis}&"; "&{target},"{_UNUSABLE}")', captions.subtitle(compared))


def _row(compared: Comparison, number: int) -> list[Any]:
    """The cells that show a row of the table Comparison; #N/A as words, other errors unchanged."""
    model = xl_rowcol_to_cell(FIRST_ROW + number, TABLE_COLUMN, col_abs=True)
    named = f'=IF(ROWS({_MODELS})<{number + 1},"",{_marked(f"INDEX({_MODELS},{number + 1})")})'

    def cell(header: str, missing: str) -> str:
        found = f"INDEX({compare_sheet.TABLE}[{header}],{number + 1})"
        return f'=IF({model}="","",IF(ISNA({found}),"{missing}",{found}))'

    formulas = [named, *(cell(header, formatting.NONE) for header in HEADERS[1:-1])]
    formulas.append(cell(HEADERS[-1], captions.NO_NUMBER))
    values: list[Any] = [""] * len(HEADERS)
    if number < len(compared.rows):
        row = compared.rows[number]
        numbers = (row.parameters, row.ratio, row.times_target)
        values = [
            captions.name(row),
            *(formatting.NONE if each is None else each for each in numbers),
            row.verdict or captions.NO_NUMBER,
        ]
    return [Computed(formula, value) for formula, value in zip(formulas, values)]


def _marked(name: str) -> str:
    """The name, marked if the model is the user's own according to the sheet Catalog."""
    if not load().user_entries:
        return f'{name}&""'
    origin = f"INDEX({CATALOG_TABLE}[{ORIGIN}],MATCH({literally(name)},{CATALOG_TABLE}[Model],0))"
    return f'{name}&IF(IFERROR({origin},"{BUNDLED}")="{BUNDLED}",""," {captions.USER_MARK}")'


def _more(compared: Comparison) -> Computed:
    """The number of models in the table that have no row here."""
    here = f'SUMPRODUCT(({_NAMES}<>"")*1)'
    more = len(compared.rows) - MOST
    said = "and {} more on the sheet Compare; plm-ratios export shows all"
    before, _, after = said.partition("{}")
    formula = f'=IF({_COUNT}>{here},"{before}"&({_COUNT}-{here})&"{after}","")'
    return Computed(formula, said.format(more) if more > 0 else "")


def _footnote(compared: Comparison) -> Computed:
    formula = (
        f'="Basis: "&Basis&" ("&{compare_sheet.basis_meaning()}&"). Average length: "&AverageLength&" '
        f'residues. Target: "&Target&" tokens per parameter. Catalog {load().label}, '
        f'plm-ratios {__version__}."'
    )
    if load().user_entries:
        marked = f'SUMPRODUCT((RIGHT({_NAMES},2)=" {captions.USER_MARK}")*1)'
        formula += f'&IF({marked}>0," {captions.USER_MARK_MEANING}","")'
    return Computed(formula, captions.footnote(compared._replace(rows=compared.rows[:MOST])))
