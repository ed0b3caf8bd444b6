"""What a dataset size counts, and why."""

from __future__ import annotations

from typing import NamedTuple

SEQUENCES, UNIQUE, SEEN = "sequences", "tokens_unique", "tokens_seen"


class SizeReading(NamedTuple):
    """What a size counts.

    basis       the quantity, or "" if it is not certain
    why         the reason, in words that follow a colon
    sequences   the number of sequences in the product in the notes, if there is one
    length      the length in that product, if it is round: assumed, or a cut-off, rather than measured
    seen        the tokens seen, if the notes state them beside the size
    instead     the number that counts, where the notes hold it and the size is another's
    weak        true where the words could be meant otherwise
    """

    basis: str
    why: str
    sequences: float | None = None
    length: float | None = None
    seen: float | None = None
    instead: float | None = None
    weak: bool = False
