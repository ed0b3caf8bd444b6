"""A spreadsheet that is open in a session's Calc, seen from the project's own Python."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Callable

from plm_ratios.functions.cells import CellError

from .formulas import to_calc


class CalcDocument:
    """An open spreadsheet; `with` closes it. Addresses are as typed ("A1", "C1:C9").

    Values are float, str, None for an empty cell, or CellError; a range is a list of rows.
    """

    def __init__(self, ask: Callable[..., Any], number: int) -> None:
        self._send = ask
        self._number = number

    def __enter__(self) -> CalcDocument:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:  # the error that is on its way matters more than one of closing
            with contextlib.suppress(Exception):
                self.close()

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets, in order."""
        names: list[str] = self._ask("sheets")
        return names

    def add_sheet(self, sheet: str) -> None:
        """Adds an empty sheet at the end."""
        self._ask("add_sheet", sheet)

    def set(self, sheet: str, address: str, value: Any) -> None:
        """Puts a value into a cell, or a list of rows into the range that begins there."""
        self._ask("set", sheet, address, to_json(value))

    def formula(self, sheet: str, address: str, formula: str) -> None:
        """Types a formula into a cell: =RATIO(A1, "seen")."""
        self._ask("formula", sheet, address, to_calc(formula))

    def fill(self, sheet: str, address: str, formula: str) -> None:
        """Types a formula into the first cell of a column and fills it down: relative addresses move."""
        self._ask("fill", sheet, address, to_calc(formula))

    def array(self, sheet: str, address: str, formula: str) -> None:
        """Types an array formula into a range, as Ctrl+Shift+Enter does."""
        self._ask("array", sheet, address, to_calc(formula))

    def formulas(self, sheet: str, address: str) -> list[list[str]]:
        """The formulas of a range in Calc's own spelling: =PLM.F.RATIO(A1;"seen")."""
        rows: list[list[str]] = self._ask("formulas", sheet, address)
        return rows

    def values(self, sheet: str, address: str) -> list[list[Any]]:
        """The values of a range; 10,000 rows take well under a second."""
        return [[from_json(cell) for cell in row] for row in self._ask("values", sheet, address)]

    def shown(self, sheet: str, address: str) -> list[list[str]]:
        """What the cells of a range show: "1.41", "Err:504"."""
        rows: list[list[str]] = self._ask("shown", sheet, address)
        return rows

    def calculate(self) -> float:
        """Calculates every formula again; returns the seconds that Calc took."""
        return float(self._ask("calculate"))

    def set_page(self, sheet: str, width: float, height: float, across: float, down: float) -> None:
        """Puts a sheet onto one page of a size, with margins at the sides (`across`) and above and below
        (`down`), all in inches; header and footer go."""
        self._ask("set_page", sheet, *(round(inches * 2540) for inches in (width, height, across, down)))

    def save(self, path: str | os.PathLike[str], kind: str | None = None) -> Path:
        """Saves a copy as "xlsx", "ods" or "pdf"; the kind is taken from the path where omitted."""
        target = Path(path).absolute()
        self._ask("save", str(target), kind or target.suffix.lstrip("."))
        return target

    def chart_png(self, sheet: str, path: str | os.PathLike[str], width: int = 1600, number: int = 0) -> Path:
        """Draws a chart of a sheet, the first unless a number is given, `width` pixels wide."""
        target = Path(path).absolute()
        self._ask("chart_png", sheet, str(target), width, number)
        return target

    def close(self) -> None:
        """Closes the spreadsheet without saving."""
        self._send("close", self._number)

    def _ask(self, what: str, *arguments: Any) -> Any:
        return self._send(what, *arguments, on=self._number)


def to_json(value: Any) -> Any:
    """A cell value or rows of them, as they cross to the driver."""
    if isinstance(value, CellError):
        return {"error": str(value)}
    if isinstance(value, (list, tuple)):
        return [[to_json(cell) for cell in row] for row in value]
    return value


def from_json(value: Any) -> Any:
    """The reverse of to_json."""
    if isinstance(value, dict):
        return CellError(value["error"])
    if isinstance(value, list):
        return [[from_json(cell) for cell in row] for row in value]
    return value
