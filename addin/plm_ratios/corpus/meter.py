"""How far a count is: bytes that were read, of all its processes together."""

from __future__ import annotations

from typing import Callable, Sequence

from .shards import Shard


class Meter:
    """Bytes that were read, of those that there are; 0 of them where a server does not say."""

    def __init__(self, planned: Sequence[Shard], left: Sequence[int], progress: Callable[[int, int], None]):
        sizes = [planned[number].bytes for number in left]
        self._total = 0 if None in sizes else sum(size or 0 for size in sizes)
        self._read = 0
        self._progress = progress

    def add(self, number: int) -> None:
        """Count bytes, and show how many there are so far."""
        self._read += number
        self._progress(self._read, self._total)
