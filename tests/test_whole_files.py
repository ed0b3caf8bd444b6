"""Files and folders appear whole, together, or not at all."""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from plm_ratios import leftovers
from plm_ratios.errors import PlmError
from plm_ratios.files import FileExists, new_folder, replacing, replacing_all
from plm_ratios.system_errors import sentence

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


@on_windows
class TestLinksAndPermissions:
    @pytest.mark.parametrize("names", [["link"], ["link", "other"]])
    def test_a_link_stays_and_what_it_leads_to_is_replaced(self, tmp_path: Path, names: list[str]) -> None:
        real = tmp_path / "real"
        real.mkdir()
        (real / "file").write_text("old")
        (tmp_path / "link").symlink_to("real/file")
        write_all(tmp_path, *names)
        assert os.readlink(tmp_path / "link") == "real/file"
        assert listing(real) == {"file": "new"}

    def test_a_link_that_leads_nowhere_is_there_already(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("none")
        with pytest.raises(FileExists, match="link exists already"):
            write_all(tmp_path, "link", force=False)
        write_all(tmp_path, "link")
        assert (tmp_path / "link").is_symlink() and (tmp_path / "none").read_text() == "new"

    def test_a_link_to_itself_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("link")
        with pytest.raises(OSError, match="link"):
            write_all(tmp_path, "link")
        assert os.readlink(tmp_path / "link") == "link"

    @pytest.mark.parametrize(
        ("former", "most", "then"),
        [
            (0o600, None, 0o600),
            (0o640, None, 0o640),
            (0o755, None, 0o755),
            (0o644, 0o600, 0o600),
            (0o600, 0o644, 0o600),
        ],
    )
    def test_what_is_replaced_keeps_its_permissions(
        self, tmp_path: Path, former: int, most: int | None, then: int
    ) -> None:
        path = tmp_path / "file"
        path.write_text("old")
        path.chmod(former)
        with replacing(path, force=True, mode=most) as temporary:
            temporary.write_text("new")
        assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", then)

    @pytest.mark.parametrize("name", ["pipe", "null"])
    def test_a_pipe_or_a_device_is_no_place_for_a_file(self, tmp_path: Path, name: str) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "null").symlink_to("/dev/null")
        with pytest.raises(PlmError, match=f"{name} is a device, a pipe or a socket. Name a file."):
            write_all(tmp_path, name)
        assert stat.S_ISCHR(os.stat("/dev/null").st_mode)

    def test_a_name_as_long_as_the_system_allows(self, tmp_path: Path) -> None:
        write_all(tmp_path, "ü" * 125 + ".xlsx")
        assert [path.read_text() for path in tmp_path.iterdir()] == ["new"]

    def test_a_longer_name_is_refused_in_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(OSError) as refusal:
            write_all(tmp_path, "x" * 300)
        assert sentence(refusal.value).endswith("is too long for a name of a file. Choose a shorter one.")


class Wrapped(Exception):
    """An error of a library that wraps one of the system."""


class TestFullDisks:
    """The system names no file when a disk is full, and no person knows the temporary one."""

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EIO])
    @pytest.mark.parametrize("named", [False, True])
    @pytest.mark.parametrize("wrapped", [False, True])
    def test_the_file_that_was_asked_for_is_named(
        self, tmp_path: Path, number: int, named: bool, wrapped: bool
    ) -> None:
        path = tmp_path / "book.xlsx"
        path.write_text("old")

        def write() -> None:
            with replacing(path, force=True) as temporary:
                temporary.write_text("half of the n")
                try:
                    raise OSError(number, os.strerror(number), str(temporary) if named else None)
                except OSError as error:
                    if wrapped:
                        raise Wrapped(error) from None
                    raise

        with pytest.raises(OSError) as refusal:
            write()
        assert refusal.value.errno == number
        assert str(path) in sentence(refusal.value) and "plm-" not in sentence(refusal.value)
        assert listing(tmp_path) == {"book.xlsx": "old"}

    def test_of_several_the_one_that_did_not_fit(self, tmp_path: Path) -> None:
        def write() -> None:
            with replacing_all([tmp_path / "one", tmp_path / "two", tmp_path / "three"]) as temporaries:
                for number, temporary in enumerate(temporaries):
                    os.utime(temporary, ns=(0, [1, 3, 2][number]))
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(OSError, match="two"):
            write()
        assert listing(tmp_path) == {}

    def test_what_a_writer_cannot_read_keeps_its_name(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="gone"), replacing(tmp_path / "one"):
            (tmp_path / "gone").read_text()

    def test_a_folder_is_named_with_the_file_in_it(self, tmp_path: Path) -> None:
        def write() -> None:
            with new_folder(tmp_path / "new") as made:
                raise OSError(errno.ENOSPC, "No space left on device", str(made / "index.html"))

        with pytest.raises(OSError, match="new/index.html" if os.sep == "/" else "index.html"):
            write()


# Begins to write a file and a folder, and is killed.
KILLED = """
import os, pathlib, signal
from plm_ratios.files import new_folder, replacing_all
with replacing_all([pathlib.Path("book.xlsx"), pathlib.Path("two.xlsx")]) as (one, two):
    one.write_text("half of the n")
    with new_folder(pathlib.Path("pages")) as pages:
        (pages / "index.html").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
"""


@on_windows
class TestWhatKilledProgramsLeave:
    def test_the_next_one_that_writes_there_takes_it_away(self, tmp_path: Path) -> None:
        ended = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, check=False)
        assert ended.returncode == -signal.SIGKILL
        left = sorted(path.name for path in tmp_path.iterdir())
        assert len(left) == 3 and all(".plm-" in name and name.startswith(".") for name in left)
        write_all(tmp_path, "other.csv")
        assert listing(tmp_path) == {"other.csv": "new"}

    def test_what_others_write_just_now_stays(self, tmp_path: Path) -> None:
        """Of this process, of another one, and of another machine."""
        with replacing(tmp_path / "one") as mine:
            mine.write_text("being written")
            of_init = re.sub(rf"-{os.getpid()}-", "-1-", mine.name)
            elsewhere = re.sub(r"plm-[0-9a-f]{8}-[0-9]+", "plm-00000000-999999999", mine.name)
            names = {of_init, elsewhere, ".book.plm-notes.xlsx", ".plm-draft"}
            for name in names:
                (tmp_path / name).write_text("theirs")
            leftovers._cleared.clear()
            with replacing(tmp_path / "two") as temporary:
                temporary.write_text("new")
            assert names | {mine.name, "two"} == set(listing(tmp_path))
        os.utime(tmp_path / elsewhere, (0, 0))  # long ago
        leftovers._cleared.clear()
        write_all(tmp_path, "two")
        assert names - {elsewhere} | {"one", "two"} == set(listing(tmp_path))


class TestNewFolder:
    @on_windows
    def test_a_link_to_an_empty_folder_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "link").symlink_to("empty")
        with new_folder(tmp_path / "link") as made:
            (made / "file").write_text("new")
        assert (tmp_path / "link").is_symlink() and listing(tmp_path / "empty") == {"file": "new"}

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
