"""The sheet Slide, made inside Excel by the script prepare_slide of xlwings Lite.

In the workbook of plm-ratios the sheet is there from the start, and is shown. In any other workbook it
shows the models that the user selected, with formulas that follow the inputs beside the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable

import xlwings

from ... import formatting
from ...analysis import ratios
from ...catalog import Model, load
from ...catalog.cell_reading import typed
from ...catalog.naming import free_name
from ...comparison import captions, effective
from ...errors import NotAvailable
from ...version import __version__

if TYPE_CHECKING:
    from xlwings import Book, Sheet

SHEET = "Slide"
MOST = 20  # models on a page
HEADERS = ("Model", "Tokens per parameter", "Parameters", "Times target", "Verdict")
CANNOT = (
    "From here, Excel cannot write a PowerPoint file, set up the page to print, or give the chart a "
    "logarithmic axis. For one slide: copy chart and table into PowerPoint; or set Page Layout to landscape "
    "and one page, and save as PDF. For a logarithmic axis: right-click the axis, Format Axis. For a deck "
    "with native charts, sources and footnotes: plm-ratios export --to deck.pptx"
)

_COMPARE, _TABLE = "Compare", "Comparison"  # of the workbook of plm-ratios
_HEADER_ROW, _FIRST = 4, 5
_FOOTNOTE = _FIRST + MOST + 1
_PAGE = f"A1:J{_FOOTNOTE}"
_ASIDE = "L"  # the column of the inputs' labels, beside the page
_BASIS, _LENGTH, _TARGET, _USABLE = "$M$2", "$M$3", "$M$4", "$M$5"
_NOT_USABLE = "input not usable"
# Points, in which Office.js measures columns too. Together the page is 16 : 9, and the chart takes the
# columns G to J beside the table.
_WIDTHS = {"A:A": 165, "B:C": 82, "D:D": 60, "E:E": 140, "F:F": 12, "G:J": 120, "L:L": 100, "M:M": 82}
_HEIGHTS = {"1:1": 36, "2:2": 22, "3:3": 12, "4:4": 48, "5:24": 21, "25:25": 16, "26:26": 18}
_CHART = (480, 468)
_BLUE, _GREY, _INPUT, _WHITE = "#0072B2", "#595959", "#FFCC99", "#FFFFFF"


def prepare(book: Book) -> str:
    """Makes or shows the sheet, and says in a few sentences what was done and what Excel cannot do.

    XlwingsError, with what to do, where no cell with the name of a model is selected.
    """
    if _is_ours(book):
        book.sheets[SHEET].activate()
        return f"The sheet {SHEET} follows the sheet {_COMPARE}. {CANNOT}"
    models, unknown = _selected(book)
    if not models:
        raise xlwings.XlwingsError(
            "No model is selected. Select the cells that hold the models' names, then run the script again."
        )
    sheet = book.sheets.add(_free_name(book), after=book.sheets[len(book.sheets) - 1])
    on_page = sorted(models[:MOST], key=_by_ratio)
    _write_inputs(sheet)
    _write_page(sheet, on_page)
    _add_chart(sheet, len(on_page))
    sheet.activate()
    said = [f"The sheet {sheet.name} shows {len(on_page)} model{'' if len(on_page) == 1 else 's'}."]
    if len(models) > MOST:
        said.append(f"It has room for {MOST}; {len(models) - MOST} are left out.")
    if unknown:
        said.append(f"Left out, because no model is called so: {', '.join(unknown)}.")
    return " ".join([*said, CANNOT])


def _is_ours(book: Book) -> bool:
    """Whether this is the workbook of plm-ratios, which has the sheet already."""
    names = [sheet.name for sheet in book.sheets]
    if SHEET not in names or _COMPARE not in names:
        return False
    return _TABLE in [table.name for table in book.sheets[_COMPARE].tables]


def _selected(book: Book) -> tuple[list[str], list[str]]:
    """The names of the models in the selected cells, each once, and the other texts there."""
    models: dict[str, None] = {}
    unknown: dict[str, None] = {}
    selection = book.selection
    for text in _texts(selection.options(ndim=2).value) if selection else ():
        found = load().find(text)
        if isinstance(found, Model):
            models[found.name] = None
        else:
            unknown[text] = None
    return list(models), list(unknown)


def _by_ratio(name: str) -> float:
    """Sorts the largest ratio on top, and models without one last."""
    try:
        return -ratios.ratio(load().model(name))
    except NotAvailable:
        return 0.0


def _texts(rows: Iterable[Iterable[Any]]) -> list[str]:
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell.strip()]


def _free_name(book: Book) -> str:
    """A name that no sheet has, so that a sheet Slide of the user stays as it is."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    return free_name(SHEET, lambda name: name.casefold() in taken)


def _write_inputs(sheet: Sheet) -> None:
    """The three inputs, right of the page."""
    sheet[f"{_ASIDE}1"].value = "Inputs"
    rows = (
        ("Basis", _BASIS, ratios.BASES[0]),
        ("Average length", _LENGTH, ratios.AVERAGE_LENGTH),
        ("Target", _TARGET, ratios.TARGET),
    )
    for row, (label, cell, value) in enumerate(rows, 2):
        sheet[f"{_ASIDE}{row}"].value = label
        sheet[cell].value = value
        sheet[cell].color = _INPUT
    sheet[_BASIS].data_validation.set_list(list(ratios.BASES))
    sheet[f"{_ASIDE}5"].value = "Inputs usable"
    known = ",".join(f'{_BASIS}="{basis}"' for basis in ratios.BASES)
    numbers = f"AND(ISNUMBER({_LENGTH}),ISNUMBER({_TARGET}))"
    sheet[_USABLE].formula = f"=IF({numbers},IF(AND({_LENGTH}>0,{_TARGET}>0),OR({known}),FALSE),FALSE)"
    sheet[f"{_ASIDE}6"].value = CANNOT
    sheet[f"{_ASIDE}6"].font.color = _GREY


def _write_page(sheet: Sheet, models: list[str]) -> None:
    """Title, subtitle, table and footnote."""
    last = _FIRST + len(models) - 1
    for columns, width in _WIDTHS.items():
        sheet[columns].column_width = width
    for rows, height in _HEIGHTS.items():
        sheet[rows].row_height = height
    sheet["A1"].formula = _title(models)
    sheet["A1"].font.size, sheet["A1"].font.bold, sheet["A1"].font.color = 26, True, _BLUE
    length = (
        f'IF({_BASIS}="sequences"," x "&{_LENGTH}&" residues",'
        f'IF({_BASIS}="effective",", sequences of "&{_LENGTH}&" residues",""))'
    )
    terms = f'"basis: "&{_BASIS}&{length}&"; target: "&{_TARGET}&" tokens per parameter"'
    sheet["A2"].formula = f'=IF({_USABLE},{terms},"The inputs beside the page cannot be used.")'
    sheet["A2"].font.size, sheet["A2"].font.color = 14, _GREY
    sheet[f"A{_HEADER_ROW}:E{_HEADER_ROW}"].value = list(HEADERS)
    header = sheet[f"A{_HEADER_ROW}:E{_HEADER_ROW}"]
    header.color, header.font.color, header.font.bold = _BLUE, _WHITE, True
    # The heading is the name of the bars as well, so it says the basis.
    sheet[f"B{_HEADER_ROW}"].formula = f'="{HEADERS[1]} ("&{_BASIS}&")"'
    header.wrap_text = True
    names = sheet[f"A{_FIRST}:A{last}"]
    names.number_format = "@"  # before the names: they are texts, whatever they look like
    names.value = [[typed(model)] for model in models]
    sheet[f"B{_FIRST}:E{last}"].formula = [_formulas(row) for row in range(_FIRST, last + 1)]
    sheet[f"B{_FIRST}:B{last}"].number_format = formatting.RATIO_FORMAT
    sheet[f"C{_FIRST}:C{last}"].number_format = formatting.COUNT_FORMAT
    sheet[f"D{_FIRST}:D{last}"].number_format = formatting.RATIO_FORMAT
    used = (
        f'"Basis: "&{_BASIS}&IF({_BASIS}="{effective.BASIS}"," ({effective.BEWARE})","")&". Average length: "'
        f'&{_LENGTH}&" residues. Target: "&{_TARGET}&" tokens per parameter."'
    )
    sheet[f"A{_FOOTNOTE}"].formula = (
        f'=IF({_USABLE},{used},"No ratio is shown before all three inputs can be used.")'
        f'&" Catalog {load().label}, plm-ratios {__version__}. =SOURCE() cites each number."'
    )
    sheet[f"A{_FOOTNOTE}"].font.color = _GREY
    sheet[_PAGE].vertical_alignment = "center"
    sheet[f"B{_HEADER_ROW}:D{last}"].horizontal_alignment = "right"
    verdicts = sheet[f"E{_HEADER_ROW}:E{last}"]
    verdicts.horizontal_alignment = "left"
    verdicts.adjust_indent(1)
    sheet[f"A{_HEADER_ROW}:E{last}"].font.size = 12
    sheet.show_gridlines = False
    sheet.page_setup.print_area = _PAGE


def _title(models: list[str]) -> str:
    """A formula: how many models there are, and how many of them have a number."""
    of_others = any(load().model(name).reads_nucleotides for name in models)
    kind = "language model" if of_others else "protein language model"
    count = len(models)
    numbers = f"COUNT(B{_FIRST}:B{_FIRST + count - 1})"
    said = f"Tokens per parameter of {count} {kind}{'' if count == 1 else 's'}"
    return (
        f'="{said}"&IF({_USABLE},IF({numbers}<{count},", "&{numbers}&" with a number on this basis",""),"")'
    )


def _formulas(row: int) -> list[str]:
    """The cells of a row; what no source states is a dash, and the verdict says so or that an input cannot be
    used. Other errors stay what they are: they say that the functions do not answer."""
    model, ratio, none = f"A{row}", f"B{row}", formatting.NONE
    return [
        f'=IF({_USABLE},IFNA(RATIO({model},{_BASIS},{_LENGTH}),"{none}"),"{none}")',
        f'=IFNA(PARAMS({model}),"{none}")',
        f'=IF({ratio}="{none}","{none}",{ratio}/{_TARGET})',
        f'=IF({_USABLE},IF({ratio}="{none}","{captions.NO_NUMBER}",VERDICT({ratio},{_TARGET})),"{_NOT_USABLE}")',
    ]


def _add_chart(sheet: Sheet, models: int) -> None:
    """Bars next to the table, the first model on top."""
    wide, high = _CHART
    chart = sheet.charts.add(width=wide, height=high, anchor=sheet[f"G{_HEADER_ROW}"])
    chart.chart_type = "bar_clustered"
    chart.name = "Tokens per parameter"
    chart.set_source_data(sheet[f"A{_HEADER_ROW}:B{_HEADER_ROW + models}"], plot_by="columns")
    chart.legend.visible = True
    chart.legend.position = "bottom"
    chart.category_axis.reverse_order = True
