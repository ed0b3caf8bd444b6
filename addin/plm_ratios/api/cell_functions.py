"""The functions of the spreadsheets, called from Python: the same readers, the same answers, but errors are
raised, and lists and Series go in and out."""

from __future__ import annotations

import math
from typing import Any

from ..analysis import ratios
from ..analysis.power_law import Law
from ..analysis.scaling_laws import UnknownLaw
from ..catalog import Entry, Model
from ..catalog.in_use import settled
from ..errors import OutOfRange, PlmError, UnknownName, WrongValue
from ..functions import FUNCTIONS
from ..functions.cells import to_number, to_size
from ..functions.signature import Argument
from .names import family_instead, name_given
from .values import over


@settled()
def answer(function: str, called: str, *given: Any) -> Any:
    """What a spreadsheet function gives for values, or for lists or Series of them.

    Parameters
    ----------
    function : as it is typed in a cell
    called : its name in Python
    given : an argument each
    """
    names = [argument.name for argument in FUNCTIONS[function].arguments]
    text = FUNCTIONS[function].gives == "text"
    return over(lambda *values: single(function, *values), given, names, called, text)


def single(function: str, *values: Any) -> Any:
    """What a spreadsheet function gives for single values; what is wrong is raised."""
    called = FUNCTIONS[function]
    try:
        read = [_read(argument, value) for argument, value in zip(called.arguments, values)]
        found = called.compute(*read)
    except (UnknownName, WrongValue) as error:
        raise _family(values, error) or error from None
    if isinstance(found, float) and not math.isfinite(found):
        raise OutOfRange("The result is too large for a number.")
    return found


def _read(argument: Argument, value: Any) -> Any:
    """The value as the function works with it, once it is one that a cell could hold."""
    if isinstance(value, Law) or (isinstance(value, Model) and argument.name == "model"):
        return value
    if isinstance(value, Entry):
        value = value.id
    if argument.kind == "name" and not (argument.optional and value is None):
        return argument.read(name_given(value, argument.name))
    if argument.kind == "text" and value is not None:
        if not isinstance(value, str):
            raise WrongValue(f"The {argument.name} must be a word; {value!r} is none.")
        if argument.name == "basis" and value.strip():
            value = ratios.as_basis(value)  # names the nearest one, which no cell could show
        if argument.name == "kind" and value.strip():
            value = ratios.as_kind(value)
    elif value is not None and not isinstance(value, str):
        value = as_number(value, argument.name)
    return argument.read(value)


def as_number(value: Any, what: str) -> float | int:
    """A number of Python, of any kind.

    Raises
    ------
    WrongValue : something else
    """
    if isinstance(value, (int, float)):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        raise WrongValue(f"The {what} must be a number; {value!r} is none.") from None


def number_given(value: Any, what: str) -> float:
    """A finite number, zero or more, as a number or as text ("65M")."""
    return to_number(value if isinstance(value, str) else as_number(value, what), what)


def size_given(value: Any, what: str) -> float:
    """A finite number above zero, as a number or as text."""
    return to_size(value if isinstance(value, str) else as_number(value, what), what)


def _family(values: tuple[Any, ...], error: PlmError) -> PlmError | None:
    """A better error where the name of a family was given instead of a model's."""
    if isinstance(error, UnknownLaw):
        return None
    names = (value for value in values if isinstance(value, str))
    return next(filter(None, map(family_instead, names)), None)
