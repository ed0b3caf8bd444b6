"""One open spreadsheet, as the driver serves it; runs under a Python that can import uno.

Values cross to the session as JSON: numbers, texts, null for an empty cell, {"error": "#N/A"} for an
error, and rows as lists.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import uno

from plm_ratios.hosts.calc.driver_office import Office, OfficeFailed, properties
from plm_ratios.hosts.calc.values import error_text

_FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "pdf": "calc_pdf_Export"}
_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_FORMULA_OF_ERROR = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#NUM!": "=10^1000",
    "#VALUE!": '="text"*1',
    "#REF!": '=INDIRECT("none")',
    "#NAME?": "=NOSUCHNAME",
}
_CHART = "12DCAE26-281F-416F-A234-C3086127382E"  # LibreOffice's class of charts


class Document:
    """A spreadsheet of the office. Addresses are as typed ("A1", "C1:C9"), sheets go by name."""

    def __init__(self, office: Office, path: str | None, macros: bool = False) -> None:
        self._office = office
        self._model = office.load(Path(path).as_uri() if path else "private:factory/scalc", macros)
        self._sheets: dict[str, Any] = {}  # every object of the office costs several round trips to get

    def close(self) -> None:
        self._model.close(True)

    def sheets(self) -> list[str]:
        return list(self._model.Sheets.ElementNames)

    def add_sheet(self, sheet: str) -> None:
        self._model.Sheets.insertNewByName(sheet, self._model.Sheets.Count)

    def set(self, sheet: str, address: str, value: Any) -> None:
        """Puts a value into a cell, or rows of values into a range that begins at a cell."""
        if not isinstance(value, list):
            self._set_cell(self._first(sheet, address), value)
            return
        first = self._range(sheet, address).RangeAddress
        wide = max(len(row) for row in value)
        target = self._sheet(sheet).getCellRangeByPosition(
            first.StartColumn, first.StartRow, first.StartColumn + wide - 1, first.StartRow + len(value) - 1
        )
        # An empty text leaves a cell empty here; None would make it #N/A.
        plain = [[cell if isinstance(cell, (float, int, str)) else "" for cell in row] for row in value]
        target.setDataArray(tuple(tuple(row) + ("",) * (wide - len(row)) for row in plain))
        for y, row in enumerate(value):
            for x, cell in enumerate(row):
                if isinstance(cell, (bool, dict)):  # the two that a data array cannot hold
                    self._set_cell(target.getCellByPosition(x, y), cell)

    def formula(self, sheet: str, address: str, formula: str) -> None:
        self._first(sheet, address).setFormula(formula)

    def fill(self, sheet: str, address: str, formula: str) -> None:
        """Puts a formula into the first cell of a column and fills it down, as dragging it does."""
        self.formula(sheet, address, formula)
        column = self._range(sheet, address)
        column.fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)

    def array(self, sheet: str, address: str, formula: str) -> None:
        self._range(sheet, address).setArrayFormula(formula)

    def formulas(self, sheet: str, address: str) -> list[list[str]]:
        """The formulas of a range as Calc stores them; the content of other cells."""
        return [list(row) for row in self._range(sheet, address).getFormulaArray()]

    def values(self, sheet: str, address: str) -> list[list[Any]]:
        """The values of a range. The data come in one call, and which cells are empty or errors in one
        each; only what error a cell holds must be asked of each, about a millisecond a time."""
        wanted = self._range(sheet, address)
        top, left = wanted.RangeAddress.StartRow, wanted.RangeAddress.StartColumn
        rows = [list(row) for row in wanted.getDataArray()]
        for y, x in _cells(wanted.queryEmptyCells(), top, left):
            rows[y][x] = None
        for y, x in _cells(wanted.queryFormulaCells(_ERRORS), top, left):
            rows[y][x] = {"error": error_text(wanted.getCellByPosition(x, y).getError())}
        return rows

    def shown(self, sheet: str, address: str) -> list[list[str]]:
        """What the cells of a range show, formatted: nothing where they are empty, and of all others each
        must be asked, about two milliseconds a time."""
        wanted = self._range(sheet, address)
        top, left = wanted.RangeAddress.StartRow, wanted.RangeAddress.StartColumn
        columns = range(wanted.Columns.Count)
        empty = set(_cells(wanted.queryEmptyCells(), top, left))
        return [
            ["" if (y, x) in empty else wanted.getCellByPosition(x, y).String for x in columns]
            for y in range(wanted.Rows.Count)
        ]

    def calculate(self) -> float:
        """Calculates every formula again; returns the seconds it took."""
        began = time.perf_counter()
        self._office.run(self._model.calculateAll)
        return time.perf_counter() - began

    def set_page(self, sheet: str, width: int, height: int, across: int, down: int) -> None:
        """Puts a sheet onto one page of a size, with margins at the sides and above and below, all in
        hundredths of a millimetre; without header and footer, which would take room from it."""
        styles = self._model.StyleFamilies.getByName("PageStyles")
        style = styles.getByName(self._sheet(sheet).PageStyle)
        wanted = {
            "HeaderIsOn": False,
            "FooterIsOn": False,
            "IsLandscape": width > height,
            "Width": width,
            "Height": height,
            **dict.fromkeys(("LeftMargin", "RightMargin"), across),
            **dict.fromkeys(("TopMargin", "BottomMargin"), down),
            "ScaleToPagesX": 1,
            "ScaleToPagesY": 1,
        }
        for name, value in wanted.items():
            style.setPropertyValue(name, value)

    def save(self, path: str, kind: str) -> None:
        if kind not in _FILTERS:
            raise OfficeFailed(f'Calc cannot save as "{kind}" here; choose one of {", ".join(_FILTERS)}.')
        self._model.storeToURL(Path(path).as_uri(), properties({"FilterName": _FILTERS[kind]}))

    def chart_png(self, sheet: str, path: str, width: int, number: int) -> None:
        """Draws a chart of a sheet as a picture `width` pixels wide, in its own proportions."""
        shapes = self._sheet(sheet).DrawPage
        charts = [shape for shape in map(shapes.getByIndex, range(shapes.Count)) if _is_chart(shape)]
        if not 0 <= number < len(charts):
            raise OfficeFailed(
                f'Sheet "{sheet}" has {len(charts)} charts, so there is no number {number + 1}.'
            )
        size = charts[number].Size
        pixels = properties({"PixelWidth": width, "PixelHeight": round(width * size.Height / size.Width)})
        drawing = self._office.create("com.sun.star.drawing.GraphicExportFilter")
        drawing.setSourceDocument(charts[number])
        options = {
            "URL": Path(path).as_uri(),
            "MediaType": "image/png",
            "FilterData": uno.Any("[]com.sun.star.beans.PropertyValue", pixels),
        }
        if not drawing.filter(properties(options)):
            raise OfficeFailed(f'Calc could not draw the chart of sheet "{sheet}".')

    def evaluate(self, formula: str) -> Any:
        """The value of a formula typed into an empty sheet; rows where it gives more than one."""
        sheet = self._model.Sheets.getByIndex(0)
        sheet.clearContents(0x3FF)
        height, width = (self._size(sheet, f"={count}({formula[1:]})") for count in ("ROWS", "COLUMNS"))
        if height * width == 1:
            sheet.getCellByPosition(0, 0).Formula = formula
            return self.values(sheet.Name, "A1")[0][0]
        target = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1)
        target.ArrayFormula = formula
        return self.values(sheet.Name, target.AbsoluteName.rpartition(".")[2])

    @staticmethod
    def _size(sheet: Any, formula: str) -> int:
        """What a formula counts, in array mode, where ranges are not cut down to one cell; 1 for errors."""
        cell = sheet.getCellRangeByName("A1")
        cell.ArrayFormula = formula
        counted = int(cell.getCellByPosition(0, 0).Value) or 1
        cell.ArrayFormula = ""
        return counted

    @staticmethod
    def _set_cell(cell: Any, value: Any) -> None:
        if value is None:
            cell.Formula = ""
        elif isinstance(value, dict):
            cell.Formula = _FORMULA_OF_ERROR[value["error"]]
        elif isinstance(value, bool):
            cell.Formula = f"={str(value).upper()}()"
        elif isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def _sheet(self, name: str) -> Any:
        if name not in self._sheets:
            if not self._model.Sheets.hasByName(name):
                raise OfficeFailed(f'There is no sheet "{name}". There are: {", ".join(self.sheets())}.')
            self._sheets[name] = self._model.Sheets.getByName(name)
        return self._sheets[name]

    def _first(self, sheet: str, address: str) -> Any:
        """The first cell of a range."""
        return self._range(sheet, address.partition(":")[0])

    def _range(self, sheet: str, address: str) -> Any:
        try:
            return self._sheet(sheet).getCellRangeByName(address)
        except uno.getClass("com.sun.star.uno.RuntimeException") as error:
            raise OfficeFailed(f'"{address}" is not the address of a cell or range.') from error


def _cells(ranges: Any, top: int, left: int) -> Any:
    """Row and column, counted from a corner, of every cell of some ranges."""
    for found in ranges.RangeAddresses:
        for row in range(found.StartRow, found.EndRow + 1):
            for column in range(found.StartColumn, found.EndColumn + 1):
                yield row - top, column - left


def _is_chart(shape: Any) -> bool:
    return bool(shape.supportsService("com.sun.star.drawing.OLE2Shape") and shape.CLSID.upper() == _CHART)
