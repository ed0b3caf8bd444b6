"""Models whose tokens are no residues: every answer says so, and no length in residues counts for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from own_models import UNITS, Mine, forget
from plm_ratios.comparison import captions
from plm_ratios.comparison.compare import compare
from plm_ratios.comparison.records import records
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA

NAMES = ("Codons", "Genes", "Structures", "Domains", "Residues")


@pytest.fixture(autouse=True)
def own(mine: Mine) -> Iterator[None]:
    mine.write(UNITS)
    yield
    forget()


def ask(name: str, *cells: object) -> object:
    return FUNCTIONS[name](*cells)


def test_sequences_of_nucleotides_are_never_multiplied_by_residues() -> None:
    for name in ("Codons", "Genes"):
        for length in (None, 325.0, 900.0):
            assert ask("RATIO", name, "sequences", length) == NA
            assert ask("MODELTOKENS", name, "sequences", length) == NA
        assert ask("RATIO", name, "effective") == NA
        assert ask("SEQS", name) == 1e7
        why = str(ask("WHY", name, "sequences"))
        assert f'=TOKENS(SEQS("{name}"), length)' in why and "tokens per parameter" not in why
    assert ask("NEAREST", 50.0, "sequences", [[name] for name in NAMES]) == "Structures"


@pytest.mark.parametrize(
    ("name", "basis", "words"),
    [
        ("Codons", "seen", "5 billion codons seen in training"),
        ("Codons", "seen", "Its tokens are codons, not residues, so that its ratio cannot be set beside"),
        ("Genes", "unique", "4 billion distinct nucleotides in the training set"),
        ("Structures", "seen", "4 billion structure tokens seen in training"),
        ("Structures", "sequences", "This counts residues; its own tokens are structure tokens."),
        ("Structures", "effective", "The distinct tokens are residues, those seen are structure tokens"),
        ("Domains", "sequences", "Antibody variable domains are short, about 110 residues"),
    ],
)
def test_why_says_what_is_counted(name: str, basis: str, words: str) -> None:
    assert words in str(ask("WHY", name, basis))


def test_nothing_is_said_where_tokens_are_residues() -> None:
    said = [str(ask("WHY", "Residues", basis)) for basis in ("sequences", "seen", "effective")]
    assert not any("Its tokens" in text or "counts residues" in text for text in said)
    assert "tokens are" not in str(ask("VERDICT", "Residues"))


def test_notes_and_citations_say_it() -> None:
    assert ask("VERDICT", "Codons") == "more tokens than optimal (its tokens are codons, not residues)"
    assert "Its tokens are codons, not residues. No law on record was made for DNA or RNA." in str(
        ask("FRONTIER", "Codons")
    )
    assert ask("SOURCE", "Structures", "seen") == "own data; here; in structure tokens; confidence high"
    assert ask("BASES", "Codons")[3][-1] == "own data; here; in codons"  # type: ignore[index]


def test_exports_say_it() -> None:
    seen = compare(map(RowRequest, NAMES), basis="seen")
    assert "In codons: Codons. In structure tokens: Structures." in captions.footnote(seen)
    assert "Its tokens are codons." in captions.description(seen.rows[0])
    by_sequences = records(compare(map(RowRequest, NAMES), basis="sequences"))
    assert [each["ratio_sequences"] for each in by_sequences][:3] == [None, None, 32.5]
