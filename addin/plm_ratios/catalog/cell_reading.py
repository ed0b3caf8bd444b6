"""What spreadsheet programs make of a text that is typed into a cell, or opened from a CSV file.

Catalogs hold such names as they are; whoever writes one where it would be read uses `typed`, and checks and
exports say it.
"""

from __future__ import annotations

import re
from typing import Any, Iterable

FORMULA, NUMBER, DATE, TRUTH_VALUE = "a formula", "a number", "a date", "a truth value"

# What begins a formula, and the sign for a text, which the program takes away.
_SIGNS = "=+-@"
_FOR_TEXT = "'"
_MOST_QUOTED = 40  # characters
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?)\.?"
)
_PATTERNS = (
    (NUMBER, r"[(+-]*[$€£¥]?(\d[\d,' ]*\.?\d*|\.\d+)(e[+-]?\d+)?[ %)]*"),
    (NUMBER, r"\d+ \d+/\d+"),
    (DATE, r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?"),
    (DATE, rf"{_MONTH}[ -]?\d{{1,4}}(,? \d{{4}})?"),
    (DATE, rf"\d{{1,4}}[ -]?{_MONTH}([ -]\d{{2,4}})?"),
    (DATE, r"\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?"),
    (TRUTH_VALUE, "true|false"),
)


def read_as(text: str) -> str:
    """What a text becomes: FORMULA, NUMBER, DATE or TRUTH_VALUE; "" where it stays a text.

    >>> read_as("=SUM(A1)"), read_as("2024-03-01"), read_as("SEPT2"), read_as("ESM-2 15B")
    ('a formula', 'a date', 'a date', '')
    """
    plain = text.strip()
    for kind, pattern in _PATTERNS:
        if re.fullmatch(pattern, plain, re.IGNORECASE):
            return kind
    return FORMULA if len(plain) > 1 and plain[0] in _SIGNS else ""


def typed(text: str) -> str:
    """A text as it is written into a cell of the format "@", which keeps what looks like a number or a date:
    with the sign for a text before what would be a formula all the same."""
    return f"{_FOR_TEXT}{text}" if text[:1] in (*_SIGNS, _FOR_TEXT) else text


def loses_its_sign(text: str) -> bool:
    """Whether a text that is typed loses its first character, the sign for a text."""
    return text.startswith(_FOR_TEXT)


def formulas_among(cells: Iterable[tuple[str, Any]]) -> str:
    """A sentence on cells of a CSV file that open as formulas; "" where none does.

    cells   columns and values
    """
    found = [(column, cell) for column, cell in cells if isinstance(cell, str) and read_as(cell) == FORMULA]
    if not found:
        return ""
    column, first = found[0]
    quoted = first if len(first) <= _MOST_QUOTED else f"{first[:_MOST_QUOTED]}..."
    others = len(found) - 1
    more = f", and {others} more {'cell does' if others == 1 else 'cells do'}" if others else ""
    return (
        f'"{quoted}" in the column {column} opens as a formula in Excel{more}. The file holds the texts as '
        "they are: import it as text, or export to .xlsx."
    )
