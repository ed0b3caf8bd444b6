"""What is counted at once: a file, or a range of bytes of a file that is not compressed."""

from __future__ import annotations

import glob
import io
import itertools
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Callable, Iterator, NamedTuple, Sequence

from ..errors import PlmError
from . import bgzf, opening, records
from .ahead import ahead
from .blocks import blocks
from .opening import Unreachable, Version, is_pipe, is_url, opened, stamp
from .records import Batch, Format
from .streams import MAGIC, Damaged, Readable, compression, decompressed, metered

RANGE = 1 << 26  # bytes at most
_LEAST = 1 << 23  # bytes of a range, but of what asks for smaller ones
_RANGES = 16  # of a smaller file, so that all processors have the same to do
_MOST = 10**14  # bytes of a file: a server may say any number
STANDARD_INPUT = "-"
_BEGINNING = 1 << 16  # bytes by which a format is told
_BUFFER = 1 << 18  # bytes of one read
_AT_ONCE = 16  # files behind URLs that are looked at together
_PARQUET = b"PAR1"
_FORMATS = {each.name: each for each in (records.FASTA, records.FASTQ, records.LINES)}


Take = Callable[[memoryview, Format], bool]


def _nothing(block: memoryview, form: Format) -> bool:
    return False


def _left(found: Iterator[memoryview], form: Format, take: Take) -> Iterator[bytes]:
    """What is not taken. Only the first block of lines may begin with a byte order mark."""
    if form is records.LINES:
        yield from map(bytes, itertools.islice(found, 1))
    for block in found:
        if not take(block, form):
            yield bytes(block)


class Shard(NamedTuple):
    """A part of the input that can be opened by itself.

    format   the name of a Format, or "parquet"; "" where it is told when the shard is opened
    path     or a URL
    size     of the whole file, with `modified` what tells that it is still the same; None of standard input,
             and where a server does not say
    unpacked what a range of a bgzf file holds, in bytes; None of other files
    """

    path: str
    format: str
    start: int = 0
    end: int | None = None
    size: int | None = None
    modified: Version = None
    column: str = ""
    unpacked: int | None = None

    @property
    def piped(self) -> bool:
        """Whether it can be read only once: standard input, or a named pipe."""
        return self.path == STANDARD_INPUT or is_pipe(self.path)

    @property
    def bytes(self) -> int | None:
        """How many bytes of the file are read."""
        end = self.size if self.end is None else self.end
        return None if end is None else end - self.start

    def batches(self, meter: Callable[[int], None], take: Take = _nothing) -> Iterator[Batch]:
        """Its sequences.

        Parameters
        ----------
        meter
            Called with numbers of bytes as they are read.
        take
            Called with each block and its format. One for which it gives True is not among the batches.

        Raises
        ------
        Damaged
            The file is cut off, corrupt, breaks its format, or changed since it was looked at.
        """
        if self.path == STANDARD_INPUT:
            yield from _piped(sys.stdin.buffer, "standard input", meter, take)
        elif self.piped:
            with opened(self.path) as pipe:
                yield from _piped(pipe, self.path, meter, take)
        elif self.format == "parquet":
            from .parquet import batches

            yield from batches(self.path, self.column)
            meter(self.size or 0)
        else:
            form = _FORMATS.get(self.format)
            with self.stream(meter) as (stream, position, start, end):
                if not form:
                    first = beginning(stream)
                    form = records.detect(first, self.path)
                    stream = _Joined(first, stream)
                found = blocks(stream, form.separator, position, start, end)
                yield from form.batches(_left(found, form, take), self.path)
        self._check()

    @contextmanager
    def stream(self, meter: Callable[[int], None]) -> Iterator[tuple[Readable, int, int, int | None]]:
        """Its bytes without what compressed them, and what blocks() takes with them: position, start and end.

        Parameters
        ----------
        meter
            Called with numbers of bytes as they are read.
        """
        position, start, end = max(0, self.start - 1), self.start, self.end
        if self.unpacked is not None:
            # The byte before a range of bgzf is in another block. So the line break before a record tells
            # whose it is, and bytes are counted from the first of the range.
            position, start, end = 0, min(1, self.start), self.unpacked + 1
        place = position if self.unpacked is None else self.start
        with opened(self.path, place, whole=self.end is None) as raw:
            buffered = metered(raw, meter, _BUFFER)
            if self.end is not None and self.unpacked is None:
                yield buffered, position, start, end
                return
            plain = decompressed(buffered, self.path)
            if plain is buffered:
                yield buffered, position, start, end
                return
            with ahead(plain) as stream:
                yield stream, position, start, end

    def _check(self) -> None:
        known = (self.size, self.modified)
        if known != (None, None) and stamp(self.path) != known:
            raise Damaged(f"{self.path} changed while it was counted. Count it again when it is whole.")


def plan(paths: Sequence[str], column: str = "", at_once: int = RANGE) -> list[Shard]:
    """The shards of files.

    Parameters
    ----------
    paths
        Paths or URLs, patterns such as "parts/*.fasta.gz", or "-" for standard input.
    column
        The column of Parquet files that holds the sequences.
    at_once
        Bytes of a range.

    Raises
    ------
    PlmError
        There is no such file, or it is a folder, or Parquet without a column.
    Unreachable
        A server does not answer.
    """
    files = [file for path in paths for file in _files(path)]
    twice = next((file for file in files if files.count(file) > 1), None) if len(files) < 1000 else None
    if twice:
        raise PlmError(f"{twice} is named twice, and would be counted twice.")
    if not any(map(is_url, files)):
        return [shard for file in files for shard in _shards(file, column, at_once)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:  # which mostly wait for servers
        found = threads.map(lambda file: _shards(file, column, at_once), files)
        return [shard for each in found for shard in each]


def _files(path: str) -> list[str]:
    if path == STANDARD_INPUT:
        return [path]
    if is_url(path):
        return opening.matching(path)
    if os.path.isdir(path):
        raise PlmError(f"{path} is a folder. Name its files, as in {os.path.join(path, '*.fasta.gz')}.")
    if os.path.exists(path):
        return [path]
    found = sorted(each for each in glob.glob(path, recursive=True) if os.path.isfile(each))
    if not found:
        raise PlmError(f"There is no file {path}.")
    return found


def _shards(path: str, column: str, at_once: int) -> list[Shard]:
    if path == STANDARD_INPUT or is_pipe(path):
        return [Shard(path, "")]
    size, modified = stamp(path)
    with opened(path, glance=True) as raw:
        buffered = io.BufferedReader(raw, _BUFFER)
        start = buffered.peek(MAGIC)[:MAGIC]
        if start.startswith(_PARQUET):
            if not column:
                raise PlmError(
                    f"{path} is a table of Parquet: name the column of the sequences with --column."
                )
            if is_url(path) and not opening.gives_ranges(path):
                raise PlmError(
                    f"The server of {path} gives no parts of it, which Parquet needs. Fetch it first."
                )
            return [Shard(path, "parquet", size=size, modified=modified, column=column)]
        whole = Shard(path, "", size=size, modified=modified)
        try:
            form = records.detect(beginning(decompressed(buffered, path)), path)
        except Unreachable:
            raise
        except Damaged:  # it is said when the shard is opened, after what other files have
            return [whole]
    whole = whole._replace(format=form.name)
    if form.whole or size is None or size <= min(at_once, _LEAST):
        return [whole]
    if compression(start):
        found = bgzf.ranges(path, _step(size, at_once)) if not is_url(path) else []
        return [whole._replace(start=a, end=b, unpacked=c) for a, b, c in found] or [whole]
    if is_url(path) and not opening.gives_ranges(path):
        return [whole]
    if size > _MOST:
        raise PlmError(f"{path} is said to have {size:,} bytes, more than anybody has of sequences.")
    step = _step(size, at_once)
    return [whole._replace(start=first, end=min(first + step, size)) for first in range(0, size, step)]


def _step(size: int, at_once: int) -> int:
    """Bytes of each range of a file: as many for each, but fewer in the last."""
    parts = max(-(-size // at_once), min(_RANGES, size // _LEAST))
    return -(-size // parts)


def beginning(stream: Readable) -> bytes:
    """The first bytes of a stream, as many as tell the format; fewer of a shorter one."""
    held = b""
    while len(held) < _BEGINNING and (data := stream.read(_BEGINNING - len(held))):
        held += data
    return held


class _Joined:
    """A stream whose beginning was read already."""

    def __init__(self, start: bytes, stream: Readable):
        self._start = start
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""
        data, self._start = self._start, b""
        return data or self._stream.read(size)


def _piped(pipe: Any, name: str, meter: Callable[[int], None], take: Take) -> Iterator[Batch]:
    stream = decompressed(metered(pipe, meter, _BUFFER), name)
    start = beginning(stream)
    form = records.detect(start, name)
    found = blocks(_Joined(start, stream), form.separator)
    return form.batches(_left(found, form, take), name)
