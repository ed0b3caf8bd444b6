"""Installs the add-in into the folder that Excel opens at its start, and takes it out again."""

from __future__ import annotations

from ....errors import HostError
from ....version import __version__
from .. import addin_places, doctor_addin
from ..doctor_workbook import NEW
from ..install import install as record_python
from ..install import require_windows
from ..machine import Machine
from . import package

_EXCEL = "EXCEL.EXE"


def install(machine: Machine) -> str:
    """Writes the add-in, in the place of an older one, and has it use the Python that runs this; gives what
    to tell the user. HostError where Excel is open or cannot use this Python, and then nothing is changed.
    """
    require_windows(machine)
    place = addin_places.target(machine)
    before = addin_places.version(machine.read(place)) if machine.is_file(place) else None
    _require_closed(machine)
    content = package.content()
    said = record_python(machine).replace(f" Next: {NEW}", "")  # there is nothing more to write
    try:
        machine.write(place, content)
    except PermissionError as reason:
        raise HostError(
            f"{place} cannot be written: it is in use, or the folder is not yours. Close Excel, and run "
            f"this again."
        ) from reason
    instead = "" if before is None else f", in place of {before or 'one of an unknown version'}"
    lines = [f"Installed the add-in, plm-ratios {__version__}{instead}: {place}"]
    lines += [said, 'Open Excel: it has a tab "pLM ratios", and =RATIO("ESM-2 15B","seen") in any workbook.']
    for copy in addin_places.copies(machine)[1:]:
        why = copy.opened or "which Excel does not open by itself"
        lines.append(f"There is a second copy: {copy.path} ({why}). {doctor_addin.removed(copy)}.")
    return "\n".join(lines)


def uninstall(machine: Machine) -> str:
    """Removes the add-in; gives what to tell the user. That there is none is fine."""
    require_windows(machine)
    place = addin_places.target(machine)
    if not machine.is_file(place):
        return f"There was no add-in in {place.parent}; nothing was changed."
    _require_closed(machine)
    try:
        machine.remove(place, folder=False)
    except PermissionError as reason:
        raise HostError(f"{place} is in use. Close Excel, and run this again.") from reason
    return (
        f"Removed {place}. Workbooks keep the values that they were saved with; plm-ratios freeze puts "
        "values in the place of formulas. The note of this Python stays: plm-ratios excel uninstall removes "
        "that."
    )


def _require_closed(machine: Machine) -> None:
    """Excel reads the file at its start and keeps it open; what is replaced meanwhile, it does not notice."""
    if machine.runs(_EXCEL):
        raise HostError(
            "Excel is open, and keeps the add-in in use. Save your work, close all its windows, and run this "
            "again; nothing was changed."
        )
