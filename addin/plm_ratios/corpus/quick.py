"""Blocks of FASTA and of lines counted by the compiled kernel, for tally.py and distinct.py."""

from __future__ import annotations

import ctypes
import mmap
from typing import TYPE_CHECKING, Any, Iterable

from . import compiled, records
from .blocks import SIZE
from .records import Format
from .shards import Shard
from .tally import Tally

if TYPE_CHECKING:
    from .distinct import Hashes

_DIGEST = 16  # bytes


_WORTH = 1 << 24  # bytes that are worth building the kernel


def prepare(shards: Iterable[Shard]) -> None:
    """Build the kernel before processes are started, if there is enough to count."""
    sizes = [shard.bytes for shard in shards if _may_be_read(shard)]
    if None in sizes or sum(size or 0 for size in sizes) >= _WORTH:
        compiled.kernel()


def of(shard: Shard, tally: Tally, hashes: Hashes | None) -> Quick | None:
    """What counts a shard's blocks; None where there is no kernel."""
    if not _may_be_read(shard):
        return None
    library = compiled.kernel(build=shard.bytes is None or shard.bytes >= _WORTH)
    if not library or (hashes and not compiled.hasher()):
        return None
    return Quick(library, tally, hashes)


def _may_be_read(shard: Shard) -> bool:
    return shard.format in ("", records.FASTA.name, records.LINES.name)  # "" is not known before it is opened


def _room(kind: Any) -> Any:
    """An array. Its memory is taken where it is written to; few records are as short as they may be."""
    return kind.from_buffer(mmap.mmap(-1, ctypes.sizeof(kind)))


class Quick:
    """Counts what the kernel can read into a tally, and digests into hashes."""

    def __init__(self, library: Any, tally: Tally, hashes: Hashes | None):
        self._library = library
        self._tally = tally
        self._hashes = hashes
        self._hasher = compiled.hasher() if hashes else None
        self._sums = compiled.Sums(nucleotides=1)
        self._hashed, self._longer = ctypes.c_int64(), ctypes.c_int64()
        self._make_room(2 * SIZE, SIZE + 1)

    def _make_room(self, size: int, records: int) -> None:
        self._size, self._records = size, records
        self._bare = _room(ctypes.c_uint8 * size)
        self._lengths = _room(ctypes.c_int64 * records)
        self._ambiguous = _room(ctypes.c_uint8 * records)
        self._digests = _room(ctypes.c_uint8 * (_DIGEST * records))

    def take(self, block: memoryview, form: Format) -> bool:
        """Count a block of whole records; False where it is left to records.py.

        The block is the beginning of a bytearray.
        """
        if form is records.FASTA:
            if not block or block[0] != ord(">"):
                return False
        elif form is not records.LINES:
            return False
        if len(block) > self._size:
            found = bytearray.count(block.obj, form.separator[-1:], 0, len(block))  # type: ignore[arg-type]
            self._make_room(len(block), max(self._records, found + 1))
        found = self._library.plm_count(
            (ctypes.c_uint8 * len(block)).from_buffer(block),
            ctypes.c_int64(len(block)),
            ctypes.c_int(form is records.LINES),
            self._bare,
            self._lengths,
            self._ambiguous,
            self._digests,
            ctypes.byref(self._hashed),
            ctypes.byref(self._longer),
            self._hasher,
            ctypes.byref(self._sums),
        )
        if found < 0:
            return False
        for number in range(self._longer.value):
            length = self._lengths[number]
            self._tally.lengths[length] += 1
            if self._ambiguous[number]:
                self._tally.ambiguous[length] += 1
        if self._hashes:
            self._hashes.add_digests(memoryview(self._digests)[: _DIGEST * self._hashed.value])
        return True

    def close(self) -> None:
        """Add to the tally what the kernel has summed."""
        sums, tally = self._sums, self._tally
        for mine, its in ((tally.lengths, sums.lengths), (tally.ambiguous, sums.ambiguous)):
            found = enumerate(its[: sums.longest + 1])
            mine.update({length: number for length, number in found if number})
        tally.letters.update({chr(letter): number for letter, number in enumerate(sums.letters) if number})
        tally.residues += sums.residues
        tally.small += sums.small
        tally.nucleotides = tally.nucleotides and bool(sums.nucleotides)
