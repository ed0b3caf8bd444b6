"""Counts on a Dask cluster of several processes."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest

from cli.command_line import Run, refused
from corpus.corpora import PACKED, expected, fasta, given, proteins, wrote
from corpus.servers import BUCKET, s3
from extras import module
from plm_ratios.corpus import cluster, shards, state
from plm_ratios.corpus.counting import DamagedFiles, count
from plm_ratios.errors import PlmError

pytestmark = [
    pytest.mark.host,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix"),
]

SEQUENCES = proteins(1500)


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """Two workers, each a process; they can read the bucket of an S3 server."""
    local = module("distributed").LocalCluster
    with (
        pytest.MonkeyPatch.context() as environment,
        s3({"a.fasta": fasta(SEQUENCES)}, environment),
        local(n_workers=2, threads_per_worker=1, dashboard_address=None) as running,
    ):
        yield running


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


def test_a_worker_that_is_killed_changes_no_total(dask: Any, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    packed = wrote(tmp_path / "b.gz", PACKED["gz"](fasta(SEQUENCES[:300])))
    here = count([path, packed], at_once=20_000)
    victim = next(iter(dask.workers.values())).pid
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done and not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(done)

    there = count([path, packed], at_once=20_000, progress=kill, elsewhere=cluster.on(dask.scheduler_address))
    assert killed[0] < there.bytes / 2
    assert given(there) == given(here) == expected(SEQUENCES + SEQUENCES[:300])
    assert there.shards == here.shards > 30
    assert not list((tmp_path / "cache" / "count").iterdir())


def test_objects_are_read_by_the_workers(dask: Any) -> None:
    counted = count([f"s3://{BUCKET}/a.fasta"], at_once=100_000, elsewhere=cluster.on(dask.scheduler_address))
    assert given(counted) == expected(SEQUENCES)
    assert counted.shards > 4


def test_damage_is_named_and_what_is_whole_is_not_counted_again(dask: Any, tmp_path: Path) -> None:
    paths = [wrote(tmp_path / f"{n}.gz", PACKED["gz"](fasta(SEQUENCES[n::4]))) for n in range(4)]
    whole = Path(paths[1]).read_bytes()
    Path(paths[1]).write_bytes(whole[:-20])
    elsewhere = cluster.on(dask.scheduler_address)
    with pytest.raises(DamagedFiles, match=r"1\.gz is cut off") as failed:
        count(paths, elsewhere=elsewhere)
    assert len(failed.value.sentences) == 1
    good = [paths[0], *paths[2:]]
    assert (
        given(count(good, elsewhere=elsewhere))["lengths"]
        == expected([s for n in (0, 2, 3) for s in SEQUENCES[n::4]])["lengths"]
    )


def test_ctrl_c_leaves_what_is_finished_and_no_tasks(dask: Any, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    done_before: list[int] = []

    def stop(done: int, total: int) -> None:
        done_before.append(done)
        if len(done_before) == 5:
            raise KeyboardInterrupt

    elsewhere = cluster.on(dask.scheduler_address)
    with pytest.raises(KeyboardInterrupt):
        count([path], at_once=20_000, progress=stop, elsewhere=elsewhere)
    # One machine goes on from what a cluster has finished.
    counted = count([path], at_once=20_000, jobs=1)
    assert given(counted) == expected(SEQUENCES)
    assert counted.resumed >= 4


def test_what_workers_cannot_do_is_said(dask: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster, "_ANSWER", 0.2)
    with pytest.raises(PlmError, match="No Dask scheduler answers at"):
        count([wrote(tmp_path / "a.fa", b">a\nMKV\n")], elsewhere=cluster.on("tcp://127.0.0.1:1"))
    monkeypatch.setattr(cluster, "_ANSWER", 30)
    elsewhere = cluster.on(dask.scheduler_address)
    with pytest.raises(PlmError, match="cannot read what is piped in"):
        count(["-"], elsewhere=elsewhere)
    monkeypatch.setattr(cluster, "__version__", "0.0")
    with pytest.raises(PlmError, match=r"and this command is 0\.0\. Install the same"):
        count([str(tmp_path / "a.fa")], elsewhere=elsewhere)


def test_a_file_that_workers_do_not_have_is_named(tmp_path: Path) -> None:
    gone = shards.Shard(str(tmp_path / "a.fa"), "fasta")
    with pytest.raises(PlmError, match="A worker of the cluster has no file"):
        cluster.count_here(gone, False, cluster.__version__)


def test_the_command_counts_on_a_cluster(
    dask: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    end = run("count", path, "--scheduler", dask.scheduler_address)
    assert "Records 1,500" in end.words
    refused(run("count", path, "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"), "Leave out --jobs")
    monkeypatch.setitem(sys.modules, "distributed", None)
    refused(run("count", path, "--scheduler", dask.scheduler_address), "plm-ratios[cluster]")
