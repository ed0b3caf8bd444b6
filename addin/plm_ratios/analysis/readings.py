"""One reading of a ratio: the facts that give it, the numbers, and who says them."""

from __future__ import annotations

from typing import NamedTuple

from ..catalog.facts import Fact, differ

CONFIDENCES = ("low", "medium", "high")


class RatioReading(NamedTuple):
    """Tokens per parameter by one choice of facts.

    counted   the facts that the tokens rest on
    sized     the fact of the parameters
    said      who says the tokens
    """

    ratio: float
    tokens: float
    parameters: float
    counted: tuple[Fact, ...]
    sized: Fact
    said: str

    @property
    def confidence(self) -> str:
        """That of the weakest fact."""
        return min((fact.confidence for fact in (*self.counted, self.sized)), key=CONFIDENCES.index)


class Spread(NamedTuple):
    """The lowest, the preferred and the highest reading; equal where the sources agree."""

    lowest: RatioReading
    preferred: RatioReading
    highest: RatioReading

    @property
    def disagree(self) -> bool:
        """Whether the sources give more than one ratio."""
        return differ(self.lowest.ratio, self.highest.ratio)


def who(fact: Fact) -> str:
    """A short name of the source, and where it was read if that was not in the source itself."""
    if fact.source is None:
        return "derived"
    return fact.source.short + (f" (read in {fact.via.short})" if fact.via else "")


def remarks(fact: Fact, preferred: bool) -> list[str]:
    """What another fact than the preferred one counts, and what the catalog remarks on it."""
    return [
        *([f"Counts {fact.unit}."] if fact.unit and not preferred else []),
        *([fact.note] if fact.note else []),
    ]
