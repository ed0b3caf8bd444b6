"""What scripts of xlwings Lite ask Excel to do, done to a workbook of openpyxl.

xlwings sends a list of actions, and its JavaScript carries them out through Office.js. Here those that our
scripts use are carried out on a file, which a real Calc can calculate then. An action that is not known
here, or not to xlwings' own JavaScript, fails.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hosts.lite_stand_in import server_folder

Action = dict[str, Any]


def known_to_xlwings() -> set[str]:
    """The actions that xlwings' JavaScript carries out."""
    scripts = server_folder() / "static" / "js" / "custom-scripts"
    text = (scripts / "index.js").read_text(encoding="utf-8")
    table = text[text.index("let funcs = {") : text.index("Object.assign(globalThis.callbacks, funcs)")]
    return set(re.findall(r"^  (\w+): ", table, re.MULTILINE))


def carry_out(actions: list[Action], book: Workbook) -> None:
    """Does what a script asked for, in its order."""
    known = known_to_xlwings()
    for action in actions:
        assert action["func"] in known, f"xlwings does not know {action['func']}"
        _DOERS[action["func"]](book, action)


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def _sheet(book: Workbook, action: Action) -> Worksheet:
    sheet = book.worksheets[action["sheet_position"]]
    assert isinstance(sheet, Worksheet)
    return sheet


def _cells(book: Workbook, action: Action) -> list[list[Cell]]:
    """The cells of an action, in rows; whole columns as far as the sheet is in use."""
    sheet = _sheet(book, action)
    rows = min(action["row_count"], sheet.max_row)
    first, left = action["start_row"] + 1, action["start_column"] + 1
    return [
        [sheet.cell(first + y, left + x) for x in range(action["column_count"])]  # type: ignore[misc]
        for y in range(rows)
    ]


def _write(book: Workbook, action: Action) -> None:
    sheet, values = _sheet(book, action), action["values"]
    assert len(values) == action["row_count"]
    assert all(len(row) == action["column_count"] for row in values)
    for y, row in enumerate(values, action["start_row"] + 1):
        for x, value in enumerate(row, action["start_column"] + 1):
            sheet.cell(y, x, _stored(value))


def _stored(value: Any) -> Any:
    """A formula as files hold it: functions newer than the format have a mark before their name."""
    return value.replace("IFNA(", "_xlfn.IFNA(") if isinstance(value, str) and value[:1] == "=" else value


def _add_sheet(book: Workbook, action: Action) -> None:
    position, name = action["args"]
    assert name not in book.sheetnames
    book.create_sheet(name, position)


def _font(book: Workbook, action: Action) -> None:
    name, value = action["args"]
    for row in _cells(book, action):
        for cell in row:
            wanted = value.removeprefix("#") if name == "color" else value
            kept = {each: getattr(cell.font, each) for each in ("name", "size", "bold", "color")}
            cell.font = Font(**{**kept, name: wanted})


def _fill(book: Workbook, action: Action) -> None:
    for row in _cells(book, action):
        for cell in row:
            cell.fill = PatternFill("solid", action["args"][0].removeprefix("#"))


def _number_format(book: Workbook, action: Action) -> None:
    for row in _cells(book, action):
        for cell in row:
            cell.number_format = action["args"][0]


def _width(book: Workbook, action: Action) -> None:
    sheet = _sheet(book, action)
    for x in range(action["start_column"], action["start_column"] + action["column_count"]):
        letter = sheet.cell(1, x + 1).column_letter
        sheet.column_dimensions[letter].width = action["args"][0] / 5.25  # points to characters, about


def _height(book: Workbook, action: Action) -> None:
    for y in range(action["row_count"]):
        _sheet(book, action).row_dimensions[action["start_row"] + y + 1].height = action["args"][0]


def _align(cell: Cell, **change: Any) -> None:
    names = ("horizontal", "vertical", "wrap_text", "indent")
    cell.alignment = Alignment(**{**{name: getattr(cell.alignment, name) for name in names}, **change})


def _alignment(book: Workbook, action: Action) -> None:
    name = {"setHorizontalAlignment": "horizontal", "setVerticalAlignment": "vertical"}[action["func"]]
    for row in _cells(book, action):
        for cell in row:
            _align(cell, **{name: action["args"][0].lower()})


def _indent(book: Workbook, action: Action) -> None:
    for row in _cells(book, action):
        for cell in row:
            _align(cell, indent=action["args"][0])


def _wrap(book: Workbook, action: Action) -> None:
    for row in _cells(book, action):
        for cell in row:
            _align(cell, wrap_text=action["args"][0])


def _legend(book: Workbook, action: Action) -> None:
    _, setting, value = action["args"]
    if setting == "position":
        _sheet(book, action)._charts[0].legend.position = value[0].lower()


def _validation(book: Workbook, action: Action) -> None:
    rule, in_cell = action["args"]
    assert rule["type"] == "literal" and in_cell
    validation = DataValidation(type="list", formula1='"' + ",".join(rule["values"]) + '"')
    validation.add(_cells(book, action)[0][0])
    _sheet(book, action).add_data_validation(validation)


def _chart(book: Workbook, action: Action) -> None:
    _, kind, source, address, left, top, width, height, by, anchor, _ = action["args"]
    assert (kind, by, left, top) == ("BarClustered", "Columns", None, None)
    sheet = _sheet(book, action)
    chart = BarChart()
    chart.type = "bar"
    name = "'" + source.replace("'", "''") + "'"
    names, values = (part.split(":") for part in _columns(address))
    data = Reference(sheet, range_string=f"{name}!{values[0]}:{values[1]}")
    chart.add_data(data, titles_from_data=True)
    first = re.sub(r"\d+", lambda row: str(int(row.group()) + 1), names[0])
    chart.set_categories(Reference(sheet, range_string=f"{name}!{first}:{names[1]}"))
    chart.width, chart.height = width / 28.35, height / 28.35
    sheet.add_chart(chart, anchor.replace("$", ""))


def _columns(address: str) -> tuple[str, str]:
    """$A$4:$B$7 as its two columns."""
    found = re.fullmatch(r"\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)", address)
    assert found
    left, first, right, last = found.groups()
    return f"${left}${first}:${left}${last}", f"${right}${first}:${right}${last}"


def _chart_axis(book: Workbook, action: Action) -> None:
    _, axis, settings = action["args"]
    assert (axis, settings) == ("category", {"reverse_order": True})
    _sheet(book, action)._charts[0].x_axis.scaling.orientation = "maxMin"


def _gridlines(book: Workbook, action: Action) -> None:
    _sheet(book, action).sheet_view.showGridLines = action["args"][0]


def _print_area(book: Workbook, action: Action) -> None:
    _sheet(book, action).print_area = action["args"][0]


def _activate(book: Workbook, action: Action) -> None:
    book.active = action["args"][0]


_DOERS: dict[str, Callable[[Workbook, Action], None]] = {
    "setValues": _write,
    "setFormula": _write,
    "addSheet": _add_sheet,
    "setFontProperty": _font,
    "setRangeColor": _fill,
    "setNumberFormat": _number_format,
    "setColumnWidth": _width,
    "setDataValidationList": _validation,
    "addChart": _chart,
    "setChartAxis": _chart_axis,
    "setShowGridlines": _gridlines,
    "setPrintArea": _print_area,
    "activateSheet": _activate,
    "setChartLegend": _legend,
    "setWrapText": _wrap,
    "setHorizontalAlignment": _alignment,
    "setVerticalAlignment": _alignment,
    "setRowHeight": _height,
    "rangeAdjustIndent": _indent,
}
