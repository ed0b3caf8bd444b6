"""Reads a worksheet part: its cells with formulas, cached values and positions in the bytes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .addresses import Address, Area
from .xml_edits import MAIN, DamagedPart, Span, span, walk


class Value(NamedTuple):
    """A cached value as stored in files. `kind` is n (number), str, b (boolean) or e (error)."""

    kind: str
    text: str

    def same(self, other: Value | None) -> bool:
        """Equal, numbers to the 15 digits that spreadsheets keep, so that noise is no change. The
        difference counts: rounding both could distinguish numbers that differ in the 17th digit only."""
        if other is None or self.kind != other.kind:
            return False
        if self.kind != "n" or self.text == other.text:
            return self.text == other.text
        return same_number(float(self.text), float(other.text))


def same_number(one: float, other: float) -> bool:
    """True if two numbers agree to 15 digits."""
    return math.isclose(one, other, rel_tol=5e-15)


@dataclass(slots=True)
class Formula:
    """A formula: its text ("" in cells that share another cell's), its kind (normal, shared, array,
    dataTable), the area it covers if it states one, and the number of its shared group."""

    text: str
    kind: str
    area: Area | None
    group: str | None
    span: Span


@dataclass(slots=True)
class Cell:
    """A cell element. `kind` is its t attribute, "" if it has none."""

    address: Address
    kind: str
    dynamic: bool
    span: Span
    formula: Formula | None = None
    value: Value | None = None
    #: The elements that hold the value: a <v> or an <is>, or nothing.
    value_spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row element, and the cells it holds."""

    number: int
    span: Span
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A worksheet part. `body` is the position of its sheetData."""

    data: bytes
    rows: list[Row]
    body: Span
    cells: dict[Address, Cell]
    #: The cell that holds the text of each shared formula, by the number of its group. A cell of the group
    #: may hold a text of its own, but only the first one states the area.
    shared: dict[str, Cell]

    @classmethod
    def read(cls, data: bytes, strings: Sequence[str] = (), spans: bool = True) -> Sheet:
        """Parse a part; `strings` are the workbook's shared strings. Without `spans`, which take a third of
        the time, nothing of it can be edited."""
        reader = _SheetReader(data, strings, spans)
        walk(data, reader)
        cells = {cell.address: cell for row in reader.rows for cell in row.cells}
        shared: dict[str, Cell] = {}
        for cell in cells.values():
            formula = cell.formula
            if formula and formula.text and formula.group is not None:
                known = shared.get(formula.group)
                if known is None or (formula.area and known.formula and not known.formula.area):
                    shared[formula.group] = cell
        return cls(data, reader.rows, reader.body, cells, shared)

    def formulas(self) -> list[Cell]:
        """The cells that hold a formula, in the order of the file."""
        return [cell for cell in self.cells.values() if cell.formula]

    def formula_text(self, cell: Cell) -> str:
        """A cell's formula; for a cell that shares a formula, that of the cell which holds its text."""
        stated = self.stated(cell).formula
        return stated.text if stated else ""

    def stated(self, cell: Cell) -> Cell:
        """The cell that holds the text of a cell's formula: itself, or the one that shares it."""
        assert cell.formula
        if cell.formula.text or cell.formula.group is None:
            return cell
        return self.shared.get(cell.formula.group, cell)

    def value(self, address: Address) -> Value | None:
        """The cached value of a cell, None if it is blank."""
        cell = self.cells.get(address)
        return cell.value if cell else None


_NOWHERE = Span(0, 0, 0, 0)


class _SheetReader:
    """Collects rows and cells while `walk` goes through the part."""

    def __init__(self, data: bytes, strings: Sequence[str], spans: bool):
        self.data = data
        self.spans = spans
        self.strings = strings
        self.rows: list[Row] = []
        self.body = _NOWHERE
        self._open: list[tuple[str, int, dict[str, str]]] = []  # name, position, attributes
        self._cell: Cell | None = None
        self._text: list[str] = []
        self._shown: list[str] = []  # the text of <is>, without the phonetic text of <rPh>

    def start(self, namespace: str, name: str, attributes: dict[str, str], at: int) -> None:
        if namespace not in MAIN or not (self._open or name == "sheetData"):
            return
        self._open.append((name, at, attributes))
        if name == "row":
            last = self.rows[-1].number if self.rows else 0
            number = attributes.get("r", str(last + 1)).strip()
            if not number.isdecimal():
                raise DamagedPart(f"a row is numbered {number!r}.")
            self.rows.append(Row(int(number), _NOWHERE))
        elif name == "c":
            self._cell = self._new_cell(attributes)
        elif name in ("f", "v", "t"):
            self._text = []
        elif name == "is":
            self._shown = []

    def text(self, characters: str) -> None:
        if self._cell:
            self._text.append(characters)

    def end(self, namespace: str, name: str, at: int) -> None:
        if namespace not in MAIN or not self._open:
            return
        _, start, attributes = self._open.pop()
        place = span(self.data, start, at) if self.spans else _NOWHERE
        cell = self._cell
        if name == "sheetData":
            self.body = place
        elif name == "row":
            self.rows[-1].span = place
        elif cell is None:
            return
        elif name == "c":
            cell.span = place
            self.rows[-1].cells.append(cell)
            self._cell = None
        elif name == "f":
            cell.formula = _formula("".join(self._text), attributes, place)
        elif name == "v":
            cell.value_spans.append(place)
            cell.value = self._value(cell, "".join(self._text))
        elif name == "t" and not any(tag == "rPh" for tag, *_ in self._open):
            self._shown.append("".join(self._text))
        elif name == "is":
            cell.value_spans.append(place)
            cell.value = Value("str", "".join(self._shown))

    def _new_cell(self, attributes: dict[str, str]) -> Cell:
        row = self.rows[-1]
        if "r" in attributes:
            try:
                address = Address.parse(attributes["r"])
            except ValueError as reason:
                raise DamagedPart(f"a cell has no place ({reason}).") from reason
        else:  # the attribute is optional: the place then follows from the order
            address = Address(row.number, row.cells[-1].address.column + 1 if row.cells else 1)
        return Cell(address, attributes.get("t", ""), "cm" in attributes, _NOWHERE)

    def _value(self, cell: Cell, text: str) -> Value | None:
        if cell.kind == "s":
            # No text, or an index that is not in the list (Excel shows a blank): there is no value.
            number = int(text) if text.strip().isdecimal() else len(self.strings)
            return Value("str", self.strings[number]) if number < len(self.strings) else None
        if cell.kind in ("str", "inlineStr"):
            return Value("str", text)
        if not text.strip():
            return None
        if cell.kind in ("b", "e", "d"):
            return Value(cell.kind, text)
        try:
            float(text)
        except ValueError:  # an unusable value is treated as none
            return None
        return Value("n", text.strip())


def _formula(text: str, attributes: dict[str, str], place: Span) -> Formula:
    try:
        area = Area.parse(attributes["ref"]) if "ref" in attributes else None
    except ValueError as reason:
        raise DamagedPart(f"a formula fills no area ({reason}).") from reason
    return Formula(text, attributes.get("t", "normal"), area, attributes.get("si"), place)
