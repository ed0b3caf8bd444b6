"""The functions for Excel, through xlwings: one Python function for each of FUNCTIONS.

    from plm_ratios.udfs import RATIO
    RATIO("ESM-2 15B", "seen")

xlwings decides by where it runs what its decorators mean: on Windows they describe a function to the COM
server that Excel calls, in xlwings Lite and Server they make a custom function, and anywhere else they
do nothing. One module serves all of them, and no function is written here.

Excel never sees a Python error or a CellError from here, only what it can carry: floats, texts and
booleans. An error value goes out as its text, which the workbook's VBA (or Lite) makes an error again.
"""

from __future__ import annotations

import math
import sys
from datetime import datetime, timedelta
from decimal import Decimal
from inspect import Parameter, Signature
from itertools import chain
from typing import Any, Callable, Literal

import xlwings
from xlwings import arg, conversion, func, ret

from .functions import CATEGORY, FUNCTIONS
from .functions.cells import ERROR_TEXTS, CellError, is_range, to_rows
from .functions.signature import Argument, Function

# VERSIONS is left out: `from plm_ratios.udfs import *` in Lite must offer no more than the functions.
__all__ = list(FUNCTIONS)

# COM carries an error value as a whole number: 0x800A0000 plus Excel's own number of the error.
# xlwings knows the seven old ones and leaves the others as numbers.
ERROR_BASE = 0x800A0000 - 2**32
ERROR_NUMBERS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2045: "#SPILL!",
    2050: "#CALC!",
}
# Errors that the core has no name for. Lite and Server hand them over as texts.
_OTHER_ERRORS = (
    "#BLOCKED!",
    "#BUSY!",
    "#CONNECT!",
    "#EXTERNAL!",
    "#FIELD!",
    "#GETTING_DATA",
    "#PYTHON!",
    "#TIMEOUT!",
    "#UNKNOWN!",
)
_WRONG_VALUE = CellError("#VALUE!")
_ERRORS = {**{text: CellError(text) for text in ERROR_TEXTS}, **dict.fromkeys(_OTHER_ERRORS, _WRONG_VALUE)}

# Cells that need no change. A range of nothing else passes whole: each list that is made for a row has a long
# column wake Python's collector of garbage, which costs more than the answers.
_CHANGED = {"", *_ERRORS}
_READ = {float, str, bool, type(None), CellError}
_TEXTS = {str, bool}
_NUMBERS = {float, bool}
_each_cell = chain.from_iterable

_DAY_ZERO = datetime(1899, 12, 30)

# In Lite and Server, xlwings has Excel offer words while an argument is typed. Over COM, it would take the
# words for a type to convert to.
_OFFERS_WORDS = func.__module__.endswith("udfs_officejs")


def serial_number(**moment: Any) -> float:
    """A date as the number that its cell holds; xlwings calls this with year=, month=, day=, ..."""
    return _serial(datetime(**moment))


def _serial(moment: datetime) -> float:
    return (moment - _DAY_ZERO) / timedelta(days=1)


def from_excel(value: Any) -> Any:
    """An argument as the functions take it: a single cell, or rows of cells."""
    if not is_range(value):
        return _cell(value)
    rows = to_rows(value)
    if not (_READ.issuperset(map(type, _each_cell(rows))) and _CHANGED.isdisjoint(_each_cell(rows))):
        rows = [list(map(_cell, row)) for row in rows]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, (float, bool, CellError)):
        return value
    if isinstance(value, str):
        return _ERRORS.get(value, value) or None  # a formula's empty text is a blank
    if isinstance(value, int):  # numbers of cells come as floats from COM, but may be whole in Lite
        number = value - ERROR_BASE
        return _ERRORS[ERROR_NUMBERS.get(number, "#VALUE!")] if 0 <= number <= 0xFFFF else value
    if isinstance(value, Decimal):  # a cell formatted as currency
        return float(value)
    if isinstance(value, datetime):  # as a date
        return _serial(value.replace(tzinfo=None))
    return _WRONG_VALUE  # a picture, a data type: nothing that a function could read


def to_excel(result: Any) -> Any:
    """An answer as Excel takes it; rows come equally long, since COM carries no others."""
    if not is_range(result):
        return _carried(result)
    kinds = set(map(type, _each_cell(result)))
    if not (kinds <= _TEXTS or (kinds <= _NUMBERS and all(map(math.isfinite, _each_cell(result))))):
        result = [list(map(_carried, row)) for row in result]
    widths = set(map(len, result))
    width = max(widths, default=0)
    if not width:
        return ""
    return result if len(widths) == 1 else [row + [""] * (width - len(row)) for row in result]


def _carried(cell: Any) -> Any:
    if isinstance(cell, (str, bool)):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.text
    try:
        number = float(cell)  # whole numbers too: 32-bit Excel cannot take the large ones
    except OverflowError:
        return "#NUM!"
    return number if math.isfinite(number) else "#NUM!"  # xlwings would make NaN a blank


def _described(function: Function) -> Callable[..., Any]:
    """The function as xlwings wants it: a Python function with a signature, a docstring and options."""

    def call(*cells: Any) -> Any:
        return to_excel(function(*map(from_excel, cells)))

    udf: Any = call
    udf.__name__ = udf.__qualname__ = function.name
    udf.__doc__ = function.summary
    udf.__signature__ = Signature([_parameter(argument) for argument in function.arguments])
    udf.__annotations__ = _offered_words(function) if _OFFERS_WORDS else {}
    # Lite and Server need xlwings' own conversions, which make objects of Office.js cells, and the reverse.
    convert = None if _OFFERS_WORDS else _PlainCells
    for argument in function.arguments:
        options = {"doc": argument.help, "ndim": 2, "err_to_str": True, "dates": serial_number}
        udf = arg(argument.name, convert, **options)(udf)
    udf = ret(convert)(udf)
    described: Callable[..., Any] = func(category=CATEGORY)(udf)  # last, since arg() resets the category
    return described


class _PlainCells(conversion.Accessor):
    """What xlwings does with cells, without its look at each of them: from_excel() and to_excel() have their
    own, and xlwings asks of each answer whether it is pandas' or NumPy's, which takes longer than to find
    it."""

    @classmethod
    def reader(cls, options: Any) -> Any:
        stages: Any = conversion.Pipeline()
        read: Any = conversion.ReadValueFromRangeStage
        stages.append_stage(read(options))
        return stages.append_stage(conversion.Ensure2DStage())

    @classmethod
    def writer(cls, options: Any) -> Any:
        stages: Any = conversion.Pipeline()
        return stages.append_stage(conversion.Ensure2DStage())


def _offered_words(function: Function) -> dict[str, Any]:
    """The type hints from which xlwings reads what to offer."""
    offering = {argument.name: argument.offers for argument in function.arguments if argument.offers}
    return {name: Literal[tuple(offers())] for name, offers in offering.items()}


def _parameter(argument: Argument) -> Parameter:
    default = None if argument.optional else Parameter.empty
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


globals().update({name: _described(function) for name, function in FUNCTIONS.items()})


@func(category=CATEGORY)
def VERSIONS() -> str:
    """What answers behind the workbook, for its status cell."""
    python = ".".join(map(str, sys.version_info[:3]))
    bits = 64 if sys.maxsize > 2**32 else 32
    return f"{FUNCTIONS['PLMVERSION']()}, Python {python} ({bits}-bit), xlwings {xlwings.__version__}"
