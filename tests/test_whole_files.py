"""Files and folders appear whole, together, or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from plm_ratios.errors import PlmError
from plm_ratios.files import FileExists, new_folder, replacing, replacing_all

on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def listing(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def write_all(folder: Path, *names: str, force: bool = True) -> None:
    with replacing_all([folder / name for name in names], force) as temporaries:
        for temporary in temporaries:
            temporary.write_text("new")


@on_windows
def test_permissions_that_were_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    with replacing(path, mode=0o600) as temporary:
        temporary.write_text("new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


class TestSeveralFiles:
    def test_all_are_new(self, tmp_path: Path) -> None:
        (tmp_path / "two").write_text("old")
        write_all(tmp_path, "one", "two", "three")
        assert listing(tmp_path) == {"one": "new", "two": "new", "three": "new"}

    @pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
    @pytest.mark.parametrize("after", [False, True])
    @pytest.mark.parametrize("at", [1, 2, 3])
    def test_an_end_between_two_moves_leaves_all_as_it_was(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        at: int,
        after: bool,
        error: type[BaseException],
    ) -> None:
        """Ctrl-C may come before a file is moved, or when it just was."""
        (tmp_path / "two").write_text("old")
        real, moves = os.replace, []

        def replace(source: Path, target: Path) -> None:
            moves.append(target)
            if len(moves) != at:
                return real(source, target)
            if after:
                real(source, target)
            raise error

        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(error):
            write_all(tmp_path, "one", "two", "three")
        assert listing(tmp_path) == {"two": "old"}

    def test_a_writer_that_took_its_file_away_and_failed_takes_nothing_else_away(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "one").write_text("old")

        def write() -> None:
            with replacing_all([tmp_path / "one", tmp_path / "two"], force=True) as (temporary, _):
                temporary.unlink()
                raise OSError("full")

        with pytest.raises(OSError, match="full"):
            write()
        assert listing(tmp_path) == {"one": "old"}

    def test_one_that_is_there_keeps_all_from_being_written(self, tmp_path: Path) -> None:
        (tmp_path / "two").write_text("old")
        with pytest.raises(FileExists, match="two exists already"):
            write_all(tmp_path, "one", "two", force=False)
        assert listing(tmp_path) == {"two": "old"}

    @pytest.mark.parametrize(("name", "says"), [("folder", "is a folder"), ("none/file", "no folder")])
    def test_places_where_no_file_can_be(self, tmp_path: Path, name: str, says: str) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(PlmError, match=says):
            write_all(tmp_path, "one", name)
        assert [path.name for path in tmp_path.iterdir()] == ["folder"]


class TestNewFolder:
    @pytest.mark.parametrize("empty_one", [False, True])
    def test_it_appears_with_all_that_is_in_it(self, tmp_path: Path, empty_one: bool) -> None:
        folder = tmp_path / "new"
        if empty_one:
            folder.mkdir()
        with new_folder(folder) as made:
            (made / "file").write_text("new")
            assert folder.exists() == empty_one
        assert listing(folder) == {"file": "new"}
        assert list(tmp_path.iterdir()) == [folder]

    @pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
    def test_after_an_error_nothing_is_there(self, tmp_path: Path, error: type[BaseException]) -> None:
        def write() -> None:
            with new_folder(tmp_path / "new") as made:
                (made / "file").write_text("new")
                raise error

        with pytest.raises(error):
            write()
        assert list(tmp_path.iterdir()) == []

    @on_windows
    def test_permissions_are_those_of_any_new_folder(self, tmp_path: Path) -> None:
        with new_folder(tmp_path / "new"):
            pass
        (tmp_path / "plain").mkdir()
        modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "plain")]
        assert modes[0] == modes[1]
