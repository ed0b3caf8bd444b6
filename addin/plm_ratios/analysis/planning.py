"""The best model for a compute budget when there are only so many distinct tokens, by a law of repeated data.

    L(N, D) = E + A / N'^alpha + B / D'^beta    under C = 6 N D        Muennighoff et al. 2023, equation 5

    D' = U + U R_D (1 - exp(-(D/U - 1) / R_D))                         where D > U, else D
    N' = U_N + U_N R_N (1 - exp(-(N/U_N - 1) / R_N))                   where N > U_N, else N

N are parameters, D tokens, C FLOPs, U the distinct tokens at hand; U_N = G (G U)^(beta/alpha) is the size
for which U tokens are the optimum of one pass, with G = (alpha A / (beta B))^(1/(alpha + beta)). R_D and R_N
say how fast repeats, and parameters beyond what the data can fill, lose their worth.

U are all tokens at hand, also where not all are read; the authors' script takes those that are. Both have the
same optimum, since there a model that reads less than U is no larger than U_N.

The authors ask for a closed form of the optimum, and search a grid. There is no need: along C = 6 N D

    dL / d ln N  =  beta B D'^-beta e_D  -  alpha A N'^-alpha e_N

where e_N = d ln N' / d ln N = N exp(-x) / N', x = (N/U_N - 1) / R_N, and e_D likewise. N' rises with N, and
e_N falls from 1: d ln e_N / d ln N = 1 - N / (U_N R_N) - e_N, and with exp(-x) >= 1 - x one finds
e_N >= 1 - N / (U_N R_N) + (x + 1/R_N) / (N'/U_N), so that this is below zero. So the second term falls with
N. As D falls when N rises, the first term rises with it. Their difference has one zero, which halving an
interval finds. The logarithms of both terms are compared, in which nothing underflows.

hosts/sheets/planning.js, a formula of hosts/lambdas/ and the sheet Plan halve the same interval as often.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Sequence

from ..errors import NotAvailable, OutOfRange
from ..formatting import human
from . import repetition, scaling_laws
from .cautions import HARMFUL_PASSES
from .law_book import as_law
from .power_law import Law
from .repetition import effective_tokens
from .scaling_laws import Optimum

DEFAULT = repetition.LAW  # the law by which plans are made where none is named
BATCH = 1e6  # tokens of a step, where none are given
FREE_REPEATS = 4.0  # passes up to which repeats are nearly as good as new data (Muennighoff et al. 2023)
HALVINGS = 64  # of ln N between 0 and ln(C / 6): less than the last digit of a number is left
COMPUTE, DATA = "compute", "data"  # what limits a plan
# Notes, with slots for hosts without Python.
NO_REPEATS = "{law} knows no repeats, and this is {epochs} passes over the distinct tokens."
STRETCHED = f"More than {repetition.EXTRAPOLATED:g} passes are beyond what the law was fitted on."
SATURATED = 0.999999  # of what repeats can add, after 200 passes: beyond, numbers have no digits left to tell
FACTORS = (0.25, 0.5, 0.5**0.5, 1.0, 2**0.5, 2.0, 4.0)  # sizes beside the best one


class Constants(NamedTuple):
    """What the formulas above call A, B, E, alpha, beta, R_D and R_N."""

    A: float
    B: float
    E: float
    alpha: float
    beta: float
    r_star: float
    r_n_star: float

    @property
    def balance(self) -> float:
        """G: the optimum of one pass is G sqrt(C / 6) where alpha = beta."""
        return math.pow(self.alpha * self.A / (self.beta * self.B), 1 / (self.alpha + self.beta))

    def filled_size(self, unique: float) -> float:
        """U_N: the parameters for which so many tokens are the optimum of one pass."""
        return self.balance * math.pow(self.balance * unique, self.beta / self.alpha)


class Choice(NamedTuple):
    """A size that reaches the loss of another one, and what that takes.

    size, parameters   the factor to the other size, and the parameters
    tokens, epochs     tokens to be seen, and passes over the distinct ones; None where no number of tokens
                       reaches that loss
    flops, compute     FLOPs, and these divided by those of the other size; None likewise
    """

    size: float
    parameters: float
    tokens: float | None
    epochs: float | None
    flops: float | None
    compute: float | None


def plans_repeats(law: Law | str) -> bool:
    """Whether a law says what is best when data are repeated: it has constants of a loss, and R_D and R_N."""
    found = as_law(law)
    return found.is_of_repetition and all(found.constants.get(name) for name in Constants._fields)


def constants(law: Law | str = repetition.LAW) -> Constants:
    """The constants of a law of repeated data.

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : the law has no loss that could be minimised
    """
    found = as_law(law)
    if not plans_repeats(found):
        raise NotAvailable(
            f"{found.name} gives no sizes: it says what repeated data are worth. =LAWS() shows "
            "the laws that give them."
        )
    return Constants(*(found.constant(name) for name in Constants._fields))


def optimum(flops: float, unique: float, law: Law | str = repetition.LAW) -> Optimum:
    """The parameters and tokens of least loss for a budget, when only so many tokens are distinct.

    Parameters
    ----------
    flops : C, compute budget in FLOPs
    unique : U, distinct tokens at hand

    Returns
    -------
    Optimum of parameters, tokens and flops

    Raises
    ------
    OutOfRange : a budget or distinct tokens that are not finite and above zero; no cell can hold the optimum
    UnknownLaw, NotAvailable : as by constants()

    >>> best = optimum(1e22, 25e9)  # the README of its authors: 7.02 billion and 237.3 billion, by a grid
    >>> round(best.parameters / 1e9, 2), round(best.tokens / 1e9, 1)
    (7.03, 237.2)
    """
    _sized(unique, "number of distinct tokens")
    known = constants(law)
    filled = known.filled_size(unique)

    def halve() -> Optimum:
        whole = math.log(flops / 6)
        low, high = 0.0, whole
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if _gain(middle, whole - middle, filled, unique, known) > 0:
                low = middle
            else:
                high = middle
        parameters = math.exp((low + high) / 2)
        return Optimum(parameters, flops / (6 * parameters), flops)

    return scaling_laws.held(halve, flops, "compute budget")


def _gain(log_parameters: float, log_tokens: float, filled: float, unique: float, known: Constants) -> float:
    """ln(alpha A N'^-alpha e_N) - ln(beta B D'^-beta e_D): above zero where a larger model is better."""
    size, size_falls = _effective(log_parameters, filled, known.r_n_star)
    data, data_falls = _effective(log_tokens, unique, known.r_star)
    by_size = math.log(known.alpha * known.A) - known.alpha * size + size_falls
    by_data = math.log(known.beta * known.B) - known.beta * data + data_falls
    return by_size - by_data


def _effective(log_number: float, full: float, r_star: float) -> tuple[float, float]:
    """ln D' and ln e_D of a number of tokens and the distinct ones; or the same of N', with U_N."""
    excess = max(math.exp(log_number) / full - 1, 0.0) / r_star
    if excess == 0:
        return log_number, 0.0
    effective = math.log(full) + math.log(1 + r_star * (1 - math.exp(-excess)))
    return effective, log_number - excess - effective


class Plan(NamedTuple):
    """What a law advises for a budget and so many distinct tokens.

    best       parameters, tokens and FLOPs
    epochs     passes over the distinct tokens; below 1 where not all are read
    effective  what the tokens are worth when repeats count less
    """

    law: Law
    best: Optimum
    epochs: float
    effective: float

    @property
    def limited_by(self) -> str:
        """COMPUTE while repeats are nearly as good as new data, DATA beyond."""
        return DATA if self.epochs > FREE_REPEATS else COMPUTE

    @property
    def notes(self) -> tuple[str, ...]:
        """What to beware of, in full sentences."""
        law, epochs = self.law, self.epochs
        said = [scaling_laws.beyond(self.best, law), self.on_repeats]
        if law.is_of_repetition and epochs > repetition.EXTRAPOLATED:
            said.append(STRETCHED)
        if epochs > HARMFUL_PASSES and (law.is_of_repetition or law.objective == "MLM"):
            said += repetition.repetition_law().warnings.get("MLM", ())
        return tuple(filter(None, said))

    @property
    def on_repeats(self) -> str:
        """The note that the law knows no repeats; "" where it does, or where there are none."""
        if self.law.is_of_repetition or self.epochs <= 1:
            return ""
        return NO_REPEATS.format(law=self.law.name, epochs=human(self.epochs))


def plan(flops: float, unique: float, law: Law | str = repetition.LAW) -> Plan:
    """The model that a law advises for a budget, and what repeats make of it.

    A law of repeated data gives its exact optimum, and any other law what it gives at this budget; it knows
    nothing of the distinct tokens.

    Parameters
    ----------
    flops : compute budget in FLOPs
    unique : distinct tokens at hand
    law : the law, or any of its names

    Raises
    ------
    OutOfRange : a budget or distinct tokens that are not finite and above zero
    UnknownLaw, NotAvailable : no law of that name; one that gives no sizes

    >>> found = plan(1.67481216e21, 60e6 * 286, "20")
    >>> round(found.best.parameters / 1e9, 1), round(found.epochs, 1), found.limited_by
    (3.7, 4.4, 'data')
    """
    _sized(unique, "number of distinct tokens")
    found = as_law(law)
    best = optimum(flops, unique, found) if found.is_of_repetition else scaling_laws.optimum(flops, found)
    epochs = best.tokens / unique
    return Plan(found, best, epochs, effective_tokens(unique, best.tokens, repetition.r_star()))


def loss(parameters: float, tokens: float, unique: float, law: Law | str = repetition.LAW) -> float:
    """The loss that the law foretells: for comparing plans with each other, not a loss of a protein model.

    Raises
    ------
    OutOfRange : a number that is not finite and above zero
    UnknownLaw, NotAvailable : as by constants()

    >>> round(loss(6.34e9, 242e9, 25e9), 9), round(loss(8.67e9, 178e9, 25e9), 9)  # as its authors' README
    (2.225644089, 2.226963408)
    """
    _sized(parameters, "number of parameters")
    known = constants(law)
    size = effective_tokens(known.filled_size(unique), parameters, known.r_n_star)
    data = effective_tokens(unique, tokens, known.r_star)
    return known.E + known.A * math.pow(size, -known.alpha) + known.B * math.pow(data, -known.beta)


def loss_equivalent(
    flops: float, unique: float, factors: Sequence[float] = FACTORS, law: Law | str = repetition.LAW
) -> list[Choice]:
    """Smaller and larger models that reach the loss of the best one, and what that takes; a Choice each.

    Parameters
    ----------
    flops, unique : as for optimum()
    factors : sizes as factors to the best one

    Raises
    ------
    as optimum()

    >>> half, same = loss_equivalent(1.68e21, 60e6 * 286, (0.5, 1.0))
    >>> round(half.epochs, 1), round(half.compute, 2), round(same.compute, 9)
    (16.8, 1.61, 1.0)
    """
    known = constants(law)
    best = optimum(flops, unique, law)
    wanted = loss(best.parameters, best.tokens, unique, law) - known.E
    found = []
    for factor in factors:
        parameters = best.parameters * factor
        size = effective_tokens(known.filled_size(unique), parameters, known.r_n_star)
        left = wanted - known.A / size**known.alpha  # of the loss, for the data
        tokens = _tokens_worth((known.B / left) ** (1 / known.beta), unique, known) if left > 0 else None
        if factor == 1.0:
            tokens = best.tokens  # known, also where rounding hides what the last passes were worth
        if tokens is None:
            found.append(Choice(factor, parameters, None, None, None, None))
        else:
            cost = 6 * parameters * tokens
            found.append(Choice(factor, parameters, tokens, tokens / unique, cost, cost / flops))
    return found


def _tokens_worth(effective: float, unique: float, known: Constants) -> float | None:
    """Tokens to be seen to be worth so many; None where no number of repeats is, or only hundreds of them."""
    if effective <= unique:
        return effective
    share = (effective / unique - 1) / known.r_star
    return unique * (1 - known.r_star * math.log(1 - share)) if share < SATURATED else None


def _sized(number: float, what: str) -> None:
    if not number > 0 or math.isinf(number):
        raise OutOfRange(f"The {what} must be a finite number above zero.")
