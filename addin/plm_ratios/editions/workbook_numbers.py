"""Which numbers of a workbook another edition of the catalog changes.

Two kinds of numbers rest on the catalog: what calls of our functions give, in any workbook, and the rows
of the sheet Compare of a plm-ratios workbook, whatever its formulas are. Both are worked out with each of
the two editions, so what differs is due to the catalog alone. A call inside a larger formula counts by
itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Mapping, NamedTuple

from openpyxl.formula.tokenizer import Token

from ..catalog import Catalog, in_use
from ..comparison.compare import compare
from ..errors import PlmError
from ..freezing.calls import Calls
from ..functions import FUNCTIONS
from ..functions.cells import CellError
from ..hosts.calc.interface import QUALIFIED_PREFIX
from ..ooxml.addresses import Area
from ..ooxml.formula_names import UnreadableFormula, called, opens_call, tokens
from ..ooxml.workbook import Book
from ..ooxml.worksheet import Cell, Sheet, Value
from ..recalculation import function_calls
from ..recalculation.dependencies import Dependencies
from ..recalculation.function_calls import NotPlain
from ..workbook_reader import filled_workbook
from ..workbook_reader.filled_workbook import Filled
from ..workbook_reader.verify import same

_VERSION_FUNCTION = "PLMVERSION"
_SHOWN = ("parameters", "tokens", "ratio", "verdict")  # of a row of the sheet Compare
_OWN_SHEET = "Functions"  # of our workbooks: examples of calls
_COMPARE = "Compare"


class Number(NamedTuple):
    """What a workbook shows in a cell, with each of two editions.

    place   such as "Compare!C11"
    what    the call as it is typed, or the model and the field of a row
    old, new   the value; None where there is none; an error value as text
    """

    place: str
    what: str
    old: Any
    new: Any


class Numbers(NamedTuple):
    """The numbers of a workbook that rest on the catalog: how many there are, and those that change."""

    counted: int
    changed: tuple[Number, ...]

    def sentence(self, old: str, new: str) -> str:
        """In a sentence, with the dates of the two editions: "3 of its 41 numbers changed from ..."."""
        if not self.counted:
            return "none of its numbers rests on the catalog."
        if old == new:
            return f"its numbers are of edition {new}."
        which = len(self.changed) or "none"
        return f"{which} of its {self.counted} numbers from the catalog changed from edition {old} to {new}."


def numbers(path: Path, old: Catalog, new: Catalog) -> Numbers:
    """The numbers of a workbook with each of two editions.

    Raises NotAWorkbook where the file is none.
    """
    book = Book.open(path)
    try:
        rows = list(_of_rows(filled_workbook.read(path, hidden=True), old, new))
    except PlmError:  # not one of ours, or with inputs that its table cannot use
        rows = []
    left_out = {_OWN_SHEET, *([_COMPARE] if rows else [])}
    found = [*rows, *_of_calls(book, left_out, old, new)]
    return Numbers(len(found), tuple(number for number in found if not _agree(number.old, number.new)))


def _of_rows(found: Filled, old: Catalog, new: Catalog) -> Iterator[Number]:
    compared = []
    for catalog in (old, new):
        token = in_use.settle(catalog)
        try:
            compared.append(compare(found.rows, found.basis, found.avglen, found.target).rows)
        finally:
            in_use.unsettle(token)
    for before, after in zip(*compared):
        for field in _SHOWN:
            if field not in before.user_fields:
                values = getattr(before, field), getattr(after, field)
                if values != (None, None):
                    yield Number(before.place, f"{after.name}: {field}", *values)


def _of_calls(book: Book, left_out: set[str], old: Catalog, new: Catalog) -> Iterator[Number]:
    calls = _OwnCalls(book)
    for name, sheet in book.sheets.items():
        if name in left_out:
            continue
        for cell in sheet.formulas():
            for call in calls.of(name, cell):
                before, after = (calls.answer(call, name, cell, catalog) for catalog in (old, new))
                if before is not None and after is not None:
                    yield from _parted(f"{name}!{cell.address}", calls.finder.as_typed(call), before, after)


def _parted(place: str, call: str, old: list[list[Any]], new: list[list[Any]]) -> Iterator[Number]:
    """A number for each cell of what a call gives; of a table whose size changes, its size."""
    if [len(row) for row in old] != [len(row) for row in new]:
        yield Number(place, f"{call}: rows", float(len(old)), float(len(new)))
        return
    for before, after in zip(old, new):
        for one, other in zip(before, after):
            if one is not None or other is not None:
                yield Number(place, call, _plain(one), _plain(other))


class _OwnCalls:
    """Calls of our functions in a workbook, and what they give with the values that the file holds."""

    def __init__(self, book: Book):
        self.finder = Calls(book)
        self._sheets: Mapping[str, Sheet] = book.sheets
        self._dependencies = Dependencies(book, self.finder.formulas)
        self._bare = {f"{QUALIFIED_PREFIX}{name}".upper(): name for name in FUNCTIONS}

    def of(self, sheet: str, cell: Cell) -> list[str]:
        """The calls in a formula whose arguments are constants and references, spelled for Calc."""
        text = self._dependencies.text(sheet, cell)
        if not self.finder.found_in(text, sheet):
            return []
        try:
            return list(_innermost(self.finder.formulas.spell(text), self._bare))
        except UnreadableFormula:
            return []

    def answer(self, call: str, sheet: str, cell: Cell, catalog: Catalog) -> list[list[Any]] | None:
        """The rows that a call gives; None where its arguments are more than constants and references."""
        token = in_use.settle(catalog)
        try:
            return function_calls.answer(
                call,
                self._bare,
                lambda operand: self._dependencies.meant(operand, sheet, cell),
                self._stored,
            )
        except NotPlain:
            return None
        finally:
            in_use.unsettle(token)

    def _stored(self, sheet: str, area: Area) -> list[list[Any]]:
        """The values of an area as the file holds them."""
        held = self._sheets[sheet]
        width = area.last.column - area.first.column + 1
        values = [_value(held.value(place)) for place in area.cells()]
        return [values[start : start + width] for start in range(0, len(values), width)]


def _innermost(formula: str, ours: Mapping[str, str]) -> Iterator[str]:
    """The calls of our functions in which no other function is called."""
    opened: list[tuple[Token, int]] = []  # the calls that are open, and where each begins
    items = tokens(formula)
    plain = True  # since the innermost of them was opened
    for at, token in enumerate(items):
        if opens_call(token):
            opened.append((token, at))
            plain = True
        elif token.type == Token.FUNC and opened:
            head, start = opened.pop()
            if plain and ours.get(called(head).upper()) not in (None, _VERSION_FUNCTION):
                yield f"{called(head)}(" + "".join(str(item.value) for item in items[start + 1 : at + 1])
            plain = False


def _value(stored: Value | None) -> Any:
    if stored is None:
        return None
    if stored.kind == "n":
        return float(stored.text)
    if stored.kind == "b":
        return stored.text == "1"
    return CellError(stored.text) if stored.kind == "e" else stored.text


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, CellError) else value


def _agree(one: Any, other: Any) -> bool:
    return one is other if one is None or other is None else same(one, other)
