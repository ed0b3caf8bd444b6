"""Zip archives that are the same bytes for the same contents, whenever and on whatever system they are
written."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of the dates that a zip file can hold
_UNIX = 3  # the system that made an entry, by its number in the format
PRIVATE, READABLE = 0o600, 0o644  # what zipfile gives where nothing is said; for whom it is unpacked


def entry(name: str, compressed: bool = True, mode: int = PRIVATE) -> zipfile.ZipInfo:
    """An entry that does not tell when, nor on which system, it was made."""
    made = zipfile.ZipInfo(name, _EARLIEST)
    made.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    made.create_system = _UNIX
    made.external_attr = mode << 16
    return made


def write_zip(
    target: Path | IO[bytes], contents: Mapping[str, bytes], compressed: bool = True, mode: int = PRIVATE
) -> None:
    """Writes an archive of these contents by their names, in their order. What is compressed is the same
    as far as zlib is the same."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            archive.writestr(entry(name, compressed, mode), content)
