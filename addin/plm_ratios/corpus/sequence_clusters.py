"""Which sequences are in which cluster: names of a mapping and names of sequences, brought together.

Both are written into sorted runs of hashes (sorted_runs.py), joined a range at a time (joining.py), and
summed up a range of clusters at a time (cluster_sizes.py), so that memory does not grow with either.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Callable, Iterator, NamedTuple, Sequence

import numpy as np

from ..errors import PlmError
from . import mappings
from . import members as reading
from . import shards as sharding
from .cluster_sizes import MEMBER, Sizes
from .counting import DamagedFiles, Outcome, Progress, largest_first
from .joining import NAMED, PAIR, Join, first_of
from .mappings import Layout
from .meter import Meter
from .opening import is_url
from .processes import patiently, processors, run
from .recipes import Recipe
from .shards import Shard
from .sorted_runs import JOINED, Rows, keys, ranges
from .state import State
from .streams import Damaged
from .tally import Tally

Told = Callable[[int], None]  # is told numbers of bytes as they are read


class Clusters(NamedTuple):
    """What a mapping says of sequences.

    words     how the mapping was read
    identity  of the members of a cluster in percent, where the mapping says it
    join      how names of both sides met
    absent    a name that only the mapping has; "" where there is none
    unplaced  the name of a sequence that is in no cluster; "" where there is none
    """

    path: str
    words: str
    identity: int | None
    sizes: Sizes
    join: Join
    absent: str
    unplaced: str


def clusters(
    paths: Sequence[str],
    mapping: str,
    recipes: Sequence[Recipe],
    column: str = "",
    sequences: str = "",
    ids: str = "",
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    at_once: int = sharding.RANGE,
) -> Clusters:
    """Find the clusters of sequences.

    Parameters
    ----------
    paths
        Of sequences; paths, URLs or patterns.
    mapping
        A file or URL of pairs of names; see mappings.py.
    recipes
        Of which an epoch is worked out.
    column
        Of the mapping, with clusters; see mappings.layout().
    sequences, ids
        Columns of Parquet files, with the sequences and their names.
    jobs
        Processes; None for one a processor.
    progress
        Called with the bytes that were read and those that there are; 0 where that is unknown.
    at_once
        Bytes of a range of a plain file, and of rows that are joined together.

    Raises
    ------
    DamagedFiles
        Some are cut off or corrupt. The others are finished, and kept for the next time.
    PlmError
        There is no such file, or it has no names, or it is no mapping.
    """
    try:
        form = mappings.layout(mapping, column)
    except Damaged as damage:
        raise DamagedFiles([str(damage)]) from damage
    planned = planned_with_names(paths, sequences, at_once)
    parts = mappings.parts(mapping)
    state = State([*planned, *parts], ["clusters", repr(form), ids])
    state.start()
    work = [partial(_sequences, shard, number, state, ids) for number, shard in enumerate(planned)]
    work += [partial(_pairs, part, len(planned) + n, state, form) for n, part in enumerate(parts)]
    finish(work, [*planned, *parts], state, jobs, progress)
    runs = [found[1] for number in range(len(work)) if (found := state.finished(number))]
    named = [each for held in runs[: len(planned)] for each in held]
    paired = [each for held in runs[len(planned) :] for each in held]
    join = Join()
    joined = Rows(state.folder / "joined", MEMBER)
    together = min(at_once, JOINED)
    for pairs, sequence_rows in ranges((paired, PAIR), (named, NAMED), at_once=together):
        joined.add(join.add(pairs, sequence_rows))
    sizes = Sizes(recipes)
    for (rows,) in ranges((joined.close(), MEMBER), at_once=together):
        sizes.add(rows)
    absent = _absent_name(parts, form, join) if join.absent else ""
    unplaced = _unplaced_name(planned, ids, join) if join.unplaced else ""
    state.remove()
    return Clusters(mapping, form.words, form.identity, sizes, join, absent, unplaced)


def planned_with_names(paths: Sequence[str], column: str, at_once: int) -> list[Shard]:
    """The shards of files whose sequences have names.

    Raises
    ------
    PlmError
        There is no such file, or it is standard input, which would be read twice.
    """
    planned = sharding.plan(paths, column, at_once)
    if any(shard.piped for shard in planned):
        raise PlmError("--clusters reads sequences twice, and what is piped in is there once. Name a file.")
    return planned


def finish(
    work: Sequence[Callable[[Told], Outcome]],
    planned: Sequence[Shard],
    state: State,
    jobs: int | None,
    progress: Progress,
) -> None:
    """Do what no earlier command has finished.

    Raises
    ------
    DamagedFiles
        Some parts cannot be read.
    """
    left = [number for number in range(len(work)) if state.finished(number) is None]
    meter = Meter(planned, left, progress)
    threads = any(is_url(part.path) for part in planned)
    order = [work[number] for number in largest_first(planned, left)]
    outcomes = run(order, jobs or processors(), threads, meter.add)
    damaged = [damage for _, damage in outcomes if damage]
    if damaged:
        raise DamagedFiles(list(dict.fromkeys(damaged)))


def _sequences(shard: Shard, number: int, state: State, ids: str, meter: Told) -> Outcome:
    return _kept(number, state, NAMED, lambda: map(_named_rows, reading.named(shard, ids, meter)))


def _pairs(part: Shard, number: int, state: State, form: Layout, meter: Told) -> Outcome:
    return _kept(number, state, PAIR, lambda: map(_pair_rows, mappings.pairs(part, form, meter)))


def _kept(number: int, state: State, dtype: Any, found: Callable[[], Iterator[Any]]) -> Outcome:
    def read() -> list[Path]:
        rows = Rows(state.stem(number), dtype)
        for block in found():
            rows.add(block)
        return rows.close()

    try:
        state.finish(number, Tally(), patiently(read))
    except Damaged as damage:
        return number, str(damage)
    return number, ""


def _named_rows(found: Sequence[reading.Named]) -> Any:
    rows = np.empty(len(found), NAMED)
    key = keys([name for name, _ in found])
    rows["upper"], rows["lower"] = key["upper"], key["lower"]
    rows["value"] = [value for _, value in found]
    return rows


def _pair_rows(found: Sequence[mappings.Pair]) -> Any:
    rows = np.empty(len(found), PAIR)
    member, cluster = (keys([pair[side] for pair in found]) for side in (0, 1))
    rows["upper"], rows["lower"] = member["upper"], member["lower"]
    rows["cluster_upper"], rows["cluster_lower"] = cluster["upper"], cluster["lower"]
    return rows


def _absent_name(parts: Sequence[Shard], form: Layout, join: Join) -> str:
    found = (
        member for part in parts for block in mappings.pairs(part, form, _unmetered) for member, _ in block
    )
    return first_of(found, join.absent_keys)


def _unplaced_name(planned: Sequence[Shard], ids: str, join: Join) -> str:
    found = (
        name for shard in planned for block in reading.named(shard, ids, _unmetered) for name, _ in block
    )
    return first_of(found, join.unplaced_keys)


def _unmetered(number: int) -> None:
    pass
