"""A VBA project: its modules and the streams that list them ([MS-OVBA] 2.3)."""

from __future__ import annotations

import re
import struct
import uuid
from dataclasses import dataclass

from .compound import compound_file
from .compression import compress, mask
from .modules import Module

_CODE_PAGE = 1252
_ENCODING = f"cp{_CODE_PAGE}"
_LONGEST_LINE = 1023  # characters; the limit of the VBA editor
_NO_COOKIE = 0xFFFF

# Version 0xFFFF and nothing after it: no compiled code, so Excel compiles the text (2.3.4.1).
_VBA_PROJECT = bytes.fromhex("CC61FFFF000100")

# VBA itself and Excel are implied; these two are what Excel lists in a new project.
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
_KEYS = {"document": "Document={}/&H00000000", "standard": "Module={}", "class": "Class={}"}
_HOST_EXTENDER = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


@dataclass(frozen=True)
class Project:
    """The modules of a workbook, document modules first: the workbook, then its sheets in their order."""

    modules: list[Module]
    name: str = "VBAProject"

    @property
    def id(self) -> str:
        """The project's id: a constant, since the masked keys depend on it."""
        return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:vba:{self.name}")).upper() + "}"

    def to_bytes(self) -> bytes:
        """The project as vbaProject.bin. Raises ValueError if a module cannot be stored."""
        self._check()
        storage = {"dir": compress(self._dir()), "_VBA_PROJECT": _VBA_PROJECT}
        for module in self.modules:
            storage[module.name] = compress(_encoded(module.text, module.name))
        return compound_file({"VBA": storage, "PROJECT": self._project(), "PROJECTwm": self._names()})

    def _check(self) -> None:
        seen = set()
        for module in self.modules:
            if not re.fullmatch(r"[A-Za-z]\w{0,30}", module.name, re.ASCII):
                raise ValueError(
                    f"A module's name has at most 31 letters, digits and _, not {module.name!r}."
                )
            if module.name.lower() in seen:
                raise ValueError(f"There are two modules {module.name}.")
            seen.add(module.name.lower())
            for number, line in enumerate(module.text.split("\r\n"), 1):
                if len(line) > _LONGEST_LINE:
                    raise ValueError(
                        f"Line {number} of {module.name} is longer than {_LONGEST_LINE} characters."
                    )

    def _dir(self) -> bytes:
        """The content of the project, as records of id, size and data (2.3.4.2)."""
        out = bytearray()

        def record(number: int, data: bytes) -> None:
            out.extend(struct.pack("<HI", number, len(data)) + data)

        def text(number: int, number_of_unicode: int, value: str) -> None:
            record(number, _encoded(value))
            record(number_of_unicode, value.encode("utf-16-le"))

        def short(number: int, value: int) -> None:
            record(number, struct.pack("<H", value))

        def long(number: int, value: int) -> None:
            record(number, struct.pack("<I", value))

        long(0x01, 3)  # SYSKIND: 64-bit Windows
        long(0x02, 0x409)  # LCID
        long(0x14, 0x409)  # LCIDINVOKE
        short(0x03, _CODE_PAGE)
        record(0x04, _encoded(self.name))
        text(0x05, 0x40, "")  # DOCSTRING
        record(0x06, b"")  # HELPFILEPATH
        record(0x3D, b"")
        long(0x07, 0)  # HELPCONTEXT
        long(0x08, 0)  # LIBFLAGS
        out.extend(struct.pack("<HIIH", 0x09, 4, 1, 1))  # VERSION, whose size leaves out its last field
        text(0x0C, 0x3C, "")  # CONSTANTS
        for name, library in _REFERENCES:
            text(0x16, 0x3E, name)
            encoded = _encoded(library)
            record(0x0D, struct.pack("<I", len(encoded)) + encoded + bytes(6))
        short(0x0F, len(self.modules))
        short(0x13, _NO_COOKIE)
        for module in self.modules:
            record(0x19, _encoded(module.name))
            record(0x47, module.name.encode("utf-16-le"))
            text(0x1A, 0x32, module.name)  # the stream's name
            text(0x1C, 0x48, "")  # DOCSTRING
            long(0x31, 0)  # OFFSET: the text starts the stream, nothing compiled before it
            long(0x1E, 0)  # HELPCONTEXT
            short(0x2C, _NO_COOKIE)
            record(0x21 if module.kind == "standard" else 0x22, b"")
            record(0x2B, b"")
        record(0x10, b"")
        return bytes(out)

    def _project(self) -> bytes:
        """The stream PROJECT, a text (2.3.1)."""
        lines = [
            f'ID="{self.id}"',
            *(_KEYS[module.kind].format(module.name) for module in self.modules),
            f'Name="{self.name}"',
            'HelpContextID="0"',
            'VersionCompatible32="393222000"',
            # Not protected, no password, visible. With these seeds the masked values hold no filler bytes.
            f'CMG="{mask(bytes(4), self.id, 0x10)}"',
            f'DPB="{mask(bytes(1), self.id, 0x20)}"',
            f'GC="{mask(bytes([0xFF]), self.id, 0x30)}"',
            "",
            "[Host Extender Info]",
            _HOST_EXTENDER,
            "",
            "[Workspace]",
            *(f"{module.name}=0, 0, 0, 0, C" for module in self.modules),
        ]
        return _encoded("\r\n".join(lines) + "\r\n")

    def _names(self) -> bytes:
        """The stream PROJECTwm: the modules' names in both encodings (2.3.3)."""
        names = (
            _encoded(module.name) + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
            for module in self.modules
        )
        return b"".join(names) + b"\0\0"


def _encoded(text: str, module: str = "") -> bytes:
    try:
        return text.encode(_ENCODING)
    except UnicodeEncodeError as error:
        at = f" in {module}" if module else ""
        raise ValueError(f"VBA cannot store {text[error.start]!r}{at}: write it as ChrW(...).") from None
