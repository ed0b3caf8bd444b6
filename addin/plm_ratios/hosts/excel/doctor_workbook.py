"""Whether a workbook fits this plm-ratios, and whether it lies where its macros may run."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from pathlib import PurePath, PureWindowsPath
from typing import Any, NamedTuple

from openpyxl import load_workbook

from ...catalog import load
from ...errors import PlmError
from ...ooxml.doctypes import require_sound
from ...version import __version__
from ..findings import Finding
from . import doctor_excel
from .commands import SOURCE, pip_install
from .doctor_python import required_xlwings
from .machine import Machine
from .workbook_names import EDITION_PROPERTY, FOUND_BY_VBA, SETTINGS_SHEET, VERSION_PROPERTY, XLWINGS_PROPERTY

NEW = "plm-ratios new comparison.xlsm --flavour excel"

# https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/6e3f7352-d11c-4d76-8c39-2516a9df36e8
_STREAM = "Zone.Identifier"
_ZONES = {3: "the internet", 4: "a restricted site"}

# The folders that xlwings looks at too: https://docs.xlwings.org/en/stable/onedrive_sharepoint.html
_CLOUDS = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_SYNCHRONIZED = r"HKCU\Software\SyncEngines\Providers\OneDrive"


class Workbook(NamedTuple):
    """A workbook and what it says of itself; a version is "" where it does not say."""

    path: PurePath
    xlwings: str
    plm_ratios: str
    edition: str
    python: str  # what a person wrote on its sheet of settings

    @property
    def plain(self) -> bool:
        """Without macros."""
        return self.path.suffix.lower() == ".xlsx"


def read(machine: Machine, path: PurePath) -> Workbook:
    """What a workbook says of itself; PlmError where it is none."""
    content = machine.read(path) if machine.is_file(path) else None
    if content is None:
        raise PlmError(f"There is no file {path}. Name a workbook, or write one: {NEW}")
    with warnings.catch_warnings(action="ignore"):
        try:
            require_sound(content, path.name)
            opened = _opened(content)
        except Exception as reason:  # openpyxl has many ways to say that a file is none
            raise PlmError(
                f"{path.name} is no .xlsx or .xlsm workbook, or it is damaged or has a password."
            ) from reason
        with contextlib.closing(opened) as book:
            said = {entry.name: str(entry.value) for entry in book.custom_doc_props}
            python = _named_python(book)
    return Workbook(
        path,
        xlwings=said.get(XLWINGS_PROPERTY, ""),
        plm_ratios=said.get(VERSION_PROPERTY, ""),
        edition=said.get(EDITION_PROPERTY, ""),
        python=python,
    )


def fits(machine: Machine, workbook: Workbook) -> list[Finding]:
    """Whether the workbook and this plm-ratios are made for each other."""
    what = "Workbook"
    if workbook.plain:
        return [Finding(what, f"{workbook.path.name}: plain formulas, which need no macros and no Python")]
    if not workbook.xlwings:
        return [Finding(what, f"{workbook.path.name}: it does not say which xlwings it is made for")]
    found = (
        f"made by plm-ratios {workbook.plm_ratios or '?'}, catalog {workbook.edition or '?'} "
        f"(this one has {load().edition}), for xlwings {workbook.xlwings}"
    )
    ours = required_xlwings(machine) or machine.version("xlwings") or workbook.xlwings
    if workbook.xlwings != ours:
        return [Finding(what, f"{found}, and this plm-ratios is made for xlwings {ours}", NEW)]
    if _number(workbook.plm_ratios) > _number(__version__):
        newer = pip_install(machine, f"--upgrade {SOURCE}")
        return [Finding(what, f"{found}, and this plm-ratios is the older {__version__}", newer)]
    return [Finding(what, found)]


def look(machine: Machine, workbook: Workbook, trusted: bool) -> list[Finding]:
    """Where the workbook came from and where it lies. What Protected View does is written nowhere."""
    if workbook.plain:
        return []
    path = workbook.path
    found = [_mark(machine, path, trusted), *_share(machine, path, trusted)]
    if in_the_cloud(machine, path):
        at = "in OneDrive or SharePoint: with AutoSave, Excel knows only its address on the web"
        found.append(Finding("Workbook's folder", at))
    return found


def in_the_cloud(machine: Machine, path: PurePath) -> bool:
    """Whether a file lies in a folder that OneDrive keeps equal to one on the web."""
    synchronized = machine.registry_keys(_SYNCHRONIZED)
    mounted = [machine.registry_value(rf"{_SYNCHRONIZED}\{name}", "MountPoint") for name in synchronized]
    folders = [*(machine.variable(name) for name in _CLOUDS), *mounted]
    return any(PureWindowsPath(str(folder)) in path.parents for folder in folders if folder)


def _mark(machine: Machine, path: PurePath, trusted: bool) -> Finding:
    """The Mark of the Web: https://learn.microsoft.com/microsoft-365-apps/security/internet-macros-blocked"""
    what = "Mark of the Web"
    stream = (machine.read(path, _STREAM) or b"").decode("ascii", "replace")
    zone = re.search(r"ZoneId\s*=\s*(\d)", stream)
    origin = _ZONES.get(int(zone[1])) if zone else None
    if origin is None:
        return Finding(what, "none")
    found = f"Windows notes that the workbook came from {origin}"
    if trusted:
        return Finding(what, f"{found}; it lies in a trusted location")
    if not doctor_excel.blocks_the_internet(machine):
        return Finding(what, f"{found}; your organization lets its macros run")
    literal = str(path).replace("'", "''")
    return Finding(
        what,
        f"{found}: its macros are blocked",
        f"Close the workbook, right-click it > Properties > General > Unblock, or in PowerShell: "
        f"Unblock-File -LiteralPath '{literal}'. Or: {doctor_excel.TRUST_THE_FOLDER}",
    )


def _share(machine: Machine, path: PurePath, trusted: bool) -> list[Finding]:
    """Windows takes a server for one of the internet where its name has a dot, unless told otherwise:
    https://learn.microsoft.com/microsoft-365-apps/security/internet-macros-blocked"""
    drive = machine.resolved(path).drive
    if not drive.startswith("\\\\"):
        return []
    what, server = "Workbook's folder", drive.strip("\\").partition("\\")[0]
    if trusted:
        return [Finding(what, f"on the network ({drive}), in a trusted location")]
    if "." not in server:
        return [Finding(what, f"on the network ({drive}); macros run if that is in the local intranet")]
    return [
        Finding(
            what,
            f"on the network ({drive}), which Windows takes for the internet: macros are blocked",
            f"Copy the workbook to a folder of this computer, or add {server} in "
            "Control Panel > Internet Options > Security > Local intranet > Sites > Advanced",
        )
    ]


def _opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content), read_only=True)


def _named_python(book: Any) -> str:
    """The path on the sheet xlwings.conf, which goes before all else; "" where VBA fills it in."""
    if SETTINGS_SHEET not in book.sheetnames:
        return ""
    settings = {row[0]: row[1] for row in book[SETTINGS_SHEET].iter_rows(max_col=2, values_only=True)}
    named = str(settings.get("INTERPRETER_WIN") or "")
    return "" if named == FOUND_BY_VBA else named


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
