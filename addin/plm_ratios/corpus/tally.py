"""Sums over sequences: how many of each length, and which characters."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import Any, Mapping

from .records import TWENTY, Batch

AMBIGUOUS = "BZXUOJ"


class Tally:
    """What one pass over sequences gives. Its size goes by the number of different lengths, not by the input.

    lengths     records of each length; length 0 are the empty ones
    ambiguous   of these, the ones that hold one of B, Z, X, U, O, J
    letters     how often each character occurs that is none of the twenty residues
    residues    how often the twenty occur
    small       how many letters were lower case
    """

    def __init__(self) -> None:
        self.lengths: Counter[int] = Counter()
        self.ambiguous: Counter[int] = Counter()
        self.letters: Counter[str] = Counter()
        self.residues = 0
        self.small = 0
        self.nucleotides = True

    def add(self, batch: Batch) -> None:
        """Count the sequences of a block."""
        self.lengths.update(map(len, batch.sequences))
        self.residues += len(batch.joined) - len(batch.rest)
        self.small += batch.small
        if self.nucleotides and batch.joined.translate(None, b"ACGTUN"):
            self.nucleotides = False
        if batch.rest:
            found = Counter(batch.rest.decode("latin-1"))
            self.letters.update(found)
            if not found.keys().isdisjoint(AMBIGUOUS):
                self.ambiguous.update(_lengths_with_ambiguous(batch))

    def merge(self, other: Tally) -> None:
        """Add what another part of the input gave."""
        for mine, its in (
            (self.lengths, other.lengths),
            (self.ambiguous, other.ambiguous),
        ):
            mine.update(its)
        self.letters.update(other.letters)
        self.residues += other.residues
        self.small += other.small
        self.nucleotides = self.nucleotides and other.nucleotides

    @property
    def records(self) -> int:
        """All records, empty ones too."""
        return sum(self.lengths.values())

    @property
    def sequences(self) -> int:
        """Records that are not empty."""
        return self.records - self.lengths[0]

    def as_json(self) -> dict[str, Any]:
        """For the state of a count that goes on later."""
        return {
            "lengths": sorted(self.lengths.items()),
            "ambiguous": sorted(self.ambiguous.items()),
            "letters": dict(self.letters),
            "residues": self.residues,
            "small": self.small,
            "nucleotides": self.nucleotides,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Tally:
        """The tally that as_json() describes."""
        tally = cls()
        tally.lengths = Counter(dict(value["lengths"]))
        tally.ambiguous = Counter(dict(value["ambiguous"]))
        tally.letters = Counter(value["letters"])
        tally.residues = value["residues"]
        tally.small = value["small"]
        tally.nucleotides = value["nucleotides"]
        return tally


def _lengths_with_ambiguous(batch: Batch) -> list[int]:
    """Lengths of the sequences that hold an ambiguous letter. A sequence is left after its first one, so that
    long runs of X cost nothing."""
    ends = list(accumulate(map(len, batch.sequences)))
    found: set[int] = set()
    for letter in AMBIGUOUS.encode():
        position = batch.joined.find(letter)
        while position >= 0:
            index = bisect_right(ends, position)
            found.add(index)
            position = batch.joined.find(letter, ends[index])
    return [len(batch.sequences[index]) for index in found]


def quantile(lengths: Mapping[int, int], share: float) -> float:
    """A quantile of the lengths as numpy.quantile gives it: linear between neighbours.

    Parameters
    ----------
    lengths
        How many sequences have each length; at least one.
    share
        0.5 for the median.
    """
    ordered = sorted(length for length, count in lengths.items() if count)
    ends = list(accumulate(lengths[length] for length in ordered))
    place = share * (ends[-1] - 1)
    below = ordered[bisect_right(ends, int(place))]
    above = ordered[bisect_right(ends, min(int(place) + 1, ends[-1] - 1))]
    return below + (above - below) * (place - int(place))


assert not set(AMBIGUOUS.encode()) & set(TWENTY)
