"""The code behind the button Export slides: writes the comparison as a deck next to the workbook.

The deck is made from a copy of the workbook, by the same code as on the command line; in the workbook, only
the report below the button is changed.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HostError, PlmError
from ..hosts.excel import shown_workbook
from ..hosts.excel.machine import ThisMachine
from ..hosts.excel.workbook_names import EXPORT_REPORT
from .export import Wanted, export

if TYPE_CHECKING:
    import xlwings

_MOST_LINES = 8  # of the report: the lines that an earlier one may have filled
_AS_SAVED = "This is the workbook as it was last saved: save it first to export what you see."


def main() -> None:
    """Write the deck of the workbook that the button is about."""
    import xlwings

    write(shown_workbook.of(xlwings.Book.caller()), ThisMachine().platform)


def write(book: xlwings.Book, platform: str) -> None:
    """Write the deck, and below the button what was written, or why nothing was. A workbook without that
    button, which the ribbon is about, has no place for it: there a message says it."""
    try:
        lines = _exported(book, platform)
    except (OSError, PlmError, HostError) as error:
        lines = [shown_workbook.refused(error)]
    if EXPORT_REPORT not in book.names:
        book.app.alert("\n".join(lines), "plm-ratios")
        return
    below = book.names[EXPORT_REPORT].refers_to_range
    below.resize(_MOST_LINES, 1).clear_contents()
    below.resize(len(lines), 1).value = [[line] for line in lines]


def _exported(book: xlwings.Book, platform: str) -> list[str]:
    """Write the deck. Returns the lines of the report."""
    workbook = shown_workbook.path_of(book)
    with tempfile.TemporaryDirectory(prefix="plm-ratios-slides-", ignore_cleanup_errors=True) as folder:
        remarks: list[str] = []
        source = Path(folder) / workbook.name
        if not shown_workbook.copy(book, source, platform):
            remarks.append(_AS_SAVED)
        deck = shown_workbook.free_beside(workbook, f"{workbook.stem} slides.pptx")
        wanted = Wanted((deck,), datetime.date.today(), file=source)
        report = export(wanted)
    remarks += report.remarks
    remarks = shown_workbook.first_remarks(remarks, f"plm-ratios export {workbook.name}")
    return [*(f"Wrote {path}" for path in report.written), *remarks]
