"""Whether the add-in is installed, once, in the version of this plm-ratios, and whether Excel may open it."""

from __future__ import annotations

from ...errors import HostError
from ...version import __version__
from ..findings import Finding
from . import addin_places, doctor_excel
from .addin_places import FILE_NAME, Copy
from .machine import Machine

INSTALL = "plm-ratios excel addin install"
_WHAT = "Add-in"

# The policy "List of managed add-ins", which names add-ins by their files:
# https://policypicker.app/policy/microsoftoffice/microsoft-excel-2016/miscellaneous/list-of-managed-add-ins-483dfbc15b6c
_MANAGED = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Resiliency\AddinList"
_ALWAYS_DISABLED = "0"


def look(machine: Machine) -> list[Finding]:
    """All about the add-in; that it is not installed is no fault."""
    try:
        copies = addin_places.copies(machine)
    except HostError as reason:
        return [Finding(_WHAT, str(reason))]
    if not copies:
        return [Finding(_WHAT, f"not installed; {INSTALL} puts the functions into every workbook")]
    return [_state(copies[0]), *map(_further, copies[1:]), *_blocked(machine), *_trust(machine)]


def _state(copy: Copy) -> Finding:
    if not copy.opened:
        return Finding(_WHAT, f"{copy.path}, which Excel does not open", removed(copy, then=INSTALL))
    found = f"plm-ratios {copy.version or 'of an unknown version'}, {copy.path} ({copy.opened})"
    if copy.version != __version__:
        in_place = copy.opened == addin_places.STARTUP
        remedy = f"Close Excel, then: {INSTALL}" if in_place else removed(copy, then=INSTALL)
        return Finding(_WHAT, f"{found}, and this plm-ratios is {__version__}", remedy)
    return Finding(_WHAT, found)


def _further(copy: Copy) -> Finding:
    """A second copy: which of the two answers is for Excel to say, and links lead to either."""
    place = f"a second copy: {copy.path} ({copy.opened or 'which Excel does not open by itself'})"
    return Finding(_WHAT, place, removed(copy))


def removed(copy: Copy, then: str = "") -> str:
    """How to get rid of a copy, in one sentence."""
    untick = "Untick it in Excel (File > Options > Add-ins > Go), then c" if "ticked" in copy.opened else "C"
    return f"{untick}lose Excel and delete {copy.path}" + (f". Then: {then}" if then else "")


def _blocked(machine: Machine) -> list[Finding]:
    if str(machine.registry_value(_MANAGED, FILE_NAME)).strip() != _ALWAYS_DISABLED:
        return []
    found = f'your organization\'s "List of managed add-ins" disables {FILE_NAME}'
    ask = f"Ask those who look after this machine, or use plain formulas: {doctor_excel.PLAIN}"
    return [Finding("Add-in allowed", found, ask)]


def _trust(machine: Machine) -> list[Finding]:
    """Excel trusts its startup folder, unless trusted locations are switched off."""
    if not doctor_excel.trusts_no_location(machine):
        return []
    found = "trusted locations are switched off, so the setting for macros counts for the add-in as well"
    remedy = ""
    if doctor_excel.disables_macros(machine):
        remedy = f"Ask those who look after this machine, or use plain formulas: {doctor_excel.PLAIN}"
    return [Finding("Add-in trusted", found, remedy)]
