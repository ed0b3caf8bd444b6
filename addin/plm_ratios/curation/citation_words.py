"""Words of a quote that contradict the word for which it is cited."""

from __future__ import annotations

import re
from typing import Union

NON_COMMERCIAL = r"non-?commercial|academic use|research use only|\bby-nc\b"
PERMISSIVE = r"\bmit\b|\bapache\b|\bbsd\b"
CAUSAL = r"\bautoregressive|(?<!block-)\bcausal|\bclm\b|next[- ](token|amino|residue)|left[- ]to[- ]right"
MASKED = r"\bmask|\bcloze\b|\bmlm\b"

# For each kind of word: what our word looks like, what contradicts it, and what makes that no contradiction.
CONTRADICTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "license": (
        (r"^mit\b", rf"{NON_COMMERCIAL}|\bapache\b|\bbsd\b|\bgpl|\bcc[ -]by\b|\bcustom\b", r"\bmit\b"),
        (r"^apache", rf"{NON_COMMERCIAL}|\bmit\b|\bbsd\b|\bgpl|\bcc[ -]by\b|\bcustom\b", r"\bapache\b"),
        (r"^bsd", rf"{NON_COMMERCIAL}|\bmit\b|\bapache\b|\bgpl|\bcc[ -]by\b|\bcustom\b", r"\bbsd\b"),
        (r"\bnc\b|non-?commercial|academic", PERMISSIVE, rf"{NON_COMMERCIAL}|\bmodified\b"),
    ),
    "weights": (
        (
            r"^open$",
            rf"{NON_COMMERCIAL}|not (publicly )?available|upon request|\bgated\b",
            "ungated",
        ),
        (r"^restricted$", PERMISSIVE, NON_COMMERCIAL),
        (r"^closed$", r"open weights|\bdownload", r"\bnot\b"),
    ),
    "objective": (
        (r"^mlm$", CAUSAL, rf"{MASKED}|non-autoregressive"),
        (r"^clm$", MASKED, CAUSAL),
    ),
    "layout": (
        (r"encoder-decoder", r"(encoder|decoder)-only", r"encoder-decoder"),
        (r"mixture of experts", r"\bdense\b", r"\bsparse\b|\bexpert"),
    ),
}


def contradiction(key: str, word: Union[str, list[str]], quote: str) -> str | None:
    """The words of a quote that contradict a word of an entry, or None.

    >>> contradiction("license", "MIT", "under a custom non-commercial license")
    'custom'
    >>> contradiction("license", "MIT", "license: mit, other")
    """
    for one in [word] if isinstance(word, str) else word:
        for ours, against, unless in CONTRADICTIONS[key]:
            if not re.search(ours, one, re.IGNORECASE) or re.search(unless, quote, re.IGNORECASE):
                continue
            found = re.search(against, quote, re.IGNORECASE)
            if found:
                return found.group()
    return None
