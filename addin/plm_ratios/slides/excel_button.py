"""The code behind the button Export slides: writes the comparison as a deck next to the workbook.

The deck is made from a copy of the workbook, by the same code as on the command line; in the workbook, only
the report below the button is changed.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.naming import free_name
from ..errors import HostError, PlmError
from ..hosts.excel.machine import ThisMachine
from ..hosts.excel.workbook_names import EXPORT_REPORT
from .export import Wanted, export

if TYPE_CHECKING:
    import xlwings

_MOST_LINES = 8  # of the report: the lines that an earlier one may have filled
_MOST_REMARKS = 5
_HOMELESS = (
    "This workbook does not lie in a folder of this computer: it was never saved, or it is on the web. "
    "Save it in a folder, and press the button again."
)
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
    workbook = _path(book)
    with tempfile.TemporaryDirectory(prefix="plm-ratios-slides-", ignore_cleanup_errors=True) as folder:
        remarks: list[str] = []
        source = Path(folder) / workbook.name
        if platform == "win32":
            _copy(book, source)
        else:  # Excel for the Mac asks the user before it writes into a folder for the first time
            shutil.copyfile(workbook, source)
            remarks.append(_AS_SAVED)
        wanted = Wanted((_free(workbook),), datetime.date.today(), file=source)
        report = export(wanted)
    remarks += report.remarks
    if len(remarks) > _MOST_REMARKS:
        more = len(remarks) - _MOST_REMARKS
        remarks[_MOST_REMARKS:] = [f"{more} more remarks: plm-ratios export {workbook.name} shows them."]
    return [*(f"Wrote {path}" for path in report.written), *remarks]


def _path(book: xlwings.Book) -> Path:
    """The path of the workbook. Raises PlmError if it is not in a folder of this computer."""
    try:
        path = Path(book.fullname)
    except Exception as reason:  # xlwings raises various exceptions if it cannot find the folder
        raise PlmError(_HOMELESS) from reason
    if not path.is_absolute() or not path.parent.is_dir():
        raise PlmError(_HOMELESS)
    return path


def _copy(book: xlwings.Book, path: Path) -> None:
    """Save a copy of the workbook in its present state, also if that has not been saved."""
    try:
        book.api.SaveCopyAs(str(path))
    except Exception as reason:  # Excel reports any failure as a COM error
        raise PlmError(f"Excel could not save a copy of this workbook in {path.parent}.") from reason


def _free(workbook: Path) -> Path:
    """The first unused file name for a deck: a button never overwrites."""

    def deck(name: str) -> Path:
        return workbook.with_name(f"{name}.pptx")

    return deck(free_name(f"{workbook.stem} slides", lambda name: deck(name).exists()))
