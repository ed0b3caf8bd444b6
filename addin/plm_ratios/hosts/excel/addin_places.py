"""Where copies of the add-in lie on a machine, and what they say of themselves."""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple

from ...errors import HostError
from ...ooxml.archive import Archive, UnusableArchive
from ...ooxml.xml_edits import DamagedPart, parse
from .machine import Machine
from .workbook_names import VERSION_PROPERTY

FILE_NAME = "plm_ratios.xlam"
STARTUP = "XLSTART"  # the folder whose files Excel opens

# Add-ins that people ticked under Add-ins, by the values OPEN, OPEN1, OPEN2 ...; and a second folder that
# Excel opens files from at its start ("At startup, open all files in"):
# https://learn.microsoft.com/previous-versions/office/troubleshoot/office-suite-issues/add-in-deleted-from-add-in-manager-list
_OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
_MOST_OPENED = 100
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


class Copy(NamedTuple):
    """A copy of the add-in: where it lies, its version, "" where that cannot be told, and why Excel opens it,
    "" where it does not."""

    path: PurePath
    version: str
    opened: str


def start_folder(machine: Machine) -> PureWindowsPath:
    """The folder of which Excel opens every file at its start, and which it trusts."""
    return _of_excel(machine) / "Excel" / STARTUP


def target(machine: Machine) -> PureWindowsPath:
    """Where the add-in is installed, for all versions of Excel and of plm-ratios the same: formulas that
    were saved without it name this path."""
    return start_folder(machine) / FILE_NAME


def copies(machine: Machine) -> list[Copy]:
    """Every copy in the places where Excel looks, the installed one first."""
    alternative = str(machine.registry_value(_OPTIONS, "AltStartup") or "")
    found = {target(machine): STARTUP}
    if alternative:
        found.setdefault(PureWindowsPath(alternative) / FILE_NAME, "the second startup folder")
    for path in _ticked(machine):
        found.setdefault(path, "ticked under Add-ins")
    found.setdefault(_of_excel(machine) / "AddIns" / FILE_NAME, "")
    return [
        Copy(path, version(machine.read(path)), why) for path, why in found.items() if machine.is_file(path)
    ]


def version(content: bytes | None) -> str:
    """The version of plm-ratios that wrote an add-in; "" where the file does not say."""
    try:
        archive = Archive(content or b"")
        found = [entry for entry in archive.entries if entry.filename == "docProps/custom.xml"]
        properties = [parse(archive.read(entry)) for entry in found]
    except (UnusableArchive, DamagedPart):
        return ""
    for entry in (each for root in properties for each in root.iter(_CUSTOM)):
        if entry.get("name") == VERSION_PROPERTY:
            return "".join(entry.itertext())
    return ""


def _of_excel(machine: Machine) -> PureWindowsPath:
    folder = machine.variable("APPDATA")
    if not folder:
        raise HostError(
            "The environment variable APPDATA is not set. Run this in a terminal of your own account."
        )
    return PureWindowsPath(folder) / "Microsoft"


def _ticked(machine: Machine) -> list[PureWindowsPath]:
    """The add-in in the list of those that people ticked; a name without a folder lies in AddIns."""
    found = []
    for number in range(_MOST_OPENED):
        value = machine.registry_value(_OPTIONS, f"OPEN{number or ''}")
        named = re.search(r'([^"]*\.xlam)"?\s*$', str(value or ""), re.IGNORECASE)
        path = PureWindowsPath(named[1].strip()) if named else None
        if path is not None and path.name.lower() == FILE_NAME:
            found.append(path if path.is_absolute() else _of_excel(machine) / "AddIns" / path)
    return found
