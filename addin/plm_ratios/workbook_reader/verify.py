"""Compares the values stored in a workbook with those that a spreadsheet program calculates."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import openpyxl

from ..functions.cells import CellError, is_blank


class Calculated(Protocol):
    """An open, calculated document: values of a block of cells, as rows."""

    def values(self, sheet: str, address: str) -> list[list[Any]]: ...


class Difference(NamedTuple):
    """A formula cell whose calculated value differs from the stored one."""

    cell: str
    stored: Any
    calculated: Any

    def __str__(self) -> str:
        return f"{self.cell}: stored {self.stored!r}, calculated {self.calculated!r}"


def differences(path: Path, document: Calculated) -> tuple[int, list[Difference]]:
    """Returns how many formula cells were compared, and those that differ (numbers: by more than 1e-12)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what openpyxl would lose on saving
        formulas = openpyxl.load_workbook(path)
        stored = openpyxl.load_workbook(path, data_only=True)
    compared, wrong = 0, []
    for sheet in formulas.worksheets:
        calculated = document.values(sheet.title, sheet.dimensions)
        top, left = sheet.min_row or 1, sheet.min_column or 1
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type != "f":
                    continue
                compared += 1
                kept = stored[sheet.title][cell.coordinate].value
                now = calculated[(cell.row or 1) - top][(cell.column or 1) - left]
                if not same(kept, now):
                    wrong.append(Difference(f"{sheet.title}!{cell.coordinate}", kept, now))
    return compared, wrong


def same(stored: Any, calculated: Any) -> bool:
    """True if two cell values are the same value, as written by different programs."""
    if is_blank(stored) and is_blank(calculated):
        return True
    if isinstance(calculated, CellError):
        return str(stored) == str(calculated)
    if isinstance(stored, (int, float)) and isinstance(calculated, (int, float)):
        return math.isclose(stored, calculated, rel_tol=1e-12)
    return bool(stored == calculated)
