"""Writing files so that they are whole or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

from .errors import PlmError


class FileExists(PlmError):
    """The target exists already, and replacing it was not asked for."""


@contextmanager
def replacing(path: Path, force: bool = False, mode: int | None = None) -> Iterator[Path]:
    """Gives a temporary path beside `path`; on success it takes the place of `path`, and after an
    error or Ctrl-C it is gone. FileExists where there is a file already, unless forced.

    mode   permissions of the file; unless told, those that any new file has
    """
    with replacing_all([path], force, mode) as (temporary,):
        yield temporary


@contextmanager
def replacing_all(
    paths: Sequence[Path], force: bool = False, mode: int | None = None
) -> Iterator[list[Path]]:
    """Gives a temporary path for each; on success they take the places of all, and after an error or Ctrl-C,
    also between two of them, every file is as it was."""
    for path in paths:
        require_place(path, force)
    temporaries: list[Path] = []
    formers: dict[Path, Path] = {}  # copies of the files that are replaced; one file alone needs none
    moved: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            temporaries.append(_temporary(path))
        yield list(temporaries)
        for temporary in temporaries:
            temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        for path in paths if len(paths) > 1 else ():
            if path.exists():
                formers[path] = _temporary(path)
                shutil.copy2(path, formers[path])
        for temporary, path in zip(temporaries, paths):
            moved.append((temporary, path))
            os.replace(temporary, path)
    except BaseException:
        for temporary, path in moved:
            if temporary.exists():  # Ctrl-C came before the move
                continue
            if path in formers:
                os.replace(formers[path], path)
            else:
                path.unlink(missing_ok=True)
        raise
    finally:
        for left in (*temporaries, *formers.values()):
            left.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder beside `folder`, which is not there or is empty; on success it takes that
    place, and after an error or Ctrl-C it is gone."""
    made = Path(tempfile.mkdtemp(dir=folder.absolute().parent, prefix=f".{folder.name}."))
    try:
        yield made
        made.chmod(0o777 & ~_umask())
        if folder.is_dir():
            folder.rmdir()  # Windows moves no folder onto another
        os.rename(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def require_place(path: Path, force: bool) -> None:
    if path.is_dir():
        raise PlmError(f"{path} is a folder. Name a file.")
    if path.exists() and not force:
        raise FileExists(f"{path} exists already. Choose another name, or replace it with --force.")
    if not path.parent.is_dir():
        raise PlmError(f"There is no folder {path.parent}. Make it first.")


def _temporary(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    return Path(name)


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
