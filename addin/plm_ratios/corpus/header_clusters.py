"""Clusters as the headers of UniRef describe them: how many members each has."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import NamedTuple, Sequence

import numpy as np

from ..errors import PlmError
from . import members as reading
from . import shards as sharding
from .counting import Outcome, Progress
from .processes import Meter, patiently
from .sequence_clusters import finish, planned_with_names
from .shards import Shard
from .state import State
from .streams import Damaged
from .tally import Tally

_SIZE = np.dtype([("size", "<u8"), ("number", "<u8")])


class Described(NamedTuple):
    """What headers say.

    sizes     how many clusters have each number of members
    without   sequences whose header does not say it
    """

    sizes: Counter[int]
    without: int


def described(
    paths: Sequence[str],
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    at_once: int = sharding.RANGE,
) -> Described:
    """Read how many members each cluster has, from headers such as "UniRef50_P12345 Name n=12 Tax=...".

    Parameters
    ----------
    paths
        Of FASTA; paths, URLs or patterns.
    jobs
        Processes; None for one a processor.
    progress
        Called with the bytes that were read and those that there are; 0 where that is unknown.
    at_once
        Bytes of a range of a plain file.

    Raises
    ------
    DamagedFiles
        Some are cut off or corrupt. The others are finished, and kept for the next time.
    PlmError
        There is no such file, or no header says it.
    """
    planned = planned_with_names(paths, "", at_once)
    state = State(planned, ["headers"])
    state.start()
    work = [partial(_sizes, shard, number, state) for number, shard in enumerate(planned)]
    finish(work, planned, state, jobs, progress)
    sizes: Counter[int] = Counter()
    for number in range(len(planned)):
        for path in (state.finished(number) or (None, []))[1]:
            for size, clusters in np.fromfile(path, _SIZE).tolist():
                sizes[size] += clusters
    state.remove()
    without = sizes.pop(0, 0)
    if not sizes:
        raise PlmError(
            "No header says how many members its cluster has, as those of UniRef do (n=12). Name the file of "
            "the clusters: --clusters FILE."
        )
    return Described(sizes, without)


def _sizes(shard: Shard, number: int, state: State, meter: Meter) -> Outcome:
    def read() -> Counter[int]:
        return Counter(size or 0 for found in reading.sizes(shard, meter) for size in found)

    try:
        sizes = patiently(read)
    except Damaged as damage:
        return number, str(damage)
    path = state.stem(number).with_suffix(".run")
    np.array(sorted(sizes.items()), _SIZE).tofile(path)
    state.finish(number, Tally(), [path])
    return number, ""
