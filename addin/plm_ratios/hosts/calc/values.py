"""Cell values to Calc's values, and Calc's error numbers to cell errors.

Calc hands an add-in floats (booleans too, as 1.0 and 0.0; an empty cell as 0.0), texts ("" for a blank
inside a range), None for an omitted argument, and tuples of tuples for ranges. Those are cell values
as they stand: the core takes "" and None for the same blank, and a tuple for a list.

An error value travels as a NaN whose low bits are LibreOffice's error number; Calc shows it as the
error that it is, alone or inside a matrix, and ISNA, ISERR and IFERROR see it.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from plm_ratios.functions.cells import CellError

_NAN = 0x7FF8000000000000
ERROR_NUMBERS = {
    "#N/A": 32767,
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
}
_TEXTS = {number: text for text, number in ERROR_NUMBERS.items()}


def error_value(text: str) -> float:
    """The NaN that Calc shows as this error; #VALUE! for the ones that Calc does not have."""
    number = ERROR_NUMBERS.get(text, ERROR_NUMBERS["#VALUE!"])
    return float(struct.unpack("<d", struct.pack("<Q", _NAN | number))[0])


_ERROR_VALUES = {text: error_value(text) for text in ERROR_NUMBERS}
NOT_A_NUMBER = _ERROR_VALUES["#NUM!"]
WRONG_VALUE = _ERROR_VALUES["#VALUE!"]


def error_text(number: int) -> str:
    """The cell error behind Calc's error number.

    Numbers that Calc shows as Err:504 and the like have no name of their own; Calc itself writes them
    into .xlsx files as #VALUE!, and so they are here.
    """
    return _TEXTS.get(number, "#VALUE!")


def to_single(value: Any) -> Any:
    """A cell value as Calc takes it: float, text or an error NaN; a blank is an empty text.

    Whole numbers must go as floats: 2**40 as an integer arrives as 0.
    """
    if isinstance(value, float):  # the usual case first: ranges go through here cell by cell
        return value if math.isfinite(value) else NOT_A_NUMBER
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, CellError):
        return _ERROR_VALUES.get(value.text, WRONG_VALUE)
    return to_single(float(value))


def to_matrix(value: Any) -> tuple[tuple[Any, ...], ...]:
    """A cell value or rows of them as a matrix; rows of different lengths are filled with blanks."""
    if not isinstance(value, (list, tuple)):
        return ((to_single(value),),)
    rows = tuple(tuple(map(to_single, row)) for row in value)
    widths = set(map(len, rows))
    if len(widths) == 1 and 0 not in widths:
        return rows
    width = max(widths, default=0) or 1
    return tuple(row + ("",) * (width - len(row)) for row in rows or ((),))
