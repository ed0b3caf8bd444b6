"""Which stage of training a number in the notes belongs to.

Notes often state the pre-training of a base model beside what the model itself was trained on. A number of
one stage says nothing of the other, and the epochs of one are no passes over the data of the other.
"""

from __future__ import annotations

import re

PRETRAINING, AFTERWARDS, TOGETHER = "pre-training", "fine-tuning", "the sum of stages"

_WORDS = {
    PRETRAINING: r"pre-?\s?train(?:ing|ed)?",
    AFTERWARDS: r"fine-?\s?tun(?:ing|ed|e)|(?<!pre-)(?<!pre )training",
    TOGETHER: r"total|final|sum",
}
_STAGES = "|".join(f"(?P<s{place}>{words})" for place, words in enumerate(_WORDS.values()))
# "Pre-training (UniRef50):", "Fine-tuning sequences:", "Total unique tokens: 4.2 × 10^11"
_HEADING = re.compile(
    rf"^[\s\-*•\d.)]*(?:(?:main|further|first|second|continued)\s)?(?:{_STAGES})\b[^\n:=]{{0,60}}:",
    re.I | re.M,
)
_IN_PRETRAINING = re.compile(r"\bpre-?\s?train(?:ing|ed)?\b", re.I)
_IN_FINE_TUNING = re.compile(r"\bfine-?\s?tun(?:ing|ed|e)\b", re.I)


def stage_at(notes: str, place: int) -> str:
    """The stage that the words before a place on its line name, else the last heading; "" for none."""
    line = notes[notes.rfind("\n", 0, place) + 1 : place]
    for stage, words in ((AFTERWARDS, _IN_FINE_TUNING), (PRETRAINING, _IN_PRETRAINING)):
        if words.search(line):
            return stage
    stage = ""
    for found in _HEADING.finditer(notes, 0, place):
        stage = next(name for at, name in enumerate(_WORDS) if found[f"s{at}"])
    return stage


def are_mixed(notes: str) -> bool:
    """True if notes have the pre-training and what came after it under headings of their own."""
    named = {stage_at(notes, found.end()) for found in _HEADING.finditer(notes)}
    return {PRETRAINING, AFTERWARDS} <= named
