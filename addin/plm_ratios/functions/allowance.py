"""What one call may take and give, where somebody sets a limit: a server does, for all its users' sake.

with granted(Allowance(rows=100_000, size=20_000_000, seconds=20)):
    FUNCTIONS["COMPARE"](names)     # TooMuch, as soon as it is sure that a limit will be passed

Without an allowance nothing is counted: a spreadsheet program has its own limits.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Callable, Iterable, Iterator

_clock = getattr(time, "thread_time", time.perf_counter)  # Pyodide has one thread, and no clock for it
_NUMBER = 20  # bytes of a number as text, about
_OFTEN = 64  # cells between two looks at the clock


class TooMuch(Exception):
    """The call asks for more than it may have; str() is one sentence that names the fix. It is none of the
    errors that a cell shows: no cell is wrong."""


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class Allowance:
    """What a call may take; counted down while its answer is made.

    rows      of a table
    size      of an answer in bytes, about: its texts, and numbers at 20 bytes each
    seconds   of work, of this thread alone
    """

    def __init__(self, rows: int, size: int, seconds: float):
        self.rows = rows
        self.size = size
        self.seconds = seconds
        self._left = size
        self._rows_left = rows
        self._cells = 0
        self._until = seconds
        self._stopped = False

    def begin(self) -> None:
        """Starts the clock of this thread."""
        self._until = _clock() + self.seconds

    def stop(self) -> None:
        """Has the work end soon; any thread may ask for it."""
        self._stopped = True

    def take(self, answer: Any) -> None:
        """Counts a cell, or a row of a table.

        Raises
        ------
        TooMuch : a limit is passed
        Stopped : stop() was called
        """
        self._cells += 1
        if self._cells % _OFTEN == 0:
            self.go_on()
        if type(answer) is not list:
            self._left -= _size(answer)
        else:
            self.expect(1)
            self._rows_left -= 1
            self._left -= sum(map(_size, answer))
        if self._left < 0:
            raise too_large(self.size)

    def expect(self, rows: int) -> None:
        """TooMuch where so many rows are more than are left."""
        if rows > self._rows_left:
            raise TooMuch(f"A table may have at most {self.rows} rows. Divide the range.")

    def go_on(self) -> None:
        """Stopped, or TooMuch where the time is over."""
        if self._stopped:
            raise Stopped
        if _clock() > self._until:
            raise TooMuch(f"A call may take at most {self.seconds:g} s of work. Divide the range.")


def too_large(size: int) -> TooMuch:
    """What to raise where an answer has more bytes than this."""
    return TooMuch(f"An answer may have at most {size / 1_000_000:g} MB. Divide the range.")


def _size(cell: Any) -> int:
    if type(cell) is not str:
        return _NUMBER
    return len(cell) if cell.isascii() else len(cell.encode("utf-8", "replace"))


_current: ContextVar[Allowance | None] = ContextVar("plm_ratios_allowance", default=None)


@contextmanager
def granted(allowance: Allowance) -> Iterator[None]:
    """Within it, what this thread calls is counted."""
    allowance.begin()
    token = _current.set(allowance)
    try:
        yield
    finally:
        _current.reset(token)


def counted(rows: Iterable[Any]) -> Iterable[Any]:
    """The same rows of a table, counted one by one where there is an allowance."""
    allowance = _current.get()
    return rows if allowance is None else _counting(rows, allowance)


def _counting(rows: Iterable[Any], allowance: Allowance) -> Iterator[Any]:
    for row in rows:
        allowance.take(row)
        yield row


def counting(compute: Callable[..., Any], times: int) -> Callable[..., Any]:
    """The same function, its answers counted where there is an allowance; it will be called so many times.
    The first answer shows whether these are rows."""
    allowance = _current.get()
    if allowance is None:
        return compute
    first = True

    def each(*cells: Any) -> Any:
        nonlocal first
        found = compute(*cells)
        if first:
            first = False
            if type(found) is list:
                allowance.expect(times)
        allowance.take(found)
        return found

    return each
