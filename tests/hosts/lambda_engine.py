"""The LAMBDA definitions in IronCalc, an engine by others.

The tables are in a workbook, the definitions are entered as a person types them into the Name Manager, and
the calls are in cells. Every calculation is one of the whole workbook: ask for much at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ironcalc
import xlsxwriter
from openpyxl.utils import get_column_letter

from engines.programs import cell_value
from golden.generate import Omitted
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.lambdas.definitions import DEFINITIONS
from plm_ratios.hosts.lambdas.tables import tables

BLANK = "AAA1"  # a cell that nothing is written into
_FORMULAS, _RANGES = 0, 1  # sheets


class Calls:
    """A workbook whose formulas are written first, and calculated together."""

    def __init__(self, folder: Path):
        path = folder / "tables.xlsx"
        _write_tables(path)
        self._model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        for definition in DEFINITIONS.values():
            self._model.new_defined_name(definition.name, None, f"={definition.text}")
        self._row = self._range_row = 1

    def answers(self, formulas: Iterable[tuple[str, int, int]]) -> list[list[list[Any]]]:
        """The values of each formula, which is given with its height and width."""
        placed = []
        for formula, height, width in formulas:
            self._model.set_user_input(_FORMULAS, self._row, 1, f"={formula}")
            placed.append((self._row, height, width))
            self._row += height + 1
        self._model.evaluate()
        return [
            [[self._value(top + y, 1 + x) for x in range(width)] for y in range(height)]
            for top, height, width in placed
        ]

    def answer(self, formula: str) -> Any:
        """The value of a formula that fills one cell."""
        return self.answers([(formula, 1, 1)])[0][0][0]

    def call(self, function: str, arguments: Sequence[Any]) -> str:
        """The call of a function, with ranges written into cells."""
        return f"{function}({','.join(map(self.argument, arguments))})"

    def argument(self, value: Any) -> str:
        """A value as an argument; a range becomes cells, a blank an empty one."""
        if isinstance(value, list):
            return self._range(value)
        if isinstance(value, Omitted):
            return ""
        if value is None:
            return BLANK
        if isinstance(value, str):
            doubled = value.replace('"', '""')
            return f'"{doubled}"'
        return str(value).upper()

    def _range(self, rows: list[list[Any]]) -> str:
        top = self._range_row
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if value is not None:
                    self._write(top + y, 1 + x, value)
        self._range_row += len(rows)
        return f"Ranges!A{top}:{get_column_letter(len(rows[0]))}{self._range_row - 1}"

    def _write(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            self._model.update_cell_with_text(_RANGES, row, column, value)
        elif isinstance(value, CellError):
            self._model.set_user_input(_RANGES, row, column, f"={value}")
        elif isinstance(value, bool):
            self._model.update_cell_with_bool(_RANGES, row, column, value)
        else:
            self._model.update_cell_with_number(_RANGES, row, column, float(value))

    def _value(self, row: int, column: int) -> Any:
        return cell_value(self._model.get_cell_value(_FORMULAS, row, column))


def _write_tables(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Formulas")
    book.add_worksheet("Ranges")
    for table in tables():
        sheet = book.add_worksheet(table.name)
        columns = [{"header": header} for header in table.headers]
        area = 0, 0, len(table.rows), len(columns) - 1
        sheet.add_table(*area, {"name": table.name, "columns": columns, "autofilter": False})
        for y, row in enumerate(table.rows, 1):
            for x, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(y, x, value)
                elif value is not None:
                    sheet.write(y, x, value)
    book.close()
