"""The table of letters: what people paste in place of the usual ones, as names, words and numbers are read.

A formula cannot normalize a text, so each letter is looked up by its code. Left out are letters of other
alphabets, of which names of the catalog have only one, and characters beyond the first plane of Unicode,
which most versions of Excel count as two.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ...catalog.folding import fold, seen, unquoted, visible
from ...catalog.typed_names import looks_like, oddities
from ...catalog.typed_numbers import usual

HEADERS = ("Code", "In names", "In words", "In numbers", "Unseen", "Looks like")
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0xFFFD
_MU = "\u03bc"  # µFormer begins with the sign for a millionth, which is read as this letter


@lru_cache(maxsize=1)
def letters() -> list[list[Any]]:
    """A row for each letter that is read otherwise than it is written, by code; None where it is left out.

    A quote is a space here, so that TRIM takes away those around a name. No key of PlmNames holds one.
    """
    rows = []
    for code in range(1, _LAST + 1):
        if code in _SURROGATES or (chr(code).isascii() and chr(code).isalnum()):
            continue
        letter = chr(code)
        forms = [_in_names(letter), _in_words(letter), _in_numbers(letter)]
        if looks_like(letter) or any(form != letter and (form.isascii() or form == _MU) for form in forms):
            rows.append([code, *(form or None for form in forms), *_remarks(letter)])
    return rows


def _in_names(letter: str) -> str:
    within = fold(f"x{letter}x")[1:-1]
    return within if fold(letter) or not within else " "


def _in_words(letter: str) -> str:
    within = visible(f"x{letter}x")[1:-1].lower()
    return within if unquoted(within) or not within else " "


def _in_numbers(letter: str) -> str:
    plain = usual(letter)
    if plain == "'":
        return plain
    return plain if unquoted(plain) or not plain else " "


def _remarks(letter: str) -> list[str | None]:
    """What there is to say of a letter that cannot be seen, and of one that looks like another."""
    said = oddities(letter)
    return [said[0] if not seen(letter) else None, said[-1] if looks_like(letter) else None]
