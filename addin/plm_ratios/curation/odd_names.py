"""What to beware of in names that are allowed: what spreadsheets read as something else, and what looks like
something else."""

from __future__ import annotations

import re
from typing import Iterator, Protocol, Sequence

from ..catalog.cell_reading import loses_its_sign, read_as
from ..catalog.folding import seen
from ..catalog.typed_names import INVISIBLE, LOOK_ALIKE, looks_like

# Without these some scripts are misspelt, and emoji fall apart.
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_WHERE = "where somebody types it, or opens it from a CSV file"


class Named(Protocol):
    """An entry: of a catalog, or of a file of one."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def aliases(self) -> Sequence[str]:
        """Its other names."""


def remarks(entry: Named) -> Iterator[str]:
    """Yields a sentence for each name of an entry that is not what it seems."""
    for name in (entry.name, *entry.aliases):
        kind = read_as(name)
        if kind:
            yield f'"{name}" becomes {kind} {_WHERE}; another name is safer.'
        elif loses_its_sign(name):
            yield f'"{name}" loses its first apostrophe where somebody types it; another name is safer.'
        for found in _odd(name):
            yield f'"{name}" is not what it seems. {found}'


def _odd(name: str) -> Iterator[str]:
    """At most one sentence on characters that cannot be seen, and one on letters of another script within a
    word of Latin ones: a word of one script is what it seems."""
    allowed = "" if seen(name).isascii() else _JOINERS
    unseen = next((c for c in name if not seen(c) and c not in allowed), "")
    if unseen:
        yield INVISIBLE.format(code=f"U+{ord(unseen):04X}")
    for word in re.findall(r"\w+", name):
        letters = [c for c in word if not c.isascii() and c.isalpha() and looks_like(c)]
        if letters and re.search("[A-Za-z]", word):
            like = looks_like(letters[0])
            yield LOOK_ALIKE.format(letter=letters[0], code=f"U+{ord(letters[0]):04X}", like=like)
            return
