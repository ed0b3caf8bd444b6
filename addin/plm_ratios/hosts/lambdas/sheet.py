"""Where the tables of the LAMBDA functions stand: on one sheet, so that a copy of it takes all of them into
another workbook. What a copied sheet reads from other sheets would refer to the old workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .table import Table
from .tables import tables

SHEET = "PLM"
#: The row of the headers, counted from 0, below a title and a line that explains.
HEADER_ROW = 3
#: The first column of the first table: the check of the functions stands left of it.
FIRST_COLUMN = 3
_GAP = 1  # a blank column between two tables


@dataclass(frozen=True)
class Placed:
    """A table and the column of the sheet, counted from 0, in which it begins."""

    table: Table
    column: int

    def column_of(self, header: str) -> int:
        """The column of the sheet that holds a column of the table. Raises ValueError if there is none."""
        return self.column + list(self.table.headers).index(header)


def placed() -> Iterator[Placed]:
    """The tables, side by side from left to right."""
    column = FIRST_COLUMN
    for table in tables():
        yield Placed(table, column)
        column += len(table.headers) + _GAP
