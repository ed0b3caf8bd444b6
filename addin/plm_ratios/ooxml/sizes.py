"""How large a workbook may be to be read into memory, counted before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .parts import NotAWorkbook

#: Cells and rows of all sheets together. Each takes about a kilobyte while a workbook is calculated.
MOST_CELLS = 1_000_000
_CELL_OR_ROW = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)[\s/>]")


def require_small(file: str, worksheets: Iterable[bytes]) -> None:
    """Raises NotAWorkbook if these worksheets, as markup, hold more cells and rows than fit."""
    left = MOST_CELLS
    for data in worksheets:
        for _ in _CELL_OR_ROW.finditer(data):
            left -= 1
            if left < 0:
                raise NotAWorkbook(
                    f"{file} has more than {MOST_CELLS:,} cells, which is too much here. Copy the sheets "
                    "that matter into a workbook of their own."
                )
