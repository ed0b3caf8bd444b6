"""What WHY says of the parameters by which a ratio counts: total, active, exact or non-embedding.

All that depends on the kind is the phrase that names the parameters, which comes into the slot {sized}, and
the cautions, which are the last. So a host without Python needs them once for each model and kind, whatever
the basis.
"""

from __future__ import annotations

from typing import Callable

from ..catalog import Model
from ..catalog.citations import source_name
from ..formatting import human
from . import cost, ratios
from .pieces import Piece, filled

# A counted number this far from the stated one is told.
COUNT_OFF = 0.02
COUNTED = "counted from its published architecture"


def phrase(model: Model, kind: str) -> str:
    """The parameters in words, with where the number is from: "15 billion parameters (ESM-2 paper)".

    Raises
    ------
    NotAvailable : no such number on record
    """
    number = human(ratios.parameters(model, kind))
    if kind == "exact":
        return f"{number} parameters ({COUNTED})"
    if kind == "non-embedding":
        return f"{number} parameters without embeddings ({COUNTED})"
    active = _kind(model, kind) == "active"
    fact = model.fact("params_active" if active else "params_total")
    assert fact is not None, "parameters() found it"
    return f"{number} {'active ' if active else ''}parameters ({source_name(fact)})"


def cautions(model: Model, kind: str) -> list[Piece]:
    """What to beware of, the gravest first. Slots: {active}, {whole} and {exact}, the ratio by these."""
    kind = _kind(model, kind)
    found = []
    if kind in ("total", "active"):
        fact = model.fact(f"params_{kind}")
        if fact and fact.note:
            found.append(fact.note[:1].upper() + fact.note[1:])
    if cost.is_a(model, cost.ENCODER_DECODER):
        found.append(cost.HALF)
    if cost.is_a(model, cost.MIXTURE):
        found.append(_mixture(model, kind))
    found += _other_count(model, kind)
    return [Piece(sentence, caution=True) for sentence in found]


def framed(
    pieces: tuple[Piece, ...], model: Model, kind: str | None, own_tokens: float | None
) -> tuple[Piece, ...]:
    """The sentences of a ratio with the words of a kind.

    Parameters
    ----------
    pieces : the sentences, with the slots {sized} and {own}
    kind : None leaves these slots open, and the cautions of a kind out
    own_tokens : the tokens by the average length of the training set, for the ratio in {own}
    """
    if kind is None:
        return pieces
    words = {"sized": phrase(model, kind)}
    if own_tokens is not None:
        words["own"] = human(own_tokens / ratios.parameters(model, kind))
    return (*(piece._replace(text=filled(piece.text, words)) for piece in pieces), *cautions(model, kind))


def slots(model: Model, tokens: float, kind: str) -> dict[str, str]:
    """What is filled in for a number of tokens: the ratio by this kind, and by the others as far as they are
    known."""
    named = {"ratio": kind, "active": "active", "whole": "total", "exact": "exact"}
    known = ((slot, ratios.known(ratios.parameters, model, each)) for slot, each in named.items())
    return {slot: human(tokens / number) for slot, number in known if number}


def _kind(model: Model, kind: str) -> str:
    """All parameters of a model that is no mixture of experts are active."""
    return "total" if kind == "active" and model.fact("params_active") is None else kind


def _mixture(model: Model, kind: str) -> str:
    active, total = model.value("params_active"), model.value("params_total")
    if not active:
        return cost.ACTIVE_UNKNOWN
    if kind == "active":
        return f"A mixture of experts: by all {human(total or 0)} parameters the ratio is {{whole}}."
    return (
        f"A mixture of experts: by the {human(active)} parameters active per token the ratio is {{active}}."
    )


def _other_count(model: Model, kind: str) -> list[str]:
    """The counted number beside the stated one, and the other way round, where they are far apart."""
    say: dict[str, Callable[[float, float], str]] = {
        "total": lambda stated, counted: (
            f"Its published architecture has {human(counted)} parameters; by these the ratio is {{exact}}."
        ),
        "exact": lambda stated, counted: (
            f"It is stated to have {human(stated)} parameters; by these the ratio is {{whole}}."
        ),
    }
    stated, counted = model.value("params_total"), ratios.known(ratios.parameters, model, "exact")
    if kind not in say or not stated or not counted or abs(stated / counted - 1) <= COUNT_OFF:
        return []
    return [say[kind](stated, counted)]
