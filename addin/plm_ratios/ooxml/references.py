"""Resolves the references in formulas to cells: ranges, whole rows and columns, other sheets, several
sheets at once, names, tables, and what an array formula fills.

If a reference can be read in two ways, the larger one is taken: A:A in a formula of the old kind may
mean one row only. A reference that cannot be resolved (an undefined name, a missing sheet) gives no
cells: Excel shows an error for it whatever else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator, TranslatorError

from .addresses import LAST_COLUMN, Address
from .formula_names import leading, opens_call, tokens
from .formulas import Formulas
from .regions import CellBox
from .structured_references import Table
from .workbook import Book

LAST_ROW = 1_048_576

_SHEET = re.compile(r"(?:'(?P<quoted>(?:[^']|'')*)'|(?P<plain>(?:\[\d+\])?[^'!\[\]]*))!")
_CELLS = re.compile(
    r"(?P<a>\$?)(?P<left>[A-Z]{1,3})(?P<b>\$?)(?P<top>\d{1,7})"
    r"(?::(?P<c>\$?)(?P<right>[A-Z]{1,3})(?P<d>\$?)(?P<bottom>\d{1,7}))?#?",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"(?P<a>\$?)(?P<left>[A-Z]{1,3}):(?P<c>\$?)(?P<right>[A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"(?P<b>\$?)(?P<top>\d{1,7}):(?P<d>\$?)(?P<bottom>\d{1,7})")
_TABLE = re.compile(r"(?P<table>[^\[\]!]*)(?P<specifier>\[.*\])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells as a formula names them. `sheet` is None for the formula's own; `moves` holds which of top,
    left, bottom, right move if the formula is filled in elsewhere."""

    sheet: str | None
    box: CellBox
    moves: tuple[bool, bool, bool, bool] = (False, False, False, False)

    def moved(self, rows: int, columns: int) -> CellBox:
        """The cells meant this far away from the formula's own cell; after the last row comes the first."""
        if not any(self.moves) or not (rows or columns):
            return self.box
        down, across = (rows, columns) * 2, (LAST_ROW, LAST_COLUMN) * 2
        top, left, bottom, right = (
            (side + by - 1) % size + 1 if moves else side
            for side, by, size, moves in zip(self.box, down, across, self.moves, strict=True)
        )
        return CellBox(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of an operand: cells, and whether it is a name (whose relative references start from
    A1) or a table (whose rows may depend on the formula's own)."""

    cells: tuple[Reference, ...] = ()
    named: tuple[str, ...] = ()
    table: tuple[str, str] | None = None
    spills: bool = False


class References:
    """Reads the operands of a workbook's formulas."""

    def __init__(self, book: Book, formulas: Formulas):
        self._book = book
        self._formulas = formulas
        self._sheets = {name.casefold(): name for name in book.sheet_names}
        self._tables = {table.name.casefold(): table for table in book.tables}
        self._meanings: dict[str, Meaning] = {}
        self._names: dict[tuple[str, str | None], str] = {
            (name.name.casefold(), name.sheet): name.formula for name in book.names
        }

    def boxes(self, formula: str, sheet: str, place: Address, stated: Address) -> list[tuple[str, CellBox]]:
        """The cells that a formula at `place` reads; `stated` is the cell that holds its text (a cell that
        shares a formula has the text of another cell)."""
        shift = (place.row - stated.row, place.column - stated.column)
        return list(self._read(formula, sheet, place, shift, ()))

    def name_formulas(self, formula: str, sheet: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
        """The formulas of the names that a formula reads, and of the names that these read."""
        parsed = self._formulas.parsed(formula)
        for operand in parsed.operands if parsed else ():
            for name in self._meaning(operand).named:
                text = self._named(name, sheet)
                if text is not None and name not in seen:
                    yield text
                    yield from self.name_formulas(text, sheet, (*seen, name))
        # A name for a LAMBDA is called like a function.
        for called in parsed.calls if parsed else ():
            text = self._named(called, sheet)
            if text is not None and called not in seen:
                yield text
                yield from self.name_formulas(text, sheet, (*seen, called))

    def _read(
        self, formula: str, sheet: str, place: Address, shift: tuple[int, int], seen: tuple[str, ...]
    ) -> Iterator[tuple[str, CellBox]]:
        parsed = self._formulas.parsed(formula)
        if parsed is None:
            return
        found: list[tuple[str, CellBox]] = []
        for operand in parsed.operands:
            found += self._cells(operand, sheet, place, shift, seen)
        if any(name.upper().endswith("ANCHORARRAY") for name in parsed.calls):
            found += [spilled for read in found for spilled in self._spilled(*read)]
        if parsed.joins:  # INDEX(A:A,1):INDEX(C:C,9) reads column B too
            around: dict[str, CellBox] = {}
            for on, box in found:
                around[on] = around[on].around(box) if on in around else box
            found = list(around.items())
        yield from found

    def _cells(
        self, operand: str, sheet: str, place: Address, shift: tuple[int, int], seen: tuple[str, ...]
    ) -> list[tuple[str, CellBox]]:
        meaning = self._meaning(operand)
        found = [(reference.sheet or sheet, reference.moved(*shift)) for reference in meaning.cells]
        if meaning.spills:
            found += [spilled for read in found for spilled in self._spilled(*read)]
        if meaning.table:
            name, specifier = meaning.table
            table = self._tables.get(name.casefold()) if name else self._table_around(sheet, place)
            if table:
                found.append((table.sheet, table.meant(specifier, place)))
        for name in meaning.named:
            text = self._named(name, sheet)
            if text is not None and name not in seen:
                from_a1 = (place.row - 1, place.column - 1)
                found += self._read(text, sheet, place, from_a1, (*seen, name))
        if len(found) > 1 and len({on for on, _ in found}) == 1 and ":" in operand:
            box = found[0][1]  # A1:name, Table[a]:Table[b]
            for _, other in found[1:]:
                box = box.around(other)
            found = [(found[0][0], box)]
        return found

    def _meaning(self, operand: str) -> Meaning:
        if operand not in self._meanings:
            self._meanings[operand] = self._parsed_operand(operand)
        return self._meanings[operand]

    def _parsed_operand(self, operand: str) -> Meaning:
        found = _SHEET.match(operand)
        text, sheets = operand[found.end() :] if found else operand, [None]
        if found:
            qualifier = (found["quoted"] or found["plain"] or "").replace("''", "'")
            sheets = self._sheet_names(qualifier)  # type: ignore[assignment]
        if box := _read_box(text):
            cells = tuple(Reference(sheet, *box) for sheet in sheets)
            return Meaning(cells, spills=text.endswith("#"))
        pieces = _pieces(text)
        if len(pieces) > 1:
            first = operand[: found.end()] + pieces[0] if found else pieces[0]
            parts = [self._meaning(piece) for piece in (first, *pieces[1:])]
            return Meaning(
                tuple(cell for part in parts for cell in part.cells),
                tuple(name for part in parts for name in part.named),
                next((part.table for part in parts if part.table), None),
            )
        if table := _TABLE.fullmatch(text):
            return Meaning(table=(table["table"], table["specifier"]))
        if text.casefold() in self._tables:
            return Meaning(table=(text, "[]"))
        return Meaning(named=(operand,))

    def _sheet_names(self, qualifier: str) -> list[str]:
        """The sheets before an exclamation mark; Sheet1:Sheet3 are all sheets from one to the other."""
        if qualifier.casefold() in self._sheets:
            return [self._sheets[qualifier.casefold()]]
        first, colon, last = qualifier.partition(":")
        order = [name.casefold() for name in self._book.sheet_names]
        if colon and first.casefold() in order and last.casefold() in order:
            start, end = sorted((order.index(first.casefold()), order.index(last.casefold())))
            return self._book.sheet_names[start : end + 1]
        return []

    def _named(self, name: str, sheet: str) -> str | None:
        """The formula of a name, as seen from `sheet`; a name local to the sheet has priority."""
        qualifier, mark, bare = name.rpartition("!")
        if mark:
            qualifier = qualifier.strip("'").replace("''", "'")
            sheet = self._sheets.get(qualifier.casefold(), sheet)
        bare = bare.casefold()
        return self._names.get((bare, sheet), self._names.get((bare, None)))

    def _spilled(self, sheet: str, box: CellBox) -> list[tuple[str, CellBox]]:
        """The cells that the array formula in a single cell fills."""
        read = self._book.sheets.get(sheet)
        cell = read.cells.get(Address(box.top, box.left)) if read else None
        area = cell.formula.area if cell and cell.formula else None
        return [(sheet, CellBox(*area.first, *area.last))] if area else []

    def _table_around(self, sheet: str, place: Address) -> Table | None:
        """The table that contains a formula, to which [column] without a name refers."""
        return next((t for t in self._book.tables if t.sheet == sheet and t.box.holds(place)), None)


def _read_box(text: str) -> tuple[CellBox, tuple[bool, bool, bool, bool]] | None:
    """A reference without its sheet; None if it is a name or a table."""
    if found := _CELLS.fullmatch(text):
        part = found.groupdict()
        single = part["right"] is None
        top, left = int(part["top"]), _column(part["left"])
        bottom, right = (top, left) if single else (int(part["bottom"]), _column(part["right"]))
        moves = [not part[key] for key in ("b", "a")]
        moves += moves if single else [not part[key] for key in ("d", "c")]
    elif found := _COLUMNS.fullmatch(text):
        top, bottom = 1, LAST_ROW
        left, right = _column(found["left"]), _column(found["right"])
        moves = [False, not found["a"], False, not found["c"]]
    elif found := _ROWS.fullmatch(text):
        left, right = 1, LAST_COLUMN
        top, bottom = int(found["top"]), int(found["bottom"])
        moves = [not found["b"], False, not found["d"], False]
    else:
        return None
    if max(top, bottom) > LAST_ROW or max(left, right) > LAST_COLUMN or not min(top, bottom):
        return None
    if top > bottom:
        top, bottom, moves[0], moves[2] = bottom, top, moves[2], moves[0]
    if left > right:
        left, right, moves[1], moves[3] = right, left, moves[3], moves[1]
    return CellBox(top, left, bottom, right), (moves[0], moves[1], moves[2], moves[3])


def _column(letters: str) -> int:
    return Address.parse(f"{letters}1").column


def _pieces(text: str) -> list[str]:
    """The text split at each colon outside brackets and quotes."""
    pieces, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(text):
        quoted ^= char == "'" and not depth
        depth += (char == "[") - (char == "]") if not quoted else 0
        if char == ":" and not depth and not quoted:
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def shifted(formula: str, rows: int, columns: int) -> str:
    """A shared formula's text as it reads this far away from the cell that holds it."""
    pieces = []
    for token in tokens(formula):
        text = str(token.value)
        if opens_call(token):
            before = leading(token)
            if len(before) > 1 and before.endswith(":"):
                text = (
                    _shifted_operand(before[:-1], rows, columns)
                    + text[text.index(before) + len(before) - 1 :]
                )
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE and "[" not in text:
            lead = text[: len(text) - len(text.lstrip("@:"))]
            text = lead + _shifted_operand(text[len(lead) :], rows, columns)
        pieces.append(text)
    return "".join(pieces)


def _shifted_operand(operand: str, rows: int, columns: int) -> str:
    try:
        moved = str(Translator.translate_range(operand, rows, columns))  # type: ignore[no-untyped-call]
    except TranslatorError:  # before the sheet's first row or column
        return "#REF!"
    before, after = (
        text[(found.end() if (found := _SHEET.match(text)) else 0) :] for text in (operand, moved)
    )
    return moved if _read_box(after) or not _read_box(before) else "#REF!"
