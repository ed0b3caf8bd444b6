"""Sequence files for tests, and a plain reading of them that knows nothing of blocks, ranges and hashes."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
from pathlib import Path
from typing import Callable, Sequence

import zstandard

from plm_ratios.corpus.counting import Counted

AMINO_ACIDS = "ACDEFGHIKLMNPQRSTVWY"


def proteins(number: int, seed: int = 1, longest: int = 900) -> list[str]:
    """Random sequences; some hold X, U or B, some are there twice, some are empty."""
    draw = random.Random(seed)
    made: list[str] = []
    for _ in range(number):
        sequence = "".join(draw.choices(AMINO_ACIDS, k=draw.randint(1, longest)))
        kind = draw.random()
        if kind < 0.05:
            sequence = sequence[:3] + draw.choice("XUB") * draw.randint(1, 5) + sequence[3:]
        elif kind < 0.1 and made:
            sequence = draw.choice(made)
        elif kind < 0.12:
            sequence = ""
        made.append(sequence)
    return made


def fasta(sequences: Sequence[str], width: int = 60, newline: str = "\n") -> bytes:
    """FASTA; a width of 0 for one line a sequence."""
    lines = []
    for number, sequence in enumerate(sequences):
        lines.append(f">s{number} n=1 Tax=E. coli")
        step = width or len(sequence) or 1
        lines += [sequence[first : first + step] for first in range(0, len(sequence), step)]
    return "".join(line + newline for line in lines).encode()


def fastq(sequences: Sequence[str]) -> bytes:
    """FASTQ; qualities begin with @ and hold >, which also begin records."""
    return "".join(f"@r{n}\n{s}\n+\n{('@>' * len(s))[: len(s)]}\n" for n, s in enumerate(sequences)).encode()


def lines(sequences: Sequence[str]) -> bytes:
    """One sequence a line."""
    return "".join(f"{sequence}\n" for sequence in sequences).encode()


def bgzf(data: bytes) -> bytes:
    """Many small gzip members with their sizes and an empty one at the end, as bgzip writes."""
    step = 5000
    return b"".join(_bgzf_block(data[k : k + step]) for k in range(0, len(data), step)) + _bgzf_block(b"")


def _bgzf_block(data: bytes) -> bytes:
    packed = gzip.compress(data, mtime=0)
    size = len(packed) + 8
    extra = b"\x06\0BC\x02\0" + (size - 1).to_bytes(2, "little")
    return packed[:3] + b"\x04" + packed[4:10] + extra + packed[10:]


def zstd(data: bytes) -> bytes:
    """Two frames, and one between them that is to be skipped."""
    half = len(data) // 2
    pack = zstandard.ZstdCompressor(write_checksum=True).compress  # as the program zstd does
    return pack(data[:half]) + b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc" + pack(data[half:])


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bgz": bgzf,
    "zst": zstd,
    "xz": lambda data: lzma.compress(data[:1000]) + lzma.compress(data[1000:]),
    "bz2": bz2.compress,
}


def wrote(path: Path, data: bytes) -> str:
    """The path of a file that was written."""
    path.write_bytes(data)
    return str(path)


def expected(sequences: Sequence[str]) -> dict[str, object]:
    """What a count must give."""
    upper = ["".join(sequence.split()).upper() for sequence in sequences]
    held = [sequence for sequence in upper if sequence]
    return {
        "lengths": {n: sum(len(s) == n for s in upper) for n in {len(s) for s in upper}},
        "residues": sum(s.count(letter) for s in upper for letter in AMINO_ACIDS),
        "letters": {
            letter: sum(s.count(letter) for s in upper) for letter in set("".join(upper)) - set(AMINO_ACIDS)
        },
        "ambiguous": sum(any(letter in s for letter in "BZXUOJ") for s in upper),
        "distinct": len(set(held)),
    }


def given(counted: Counted) -> dict[str, object]:
    """The same of a count."""
    tally = counted.tally
    return {
        "lengths": {length: number for length, number in tally.lengths.items() if number},
        "residues": tally.residues,
        "letters": {letter: number for letter, number in tally.letters.items() if number},
        "ambiguous": sum(tally.ambiguous.values()),
        "distinct": counted.distinct,
    }
