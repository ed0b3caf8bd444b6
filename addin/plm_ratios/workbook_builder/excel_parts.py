"""Parts of workbooks for Excel only; with macros: two hidden sheets, the buttons, and the VBA project."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ..hosts.excel import hidden_sheets, project
from ..hosts.excel.workbook_names import SETTINGS_SHEET, XLWINGS_PROPERTY

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from .book import WorkbookBuilder

# The version of Excel's calculation engine that would write this file. An engine that is not newer
# keeps the stored values when it opens the file, and does not ask to save on closing.
_CALCULATION_ENGINE = 191029

_BUTTON_WIDE, _BUTTON_HIGH, _BUTTON_GAP = 150, 28, 12  # pixels


def write_settings(book: WorkbookBuilder) -> None:
    """Add the hidden sheet that xlwings reads; its rows begin in A1, names left and values right."""
    sheet = _hidden_sheet(book, SETTINGS_SHEET, (32, 36, 90))
    for row, (name, value, meaning) in enumerate(hidden_sheets.settings_rows()):
        sheet.write_string(row, 0, name, book.styles("label"))
        book.write(sheet, row, 1, value if value != "" else None, "input")
        sheet.write_string(row, 2, meaning, book.styles("message"))


def write_help(book: WorkbookBuilder) -> None:
    """Add the hidden sheet from which the add-in Excel-DNA IntelliSense shows help while the user types."""
    sheet = _hidden_sheet(book, hidden_sheets.HELP_SHEET, (16, 60))
    for row, texts in enumerate(hidden_sheets.help_rows()):
        sheet.write_row(row, 0, texts)


def write_buttons(book: WorkbookBuilder, sheet: Worksheet, row: int, column: int) -> None:
    """Put the buttons of the sheet Start side by side into a row of their height."""
    buttons = (
        ("Recalculate", "PlmRecalculate", "Connects to Python again and calculates this workbook anew."),
        ("Check set-up", "PlmCheckSetup", "Looks at this machine and writes below what it found."),
    )
    sheet.set_row_pixels(row, _BUTTON_HIGH + _BUTTON_GAP)
    for place, button in enumerate(buttons):
        _write_button(sheet, row, column, place, *button)


def write_export_button(book: WorkbookBuilder, sheet: Worksheet, row: int, column: int) -> None:
    """Put the button of the sheet Slide into a cell."""
    about = "Writes the comparison as a PowerPoint file beside this workbook, and says below how that went."
    _write_button(sheet, row, column, 0, "Export slides", "PlmExportSlides", about)


def _write_button(
    sheet: Worksheet, row: int, column: int, place: int, caption: str, macro: str, about: str
) -> None:
    options = {
        "macro": macro,
        "caption": caption,
        "description": about,
        "width": _BUTTON_WIDE,
        "height": _BUTTON_HIGH,
        "x_offset": place * (_BUTTON_WIDE + _BUTTON_GAP),
        "y_offset": _BUTTON_GAP // 2,
    }
    sheet.insert_button(row, column, options)


def finish(book: WorkbookBuilder) -> None:
    """Insert the VBA project; to be called after the last sheet was added."""
    workbook = book.workbook
    sheets = workbook.worksheets()
    workbook.set_custom_property(XLWINGS_PROPERTY, project.xlwings_version())
    workbook.set_vba_name(project.WORKBOOK_MODULE)
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(project.sheet_module(number))
    workbook.add_vba_project(io.BytesIO(project.project(len(sheets))), is_stream=True)


def keep_values(book: WorkbookBuilder) -> None:
    """Make Excel show the stored values until the functions answer."""
    book.workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
    book.workbook.calc_on_load = False


def _hidden_sheet(book: WorkbookBuilder, name: str, widths: tuple[float, ...]) -> Worksheet:
    sheet = book.workbook.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.hide()
    return sheet
