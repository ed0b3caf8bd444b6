"""A Windows that is not there: its files, environment, registry and Python, as dictionaries."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import PurePath, PureWindowsPath

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

VERSION = "0.37.8"
LIBRARIES = (f"xlwings64-{VERSION}.dll", f"xlwings32-{VERSION}.dll")
HOME = r"C:\Users\ada"
LOCAL = rf"{HOME}\AppData\Local"
ROAMING = rf"{HOME}\AppData\Roaming"
RECORD = rf"{LOCAL}\plm-ratios\python.txt"

PYTHON = PureWindowsPath(r"C:\Python312\python.exe")
USER_BASE = PureWindowsPath(rf"{HOME}\AppData\Roaming\Python")

CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
AUTOMATION = r"HKCR\Excel.Application\CurVer"
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
COMMON_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security"


@dataclass
class Distribution:
    """An installed package."""

    version: str
    requires: list[str] = field(default_factory=list)
    installer: str = "pip"
    location: PurePath | None = None


@dataclass
class FakeMachine:
    """Answers as Windows would: names of files, variables and keys without regard to case."""

    executable: PurePath = PYTHON
    prefix: PurePath = PYTHON.parent
    base_prefix: PurePath = PYTHON.parent
    user_base: PurePath = USER_BASE
    platform: str = "win32"
    python_version: str = "3.12.1"
    bits: int = 64
    encoding: str = "cp1252"
    files: dict[PurePath, bytes] = field(default_factory=dict)
    streams: dict[PurePath, bytes] = field(default_factory=dict)
    variables: dict[str, str] = field(
        default_factory=lambda: {"LOCALAPPDATA": LOCAL, "APPDATA": ROAMING, "USERPROFILE": HOME}
    )
    registry: dict[str, dict[str, str | int]] = field(default_factory=dict)
    distributions: dict[str, Distribution] = field(default_factory=dict)
    modules: set[str] = field(default_factory=lambda: {"pywintypes", "pythoncom", "win32com"})
    shares: dict[str, str] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)  # names of programs
    locked: set[PurePath] = field(default_factory=set)  # files that another program has open

    def variable(self, name: str) -> str:
        return {known.lower(): value for known, value in self.variables.items()}.get(name.lower(), "")

    def registry_value(self, key: str, name: str) -> str | int | None:
        values = {known.lower(): found for known, found in self.registry.items()}.get(key.lower(), {})
        return {known.lower(): value for known, value in values.items()}.get(name.lower())

    def registry_keys(self, key: str) -> list[str]:
        below = (
            known[len(key) + 1 :] for known in self.registry if known.lower().startswith(f"{key.lower()}\\")
        )
        return list(dict.fromkeys(name.partition("\\")[0] for name in below))

    def is_file(self, path: PurePath) -> bool:
        return path in self.files

    def read(self, path: PurePath, stream: str = "") -> bytes | None:
        if stream:
            assert stream == "Zone.Identifier"
            return self.streams.get(path)
        return self.files.get(path)

    def write(self, path: PurePath, content: bytes) -> None:
        self._require_free(path)
        self.files[path] = content

    def remove(self, path: PurePath, folder: bool = True) -> bool:
        self._require_free(path)
        return self.files.pop(path, None) is not None

    def _require_free(self, path: PurePath) -> None:
        if path in self.locked:
            raise PermissionError(13, "Permission denied", str(path))

    def runs(self, program: str) -> bool:
        return program.lower() in {name.lower() for name in self.running}

    def resolved(self, path: PurePath) -> PurePath:
        share = self.shares.get(path.drive)
        return PureWindowsPath(share, *path.parts[1:]) if share else path

    def imports(self, module: str) -> bool:
        return module in self.modules

    def version(self, distribution: str) -> str | None:
        return self.distributions[distribution].version if distribution in self.distributions else None

    def requirements(self, distribution: str) -> list[str]:
        return self.distributions[distribution].requires if distribution in self.distributions else []

    def installer(self, distribution: str) -> str:
        return self.distributions[distribution].installer if distribution in self.distributions else ""

    def location(self, distribution: str) -> PurePath | None:
        return self.distributions[distribution].location if distribution in self.distributions else None

    def put(self, path: str | PurePath, content: bytes = b"") -> PurePath:
        """Puts a file on the disk; gives its path."""
        self.files[PureWindowsPath(path)] = content
        return PureWindowsPath(path)

    def set(self, key: str, **values: str | int) -> None:
        """Sets values in the registry."""
        self.registry.setdefault(key, {}).update(values)


def machine(
    executable: str = str(PYTHON),
    prefix: str = str(PYTHON.parent),
    base_prefix: str = "",
    *,
    installer: str = "pip",
    recorded: bool = True,
) -> FakeMachine:
    """A Windows on which all is well, with the Python that is named and 64-bit Microsoft 365."""
    python = PureWindowsPath(executable)
    packages = PureWindowsPath(prefix, "Lib", "site-packages")
    made = FakeMachine(
        executable=python,
        prefix=PureWindowsPath(prefix),
        base_prefix=PureWindowsPath(base_prefix or prefix),
        distributions={
            "plm-ratios": Distribution(
                "0.1.0", ["openpyxl>=3.1", f"xlwings=={VERSION}"], installer, packages
            ),
            "xlwings": Distribution(VERSION, [], installer, packages),
            "pywin32": Distribution("311", [], installer, packages),
        },
    )
    made.put(python)
    for library in LIBRARIES:
        made.put(PureWindowsPath(prefix, library))
    if recorded:
        made.put(RECORD, f"{python}\r\n".encode("cp1252"))
    made.registry[AUTOMATION] = {"": "Excel.Application.16"}
    made.set(CLICK_TO_RUN, Platform="x64", VersionToReport="16.0.17328.20162")
    return made


def workbook(python: str = "%PLM_RATIOS_INTERPRETER%", **properties: str) -> bytes:
    """The bytes of a workbook, as far as the doctor reads it: custom properties, and xlwings' settings."""
    book = Workbook()
    for name, value in properties.items():
        name = name.replace("plm_ratios", "plm-ratios").replace("_", " ")
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    if properties:
        sheet = book.create_sheet("xlwings.conf")
        sheet.append(["INTERPRETER_WIN", python])
        sheet.append(["PYTHONPATH", None])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
