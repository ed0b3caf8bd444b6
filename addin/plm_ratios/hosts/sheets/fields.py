"""A number of the catalog in the script of Google Sheets: it, or the sentence that says why there is none."""

from __future__ import annotations

from typing import Any, Callable, Union

from ...errors import NotAvailable

Field = Union[float, str]


def known(compute: Callable[..., float], *arguments: Any) -> Field:
    """What compute() gives, or why it gives nothing."""
    try:
        return short(compute(*arguments))
    except NotAvailable as error:
        return str(error)


def short(number: float) -> float:
    """A whole number without the ".0" of Python; JavaScript has one kind of numbers."""
    return int(number) if number.is_integer() else number
