"""Counts sequence files: shards on all processors, one result."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import Callable, Iterator, NamedTuple, Sequence

from .. import system_errors
from ..errors import PlmError
from . import processes, quick
from . import shards as sharding
from .distinct import Hashes, distinct
from .meter import Meter
from .opening import Unreachable, is_url
from .shards import Shard
from .state import State
from .streams import Damaged
from .tally import Tally

_ATTEMPTS = 3  # at a file whose server fails
_PAUSE = 2.0  # seconds between them, and twice as long before the last

Progress = Callable[[int, int], None]
Part = Callable[[Shard, Tally], None]


def no_part(shard: Shard, tally: Tally) -> None:
    """For who wants the sums of all parts alone."""


class DamagedFiles(PlmError):
    """Files that cannot be counted; nothing of them is in any result, and there is none.

    sentences   one for each file
    """

    def __init__(self, sentences: Sequence[str]):
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


class Counted(NamedTuple):
    """The result of a count.

    distinct   different sequences; None where duplicates were not looked for
    resumed    shards that an earlier command had finished
    """

    tally: Tally
    distinct: int | None
    files: tuple[str, ...]
    bytes: int
    shards: int
    resumed: int

    @property
    def duplicates(self) -> int | None:
        """Sequences that stand for a second time or more."""
        return None if self.distinct is None else self.tally.sequences - self.distinct


def count(
    paths: Sequence[str],
    column: str = "",
    duplicates: bool = True,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    at_once: int = sharding.RANGE,
    elsewhere: Run | None = None,
    part: Part = no_part,
) -> Counted:
    """Count the sequences of files.

    Parameters
    ----------
    paths
        Paths, URLs, patterns, or "-" for standard input.
    column
        The column of Parquet files that holds the sequences.
    duplicates
        False to leave out the hashes of sequences.
    jobs
        Processes; None for one a processor.
    progress
        Called with the bytes that were read and those that there are; 0 where that is unknown.
    at_once
        Bytes of a range of a plain file.
    elsewhere
        What counts the shards, instead of processes of this machine (cluster.py).
    part
        Called with each shard and its sums.

    Raises
    ------
    DamagedFiles
        Some are cut off, corrupt or break their format. The others are finished, and kept for the next time.
    PlmError
        There is no such file.
    """
    planned = sharding.plan(paths, column, at_once)
    piped = any(shard.piped for shard in planned)
    # What is piped in cannot be told from other input, so nothing goes on from it.
    state = State(planned, [duplicates, os.getpid() if piped else None])
    state.start()
    try:
        return _counted(planned, state, duplicates, jobs, progress, elsewhere, part)
    except OSError as error:
        if error.errno in system_errors.FULL and error.filename is None:  # parts are written there
            raise system_errors.about(error, state.folder) from error
        raise
    finally:
        if piped:
            state.remove()


def _counted(
    planned: Sequence[Shard],
    state: State,
    duplicates: bool,
    jobs: int | None,
    progress: Progress,
    elsewhere: Run | None,
    part: Part,
) -> Counted:
    tally = Tally()
    runs: list[Path] = []

    def merge(number: int) -> bool:
        found = state.finished(number)
        if found:
            part(planned[number], found[0])
            tally.merge(found[0])
            runs.extend(found[1])
        return found is not None

    left = [number for number in range(len(planned)) if not merge(number)]
    quick.prepare(planned[number] for number in left)
    meter = Meter(planned, left, progress)
    workers = min(len(left), jobs or processes.processors())
    run = elsewhere or _on_this_machine
    damaged: list[str] = []
    for number, damage in run(planned, left, state, duplicates, meter, workers):
        if damage:
            damaged.append(damage)
        else:
            merge(number)
    if damaged:
        raise DamagedFiles(list(dict.fromkeys(damaged)))
    different = distinct(runs) if duplicates else None
    state.remove()
    files = tuple(dict.fromkeys(shard.path for shard in planned))
    return Counted(
        tally, different, files, sum(s.bytes or 0 for s in planned), len(planned), len(planned) - len(left)
    )


Outcome = tuple[int, str]  # the number of a shard, and what is wrong with it


def count_shard(
    shard: Shard, number: int, state: State, duplicates: bool, meter: Callable[[int], None]
) -> None:
    """Count one shard and keep its result.

    Raises
    ------
    Damaged
        It cannot be counted; nothing is kept.
    """
    state.finish(number, *tallied(shard, state.stem(number), duplicates, meter))


def tallied(
    shard: Shard, stem: Path, duplicates: bool, meter: Callable[[int], None]
) -> tuple[Tally, list[Path]]:
    """The sums of a shard, and the files with its hashes, whose names begin with the stem.

    Raises
    ------
    Damaged
        It cannot be counted.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        tally = Tally()
        hashes = Hashes(stem)
        read = 0

        def count_bytes(number: int) -> None:
            nonlocal read
            read += number
            meter(number)

        try:
            kernel = quick.of(shard, tally, hashes if duplicates else None)
            for batch in shard.batches(count_bytes, *([kernel.take] if kernel else [])):
                tally.add(batch)
                if duplicates:
                    hashes.add(batch.sequences)
            if kernel:
                kernel.close()
            return tally, hashes.close()
        except Unreachable:
            if attempt == _ATTEMPTS:
                raise
            meter(-read)
            time.sleep(_PAUSE * attempt)
    raise AssertionError("the last attempt returns or raises")


Run = Callable[[Sequence[Shard], Sequence[int], State, bool, Meter, int], Iterator[Outcome]]


def _on_this_machine(
    planned: Sequence[Shard], left: Sequence[int], state: State, duplicates: bool, meter: Meter, workers: int
) -> Iterator[Outcome]:
    jobs = [
        partial(_job, planned[number], number, state, duplicates) for number in largest_first(planned, left)
    ]
    threads = any(is_url(planned[number].path) for number in left)
    yield from processes.run(jobs, workers, threads, meter.add)


def _job(shard: Shard, number: int, state: State, duplicates: bool, meter: Callable[[int], None]) -> Outcome:
    try:
        count_shard(shard, number, state, duplicates, meter)
    except Damaged as damage:
        return number, str(damage)
    return number, ""


def largest_first(planned: Sequence[Shard], left: Sequence[int]) -> list[int]:
    """Numbers of shards in the order in which they are begun, so that no single file is left at the end."""
    return sorted(left, key=lambda number: -(planned[number].bytes or 0))
