"""The body of a call: what the add-in may send, and a plain sentence for everything else.

xlwings answers a body that it cannot read with status 500, which the add-in takes for a passing fault
and sends twice more. What is checked here reaches xlwings in a shape that it can read.

    400   not JSON at all; NaN and Infinity, which are no JSON either, though Python reads them
    404   no such function
    413   more cells than a call may have
    422   JSON of another shape: wrong types, rows of different lengths, too many arguments
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Mapping, NoReturn

from .http_error import HttpError

_TEXTS = ("func_name", "client", "version", "runtime")
_TEXTS_OR_NULL = ("caller_address", "session_id", "culture_info_name", "date_format")
_RUNTIME = re.compile(r"\d{1,3}\.\d{1,3}")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
LONGEST_TEXT = 32_767  # characters, as many as a cell of Excel holds
_PLAIN = frozenset((str, float, int, bool, type(None)))


@dataclass(frozen=True)
class Call:
    """A call that can be answered, and how large it is."""

    function: str
    arguments: list[Any]
    runtime: str
    rows: int
    cells: int


def known_functions(module: ModuleType) -> dict[str, Any]:
    """What xlwings knows of each function of this module, by the name under which it is called."""
    found = (getattr(function, "__xlfunc__", None) for function in vars(module).values())
    return {known["name"]: known for known in found if known}


def read(body: bytes, functions: Mapping[str, Any], max_cells: int) -> Call:
    """The call in this body; Refusal where there is none."""
    data = _json(body)
    if not isinstance(data, dict):
        raise HttpError(422, "The body must be a JSON object with func_name and args.")
    for key in _TEXTS:
        if not isinstance(data.get(key), str):
            raise HttpError(422, f'The body lacks "{key}", or it is no text.')
    for key in _TEXTS_OR_NULL:
        if not isinstance(data.get(key), (str, type(None))):
            raise HttpError(422, f'"{key}" must be a text or null.')
    if not _RUNTIME.fullmatch(data["runtime"]):
        raise HttpError(422, '"runtime" must be a version such as "1.4".')
    function = functions.get(data["func_name"])
    if function is None:
        raise HttpError(404, "This server has no function of that name. Reload the add-in.")
    rows, cells = _extent(function, data.get("args"), max_cells)
    return Call(data["func_name"], data["args"], data["runtime"], rows, cells)


def _json(body: bytes) -> Any:
    try:
        data = _decoded(body.decode("utf-8"))
        if b"\\u" in body and _HALF_A_CHARACTER.search(json.dumps(data, ensure_ascii=False)):
            raise HttpError(400, "A text of the body holds half a character.")
    except (ValueError, RecursionError) as error:
        if type(error) is ValueError:  # how Python refuses a number of thousands of digits
            raise HttpError(400, "A number of the body has more digits than any cell can hold.") from None
        raise HttpError(400, "The body is not JSON in UTF-8.") from None
    return data


def _no_json(word: str) -> NoReturn:
    raise HttpError(400, f"{word} is no JSON. Excel sends error values instead.")


_decoded = json.JSONDecoder(parse_constant=_no_json).decode


def _extent(function: Any, args: Any, max_cells: int) -> tuple[int, int]:
    """How many rows and cells the arguments have, where the function can take them."""
    name, declared = function["name"], function["args"]
    if not isinstance(args, list):
        raise HttpError(422, '"args" must be a list with one value, or rows of cells, for each argument.')
    open_ended = bool(declared) and declared[-1]["vararg"]
    if len(args) > len(declared) and not open_ended:
        raise HttpError(422, f"{name} takes at most {len(declared)} arguments; the call has {len(args)}.")
    for missing in declared[len(args) :]:
        if "optional" not in missing and not missing["vararg"]:
            raise HttpError(422, f'{name} needs the argument "{missing["name"]}".')
    rows = columns = 1
    cells = 0
    for place, value in enumerate(args, 1):
        # Excel sends an argument that may be repeated as a list of its values.
        repeated = declared[min(place, len(declared)) - 1]["vararg"] if declared else False
        for each in value if repeated and isinstance(value, list) else (value,):
            high, wide, held = _size(each, f"Argument {place} of {name}")
            rows, columns, cells = max(rows, high), max(columns, wide), cells + held
    if max(rows * columns, cells) > max_cells:
        raise HttpError(413, f"A call may have at most {max_cells} cells. Divide the range.")
    return rows, cells


def _size(value: Any, what: str) -> tuple[int, int, int]:
    """How many rows, columns and cells a value has."""
    if not isinstance(value, list):
        _cell(value, what)
        return 1, 1, 1
    if not value or not isinstance(value[0], list):
        value = [value]
    width = len(value[0])
    if width == 0:
        raise HttpError(422, f"{what} has no cells.")
    for row in value:
        if not isinstance(row, list) or len(row) != width:
            raise HttpError(422, f"{what} must have rows of the same length.")
        for cell in row:
            if type(cell) not in _PLAIN or (type(cell) is str and len(cell) > LONGEST_TEXT):
                _cell(cell, what)
    return len(value), width, len(value) * width


def _cell(cell: Any, what: str) -> None:
    """Excel wraps errors, dates and data types in an object; inside is a plain value."""
    if isinstance(cell, dict) and isinstance(cell.get("type"), str) and "basicValue" in cell:
        cell = cell["basicValue"]
    if type(cell) not in _PLAIN:
        raise HttpError(
            422, f"{what} holds something that is neither a number, a text, true, false nor an error."
        )
    if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
        raise HttpError(
            422, f"{what} holds a text of more than {LONGEST_TEXT} characters, which no cell can."
        )
