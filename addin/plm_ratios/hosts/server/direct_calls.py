"""Our functions without the long way round.

On its way through xlwings and FastAPI every cell is looked at several times: whether it is Pyodide's null,
whether pandas takes it for a missing value, whether it starts with #, how JSON writes its type. A column of
ten thousand names takes several times as long there as in the function. Our functions need none of that, for
plm_ratios.udfs makes cells fit for functions and for Excel itself. Functions of an operator's own go through
xlwings, with its worst delay taken away.
"""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any, Callable, Sequence

_OURS = "plm_ratios.udfs"
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


def direct_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Our functions in a module, by the name under which they are called."""
    return {
        function.__xlfunc__["name"]: function
        for function in vars(module).values()
        if hasattr(function, "__xlfunc__") and function.__module__ == _OURS
    }


def answer(function: Callable[..., Any], arguments: Sequence[Any], runtime: str) -> bytes:
    """What xlwings would answer, as JSON."""
    result = function(*map(_unwrapped, arguments))
    rows = result if isinstance(result, list) else [[result]]
    if float(runtime) >= _RUNTIME_WITH_ERRORS:
        rows = [[_ERRORS.get(cell, cell) for cell in row] for row in rows]
    return json.dumps({"result": rows}, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _unwrapped(value: Any) -> Any:
    """A value without the wrapping that Excel gives errors, dates and data types."""
    if type(value) is dict:
        return value["basicValue"]
    if type(value) is not list:
        return value
    if not any(type(cell) is dict for row in value for cell in (row if type(row) is list else (row,))):
        return value
    return [_unwrapped(row) for row in value]
