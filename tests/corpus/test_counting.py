"""Counts of sequence files, against a plain reading, Biopython and seqkit."""

from __future__ import annotations

import io
import multiprocessing
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.corpora import PACKED, bgzf, expected, fasta, fastq, given, lines, proteins, wrote
from extras import absent, module
from plm_ratios.corpus import compiled, counting, distinct, members, records, shards, state
from plm_ratios.corpus.blocks import blocks
from plm_ratios.corpus.counting import DamagedFiles, count
from plm_ratios.errors import PlmError

SEQUENCES = proteins(400)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


# Awkward files: what they hold, and the sequences in it.
AWKWARD: dict[str, tuple[bytes, list[str]]] = {
    "lower case": (b">a\nmkv\n>b\nMKV\n>c\nmKx\n", ["MKV", "MKV", "MKX"]),
    "stops and gaps": (b">a\nMK*\n>b\nM-K.V\n", ["MK*", "M-K.V"]),
    "blank lines": (b"\n\n>a\n\nMK\n\nV\n\n>b\nM\n\n", ["MKV", "M"]),
    "blanks in lines": (b">a\nMK V\tA \n>b\n M\n", ["MKVA", "M"]),
    "line ends of Windows": (b">a\r\nMK\r\nV\r\n>b\r\n\r\n>c\r\nM", ["MKV", "", "M"]),
    "line ends of old Macs": (b">a\rMK\rV\r>b\rM\r", ["MKV", "M"]),
    "no line end at the end": (b">a\nMKV\n>b\nMM", ["MKV", "MM"]),
    "a header at the end": (b">a\nMKV\n>b", ["MKV", ""]),
    "empty records": (b">a\n>b\n\n>c\nM\n>d\n", ["", "", "M", ""]),
    "> in a header": (b">a k>b c\nMKV\n>d\nAA>\n", ["MKV", "AA>"]),
    "> within a sequence": (b">a\nMK>V\nAA\n>b\nM\n", ["MK>VAA", "M"]),
    "only > in headers": (b">a k>b c\nMKV\n>d >\nAA\n", ["MKV", "AA"]),
    "a byte order mark": (b"\xef\xbb\xbf>a\nMKV\n", ["MKV"]),
    "comments": (b"; made by hand\n>a ; no comment\nMK\n;V\nA\n", ["MKA"]),
    "digits": (b">a\n1 MKV 3\n", ["1MKV3"]),
    "other alphabets": (">a é\nMKV\n>b\nMÄ\n".encode(), ["MKV", "MÄ".encode().decode("latin-1")]),
    "an empty file": (b"", []),
    "blank lines only": (b"\n\n", []),
    "one sequence a line": (b"MKV\n\nMA\r\n mk \nMKV", ["MKV", "MA", "MK", "MKV"]),
    "FASTQ": (fastq(["MKV", "M", "MKVAAA"]), ["MKV", "M", "MKVAAA"]),
    "FASTQ of Windows": (fastq(["MKV", "M"]).replace(b"\n", b"\r\n").rstrip(), ["MKV", "M"]),
}


@pytest.mark.parametrize("worth", [0, 1 << 40], ids=["compiled", "Python"])
@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_files_are_read_as_they_are_meant(
    name: str, worth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plm_ratios.corpus.quick._WORTH", worth)
    data, sequences = AWKWARD[name]
    assert given(count([wrote(tmp_path / "a.fa", data)])) == expected(sequences)


@pytest.mark.parametrize(
    "written",
    [fasta(SEQUENCES), fasta(SEQUENCES, 0), fasta(SEQUENCES, 70, "\r\n"), fastq(SEQUENCES)],
    ids=["wrapped", "one line each", "Windows", "FASTQ"],
)
@pytest.mark.parametrize("packed", ["", *PACKED])
def test_every_compression_gives_the_same(written: bytes, packed: str, tmp_path: Path) -> None:
    data = PACKED[packed](written) if packed else written
    assert given(count([wrote(tmp_path / "named_anyhow", data)])) == expected(SEQUENCES)


def test_lines_of_text_have_no_empty_records(tmp_path: Path) -> None:
    held = [sequence for sequence in SEQUENCES if sequence]
    assert given(count([wrote(tmp_path / "a.txt", lines(SEQUENCES))])) == expected(held)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 100_000])
def test_blocks_and_ranges_hold_each_record_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plm_ratios.corpus.blocks.SIZE", size)
    some = proteins(12, seed=size, longest=30)
    for data, form in ((fasta(some, 5), records.FASTA), (lines(some), records.LINES)):
        whole = [
            s
            for batch in form.batches(map(bytes, blocks(io.BytesIO(data), form.separator)), "")
            for s in batch[0]
        ]
        for step in (1, 2, 5, 17, 40, len(data) + 9):
            found = []
            for start in range(0, len(data), step):
                stream = io.BytesIO(data)
                position = stream.seek(max(0, start - 1))
                parts = blocks(stream, form.separator, position, start, min(start + step, len(data)))
                found += [s for batch in form.batches(map(bytes, parts), "") for s in batch.sequences]
            assert found == whole, step


def test_ranges_on_several_processes_give_the_same(tmp_path: Path) -> None:
    paths = [
        wrote(tmp_path / "a.fa", fasta(SEQUENCES)),
        wrote(tmp_path / "b.gz", bgzf(fasta(SEQUENCES[:50]))),
    ]
    read: list[tuple[int, int]] = []
    counted = count(paths, jobs=2, at_once=30_000, progress=lambda *done: read.append(done))
    assert given(counted) == expected(SEQUENCES + SEQUENCES[:50])
    assert counted.shards > 4
    assert read[-1][0] >= read[-1][1] == counted.bytes


@pytest.mark.parametrize("written", [fasta(SEQUENCES), fasta(SEQUENCES, 4999), lines(SEQUENCES)])
def test_bgzf_is_read_in_ranges_of_whole_blocks(written: bytes, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.bgz", bgzf(written))
    sequences = SEQUENCES if written.startswith(b">") else [each for each in SEQUENCES if each]
    for at_once, least in ((1, 30), (40_000, 2)):
        counted = count([path], jobs=1, at_once=at_once)
        assert given(counted) == expected(sequences)
        assert counted.shards > least
    for spoilt in (bgzf(written)[:-9], bgzf(written) + b"no gzip"):
        wrote(tmp_path / "a.bgz", spoilt)
        with pytest.raises(DamagedFiles, match=r"corrupt|cut off"):
            count([path], jobs=1, at_once=40_000)
    wrote(
        tmp_path / "a.bgz", bgzf(written) + PACKED["gz"](b">z\nMKV\n" if sequences is SEQUENCES else b"MKV\n")
    )
    assert given(count([path], jobs=1, at_once=40_000)) == expected([*sequences, "MKV"])


def test_names_are_read_in_ranges_of_bgzf_too(tmp_path: Path) -> None:
    def named(path: str) -> list[members.Named]:
        planned = shards.plan([path], at_once=40_000)
        assert len(planned) > 2
        return [
            each for shard in planned for some in members.named(shard, "", lambda read: None) for each in some
        ]

    plain, packed = (
        wrote(tmp_path / "a.fa", fasta(SEQUENCES)),
        wrote(tmp_path / "a.gz", bgzf(fasta(SEQUENCES))),
    )
    assert named(plain) == named(packed)


def test_a_pattern_names_many_files(tmp_path: Path) -> None:
    for number in range(3):
        wrote(tmp_path / f"part{number}.fa", fasta(SEQUENCES[number::3]))
    counted = count([str(tmp_path / "part*.fa")], jobs=1)
    assert given(counted) == expected(SEQUENCES)
    assert len(counted.files) == 3


def test_a_line_of_ten_million_residues(tmp_path: Path) -> None:
    long = "MKVLAAGIV" * 1_200_000
    assert given(count([wrote(tmp_path / "a.fa", fasta([long, "MK", long], 0))])) == expected(
        [long, "MK", long]
    )


def test_parquet_by_a_column(tmp_path: Path) -> None:
    pa, parquet = module("pyarrow"), module("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"id": range(400), "aa": SEQUENCES, "no": [None] * 400}), path)
    assert given(count([str(path)], column="aa")) == expected(SEQUENCES)
    assert count([str(path)], column="no").tally.lengths == {0: 400}
    for column, said in (
        ("", "--column"),
        ("sequence", "There are: id, aa, no."),
        ("id", "holds int64, not text"),
    ):
        with pytest.raises(PlmError, match=said):
            count([str(path)], column=column)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(DamagedFiles, match="corrupt or cut off"):
        count([str(path)], column="aa")


def damaged_files() -> dict[str, tuple[bytes, str]]:
    data = fasta(SEQUENCES)
    found = {}
    for kind, pack in PACKED.items():
        packed = pack(data)
        cut = packed[: len(packed) * 2 // 3]
        found[f"{kind}, cut off"] = (cut, "cut off|corrupt")
        middle = len(packed) // 2
        found[f"{kind}, corrupt"] = (
            packed[:middle] + b"\xff" * 40 + packed[middle + 40 :],
            "corrupt|cut off",
        )
    found["gzip, then something else"] = (PACKED["gz"](data) + b"no gzip", "corrupt|cut off")
    found["FASTQ, cut off"] = (fastq(["MKV", "MA"])[:-9], "cut off|breaks")
    found["FASTQ, shifted"] = (fastq(["MKV", "MA"]).replace(b"+\n", b"", 1), "breaks|cut off")
    return found


DAMAGED = damaged_files()


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_is_named_and_never_counted(name: str, tmp_path: Path) -> None:
    data, said = DAMAGED[name]
    good = wrote(tmp_path / "good.fa", fasta(SEQUENCES))
    bad = wrote(tmp_path / "bad.fa", data)
    with pytest.raises(DamagedFiles, match=said) as failed:
        count([good, bad], jobs=1)
    assert [bad in sentence for sentence in failed.value.sentences] == [True]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"id,sequence\n1,MKV\n", "no sequence file"), (b"\x00\x01\x02\x03", "no sequence file")],
)
def test_what_is_no_sequence_file_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(PlmError, match=said):
        count([wrote(tmp_path / "a", data)])


def test_a_count_goes_on_from_what_was_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    counted_shards: list[int] = []
    whole = counting.count_shard

    def interrupted(shard: shards.Shard, number: int, *rest: object) -> None:
        if len(counted_shards) == 2:
            raise KeyboardInterrupt
        counted_shards.append(number)
        whole(shard, number, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "count_shard", interrupted)
    with pytest.raises(KeyboardInterrupt):
        count([path], jobs=1, at_once=30_000)
    counted_shards.append(-1)
    counted = count([path], jobs=1, at_once=30_000)
    assert given(counted) == expected(SEQUENCES)
    assert counted.resumed == 2
    assert sorted(counted_shards) == [-1, *range(counted.shards)]
    assert not list((tmp_path / "cache" / "count").iterdir())


def test_processes_that_are_stopped_leave_what_is_finished(tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count([path], jobs=2, at_once=500, progress=stop)
    assert not multiprocessing.active_children()
    counted = count([path], jobs=2, at_once=500)
    assert given(counted) == expected(SEQUENCES)
    assert counted.resumed > 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_process_that_is_killed_is_said_and_the_count_goes_on(tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))

    def kill(done: int, total: int) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(PlmError, match="ended from outside"):
        count([path], jobs=2, at_once=500, progress=kill)
    counted = count([path], jobs=2, at_once=500)
    assert given(counted) == expected(SEQUENCES)
    assert counted.resumed > 0


def test_a_file_that_changes_is_not_counted_half(tmp_path: Path) -> None:
    path = tmp_path / "a.fa"
    wrote(path, fasta(SEQUENCES))
    (shard,) = shards.plan([str(path)])
    batches = shard.batches(lambda read: None)
    next(batches)
    path.write_bytes(fasta(SEQUENCES * 2))
    with pytest.raises(PlmError, match="changed while"):
        list(batches)


@pytest.fixture(params=["compiled", "Python"])
def _each_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    library = compiled.kernel() if request.param == "compiled" else None
    monkeypatch.setattr(compiled, "kernel", lambda build=True: library)


@pytest.mark.usefixtures("_each_way")
def test_distinct_hashes_do_not_depend_on_how_they_are_parted(tmp_path: Path) -> None:
    sequences = [str(number % 700).encode() for number in range(1000)]
    hashes = [distinct.Hashes(tmp_path / str(number)) for number in range(3)]
    runs = []
    for number, each in enumerate(hashes):
        each.add(sequences[number::3])
        runs += each.close()
    assert distinct.distinct([]) == 0
    for at_once in (16, 64, 1 << 20):
        assert distinct.distinct(runs, at_once) == 700
        assert distinct.distinct(runs, at_once, together=2) == 700


@pytest.mark.usefixtures("_each_way")
def test_hashes_that_share_one_half_are_told_apart(tmp_path: Path) -> None:
    np = module("numpy")
    pairs = np.array([(5, 1), (5, 2), (5, 1), (5, 2), (6, 1)], [("upper", "<u8"), ("lower", "<u8")])
    pairs.tofile(tmp_path / "a.run")
    assert distinct.distinct([tmp_path / "a.run"]) == 3


def test_biopython_reads_the_same(tmp_path: Path) -> None:
    seq_io = module("Bio.SeqIO")
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    sequences = [str(record.seq) for record in seq_io.parse(path, "fasta")]
    assert given(count([path])) == expected(sequences)


REAL = sorted(Path("/usr/share/doc/mmseqs2/example-data").glob("*.fasta.gz"))  # Debian's mmseqs2-examples


@pytest.mark.host
@pytest.mark.parametrize("path", ["generated", *map(str, REAL)])
def test_seqkit_counts_the_same(path: str, tmp_path: Path) -> None:
    if not shutil.which("seqkit"):
        absent("seqkit is not installed: apt install seqkit")
    if path == "generated":
        path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    told = subprocess.run(["seqkit", "stats", "-T", "-a", path], capture_output=True, text=True, check=True)
    head, values = (line.split("\t") for line in told.stdout.splitlines())
    seqkit = dict(zip(head, values, strict=True))
    names = subprocess.run(["seqkit", "rmdup", "-s", path], capture_output=True, text=True, check=True).stdout
    counted = count([path])
    tally = counted.tally
    assert tally.records == int(seqkit["num_seqs"])
    assert sum(length * number for length, number in tally.lengths.items()) == int(seqkit["sum_len"])
    assert max(tally.lengths) == int(seqkit["max_len"])
    empty = tally.lengths[0] > 0  # seqkit counts the empty sequence as one that may be there twice
    assert (counted.distinct or 0) + empty == sum(line.startswith(">") for line in names.splitlines())
