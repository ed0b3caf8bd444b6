"""Published models near a planned one: of the same objective, by parameters on a log scale."""

from __future__ import annotations

import math
from typing import NamedTuple

from ..catalog import Model, load
from ..errors import OutOfRange
from . import ratios

OBJECTIVES = ("MLM", "CLM")  # for which there are laws
SHOWN = 3


class Neighbour(NamedTuple):
    """A published model beside a planned one.

    size         its parameters, divided by those of the planned model
    tokens_seen  tokens processed in training
    ratio        tokens seen per parameter
    epochs       passes over its distinct tokens, as EPOCHS gives them; None where that is not known
    """

    model: Model
    parameters: float
    size: float
    tokens_seen: float
    ratio: float
    epochs: float | None


def neighbours(parameters: float, objective: str | None = None, shown: int = SHOWN) -> list[Neighbour]:
    """The published protein models nearest in size whose tokens seen are on record, the nearest first.

    Parameters
    ----------
    parameters : of the planned model, above zero
    objective : "MLM" or "CLM"; None for any
    shown : how many of them

    Raises
    ------
    OutOfRange : a number of parameters that is not finite and above zero

    >>> [each.model.name for each in neighbours(2e9, "MLM", 2)]
    ['ESM-2 3B', 'LC-PLM']
    """
    if not parameters > 0 or math.isinf(parameters):
        raise OutOfRange("The number of parameters must be a finite number above zero.")
    published = [model for model in load().models if _counts(model, objective)]
    published.sort(key=lambda model: abs(math.log(ratios.parameters(model) / parameters)))
    return [_beside(model, parameters) for model in published[:shown]]


def _counts(model: Model, objective: str | None) -> bool:
    return (
        model.kind == "protein"
        and (objective is None or objective in model.objective.split())
        and bool(model.value("params_total"))
        and ratios.has_number(model, "seen")
        and not model.origin
    )


def _beside(model: Model, parameters: float) -> Neighbour:
    size = ratios.parameters(model)
    return Neighbour(
        model,
        size,
        size / parameters,
        ratios.model_tokens(model, "seen"),
        ratios.ratio(model, "seen"),
        ratios.known(ratios.epochs, model),
    )
