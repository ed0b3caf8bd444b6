"""Cells, areas, and the references to them that formulas contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_REFERENCE = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!(),:\[\]]+))!(?P<area>[^!,()]+)")
LAST_COLUMN = 16_384


class Address(NamedTuple):
    """The address of a cell; sorts in the order of cells in the file."""

    row: int
    column: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """The cell that an A1 text names.

        >>> Address.parse("$AB$3")
        Address(row=3, column=28)
        """
        found = _ADDRESS.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a cell address")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        return cls(int(found[2]), column)

    def __str__(self) -> str:
        letters, column = "", self.column
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    first: Address
    last: Address

    @classmethod
    def parse(cls, text: str) -> Area:
        """The area that an A1 text names: "A1:B3", "$A$1"."""
        first, _, last = text.partition(":")
        one, two = Address.parse(first), Address.parse(last or first)
        (top, bottom), (left, right) = sorted((one.row, two.row)), sorted((one.column, two.column))
        return cls(Address(top, left), Address(bottom, right))

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.last.row - self.first.row + 1

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last.column - self.first.column + 1

    def cells(self) -> Iterator[Address]:
        """The cells, row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Address(row, column)

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


def parse_reference(text: str) -> list[tuple[str, Area]]:
    """The areas of a reference with sheet names. Raises ValueError if it is anything else.

    >>> [(sheet, str(area)) for sheet, area in parse_reference("('My sheet'!$A$1:$A$3,B!$C$2)")]
    [('My sheet', 'A1:A3'), ('B', 'C2:C2')]
    """
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    areas, at = [], 0
    while True:
        found = _REFERENCE.match(text, at)
        if not found:
            raise ValueError(f"{text!r} is not a reference to cells")
        sheet = found["quoted"].replace("''", "'") if found["quoted"] else found["plain"].strip()
        areas.append((sheet, Area.parse(found["area"].strip())))
        at = found.end()
        if at == len(text):
            return areas
        if text[at] != ",":
            raise ValueError(f"{text!r} is not a reference to cells")
        at += 1
