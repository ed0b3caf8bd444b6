"""Has Excel's workbooks use the Python that runs this, and takes that back."""

from __future__ import annotations

from ...errors import HostError
from . import doctor_excel, doctor_python, record
from .doctor import elsewhere
from .doctor_workbook import NEW
from .machine import Machine


def install(machine: Machine) -> str:
    """Records this Python; gives what to tell the user. HostError where a workbook could not start it."""
    require_windows(machine)
    excel = doctor_excel.installed(machine)
    for finding in doctor_python.look(machine, excel.bits if excel else None):
        if finding.remedy:
            raise HostError(
                f"Excel cannot use this Python. {finding.what}: {finding.found}. To fix it: {finding.remedy}"
            )
    place = record.write(machine, machine.executable)
    said = f"Workbooks use {machine.executable} from now on (recorded in {place}). Next: {NEW}"
    named = machine.variable(record.VARIABLE)
    if named and record.chosen(machine, None) != (machine.executable, record.VARIABLE):
        said += f"\nBut the variable {record.VARIABLE} names {named}, and goes first."
    return said


def uninstall(machine: Machine) -> str:
    """Removes the record; gives what to tell the user. No record is fine."""
    require_windows(machine)
    if record.remove(machine):
        return "The record is gone. Workbooks look for a Python themselves again."
    return "There was no record; nothing was changed."


def require_windows(machine: Machine) -> None:
    """HostError elsewhere, which says what to use there."""
    if machine.platform != "win32":
        name, instead = elsewhere(machine)
        raise HostError(f"This is for Excel on Windows, and this is {name}. Here, {instead}")
