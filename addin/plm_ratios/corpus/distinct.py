"""How many sequences are different: exact, by a 128-bit hash of each, in memory that does not grow.

A run is a file of hashes, sorted by their upper halves. To count, all runs are read one range of hashes at a
time; equal hashes are always in the same range. Two different sequences with one hash are to be expected
among some 10^19 of them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Iterator, Sequence

from xxhash import xxh3_128_digest

from . import compiled

BYTES = 16
_RUN = 1 << 24  # bytes of hashes that are held before they are written
_RANGE = 1 << 25  # bytes of hashes that are compared at once
_TOGETHER = 1 << 10  # runs; systems allow some ten thousand files in memory, and ten terabytes have more runs

_PAIR = [("upper", "<u8"), ("lower", "<u8")]  # of numpy, which is loaded where it is needed


class Hashes:
    """Hashes the sequences of one shard into runs.

    stem   the runs are called stem.0.run, stem.1.run and so on
    """

    def __init__(self, stem: Path):
        self._stem = stem
        self._held = bytearray()
        self.runs: list[Path] = []

    def add(self, sequences: Sequence[bytes]) -> None:
        """Hash sequences; empty ones are left out."""
        self.add_digests(b"".join(map(xxh3_128_digest, filter(None, sequences))))

    def add_digests(self, digests: bytes | memoryview) -> None:
        """Take hashes that were made elsewhere, as xxh3_128_digest gives them."""
        self._held += digests
        if len(self._held) >= _RUN:
            self._write()

    def close(self) -> list[Path]:
        """Write what is held; gives all runs."""
        if self._held:
            self._write()
        return self.runs

    def _write(self) -> None:
        path = self._stem.with_name(f"{self._stem.name}.{len(self.runs)}.run")
        path.write_bytes(_sorted(self._held))
        self.runs.append(path)
        self._held = bytearray()


def _sorted(digests: bytearray) -> Any:
    library = compiled.kernel(build=False)
    if library:
        return compiled.sorted_digests(library, digests)
    import numpy as np

    pairs = np.frombuffer(digests, _PAIR)
    return pairs[np.argsort(pairs["upper"])].tobytes()


def distinct(runs: Sequence[Path], at_once: int = _RANGE, together: int = _TOGETHER) -> int:
    """How many different hashes the runs hold.

    Parameters
    ----------
    runs
        Files that Hashes wrote. Where they are, as much room again is needed if there are many.
    at_once
        Bytes that are compared at once, which is what memory is needed for, a few times over.
    together
        Runs that are open together; more are merged into longer ones first.
    """
    library = compiled.kernel(build=False)
    if library and sum(run.stat().st_size for run in runs) <= at_once:
        return compiled.different(library, bytearray(b"".join(run.read_bytes() for run in runs)))
    if len(runs) <= together:
        return sum(len(pairs) for pairs in _different(runs, at_once))
    with tempfile.TemporaryDirectory(dir=runs[0].parent) as folder:
        longer = []
        for first in range(0, len(runs), together):
            path = Path(folder) / str(first)
            with open(path, "wb") as file:
                for pairs in _different(runs[first : first + together], at_once):
                    pairs.tofile(file)
            longer.append(path)
        return distinct(longer, at_once, together)


def _different(runs: Sequence[Path], at_once: int) -> Iterator[Any]:
    """The different hashes of runs, sorted, a range at a time."""
    import numpy as np

    held = [np.memmap(run, _PAIR, "r") for run in runs if run.stat().st_size]
    total = sum(len(run) for run in held) * BYTES
    parts = max(1, -(-total // at_once))
    borders = [part * (1 << 64) // parts for part in range(1, parts)]
    cuts = [[0, *(_place(run, border) for border in borders), len(run)] for run in held]
    for part in range(parts if held else 0):
        yield _once(np.concatenate([run[cut[part] : cut[part + 1]] for run, cut in zip(held, cuts)]))


def _place(run: Any, border: int) -> int:
    import numpy as np

    return int(np.searchsorted(run["upper"], np.uint64(border)))


def _once(pairs: Any) -> Any:
    import numpy as np

    pairs = pairs[np.argsort(pairs["upper"], kind="stable")]  # which is quick where runs are sorted
    same = pairs["upper"][1:] == pairs["upper"][:-1]
    if np.any(pairs["lower"][1:][same] != pairs["lower"][:-1][same]):
        # Equal upper halves of different hashes: nearly never, and then the lower ones are sorted too.
        pairs = pairs[np.lexsort((pairs["lower"], pairs["upper"]))]
        same = pairs[1:] == pairs[:-1]
    return pairs[np.concatenate([[True], ~same])] if len(pairs) else pairs
