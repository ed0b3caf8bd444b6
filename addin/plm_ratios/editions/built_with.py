"""Which edition of the catalog a workbook was built with."""

from __future__ import annotations

import re
from pathlib import Path

from ..hosts.excel.workbook_names import EDITION_PROPERTY
from ..ooxml.workbook import Book

_VERSION = re.compile(r"plm-ratios [^,]+, catalog (\d{4}-\d\d-\d\d)")


def edition_of(path: Path) -> str:
    """The edition that a workbook was built with, or last calculated with; "" where it does not say.

    Raises NotAWorkbook where the file is none.
    """
    book = Book.open(path)
    if said := book.own_property(EDITION_PROPERTY):
        return said
    for sheet in book.sheets.values():
        for cell in sheet.formulas():
            found = _VERSION.search(cell.value.text) if cell.value else None
            if found:
                return found[1]
    return ""
