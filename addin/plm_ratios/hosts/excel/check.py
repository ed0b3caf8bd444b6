"""What the button Check set-up runs: writes the doctor's findings below it, into the workbook."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from ...errors import PlmError
from ..findings import Finding
from . import shown_workbook
from .doctor import findings
from .machine import Machine, ThisMachine
from .workbook_names import REPORT

if TYPE_CHECKING:
    import xlwings

_MOST_ROWS = 40  # those that an earlier check may have filled


def main() -> None:
    """Writes the findings about this machine into the workbook whose button was pressed."""
    import xlwings

    write(xlwings.Book.caller(), ThisMachine())


def write(book: xlwings.Book, machine: Machine) -> None:
    """Replaces the report on the sheet Start: what was looked at, and what to do about it. The add-in has no
    such sheet: there it goes into a new workbook."""
    if shown_workbook.is_add_in(book):
        _write_new(book.app, findings(machine))
        return
    first = book.names[REPORT].refers_to_range
    rows = _rows(_findings(book, machine))
    first.resize(_MOST_ROWS, 2).clear_contents()
    first.resize(len(rows), 2).value = rows


def _write_new(app: xlwings.App, found: list[Finding]) -> None:
    first = app.books.add().sheets[0].range("A1")
    rows = [["Check set-up of plm-ratios", None], *_rows(found)]
    first.resize(len(rows), 2).value = rows
    first.resize(len(rows), 2).columns.autofit()


def _rows(found: list[Finding]) -> list[list[str | None]]:
    return [[finding.what, _sentence(finding)] for finding in found]


def _findings(book: xlwings.Book, machine: Machine) -> list[Finding]:
    """Those about the machine, and about the file where it lies in a folder and not on the web."""
    try:
        return findings(machine, PurePath(book.fullname))
    except Exception as reason:  # xlwings has several ways to say that it cannot tell the folder
        about = (
            str(reason) if isinstance(reason, PlmError) else "its folder is not known: it may lie on the web"
        )
        remedy = (
            "Save it in a folder of this computer, then type: plm-ratios excel doctor and the file's path"
        )
        return [*findings(machine), Finding("Workbook", about, remedy)]


def _sentence(finding: Finding) -> str:
    return f"To fix: {finding.found}. {finding.remedy}" if finding.remedy else f"ok: {finding.found}"
