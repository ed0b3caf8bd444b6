"""The code behind the button Export slides: writes the comparison as a deck next to the workbook.

The deck is made from a copy of the workbook, by the same code as on the command line; in the workbook, only
the report below the button is changed.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.naming import free_name
from ..errors import HostError, PlmError
from ..hosts.excel import shown_workbook
from ..hosts.excel.machine import ThisMachine
from ..hosts.excel.workbook_names import EXPORT_REPORT
from .export import Wanted, export

if TYPE_CHECKING:
    import xlwings

_MOST_LINES = 8  # of the report: the lines that an earlier one may have filled
_MOST_REMARKS = 5
_AS_SAVED = "This is the workbook as it was last saved: save it first to export what you see."


def main() -> None:
    """Write the deck of the workbook whose button was clicked."""
    import xlwings

    write(xlwings.Book.caller(), ThisMachine().platform)


def write(book: xlwings.Book, platform: str) -> None:
    """Write the deck, and below the button what was written, or why nothing was. A workbook without that
    button, which the ribbon is about, has no place for it: there a message says it."""
    try:
        lines = _exported(book, platform)
    except OSError as error:
        about = f": {error.filename}" if error.filename else ""
        lines = [f"Nothing was written. {error.strerror or error}{about}."]
    except (PlmError, HostError) as error:
        lines = [f"Nothing was written. {error}"]
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
        wanted = Wanted((_free(workbook),), datetime.date.today(), file=source)
        report = export(wanted)
    remarks += report.remarks
    if len(remarks) > _MOST_REMARKS:
        more = len(remarks) - _MOST_REMARKS
        remarks[_MOST_REMARKS:] = [f"{more} more remarks: plm-ratios export {workbook.name} shows them."]
    return [*(f"Wrote {path}" for path in report.written), *remarks]


def _free(workbook: Path) -> Path:
    """The first unused file name for a deck: a button never overwrites."""

    def deck(name: str) -> Path:
        return workbook.with_name(f"{name}.pptx")

    return deck(free_name(f"{workbook.stem} slides", lambda name: deck(name).exists()))
