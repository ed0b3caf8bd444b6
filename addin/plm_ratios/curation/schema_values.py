"""The values that fields of entries take: numbers, dates, and texts by what they may hold."""

from __future__ import annotations

import datetime
import math
from typing import Annotated, Any, Callable, Union

from pydantic import AfterValidator, BeforeValidator, Field

from ..catalog.facts import QUANTITIES
from ..catalog.texts import ID, WEB_ADDRESS, label_fault, name_fault, text_fault

MOST_QUOTED_WORDS = 40


def _date_text(value: Any) -> Any:
    """PyYAML reads 2022-07-21 as a date and 2022 as a number; the catalog keeps the text."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


def _plain_number(value: Any) -> Any:
    """Raises ValueError for values that only look like a number: text, yes and no, infinity."""
    if isinstance(value, str):
        raise ValueError(f"{value!r} is text, not a number; write it out: 15_000_000_000, not 15e9")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is not a number")
    try:
        finite = math.isfinite(value)
    except OverflowError:  # whole numbers may have any size
        raise ValueError("it is too large for a number") from None
    if not finite:
        raise ValueError(f"{value!r} is not a number")
    return value


Number = Annotated[Union[int, float], BeforeValidator(_plain_number)]
_DATE, _SENTENCE = r"^\d{4}(-\d\d(-\d\d)?)?$", r"(?s)^[A-Z0-9\"].*[.!?)\"]$"
# What to write if a pattern does not match.
PATTERNS = {
    _DATE: "a date: write 2022-07-21, 2022-07 or 2022",
    ID: "an id: lower-case letters, digits, dots, dashes and underscores",
    _SENTENCE: "a full sentence: begin with a capital and end with a full stop",
    WEB_ADDRESS: "an address: begin with https://, and have no spaces in it",
}


def _without(fault: Callable[[str], str]) -> AfterValidator:
    """Refuses a text with a fault, and says which."""

    def checked(text: str) -> str:
        found = fault(text)
        if found:
            raise ValueError(f"it {found}")
        return text

    return AfterValidator(checked)


PartialDate = Annotated[str, BeforeValidator(_date_text), Field(pattern=_DATE)]
Id = Annotated[str, Field(pattern=ID)]
Name = Annotated[str, Field(min_length=1), _without(name_fault)]
Label = Annotated[str, Field(min_length=1), _without(label_fault)]  # of a group, in one line
Text = Annotated[str, Field(min_length=1), _without(text_fault)]
Sentence = Annotated[str, Field(pattern=_SENTENCE), _without(text_fault)]


def _known_quantity(name: str) -> str:
    if name not in QUANTITIES:
        raise ValueError(f"no such quantity; choose one of {', '.join(QUANTITIES)}")
    return name


def _short_quote(quote: str) -> str:
    if len(quote.split()) > MOST_QUOTED_WORDS:
        raise ValueError(f"a quote holds at most {MOST_QUOTED_WORDS} words")
    return quote


Quantity = Annotated[str, AfterValidator(_known_quantity)]
Address = Annotated[str, Field(pattern=WEB_ADDRESS)]
Quote = Annotated[str, Field(min_length=1), AfterValidator(_short_quote), _without(text_fault)]
