"""The blocks of a bgzf file: gzip members that say how long they are, so that it can be read in ranges.

The format is in section 4.1 of the SAM specification: an extra field "BC" of the gzip header holds the size
of the block less one, and the last four bytes of a member, as in all gzip, the size of what it holds.
"""

from __future__ import annotations

import mmap
import struct
from typing import NamedTuple

_FIXED = struct.Struct("<4s6xH")  # magic with the flag of an extra field; time, system; size of the field
_MAGIC = b"\x1f\x8b\x08\x04"
_SUBFIELD = struct.Struct("<2sHH")
_UNPACKED = struct.Struct("<I")


class Range(NamedTuple):
    """Whole blocks.

    start, end   bytes of the file
    unpacked     bytes that they hold
    """

    start: int
    end: int
    unpacked: int


def ranges(path: str, at_once: int) -> list[Range]:
    """The ranges of a file.

    Parameters
    ----------
    path
        Of a file that is not empty.
    at_once
        Bytes of a range, about.

    Returns
    -------
    None at all where not all of the file is bgzf, whole to its end.
    """
    found: list[Range] = []
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = place = unpacked = 0
        size = len(data)
        while place < size:
            length = _block(data, place)
            if not length or place + length > size:
                return []
            place += length
            unpacked += _UNPACKED.unpack_from(data, place - _UNPACKED.size)[0]
            if place - start >= at_once or place == size:
                found.append(Range(start, place, unpacked))
                start, unpacked = place, 0
    return found


def _block(data: mmap.mmap, place: int) -> int:
    """The size of the block that begins there; 0 where none does."""
    if place + _FIXED.size > len(data):
        return 0
    magic, extra = _FIXED.unpack_from(data, place)
    if magic != _MAGIC:
        return 0
    field = place + _FIXED.size
    end = field + extra
    while field + 4 <= min(end, len(data) - 2):
        name, length, value = _SUBFIELD.unpack_from(data, field)
        if name == b"BC" and length == 2:
            least = _FIXED.size + extra + 8
            return int(value) + 1 if value + 1 >= least else 0
        field += 4 + length
    return 0
