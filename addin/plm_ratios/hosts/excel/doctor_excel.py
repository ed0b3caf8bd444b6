"""Whether Excel is here, and what it does with macros."""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple

from ..findings import Finding
from .machine import Machine

# How Automation finds Excel (Microsoft's KB 292491), and how Windows does:
# https://learn.microsoft.com/windows/win32/shell/app-registration
_AUTOMATION = r"HKCR\Excel.Application\CurVer"
_PROGRAM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"

# Platform and VersionToReport of Microsoft 365 and of every Office since 2019:
# https://danard.net/content/office-365-d%C3%A9termination-de-la-configuration-install%C3%A9e
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
# Bitness, written by Office of the older installer, whether or not Outlook is chosen:
# https://learn.microsoft.com/office/client-developer/outlook/mapi/building-mapi-applications-on-32-bit-and-64-bit-platforms
_OUTLOOK = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook"
_BITS = {"x86": 32, "x64": 64}
_OLDEST = 16  # Excel 2016; everything since then is a 16 as well

# vbawarnings and blockcontentexecutionfrominternet, of the person and of the organization:
# https://policypicker.app/policy/microsoftoffice/microsoft-excel-2016/excel-options/security/trust-center/macro-notification-settings-2fa711576527
# https://learn.microsoft.com/microsoft-365-apps/security/internet-macros-blocked
_SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
# enablemacrotrustlevel:
# https://policypicker.app/policy/microsoftoffice/microsoft-office-2016/security-settings/enable-macro-trust-levels-9bd9bb4c13f9
_COMMON_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security"
_SIGNED_ONLY, _NEVER = 3, 4
_ALWAYS = 1

_TRUST_CENTER = "In Excel: File > Options > Trust Center > Trust Center Settings"
TRUST_THE_FOLDER = f"{_TRUST_CENTER} > Trusted Locations > Add new location: one for workbooks you trust"
PLAIN = "plm-ratios new comparison.xlsx"  # needs neither macros nor Python


class Excel(NamedTuple):
    """The Excel of this machine; `bits` is None where the registry does not tell."""

    version: str
    bits: int | None
    store: bool  # from the Microsoft Store


def installed(machine: Machine) -> Excel | None:
    """Excel, if it is here."""
    automation = str(machine.registry_value(_AUTOMATION, "") or "")
    program = str(machine.registry_value(_PROGRAM, "") or "")
    if not automation and not program:
        return None
    version = machine.registry_value(_CLICK_TO_RUN, "VersionToReport") or automation.rpartition(".")[2]
    bits = machine.registry_value(_CLICK_TO_RUN, "Platform") or machine.registry_value(_OUTLOOK, "Bitness")
    return Excel(str(version), _BITS.get(str(bits).lower()), "\\windowsapps\\" in program.lower())


def look(machine: Machine, excel: Excel | None, trusted: bool, cloud: bool) -> list[Finding]:
    """Excel and its macro settings.

    trusted   the workbook lies in a trusted location, where none of the settings counts
    cloud     the workbook lies in OneDrive
    """
    if excel is None:
        remedy = f"Install Excel 2016 or newer, or use plain formulas in another program: {PLAIN}"
        return [Finding("Excel", "not found in the registry", remedy)]
    return [_excel(excel), _macros(machine, trusted), *_trust_levels(machine, trusted, cloud)]


def blocks_the_internet(machine: Machine) -> bool:
    """Whether macros of files from the internet are blocked; they are by default."""
    return machine.registry_value(_POLICY, "blockcontentexecutionfrominternet") != 0


def trusts(machine: Machine, workbook: PurePath) -> bool:
    """Whether a workbook lies in a trusted location, where its macros run whatever else is set:
    https://learn.microsoft.com/microsoft-365-apps/security/trusted-locations"""
    for settings in (_SECURITY, _POLICY, _COMMON_POLICY):
        for name in machine.registry_keys(rf"{settings}\Trusted Locations"):
            location = rf"{settings}\Trusted Locations\{name}"
            folder = PureWindowsPath(expanded(machine, str(machine.registry_value(location, "Path") or "")))
            below = machine.registry_value(location, "AllowSubfolders") == 1
            if folder.parts and (folder == workbook.parent or (below and folder in workbook.parents)):
                return True
    return False


def trusts_no_location(machine: Machine) -> bool:
    """Whether trusted locations are switched off, by the person or by the organization; "Disable all trusted
    locations" of https://admx.help."""
    return any(
        machine.registry_value(rf"{settings}\Trusted Locations", "AllLocationsDisabled") == 1
        for settings in (_SECURITY, _POLICY)
    )


def disables_macros(machine: Machine) -> bool:
    """Whether macros that nobody signed are disabled without a question."""
    return _setting(machine) in (_SIGNED_ONLY, _NEVER)


def _setting(machine: Machine) -> str | int | None:
    """vbawarnings; what an organization set goes first."""
    ordered = machine.registry_value(_POLICY, "vbawarnings")
    return machine.registry_value(_SECURITY, "vbawarnings") if ordered is None else ordered


def _excel(excel: Excel) -> Finding:
    found = f"{excel.version}, {f'{excel.bits}-bit' if excel.bits else 'its bits are not known'}"
    if excel.store:
        # https://github.com/xlwings/xlwings/issues/2395
        return Finding(
            "Excel",
            f"{found}, from the Microsoft Store: it runs in a sandbox, out of which it does not reach Python",
            f"Remove it and install Office from https://www.office.com, or use plain formulas: {PLAIN}",
        )
    number = re.match(r"\d+", excel.version)
    if number and int(number[0]) < _OLDEST:
        return Finding("Excel", found, f"Use Excel 2016 or newer, or plain formulas: {PLAIN}")
    return Finding("Excel", found)


def _macros(machine: Machine, trusted: bool) -> Finding:
    what = "Macros"
    setting = _setting(machine)
    if setting not in (_SIGNED_ONLY, _NEVER):
        asks = "run without a question" if setting == _ALWAYS else "Excel asks: choose Enable Content"
        return Finding(what, asks)
    kind = "all disabled" if setting == _NEVER else "only signed ones run, and the workbook's are not signed"
    if trusted:
        return Finding(what, f"{kind}, but not in this trusted location")
    if machine.registry_value(_POLICY, "vbawarnings") is not None:
        ask = f"Ask those who look after this machine for a trusted location, or use plain formulas: {PLAIN}"
        return Finding(what, f"{kind}, by order of your organization", ask)
    allow = f"{_TRUST_CENTER} > Macro Settings > Disable VBA macros with notification"
    return Finding(what, kind, f"{allow}. Then reopen the workbook, and choose Enable Content")


def _trust_levels(machine: Machine, trusted: bool, cloud: bool) -> list[Finding]:
    """A policy by which macros run in trusted locations and in OneDrive only."""
    if machine.registry_value(_COMMON_POLICY, "enablemacrotrustlevel") != 1:
        return []
    found = "your organization allows macros in trusted locations and OneDrive only"
    return [Finding("Places for macros", found, "" if trusted or cloud else TRUST_THE_FOLDER)]


def expanded(machine: Machine, text: str) -> str:
    """A text with its %VARIABLES% filled in."""
    return re.sub(r"%([^%]+)%", lambda name: machine.variable(name[1]) or name[0], text)
