"""Names of files that a workbook or a module carries, which may be anybody's: refused where any system would
take them for something else than a file in the folder.

A review is copied from one machine to another, so the rules of all systems hold on each: Windows' separators
and devices, the hidden files of Unix, and systems that do not tell capitals from small letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from ...errors import PlmError

MOST_FILES = 2_000
_MOST_CHARACTERS = 100  # of a file or folder; systems take 255 bytes
_MOST_IN_ALL = 200  # Windows takes 260 with the folder before it
#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file, with or without an ending.
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE
)
_RESERVED = frozenset('\\:*?"<>|')
#: Controls, formats (which change the direction of writing), surrogates, private, and ends of lines.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def require_safe(names: Iterable[str], folder: Path) -> None:
    """Raises PlmError if one of these paths, with slashes, is not safe to write below `folder` on every
    system, or if two of them would be one file on some."""
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        if number > MOST_FILES:
            raise PlmError(f"It carries more than {MOST_FILES:,} files, so nothing was written.")
        if fault := _fault(name, folder):
            raise PlmError(f"A file in it is called {_shown(name)}, {fault}, so nothing was written.")
        folded = _folded(name)
        for other in (taken.get(folded), folders.get(folded)):
            if other is not None:
                raise _one_place(other, name)
        taken[folded] = name
        for above in _above(folded):
            if above in taken:
                raise _one_place(taken[above], name)
            folders.setdefault(above, name)


def _fault(name: str, folder: Path) -> str:
    """What is wrong with a path, as the end of a sentence; "" if nothing is."""
    pieces = name.split("/")
    if ".." in pieces or name.startswith("/"):
        return f"which lies outside {folder}"
    if len(name) > _MOST_IN_ALL or any(len(piece) > _MOST_CHARACTERS for piece in pieces):
        return "which is too long"
    for character in name:
        if character in _RESERVED or unicodedata.category(character) in _INVISIBLE:
            return f"with the character {character!a}, which is not safe on every system"
    for piece in pieces:
        if not piece:
            return "with an empty part"
        if piece.startswith("."):
            return "which begins with a dot and would be hidden"
        if piece != piece.strip() or piece.endswith("."):
            return "with a blank or a dot at an end, which Windows leaves out"
        if _DEVICE.fullmatch(piece.partition(".")[0].strip()):
            return "which Windows takes for a device"
    return ""


def _folded(name: str) -> str:
    """Equal for names that some system does not tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _above(name: str) -> Iterator[str]:
    pieces = name.split("/")
    for end in range(1, len(pieces)):
        yield "/".join(pieces[:end])


def _one_place(one: str, other: str) -> PlmError:
    return PlmError(
        f"Files in it are called {_shown(one)} and {_shown(other)}, which some systems do not tell apart, so "
        "nothing was written."
    )


def _shown(name: str) -> str:
    """A name without characters that a terminal would obey."""
    return ascii(name if len(name) <= 80 else f"{name[:80]}...")
