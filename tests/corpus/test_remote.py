"""Counts of files behind URLs: an S3 server and web servers on this machine."""

from __future__ import annotations

import io
import sys
from fractions import Fraction
from pathlib import Path
from typing import Iterator

import pytest

from cli.command_line import Run, refused
from corpus.corpora import PACKED, bgzf, expected, fasta, fastq, given, proteins, wrote
from corpus.servers import BUCKET, WebServer, s3, web
from extras import module
from own_models import Mine
from plm_ratios.corpus import counting, opening, recipes, sequence_clusters, shards, state
from plm_ratios.corpus.counting import DamagedFiles, count
from plm_ratios.errors import PlmError

pytestmark = pytest.mark.host

SEQUENCES = proteins(400)
PLAIN = fasta(SEQUENCES)


def parquet() -> bytes:
    pa, written = module("pyarrow"), io.BytesIO()
    module("pyarrow.parquet").write_table(pa.table({"aa": SEQUENCES}), written)
    return written.getvalue()


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an S3 server with files in every form."""
    files = {"plain.fasta": PLAIN, "reads.fastq": fastq(SEQUENCES), "table.parquet": parquet()}
    files |= {f"packed/a.{kind}": pack(PLAIN) for kind, pack in PACKED.items()}
    files |= {f"parts/{n}.fa.gz": PACKED["gz"](fasta(SEQUENCES[n::3])) for n in range(3)}
    files |= {"parts/about.txt": b"no sequences: 1, 2, 3", "cut.gz": PACKED["gz"](PLAIN)[:-20]}
    with pytest.MonkeyPatch.context() as environment, s3(files, environment) as address:
        yield address


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web({"plain.fasta": PLAIN, "a.gz": bgzf(PLAIN), "t.parquet": parquet()}) as running:
        yield running


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(counting, "_PAUSE", 0)


@pytest.mark.parametrize(
    "name",
    ["plain.fasta", "reads.fastq", "table.parquet", "parts/*.fa.gz", *(f"packed/a.{k}" for k in PACKED)],
)
def test_an_object_store_gives_the_same_counts(bucket: str, name: str) -> None:
    counted = count([f"s3://{BUCKET}/{name}"], column="aa", jobs=1)
    assert given(counted) == expected(SEQUENCES)
    assert all(path.startswith(f"s3://{BUCKET}/") for path in counted.files)


def test_ranges_of_an_object_are_read_by_several_processes(bucket: str) -> None:
    read: list[tuple[int, int]] = []
    counted = count(
        [f"s3://{BUCKET}/plain.fasta"], jobs=2, at_once=30_000, progress=lambda *done: read.append(done)
    )
    assert given(counted) == expected(SEQUENCES)
    assert counted.shards > 4
    assert read[-1][0] >= read[-1][1] == len(PLAIN)


def test_what_is_cut_off_or_changes_or_is_not_there_is_named(bucket: str) -> None:
    with pytest.raises(DamagedFiles, match=rf"s3://{BUCKET}/cut.gz is cut off"):
        count([f"s3://{BUCKET}/cut.gz", f"s3://{BUCKET}/plain.fasta"], jobs=1)
    for name, said in (
        ("none.fa", "There is no file s3://"),
        ("none/*.fa", "There is no file s3://"),
        ("parts", "is a folder"),
        ("table.parquet", "--column"),
    ):
        with pytest.raises(PlmError, match=said):
            count([f"s3://{BUCKET}/{name}"])
    system = module("s3fs").S3FileSystem(use_listings_cache=False)
    system.pipe(f"{BUCKET}/changes.fa", PLAIN)
    (shard,) = shards.plan([f"s3://{BUCKET}/changes.fa"])
    system.pipe(f"{BUCKET}/changes.fa", PLAIN.replace(b"A", b"C"))
    with pytest.raises(PlmError, match="changed while"):
        list(shard.batches(lambda read: None))


def test_a_dataset_from_a_url_says_its_version(bucket: str, run: Run, mine: Mine) -> None:
    url = f"s3://{BUCKET}/plain.fasta"
    assert "Added the dataset" in run("count", url, "--save", "Lab S3").words
    assert f"{url}, {len(PLAIN):,} bytes, version" in run("catalog", "show", "Lab S3", "--json").out


def test_sequences_and_their_clusters_may_be_behind_urls(bucket: str) -> None:
    names = [f"s{number}" for number, sequence in enumerate(SEQUENCES) if sequence]
    system = module("s3fs").S3FileSystem(use_listings_cache=False)
    system.pipe(f"{BUCKET}/map.tsv.gz", PACKED["gz"]("".join(f"s0\t{name}\n" for name in names).encode()))
    path = f"s3://{BUCKET}/packed/a.zst"
    found = sequence_clusters.clusters([path], f"s3://{BUCKET}/map.tsv.gz", [recipes.PLAIN], jobs=1)
    (epoch,) = found.sizes.drawn()
    assert found.join.placed == len(names) and not found.join.absent
    assert epoch.tokens == Fraction(sum(map(len, SEQUENCES)), len(names))


def test_a_web_server_with_ranges_gives_parts(bucket: str) -> None:
    counted = count([f"{bucket}/{BUCKET}/plain.fasta"], jobs=1, at_once=30_000)
    assert given(counted) == expected(SEQUENCES)
    assert counted.shards > 4


def test_a_size_that_nobody_has_is_refused_before_it_is_divided(server: WebServer) -> None:
    server.told = 10**18
    with pytest.raises(PlmError, match="said to have 1,000,000,000,000,000,000 bytes, more than anybody has"):
        count([server.url("plain.fasta")], jobs=1)


@pytest.mark.parametrize("sized", [True, False])
@pytest.mark.parametrize("name", ["plain.fasta", "a.gz"])
def test_a_web_server_without_ranges_gives_whole_streams(server: WebServer, name: str, sized: bool) -> None:
    server.sized = sized
    counted = count([server.url(name)], jobs=1, at_once=30_000)
    assert given(counted) == expected(SEQUENCES)
    assert counted.shards == 1


def test_a_broken_connection_is_tried_again_and_never_counted_half(server: WebServer) -> None:
    (shard,) = shards.plan([server.url("plain.fasta")])
    server.breaks = 2
    read: list[int] = []
    tally, _ = counting.tallied(shard, state.cache_folder(), False, read.append)
    assert tally.records == len(SEQUENCES)
    assert sum(read) == len(PLAIN)
    server.breaks = 3
    with pytest.raises(opening.Unreachable, match=r"plain.fasta could not be read .* goes on when"):
        counting.tallied(shard, state.cache_folder(), False, read.append)


def test_what_a_web_server_lacks_is_said(server: WebServer) -> None:
    for name, said in (("none.fa", "There is no file http"), ("t.parquet", "Fetch it first")):
        with pytest.raises(PlmError, match=said):
            count([server.url(name)], column="aa")
    server.server_close()
    with pytest.raises(PlmError, match="could not be read"):
        count([server.url("plain.fasta")])


@pytest.mark.parametrize(
    ("url", "package", "said"),
    [
        ("s3://lab/a.fa", "s3fs", "install s3fs along"),
        ("gs://lab/a.fa", "gcsfs", "install gcsfs along"),
        ("https://example.org/a.fa", "aiohttp", "install aiohttp along"),
        ("s3://lab/a.fa", "fsspec.core", "pip install"),
        ("ssp://lab/a.fa", "", "s3://, gs:// or https://"),
    ],
)
def test_a_package_that_is_missing_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, package: str, said: str
) -> None:
    loaded = module("fsspec.registry")._registry
    monkeypatch.delitem(loaded, url.partition(":")[0], raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    for name in ("fsspec.implementations.http", "s3fs.core", "gcsfs.core"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    refused(run("count", url), said)


def test_files_and_urls_count_together(bucket: str, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES[:50]))
    counted = count([path, f"s3://{BUCKET}/plain.fasta"], jobs=1)
    assert given(counted) == expected(SEQUENCES + SEQUENCES[:50])
