"""Finds which of many rectangles of one sheet hold a cell; each is returned once and then removed.

A sheet has 2^20 rows and 2^14 columns, so a rectangle is cut into pieces whose sides are powers of two:
a whole column is one piece, A1:A100000 a handful. A cell lies in at most one piece of each size, so a
query costs one look-up for each size that occurs, however large the rectangles are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from .addresses import Address

_ROW_BITS, _COLUMN_BITS = 20, 14
#: Above this many cells, going through all rectangles is faster than a query for each cell.
_MANY_CELLS = 4096

T = TypeVar("T")


class CellBox(NamedTuple):
    """A rectangle: rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: Address) -> bool:
        """True if the cell is inside."""
        return self.top <= place.row <= self.bottom and self.left <= place.column <= self.right

    def meets(self, other: CellBox) -> bool:
        """True if the two share a cell."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    def around(self, other: CellBox) -> CellBox:
        """The smallest rectangle that holds both."""
        return CellBox(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


class Regions(Generic[T]):
    """Rectangles, each with the readers that read it."""

    def __init__(self) -> None:
        self._readers: dict[CellBox, list[T]] = {}
        self._pieces: dict[tuple[int, int], dict[tuple[int, int], list[CellBox]]] = {}

    def add(self, box: CellBox, reader: T) -> None:
        """Record that `reader` reads `box`."""
        if box in self._readers:
            self._readers[box].append(reader)
            return
        self._readers[box] = [reader]
        columns = list(_pieces(box.left - 1, box.right, _COLUMN_BITS))
        for height, row in _pieces(box.top - 1, box.bottom, _ROW_BITS):
            for width, column in columns:
                of_size = self._pieces.setdefault((height, width), {})
                of_size.setdefault((row, column), []).append(box)

    def take_at(self, place: Address) -> list[T]:
        """The readers of a cell that were not returned before."""
        row, column = place.row - 1, place.column - 1
        found: list[T] = []
        for (height, width), pieces in self._pieces.items():
            for box in pieces.pop((row >> height, column >> width), ()):
                found += self._readers.pop(box, ())
        return found

    def take_within(self, area: CellBox) -> list[T]:
        """The readers of any cell of an area that were not returned before."""
        if (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MANY_CELLS:
            met = [box for box in self._readers if box.meets(area)]
            return [reader for box in met for reader in self._readers.pop(box)]
        found: list[T] = []
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                found += self.take_at(Address(row, column))
        return found


def _pieces(start: int, end: int, bits: int) -> Iterator[tuple[int, int]]:
    """The range from start to before end as (size, number): 2^size long, starting at number * 2^size."""
    while start < end:
        size = min((start & -start).bit_length() - 1 if start else bits, (end - start).bit_length() - 1)
        yield size, start >> size
        start += 1 << size
