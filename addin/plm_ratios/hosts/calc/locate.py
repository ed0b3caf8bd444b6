"""Finds LibreOffice on this machine, and a Python that can talk to it.

LibreOffice is driven through its module `uno`, which works only in the Python it was built for: its
own (Windows, macOS, downloads from libreoffice.org) or the system's (Linux distributions).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from ...errors import HostError

SOFFICE_VARIABLE = "PLM_RATIOS_SOFFICE"  # names the program where it is in no usual place

_LINUX = ("/usr/lib*/libreoffice/program/soffice", "/opt/libreoffice*/program/soffice")
_MACOS = ("/Applications/LibreOffice.app/Contents/MacOS/soffice",)
_WINDOWS = ("LibreOffice/program/soffice.exe",)

_PACKAGES = {
    "debian": "sudo apt-get install --no-install-recommends libreoffice-calc python3-uno",
    "fedora": "sudo dnf install libreoffice-calc libreoffice-pyuno",
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_DOWNLOAD = "download it from https://www.libreoffice.org/download"


class HostMissing(HostError):
    """LibreOffice, or a part of it, is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class Calc:
    """A LibreOffice that can be driven: its program, and the Python that can import uno."""

    soffice: Path
    python: Path

    @property
    def unopkg(self) -> Path:
        """LibreOffice's extension manager for the command line."""
        program = self.soffice.resolve()
        return program.with_name("unopkg" + program.suffix)


@functools.lru_cache(maxsize=1)
def find() -> Calc:
    """LibreOffice and its Python; HostMissing where either is not there."""
    soffice = find_soffice()
    for python in _pythons(soffice):
        if _imports_uno(python):
            return Calc(soffice, python)
    raise HostMissing(
        f"LibreOffice is here ({soffice}), but no Python that can talk to it. To get it: {how_to_install()}."
    )


def find_soffice() -> Path:
    """The program of LibreOffice; HostMissing where there is none."""
    named = os.environ.get(SOFFICE_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise HostMissing(f"{SOFFICE_VARIABLE} names {named}, and there is no such file.")
        return Path(named)
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        return Path(on_path)
    for place in _usual_places():
        return place
    raise HostMissing(f"LibreOffice Calc is not installed. To get it: {how_to_install()}.")


def how_to_install() -> str:
    """The command that installs LibreOffice here, or where to download it."""
    system = sys.platform
    if system.startswith("linux"):
        system = next((name for name in _distribution() if name in _PACKAGES), system)
    return _PACKAGES.get(system, _DOWNLOAD)


def clean_environment(**more: str) -> dict[str, str]:
    """An environment for LibreOffice's programs without the project's own Python in it.

    LibreOffice starts its Python by what it finds on PATH and in PYTHON...: with a virtual environment
    first, uno does not load, and every add-in is silently missing.
    """
    kept = (
        *("HOME", "XDG_CONFIG_HOME", "TMPDIR"),
        *("USERPROFILE", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"),
    )
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.defpath if os.name == "posix" else os.path.join(environment.get("SYSTEMROOT", ""), "System32")
    return {**environment, "PATH": path, **more}


def _distribution() -> list[str]:
    """The Linux distribution and those it is derived from: ["ubuntu", "debian"]."""
    words: dict[str, str] = {}
    try:
        for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            words[key] = value.strip("\"'")
    except OSError:
        return []
    return [words.get("ID", ""), *words.get("ID_LIKE", "").split()]


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        patterns = [(Path(root), pattern) for root in roots if root for pattern in _WINDOWS]
    else:
        absolute = _MACOS if sys.platform == "darwin" else _LINUX
        patterns = [(Path("/"), pattern.lstrip("/")) for pattern in absolute]
    for root, pattern in patterns:
        yield from sorted(root.glob(pattern), reverse=True)  # the newest version first


def _pythons(soffice: Path) -> Iterator[Path]:
    """Pythons that may have uno, LibreOffice's own first: it is sure to fit."""
    program = soffice.resolve().parent
    names = ("python.exe",) if sys.platform == "win32" else ("python", "../Resources/python")
    for candidate in (*(program / name for name in names), Path("/usr/bin/python3"), Path(sys.executable)):
        if candidate.is_file():
            yield candidate


def _imports_uno(python: Path) -> bool:
    try:
        tried = subprocess.run(
            [str(python), "-c", "import uno"], env=clean_environment(), capture_output=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
