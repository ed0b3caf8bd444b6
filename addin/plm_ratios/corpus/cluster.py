"""Counts shards on a Dask cluster: the same function as on one machine, the results kept here as they come.

A worker sends the sums and the hashes of a shard, and writes only into its own temporary folder, so the
cluster and this machine need no disk in common unless the files are on one. When a worker dies, Dask gives
its shards to others; a shard counts once, when its result is here.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any, Iterator, Sequence

from ..errors import PlmError
from ..reading import NoSuchFile
from ..version import __version__
from .counting import Outcome, Run, tallied
from .meter import Meter
from .opening import is_url
from .shards import Shard
from .state import State
from .streams import Damaged
from .tally import Tally

_ANSWER = 30  # seconds until a scheduler must answer, and have a worker
_AWAY = 300  # seconds without any worker after which a count ends
_AHEAD = 3  # shards for each thread that are on the cluster at once, so that results wait nowhere for long
_POLL = 1.0  # seconds between looks at the workers
_RETRIES = 2  # of a shard whose worker raises what is not about its file

Result = tuple[str, dict[str, Any], list[bytes]]  # what is wrong with a shard; its sums; its runs of hashes


def on(address: str) -> Run:
    """What counts shards on the cluster of a scheduler.

    Parameters
    ----------
    address
        Of the scheduler, such as tcp://10.0.0.5:8786.

    Raises
    ------
    PlmError
        dask.distributed is not installed. While it counts: the scheduler does not answer, there are no
        workers, or they cannot run the shards.
    """
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        raise PlmError(
            "To count on a Dask cluster, install it along, here and on its workers: "
            'pip install "plm-ratios[cluster]"'
        ) from None

    def run(
        planned: Sequence[Shard],
        left: Sequence[int],
        state: State,
        duplicates: bool,
        meter: Meter,
        workers: int,
    ) -> Iterator[Outcome]:
        if any(shard.piped for shard in planned):
            raise PlmError("Workers cannot read what is piped in. Name files that they can read, or URLs.")
        if left:
            yield from _run(address, planned, left, state, duplicates, meter)

    return run


def _run(
    address: str, planned: Sequence[Shard], left: Sequence[int], state: State, duplicates: bool, meter: Meter
) -> Iterator[Outcome]:
    from distributed import wait

    client = _connect(address)
    name = f"plm-ratios-count-{uuid.uuid4().hex}"
    # The largest first, so that no single file is left at the end.
    order = sorted(left, key=lambda number: planned[number].bytes or 0)
    waiting: dict[Any, int] = {}
    seen = time.monotonic()
    try:
        while order or waiting:
            threads = sum(client.nthreads().values())
            if threads:
                seen = time.monotonic()
            elif time.monotonic() - seen > _AWAY:
                raise PlmError(
                    f"The cluster at {address} has lost its workers. The same command goes on from the "
                    "finished parts."
                )
            while order and len(waiting) < _AHEAD * max(threads, 1):
                number = order.pop()
                shard = _as_seen_elsewhere(planned[number])
                future = client.submit(
                    count_here,
                    shard,
                    duplicates,
                    __version__,
                    key=f"{name}-{number}",
                    pure=False,
                    retries=_RETRIES,
                )
                waiting[future] = number
            try:
                done = wait(list(waiting), timeout=_POLL, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                done = set()
            for future in done:
                number = waiting[future]
                damage, sums, runs = future.result()
                del waiting[future]
                meter.add(planned[number].bytes or 0)
                if not damage:
                    _keep(state, number, sums, runs)
                yield number, damage
    except PlmError:
        raise
    except Exception as error:
        raise _failure(error, address, planned) from error
    finally:
        _leave(client, list(waiting))


def count_here(shard: Shard, duplicates: bool, version: str) -> Result:
    """What a worker does: count one shard.

    Parameters
    ----------
    version
        Of the command that asks. Another version might count otherwise.

    Raises
    ------
    PlmError
        This is another version, or the worker has no such file.
    """
    if version != __version__:
        raise PlmError(
            f"A worker has plm-ratios {__version__}, and this command is {version}. Install the same on both."
        )
    with tempfile.TemporaryDirectory(prefix="plm-ratios-") as folder:
        try:
            tally, runs = tallied(shard, Path(folder) / "0", duplicates, lambda read: None)
        except Damaged as damage:
            return str(damage), {}, []
        except (FileNotFoundError, NoSuchFile):
            raise PlmError(
                f"A worker of the cluster has no file {shard.path}. Give a path that all its machines share, "
                "or a URL."
            ) from None
        return "", tally.as_json(), [run.read_bytes() for run in runs]


def _as_seen_elsewhere(shard: Shard) -> Shard:
    return shard if is_url(shard.path) else shard._replace(path=os.path.abspath(shard.path))


def _keep(state: State, number: int, sums: dict[str, Any], runs: Sequence[bytes]) -> None:
    """Write what a worker has sent, as a process of this machine would have."""
    stem = state.stem(number)
    paths = [stem.with_name(f"{stem.name}.{each}.run") for each in range(len(runs))]
    for path, run in zip(paths, runs):
        path.write_bytes(run)
    state.finish(number, Tally.from_json(sums), paths)


def _connect(address: str) -> Any:
    from distributed import Client

    # They print tracebacks of what is said as a sentence here. Both have levels of their own.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_ANSWER)
    except (OSError, ValueError, RuntimeError) as error:  # TimeoutError is an OSError
        raise PlmError(
            f"No Dask scheduler answers at {address}. Give its address as it prints it, as in "
            "tcp://10.0.0.5:8786."
        ) from error
    try:
        client.wait_for_workers(1, timeout=_ANSWER)
    except TimeoutError as error:
        client.close()
        raise PlmError(
            f"The cluster at {address} has no workers. Start some: dask worker {address}"
        ) from error
    return client


def _leave(client: Any, waiting: Sequence[Any]) -> None:
    """Take back what is not finished, and go. What a worker has begun it ends, for nobody."""
    from distributed import CancelledError

    try:
        client.cancel(waiting, force=True)
    except (OSError, CancelledError):  # the scheduler is gone, and what it had with it
        pass
    finally:
        client.close(timeout=2)


def _failure(error: Exception, address: str, planned: Sequence[Shard]) -> PlmError:
    """Why a count on a cluster ended, as a sentence."""
    from distributed import CancelledError, KilledWorker

    goes_on = "The same command goes on from the finished parts."
    if isinstance(error, KilledWorker):
        path = planned[int(str(error.task).rpartition("-")[2])].path
        return PlmError(
            f"{path} ended several workers of the cluster one after another, perhaps for want of memory: "
            f"the longest record must fit. {goes_on}"
        )
    if isinstance(error, ModuleNotFoundError):
        return PlmError(
            f"A worker of the cluster lacks {error.name}. Install plm-ratios {__version__} on each, with the "
            f"same extras. {goes_on}"
        )
    if isinstance(error, (CancelledError, OSError)):
        return PlmError(f"The scheduler at {address} does not answer any more. {goes_on}")
    said = " ".join(str(error).split()) or type(error).__name__
    return PlmError(f"The cluster at {address} failed ({said}). {goes_on}")
