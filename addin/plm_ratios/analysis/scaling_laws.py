"""Scaling laws: how many parameters and tokens make the most of a compute budget, and who found so.

The laws are cited data, which law_book.py reads; here they are evaluated. A law of which only exponents
are known refuses.
"""

from __future__ import annotations

import math
from typing import Callable, NamedTuple

from ..catalog import Model
from ..errors import OutOfRange, WrongValue
from . import cost
from .law_book import UnknownLaw as UnknownLaw
from .law_book import as_law as as_law
from .law_book import find as find
from .law_book import from_json as from_json
from .law_book import law as law
from .law_book import laws as laws
from .law_book import protein_laws as protein_laws
from .power_law import UNITS, Law, PowerLaw

DEFAULT = "20"
EXAMPLE_BUDGET = 1e21  # FLOPs; within, or at the edge of, the range of every law that says its range

# A round trip through powers must not push a budget on the edge of a fitted range over it.
EDGE = 1e-9

SPARSE = "all parameters of a sparse model"


class Optimum(NamedTuple):
    """What a law advises: a model of `parameters` trained on `tokens`, at a cost of `flops`."""

    parameters: float
    tokens: float
    flops: float

    @property
    def ratio(self) -> float:
        """Tokens per parameter."""
        return self.tokens / self.parameters


def optimum(flops: float, law: Law | str = DEFAULT) -> Optimum:
    """The compute-optimal model for a budget, by a scaling law.

    Parameters
    ----------
    flops : compute budget in FLOPs, above zero
    law : the law, or any of its names; "20" is 20 tokens per parameter (Hoffmann et al. 2022)

    Returns
    -------
    Optimum of parameters, tokens and flops

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : a law of which only the exponents are published
    OutOfRange : a budget that is not finite and above zero

    >>> best = optimum(5.88e23)
    >>> round(best.parameters / 1e9), round(best.tokens / 1e12, 1), round(best.ratio, 9)
    (70, 1.4, 20.0)
    """
    power_law = as_law(law).power_law
    return held(lambda: _at(power_law, float(flops)), flops, "compute budget")


def at_parameters(parameters: float, law: Law | str = DEFAULT) -> Optimum:
    """The optimum whose model has this number of parameters; unknown laws are refused as by optimum().

    Raises
    ------
    OutOfRange : a number of parameters that is not finite and above zero, or whose budget no cell can hold

    >>> at_parameters(15e9).tokens
    300000000000.0
    """
    power_law = as_law(law).power_law

    def solve() -> Optimum:
        given = float(parameters)
        if power_law.ratio is not None:
            return Optimum(given, power_law.ratio * given, power_law.flops_each * power_law.ratio * given**2)
        flops = (given / power_law.parameters_at_one) ** (1 / power_law.parameters_exponent)
        return _at(power_law, flops)._replace(parameters=given)

    return held(solve, parameters, "number of parameters")


def at_tokens(tokens: float, law: Law | str = DEFAULT) -> Optimum:
    """The optimum that takes this number of tokens; unknown laws are refused as by optimum().

    Raises
    ------
    OutOfRange : a number of tokens that is not finite and above zero, or whose budget no cell can hold

    >>> at_tokens(300e9).parameters
    15000000000.0
    """
    power_law = as_law(law).power_law

    def solve() -> Optimum:
        given = float(tokens)
        if power_law.ratio is not None:
            return Optimum(given / power_law.ratio, given, power_law.flops_each / power_law.ratio * given**2)
        flops = (given / power_law.tokens_at_one) ** (1 / power_law.tokens_exponent)
        return _at(power_law, flops)._replace(tokens=given)

    return held(solve, tokens, "number of tokens")


def _at(power_law: PowerLaw, flops: float) -> Optimum:
    parameters = power_law.parameters_at_one * flops**power_law.parameters_exponent
    if power_law.ratio is not None:
        tokens = power_law.ratio * parameters
    elif power_law.joined:
        tokens = flops / (power_law.flops_each * parameters)
    else:
        tokens = power_law.tokens_at_one * flops**power_law.tokens_exponent
    return Optimum(parameters, tokens, flops)


def held(solve: Callable[[], Optimum], given: float, what: str) -> Optimum:
    """What solve() finds, if the number given is finite and above zero, and cells can hold the numbers found.

    Raises
    ------
    OutOfRange : otherwise
    """
    if not given > 0 or math.isinf(given):
        raise OutOfRange(f"The {what} must be a finite number above zero.")
    try:
        found = solve()
    except (OverflowError, ZeroDivisionError, ValueError):  # ValueError: the logarithm of 0
        found = None
    if found is None or not all(0 < number < math.inf for number in found):
        raise OutOfRange(f"At a {what} of {given:g} the optimum is no number that a cell can hold.")
    return found


def outside(flops: float, law: Law | str = DEFAULT) -> str:
    """A sentence where a budget lies outside the range in which the law was fitted; "" inside."""
    found = as_law(law)
    if not found.gives_sizes:
        return ""
    return beyond(optimum(flops, found), found)


def beyond(best: Optimum, law: Law) -> str:
    """A sentence where parameters, tokens or their cost lie outside the range in which a law was fitted."""
    for what, unit in UNITS.items():
        value = getattr(best, what)
        fitted = law.range(what)
        if fitted and not fitted[0] * (1 - EDGE) <= value <= fitted[1] * (1 + EDGE):
            side = "below" if value < fitted[0] else "above"
            return (
                f"{_short(value)} {unit} lie {side} the range of {law.name} "
                f"({_short(fitted[0])} to {_short(fitted[1])} {unit}): an extrapolation."
            )
    if not law.ranges:
        return f"The range in which {law.name} was fitted is not on record."
    return ""


def _short(number: float) -> str:
    return f"{number:.3g}".replace("e+", "e")


def ratio_range(flops: float, law: Law | str) -> tuple[float, float] | None:
    """The lowest and the highest tokens per parameter at a budget, by a law and the laws that read its runs
    anew; None where there is only one reading. What is wrong is refused as by optimum()."""
    found = as_law(law)
    readings = [found, *(each for each in laws() if each.revises == found.id)]
    if len(readings) == 1:
        return None
    advised = [optimum(flops, each).ratio for each in readings]
    return min(advised), max(advised)


def target_ratio(law: Law | str, model: Model | str | None = None) -> float:
    """Tokens per parameter that a law advises, for a model's own compute or for every budget alike.

    Parameters
    ----------
    law : the law, or any of its names
    model : the model whose compute counts, or any of its names; None for every budget

    Raises
    ------
    UnknownLaw, UnknownName : no law, or no model, of that name
    NotAvailable : a law of which only the exponents are published; a model without tokens seen
    WrongValue : the ratio depends on the budget, and no model is named
    """
    found = as_law(law)
    if model is not None:
        return optimum(cost.training_flops(model), found).ratio
    ratio = found.power_law.ratio
    if ratio is None:
        raise WrongValue(
            f"The ratio that {found.name} advises depends on compute. "
            "Give a model's name instead of a ratio, or a number as the target."
        )
    return ratio
