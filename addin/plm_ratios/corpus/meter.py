"""How far a count is: bytes that were read, of all its processes together."""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any, Callable, Sequence

from .opening import is_url
from .shards import Shard


class Meter:
    """Bytes that were read, of all processes together."""

    def __init__(self, planned: Sequence[Shard], left: Sequence[int], progress: Callable[[int, int], None]):
        # Forked processes start at once; elsewhere they load the package anew. What reads from servers has
        # threads, which are not to be forked.
        remote = any(is_url(shard.path) for shard in planned)
        self.context: Any = multiprocessing.get_context(
            "fork" if sys.platform == "linux" and not remote else "spawn"
        )
        self.read: Any = self.context.Value("q", 0)
        sizes = [planned[number].bytes for number in left]
        self._total = 0 if None in sizes else sum(size or 0 for size in sizes)
        self._progress = progress

    def add(self, number: int) -> None:
        """Count bytes, and show it."""
        self.read.value += number
        self.show()

    def show(self) -> None:
        """Show how many there are so far."""
        self._progress(self.read.value, self._total)
