"""What repeated training data are worth: effective tokens, by a law of text (Muennighoff et al. 2023).

    D' = U + U R* (1 - exp(-(D/U - 1) / R*))    where D > U, else D

U are the distinct tokens, D the tokens seen, and R* = 15.387756 is a constant of the law "repetition-text". A
model that was trained in stages on different data is summed by stage, where the catalog has the stages.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..catalog import Entry, Model
from ..catalog.facts import Fact
from ..errors import NotAvailable, OutOfRange
from .law_book import law
from .power_law import Law

LAW = "repetition-text"
EXTRAPOLATED = 16.0  # passes beyond which the law is stretched past what it was fitted on
# What may stand for the distinct tokens, the best first. Sequences are multiplied by an average length.
COUNTS = ("tokens_unique", "sequences")


class Part(NamedTuple):
    """One stage of a model's training, or all of it: tokens seen of so many distinct ones.

    seen, counted   the facts; `counted` is of unique tokens or of sequences
    name            of the stage; "" where training had one
    """

    seen: Fact
    counted: Fact
    by_sequences: bool
    name: str = ""

    def distinct(self, avglen: float) -> float:
        """Distinct tokens U."""
        return (self.counted.value or 0.0) * (avglen if self.by_sequences else 1.0)

    def passes(self, avglen: float) -> float:
        """Passes over the distinct tokens, D / U."""
        return (self.seen.value or 0.0) / self.distinct(avglen)


class Distinct(NamedTuple):
    """The distinct tokens of a training set, and what was counted: "unique" tokens or "sequences"."""

    tokens: float
    quantity: str


def repetition_law() -> Law:
    """The law by which the basis "effective" counts."""
    return law(LAW)


def r_star() -> float:
    """Its constant: the larger, the more repeats are worth."""
    return repetition_law().constant("r_star")


def effective_tokens(unique: float, seen: float, r_star: float) -> float:
    """Tokens that would be worth as much if none were repeated.

    Parameters
    ----------
    unique : U, distinct tokens, above zero
    seen : D, tokens seen, repeats included
    r_star : R*, above zero

    Raises
    ------
    OutOfRange : distinct tokens or R* that are not finite and above zero, tokens seen below zero

    >>> round(effective_tokens(21.125e9, 864e9, 15.387756) / 1e9)
    322
    >>> effective_tokens(100e9, 50e9, 15.387756)
    50000000000.0
    """
    for number, what in ((unique, "number of distinct tokens"), (r_star, "constant R*")):
        if not number > 0 or math.isinf(number):
            raise OutOfRange(f"The {what} must be a finite number above zero.")
    if not seen >= 0:
        raise OutOfRange("The number of tokens seen cannot be negative.")
    if seen <= unique:
        return float(seen)
    return unique + unique * r_star * (1 - math.exp(-(seen / unique - 1) / r_star))


def ceiling(unique: float, r_star: float) -> float:
    """What distinct tokens are worth at most, however often they are repeated: (1 + R*) U."""
    return unique * (1 + r_star)


def parts(model: Model) -> tuple[Part, ...]:
    """The stages of a model's training, or all of it as one.

    Raises
    ------
    NotAvailable : tokens seen, or both unique tokens and sequences, are not on record; the message says which
    """
    stages, counts = model.stages or (model,), counts_of(model)
    return tuple(_part(stage, stage.name if model.stages else "", counts) for stage in stages)


def counts_of(model: Model) -> tuple[str, ...]:
    """What may stand for its distinct tokens: sequences of nucleotides have no average length in residues."""
    return COUNTS[:1] if model.reads_nucleotides else COUNTS


def _part(stage: Entry, name: str, counts: tuple[str, ...]) -> Part:
    seen = stage.fact("tokens_seen")
    if seen is None:
        of = f" in the stage {name}" if name else ""
        raise NotAvailable(f"no source that we have read states its tokens seen{of}")
    for quantity in counts:
        counted = stage.fact(quantity)
        if counted is not None:
            return Part(seen, counted, quantity == "sequences", name)
    missing = "its distinct tokens or sequences" if counts == COUNTS else "its distinct tokens"
    raise NotAvailable(f"no source that we have read states {missing}")


def distinct(model: Model, avglen: float) -> Distinct:
    """Distinct tokens of a model's training set: as reported, else sequences x average length; the sum of
    the stages where it was trained in stages.

    Raises
    ------
    NotAvailable : as by parts()
    """
    found = parts(model)
    by_sequences = any(part.by_sequences for part in found)
    return Distinct(sum(part.distinct(avglen) for part in found), "sequences" if by_sequences else "unique")


def passes(model: Model, avglen: float) -> float:
    """Passes over the distinct tokens, all stages taken together.

    Raises
    ------
    NotAvailable : as by parts()
    """
    found = parts(model)
    return sum(part.seen.value or 0.0 for part in found) / sum(part.distinct(avglen) for part in found)


def counts_epochs(model: Model) -> bool:
    """Whether the passes are counted from the parts: neither unique tokens nor epochs are on record."""
    if model.value("epochs") is not None:
        return False
    if model.value("tokens_seen") is not None and model.value("tokens_unique"):
        return False
    try:
        return bool(parts(model))
    except NotAvailable:
        return False


def model_effective_tokens(model: Model, avglen: float) -> float:
    """Effective tokens of a model, summed over the stages of its training.

    Raises
    ------
    NotAvailable : as by parts()
    """
    constant = r_star()
    return sum(
        effective_tokens(part.distinct(avglen), part.seen.value or 0.0, constant) for part in parts(model)
    )
