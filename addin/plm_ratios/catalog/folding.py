"""Normalizes names and words for lookups, the same for cells, files and the command line.

People paste names from papers, web pages and PDFs, with characters in them that are invisible, or that only
look like the usual ones. hosts/sheets/names.js and hosts/pane/pane_search.js fold names likewise.
"""

from __future__ import annotations

import re

# What Unicode says nothing may be shown for (the property Default_Ignorable_Code_Point), and the marks of
# annotations: zero-width spaces and joiners, soft hyphens, marks of direction, variation selectors, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u1680\u2028\u2029"  # the others become one of these by NFKC
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb\u2032\u300c\u300d"

_IGNORED = dict.fromkeys(map(ord, f"_{_DASHES}{_SPACES}"))


def fold(name: str) -> str:
    """A name as lookups compare it: without case, spaces, dashes, underscores, quotes around it, and what
    cannot be seen.

    >>> fold("ESM-2 15B") == fold("“esm2\u2009\uff11\uff15b\u200b”") == "esm215b"
    True
    """
    if not name.isascii():
        name = visible(name)
    return name.translate(_IGNORED).strip(_QUOTES).casefold()


def word(text: str) -> str:
    """A word as a choice compares it: like fold(), but inner spaces and dashes are kept."""
    if not text.isascii():
        text = visible(text)
    return unquoted(text).casefold()


def unquoted(text: str) -> str:
    """A text without spaces and quotes around it."""
    return text.strip(_SPACES + _QUOTES)


def visible(text: str) -> str:
    """A text in the usual form of its letters, without what cannot be seen.

    Unicode's form NFKC makes full-width letters and thin spaces plain ones.
    """
    from unicodedata import normalize  # for few names only: keeps start-up short

    return seen(normalize("NFKC", text))


def seen(text: str) -> str:
    """A text without what cannot be seen, otherwise as it is."""
    return re.sub(f"[{_INVISIBLE}]", "", text)
