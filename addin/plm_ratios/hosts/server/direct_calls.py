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
from typing import Any, Callable, Iterator, Mapping, Sequence

from ...functions.allowance import too_large

_OURS = "plm_ratios.udfs"
# Excel takes error values since version 1.4 of its runtime for custom functions, and before that texts.
_RUNTIME_WITH_ERRORS = 1.4
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_AT_ONCE = 4000  # cells
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


def answer(function: Callable[..., Any], arguments: Sequence[Any], runtime: str, most: int) -> bytes:
    """What xlwings would answer, as JSON; TooMuch where that has more bytes than `most`."""
    result = function(*map(_unwrapped, arguments))
    rows = result if isinstance(result, list) else [[result]]
    errors = _ERRORS if float(runtime) >= _RUNTIME_WITH_ERRORS else {}
    pieces, size = [], 0
    for piece in _pieces(rows, errors):
        size += len(piece)
        if size > most:
            raise too_large(most)
        pieces.append(piece)
    return b"".join((b'{"result": [', *pieces, b"]}"))


def _pieces(rows: list[list[Any]], errors: Mapping[str, Any]) -> Iterator[bytes]:
    """The rows as JSON, some thousand cells at a time: text takes up to four times the memory of its bytes,
    and is counted before the next is made."""
    height = max(1, _AT_ONCE // max(1, len(rows[0])))
    for top in range(0, len(rows), height):
        before = b", " if top else b""
        if len(rows[top]) <= _AT_ONCE:
            part = [[errors.get(cell, cell) for cell in row] for row in rows[top : top + height]]
            yield before + _json(part)[1:-1]
            continue
        for left in range(0, len(rows[top]), _AT_ONCE):
            cells = [errors.get(cell, cell) for cell in rows[top][left : left + _AT_ONCE]]
            yield (b", " if left else before + b"[") + _json(cells)[1:-1]
        yield b"]"


def _json(value: Any) -> bytes:
    return _encoded(value).encode("utf-8")


def _unwrapped(value: Any) -> Any:
    """A value without the wrapping that Excel gives errors, dates and data types."""
    if type(value) is dict:
        return value["basicValue"]
    if type(value) is not list:
        return value
    if not any(type(cell) is dict for row in value for cell in (row if type(row) is list else (row,))):
        return value
    return [_unwrapped(row) for row in value]
