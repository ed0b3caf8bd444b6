"""Where a number comes from, as text: in full, in a few words, or by the name of its source."""

from __future__ import annotations

import re
from typing import Callable

from ..errors import NotAvailable
from ..formatting import in_full
from .entries import Entry
from .facts import QUANTITIES, Fact, token_unit
from .in_use import load
from .loading import bundled

# Everyday words for quantities, accepted as well as their catalog names.
QUANTITY_WORDS = {
    "parameters": "params_total",
    "params": "params_total",
    "total": "params_total",
    "active": "params_active",
    "seqs": "sequences",
    "unique": "tokens_unique",
    "seen": "tokens_seen",
    "tokens": "tokens_seen",
    "effective": "tokens_seen",
    "avglen": "avg_length",
    "average length": "avg_length",
    "steps": "train_steps",
    "score": "score_substitutions",
    "indels": "score_indels",
}

# What a formula is made of: of("entry", "quantity"), quantities, numbers.
_FORMULA_WORD = re.compile(
    r"of\(\"([^\"]+)\", *\"(\w+)\"\)" + f"|\\b({'|'.join(QUANTITIES)})\\b" + r"|(\d[\d_]*(?:\.\d+)?)"
)


def usual_words() -> tuple[str, ...]:
    """A word for each quantity, as people would type it."""
    everyday = {quantity: word for word, quantity in reversed(QUANTITY_WORDS.items())}
    return tuple(everyday.get(quantity, quantity) if "_" in quantity else quantity for quantity in QUANTITIES)


def citation(name: str, quantity: str) -> str:
    """The citation of a number: source, place in it, address, derivation, confidence, quote.

    Parameters
    ----------
    name : of a model or a dataset
    quantity : as in the catalog ("params_total", "tokens_seen", ...) or in everyday words (QUANTITY_WORDS)

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : no such number on record
    """
    entry = load().entry(name)
    quantity = QUANTITY_WORDS.get(quantity, quantity)
    fact = load().source_of(entry, quantity)
    parts = [
        fact.source.title if fact.source else "",
        fact.locator,
        fact.source.url if fact.source else "",
        *_unit(fact, quantity),
    ]
    if fact.formula:
        parts.append(f"derived as {_spelt_out(fact.formula)}")
    if fact.via:
        parts.append(f"read in {fact.via.title}")
    parts += soft_spots(fact)
    parts.append(f"confidence {fact.confidence}")
    text = "; ".join(part for part in parts if part)
    if fact.quote:
        text += f'; "{fact.quote}"'
    others = len(entry.facts_about(quantity)) - 1
    return text + (f" ({others} other number{'s' * (others > 1)} on record)" if others else "")


def soft_spots(fact: Fact) -> list[str]:
    """In a few words, why a number is less than it seems: "an upper bound", or its standard error."""
    return [
        *(["an upper bound"] if fact.upper_bound else []),
        *([f"standard error {fact.standard_error:g}"] if fact.standard_error else []),
        *(["worked out from the compute, so it confirms nothing of it"] if fact.circular else []),
    ]


def _spelt_out(formula: str) -> str:
    """A formula with the full names of quantities and entries."""
    return formula_in_words(formula, lambda quantity: quantity.replace("_", " "), in_full)


def formula_in_words(
    formula: str, quantity_word: Callable[[str], str], number_word: Callable[[float], str]
) -> str:
    """A formula with its quantities and numbers in words of the caller's, and entries by their names."""

    def word(found: re.Match[str]) -> str:
        entry, of_entry, quantity, number = found.groups()
        if entry:
            # A user's formula may name what a later edition no longer has.
            other = bundled().find(entry) or load().find(entry)
            return f"{of_entry.replace('_', ' ')} of {other.name if other else entry}"
        return quantity_word(quantity) if quantity else number_word(float(number.replace("_", "")))

    return _FORMULA_WORD.sub(word, formula).replace("*", "x")


def short_citation(entry: Entry, quantity: str) -> str | None:
    """Source and locator in a few words, for a table; None where there is no fact."""
    try:
        fact = load().source_of(entry, quantity)
    except NotAvailable:
        return None
    return short_reference(fact, quantity)


def short_reference(fact: Fact, quantity: str = "") -> str:
    """Source and place in it, in a few words; how it was derived where it has no source; and what is counted
    where tokens are no residues."""
    said = fact.source.short if fact.source else f"derived as {_spelt_out(fact.formula)}"
    return "; ".join(part for part in (said, fact.locator, *_unit(fact, quantity)) if part)


def _unit(fact: Fact, quantity: str) -> list[str]:
    unit = token_unit(quantity, fact)
    return [f"in {unit}"] if unit else []


def source_name(fact: Fact) -> str:
    """The name of a fact's source, for a sentence."""
    return fact.source.short if fact.source else "derived"
