"""What `plm-ratios sheets export` writes, and where it refuses."""

from __future__ import annotations

import os
import re

import pytest

from own_models import ONE
from plm_ratios import __version__
from plm_ratios.catalog import load
from plm_ratios.errors import PlmError
from plm_ratios.files import FileExists
from plm_ratios.hosts.sheets import export as module
from plm_ratios.hosts.sheets.export import export, texts

NAMES = ["Code.gs", "Sidebar.html", "About.html", "appsscript.json", "README.txt"]


@pytest.fixture(scope="module")
def written():
    return texts()


@pytest.fixture
def quick(written, monkeypatch):
    """What is written is made once."""
    monkeypatch.setattr(module, "texts", lambda: written)


def listing(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_command_says_what_it_wrote_and_what_comes_next(quick, run, tmp_path):
    ended = run("sheets", "export", str(tmp_path / "script"))
    assert ended.code == 0
    assert [line for line in ended.out.splitlines() if line.startswith("Wrote ")] == [
        f"Wrote {tmp_path / 'script' / name}" for name in NAMES
    ]
    steps = re.findall(r"^\d\. .*", ended.out, re.MULTILINE)
    assert len(steps) == 3 and "Extensions > Apps Script" in steps[0] and "clasp" in steps[1]


def test_the_same_bytes_twice(tmp_path):
    for folder in ("one", "two"):
        export(tmp_path / folder, replace=False)
    assert listing(tmp_path / "one") == listing(tmp_path / "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_files_that_are_there_are_replaced_on_demand_only(quick, run, tmp_path):
    (tmp_path / "appsscript.json").write_text("mine")
    (tmp_path / ".clasp.json").write_text("the id")
    ended = run("sheets", "export", str(tmp_path))
    assert ended.code == 2 and not ended.out
    (line,) = ended.err.splitlines()
    assert str(tmp_path / "appsscript.json") in line and "--force" in line
    assert listing(tmp_path) == {"appsscript.json": b"mine", ".clasp.json": b"the id"}
    assert run("sheets", "export", str(tmp_path), "--force").code == 0
    found = listing(tmp_path)
    assert found.pop(".clasp.json") == b"the id"
    assert sorted(found) == sorted(NAMES) and found["appsscript.json"] != b"mine"


@pytest.mark.parametrize(
    ("place", "reason"),
    [("file", "is a file"), ("no/such/folder", "Make it first"), ("full", "is a folder")],
)
def test_places_that_cannot_be_written_to_are_refused(quick, tmp_path, place, reason):
    (tmp_path / "file").touch()
    (tmp_path / "full" / "Code.gs").mkdir(parents=True)
    with pytest.raises(PlmError, match=reason):
        export(tmp_path / place, replace=True)


@pytest.mark.parametrize("there", [True, False])
def test_ctrl_c_leaves_everything_as_it_was(quick, tmp_path, monkeypatch, there):
    folder = tmp_path / "script"
    if there:
        folder.mkdir()
        (folder / "Sidebar.html").write_text("mine")
    moves = []

    def interrupted(source, target):
        moves.append(source)
        if len(moves) == 3:
            raise KeyboardInterrupt
        real(source, target)

    real = os.replace
    monkeypatch.setattr(os, "replace", interrupted)
    monkeypatch.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        export(folder, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == (["script"] if there else [])
    if there:
        assert listing(folder) == {"Sidebar.html": b"mine"}


def test_nothing_is_replaced_unasked(quick, tmp_path):
    export(tmp_path / "script", replace=False)
    with pytest.raises(FileExists, match=r"Code\.gs exists already"):
        export(tmp_path / "script", replace=False)


def test_about_tells_versions_licences_and_what_happens_to_data(written):
    about = written["About.html"]
    for words in (
        __version__,
        load().label,
        f"{len(load().sources)} sources",
        "MIT",
        "CC BY 4.0",
        "Nothing is sent anywhere",
    ):
        assert words in about
    assert "<script" not in about


def test_the_readme_names_what_is_there(written):
    readme = written["README.txt"]
    for name in ("Code.gs", "Sidebar.html", "About.html", "appsscript.json", ".clasp.json", "clasp push"):
        assert name in readme


def test_lines_can_be_pasted_into_an_editor(written):
    assert max(map(len, written["Code.gs"].splitlines())) < 10_000
    assert "/// <reference" not in written["Code.gs"]


def test_peoples_own_models_are_on_the_list(mine, written):
    mine.write(ONE)
    assert '"Mine 1B"' in texts()["Code.gs"] and '"Mine 1B"' not in written["Code.gs"]
