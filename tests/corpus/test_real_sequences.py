"""Real proteins, of Debian's mmseqs2-examples: two readers that we did not write count the same.

The other of the two, seqkit, is in test_counting.py.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from corpus.corpora import expected, given
from corpus.test_counting import REAL
from extras import absent, module
from plm_ratios.corpus import state
from plm_ratios.corpus.counting import count


@pytest.mark.host
def test_biopython_counts_the_same_proteins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))
    if not REAL:
        absent("there are no real proteins: apt install mmseqs2-examples")
    path = min(REAL, key=lambda each: each.stat().st_size)
    with gzip.open(path, "rt", encoding="ascii") as file:
        sequences = [str(record.seq) for record in module("Bio.SeqIO").parse(file, "fasta")]
    assert len(sequences) > 400
    assert given(count([str(path)], jobs=1)) == expected(sequences)
