"""The compiled kernel counts what records.py and tally.py count, or leaves it to them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.corpora import fasta, lines, proteins, wrote
from extras import absent
from plm_ratios.corpus import compiled, quick, records
from plm_ratios.corpus.blocks import SIZE
from plm_ratios.corpus.counting import count
from plm_ratios.corpus.distinct import Hashes
from plm_ratios.corpus.tally import Tally


class Held(NamedTuple):
    """What was counted, to be compared."""

    tally: dict[str, object]
    digests: bytes


class Digests(Hashes):
    """Keeps them in order."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))

    @property
    def held(self) -> bytes:
        return bytes(self._held)


def by_python(block: bytes, form: records.Format = records.FASTA) -> Held:
    tally, hashes = Tally(), Digests()
    for batch in form.batches([block], "a"):
        tally.add(batch)
        hashes.add(batch.sequences)
    return Held(plain(tally), hashes.held)


def by_kernel(block: bytes, form: records.Format = records.FASTA) -> Held | None:
    """None where it is left to Python."""
    library = compiled.kernel()
    if not library:
        absent("there is no C compiler: apt install gcc")
    tally, hashes = Tally(), Digests()
    kernel = quick.Quick(library, tally, hashes)
    if not kernel.take(memoryview(bytearray(block)), form):
        kernel.close()
        assert plain(tally) == plain(Tally())
        assert not hashes.held
        return None
    kernel.close()
    return Held(plain(tally), hashes.held)


def plain(tally: Tally) -> dict[str, object]:
    """Without what did not occur."""
    found = tally.as_json()
    for key in ("lengths", "ambiguous"):
        found[key] = [(length, number) for length, number in found[key] if number]
    return {**found, "letters": {letter: n for letter, n in found["letters"].items() if n}}


PIECES = st.sampled_from(
    [">", "\n>", "\n", "\r\n", "\r", ";", "\n;", " ", "\t", "\0", "x", "mk", "X", "B", "*", "-", "1", "é"]
)
RESIDUES = st.text("ACDEFGHIKLMNPQRSTVWY", max_size=70)
WORDS = st.lists(st.one_of(RESIDUES, PIECES), max_size=12).map("".join)
RECORDS = st.lists(
    st.tuples(st.text("ab >;\r|", max_size=9), st.sampled_from(["\n", "\r\n"]), WORDS), max_size=6
)


@settings(max_examples=100, deadline=None)
@given(RECORDS)
def test_it_agrees_with_python_or_leaves_a_block(parts: list[tuple[str, str, str]]) -> None:
    block = ("".join(f">{header}{end}{text}\n" for header, end, text in parts) or ">").encode()
    for each in (block, block[:-1]):
        counted = by_kernel(each)
        assert counted is None or counted == by_python(each)
        text = each[1:]
        counted = by_kernel(text, records.LINES)
        assert counted is None or counted == by_python(text, records.LINES)


@pytest.mark.parametrize(
    "block",
    [
        b">a\nMKV\n>b\nMM",
        b">a\nmkvx\nB\n>b\n\n>c",
        b">a\r\nMK V\r\n\r\n>b\r\nM*\r\n",
        b">a k>b\nACGTN\n",
        fasta(proteins(50), 60),
        fasta(["MKV" * 20_000, "MKX" * 20_000, "A"], 0),
        b">a\n" + b"MKV" * SIZE,
    ],
    ids=["plain", "lower case", "Windows", "nucleotides", "wrapped", "long", "longer than its room"],
)
def test_what_is_usual_it_counts_itself(block: bytes) -> None:
    assert by_kernel(block) == by_python(block)


@pytest.mark.parametrize("block", [b"MKV\n\nMM", b"mkx\r\nM K\r\n \r\n", lines(proteins(50))])
def test_so_it_does_with_one_sequence_a_line(block: bytes) -> None:
    assert by_kernel(block, records.LINES) == by_python(block, records.LINES)


def test_without_a_compiler_python_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLM_RATIOS_CACHE", str(tmp_path))
    monkeypatch.setattr(quick, "_WORTH", 0)
    for compiler in ("no-such-compiler", shutil.which("false") or "false"):
        monkeypatch.setenv("CC", compiler)
        compiled.kernel.cache_clear()
        try:
            assert compiled.kernel() is None
            assert count([wrote(tmp_path / "a.fa", fasta(["MKV", "M"]))]).distinct == 2
        finally:
            compiled.kernel.cache_clear()
