"""Names as people type them: where they are looked up, and what there is to say of one that is not found."""

from __future__ import annotations

from typing import Mapping, Sequence, TypeVar

from .folding import fold, seen
from .typed_numbers import as_number

E = TypeVar("E")

INVISIBLE = "It holds an invisible character ({code})."
LOOK_ALIKE = 'It holds "{letter}" ({code}), which only looks like {like}.'

# Cyrillic and Greek letters, and an i without its dot, that nobody can tell from Latin ones.
LOOK_ALIKES = dict(
    zip(
        "АВЕЗІЈКМНОРЅСТУХаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοκρı",
        "ABE3IJKMHOPSCTYXaeijopcyxsABEZHIKMNOPTYXavokpi",
    )
)


def look_up(name: str, *indexes: Mapping[str, E]) -> E | None:
    """What goes by this name in the first index that has it; None if there is nothing.

    Of a path or an address (facebook/esm2_t48_15B_UR50D) the last part counts, if the whole is no name.
    """
    key = fold(name)
    found = _first(key, indexes)
    if found is None and "/" in key:
        before, _, last = key.rstrip("/").rpartition("/")
        if _first(before.rpartition("/")[2], indexes) is None:  # two names are not an address
            return _first(last, indexes)
    return found


def _first(key: str, indexes: Sequence[Mapping[str, E]]) -> E | None:
    for index in indexes:
        if key in index:
            return index[key]
    return None


def oddities(text: str) -> tuple[str, ...]:
    """Sentences about the characters of a text that are not what they seem: at most one about those that
    cannot be seen, and one about those that look like others."""
    if text.isascii():
        return ()
    letters = dict.fromkeys(text)  # each once: a text may be long
    unseen = [INVISIBLE.format(code=_code(c)) for c in letters if not seen(c)]
    alike = [
        LOOK_ALIKE.format(letter=c, code=_code(c), like=like)
        for c in letters
        for like in [looks_like(c)]
        if like
    ]
    return (*unseen[:1], *alike[:1])


def remarks(name: str) -> tuple[str, ...]:
    """What to say of a name that is not found: odd characters, or that it may be meant as a number."""
    return oddities(name) + as_number(name)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def looks_like(character: str) -> str:
    """The usual characters that another one is taken for; "" where it is taken for itself."""
    from unicodedata import normalize  # on the way to an error only: keeps start-up short

    usual = LOOK_ALIKES.get(character) or normalize("NFKC", character)
    return usual if usual != character and usual.isascii() and not usual.isspace() else ""
