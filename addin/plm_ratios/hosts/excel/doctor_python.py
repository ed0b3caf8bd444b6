"""Whether the Python that runs this is one that a workbook can start.

A wrong one is not a small matter: xlwings' DLL waits for it for two minutes, and so does Excel.
"""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath

from ...catalog import load
from ...version import __version__
from ..findings import Finding
from .commands import SOURCE, fresh_environment, pip_install
from .machine import Machine
from .record import plain_folder, unreadable

#: Where uvx keeps what it needs for a moment: https://github.com/Maxteabag/sqlit/pull/183
_OF_THE_MOMENT = ("archive-v0", "environments-v2")
_PYWIN32 = ("pywintypes", "pythoncom", "win32com")


def look(machine: Machine, excel_bits: int | None) -> list[Finding]:
    """All that a workbook needs of this Python.

    excel_bits   of the Excel that is to start it; None where they are not known
    """
    found = [python(machine), package(machine), _xlwings(machine), _pywin32(machine)]
    version = machine.version("xlwings")
    if version:
        found.append(_library(machine, version, excel_bits))
    strange = unreadable(machine, machine.executable)
    if strange:
        what = f"{strange} in its path, which VBA cannot read"
        found.append(Finding("Path of Python", what, plain_folder(machine)))
    return found


def python(machine: Machine) -> Finding:
    """Which Python this is."""
    found = f"{machine.python_version}, {machine.bits}-bit ({machine.executable})"
    if "windowsapps" in str(machine.base_prefix).lower():
        # Its files lie in a sandbox that only it sees, the record too:
        # https://docs.python.org/3.11/using/windows.html#redirection-of-local-data-registry-and-temporary-paths
        return Finding(
            "Python",
            f"{found}, from the Microsoft Store: Excel cannot see what it installs",
            "Install Python from https://www.python.org/downloads and plm-ratios in it, "
            f"or run: uv tool install {SOURCE}. Then run there: plm-ratios excel install",
        )
    if any(part in _OF_THE_MOMENT for part in machine.prefix.parts):
        return Finding(
            "Python",
            f"{found}, in the cache of uv: the next cleaning removes it",
            f"uv tool install {SOURCE}, then plm-ratios excel install",
        )
    return Finding("Python", found)


def package(machine: Machine) -> Finding:
    """Which plm-ratios this is, and whether it lies where the workbook looks for it."""
    found = f"{__version__}, catalog {load().edition}"
    where = machine.location("plm-ratios")
    if machine.platform == "win32" and where is not None and machine.prefix not in where.parents:
        return Finding(
            "plm-ratios", f"{found}, but in {where}, where a workbook does not look", _own(machine)
        )
    return Finding("plm-ratios", found)


def required_xlwings(machine: Machine) -> str:
    """The version of xlwings that this plm-ratios is made for; "" where it does not say."""
    for requirement in machine.requirements("plm-ratios"):
        pinned = re.match(r"xlwings\s*\(?==\s*([\w.]+)", requirement)
        if pinned:
            return pinned[1]
    return ""


def _xlwings(machine: Machine) -> Finding:
    required, installed = required_xlwings(machine), machine.version("xlwings")
    wanted = f"xlwings=={required}" if required else "xlwings"
    if installed is None:
        return Finding("xlwings", "not installed", pip_install(machine, wanted))
    if required and installed != required:
        found = f"{installed}, and plm-ratios {__version__} is made for {required}"
        return Finding("xlwings", found, pip_install(machine, wanted))
    return Finding("xlwings", installed)


def _pywin32(machine: Machine) -> Finding:
    """What xlwings talks to Excel with; a dependency of its own on Windows."""
    if not all(machine.imports(module) for module in _PYWIN32):
        state = "incomplete" if machine.version("pywin32") else "not installed"
        return Finding("pywin32", state, pip_install(machine, "--force-reinstall pywin32"))
    return Finding("pywin32", machine.version("pywin32") or "installed")


def _library(machine: Machine, version: str, excel_bits: int | None) -> Finding:
    """xlwings' DLL, which Excel loads beside python.exe or one folder above it, and nowhere else: see
    XLPyLoadDLL in xlwings.bas. It is Excel's bits that count, not Python's."""
    what = "xlwings' DLL"
    names = [f"xlwings{bits}-{version}.dll" for bits in ([excel_bits] if excel_bits else (64, 32))]
    said = " and ".join(names) + ("" if excel_bits else " (Excel's bits are not known)")
    places = (machine.executable.parent, machine.executable.parent.parent)
    missing = [name for name in names if not _first(machine, places, name)]
    if not missing:
        return Finding(what, f"{said} in {_first(machine, places, names[0])}")
    found = f"no {' and no '.join(missing)} in {places[0]} or {places[1]}"
    again = pip_install(machine, f"--force-reinstall --no-deps xlwings=={version}")
    if all(machine.is_file(machine.user_base / name) for name in missing):
        # https://github.com/xlwings/xlwings/issues/1803
        only = f"in {machine.user_base}: installed for your account only, where Excel does not look"
        return Finding(what, only, _own(machine))
    if machine.installer("xlwings") == "conda":
        # https://github.com/xlwings/xlwings/issues/2693
        return Finding(what, f"{found}: conda's package came without it", f"Take the one of PyPI: {again}")
    # https://github.com/xlwings/xlwings/issues/2376
    remedy = f"Close Excel, then {again}. If it vanishes again, allow that file in your antivirus."
    return Finding(what, f"{found}: antivirus removed it, or the installation is not complete", remedy)


def _own(machine: Machine) -> str:
    """An environment of its own, which Excel can look into."""
    home = PureWindowsPath(machine.variable("USERPROFILE") or "C:\\") / "plm-ratios"
    return f"Make a virtual environment: {fresh_environment(machine, home)}"


def _first(machine: Machine, folders: tuple[PurePath, ...], name: str) -> PurePath | None:
    return next((folder for folder in folders if machine.is_file(folder / name)), None)
