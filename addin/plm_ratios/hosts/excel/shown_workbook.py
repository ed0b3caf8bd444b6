"""The workbook that Excel shows: where it lies, and a copy of it as it is now.

What the buttons write lies beside the workbook, and is made from a copy.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import PlmError

if TYPE_CHECKING:
    import xlwings

_HOMELESS = (
    "This workbook does not lie in a folder of this computer: it was never saved, or it is on the web. "
    "Save it in a folder, and press the button again."
)


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
