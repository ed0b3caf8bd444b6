"""How far a ratio on the basis "effective" is known: over the facts, over what may count as distinct tokens,
and over the fits of the law by its own authors.

Effective tokens grow with the tokens seen, with the distinct ones and with R*. So the lowest ratio takes the
lowest of each, over the most parameters; and the highest the opposite.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..catalog import Entry, Model
from ..catalog.facts import Fact, differ
from ..formatting import human
from . import repetition
from .readings import RatioReading, Spread, who


class Counted(NamedTuple):
    """A fact that may stand for the distinct tokens: of tokens, or of sequences that a length multiplies."""

    fact: Fact
    by_sequences: bool

    def tokens(self, avglen: float) -> float:
        """Distinct tokens."""
        return (self.fact.value or 0.0) * (avglen if self.by_sequences else 1.0)

    def said(self, length: str) -> str:
        """Who says so, and how often it is multiplied; `length` as a sentence shows it."""
        if not self.by_sequences:
            return who(self.fact)
        return f"{who(self.fact)}, {human(self.fact.value or 0)} sequences x {length} residues"


class Candidates(NamedTuple):
    """What there is to choose from, the preferred one first in each list; `seen` and `counted` by stage."""

    seen: list[list[Fact]]
    counted: list[list[Counted]]
    fits: list[Fact]
    sized: list[Fact]


def candidates(model: Model) -> Candidates:
    """Every fact that the ratio of a model may rest on.

    Raises
    ------
    NotAvailable : as by repetition.parts()
    """
    repetition.parts(model)
    stages = model.stages or (model,)
    return Candidates(
        [admissible(stage, "tokens_seen") for stage in stages],
        [
            [
                Counted(fact, quantity == "sequences")
                for quantity in repetition.counts_of(model)
                for fact in admissible(stage, quantity)
            ]
            for stage in stages
        ],
        list(repetition.repetition_law().constants["r_star"]),
        admissible(model, "params_total"),
    )


def admissible(entry: Entry, quantity: str) -> list[Fact]:
    """The preferred fact first, then those that contradict it."""
    preferred = entry.fact(quantity)
    conflicting = [fact for fact in entry.conflicting_facts(quantity) if not fact.grouped]
    return [preferred, *conflicting] if preferred else []


def effective_spread(model: Model, avglen: float) -> Spread:
    """The lowest, preferred and highest ratio of a model on the basis "effective".

    Raises
    ------
    NotAvailable : as by repetition.parts()
    """
    of = candidates(model)

    def value(fact: Fact) -> float:
        return fact.value or 0.0

    def tokens(counted: Counted) -> float:
        return counted.tokens(avglen)

    def reading(take: Any, opposite: Any) -> RatioReading:
        seen = [take(each, key=value) for each in of.seen]
        distinct = [take(each, key=tokens) for each in of.counted]
        return _reading(seen, distinct, take(of.fits, key=value), opposite(of.sized, key=value), avglen)

    def first(each: list[Any], key: Any) -> Any:
        return each[0]

    preferred = reading(first, first)
    lowest, highest = reading(min, max), reading(max, min)
    return Spread(
        *(each if differ(each.ratio, preferred.ratio) else preferred for each in (lowest, preferred, highest))
    )


def _reading(
    seen: list[Fact], distinct: list[Counted], fit: Fact, sized: Fact, avglen: float
) -> RatioReading:
    constant, parameters = fit.value or 0.0, sized.value or 0.0
    tokens = sum(
        repetition.effective_tokens(counted.tokens(avglen), each.value or 0.0, constant)
        for each, counted in zip(seen, distinct)
    )
    facts = (*seen, *(counted.fact for counted in distinct), fit)
    texts = [counted.said(f"{avglen:g}") for counted in distinct]
    return RatioReading(
        tokens / parameters, tokens, parameters, facts, sized, said(map(who, seen), texts, fit_said(fit))
    )


def said(seen: Any, distinct: Any, fit: str) -> str:
    """Who says the tokens of a reading, stage by stage."""
    return f"seen: {' + '.join(seen)}; distinct: {' + '.join(distinct)}; {fit}"


def fit_said(fit: Fact) -> str:
    """Whose fit of the law."""
    return f"R* = {fit.value:.3g}: {who(fit)}"
