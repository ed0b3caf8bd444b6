"""What a table of the LAMBDA workbook is."""

from __future__ import annotations

from typing import NamedTuple, Union

Cell = Union[str, float, bool, None]


class Table(NamedTuple):
    """An Excel table.

    name      as structured references call it
    headers   one for each column
    rows      cell values; None leaves a cell empty. A text stays a text, also "20"
    """

    name: str
    headers: tuple[str, ...]
    rows: list[list[Cell]]
