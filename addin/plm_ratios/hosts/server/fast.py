"""Ranges through xlwings in one pass each way.

xlwings looks at every cell several times: whether it is Pyodide's null, whether pandas takes it for a
missing value, whether it starts with #. A column of ten thousand names takes longer in there than in
the function. Ours need less, for plm_ratios.udfs makes cells fit for functions and for Excel itself.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from xlwings.conversion import Accessor, Pipeline

OURS = "plm_ratios.udfs"
# Excel takes error values since version 1.4 of its runtime for custom functions, and before that texts.
_RUNTIME_WITH_ERRORS = 1.4
_ERRORS = {
    text: {"type": "Error", "errorType": kind}
    for text, kind in {
        "#DIV/0!": "Div0",
        "#N/A": "NotAvailable",
        "#NAME?": "Name",
        "#NULL!": "Null",
        "#NUM!": "Num",
        "#REF!": "Ref",
        "#VALUE!": "Value",
    }.items()
}


def forget_pyodide() -> None:
    """Has Python know at once that there is no Pyodide here: xlwings asks for each cell, by an import
    that searches the whole path."""
    if sys.platform != "emscripten":
        sys.modules.setdefault("pyodide.ffi", None)  # type: ignore[arg-type] # how Python blocks an import


def quicken(module: ModuleType) -> None:
    """Has xlwings read and write the cells of our functions in this module by Cells."""
    for function in vars(module).values():
        known = getattr(function, "__xlfunc__", None)
        if known and function.__module__ == OURS:
            for described in (*known["args"], known["ret"]):
                described["options"]["convert"] = Cells


class Cells(Accessor):
    """The passes, in the form in which xlwings takes them."""

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Any:
        return Pipeline([_unwrap])

    @classmethod
    def writer(cls, options: dict[str, Any]) -> Any:
        return Pipeline([_wrap if float(options["runtime"]) >= _RUNTIME_WITH_ERRORS else _rows])


def _unwrap(context: Any) -> None:
    """Cells without the wrapping that Excel gives errors, dates and data types."""
    rows = _rows(context)
    context.value = [[cell["basicValue"] if type(cell) is dict else cell for cell in row] for row in rows]


def _wrap(context: Any) -> None:
    """Error values as Excel takes them."""
    context.value = [[_ERRORS.get(cell, cell) for cell in row] for row in _rows(context)]


def _rows(context: Any) -> Any:
    """The value as rows, of which xlwings may have unpacked one cell, or one row of several."""
    value = context.value
    if not isinstance(value, list):
        context.value = [[value]]
    elif value and not isinstance(value[0], list):
        context.value = [value]
    return context.value
