"""Sentences with slots, and when each is said.

What is typed, the average length, decides over the passes, and so over which sentences hold. Hosts without
Python work that out by themselves, from these same sentences.
"""

from __future__ import annotations

import re
from typing import Iterable, Mapping, NamedTuple

_SLOT = re.compile(r"\{(\w+)\}")


class Piece(NamedTuple):
    """A sentence or more with slots, and when it is said.

    above, upto   of the passes over the data: of all stages, the most
    own           said where the average length is far from this one; 0 where that does not matter
    caution       whether it belongs behind "Beware:"
    """

    text: str
    above: float = 0.0
    upto: float = 0.0
    own: float = 0.0
    caution: bool = False

    def holds(self, passes: float, avglen: float, off: float) -> bool:
        """Whether it is said: `off` is how far from the own length a length must be."""
        if self.own and abs(avglen / self.own - 1) <= off:
            return False
        return passes > self.above and (not self.upto or passes <= self.upto)


def joined(held: Iterable[Piece]) -> str:
    """The sentences, those to beware of last."""
    held = tuple(held)
    plain = "".join(piece.text for piece in held if not piece.caution)
    cautions = [piece.text for piece in held if piece.caution]
    return " ".join([plain, *(["Beware:", *cautions] if cautions else [])])


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled, as far as there are values."""
    return _SLOT.sub(lambda slot: values.get(slot.group(1), slot.group(0)), text)
