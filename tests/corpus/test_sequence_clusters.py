"""Clusters of sequences, against what pandas makes of the same mapping."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any, Sequence

import pytest

from corpus.corpora import PACKED, fasta, fastq, proteins, wrote
from corpus.test_recipes import RULES
from extras import module
from plm_ratios.corpus import recipes, state
from plm_ratios.corpus.sequence_clusters import Clusters, clusters

SEQUENCES = [*proteins(300, seed=5, longest=1500), *("M" * n for n in (511, 512, 1023, 1024, 2049))]
ALL = [recipes.recipe(name) for name in recipes.RECIPES]


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


def mapping(number: int, seed: int = 2) -> list[tuple[str, str]]:
    """Clusters of the sequences s0, s1 ... of corpora.fasta; they name some that are not there, and leave out
    some that are."""
    draw = random.Random(seed)
    places = draw.sample(range(number + 40), number)
    pairs = []
    while places:
        size = min(len(places), draw.choice([1, 1, 2, 3, 30]))
        held = [places.pop() for _ in range(size)]
        pairs += [(f"s{held[0]}", f"s{each}") for each in held]
    draw.shuffle(pairs)
    return pairs


def tsv(pairs: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{cluster}\t{member}\n" for cluster, member in pairs).encode()


def by_pandas(pairs: Sequence[tuple[str, str]], sequences: dict[str, str]) -> dict[str, Any]:
    """What clusters() must give: a merge and a groupby."""
    pd = module("pandas")
    table = pd.DataFrame(pairs, columns=["cluster", "member"])
    held = pd.DataFrame([(n, s) for n, s in sequences.items() if s], columns=["member", "sequence"])
    both = table.merge(held, on="member")
    epochs = {}
    for name, rule in RULES.items():
        tokens = both.sequence.map(rule)
        drawn = both.assign(tokens=tokens)[tokens > 0].groupby("cluster").tokens
        total = sum((Fraction(int(s), int(n)) for s, n in zip(drawn.sum(), drawn.count())), Fraction(0))
        epochs[name] = (len(drawn), total)
    return {
        "named": table.cluster.nunique(),
        "sizes": both.groupby("cluster").size().value_counts().to_dict(),
        "pairs": len(table),
        "absent": len(table) - len(both),
        "unplaced": len(held) - both.member.nunique(),
        "epochs": epochs,
    }


def given(found: Clusters) -> dict[str, Any]:
    return {
        "named": found.sizes.named,
        "sizes": dict(found.sizes.sizes),
        "pairs": found.join.pairs,
        "absent": found.join.absent,
        "unplaced": found.join.unplaced,
        "epochs": {each.recipe.name: (each.clusters, each.tokens) for each in found.sizes.drawn()},
    }


NAMED = {f"s{number}": sequence for number, sequence in enumerate(SEQUENCES)}
PAIRS = mapping(len(SEQUENCES))
EXPECTED = by_pandas(PAIRS, NAMED)


@pytest.mark.parametrize("at_once", [200, 3000, 1 << 26])
@pytest.mark.parametrize("jobs", [1, 2])
def test_pandas_finds_the_same_clusters_and_epochs(tmp_path: Path, at_once: int, jobs: int) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    found = clusters([path], wrote(tmp_path / "a.tsv", tsv(PAIRS)), ALL, jobs=jobs, at_once=at_once)
    assert given(found) == EXPECTED
    assert (found.absent, "") in {(member, NAMED.get(member, "")) for _, member in PAIRS}
    assert found.unplaced in NAMED.keys() - {member for _, member in PAIRS}
    assert not list((tmp_path / "cache" / "count").iterdir())


@pytest.mark.parametrize("kind", [*PACKED, "fastq", "crlf", "parquet"])
def test_formats_and_compressions_are_read_as_in_counting(tmp_path: Path, kind: str) -> None:
    table, ids, column = tsv(PAIRS), "", ""
    path = tmp_path / "sequences"
    if kind == "fastq":
        path.write_bytes(fastq(SEQUENCES).replace(b"@r", b"@s"))
    elif kind == "crlf":
        path.write_bytes(b"\xef\xbb\xbf\r\n;a > b\r\n" + fasta(SEQUENCES, newline="\r\n").lower())
        table = b"\xef\xbb\xbf" + table.replace(b"\n", b"\r\n") + b"\r\n"
    elif kind == "parquet":
        pa, ids, column = module("pyarrow"), "id", "aa"
        module("pyarrow.parquet").write_table(pa.table({ids: list(NAMED), column: SEQUENCES}), path)
    else:
        path.write_bytes(PACKED[kind](fasta(SEQUENCES)))
        table = PACKED[kind](table)
    found = clusters(
        [str(path)], wrote(tmp_path / "map", table), ALL, sequences=column, ids=ids, jobs=1, at_once=9000
    )
    assert given(found) == EXPECTED
