"""A stream of bytes, cut where records begin."""

from __future__ import annotations

from typing import Iterator

from .streams import Readable

SIZE = 1 << 20  # fits into the cache of a processor


def blocks(
    stream: Readable, separator: bytes, position: int = 0, start: int = 0, end: int | None = None
) -> Iterator[bytes]:
    """Whole records, about a million bytes at a time; more only where one record is longer.

    A separator is a line break and, of FASTA, the ">" after it. A record belongs to the range in which its
    first byte is, so that the ranges of one file hold each record once.

    Parameters
    ----------
    stream
        What is read, from `position` on.
    separator
        b"\\n>" or b"\\n"; a record begins after its line break.
    position
        Where the stream is in its file: 0, or the byte before `start`, since it may be the line break.
    start, end
        The range. An end of None is the end of the file.
    """
    pending = bytearray()
    looked = 0  # up to here no separator is pending
    skipping = position < start
    while True:
        data = stream.read(SIZE)
        if skipping:
            pending += data
            found = pending.find(separator)
            if found >= 0:
                position += found + 1
                del pending[: found + 1]
                skipping = False
            elif not data:
                return
            else:
                gone = max(0, len(pending) - len(separator) + 1)
                position += gone
                del pending[:gone]
                continue
        else:
            pending += data
        if end is not None and position >= end:
            return
        if end is not None and position + len(pending) > end:
            found = pending.find(separator, max(looked, end - 1 - position))
            if found >= 0:
                yield bytes(memoryview(pending)[: found + 1])
                return
        if not data:
            if pending:
                yield bytes(pending)
            return
        last = pending.rfind(separator, looked)
        if end is not None and position + last + 1 > end:
            last = -1  # the next round looks for the first record after the end
        if last >= 0:
            yield bytes(memoryview(pending)[: last + 1])
            position += last + 1
            del pending[: last + 1]
        looked = max(0, len(pending) - len(separator) + 1)
