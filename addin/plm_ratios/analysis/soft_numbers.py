"""What is said of numbers that are less than they seem: upper bounds, and tokens worked out from compute."""

from __future__ import annotations

from typing import Iterable

from ..catalog import Model
from ..catalog.facts import Fact

CIRCULAR = (
    "The tokens seen were worked out from the compute of its training, as FLOPs / (6 x parameters), so "
    "neither confirms the other."
)
AT_MOST = "The tokens seen are an upper bound, so the ratio is at most this."


def sentences(facts: Iterable[Fact]) -> list[str]:
    """Full sentences on the tokens that a ratio rests on."""
    facts = tuple(facts)
    return [
        *([CIRCULAR] if any(fact.circular for fact in facts) else []),
        *([AT_MOST] if any(fact.upper_bound for fact in facts) else []),
    ]


def in_short(model: Model) -> list[str]:
    """The same of a model's tokens seen, as parts of a note."""
    fact = model.fact("tokens_seen")
    return [
        *(["tokens worked out from its compute"] if fact and fact.circular else []),
        *(["tokens are an upper bound"] if fact and fact.upper_bound else []),
    ]


def in_full(model: Model) -> list[str]:
    """The same as full sentences."""
    fact = model.fact("tokens_seen")
    return sentences([fact] if fact else [])
