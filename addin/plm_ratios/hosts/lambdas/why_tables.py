"""The table of sentences about each model and dataset: what WHY says, and what VERDICT and FRONTIER add.

A slot such as {r} stands for what depends on the average length, the kind of parameters or the law that
somebody types. In {b} comes "Beware:", where there is nothing to beware of but what comes into {o} and {k}.
"""

from __future__ import annotations

from typing import Callable, Iterable, Sequence

from ...analysis import (
    cautions,
    cost,
    effective_words,
    explanations,
    kind_words,
    ratios,
    repetition,
    scaling_laws,
)
from ...analysis.pieces import Piece, filled
from ...catalog import Dataset, Entry, Model
from ...functions.messages import said
from .entry_tables import COUNTED, entries
from .table import Cell, Table

# Slots as formulas fill them: every letter of a formula counts, of which Excel takes 8,192.
_SLOTS = {
    "sized": "{s}",
    "ratio": "{r}",
    "length": "{l}",
    "total": "{t}",
    "active": "{a}",
    "whole": "{h}",
    "exact": "{e}",
    "own": "{w}",
    "distinct0": "{u}",
    "passes0": "{p}",
    "ceiling": "{m}",
}
# One number of passes for each set of sentences: a single one, several, more than the law was fitted for.
_PASSES = (1.0, repetition.EXTRAPOLATED, repetition.EXTRAPOLATED + 1)
_KINDS = tuple(kind.capitalize() for kind in ratios.PARAMETER_KINDS)
_HEADERS = (
    *("Sequences", "Unique", "Seen", "Once", "Repeated", "Often", "Off"),
    *_KINDS,
    *(f"Beware of {kind.lower()}" for kind in _KINDS),
    *("Worth", "Worth off", "In short", "In short dense", "In full", "In full dense", "No FLOPs"),
)


def why_table() -> Table:
    """The sentences on each basis, with slots, or why there is no number; then what comes into {o} where the
    length is far from that of the training set; the parameters of each kind in words, or why there are none;
    what to beware of with them; effective tokens, where the formula cannot work them out, at 325 residues and
    at the length of the training set; the notes of VERDICT and FRONTIER, with those for laws of dense
    models apart; and why FRONTIER has no compute of a model."""
    return Table("PlmWhy", _HEADERS, [_row(entry) for entry in entries()])


def _row(entry: Entry) -> list[Cell]:
    if isinstance(entry, Dataset):
        return [*[explanations.about_dataset(entry)] * 3, *[None] * (len(_HEADERS) - 3)]
    assert isinstance(entry, Model)
    bewares = (kind_words.cautions(entry, kind) for kind in ratios.PARAMETER_KINDS)
    return [
        *(_counted(entry, basis) for basis in COUNTED),
        *_effective(entry),
        _off(entry),
        *(_sized(entry, kind) for kind in ratios.PARAMETER_KINDS),
        *(_short("".join(f" {piece.text}" for piece in found)) or None for found in bewares),
        *_worth(entry),
        *_notes(entry),
    ]


def _counted(model: Model, basis: str) -> str:
    missing = said(lambda: ratios.model_tokens(model, basis))
    return missing or _short(_joined(model, explanations.pieces(model, basis, None)))


def _effective(model: Model) -> list[str]:
    """The sentences for each of _PASSES. Where the length does not matter they are the same."""
    missing = said(lambda: ratios.model_tokens(model, "effective"))
    if missing:
        return [missing] * len(_PASSES)
    found = explanations.effective_pieces(model, None)
    if _is_plain(model):
        return [_short(_joined(model, _held(found, passes))) for passes in _PASSES]
    usual = ratios.AVERAGE_LENGTH
    most = max(part.passes(usual) for part in repetition.parts(model))
    held = [piece for piece in found if piece.holds(most, usual, explanations.LENGTH_OFF)]
    by_kind = ("ratio", "active", "whole", "exact", "own")
    values = {slot: text for slot, text in effective_words.slots(model, usual).items() if slot not in by_kind}
    told = _joined(model, [piece._replace(own=0.0) for piece in held])
    return [_short(filled(told, values))] * len(_PASSES)


def _is_plain(model: Model) -> bool:
    """Whether the formula works its effective tokens out: sequences seen in a single stage."""
    parts = repetition.parts(model)
    return len(parts) == 1 and parts[0].by_sequences


def _held(found: Iterable[Piece], passes: float) -> list[Piece]:
    return [piece for piece in found if piece.own or piece.holds(passes, 1.0, 0.0)]


def _joined(model: Model, found: Sequence[Piece]) -> str:
    """The sentences, with {o} for the one on the average length, and a place for the cautions of a kind."""
    plain = "".join(piece.text for piece in found if not piece.caution)
    bewares = ["{o}" if piece.own else f" {piece.text}" for piece in found if piece.caution]
    opening = " Beware:" if any(text != "{o}" for text in bewares) else "{b}"
    own = "".join(f" {text}" for text in explanations.own_entry(model))
    return "".join([plain, opening, *bewares, "{k}", own])


def _off(model: Model) -> Cell:
    """The sentence of {o}; it is the same on every basis where it is said."""
    found: list[Piece] = []
    if ratios.known(ratios.model_tokens, model, "sequences") is not None:
        found += explanations.pieces(model, "sequences", None)
    if ratios.known(ratios.model_tokens, model, "effective") is not None:
        found += explanations.effective_pieces(model, None)
    return next((_short(f" {piece.text}") for piece in found if piece.own), None)


def _sized(model: Model, kind: str) -> str:
    return said(lambda: ratios.parameters(model, kind)) or kind_words.phrase(model, kind)


def _worth(model: Model) -> list[Cell]:
    if ratios.known(ratios.model_tokens, model, "effective") is None or _is_plain(model):
        return [None, None]
    own = ratios.known_average_length(model) or ratios.AVERAGE_LENGTH
    return [repetition.model_effective_tokens(model, length) for length in (ratios.AVERAGE_LENGTH, own)]


def _notes(model: Model) -> list[Cell]:
    short, full = cautions.always_in_short(model), cautions.always_in_full(model)
    mixture = cautions.in_short(model)[: -len(short) or None]
    return [
        "".join(f"{part}; " for part in short) or None,
        "".join(f"{part}; " for part in mixture) or None,
        " ".join(full) or None,
        _by_active(model) or None,
        next(filter(None, map(said, _needed(model))), None),
    ]


def _needed(model: Model) -> tuple[Callable[[], float], ...]:
    """What FRONTIER asks for, one after the other."""
    return (
        lambda: ratios.parameters(model),
        lambda: ratios.model_tokens(model, "seen"),
        lambda: cost.training_flops(model),
    )


def _by_active(model: Model) -> str:
    """FRONTIER's sentence on a mixture of experts under a law of dense models; in {n} comes how many times
    the optimum it is."""
    if not cost.is_a(model, cost.MIXTURE):
        return ""
    same = scaling_laws.Optimum(model.value("params_active") or 1.0, 1.0, 1.0)
    found = cautions.in_full(model, scaling_laws.law(scaling_laws.DEFAULT), same)
    return found[0].replace(" it is 1 times ", " it is {n} times ")


def _short(text: str) -> str:
    """A sentence with the slots that the formulas know."""
    return filled(text, _SLOTS)
