"""Sentences: where a number comes from, how a ratio came about, why there is none."""

from __future__ import annotations

import re
from typing import Callable

from . import laws, ratios
from .catalog import Dataset, Entry, Model, bundled, load
from .catalog.facts import QUANTITIES, Fact
from .errors import NotAvailable
from .scaling_law import Law
from .version import __version__

# The everyday words for quantities, beside their catalog names.
QUANTITY_WORDS = {
    "parameters": "params_total",
    "params": "params_total",
    "total": "params_total",
    "active": "params_active",
    "seqs": "sequences",
    "unique": "tokens_unique",
    "seen": "tokens_seen",
    "tokens": "tokens_seen",
    "avglen": "avg_length",
    "average length": "avg_length",
    "steps": "train_steps",
}

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))

# What a formula is made of: of("entry", "quantity"), quantities, numbers.
_FORMULA_WORD = re.compile(
    r"of\(\"([^\"]+)\", *\"(\w+)\"\)" + f"|\\b({'|'.join(QUANTITIES)})\\b" + r"|(\d[\d_]*(?:\.\d+)?)"
)

# An average length this far from the training set's own changes a ratio visibly.
LENGTH_OFF = 0.15


def version() -> str:
    """Package version and catalog edition, with what people added to it or failed to."""
    return ". ".join([f"plm-ratios {__version__}, catalog {load().label}", *load().trouble])


def human(number: float) -> str:
    """A number as people say it, to three digits: 21.1 billion.

    >>> human(21_125_000_000), human(325), human(1_408), human(0.0312)
    ('21.1 billion', '325', '1,408', '0.0312')
    """
    for scale, word in _SCALES:
        if number >= scale:
            return f"{_three_digits(number / scale)} {word}"
    return _three_digits(number)


def _three_digits(number: float) -> str:
    return f"{number:,.0f}" if number >= 999.5 else f"{number:.3g}"


def in_full(number: float) -> str:
    """A number with all its digits, thousands marked.

    >>> in_full(27e9), in_full(0.27)
    ('27,000,000,000', '0.27')
    """
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def why(name: str, basis: str, avglen: float) -> str:
    """How a model's ratio on a basis came about, and what to beware of; NotAvailable and UnknownName
    say why there is none. A dataset's name tells about the dataset, a law's about the law."""
    found = load().find(name)
    if isinstance(found, Dataset):
        return about_dataset(found)
    law = None if found else laws.find(name)
    if law:
        return about_law(law)
    model = ratios.as_model(name)
    ratio = ratios.ratio(model, basis, avglen)
    parameters = model.fact("params_total")
    counted = model.fact(ratios.QUANTITY_OF_BASIS[basis])
    assert parameters is not None, "the ratio needed both"
    assert counted is not None, "the ratio needed both"
    sentence = (
        f"{model.name} has {human(ratio)} tokens per parameter: "
        f"{_tokens_phrase(model, basis, avglen, counted)}, divided by "
        f"{human(parameters.value or 0)} parameters ({_short(parameters)})."
    )
    cautions = _cautions(model, basis, avglen, counted, parameters)
    return " ".join([sentence, *(["Beware:", *cautions] if cautions else []), *_own(model)])


def _own(entry: Entry) -> list[str]:
    """Whose entry it is, where it is not ours."""
    if not entry.origin:
        return []
    replaced = load().replaced.get(entry)
    place = f" It stands in the place of the bundled {replaced.name}." if replaced else ""
    file = entry.origin.replace("\\", "/").rpartition("/")[2]
    return [f"This {entry.what} is your own, from {file}.{place}", *load().trouble]


def _tokens_phrase(model: Model, basis: str, avglen: float, counted: Fact) -> str:
    value = counted.value or 0
    if basis == "sequences":
        unit = counted.unit or "sequences"
        words = unit if "sequence" in unit.lower() else f"sequences ({unit})"
        total = ratios.tokens(value, avglen)
        return f"{human(value)} {words} ({_short(counted)}) x {avglen:g} residues = {human(total)} tokens"
    what = "distinct tokens in the training set" if basis == "unique" else "tokens seen in training"
    return f"{human(value)} {what} ({_derivation(model, counted)}{_short(counted)})"


def _derivation(model: Model, claim: Fact) -> str:
    """A formula in words: "3.2 million tokens per step x 270,000 steps; "."""
    if not claim.formula:
        return ""

    def quantity_word(quantity: str) -> str:
        return f"{human(model.value(quantity) or 0)} {QUANTITIES[quantity]}"

    return _in_words(claim.formula, quantity_word, human) + "; "


def _cautions(model: Model, basis: str, avglen: float, counted: Fact, parameters: Fact) -> list[str]:
    """Full sentences, the gravest first."""
    found = []
    if counted.confidence == "low":
        found.append("the evidence for this number of tokens is weak.")
    if basis == "sequences":
        own = ratios.known_average_length(model)
        if own and abs(avglen / own - 1) > LENGTH_OFF:
            other = ratios.ratio(model, basis, own)
            found.append(
                f"its training set averages {own:.0f} residues, not {avglen:g}; "
                f"on that length the ratio is {human(other)}."
            )
    found += [claim.note for claim in (counted, parameters) if claim.note]
    found += _disagreement(model, ratios.QUANTITY_OF_BASIS[basis])
    active = model.value("params_active")
    if active:
        per_active = ratios.tokens_per_parameter(ratios.model_tokens(model, basis, avglen), active)
        found.append(
            f"A mixture of experts: by the {human(active)} parameters active per token "
            f"the ratio is {human(per_active)}."
        )
    return [_capital(sentence) for sentence in found]


def _disagreement(model: Model, quantity: str) -> list[str]:
    others = model.rivals(quantity)
    if not others:
        return []
    said = ", ".join(f"{human(claim.value or 0)} ({_short(claim)})" for claim in others)
    notes = " ".join(dict.fromkeys(claim.note for claim in others if claim.note))
    return [f"Other claims: {said}. {notes}".strip()]


def about_dataset(dataset: Dataset) -> str:
    """What is known of a dataset, with its sources."""
    parts = []
    for quantity, words in (
        ("sequences", "{} sequences"),
        ("tokens_unique", "{} tokens"),
        ("avg_length", "{} residues on average"),
    ):
        for claim in dataset.claims(quantity)[:1]:
            counted = f"{{}} {claim.unit}" if claim.grouped else words
            parts.append(f"{counted.format(human(claim.value or 0))} ({_short(claim)})")
    notes = [claim.note for claims in dataset.facts.values() for claim in claims[:1] if claim.note]
    known = "; ".join(parts) or "no number on record"
    return " ".join([f"{dataset.name} is a dataset: {known}.", *notes, *_own(dataset)])


def about_law(law: Law) -> str:
    """What a scaling law is about, and what to beware of."""
    kind = f"{law.objective} {law.domain} models" if law.objective != "any" else f"{law.domain} models"
    exponent = f"optimal parameters grow as compute to the power {law.exponent:.3g}"
    return " ".join(
        [f"{law.name} is a scaling law of {kind} ({law.source.short}): {exponent}.", *law.caveats]
    )


def citation(name: str, quantity: str) -> str:
    """The citation of the preferred claim: source, place, address, confidence, quote."""
    entry = load().entry(name)
    quantity = QUANTITY_WORDS.get(quantity, quantity)
    claim = load().source_of(entry, quantity)
    parts = [
        claim.source.title if claim.source else "",
        claim.locator,
        claim.source.url if claim.source else "",
    ]
    if claim.formula:
        parts.append(f"derived as {_spelt_out(claim.formula)}")
    if claim.via:
        parts.append(f"read in {claim.via.title}")
    parts.append(f"confidence {claim.confidence}")
    text = "; ".join(part for part in parts if part)
    if claim.quote:
        text += f'; "{claim.quote}"'
    others = len(entry.claims(quantity)) - 1
    return text + (f" ({others} other claim{'s' * (others > 1)} on record)" if others else "")


def _spelt_out(formula: str) -> str:
    """A formula with the names of quantities and entries as people know them."""
    return _in_words(formula, lambda quantity: quantity.replace("_", " "), in_full)


def _in_words(formula: str, quantity_word: Callable[[str], str], number_word: Callable[[float], str]) -> str:
    def word(found: re.Match[str]) -> str:
        entry, of_entry, quantity, number = found.groups()
        if entry:
            # A user's formula may name what a later edition no longer has.
            other = bundled().find(entry) or load().find(entry)
            return f"{of_entry.replace('_', ' ')} of {other.name if other else entry}"
        return quantity_word(quantity) if quantity else number_word(float(number.replace("_", "")))

    return _FORMULA_WORD.sub(word, formula).replace("*", "x")


def short_citation(entry: Entry, quantity: str) -> str | None:
    """Source and locator in a few words, for a table; None where there is no claim."""
    try:
        claim = load().source_of(entry, quantity)
    except NotAvailable:
        return None
    return place(claim)


def place(claim: Fact) -> str:
    """Source and place in it, in a few words; how it was derived where it has no source."""
    parts = [claim.source.short if claim.source else f"derived as {_spelt_out(claim.formula)}", claim.locator]
    return "; ".join(part for part in parts if part)


def _short(claim: Fact) -> str:
    """Who says it, for a sentence; SOURCE tells where."""
    return claim.source.short if claim.source else "derived"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
