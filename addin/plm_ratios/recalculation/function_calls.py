"""Calculates in Python the calls of our functions that Calc does not make.

Calc passes no range that holds an error value to a function of an add-in. The functions themselves accept
one: the error is returned in its place, and the other cells get their results. So a formula that is a
single call of one of our functions, with constants and references as arguments, is calculated here. A call
inside a larger formula is not: the rest of that formula needs a spreadsheet to calculate it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.formula.tokenizer import Token

from ..functions import FUNCTIONS
from ..functions.cells import CellError
from ..ooxml.addresses import Address, Area
from ..ooxml.cached_values import number_text
from ..ooxml.formula_names import UnreadableFormula, called, opens_call, tokens
from ..ooxml.regions import CellBox
from ..ooxml.worksheet import Value

#: Larger ranges are not fetched from Calc cell by cell.
_MOST_CELLS = 1_000_000

#: The cells that a reference in the formula refers to, and the values of cells.
Resolve = Callable[[str], list[tuple[str, CellBox]]]
Fetch = Callable[[str, Area], list[list[Any]]]


class NotPlain(ValueError):
    """The formula is more than a single call with constants and references as arguments."""


def answer(formula: str, bare_names: dict[str, str], resolve: Resolve, fetch: Fetch) -> list[list[Any]]:
    """Returns the rows that the call gives; `bare_names` maps Calc's names, in capitals, to our functions.

    Raises NotPlain if the formula is anything else than a plain call of one of our functions.
    """
    try:
        items = [token for token in tokens(formula) if token.type != Token.WSPACE]
    except UnreadableFormula as reason:
        raise NotPlain from reason
    if len(items) < 2 or not opens_call(items[0]):
        raise NotPlain
    function = FUNCTIONS.get(bare_names.get(called(items[0]).upper(), ""))
    if function is None:
        raise NotPlain
    arguments = [_argument(argument, resolve, fetch) for argument in _arguments(items[1:])]
    given = function(*arguments)
    return [list(row) for row in given] if isinstance(given, (list, tuple)) else [[given]]


def stored(value: Any) -> Value:
    """A result as it is stored in a file."""
    if isinstance(value, CellError):
        return Value("e", str(value))
    if isinstance(value, bool):
        return Value("b", str(int(value)))
    if isinstance(value, (int, float)):
        return Value("n", number_text(float(value)))
    return Value("str", "" if value is None else str(value))


def spread(rows: list[list[Any]], area: Area) -> dict[Address, Value]:
    """What the cells of an array formula's area show: a single row or column is repeated, cells that the
    result does not reach are #N/A."""
    height, width = len(rows), max(map(len, rows))
    found = {}
    for place in area.cells():
        row = 0 if height == 1 else place.row - area.first.row
        column = 0 if width == 1 else place.column - area.first.column
        inside = row < height and column < len(rows[row])
        found[place] = stored(rows[row][column]) if inside else Value("e", "#N/A")
    return found


def _arguments(items: list[Token]) -> list[list[Token]]:
    """The tokens of each argument. Raises NotPlain if there is more than constants and references."""
    if items[-1].type != Token.FUNC or items[-1].subtype != Token.CLOSE:
        raise NotPlain
    found: list[list[Token]] = [[]]
    for token in items[:-1]:
        if token.type == Token.SEP and token.subtype == Token.ARG:
            found.append([])
        elif token.type in (Token.OPERAND, Token.OP_PRE):
            found[-1].append(token)
        else:
            raise NotPlain
    return found if found != [[]] else []


def _argument(items: list[Token], resolve: Resolve, fetch: Fetch) -> Any:
    if not items:
        return None
    *signs, operand = items
    text = str(operand.value)
    if operand.type != Token.OPERAND or any(sign.value != "-" for sign in signs):
        raise NotPlain
    if operand.subtype == Token.NUMBER:
        return float(text) * (-1) ** len(signs)
    if signs:
        raise NotPlain
    if operand.subtype == Token.TEXT:
        return text[1:-1].replace('""', '"')
    if operand.subtype == Token.LOGICAL:
        return text.upper() == "TRUE"
    if operand.subtype == Token.ERROR:
        return CellError(text)
    boxes = resolve(text)
    if len(boxes) != 1:
        raise NotPlain
    sheet, box = boxes[0]
    area = Area(Address(box.top, box.left), Address(box.bottom, box.right))
    if area.height * area.width > _MOST_CELLS:
        raise NotPlain
    rows = fetch(sheet, area)
    if area.height * area.width > 1:
        return rows
    return 0.0 if rows[0][0] is None else rows[0][0]  # Calc passes a single blank cell as 0
