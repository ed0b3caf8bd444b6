"""The record of `plm-ratios excel install`: a text file with the path of the Python that workbooks start.

VBA reads it with Open ... For Input, which knows no Unicode and ends a line at CR; the path goes on to
xlwings' DLL through functions of Windows that know no Unicode either (LoadLibraryA in xlwings.bas).
"""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath

from ...errors import HostError
from .commands import call, fresh_environment
from .machine import Machine

VARIABLE = "PLM_RATIOS_PYTHON"  # goes before the record
INSTALL = "plm-ratios excel install"

_ENVIRONMENTS = (".venv", "venv")


def place(machine: Machine) -> PureWindowsPath:
    """The path of the record."""
    folder = machine.variable("LOCALAPPDATA")
    if not folder:
        raise HostError(
            "The environment variable LOCALAPPDATA is not set. Run this in a terminal of your own account."
        )
    return PureWindowsPath(folder) / "plm-ratios" / "python.txt"


def read(machine: Machine) -> PureWindowsPath | None:
    """The recorded Python; None where there is no record."""
    lines = (machine.read(place(machine)) or b"").decode(machine.encoding, "replace").splitlines()
    return PureWindowsPath(lines[0]) if lines and lines[0] else None


def write(machine: Machine, python: PurePath) -> PureWindowsPath:
    """Records a Python; gives the path of the record."""
    path = place(machine)
    for written, remedy in (
        (python, plain_folder(machine)),
        (path, f"Name the Python in a variable instead: setx {VARIABLE} {call(python)}, then restart Excel."),
    ):
        strange = unreadable(machine, written)
        if strange:
            raise HostError(f"Excel cannot read the path {written}, because of {strange}. {remedy}")
    machine.write(path, f"{python}\r\n".encode(machine.encoding))
    return path


def remove(machine: Machine) -> bool:
    """Removes the record; whether there was one."""
    return machine.remove(place(machine))


def plain_folder(machine: Machine) -> str:
    """What to do where the path of this Python has letters that VBA cannot read."""
    environment = fresh_environment(machine, PureWindowsPath(r"C:\plm-ratios"))
    return f"Use an environment in a folder of plain letters: {environment}."


def unreadable(machine: Machine, path: PurePath) -> str:
    """The characters of a path that Windows' ANSI code page lacks; "" where VBA can read all."""

    def lacks(letter: str) -> bool:
        try:
            letter.encode(machine.encoding)
        except UnicodeEncodeError:
            return True
        return False

    return "".join(dict.fromkeys(filter(lacks, str(path))))


def chosen(machine: Machine, workbook: PurePath | None) -> tuple[PureWindowsPath, str] | None:
    """The Python that a workbook takes, and who says so; None where it has to search this machine.

    In the order of the workbook's VBA. Where the recorded one is gone or lacks something, the workbook
    searches on; here it is named all the same, so that the record gets put right.

    workbook   None also where Excel knows only its address on the web
    """
    named = machine.variable(VARIABLE)
    if named:
        return PureWindowsPath(named), VARIABLE
    recorded = read(machine)
    if recorded is not None:
        return recorded, INSTALL
    for folder in (workbook.parent, workbook.parent.parent) if workbook else ():
        for name in _ENVIRONMENTS:
            environment = PureWindowsPath(folder, name)
            python = environment / "Scripts" / "python.exe"
            ours = environment / "Lib" / "site-packages" / "plm_ratios" / "__init__.py"
            if machine.is_file(python) and (python == machine.executable or machine.is_file(ours)):
                return python, "it lies beside the workbook"
    return None
