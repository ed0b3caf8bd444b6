"""Reads a stream ahead in a thread. Decompressors let other threads run, which count in the meantime."""

from __future__ import annotations

from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Iterator, Optional, Tuple

from .streams import Readable, into

_SIZE = 1 << 19  # bytes of a buffer
_BUFFERS = 3  # one is filled, one waits, one is read

_Filled = Tuple[bytearray, int, Optional[BaseException]]


@contextmanager
def ahead(source: Readable) -> Iterator[Readable]:
    """The same stream, read ahead as long as the context lasts. What reading raises comes when it is due."""
    free: SimpleQueue[bytearray | None] = SimpleQueue()
    filled: SimpleQueue[_Filled] = SimpleQueue()
    for _ in range(_BUFFERS):
        free.put(bytearray(_SIZE))

    def fill() -> None:
        while (buffer := free.get()) is not None:
            size = 0
            try:
                while size < _SIZE and (read := into(source, memoryview(buffer)[size:])):
                    size += read
            except BaseException as error:  # raised where it is read
                filled.put((buffer, 0, error))
                return
            filled.put((buffer, size, None))
            if not size:
                return

    thread = Thread(target=fill, daemon=True)
    thread.start()
    try:
        yield _Ahead(free, filled)
    finally:
        free.put(None)
        while thread.is_alive():  # the buffers that are free are filled first
            thread.join(0.1)


class _Ahead:
    def __init__(self, free: SimpleQueue[bytearray | None], filled: SimpleQueue[_Filled]):
        self._free = free
        self._filled = filled
        self._buffer = bytearray()
        self._place = self._size = 0
        self._is_over = False

    def readinto(self, buffer: memoryview) -> int:
        """Read as many bytes as there are at once; 0 at the end."""
        if self._place == self._size and not self._is_over:
            self._next()
        size = min(len(buffer), self._size - self._place)
        buffer[:size] = memoryview(self._buffer)[self._place : self._place + size]
        self._place += size
        return size

    def _next(self) -> None:
        if self._buffer:
            self._free.put(self._buffer)
        self._buffer, self._size, error = self._filled.get()
        self._place = 0
        self._is_over = not self._size
        if error:
            raise error

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""
        buffer = bytearray(_SIZE if size < 0 else size)
        return bytes(memoryview(buffer)[: self.readinto(memoryview(buffer))])
