"""The parts of a package by name: unpacked when they are asked for, and replaced in memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, MutableMapping

from ..errors import PlmError
from .archive import Archive, UnusableArchive, part_name


class NotAWorkbook(PlmError):
    """The file cannot be used as an .xlsx or .xlsm workbook."""


class Parts(MutableMapping[str, bytes]):
    """Reading a part may raise NotAWorkbook, for one that is damaged or too large."""

    def __init__(self, archive: Archive, file: str):
        self._archive = archive
        self._file = file  # for messages
        self._entries: dict[str, zipfile.ZipInfo | None] = {part_name(each): each for each in archive.entries}
        self._bytes: dict[str, bytes] = {}

    def __getitem__(self, part: str) -> bytes:
        if part not in self._bytes:
            entry = self._entries[part]
            assert entry is not None
            try:
                self._bytes[part] = self._archive.read(entry)
            except UnusableArchive as reason:
                raise NotAWorkbook(f"{self._file} {reason}") from reason
        return self._bytes[part]

    def __setitem__(self, part: str, content: bytes) -> None:
        self._entries.setdefault(part, None)
        self._bytes[part] = content

    def __delitem__(self, part: str) -> None:
        del self._entries[part]
        self._bytes.pop(part, None)

    def __contains__(self, part: object) -> bool:
        return part in self._entries  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def is_read(self, part: str) -> bool:
        """True if the part is in memory: it was read, replaced or added."""
        return part in self._bytes

    def copy(self) -> Parts:
        """Parts that can be replaced without changing these."""
        made = Parts(self._archive, self._file)
        made._entries, made._bytes = dict(self._entries), dict(self._bytes)
        return made
