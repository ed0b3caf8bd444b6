"""Names of files that are not finished, and clearing away those of programs that were killed.

Such a name says which process writes the file, and where: .book.plm-1a2b3c4d-4711-k3j2h1g0.xlsx. What a
process left that runs no longer is taken away when the next one writes into the same folder.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import sys
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_OURS = re.compile(r"\..*\.plm-(?P<where>[0-9a-f]{8})-(?P<process>[0-9]{1,10})-[a-z0-9_]{8}(\.[^.]{0,20})?")
_LONGEST = 120  # bytes of the target's name that go into the other; a file system takes 255 in all
_WEEK = 7 * 86400.0  # seconds after which a file of another machine is taken for left

_cleared: set[str] = set()


def affixes(target: Path) -> tuple[str, str]:
    """What the name of an unfinished file begins and ends with, for tempfile."""
    suffix = target.suffix if len(os.fsencode(target.suffix)) <= 20 else ""
    stem = os.fsencode(target.name.removesuffix(suffix))[:_LONGEST].decode("utf-8", "ignore")
    return f".{stem}.plm-{_here()}-{os.getpid()}-", suffix


def clear(folder: Path) -> None:
    """Takes away what killed programs left unfinished in a folder, when it is first written to."""
    key = os.path.abspath(folder)
    if key in _cleared:
        return
    _cleared.add(key)
    # What cannot be listed or taken away is in nobody's way.
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _OURS.fullmatch(entry.name)
            if found and _is_left(found["where"], int(found["process"]), entry):
                _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    elif entry.is_file(follow_symlinks=False):
        with suppress(OSError):
            os.unlink(entry.path)


def _is_left(where: str, process: int, entry: os.DirEntry[str]) -> bool:
    # On Windows, os.kill ends a process instead of asking for it.
    if where == _here() and sys.platform != "win32":
        return not _runs(process)
    with suppress(OSError):
        return time.time() - entry.stat(follow_symlinks=False).st_mtime > _WEEK
    return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's; a number that is none
        return True
    return True


@lru_cache(maxsize=1)
def _here() -> str:
    """This machine, and the container on it: in each, processes have numbers of their own."""
    numbers = ""
    with suppress(OSError):
        numbers = os.readlink("/proc/self/ns/pid")
    return hashlib.sha256(f"{platform.node()} {numbers}".encode()).hexdigest()[:8]
