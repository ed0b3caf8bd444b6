"""Blocks of FASTA counted by the compiled kernel, for tally.py and distinct.py."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Iterable

from . import compiled, records
from .blocks import SIZE
from .shards import Shard
from .tally import Tally

if TYPE_CHECKING:
    from .distinct import Hashes

_DIGEST = 16  # bytes


_WORTH = 1 << 24  # bytes of a shard that are worth building the kernel


def prepare(shards: Iterable[Shard]) -> None:
    """Build the kernel before processes are started, if one of the shards is worth it."""
    if any(_is_worth_it(shard) for shard in shards):
        compiled.kernel()


def of(shard: Shard, tally: Tally, hashes: Hashes | None) -> Quick | None:
    """What counts a shard's blocks; None where there is no kernel, or the shard is small."""
    library = compiled.kernel() if _is_worth_it(shard) else None
    if not library or (hashes and not compiled.hasher()):
        return None
    return Quick(library, tally, hashes)


def _is_worth_it(shard: Shard) -> bool:
    is_fasta = shard.format in ("", records.FASTA.name)  # "" is not known before it is opened
    return is_fasta and (shard.bytes is None or shard.bytes >= _WORTH)


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
        """Systems give memory when it is written to, and few records are as short as they may be."""
        self._size, self._records = size, records
        self._bare = (ctypes.c_uint8 * size)()
        self._lengths = (ctypes.c_int64 * records)()
        self._ambiguous = (ctypes.c_uint8 * records)()
        self._digests = (ctypes.c_uint8 * (_DIGEST * records if self._hashes else 0))()

    def take(self, block: bytes) -> bool:
        """Count a block of whole records; False where it is left to records.py."""
        if not block.startswith(b">"):
            return False
        if len(block) > self._size:
            self._make_room(len(block), max(self._records, block.count(b">")))
        found = self._library.plm_fasta(
            block,
            ctypes.c_int64(len(block)),
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
            mine.update({length: number for length, number in enumerate(its) if number})
        tally.letters.update({chr(letter): number for letter, number in enumerate(sums.letters) if number})
        tally.residues += sums.residues
        tally.small += sums.small
        tally.nucleotides = tally.nucleotides and bool(sums.nucleotides)
