"""Sequences in blocks of bytes: FASTA, FASTQ, one sequence a line.

The quick way takes a block for what it nearly always is, capital letters in lines. Any other character shows
when what is none of the twenty residues is looked at, and then the block is read again the careful way:
blanks and line ends of Windows are taken out, lines that begin with ";" are passed over, lower case becomes
upper case.
"""

from __future__ import annotations

import re
from typing import Callable, Iterable, Iterator, NamedTuple

from .streams import Damaged

TWENTY = b"ACDEFGHIKLMNPQRSTVWY"
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_SMALL = _CAPITALS.lower()
_TIDY = _CAPITALS + b"*-."
_BLANK = b" \t\n\r\v\f\0"
_NOT_SMALL = bytes(set(range(256)) - set(_SMALL))
_COMMENT = re.compile(rb"^;.*\n?", re.MULTILINE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Batch(NamedTuple):
    """The sequences of a block.

    rest    all characters that are none of the twenty residues
    small   how many letters were lower case
    """

    sequences: list[bytes]
    joined: bytes
    rest: bytes
    small: int


class Format(NamedTuple):
    """A format of text files.

    separator   where a record may begin, for blocks.blocks
    whole       True if a file cannot be entered in the middle, where no line shows that a record begins
    """

    name: str
    separator: bytes
    batches: Callable[[Iterable[bytes], str], Iterator[Batch]]
    whole: bool = False


def detect(start: bytes, name: str) -> Format:
    """The format of a file, by its first bytes without what compressed them.

    Raises
    ------
    Damaged
        Neither FASTA, FASTQ nor lines of letters.
    """
    if start.startswith(BYTE_ORDER_MARK):
        start = start[len(BYTE_ORDER_MARK) :]
    for line in start.replace(b"\r", b"\n").split(b"\n"):
        line = line.strip(_BLANK)
        if not line or line.startswith(b";"):
            continue
        if line.startswith(b">"):
            return FASTA
        if line.startswith(b"@"):
            return FASTQ
        if line.translate(None, _TIDY + _SMALL + _BLANK):
            raise Damaged(
                f"{name} is no sequence file: it begins neither as FASTA (>) nor as FASTQ (@), and its first "
                "line holds more than letters. A table of Parquet needs --column."
            )
        return LINES
    return FASTA if not start.strip(_BLANK) else LINES


def batch(sequences: list[bytes]) -> Batch | None:
    """The quick way: None where a character needs the careful one."""
    joined = b"".join(sequences)
    rest = joined.translate(None, TWENTY)
    return None if rest.translate(None, _TIDY) else Batch(sequences, joined, rest, 0)


def careful(sequences: Iterable[bytes]) -> Batch:
    """The same of any characters."""
    bare = [sequence.translate(None, _BLANK) for sequence in sequences]
    small = len(b"".join(bare).translate(None, _NOT_SMALL))
    tidy = [sequence.upper() for sequence in bare]
    joined = b"".join(tidy)
    return Batch(tidy, joined, joined.translate(None, TWENTY), small)


def _fasta(blocks: Iterable[bytes], name: str) -> Iterator[Batch]:
    for block in blocks:
        if not block.startswith(b">"):
            block = _without_preamble(block, name)
            if not block:
                continue
        pieces = block[1:].split(b">")
        sequences = [piece.partition(b"\n")[2].replace(b"\n", b"") for piece in pieces]
        # Splitting by one byte is twice as fast, but a ">" may be within a line.
        if block.count(b"\n>") + 1 < len(pieces):
            pieces = block[1:].split(b"\n>")
            sequences = [piece.partition(b"\n")[2].replace(b"\n", b"") for piece in pieces]
        only_returns = b"\n" not in block and b"\r" in block  # else all of it were one header
        yield (None if only_returns else batch(sequences)) or _careful_fasta(block)


def _careful_fasta(block: bytes) -> Batch:
    records = _in_plain_lines(block)[1:].split(b"\n>")
    return careful(record.partition(b"\n")[2] for record in records)


def _in_plain_lines(block: bytes) -> bytes:
    lines = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _COMMENT.sub(b"", lines)


def _without_preamble(block: bytes, name: str) -> bytes:
    """The block from its first header on; only blank lines and comments may stand before it."""
    block = _in_plain_lines(block.removeprefix(BYTE_ORDER_MARK))
    before, header, after = (b"\n" + block).partition(b"\n>")
    if before.strip(_BLANK):
        raise Damaged(f"{name} has letters before its first header (a line that begins with >).")
    return b">" + after if header else b""


def _lines(blocks: Iterable[bytes], name: str) -> Iterator[Batch]:
    for number, block in enumerate(blocks):
        if not number:
            block = block.removeprefix(BYTE_ORDER_MARK)
        sequences = list(filter(None, block.split(b"\n")))
        yield batch(sequences) or _careful_lines(block)


def _careful_lines(block: bytes) -> Batch:
    lines = _in_plain_lines(block).split(b"\n")
    return careful(line for line in lines if line.strip(_BLANK))


def _fastq(blocks: Iterable[bytes], name: str) -> Iterator[Batch]:
    lines: list[bytes] = []
    part = b""
    for number, block in enumerate(blocks):
        if not number:
            block = block.removeprefix(BYTE_ORDER_MARK).lstrip(_BLANK)
        *whole, part = (part + block).split(b"\n")
        lines += whole
        count = len(lines) // 4 * 4
        if count:
            yield _of_fastq(lines[:count], name)
            del lines[:count]
    if part.strip(_BLANK):
        lines.append(part)
    while lines and not lines[-1].strip(_BLANK) and len(lines) % 4:
        lines.pop()
    if len(lines) % 4:
        raise Damaged(f"{name} is cut off: its last FASTQ record has {len(lines) % 4} of 4 lines.")
    if lines:
        yield _of_fastq(lines, name)


def _of_fastq(lines: list[bytes], name: str) -> Batch:
    headers, sequences, marks, qualities = (lines[first::4] for first in range(4))
    for header, sequence, mark, quality in zip(headers, sequences, marks, qualities):
        if header[:1] != b"@" or mark[:1] != b"+" or len(sequence.rstrip()) != len(quality.rstrip(b"\r\n")):
            shown = header[:40].decode("utf-8", "replace").strip()
            raise Damaged(
                f'{name} breaks the format FASTQ at the record "{shown}": four lines, @, sequence, + and as '
                "many qualities, are expected."
            )
    return batch(sequences) or careful(sequences)


FASTA = Format("FASTA", b"\n>", _fasta)
FASTQ = Format("FASTQ", b"\n", _fastq, whole=True)
LINES = Format("lines", b"\n", _lines)
