"""What the words beside a number say that it counts."""

from __future__ import annotations

import re

from .notes import Number, numbers, unit

COUNTED = re.compile(r"\b(sequences?|proteins?|chains?|structures?|domains?|samples?|examples?|sets)\b", re.I)
ARE_SEQUENCES = re.compile(r"\b(sequences?|proteins?|chains?)\b", re.I)
OTHER_THINGS = re.compile(r"\b(structures?|domains?|samples?|examples?|sets|genes?|variants?)\b", re.I)
LENGTH = re.compile(r"\b(tokens?|residues?|amino acids?|aa|nucleotides?|base pairs?|bp)\b", re.I)
# What no length turns into tokens of proteins or nucleotides.
NEVER_TOKENS = re.compile(
    r"\b(values?|pairs|images?|connections?|interactions?|associations?|mutations?|measurements?|annotations?"
    r"|molecules?|ligands?|compounds?|conformations?|cells?)\b",
    re.I,
)

# Sequences that stand in many sets or alignments at once.
IN_SETS = re.compile(r"\bsequences?\s*(?:per|/)\s*(?:MSA|family|alignment|set)s?\b", re.I)

OF_STRUCTURES = re.compile(r"\bstructur(?:e|al) tokens?\b", re.I)

_LABEL = re.compile(r"\b(sequences|proteins|samples|tokens per sequence|length)\s*(?:=|:)\s*$", re.I)
# "Total tokens = Number of Sequences × Average Sequence Length", a line above the numbers
_LABELS = re.compile(
    r"\b(?:sequences|proteins)\s*[×x*]\s*"
    r"(?:average |mean )?(?:sequence |protein )?(?:length|tokens|residues)\b",
    re.I,
)


def labelled(notes: str) -> bool:
    """True if the notes say in words that sequences are multiplied by a length."""
    return bool(_LABELS.search(notes))


def unit_elsewhere(notes: str, number: Number) -> str:
    """The unit of a number if the notes state it outside the product."""
    for other in numbers(notes):
        if other.value == number.value:
            units, label = unit(notes, other), _LABEL.search(notes[max(0, other.start - 40) : other.start])
            if COUNTED.search(units) or LENGTH.search(units):
                return units
            if label:
                return "residues" if "length" in label[1].lower() else label[1].lower()
    return ""
