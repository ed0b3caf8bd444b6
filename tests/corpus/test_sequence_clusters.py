"""Clusters of sequences, against what pandas makes of the same mapping."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import Any, Sequence

import pytest

from corpus.corpora import PACKED, fasta, fastq, proteins, wrote
from corpus.test_recipes import RULES
from extras import absent, module
from plm_ratios.corpus import header_clusters, members, names, opening, processes, recipes, state
from plm_ratios.corpus.counting import DamagedFiles
from plm_ratios.corpus.sequence_clusters import Clusters, clusters
from plm_ratios.errors import PlmError

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


@pytest.mark.parametrize(("jobs", "at_once"), [(1, 3000), (2, 9000), (1, 1 << 26)])
def test_pandas_finds_the_same_clusters_and_epochs(tmp_path: Path, jobs: int, at_once: int) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    found = clusters([path], wrote(tmp_path / "a.tsv", tsv(PAIRS)), ALL, jobs=jobs, at_once=at_once)
    assert given(found) == EXPECTED
    assert not NAMED.get(found.absent) and found.absent in {member for _, member in PAIRS}
    assert NAMED[found.unplaced] and found.unplaced not in {member for _, member in PAIRS}
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


def one(tmp_path: Path, headers: dict[str, str], table: str, column: str = "") -> Clusters:
    """Clusters of a few sequences, by header, in tokens without special ones."""
    sequences = "".join(f">{header}\n{sequence}\n" for header, sequence in headers.items())
    path = wrote(tmp_path / "few.fa", sequences.encode())
    return clusters([path], wrote(tmp_path / "few.tsv", table.encode()), [recipes.PLAIN], column, jobs=1)


UNIPROT = {"sp|P1|A_HUMAN x OS=y": "M", "tr|Q2|B_HUMAN": "MKV", "UniRef90_Q3 Name n=4 Tax=z": "MKVLA"}
SELECTED = ["{0}", "{0}_HUMAN", *"abcde", "UniRef100_{0}", "UniRef90_P1", "{1}", *"abcdefghijkl"]
MAPPINGS = {  # all say that P1 and Q2 are in one cluster, and Q3 and P4, which is not there, in another
    "mmseqs": ("P1\tP1\nP1\tQ2\nQ3\tQ3\nQ3\tP4\n", ""),
    "idmapping.dat": (
        "".join(
            f"{member}\tUniProtKB-ID\tX\n{member}\tUniRef50\tUniRef50_{cluster}\n{member}\tUniRef90\tUniRef90_Z\n"
            for member, cluster in (("P1", "P1"), ("Q2", "P1"), ("Q3", "Q3"), ("P4", "Q3"))
        ),
        "uniref50",
    ),
    "idmapping_selected.tab": (
        "".join(
            "\t".join(SELECTED).format(member, f"UniRef50_{cluster}" if cluster else "") + "\n"
            for member, cluster in (("P1", "P1"), ("Q2", "P1"), ("Q3", "Q3"), ("P4", "Q3"), ("P5", ""))
        ),
        "UniRef50",
    ),
    "web site": (
        "From\tTo\nP1\tUniRef50_P1\nQ2\tUniRef50_P1\nQ3\tUniRef50_Q3\nP4\tUniRef50_Q3\n",
        "",
    ),
    "a column's number": ("P1\tx\tc1\nQ2\tx\tc1\nQ3\tx\tc2\nP4\tx\tc2\nP4\tx\tc2\n", "3"),
    "member first": ("P1\tc1\nQ2\tc1\nQ3\tc2\nP4\tc2\n", "2"),
}


@pytest.mark.parametrize("kind", MAPPINGS)
def test_mappings_of_uniprot_are_read_by_their_columns(tmp_path: Path, kind: str) -> None:
    found = one(tmp_path, UNIPROT, *MAPPINGS[kind])
    assert (found.sizes.named, found.sizes.clusters, dict(found.sizes.sizes)) == (2, 2, {2: 1, 1: 1})
    assert (found.join.absent, found.absent, found.join.unplaced) == (1, "P4", 0)
    (epoch,) = found.sizes.drawn()
    assert (epoch.clusters, epoch.tokens) == (2, (1 + 3) / 2 + 5)
    assert found.join.repeated == (kind == "a column's number")
    assert found.join.no_cluster == (kind == "idmapping_selected.tab")


def test_what_does_not_fit_is_counted_and_never_left_out(tmp_path: Path) -> None:
    headers = {"a": "MK", "a 2": "MKVL", "b": "M", "c": "MKV", "empty": ""}
    found = one(tmp_path, headers, "x\ta\nx\tb\ny\tb\nx\tempty\nx\ta\nz\tgone\n")
    assert (found.join.same_name, found.join.several, found.join.repeated) == (1, 1, 1)
    assert (found.join.absent, found.join.unplaced, found.unplaced) == (2, 1, "c")
    assert (found.join.placed, found.sizes.clusters, found.sizes.named) == (3, 2, 3)
    assert found.sizes.drawn()[0].tokens == Fraction(2 + 4 + 1, 3) + 1


def test_uniref_headers_say_how_many_members_a_cluster_has(tmp_path: Path) -> None:
    headers = ["UniRef50_P1 A n=5 protein n=12 Tax=x", "UniRef50_P2 B n=1 Tax=y", "UniRef50_P3 C n=1", "own"]
    path = wrote(tmp_path / "a.fa", "".join(f">{header}\nMK\n" for header in headers).encode())
    found = header_clusters.described([path], jobs=2, at_once=40)
    assert (dict(found.sizes), found.without) == ({12: 1, 1: 2}, 1)
    with pytest.raises(PlmError, match="No header says"):
        header_clusters.described([wrote(tmp_path / "b.fa", b">a\nMK\n")], jobs=1)


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("", "", "is empty"),
        ("a b\n", "", "no tab"),
        ("a\tb\n", "UniRef50", "1 or 2"),
        ("a\tb\n", "3", "is none of them"),
        ("a\tb\tc\n", "", "UniRef50, UniRef90 or UniRef100"),
        ("a\tb\tc\td\n", "", "its number."),
        ("a\tb\tc\td\n", "UniRef50", 'no column "UniRef50"'),
        ("a\tb\na\n", "", 'a line of 1 columns, "a"; 2 are expected'),
    ],
)
def test_what_is_no_mapping_is_said(tmp_path: Path, table: str, column: str, said: str) -> None:
    with pytest.raises(PlmError, match=said):
        one(tmp_path, {"a": "MK"}, table, column)


def test_sequences_without_names_are_said(tmp_path: Path) -> None:
    table = wrote(tmp_path / "a.tsv", b"a\ta\n")
    for path, said in ((wrote(tmp_path / "a.txt", b"MKV\n"), "no names"), ("-", "reads sequences twice")):
        with pytest.raises(PlmError, match=said):
            clusters([path], table, ALL, jobs=1)


def test_damage_is_named_and_what_is_finished_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [wrote(tmp_path / f"{n}.fa", fasta(SEQUENCES[n::2])) for n in range(2)]
    packed = PACKED["gz"]("".join(f"s0\ts{n}\n" for n in range(len(SEQUENCES))).encode())
    table = tmp_path / "a.tsv"
    with pytest.raises(DamagedFiles, match="tsv is cut off"):
        clusters(paths, wrote(table, packed[:-8]), ALL, jobs=1)
    read: list[str] = []
    named = members.named
    monkeypatch.setattr(members, "named", lambda shard, *rest: read.append(shard.path) or named(shard, *rest))
    stopped = wrote(table, packed)

    def stop(done: int, total: int) -> None:
        if len(read) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clusters(paths, stopped, [recipes.PLAIN], jobs=1, progress=stop)
    assert len(read) == 2
    del read[:]
    found = clusters(paths, stopped, [recipes.PLAIN], jobs=1)
    assert len(read) == 1 and found.join.placed == sum(map(bool, SEQUENCES))


def die(meter: processes.Meter) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_process_that_is_killed_is_said() -> None:
    with pytest.raises(PlmError, match="ended from outside"):
        list(processes.run([die, die], 2, False, lambda number: None))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("failures", [2, 3])
def test_servers_that_stop_are_asked_three_times(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    monkeypatch.setattr(processes, "_PAUSE", 0)
    answers = [opening.Unreachable("gone")] * failures

    def read() -> bool:
        if answers:
            raise answers.pop()
        return True

    with pytest.raises(opening.Unreachable) if failures > 2 else nullcontext():
        assert processes.patiently(read)


NAMES = {  # headers, and what MMseqs2 calls them
    "sp|P12345|NAME_HUMAN Some n=1": "P12345",
    "tr|A0A123|NAME": "A0A123",
    "gi|12345|ref|NP_1.1| foo": "NP_1.1",
    "lcl|abc def": "abc",
    "a|b|c x": "a|b|c",
    "uc30-1610-123|Rep=P1 x": "30-1610-123",
    "pir||S001 x": "S001",
    "gnl|db|id5 x": "id5",
    "gb|AAA1.1| x": "AAA1.1",
    "tab\tx y": "tab",
    "consensus_xy": "xy",
}


def test_names_are_those_of_mmseqs2() -> None:
    for header, name in NAMES.items():
        assert names.name(header.encode()) == name.encode()
    for header in (b"UniRef90_P12345 Titin n=4", b"UniRef50_P12345", b"UniRef100_P12345"):
        assert names.name(header) == b"P12345"
    assert names.name(b"") == b"" and names.name(b"UniRefuge_1") == b"UniRefuge_1"


@pytest.mark.host
def test_clusters_of_mmseqs2_itself(tmp_path: Path) -> None:
    if not shutil.which("mmseqs"):
        absent("mmseqs is not installed: apt install mmseqs2")
    draw = random.Random(4)
    sequences = [s for s in proteins(60, seed=9) if len(s) > 60]
    sequences += [s[: draw.randrange(50, len(s))] for s in sequences * 2]
    headers = [f"sp|P{number:05}|X_HUMAN n=1" for number in range(len(sequences) - len(NAMES))] + list(NAMES)
    text = "".join(f">{header}\n{sequence}\n" for header, sequence in zip(headers, sequences))
    path = wrote(tmp_path / "a.fa", text.encode())
    command = ["mmseqs", "easy-linclust", path, "out", "tmp", "--min-seq-id", "0.5", "--threads", "1"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    table = (tmp_path / "out_cluster.tsv").read_text(encoding="utf-8")
    pairs = [tuple(line.split("\t")) for line in table.splitlines()]
    called = {names.name(header.encode()).decode(): sequence for header, sequence in zip(headers, sequences)}
    assert {member for _, member in pairs} == set(called)
    found = clusters([path], str(tmp_path / "out_cluster.tsv"), ALL, jobs=1)
    assert given(found) == by_pandas(pairs, called)
    assert 1 < found.sizes.clusters < len(sequences) and not found.join.absent
