"""Sequences with their names: what a mapping of clusters needs, which counting leaves out.

A sequence becomes a name, and a number that holds its length and whether it has an ambiguous letter.
"""

from __future__ import annotations

import re
from typing import Callable, Iterable, Iterator, Sequence

from ..errors import PlmError
from . import records
from .blocks import blocks
from .names import members, name
from .opening import stamp
from .records import BYTE_ORDER_MARK
from .shards import Shard
from .streams import Damaged
from .tally import AMBIGUOUS

_BLANK = b" \t\n\r\v\f\0"
_UNSURE = AMBIGUOUS.encode() + AMBIGUOUS.lower().encode()
_COMMENT = re.compile(rb"^;[^\n]*\n?", re.MULTILINE)
_BEFORE = re.compile(rb"\A(?:\s+|;[^\n]*\n)*")

Record = tuple[bytes, bytes]  # header, sequence as it stands in the file
Named = tuple[bytes, int]  # name; twice the length, and one more if it has an ambiguous letter
Meter = Callable[[int], None]


def named(shard: Shard, ids: str, meter: Meter) -> Iterator[list[Named]]:
    """The sequences of a shard that are not empty, a block at a time.

    Parameters
    ----------
    ids
        The column of Parquet files that holds the names.
    meter
        Called with numbers of bytes as they are read.

    Raises
    ------
    Damaged
        The file is cut off or corrupt, or changed.
    PlmError
        Its format has no names.
    """
    for found in _records(shard, ids, meter):
        rows = []
        for header, text in found:
            sequence = text.translate(None, _BLANK)
            if sequence:
                unsure = len(sequence.translate(None, _UNSURE)) < len(sequence)
                rows.append((name(header), len(sequence) << 1 | unsure))
        yield rows


def sizes(shard: Shard, meter: Meter) -> Iterator[list[int | None]]:
    """How many members the headers of a shard say that each cluster has; None where one does not.

    Raises
    ------
    Damaged, PlmError
        As named().
    """
    for found in _records(shard, "", meter):
        yield [members(header) for header, text in found if text.translate(None, _BLANK)]


def _records(shard: Shard, ids: str, meter: Meter) -> Iterator[Iterable[Record]]:
    if shard.format == "parquet":
        from .parquet import named_rows

        if not ids:
            raise PlmError(
                f"{shard.path} is a table of Parquet: name the column of the names with --id-column, since "
                "clusters are found by names."
            )
        yield from named_rows(shard.path, shard.column, ids)
        meter(shard.size or 0)
    elif shard.format == records.LINES.name:
        raise PlmError(
            f"{shard.path} has one sequence a line and no names, by which clusters are found. Give FASTA."
        )
    else:
        read = _fastq if shard.format == records.FASTQ.name else _fasta
        separator = b"\n" if read is _fastq else b"\n>"
        with shard.stream(meter) as (stream, position, start, end):
            yield from read(map(bytes, blocks(stream, separator, position, start, end)))
    if (shard.size, shard.modified) != (None, None) and stamp(shard.path) != (shard.size, shard.modified):
        raise Damaged(f"{shard.path} changed while it was counted. Count it again when it is whole.")


def _fasta(found: Iterable[bytes]) -> Iterator[Sequence[Record]]:
    for number, block in enumerate(found):
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not number:
            block = _BEFORE.sub(b"", block.removeprefix(BYTE_ORDER_MARK), count=1)
        if b"\n;" in block:
            block = _COMMENT.sub(b"", block)
        pieces = [piece.partition(b"\n") for piece in block[1:].split(b"\n>")]
        yield [(header, text) for header, _, text in pieces]


def _fastq(found: Iterable[bytes]) -> Iterator[Sequence[Record]]:
    lines: list[bytes] = []
    part = b""
    for number, block in enumerate(found):
        if not number:
            block = block.removeprefix(BYTE_ORDER_MARK).lstrip(_BLANK)
        *whole, part = (part + block).split(b"\n")
        lines += whole
        count = len(lines) // 4 * 4
        yield [(header[1:], text) for header, text in zip(lines[:count:4], lines[1:count:4])]
        del lines[:count]
    lines.append(part)
    if len(lines) > 1:
        yield [(lines[0][1:], lines[1])]
