"""Reading what somebody names: files only, and never more of them than fits.

A named pipe nobody writes to would be waited for without end, and a device such as /dev/zero never ends.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Iterator

from . import system_errors
from .errors import PlmError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


_PIECE = 1 << 20  # bytes


class CannotRead(PlmError):
    """There is no such file, or it is none, or it is too large, or it may not be read."""


class NoSuchFile(CannotRead):
    """There is no such file."""


def require_file(path: Path) -> os.stat_result:
    """What the system says of a file, without opening it.

    Raises
    ------
    NoSuchFile
        There is none.
    CannotRead
        It is a folder, a named pipe, a device or a socket.
    """
    with _said(path):
        found = os.stat(path)
    _require_regular(path, found)
    return found


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file, opened to be read as bytes. Raises CannotRead, also from the body where the system fails."""
    require_file(path)
    with _said(path):
        # Should a pipe have taken its place meanwhile, opening it does not wait.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            _require_regular(path, os.fstat(file.fileno()))
            yield file


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a file. Raises CannotRead, also where it has more than `most` bytes."""
    content = bytearray()
    with opened(path) as file:
        # read(most) would take that much memory, however small the file is.
        while len(content) <= most and (piece := file.read(_PIECE)):
            content += piece
    if len(content) > most:
        raise CannotRead(
            f"{path} is larger than such a file may be ({most / 1e6:g} MB). Is it the right one?"
        )
    return bytes(content)


def read_text(path: Path, most: int, encoding: str = "utf-8") -> str:
    """The text of a file, with the line ends of Python. Raises CannotRead, also where it is no text."""
    try:
        text = read_bytes(path, most).decode(encoding)
    except UnicodeDecodeError as error:
        raise CannotRead(
            f"{path} is not a text in UTF-8: byte {error.start + 1:,} is none of it. Save it as UTF-8."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _require_regular(path: Path, found: os.stat_result) -> None:
    kind = next((words for is_one, words in _KINDS if is_one(found.st_mode)), "")
    if kind == "a folder":
        raise CannotRead(f"{path} is a folder. Name a file.")
    if kind:
        raise CannotRead(f"{path} is {kind}, not a file. Save what it gives as a file, and name that.")


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NoSuchFile(f"There is no file {path}.") from None
    except OSError as error:
        raise CannotRead(system_errors.sentence(system_errors.about(error, path))) from error
    except ValueError as error:  # a NUL in the name
        if isinstance(error, PlmError):
            raise
        raise NoSuchFile(f"There is no file {str(path)!r}.") from None
