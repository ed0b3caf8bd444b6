"""Writing files so that they are whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NamedTuple

from .errors import PlmError


class FileExists(PlmError):
    """The target exists already, and replacing it was not asked for."""


@contextmanager
def replacing(path: Path, force: bool = False) -> Iterator[Path]:
    """Gives a temporary path beside `path`; on success it takes the place of `path`, and after an
    error or Ctrl-C it is gone. FileExists where there is a file already, unless forced."""
    if path.is_dir():
        raise PlmError(f"{path} is a folder. Name a file.")
    if path.exists() and not force:
        raise FileExists(f"{path} exists already. Choose another name, or replace it with --force.")
    if not path.parent.is_dir():
        raise PlmError(f"There is no folder {path.parent}. Make it first.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
