"""Jobs on all processors of one machine, each told how far it is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Callable, Iterator, Sequence, TypeVar

from ..errors import PlmError
from .opening import Unreachable

_ATTEMPTS = 3  # at a file whose server fails
_PAUSE = 2.0  # seconds between them, and twice as long before the last
_POLL = 0.2  # seconds between looks at the meter

Result = TypeVar("Result")
Meter = Callable[[int], None]
Job = Callable[[Meter], Result]
_read: Any = None


def run(jobs: Sequence[Job[Result]], workers: int, threads: bool, meter: Meter) -> Iterator[Result]:
    """What jobs give, as they are done.

    Parameters
    ----------
    jobs
        Called with what to tell the bytes that they have read. They can be pickled.
    workers
        Processes; with one, this process does all of it.
    threads
        Whether this process has threads, as what reads from servers has; then processes are not forked.
    meter
        Told the bytes that all of them have read, as they go.

    Raises
    ------
    PlmError
        A process was ended from outside. What a job raises is raised here.
    """
    if workers <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield job(meter)
        return
    # Forked processes start at once; elsewhere they load the package anew.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" and not threads else "spawn")
    read: Any = context.Value("q", 0)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(workers, len(jobs)), context, _begin, (read,))
    told = 0
    try:
        waiting: set[Future[Result]] = {pool.submit(_done, job) for job in jobs}
        while waiting:
            done, waiting = wait(waiting, _POLL, FIRST_COMPLETED)
            meter(read.value - told)
            told = read.value
            for future in done:
                yield future.result()
    except BrokenProcessPool as error:
        raise PlmError(
            "A process of the count was ended from outside, perhaps for want of memory. The same command "
            "goes on from the finished parts; --jobs 1 takes the least memory."
        ) from error
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def patiently(read: Callable[[], Result]) -> Result:
    """What read() gives; it is called again where a server stops in the middle of a file.

    Raises
    ------
    Unreachable
        It does so every time.
    """
    for attempt in range(1, _ATTEMPTS):
        try:
            return read()
        except Unreachable:
            time.sleep(_PAUSE * attempt)
    return read()


def _begin(read: Any) -> None:
    global _read  # a process has one meter
    _read = read
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one


def _done(job: Job[Result]) -> Result:
    return job(_add)


def _add(number: int) -> None:
    with _read.get_lock():
        _read.value += number
