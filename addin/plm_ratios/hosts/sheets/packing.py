"""The data of the script in fewer letters: what is said often is there once.

Every cell of a spreadsheet loads the whole script, and sentences and citations repeat one another. A phrase
that occurs more than once becomes a mark, "~" and two letters, and data.js puts the phrases back, by text
alone. So neither the data nor what reads it knows of this.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

MARK = "~"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# Phrases begin and end where sentences, citations and JSON do.
_SEAMS = re.compile(r'(?<=[;:,.]\s)|(?<=\()|(?=\))|(?=")|(?<=")|(?<="\s)|(?=\{)|(?<=\})')
_COST = 1 + 2  # letters of a mark


def packed(text: str) -> tuple[str, list[str]]:
    """A text of JSON with marks in it, and the phrases that they stand for, in the order of their marks."""
    # In JSON the letter stands inside texts only, where it may be written as its number.
    parts = _SEAMS.split(text.replace(MARK, "\\u007e"))
    gains = {
        phrase: gain
        for phrase, times in Counter(parts).items()
        if (gain := times * (len(phrase) - _COST) - len(phrase) - 1) > 0
    }
    phrases = sorted(gains, key=lambda phrase: (-gains[phrase], phrase))[: len(LETTERS) ** 2]
    marks = dict(zip(phrases, (MARK + one + other for one, other in product(LETTERS, LETTERS))))
    return "".join(marks.get(part, part) for part in parts), phrases
