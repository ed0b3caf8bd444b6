"""What is no file, holds nothing, or has no end, wherever a command reads one; and disks that are full."""

from __future__ import annotations

import os
import signal
import socket
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Iterator

import pytest

from cli.command_line import Run, refused
from plm_ratios.catalog import config_paths
from plm_ratios.cli import exit_codes
from plm_ratios.corpus import state
from plm_ratios.curation import user_yaml
from plm_ratios.errors import PlmError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

SEQUENCES = ">a\nMKTAYI\n>b\nMKT\n"
# Every option that takes a file to read, with the file's kind.
READING = {
    "recalc FILE --out out.xlsx": ".xlsx",
    "freeze FILE": ".xlsx",
    "export FILE --to out.csv": ".xlsx",
    "export ESM-2 --template FILE --to out.pptx": ".potx",
    "lite extract FILE out": ".xlsx",
    "lite extract FILE out/module": ".py",
    "excel doctor FILE": ".xlsm",
    "catalog add --from FILE": ".xlsx",
    "catalog add --name Mine --locator here --sequences 1M --config FILE": ".json",
    "catalog add --name Mine --locator here --sequences 1M --safetensors FILE": ".safetensors",
    "catalog import epoch FILE": ".csv",
    "catalog diff epoch FILE": ".csv",
    "catalog changes FILE": ".json",
    "catalog changes FILE --since 2026-11-22": ".xlsx",
    "count FILE": ".fasta",
    "count good.fasta --clusters FILE": ".tsv",
}
KINDS = ("pipe", "folder", "socket", "zero", "null", "missing", "bytes", "empty")
# A pipe may be counted, and would be waited for; a file without sequences has a count.
COUNTED = {("count FILE", "pipe"), ("count FILE", "empty")}


def _made(kind: str, path: Path) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        socket.socket(socket.AF_UNIX).bind(str(path))
    elif kind in ("zero", "null"):
        path.symlink_to(f"/dev/{kind}")
    elif kind != "missing":
        path.write_bytes(b"\xff" * 1000 if kind == "bytes" else b"")


@pytest.fixture(autouse=True)
def _a_folder_of_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mine: object) -> Iterator[None]:
    """Where a pipe is waited for, the test ends instead of waiting for ever."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))
    Path("good.fasta").write_text(SEQUENCES)
    before = signal.signal(signal.SIGALRM, _waited)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _waited(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("the command waits")


@pytest.mark.parametrize("typed", READING)
def test_what_is_no_such_file_is_refused_in_one_line(run: Run, typed: str) -> None:
    for kind in KINDS:
        if (typed, kind) in COUNTED:
            continue
        path = Path(f"{kind}{READING[typed]}")
        _made(kind, path)
        end = run(*(word.replace("FILE", str(path)) for word in typed.split()))
        assert len(end.err.splitlines()) == 1 and end.err.startswith("plm-ratios: "), (kind, end)
        assert path.stem in end.err and end.out == ""
        assert end.code in (exit_codes.REFUSED, exit_codes.FOUND_FAULTS)
        assert not Path("out.xlsx").exists() and not Path("out.csv").exists() and not Path("out").exists()


@pytest.mark.parametrize("kind", ["pipe", "folder", "zero", "bytes"])
@pytest.mark.parametrize("compiled", [False, True])
def test_a_catalog_of_ones_own_that_is_no_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, kind: str, compiled: bool
) -> None:
    monkeypatch.setenv("PLM_RATIOS_CATALOG", str(Path("own.yaml").absolute()))
    _made(kind, Path("own.json" if compiled else "own.yaml"))
    if compiled:
        Path("own.yaml").write_text("models: []\n")
    assert run("catalog", "list", "ESM-2").code == exit_codes.DONE
    end = run("catalog", "check", "--user")
    assert end.code == exit_codes.FOUND_FAULTS and "own." in end.out
    if not compiled:
        build = run("catalog", "build", "--user")
        assert build.code == exit_codes.REFUSED and not Path("own.json").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_piped_in_under_a_name_is_counted_once(run: Run, jobs: str) -> None:
    """As the shell does for <(zcat parts.gz)."""
    os.mkfifo("pipe.fasta")
    if not os.fork():
        Path("pipe.fasta").write_text(SEQUENCES)
        os._exit(0)
    end = run("count", "pipe.fasta", "good.fasta", "--as", "plain", "--jobs", jobs)
    assert end.code == exit_codes.DONE and "Sequences 4" in end.words and "Characters 18" in end.words
    os.wait()


# Commands that write, and the beginning of what is named.
WRITING = {
    "new a.xlsx": "a.xlsx",
    "new a.xlsx --flavour lite": "a.xlsx",
    "export --to a.pptx": "a.pptx",
    "export --to a.png": "a.png",
    "export --to a.csv --to a.svg": "a.",
    "export --to a.xlsx": "a.xlsx",
    "compare --csv a.csv": "a.csv",
    "catalog site pages": "pages",
    "lambda labs a.txt": "a.txt",
    "sheets export script": "script",
    "server new project --url https://plm.example": "project",
    "lite main inside": "inside/main.py",
    "calc build a.oxt": "a.oxt",
    "catalog add --name Mine --params 1M --sequences 1M --locator here": "configuration",
}


@contextmanager
def _no_room() -> Iterator[None]:
    """No file may be larger than 200 bytes, which is how a disk without room can be had anywhere."""
    import resource

    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("typed", WRITING)
def test_without_room_the_file_is_named_and_nothing_is_left(run: Run, typed: str) -> None:
    with _no_room():
        end = run(*typed.split())
    refused(end, "There is no room for", WRITING[typed], "larger than files may be there")
    left = [path for path in Path().rglob("*") if path.is_file()]
    assert left == [Path("good.fasta")]


def test_without_room_a_file_stays_that_was_to_be_replaced(run: Run) -> None:
    for name in ("a.xlsx", "a.csv", "datapackage.json"):
        Path(name).write_text("mine")
        Path(name).chmod(0o600)
    with _no_room():
        refused(run("new", "a.xlsx", "--force"), "no room for a.xlsx")
        refused(run("export", "--to", "a.csv", "--force"), "no room for a.csv")
    for name in ("a.xlsx", "a.csv", "datapackage.json"):
        assert Path(name).read_text() == "mine" and stat.S_IMODE(Path(name).stat().st_mode) == 0o600


def test_what_another_program_has_just_written_is_not_undone(tmp_path: Path) -> None:
    place = config_paths.CatalogPath(str(tmp_path / "own.yaml"), str(tmp_path / "own.json"))
    for before in (None, "models: []\n"):
        Path(place.yaml).unlink(missing_ok=True)
        if before is not None:
            Path(place.yaml).write_text(before)
        catalog = user_yaml.read(Path(place.yaml))
        Path(place.yaml).write_text("datasets: []\n")
        with pytest.raises(PlmError, match="was changed by another program meanwhile"):
            user_yaml.save(catalog, place, user_yaml.bundled())
        assert Path(place.yaml).read_text() == "datasets: []\n"


def test_a_catalog_of_ones_own_may_be_a_link(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("shared").mkdir()
    Path("shared/own.yaml").write_text("models: []\n")
    Path("shared/own.yaml").chmod(0o600)
    Path("own.yaml").symlink_to("shared/own.yaml")
    monkeypatch.setenv("PLM_RATIOS_CATALOG", str(Path("own.yaml").absolute()))
    end = run(*"catalog add --name Mine --params 1M --sequences 1M --locator here".split())
    assert end.code == exit_codes.DONE, end.err
    assert Path("own.yaml").is_symlink() and "name: Mine" in Path("shared/own.yaml").read_text()
    assert stat.S_IMODE(Path("shared/own.yaml").stat().st_mode) == 0o600
