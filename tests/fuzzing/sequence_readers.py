"""Sequence files of all kinds and their clusters, counted by Python and by the compiled kernel."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
from pyarrow import parquet

from corpus.corpora import PACKED, fasta, fastq, lines, proteins

from .mutations import damaged, one_of, retyped
from .reader import Files, Reader

_SEQUENCES = proteins(12, longest=200)
_WINDOWS = "\r\n"
_PLAIN = (fasta(_SEQUENCES), fasta(_SEQUENCES, 0, _WINDOWS), fastq(_SEQUENCES), lines(_SEQUENCES))


def _sequences(draw: Random) -> bytes:
    data = draw.choice(_PLAIN)
    if draw.random() < 0.5:
        data = one_of(
            draw,
            lambda: damaged(draw, data),
            lambda: retyped(draw, data.decode()).encode("utf-8", "replace"),
        )
    kind = draw.choice((None, *PACKED))
    if kind is None:
        return data
    whole = PACKED[kind](data)
    return damaged(draw, whole) if draw.random() < 0.8 else whole


def _counted(folder: Path) -> None:
    from plm_ratios.corpus.counting import count

    count([str(folder / "a.fa")], jobs=1)


@functools.cache
def _parquet() -> tuple[bytes, ...]:
    table = pa.table({"id": [f"s{n}" for n in range(len(_SEQUENCES))], "sequence": _SEQUENCES})
    found = []
    for packing in ("NONE", "SNAPPY", "ZSTD"):
        target = io.BytesIO()
        parquet.write_table(table, target, compression=packing)
        found.append(target.getvalue())
    return tuple(found)


def _columns(folder: Path) -> None:
    from plm_ratios.corpus.counting import count

    count([str(folder / "a.parquet")], column="sequence", jobs=1)


def _clustered(draw: Random) -> Files:
    table = "".join(f"s{n // 3}\ts{n}\n" for n in range(12)).encode()
    mapping = "".join(f"s{n}\tUniRef50\tUniRef50_s{n // 3}\n" for n in range(12)).encode()
    chosen = draw.choice((table, mapping))
    chosen = one_of(
        draw, lambda: damaged(draw, chosen), lambda: retyped(draw, chosen.decode()).encode("utf-8", "replace")
    )
    kind = draw.choice((None, None, *PACKED))
    whole = PACKED[kind](chosen) if kind else chosen
    return {
        "a.fa": draw.choice(_PLAIN[:2]),
        "clusters.tsv": damaged(draw, whole) if kind and draw.random() < 0.5 else whole,
    }


def _with_clusters(folder: Path) -> None:
    from .reader import command

    command("count", "a.fa", "--clusters", "clusters.tsv", "--jobs", "1", "--json")


def _mixed(folder: Path) -> None:
    from .reader import command

    command("count", "a.fa", "b.fa", "--mix", "36:64", "--tokens", "1M", "--jobs", "1", "--json")


def _by_both(folder: Path) -> None:
    """The kernel gives what Python gives, or leaves the block to Python."""
    from corpus import test_kernel
    from plm_ratios.corpus import records

    block = (folder / "block").read_bytes()
    for form, text in ((records.FASTA, b">" + block), (records.LINES, block)):
        counted = test_kernel.by_kernel(text, form)
        if counted is not None:
            assert counted == test_kernel.by_python(text, form), "the kernel counts otherwise"


def block(draw: Random) -> bytes:
    data = draw.choice(_PLAIN)
    return one_of(
        draw,
        lambda: damaged(draw, data, 20),
        lambda: retyped(draw, data.decode(), 20).encode("utf-8", "replace"),
        lambda: bytes(draw.choices(b"ACDE>\n\r \0xXB*-", k=draw.randrange(200))),
        lambda: bytes(draw.choices(b"ACGTUN\n>", k=draw.randrange(20_000))),
    )


def _file(name: str, make: Callable[[Random], bytes]) -> Callable[[Random], Files]:
    return lambda draw: {name: make(draw)}


READERS = (
    Reader("sequences", _file("a.fa", _sequences), _counted),
    Reader("Parquet", _file("a.parquet", lambda draw: damaged(draw, draw.choice(_parquet()))), _columns),
    Reader("clusters", _clustered, _with_clusters),
    Reader("mixture", lambda draw: {"a.fa": _sequences(draw), "b.fa": _sequences(draw)}, _mixed),
    Reader("kernel", _file("block", block), _by_both),
)
