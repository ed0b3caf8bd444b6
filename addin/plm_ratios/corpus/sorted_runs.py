"""Rows with a key, in sorted files, read back one range of keys at a time: for joins in little memory.

A key is a hash of 128 bits, in the fields "upper" and "lower" of a row. Rows with one key are always in the
same range.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Sequence

import numpy as np
from xxhash import xxh3_128_digest

_RUN = 1 << 25  # bytes of rows that are held before they are written
JOINED = 1 << 24  # bytes of rows that are looked at together

KEY = [("upper", "<u8"), ("lower", "<u8")]


def keys(names: Sequence[bytes]) -> Any:
    """The keys of names."""
    return np.frombuffer(b"".join(map(xxh3_128_digest, names)), np.dtype(KEY))


class Rows:
    """Writes rows of one type into runs.

    stem   the runs are called stem.0.run, stem.1.run and so on
    """

    def __init__(self, stem: Path, dtype: Any, at_once: int = _RUN):
        self._stem = stem
        self._dtype = dtype
        self._held: list[Any] = []
        self._bytes = 0
        self._at_once = at_once
        self.runs: list[Path] = []

    def add(self, rows: Any) -> None:
        """Keep rows, in any order."""
        if not len(rows):
            return
        self._held.append(rows)
        self._bytes += rows.nbytes
        if self._bytes >= self._at_once:
            self._write()

    def close(self) -> list[Path]:
        """Write what is held; gives all runs."""
        if self._held:
            self._write()
        return self.runs

    def _write(self) -> None:
        rows = np.concatenate(self._held)
        path = self._stem.with_name(f"{self._stem.name}.{len(self.runs)}.run")
        rows[np.argsort(rows["upper"])].tofile(path)
        self.runs.append(path)
        self._held = []
        self._bytes = 0


def ranges(*groups: tuple[Sequence[Path], Any], at_once: int = JOINED) -> Iterator[tuple[Any, ...]]:
    """The rows of several groups of runs, sorted by key, a range of keys of all groups at a time.

    Parameters
    ----------
    groups
        Runs, and the type of their rows.
    at_once
        Bytes of a range, which is what memory is needed for, a few times over. Rows with one key are never
        parted, so that a range may be longer.
    """
    total = sum(run.stat().st_size for runs, _ in groups for run in runs)
    parts = max(1, -(-total // at_once))
    borders = np.array([part * (1 << 64) // parts for part in range(1, parts)], np.uint64)
    cuts = [[_cuts(run, dtype, borders) for run in runs] for runs, dtype in groups]
    for part in range(parts):
        yield tuple(
            _sorted([_read(run, dtype, cut, part) for run, cut in zip(runs, places)], dtype)
            for (runs, dtype), places in zip(groups, cuts)
        )


def _cuts(run: Path, dtype: Any, borders: Any) -> Any:
    rows = np.memmap(run, dtype, "r")
    return np.concatenate([[0], np.searchsorted(rows["upper"], borders), [len(rows)]])


def _read(run: Path, dtype: Any, cuts: Any, part: int) -> Any:
    first, last = cuts[part : part + 2].tolist()
    return np.fromfile(run, dtype, last - first, offset=first * dtype.itemsize)


def _sorted(rows: Sequence[Any], dtype: Any) -> Any:
    together = np.concatenate([np.empty(0, dtype), *rows])
    together = together[np.argsort(together["upper"], kind="stable")]  # which is quick where runs are sorted
    same = together["upper"][1:] == together["upper"][:-1]
    if np.any(together["lower"][1:][same] != together["lower"][:-1][same]):
        # Equal upper halves of different hashes: nearly never, and then the lower ones are sorted too.
        return in_order(together, "lower", "upper")
    return together


def in_order(rows: Any, *fields: str) -> Any:
    """Rows sorted by fields, the last of them first."""
    return rows[np.lexsort([rows[field] for field in fields])]


def changes(rows: Any, *fields: str) -> Any:
    """Where a row differs from the one before it in one of the fields; the first does."""
    if not len(rows):
        return np.zeros(0, bool)
    differ = np.zeros(len(rows) - 1, bool)
    for field in fields:
        differ |= rows[field][1:] != rows[field][:-1]
    return np.concatenate([[True], differ])
