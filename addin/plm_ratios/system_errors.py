"""What the operating system refuses, in one sentence that names the file and what helps."""

from __future__ import annotations

import errno
import os

# Of a disk that takes no more; libraries often raise these without the name of the file.
FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO") if hasattr(errno, name)
)

_SENTENCES = {
    "ENOSPC": "There is no room for {}: no space left on device. Free some, or choose another place.",
    "EDQUOT": "There is no room for {}: your share of the disk is used up. Free some of it.",
    "EFBIG": "There is no room for {}: it would be larger than files may be there. Choose another place.",
    "EROFS": "{} cannot be written: the file system is read-only. Choose another place.",
    "EIO": "{} cannot be read or written: its disk or network drive reports an error. Check the drive.",
    "EACCES": "Permission denied: {} may not be used by you. Change its permissions, or choose another.",
    "EPERM": "Not permitted: {} may not be used by you. Change its permissions, or choose another.",
    "ENAMETOOLONG": "{} is too long for a name of a file. Choose a shorter one.",
    "ELOOP": "{} is a link that leads to itself. Name the file that it should lead to.",
    "ENOENT": "There is no file or folder {}.",
    "EISDIR": "{} is a folder. Name a file.",
    "ENOTDIR": "{} is below a file, which holds no others. Name a folder.",
    "EMFILE": "{} cannot be opened: too many files are open. Allow more (ulimit -n 4096), and try again.",
    "ENFILE": "{} cannot be opened: too many files are open on this machine. Close programs, and try again.",
}
_BY_NUMBER = {getattr(errno, name): said for name, said in _SENTENCES.items() if hasattr(errno, name)}
_SHARING, _LOCKED = 32, 33  # of Windows: another program has the file, or a part of it, open


def sentence(error: OSError) -> str:
    """What went wrong, as a sentence."""
    if getattr(error, "winerror", None) in (_SHARING, _LOCKED):
        return f"{_file(error)} is open in another program. Close it there, or choose another name."
    known = _BY_NUMBER.get(error.errno or 0)
    if known and error.filename is not None:
        return known.format(_file(error))
    if error.errno in FULL:
        return (known or "").format("what was to be written")
    if error.filename is not None:
        return f"{error.strerror or error}: {_file(error)}"
    return str(error)


def about(error: OSError, path: str | os.PathLike[str]) -> OSError:
    """The same error, of a file that a person knows."""
    if getattr(error, "winerror", None) is not None:
        return OSError(error.errno, error.strerror, os.fspath(path), error.winerror)  # type: ignore[attr-defined]
    return OSError(error.errno, error.strerror, os.fspath(path))


def behind(error: BaseException | None) -> OSError | None:
    """The refusal of the system behind an error, which libraries wrap into errors of their own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OSError) and error.errno is not None:
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def _file(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else str(error.filename)
