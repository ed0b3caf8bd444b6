"""What to beware of where a model is judged by its cost or by a law: VERDICT says it in short, FRONTIER in
full sentences.

What depends on the law comes first; the rest is the same whatever the law.
"""

from __future__ import annotations

from ..catalog import Model
from ..formatting import human
from . import cost, ratios, soft_numbers, token_units
from .effective_words import learns_by
from .power_law import Law
from .scaling_laws import SPARSE, Optimum

# Passes after which a masked model of 2.8 billion parameters got worse on UniRef50: docs/repetition.md.
HARMFUL_PASSES = 7.0


def in_short(model: Model, law: Law | None = None) -> list[str]:
    """The parts of VERDICT's note; `law` is by which it is judged, None for a number."""
    found = []
    if law is not None and _other_objective(model, law):
        found.append(f"the law is for {law.objective}, not {model.objective}")
    sparse = law is not None and law.counts == SPARSE
    if cost.is_a(model, cost.MIXTURE) and not sparse:
        active = ratios.known(ratios.ratio, model, "seen", ratios.AVERAGE_LENGTH, "active")
        found.append(
            f"a mixture of experts: the ratio is {human(active)} by its active parameters"
            if active
            else "a mixture of experts: how many parameters are active is not on record"
        )
    if sparse and not cost.is_a(model, cost.MIXTURE):
        found.append("the law is for sparse models")
    return found + always_in_short(model)


def always_in_short(model: Model) -> list[str]:
    """The parts of VERDICT's note that hold for every law and every target."""
    found = token_units.in_short(model)
    if cost.is_a(model, cost.ENCODER_DECODER):
        found.append("an encoder-decoder: per parameter in use the ratio is about twice as high")
    if cost.is_a(model, cost.MIXER):
        found.append("a long-context mixer, which costs more than 6ND")
    passes = _harmful_passes(model)
    if passes:
        found.append(f"seen {passes:.0f} times, and masked models may get worse after {HARMFUL_PASSES:g}")
    return found + soft_numbers.in_short(model)


def in_full(model: Model, law: Law, best: Optimum) -> list[str]:
    """The sentences of FRONTIER's note: in what the model is not what the law is about."""
    found = []
    if _other_objective(model, law):
        found.append(f"The law is for {law.objective}; {model.name} was trained by {model.objective}.")
    mixture, sparse = cost.is_a(model, cost.MIXTURE), law.counts == SPARSE
    if mixture and not sparse:
        active = model.value("params_active")
        found.append(
            f"A mixture of experts, and the law is for dense models: by the {human(active)} parameters "
            f"active per token it is {human(active / best.parameters)} times the optimum."
            if active
            else cost.ACTIVE_UNKNOWN
        )
    if sparse and not mixture:
        found.append(f"The law is for sparse models, and {model.name} is dense.")
    return found + always_in_full(model)


def always_in_full(model: Model) -> list[str]:
    """The sentences of FRONTIER's note that hold for every law."""
    found = token_units.in_full(model)
    if cost.is_a(model, cost.ENCODER_DECODER):
        found.append(cost.HALF)
    if cost.is_a(model, cost.MIXER):
        found.append(cost.MORE_THAN_COUNTED)
    passes = _harmful_passes(model)
    if passes:
        found.append(
            f"It saw its data about {passes:.0f} times; a masked model of 2.8 billion parameters got worse "
            "after 7 to 8 passes over UniRef50."
        )
    return found + soft_numbers.in_full(model)


def noted(text: str, parts: list[str]) -> str:
    """A verdict with what to beware of, in parentheses."""
    return f"{text} ({'; '.join(parts)})" if parts else text


def _other_objective(model: Model, law: Law) -> bool:
    return (
        law.domain == "protein"
        and bool(model.objective)
        and law.objective not in ("any", *model.objective.split())
    )


def _harmful_passes(model: Model) -> float | None:
    """Passes of a masked model, where they are so many that they may do harm."""
    passes = ratios.known(ratios.epochs, model) if learns_by(model) == "MLM" else None
    return passes if passes and passes > HARMFUL_PASSES else None
