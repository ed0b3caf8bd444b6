"""Writes a workbook: cells, formulas with their computed values, and tables.

Every formula is stored with its value, so that previews, phones and Protected View show numbers
before any program has calculated.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from ..catalog import load
from ..characters import in_xml
from ..functions.cells import ERROR_TEXTS, CellError
from ..hosts.excel.workbook_names import EDITION_PROPERTY, VERSION_PROPERTY
from ..version import __version__
from .flavours import Flavour
from .formats import Styles
from .named_lambdas import CommentingWorkbook

# Excel's numbers of paper sizes. Sheets are landscape and one page wide: printed as on the screen.
A3, A4 = 8, 9

_HEADER_HEIGHT = 48  # points: three lines, next to the filter button
_LINE_HEIGHT = 15  # points
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")  # of a character, as files of Excel have it: in a text, it is one
# The unit of a column's width is the width of a zero; letters are narrower.
_LETTERS_PER_WIDTH = 1.1


@dataclass(frozen=True)
class Computed:
    """A formula as a user types it, and its value."""

    formula: str
    value: Any


@dataclass(frozen=True)
class Column:
    """A column of a table. `formula` is the same in every row, with [@[Header]] for this row's cells."""

    header: str
    width: float
    role: str = "data"
    number_format: str = ""
    formula: str = ""
    hidden: bool = False


class ExactWorksheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A worksheet that stores values as Excel does: numbers with all their digits, which XlsxWriter rounds
    to 16; the empty text that a formula shows, whose type XlsxWriter does not write; the error that an array
    formula gives as an error, which XlsxWriter writes as text; and texts that XML can hold."""

    fh: Any  # the output file

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # XlsxWriter searches every formula for thirty functions, but those of a column are all the same.
        return _prepared(formula, expand_future_functions)

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        written = "".join(f' {name}="{value}"' for name, value in attributes)
        self.fh.write(f"<c{written}><v>{number:.17G}</v></c>")

    def _xml_formula_element(
        self, formula: str, result: Any, attributes: Sequence[tuple[str, Any]] = ()
    ) -> None:
        kind = [("t", "str")] if result == "" else []
        if isinstance(result, str):
            result = _ESCAPE.sub(r"_x005F\g<0>", in_xml(result))
        super()._xml_formula_element(in_xml(formula), result, [*attributes, *kind])

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        return int(super()._write_string(row, col, in_xml(string), cell_format))

    def _write_cell(self, row: int, column: int, cell: Any) -> None:
        if getattr(cell, "atype", None) is None or cell.value not in ERROR_TEXTS:
            super()._write_cell(row, column, cell)
            return
        file, self.fh = self.fh, io.StringIO()
        super()._write_cell(row, column, cell)
        file.write(self.fh.getvalue().replace(' t="str"', ' t="e"', 1))
        self.fh = file


@functools.lru_cache(maxsize=4096)
def _prepared(formula: str, expand_future_functions: bool) -> str:
    return str(Worksheet()._prepare_formula(formula, expand_future_functions))


@functools.lru_cache(maxsize=16384)
def _lines(text: str, letters: int) -> int:
    """The number of lines of a wrapped text. The workbooks of a demo have the same texts in all flavours."""
    return len(textwrap.wrap(text, letters))


class WorkbookBuilder:
    """Builds a workbook of one flavour and writes it to a file."""

    def __init__(self, path: Path, flavour: Flavour):
        self.flavour = flavour
        self._path = path
        # In memory: where a disk is full, XlsxWriter leaves its archive open, which ends in a traceback.
        self._written = io.BytesIO()
        self.workbook = CommentingWorkbook(
            self._written, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        )
        self.workbook.worksheet_class = ExactWorksheet
        self.styles = Styles(self.workbook)
        year, month, day = map(int, load().edition.split("-"))
        self.workbook.set_properties(
            {
                "title": "Tokens per parameter of protein language models",
                "subject": f"plm-ratios workbook ({flavour.name})",
                "author": "plm-ratios",
                "comments": f"Catalog edition {load().edition}",
                # A fixed date: the same source gives the same bytes on any day.
                "created": datetime.datetime(year, month, day, tzinfo=datetime.timezone.utc),
            }
        )
        self.workbook.set_size(2400, 1500)
        self.workbook.set_custom_property(VERSION_PROPERTY, __version__)
        self.workbook.set_custom_property(EDITION_PROPERTY, load().edition)

    def save(self) -> None:
        """Writes the file."""
        self.workbook.close()
        self._path.write_bytes(self._written.getbuffer())

    def sheet(
        self, name: str, title: str | Computed, subtitle: str, widths: Sequence[float] = ()
    ) -> Worksheet:
        """Add a sheet with its title in A1, which may be a headline, and a line that says what it is for."""
        sheet = self.page(name)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer(f"&L&F, &A&Cplm-ratios, catalog edition {load().edition}&RPage &P of &N")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 28)
        self.write(sheet, 0, 0, title, "headline" if isinstance(title, Computed) else "title")
        sheet.write_string(1, 0, subtitle, self.styles("subtitle"))
        return sheet

    def page(self, name: str) -> Worksheet:
        """Add a sheet without gridlines, for landscape paper."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        return sheet

    def write(
        self, sheet: Worksheet, row: int, column: int, value: Any, role: str, number_format: str = ""
    ) -> None:
        """Write a value or a Computed formula; for None, only the format."""
        style = self.styles(role, number_format)
        if isinstance(value, Computed):
            sheet.write_formula(row, column, self.formula(value.formula), style, stored(value.value))
        elif value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write(row, column, value, style)

    def array(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        formula: str,
        rows: list[list[Any]],
        role: str = "calculation",
        number_format: str = "",
    ) -> None:
        """Write a formula and the block that its result fills, with every value stored."""
        last = (row + len(rows) - 1, column + len(rows[0]) - 1)
        style = self.styles(role, number_format)
        write = sheet.write_dynamic_array_formula if self.flavour.spills else sheet.write_array_formula
        write(row, column, *last, self.formula(formula), style, stored(rows[0][0]))
        for y, cells in enumerate(rows):
            for x, cell in enumerate(cells):
                if (y, x) != (0, 0):
                    sheet.write(row + y, column + x, stored(cell), style)

    def call(
        self, sheet: Worksheet, row: int, column: int, cell: Computed, role: str, number_format: str = ""
    ) -> None:
        """Write a formula that calls our functions, outside of tables.

        In versions with dynamic arrays, Excel shows any other formula as =@RATIO(...), in case the
        function returns several cells; copied elsewhere, that would return only one of them.
        """
        if isinstance(cell.value, CellError):
            cell = Computed(self.flavour.guarded(cell.formula), cell.value)
        if self.flavour.spills:
            self.array(sheet, row, column, cell.formula, [[cell.value]], role, number_format)
        else:
            self.write(sheet, row, column, cell, role, number_format)

    def table(
        self, sheet: Worksheet, row: int, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Add an Excel table with its header at `row`; cells of formula columns are Computed values."""
        options = {
            "name": name,
            "style": "Table Style Light 1",
            "autofilter": True,
            "columns": [self._column(column, name) for column in columns],
        }
        sheet.set_row(row, _HEADER_HEIGHT)
        sheet.add_table(row, 0, row + len(rows), len(columns) - 1, options)
        for x, column in enumerate(columns):
            sheet.set_column(x, x, column.width, None, {"hidden": column.hidden})
            formula = self._in_a_row(column, name)
            for y, cells in enumerate(rows, 1):
                cell = Computed(formula, cells[x]) if formula else cells[x]
                self.write(sheet, row + y, x, cell, column.role, column.number_format)
        wrapped = [(x, column.width) for x, column in enumerate(columns) if column.role == "data"]
        for y, cells in enumerate(rows, row + 1) if wrapped else ():
            self.fit_row(sheet, y, [(str(cells[x] or ""), width) for x, width in wrapped])

    def name(self, name: str, sheet: Worksheet, row: int, column: int, last_row: int | None = None) -> None:
        """Define a name for a cell, or for a column of cells."""
        cells = xl_range_abs(row, column, row if last_row is None else last_row, column)
        self.workbook.define_name(name, f"={quote_sheetname(sheet.get_name())}!{cells}")

    def _column(self, column: Column, table: str) -> dict[str, Any]:
        options: dict[str, Any] = {"header": column.header, "header_format": self.styles("header")}
        if column.formula:
            options["formula"] = self.formula(self._in_a_row(column, table))
        return options

    def _in_a_row(self, column: Column, table: str) -> str:
        """The formula of a column's cells; "" for one without."""
        return this_row(self.flavour.guarded(column.formula), table) if column.formula else ""

    def fit_row(self, sheet: Worksheet, row: int, cells: Sequence[tuple[str, float]]) -> None:
        """Make a row as high as its wrapped texts need, each passed with the width of its column."""
        lines = max(_lines(text, int(width * _LETTERS_PER_WIDTH)) for text, width in cells)
        sheet.set_row(row, _LINE_HEIGHT * max(1, lines))

    def formula(self, text: str) -> str:
        """A formula as stored in this flavour."""
        return self.flavour.formula(text)


def this_row(formula: str, table: str) -> str:
    """[@[Header]] as stored in files: Table[[#This Row],[Header]]."""
    return formula.replace("[@", f"{table}[[#This Row],")


def literally(text: str) -> str:
    """A text for MATCH with * ? ~ escaped, since it would read them as wildcards and match other texts."""
    for wildcard in "~*?":
        text = f'SUBSTITUTE({text},"{wildcard}","~{wildcard}")'
    return text


def stored(value: Any) -> Any:
    """A result as XlsxWriter stores it with a formula."""
    if isinstance(value, CellError):
        return str(value)
    return "" if value is None else value
