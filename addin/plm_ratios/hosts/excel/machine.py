"""What the checks ask of a computer. Tests answer for a Windows that is not there."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import locale
import os
import platform
import site
import struct
import subprocess
import sys
from pathlib import Path, PurePath
from typing import Any, Callable, Protocol, TypeVar

from ...files import replacing

Answer = TypeVar("Answer")


class Machine(Protocol):
    """A computer, as far as Excel and its Python are concerned."""

    platform: str  # as sys.platform
    python_version: str
    bits: int  # of Python, not of Windows
    executable: PurePath
    prefix: PurePath
    base_prefix: PurePath
    user_base: PurePath  # where `pip install --user` puts what is no module
    encoding: str  # in which VBA reads text files, and xlwings' DLL paths

    def variable(self, name: str) -> str:
        """An environment variable; "" where it is not set."""

    def registry_value(self, key: str, name: str) -> str | int | None:
        """A value in the registry, by a key such as HKCU\\Software\\Python; "" names the default value."""

    def registry_keys(self, key: str) -> list[str]:
        """The names of the keys below a key."""

    def is_file(self, path: PurePath) -> bool:
        """Whether there is such a file."""

    def read(self, path: PurePath, stream: str = "") -> bytes | None:
        """The content of a file, or of one of its alternate data streams; None where there is none."""

    def write(self, path: PurePath, content: bytes) -> None:
        """Writes a file whole, and makes its folder first where that is missing."""

    def remove(self, path: PurePath, folder: bool = True) -> bool:
        """Removes a file, and its folder if that is empty then, unless told not to; whether there was one."""

    def runs(self, program: str) -> bool:
        """Whether a program runs, by the name of its file: EXCEL.EXE."""

    def resolved(self, path: PurePath) -> PurePath:
        """A path without links; a drive letter of the network becomes \\\\server\\share."""

    def imports(self, module: str) -> bool:
        """Whether Python finds a module."""

    def version(self, distribution: str) -> str | None:
        """The version of what is installed; None where it is not."""

    def requirements(self, distribution: str) -> list[str]:
        """What a distribution says that it needs: ["xlwings==0.37.8"]."""

    def installer(self, distribution: str) -> str:
        """What installed it: pip, uv, conda; "" if that is not recorded."""

    def location(self, distribution: str) -> PurePath | None:
        """The folder of packages that a distribution is installed in."""


class ThisMachine:
    """The computer and the Python that this runs on."""

    def __init__(self) -> None:
        self.platform: str = sys.platform
        self.python_version = platform.python_version()
        self.bits = struct.calcsize("P") * 8
        self.executable = PurePath(sys.executable)
        self.prefix = PurePath(sys.prefix)
        self.base_prefix = PurePath(sys.base_prefix)
        self.user_base = PurePath(site.getuserbase())
        self.encoding = "mbcs" if sys.platform == "win32" else locale.getpreferredencoding(False)

    def variable(self, name: str) -> str:
        return os.environ.get(name, "")

    def registry_value(self, key: str, name: str) -> str | int | None:
        return _in_registry(key, lambda winreg, opened: winreg.QueryValueEx(opened, name)[0])

    def registry_keys(self, key: str) -> list[str]:
        def names(winreg: Any, opened: Any) -> list[str]:
            return [winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0])]

        return _in_registry(key, names) or []

    def is_file(self, path: PurePath) -> bool:
        return os.path.isfile(path)

    def read(self, path: PurePath, stream: str = "") -> bytes | None:
        try:
            if stream:
                return Path(f"{path}:{stream}").read_bytes()
            return Path(path).read_bytes() if Path(path).is_file() else None  # a pipe would be waited for
        except OSError:
            return None

    def write(self, path: PurePath, content: bytes) -> None:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target, force=True) as temporary:
            temporary.write_bytes(content)

    def remove(self, path: PurePath, folder: bool = True) -> bool:
        target = Path(path)
        if not target.is_file():
            return False
        target.unlink()
        if folder and not any(target.parent.iterdir()):
            target.parent.rmdir()
        return True

    def runs(self, program: str) -> bool:
        # https://learn.microsoft.com/windows-server/administration/windows-commands/tasklist
        asked = ["tasklist", "/FI", f"IMAGENAME eq {program}", "/FO", "CSV", "/NH"]
        try:
            listed = subprocess.run(asked, capture_output=True, text=True, errors="replace", check=False)
        except OSError:
            return False
        return f'"{program.lower()}"' in listed.stdout.lower()

    def resolved(self, path: PurePath) -> PurePath:
        return PurePath(os.path.realpath(path))

    def imports(self, module: str) -> bool:
        return importlib.util.find_spec(module) is not None

    def version(self, distribution: str) -> str | None:
        found = _distribution(distribution)
        return found.version if found else None

    def requirements(self, distribution: str) -> list[str]:
        found = _distribution(distribution)
        return (found.requires or []) if found else []

    def installer(self, distribution: str) -> str:
        found = _distribution(distribution)
        return ((found.read_text("INSTALLER") or "") if found else "").strip()

    def location(self, distribution: str) -> PurePath | None:
        found = _distribution(distribution)
        return PurePath(str(found.locate_file(""))) if found else None


def _distribution(name: str) -> importlib.metadata.Distribution | None:
    try:
        return importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _in_registry(key: str, read: Callable[[Any, Any], Answer]) -> Answer | None:
    """What `read` gets from a key; None where it is not there, or there is no registry.

    A 32-bit Python sees its own copy of HKLM\\SOFTWARE unless it asks for the other one, in which
    64-bit Office and Click-to-Run write:
    https://learn.microsoft.com/windows/win32/winprog64/accessing-an-alternate-registry-view
    """
    if sys.platform != "win32":
        return None
    import winreg

    hive, _, path = key.partition("\\")
    root = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }[hive]
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        try:
            with winreg.OpenKey(root, path, 0, winreg.KEY_READ | view) as opened:
                return read(winreg, opened)
        except OSError:
            continue
    return None
