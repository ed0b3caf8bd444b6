"""The workbook that a button is about: which one that is, where it lies, and a copy of it as it is now.

What the buttons write lies beside the workbook under a free name, and is made from a copy.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ...catalog.naming import free_name
from ...errors import PlmError

if TYPE_CHECKING:
    import xlwings

_HOMELESS = (
    "This workbook does not lie in a folder of this computer: it was never saved, or it is on the web. "
    "Save it in a folder, and press the button again."
)

_ADD_INS = (".xlam", ".xla")
_MOST_REMARKS = 5


def is_add_in(book: xlwings.Book) -> bool:
    """True for an add-in, which has sheets that nobody sees."""
    return book.name.lower().endswith(_ADD_INS)


def of(caller: xlwings.Book) -> xlwings.Book:
    """The workbook whose button was pressed; the active one, where that is on the ribbon of the add-in."""
    return caller.app.books.active if is_add_in(caller) else caller


def path_of(book: xlwings.Book) -> Path:
    """The path of a workbook. Raises PlmError if it is not in a folder of this computer."""
    try:
        path = Path(book.fullname)
    except Exception as reason:  # xlwings raises various exceptions if it cannot find the folder
        raise PlmError(_HOMELESS) from reason
    if not path.is_absolute() or not path.parent.is_dir():
        raise PlmError(_HOMELESS)
    return path


def copy(book: xlwings.Book, path: Path, platform: str) -> bool:
    """Write a copy of a workbook. Returns whether it holds what Excel shows; else it is the file as it was
    last saved: Excel for the Mac asks the user before it writes into a folder for the first time.

    Raises PlmError if Excel cannot save a copy.
    """
    if platform != "win32":
        shutil.copyfile(path_of(book), path)
        return False
    try:
        book.api.SaveCopyAs(str(path))
    except Exception as reason:  # Excel reports any failure as a COM error
        raise PlmError(f"Excel could not save a copy of this workbook in {path.parent}.") from reason
    return True


def free_beside(workbook: Path, name: str) -> Path:
    """The first unused name like this one in the folder of the workbook: a button never overwrites."""
    wanted = workbook.with_name(name)
    stem = free_name(wanted.stem, lambda stem: wanted.with_name(f"{stem}{wanted.suffix}").exists())
    return wanted.with_name(f"{stem}{wanted.suffix}")


def refused(error: Exception) -> str:
    """Why nothing was written, in a line for the report."""
    if isinstance(error, OSError):
        about = f": {error.filename}" if error.filename else ""
        return f"Nothing was written. {error.strerror or error}{about}."
    return f"Nothing was written. {error}"


def first_remarks(remarks: list[str], command: str) -> list[str]:
    """As many remarks as a report has room for, and the command that shows all of them."""
    more = len(remarks) - _MOST_REMARKS
    return [*remarks[:_MOST_REMARKS], f"{more} more remarks: {command} shows them."] if more > 0 else remarks
