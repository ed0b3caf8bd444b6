"""Sentences: how a ratio came about, what to beware of, what is known of a dataset or a law."""

from __future__ import annotations

from ..catalog import Dataset, Entry, Model, load
from ..catalog.citations import formula_in_words, source_name
from ..catalog.facts import QUANTITIES, Fact
from ..formatting import human
from ..version import __version__
from . import effective_words, kind_words, ratios, repetition, scaling_laws, soft_numbers, token_units
from .accelerators import Accelerator
from .accelerators import find as find_accelerator
from .pieces import Piece, filled, joined
from .power_law import Law

# An average length this far from the training set's own changes a ratio visibly.
LENGTH_OFF = 0.15


def version() -> str:
    """Package version and catalog edition, the number of user entries, and warnings about user catalogs."""
    return ". ".join([f"plm-ratios {__version__}, catalog {load().label}", *load().cell_warnings])


def why(name: str, basis: str, avglen: float, kind: str = "total") -> str:
    """Sentences: how a model's ratio on a basis came about, and what to beware of.

    Parameters
    ----------
    name : of a model; the name of a dataset, a law or an accelerator gives sentences about that
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record
    kind : of parameters, "total", "active", "exact" or "non-embedding"

    Raises
    ------
    UnknownName : neither model, dataset, law nor accelerator has that name
    NotAvailable : the model has no ratio on this basis, or by this kind; the message says why
    """
    found = load().find(name)
    if isinstance(found, Dataset):
        return about_dataset(found)
    law = None if found else scaling_laws.find(name)
    if law:
        return about_law(law)
    chip = None if found else find_accelerator(name)
    if chip:
        return about_accelerator(chip)
    model, basis = ratios.as_model(name), ratios.as_basis(basis)
    ratios.ratio(model, basis, avglen, kind)  # says what is wrong, or why there is none
    if basis == "effective":
        text = effective_words.said(model, effective_pieces(model, kind), avglen, LENGTH_OFF, kind)
    else:
        total = ratios.model_tokens(model, basis, avglen)
        values = {**kind_words.slots(model, total, kind), "total": human(total), "length": f"{avglen:g}"}
        held = (piece for piece in pieces(model, basis, kind) if piece.holds(1.0, avglen, LENGTH_OFF))
        text = filled(joined(held), values)
    return " ".join([text, *own_entry(model)])


def pieces(model: Model, basis: str, kind: str | None = "total") -> tuple[Piece, ...]:
    """What may be said of a ratio on a basis other than "effective", by the average length.

    Slots: {ratio}, {total}, {length}, {active}, {whole}, {exact}; and without a kind {sized} and {own}.
    """
    counted = model.fact(ratios.QUANTITY_OF_BASIS[basis])
    assert counted is not None, "the ratio needed it"
    opening = (
        f"{model.name} has {{ratio}} tokens per parameter: {_tokens_phrase(model, basis, counted)}, "
        "divided by {sized}."
    )
    own = ratios.known_average_length(model) if basis == "sequences" else None
    own_tokens = ratios.tokens(counted.value or 0, own) if own else None
    found = (Piece(opening), *_cautions(model, basis, counted, own))
    return kind_words.framed(found, model, kind, own_tokens)


def effective_pieces(model: Model, kind: str | None = "total") -> tuple[Piece, ...]:
    """What may be said of a ratio on the basis "effective", by its passes and the average length; without a
    kind of parameters, with the slots {sized} and {own}."""
    own = ratios.known_average_length(model)
    own_tokens = repetition.model_effective_tokens(model, own) if own else None
    return kind_words.framed(effective_words.pieces(model, own, _derivation), model, kind, own_tokens)


def own_entry(entry: Entry) -> list[str]:
    """That an entry is the user's own, and what it replaces; empty for bundled entries."""
    if not entry.origin:
        return []
    overridden = load().overridden.get(entry)
    place = f" It replaces the bundled {overridden.name}." if overridden else ""
    file = entry.origin.replace("\\", "/").rpartition("/")[2]
    return [f"This {entry.what} is your own, from {file}.{place}", *load().cell_warnings]


def _tokens_phrase(model: Model, basis: str, counted: Fact) -> str:
    value = counted.value or 0
    if basis == "sequences":
        unit = counted.unit or "sequences"
        words = unit if "sequence" in unit.lower() else f"sequences ({unit})"
        return f"{human(value)} {words} ({source_name(counted)}) x {{length}} residues = {{total}} tokens"
    unit = token_units.in_words(counted)
    what = f"distinct {unit} in the training set" if basis == "unique" else f"{unit} seen in training"
    return f"{human(value)} {what} ({_derivation(model, counted)}{source_name(counted)})"


def _derivation(model: Model, fact: Fact) -> str:
    """A formula in words: "3.2 million tokens per step x 270,000 steps; "."""
    if not fact.formula:
        return ""

    def quantity_word(quantity: str) -> str:
        value = model.value(quantity) or 0
        number = f"{value:.3g}".replace("e+", "e") if quantity == "training_flops" else human(value)
        return f"{number} {QUANTITIES[quantity]}"

    return formula_in_words(fact.formula, quantity_word, human) + "; "


def _cautions(model: Model, basis: str, counted: Fact, own: float | None) -> list[Piece]:
    """Full sentences, the gravest first; those of the parameters are in kind_words.py."""
    found = []
    if counted.confidence == "low":
        found.append(Piece("The evidence for this number of tokens is weak."))
    found += map(Piece, soft_numbers.sentences([counted] if basis == "seen" else []))
    if own:
        averages = f"Its training set averages {own:.0f} residues, not {{length}}"
        off = f"{averages}; on that length the ratio is {{own}}."
        found.append(Piece(off, own=own))
    found += map(Piece, token_units.of_ratio(model, basis, counted, own))
    said = [*([counted.note] if counted.note else []), *_disagreement(model, ratios.QUANTITY_OF_BASIS[basis])]
    found += [Piece(sentence[:1].upper() + sentence[1:]) for sentence in said]
    return [piece._replace(caution=True) for piece in found]


def _disagreement(model: Model, quantity: str) -> list[str]:
    others = model.conflicting_facts(quantity)
    if not others:
        return []
    said = ", ".join(f"{human(fact.value or 0)} ({source_name(fact)})" for fact in others)
    notes = " ".join(dict.fromkeys(fact.note for fact in others if fact.note))
    return [f"Other numbers: {said}. {notes}".strip()]


def about_dataset(dataset: Dataset) -> str:
    """What is known of a dataset, with its sources."""
    parts = []
    for quantity, words in (
        ("sequences", "{} sequences"),
        ("tokens_unique", "{} tokens"),
        ("avg_length", "{} residues on average"),
    ):
        for fact in dataset.facts_about(quantity)[:1]:
            own_unit = fact.unit and (fact.grouped or quantity != "sequences")
            counted = f"{{}} {fact.unit}" if own_unit else words
            parts.append(f"{counted.format(human(fact.value or 0))} ({source_name(fact)})")
    notes = [fact.note for facts in dataset.facts.values() for fact in facts[:1] if fact.note]
    known = "; ".join(parts) or "no number on record"
    return " ".join([f"{dataset.name} is a dataset: {known}.", *notes, *own_entry(dataset)])


def about_law(law: Law) -> str:
    """What a law is about, and what to beware of."""
    if law.is_of_repetition:
        return _about_repetition(law)
    kind = f"{law.objective} {law.domain} models" if law.objective != "any" else f"{law.domain} models"
    exponent = f"optimal parameters grow as compute to the power {law.exponent:.3g}"
    return " ".join(
        [f"{law.name} is a scaling law of {kind} ({law.source.short}): {exponent}.", *law.caveats]
    )


def about_accelerator(chip: Accelerator) -> str:
    """The peak of an accelerator, its memory, who says so, and what to beware of."""
    peak, memory = chip.facts["peak"][0], chip.fact("memory")
    released = f", released {chip.released}" if chip.released else ""
    said = (
        f"{chip.name} ({chip.kind} of {chip.maker}{released}) reaches {human(chip.peak)} FLOP/s in dense "
        f"{chip.precision} ({source_name(peak)}, {peak.locator})"
    )
    if memory is None:
        return " ".join(filter(None, [f"{said}; its memory is not on record.", chip.note]))
    holds = f"{human(memory.value or 0)} bytes of memory ({source_name(memory)})"
    return " ".join(filter(None, [f"{said}, and has {holds}.", chip.note]))


def _about_repetition(law: Law) -> str:
    constant = law.constant("r_star")
    used = ['The basis "effective" counts by it.'] if law.id == repetition.LAW else []
    said = (
        f"{law.name} is a law of what repeated data are worth ({law.source.short}): R* = {constant:.3g}, so "
        f"that no number of passes is worth more than {1 + constant:.3g} times the distinct tokens."
    )
    return " ".join([said, *used, *law.caveats])
