"""Writing files so that they are whole or not there at all.

Symbolic links are followed, and what is replaced keeps its permissions and, where the system allows it, its
owner. A file with several hard links is parted from the others, or else it could not be replaced in one step.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

from . import leftovers, system_errors
from .errors import HostError, PlmError


class FileExists(PlmError):
    """The target exists already, and replacing it was not asked for."""


@contextmanager
def replacing(path: Path, force: bool = False, mode: int | None = None) -> Iterator[Path]:
    """Gives a temporary path beside `path`; on success it takes the place of `path`, and after an
    error or Ctrl-C it is gone. FileExists where there is a file already, unless forced.

    mode   the most that the permissions may allow; unless told, those that any new file has. A file that is
           replaced keeps its own, without what `mode` does not allow
    """
    with replacing_all([path], force, mode) as (temporary,):
        yield temporary


@contextmanager
def replacing_all(
    paths: Sequence[Path], force: bool = False, mode: int | None = None
) -> Iterator[list[Path]]:
    """Gives a temporary path for each; on success they take the places of all, and after an error or Ctrl-C,
    also between two of them, every file is as it was.

    Raises OSError with the name of the file that was asked for, where its disk is full or read-only.
    """
    for path in paths:
        require_place(path, force)
    targets = [_resolved(path) for path in paths]
    temporaries: list[Path] = []
    formers: dict[Path, Path] = {}  # copies of the files that are replaced; one file alone needs none
    moved: list[tuple[Path, Path]] = []
    try:
        for target in targets:
            leftovers.clear(target.parent)
            temporaries.append(_temporary(target))
        yield list(temporaries)
        for temporary, target in zip(temporaries, targets):
            _settle(temporary, target, mode)
        for target in targets if len(targets) > 1 else ():
            if target.exists():
                formers[target] = _temporary(target)
                shutil.copy2(target, formers[target])
        for temporary, target in zip(temporaries, targets):
            moved.append((temporary, target))
            os.replace(temporary, target)
    except BaseException as error:
        for temporary, target in moved:
            if temporary.exists():  # Ctrl-C came before the move
                continue
            if target in formers:
                os.replace(formers[target], target)
            else:
                target.unlink(missing_ok=True)
        told = _told(error, temporaries, paths)
        if told is not None:
            raise told from error
        raise
    finally:
        for left in (*temporaries, *formers.values()):
            with suppress(OSError):  # which would hide what was wrong
                left.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder beside `folder`, which is not there or is empty; on success it takes that
    place, and after an error or Ctrl-C it is gone."""
    target = _resolved(folder)
    with unfinished_folder(target.parent, folder) as made:
        yield made
        made.chmod(0o777 & ~_umask())
        if target.is_dir():
            target.rmdir()  # Windows moves no folder onto another
        os.rename(made, target)


@contextmanager
def unfinished_folder(inside: Path, target: Path) -> Iterator[Path]:
    """Gives a temporary folder inside another; what is left of it in the end is taken away.

    target   what the person asked for, to name it where the disk is full
    """
    try:
        leftovers.clear(inside)
        prefix, suffix = leftovers.affixes(target)
        made = Path(tempfile.mkdtemp(dir=inside, prefix=prefix, suffix=suffix))
    except OSError as error:
        raise system_errors.about(error, target) from error
    try:
        yield made
    except BaseException as error:
        told = _told(error, [made], [target])
        if told is not None:
            raise told from error
        raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Waits until no other program is in here for a file of the same folder.

    The system ends the lock with the program, however that ends, and no file stands for it. On Windows, and
    on network drives without locks, nobody waits.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = os.open(_resolved(path).parent, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def require_place(path: Path, force: bool) -> None:
    """Raises PlmError where no file can be written, FileExists where one is that is not to be replaced."""
    if path.is_dir():
        raise PlmError(f"{path} is a folder. Name a file.")
    if os.path.lexists(path) and not force:  # a link that leads nowhere as well
        raise FileExists(f"{path} exists already. Choose another name, or replace it with --force.")
    target = _resolved(path)
    if target.exists() and not target.is_file():
        raise PlmError(f"{path} is a device, a pipe or a socket. Name a file.")
    parent = target.parent if path.parent.is_dir() else path.parent
    if not parent.is_dir():
        raise PlmError(f"There is no folder {parent}. Make it first.")


def _resolved(path: Path) -> Path:
    """The place that links lead to."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def _temporary(target: Path) -> Path:
    prefix, suffix = leftovers.affixes(target)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=suffix)
    except OSError as error:
        raise system_errors.about(error, target) from error
    os.close(handle)
    return Path(name)


def _settle(temporary: Path, target: Path, mode: int | None) -> None:
    """Gives a finished file the permissions that it is to have."""
    most = 0o777 if mode is None else mode
    try:
        former = target.stat()
    except FileNotFoundError:
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        return
    # What is replaced is gone then: the new content is on the disk before, should the machine stop.
    with open(temporary, "rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "fchown"):
            own = os.fstat(file.fileno())
            if (own.st_uid, own.st_gid) != (former.st_uid, former.st_gid):
                with suppress(OSError):
                    os.fchown(file.fileno(), former.st_uid, former.st_gid)
    temporary.chmod(stat.S_IMODE(former.st_mode) & most)


def _told(error: BaseException, unfinished: Sequence[Path], asked: Sequence[Path]) -> OSError | None:
    """What the system refused, about the file that was asked for instead of its temporary one."""
    if isinstance(error, (PlmError, HostError)):
        return None
    cause = system_errors.behind(error) if isinstance(error, Exception) else None
    if cause is None:
        return None
    named = os.fsdecode(cause.filename) if isinstance(cause.filename, (str, bytes)) else ""
    for temporary, path in zip(unfinished, asked):
        if named == str(temporary) or named.startswith(f"{temporary}{os.sep}"):
            return system_errors.about(cause, f"{path}{named.removeprefix(str(temporary))}")
    if named or cause.errno not in system_errors.FULL or not unfinished:
        return None
    return system_errors.about(cause, max(zip(map(_touched, unfinished), asked), key=lambda each: each[0])[1])


def _touched(path: Path) -> int:
    """When a file was last written to: of several, the last is the one that did not fit."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Holder(NamedTuple):
    """A program that has a file open, and its lock file."""

    program: str
    lock: Path


def open_elsewhere(path: Path) -> Holder | None:
    """The program that has a file open, as far as its lock file shows; None if there is no lock file.

    Excel and PowerPoint put ~$ before the name; LibreOffice puts the name between .~lock. and #.
    """
    office = "PowerPoint" if path.suffix.lower() in (".pptx", ".potx") else "Excel"
    for program, name in ((office, f"~${path.name}"), ("LibreOffice", f".~lock.{path.name}#")):
        if path.with_name(name).exists():
            return Holder(program, path.with_name(name))
    return None
