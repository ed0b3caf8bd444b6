"""The code behind the add-in's button Freeze: a copy of the workbook with values in place of our calls.

The copy lies beside the workbook under a name that is free; the workbook itself is not changed. What was
written, or why nothing was, is shown in a message.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog.naming import free_name
from ..errors import HostError, PlmError
from ..hosts.excel import shown_workbook
from ..hosts.excel.machine import ThisMachine
from .freezing import default_target, freeze

if TYPE_CHECKING:
    import xlwings

_TITLE = "plm-ratios"
_ADD_INS = (".xlam", ".xla")
_MOST_REMARKS = 5
_AS_SAVED = "This is the workbook as it was last saved: save it first to freeze what you see."


def main() -> None:
    """Freeze the workbook that is shown, and say in a message what was written."""
    import xlwings

    freeze_shown(xlwings.Book.caller(), ThisMachine().platform)


def freeze_shown(caller: xlwings.Book, platform: str) -> None:
    """Freeze `caller`, or the active workbook where the caller is the add-in itself."""
    book = caller.app.books.active if caller.name.lower().endswith(_ADD_INS) else caller
    try:
        lines, mode = _frozen(book, platform), "info"
    except OSError as error:
        about = f": {error.filename}" if error.filename else ""
        lines, mode = [f"Nothing was written. {error.strerror or error}{about}."], "critical"
    except (PlmError, HostError) as error:
        lines, mode = [f"Nothing was written. {error}"], "critical"
    caller.app.alert("\n".join(lines), _TITLE, mode=mode)


def _frozen(book: xlwings.Book, platform: str) -> list[str]:
    """Write the frozen copy. Returns the lines of the message."""
    workbook = shown_workbook.path_of(book)
    with tempfile.TemporaryDirectory(prefix="plm-ratios-freeze-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / workbook.name
        shown = shown_workbook.copy(book, copy, platform)
        report = freeze(copy, _free(default_target(workbook)))
    remarks = [*([] if shown else [_AS_SAVED]), *report.remarks]
    if len(remarks) > _MOST_REMARKS:
        more = len(remarks) - _MOST_REMARKS
        remarks[_MOST_REMARKS:] = [f"{more} more remarks: plm-ratios freeze {workbook.name} shows them."]
    return [str(report), *remarks, f"Wrote {report.target}."]


def _free(target: Path) -> Path:
    """The first unused name like this one: a button never overwrites."""

    def named(stem: str) -> Path:
        return target.with_name(f"{stem}{target.suffix}")

    return named(free_name(target.stem, lambda stem: named(stem).exists()))
