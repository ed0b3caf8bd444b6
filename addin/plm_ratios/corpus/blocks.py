"""A stream of bytes, cut where records begin."""

from __future__ import annotations

from typing import Iterator

from .streams import Readable, into

SIZE = 1 << 20  # fits into the cache of a processor


def blocks(
    stream: Readable, separator: bytes, position: int = 0, start: int = 0, end: int | None = None
) -> Iterator[memoryview]:
    """Whole records, about a million bytes at a time; more only where one record is longer.

    A separator is a line break and, of FASTA, the ">" after it. A record belongs to the range in which its
    first byte is, so that the ranges of one file hold each record once. What is given is overwritten when the
    next is asked for: fresh memory for each would take longer than to count it.

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
    pending = bytearray(2 * SIZE)
    held = 0  # bytes of it that are pending
    looked = 0  # up to here no separator is pending
    skipping = position < start
    overlap = len(separator) - 1

    def drop(number: int) -> None:
        nonlocal held, position, looked
        pending[: held - number] = memoryview(pending)[number:held]
        held -= number
        position += number
        looked = max(0, held - overlap)

    while True:
        if len(pending) - held < SIZE:
            pending = pending + bytes(len(pending))  # not in place, where somebody may still hold a view
        read = into(stream, memoryview(pending)[held : held + SIZE])
        held += read
        if skipping:
            found = pending.find(separator, 0, held)
            if found < 0 and not read:
                return
            drop(found + 1 if found >= 0 else max(0, held - overlap))
            if found < 0:
                continue
            looked = 0
            skipping = False
        if end is not None and position >= end:
            return
        if end is not None and position + held > end:
            found = pending.find(separator, max(looked, end - 1 - position), held)
            if found >= 0:
                yield memoryview(pending)[: found + 1]
                return
        if not read:
            if held:
                yield memoryview(pending)[:held]
            return
        last = pending.rfind(separator, looked, held)
        if end is not None and position + last + 1 > end:
            last = -1  # the next round looks for the first record after the end
        if last >= 0:
            yield memoryview(pending)[: last + 1]
            drop(last + 1)
        else:
            looked = max(0, held - overlap)
