"""Tests each claim of the essay on every basis, under each protein law, over two sets of models.

    answer(claim("progen2-nearest"), "sequences")         # TRUE
    answer(claim("progen2-nearest"), "sequences", "all")  # FALSE

A claim of "less than" or "more than" is true where it holds by more than a factor of 2, the factor
within which the verdict calls a ratio near the target, and mildly true within it. Where a number is
missing, or a law was made for another objective, the claim is not testable.

The two sets: the largest model of each family that the essay compares, and all protein models of the
catalog. A claim about one model has the same answer in both; there the sets say how many of their
models it holds for as well.
"""

from __future__ import annotations

import math
from typing import Iterable, NamedTuple

from ..catalog import Model, bundled, load
from ..errors import NotAvailable, WrongValue
from ..formatting import human
from . import cost, ratios, scaling_laws
from .essay_claims import ABOVE, BELOW, CLAIMS, FAMILIES, NEAREST, SMALLER, STATED, EssayClaim

SETS = ("largest", "all")
# The laws made for protein models, each with the objectives that it was fitted on.
LAWS = {"cheng-clm": ("CLM", "GLM"), "cheng-mlm": ("MLM",)}

TRUE, MILDLY, FALSE, UNTESTABLE = "true", "mildly true", "false", "not testable"


class Answer(NamedTuple):
    """Whether a claim holds, and the numbers behind it.

    why      one sentence
    alike    of how many models of the set the same can be said
    tested   how many models of the set have the numbers that it takes; 0 where the set does not matter
    counted  what can be said of them: "are nearer" or "are so"
    """

    answer: str
    why: str
    alike: int = 0
    tested: int = 0
    counted: str = ""

    @property
    def text(self) -> str:
        """The answer with the count in the set: "false; 14 of 72 are nearer"."""
        if self.answer == UNTESTABLE or not self.tested:
            return self.answer
        return f"{self.answer}; {self.alike} of {self.tested} {self.counted}"


class Change(NamedTuple):
    """An average length at which an answer changes on the basis "sequences"."""

    length: float
    below: str
    above: str


ARE_NEARER, ARE_SO = "are nearer", "are so"


def claim(id: str) -> EssayClaim:
    """The claim of that id; raises WrongValue, with all ids, if there is none."""
    for one in CLAIMS:
        if one.id == id:
            return one
    raise WrongValue(f'There is no claim "{id}". Choose {ratios.alternatives(c.id for c in CLAIMS)}.')


def models_of(which: str) -> list[Model]:
    """The models of a set.

    Which is the largest of a family is settled by the bundled catalog: people's own models are none that
    the essay compares. One that replaces a bundled model does so here too.
    """
    if which == "all":
        return [model for model in load().models if not model.reads_nucleotides]
    if which != "largest":
        raise WrongValue(f'There is no set "{which}". Choose {ratios.alternatives(SETS)}.')
    return [load().model(max(bundled().family(family), key=_size).id) for family in FAMILIES]


def _size(model: Model) -> float:
    return model.value("params_total") or 0.0


def compared(less: float, more: float) -> str:
    """The answer to "`less` is less than `more`"."""
    if less * ratios.NEAR < more:
        return TRUE
    return MILDLY if less < more else FALSE


def answer(
    claim: EssayClaim,
    basis: str,
    which: str = "largest",
    avglen: float = ratios.AVERAGE_LENGTH,
    target: float = ratios.TARGET,
) -> Answer:
    """The answer to a claim on a basis."""
    models = models_of(which)
    try:
        if claim.test == NEAREST:
            return _nearest(claim, basis, models, avglen, target)
        if claim.test in (BELOW, ABOVE):
            return _beside_target(claim, basis, models, avglen, target)
        more = ratios.model_tokens(claim.rival, basis, avglen)
        less = claim.stated if claim.test == STATED else ratios.model_tokens(claim.model, basis, avglen)
    except NotAvailable as error:
        return Answer(UNTESTABLE, str(error))
    rival = load().model(claim.rival).name
    return Answer(compared(less, more), f"{human(less)} tokens against {human(more)} of {rival}.")


def answers(
    claim: EssayClaim,
    which: str = "largest",
    avglen: float = ratios.AVERAGE_LENGTH,
    target: float = ratios.TARGET,
) -> dict[str, Answer]:
    """The answers on every basis, then under every law."""
    found = {basis: answer(claim, basis, which, avglen, target) for basis in ratios.BASES}
    found.update({law: answer_under(claim, law, which) for law in LAWS})
    return found


def _nearest(claim: EssayClaim, basis: str, models: list[Model], avglen: float, target: float) -> Answer:
    own = load().model(claim.model)
    ratio = ratios.ratio(own, basis, avglen)
    known = _with_ratio(models, basis)
    if len(known) < 2:
        return Answer(UNTESTABLE, f"{own.name} is the only one with a number on this basis.")
    distance = {model.id: ratios.distance(ratios.ratio(model, basis, avglen), target) for model in known}
    nearer = sum(each < distance[own.id] for each in distance.values())
    best = ratios.nearest(target, basis, known, avglen)
    why = f"{best.name} is nearest, at {human(ratios.ratio(best, basis, avglen))} tokens per parameter"
    why += "." if best is own else f"; {own.name} has {human(ratio)}."
    return Answer(FALSE if nearer else TRUE, why, nearer, len(known), ARE_NEARER)


def _with_ratio(models: Iterable[Model], basis: str) -> list[Model]:
    return [model for model in models if model.value("params_total") and ratios.has_number(model, basis)]


def _beside_target(
    claim: EssayClaim, basis: str, models: list[Model], avglen: float, target: float
) -> Answer:
    def of(model: Model | str) -> str:
        ratio = ratios.ratio(model, basis, avglen)
        return compared(ratio, target) if claim.test == BELOW else compared(target, ratio)

    own = load().model(claim.model)
    ratio = ratios.ratio(own, basis, avglen)
    known = _with_ratio(models, basis)
    holds = sum(of(model) != FALSE for model in known)
    why = f"{own.name} has {human(ratio)} tokens per parameter; the target is {target:g}."
    return Answer(of(own), why, holds, len(known), ARE_SO)


class _Built(NamedTuple):
    """A model compared with the optimum of a law at the model's own compute."""

    model: Model
    parameters: float
    tokens: float
    optimum: scaling_laws.Optimum


def answer_under(claim: EssayClaim, law: str, which: str = "largest") -> Answer:
    """The answer to a claim under a law, at the compute (6ND) that the models had themselves.

    Mixtures of experts are left out: the laws were fitted on models all of whose parameters work on
    every token. The N of the laws leaves out embeddings, which is too little to matter here.
    """
    if law not in LAWS:
        raise WrongValue(f'There is no protein law "{law}". Choose {ratios.alternatives(LAWS)}.')
    if claim.test in (SMALLER, STATED):
        return Answer(UNTESTABLE, "A law of optimal sizes says nothing about this.")
    own = load().model(claim.model)
    if not fits(own, law):
        reason = f"The law is for {' and '.join(LAWS[law])}, {own.name} is trained by {own.objective}."
        return Answer(UNTESTABLE, reason)
    built = [_built(model, law) for model in models_of(which) if fits(model, law)]
    (mine,) = (one for one in built if one.model is own)
    if claim.test == NEAREST:
        if len(built) < 2:
            return Answer(UNTESTABLE, f"{own.name} is the only one that the law fits.")
        nearer = sum(_off(one) < _off(mine) for one in built)
        return Answer(FALSE if nearer else TRUE, _beside(mine), nearer, len(built), ARE_NEARER)
    holds = sum(_short(claim, one) != FALSE for one in built)
    return Answer(_short(claim, mine), _beside(mine), holds, len(built), ARE_SO)


def fits(model: Model, law: str) -> bool:
    """Whether a law is made for models such as this, and the model's compute is known."""
    objectives = model.objective.split(" + ")
    return (
        any(objective in LAWS[law] for objective in objectives)
        and model.value("params_active") is None
        and bool(model.value("params_total") and model.value("tokens_seen"))
    )


def _built(model: Model, law: str) -> _Built:
    best = scaling_laws.optimum(cost.training_flops(model), law)
    return _Built(model, ratios.parameters(model), ratios.model_tokens(model, "seen"), best)


def _off(built: _Built) -> float:
    return abs(math.log(built.parameters / built.optimum.parameters))


def _short(claim: EssayClaim, built: _Built) -> str:
    """BELOW is about tokens that were missing, ABOVE about parameters that were."""
    if claim.test == BELOW:
        return compared(built.tokens, built.optimum.tokens)
    return compared(built.parameters, built.optimum.parameters)


def _beside(built: _Built) -> str:
    best = built.optimum
    return (
        f"{built.model.name} has {human(built.parameters)} parameters and saw {human(built.tokens)} tokens; "
        f"the optimum for its compute is {human(best.parameters)} and {human(best.tokens)}."
    )


def changes(claim: EssayClaim, which: str = "largest", target: float = ratios.TARGET) -> tuple[Change, ...]:
    """The average lengths at which the answer on the basis "sequences" changes, the shortest first.

    Each model meets the target at one length, target x parameters / sequences. A ratio crosses the
    target there, and half or twice the target at half or twice that length. The nearest model on a log
    scale changes half-way between two such lengths on that scale: at their geometric mean.
    """
    if claim.test == NEAREST:
        return _changes_of_nearest(claim, which, target)
    if claim.test == BELOW:
        length = target_length(load().model(claim.model), target)
        return (Change(length / ratios.NEAR, TRUE, MILDLY), Change(length, MILDLY, FALSE))
    if claim.test == ABOVE:
        length = target_length(load().model(claim.model), target)
        return (Change(length, FALSE, MILDLY), Change(length * ratios.NEAR, MILDLY, TRUE))
    if claim.test == STATED:
        length = claim.stated / ratios.sequences(claim.rival)
        return (Change(length, FALSE, MILDLY), Change(length * ratios.NEAR, MILDLY, TRUE))
    return ()  # both sides of SMALLER are multiplied by the same length


def target_length(model: Model, target: float) -> float:
    """The average length at which a model's ratio by sequences is the target."""
    return target * ratios.parameters(model) / ratios.sequences(model.id)


def target_lengths(which: str, target: float) -> list[float]:
    """The same of every model of a set that has the numbers."""
    return [target_length(model, target) for model in _with_ratio(models_of(which), "sequences")]


def _changes_of_nearest(claim: EssayClaim, which: str, target: float) -> tuple[Change, ...]:
    own = target_length(load().model(claim.model), target)
    lengths = target_lengths(which, target)
    shorter = [length for length in lengths if length < own]
    longer = [length for length in lengths if length > own]
    found = []
    if shorter:
        found.append(Change(math.sqrt(max(shorter) * own), FALSE, TRUE))
    if longer:
        found.append(Change(math.sqrt(own * min(longer)), TRUE, FALSE))
    return tuple(found)


def in_words(changes: tuple[Change, ...]) -> str:
    """When an answer changes, in residues.

    >>> in_words((Change(1230.04, TRUE, FALSE),)), in_words(())
    ('true below 1230, false above', 'never')
    """
    if not changes:
        return "never"
    first, last = changes[0], changes[-1]
    between = [
        f"{one.above} from {rounded(one.length)} to {rounded(other.length)}"
        for one, other in zip(changes, changes[1:])
    ]
    return ", ".join([f"{first.below} below {rounded(first.length)}", *between, f"{last.above} above"])


def changes_in_words(claim: EssayClaim, target: float = ratios.TARGET, which: str = "") -> str:
    """When the answer changes: for one set, or for each set where the set matters."""
    if claim.test == NEAREST and not which:
        return "; ".join(f"{each} models: {changes_in_words(claim, target, each)}" for each in SETS)
    try:
        return in_words(changes(claim, which or SETS[0], target))
    except NotAvailable:
        return UNTESTABLE


def rounded(length: float) -> str:
    """A length to three digits, as a spreadsheet joins ROUND(length, 2 - INT(LOG10(length))) to a text. One
    too small or too large for a number is 0 or infinite.

    >>> rounded(1063.83), rounded(15.384), rounded(0.0)
    ('1060', '15.4', '0')
    """
    if not 0 < length < math.inf:
        return f"{length:g}"
    return f"{round(length, 2 - math.floor(math.log10(length))):.15g}"
