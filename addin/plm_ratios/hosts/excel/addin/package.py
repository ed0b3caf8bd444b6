"""Writes plm_ratios.xlam: byte for byte the same from the same source and catalog.

XlsxWriter writes a workbook with macros. What makes it an add-in is compared with add-ins that work in the
field, those that xlwings ships: the type of its main part, its window, which is hidden, and where its ribbon
is declared.
"""

from __future__ import annotations

import datetime
import io
import tempfile
from importlib.resources import files
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ....catalog import load
from ....ooxml.package import CONTENT_TYPES, Package, rels_of
from ....ooxml.xml_edits import append
from ....version import __version__
from .. import hidden_sheets
from ..project import WORKBOOK_MODULE, sheet_module, xlwings_version
from ..workbook_names import EDITION_PROPERTY, VERSION_PROPERTY, XLWINGS_PROPERTY
from . import argument_help, lists, project

TITLE = "plm-ratios"
DESCRIPTION = "Tokens per parameter of protein language models: functions for every workbook"

_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADD_IN = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_MAIN = "xl/workbook.xml"
_RIBBON = "customUI/customUI.xml"
_RIBBON_RELATIONSHIP = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_CALCULATION_ENGINE = 191029  # see workbook_builder/excel_parts.py


def content() -> bytes:
    """The add-in with the models of the catalog, those that the user added among them."""
    with tempfile.TemporaryDirectory(prefix="plm-ratios-addin-") as folder:
        path = Path(folder) / "workbook.xlsm"
        _write_workbook(path)
        package = Package.open(path)
    _replace(package, CONTENT_TYPES, _WITH_MACROS, _ADD_IN)
    _replace(package, _MAIN, b"<workbookView ", b'<workbookView visibility="hidden" ')
    package.parts[_MAIN] = append(package.parts[_MAIN], "workbook", argument_help.extension())
    declared = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_RELATIONSHIP}" Target="{_RIBBON}"/>'
    package.parts[rels_of("")] = append(package.parts[rels_of("")], "Relationships", declared)
    package.add(_RIBBON, ribbon().encode("utf-8"))
    written = io.BytesIO()
    package.write(written)
    return written.getvalue()


def ribbon() -> str:
    """The markup of the tab."""
    return (files(__package__) / "ribbon.xml").read_text(encoding="utf-8")


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        edition = load().edition
        workbook.set_properties(
            {
                "title": TITLE,
                "comments": DESCRIPTION,
                "author": "plm-ratios",
                # A fixed date: the same source gives the same bytes on any day.
                "created": datetime.datetime.fromisoformat(f"{edition}T00:00:00+00:00"),
            }
        )
        workbook.set_custom_property(VERSION_PROPERTY, __version__)
        workbook.set_custom_property(EDITION_PROPERTY, edition)
        workbook.set_custom_property(XLWINGS_PROPERTY, xlwings_version())
        workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
        workbook.calc_on_load = False
        sheets = {hidden_sheets.SETTINGS_SHEET: hidden_sheets.settings_rows()}
        sheets[hidden_sheets.HELP_SHEET] = hidden_sheets.help_rows()
        for name, rows in {**sheets, **lists.sheets()}.items():
            _write_sheet(workbook.add_worksheet(name), rows)
        workbook.set_vba_name(WORKBOOK_MODULE)
        for number, sheet in enumerate(workbook.worksheets(), 1):
            sheet.set_vba_name(sheet_module(number))
        binary = project.binary(len(workbook.worksheets()))
        workbook.add_vba_project(io.BytesIO(binary), is_stream=True)


def _write_sheet(sheet: Worksheet, rows: hidden_sheets.Rows) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                sheet.write_string(number, place, cell)
            elif cell is not None and cell != "":
                sheet.write(number, place, cell)


def _replace(package: Package, part: str, old: bytes, new: bytes) -> None:
    before, found, after = package.parts[part].partition(old)
    assert found, f"{part} has no {old!r}"
    package.parts[part] = before + new + after
