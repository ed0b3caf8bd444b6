"""Writes zip archives with the same bytes for the same contents, at any time and on any system."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold
_UNIX = 3  # the system that made an entry, by its number in the format
PRIVATE, READABLE = 0o600, 0o644  # the default of zipfile; readable for all users after unpacking


def entry(name: str, compressed: bool = True, mode: int = PRIVATE) -> zipfile.ZipInfo:
    """Returns an entry that holds neither its time nor the system on which it was made."""
    made = zipfile.ZipInfo(name, _EARLIEST)
    made.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    made.create_system = _UNIX
    made.external_attr = mode << 16
    return made


def write_zip(
    target: Path | IO[bytes], contents: Mapping[str, bytes], compressed: bool = True, mode: int = PRIVATE
) -> None:
    """Write an archive of these contents by name, in their order. Compressed entries have the same bytes
    only with the same version of zlib."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            archive.writestr(entry(name, compressed, mode), content)
