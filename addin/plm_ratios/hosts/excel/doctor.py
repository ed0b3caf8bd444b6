"""Why the functions work in Excel or do not, from what files, environment and registry tell."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath

from ..findings import Finding
from . import doctor_addin, doctor_excel, doctor_python, doctor_security, doctor_workbook
from .commands import call, python
from .machine import Machine
from .record import INSTALL, VARIABLE, chosen
from .workbook_names import FOUND_BY_VBA, SETTINGS_SHEET

_SETTINGS = f"its sheet {SETTINGS_SHEET}"
_ELSEWHERE = {
    "darwin": ("macOS", f"use plain formulas: {doctor_excel.PLAIN}"),
    "linux": (
        "Linux",
        f"use LibreOffice Calc: plm-ratios calc install, or plain formulas: {doctor_excel.PLAIN}",
    ),
}


def findings(machine: Machine, workbook: PurePath | None = None) -> list[Finding]:
    """What was looked at, the machine first; PlmError where the workbook cannot be read."""
    book = doctor_workbook.read(machine, workbook) if workbook is not None else None
    fitting = doctor_workbook.fits(machine, book) if book else []
    if machine.platform != "win32":
        return [_system(machine), doctor_python.python(machine), doctor_python.package(machine), *fitting]
    excel = doctor_excel.installed(machine)
    trusted = book is not None and doctor_excel.trusts(machine, book.path)
    cloud = book is not None and doctor_workbook.in_the_cloud(machine, book.path)
    return [
        _system(machine),
        *doctor_python.look(machine, excel.bits if excel else None),
        _interpreter(machine, book, cloud),
        *doctor_excel.look(machine, excel, trusted, cloud),
        *(doctor_security.look(machine) if excel else []),
        *(doctor_addin.look(machine) if excel else []),
        *fitting,
        *(doctor_workbook.look(machine, book, trusted) if book else []),
    ]


def elsewhere(machine: Machine) -> tuple[str, str]:
    """The name of a system that is not Windows, and what to use there."""
    return _ELSEWHERE.get(machine.platform, (machine.platform, _ELSEWHERE["darwin"][1]))


def _system(machine: Machine) -> Finding:
    if machine.platform == "win32":
        return Finding("System", "Windows")
    name, instead = elsewhere(machine)
    lacks = "there is no Excel"
    if machine.platform == "darwin":
        lacks = "Excel runs Python from buttons here, but not in cells"
    return Finding("System", f"{name}: {lacks}", f"Functions in cells need Excel on Windows. Here, {instead}")


def _interpreter(machine: Machine, book: doctor_workbook.Workbook | None, cloud: bool) -> Finding:
    """Which Python the workbook starts, and whether all the other findings are about that one."""
    what = "Python of the workbook"
    found = chosen(machine, book.path if book and not cloud else None)
    if book and book.python:
        found = PureWindowsPath(doctor_excel.expanded(machine, book.python)), _SETTINGS
    if found is None:
        return Finding(what, "none recorded: the workbook has to search for one", INSTALL)
    other, source = found
    if other == machine.executable:
        return Finding(what, f"this one ({source})")
    ours = INSTALL
    if source == _SETTINGS:
        ours = f"Unhide the sheet {SETTINGS_SHEET} and set INTERPRETER_WIN to {FOUND_BY_VBA}"
    elif source == VARIABLE:
        ours = f"setx {VARIABLE} {call(machine.executable)}, then restart Excel"
    if not machine.is_file(other):
        return Finding(what, f"{other} ({source}), and there is no such file", ours)
    there = python(machine, "-m plm_ratios.cli excel doctor", other)
    return Finding(what, f"another one: {other} ({source})", f"{ours}. Or look at that one: {there}")
