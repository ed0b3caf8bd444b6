"""The code behind the add-in's button Freeze: a copy of the workbook with values in place of our calls.

The copy lies beside the workbook under a name that is free; the workbook itself is not changed. What was
written, or why nothing was, is shown in a message.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HostError, PlmError
from ..hosts.excel import shown_workbook
from ..hosts.excel.machine import ThisMachine
from .freezing import default_target, freeze

if TYPE_CHECKING:
    import xlwings

_TITLE = "plm-ratios"
_AS_SAVED = "This is the workbook as it was last saved: save it first to freeze what you see."


def main() -> None:
    """Freeze the workbook that is shown, and say in a message what was written."""
    import xlwings

    freeze_shown(xlwings.Book.caller(), ThisMachine().platform)


def freeze_shown(caller: xlwings.Book, platform: str) -> None:
    """Freeze `caller`, or the active workbook where the caller is the add-in itself."""
    try:
        lines, mode = _frozen(shown_workbook.of(caller), platform), "info"
    except (OSError, PlmError, HostError) as error:
        lines, mode = [shown_workbook.refused(error)], "critical"
    caller.app.alert("\n".join(lines), _TITLE, mode=mode)


def _frozen(book: xlwings.Book, platform: str) -> list[str]:
    """Write the frozen copy. Returns the lines of the message."""
    workbook = shown_workbook.path_of(book)
    with tempfile.TemporaryDirectory(prefix="plm-ratios-freeze-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / workbook.name
        shown = shown_workbook.copy(book, copy, platform)
        target = shown_workbook.free_beside(workbook, default_target(workbook).name)
        report = freeze(copy, target)
    remarks = [*([] if shown else [_AS_SAVED]), *report.remarks]
    remarks = shown_workbook.first_remarks(remarks, f"plm-ratios freeze {workbook.name}")
    return [str(report), *remarks, f"Wrote {report.target}."]
