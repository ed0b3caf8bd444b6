"""Compute and hardware: FLOPs = accelerators x hours x peak x utilization, in every direction.

The peak is that of dense BF16 arithmetic (analysis/accelerators.py); utilization is the share of it that
training uses, also called MFU (model FLOPs utilization).
"""

from __future__ import annotations

import math

from ..catalog import Model
from ..errors import NotAvailable, OutOfRange, WrongValue
from . import cost, ratios
from .accelerators import Accelerator
from .accelerators import accelerator as accelerator_of

UTILIZATION = 0.35  # where none is given; published trainings of protein language models reach 0.18 to 0.30
IMPOSSIBLE = 1.0  # a share of the peak above this is wrong somewhere
DOUBTFUL = 0.6  # and above this rarer than an error in what was published
# What is said where a number is missing, for hosts without Python as well.
GIVE_TOKENS = "Give the number of tokens."
GIVE_GPU = (
    "Give the accelerator, or the name of a model whose accelerator is on record. =ACCELERATORS() shows all."
)
GIVE_HOURS = "Give the chip-hours, or the name of a model whose chip-hours are on record."
NO_GPU = "No source that we have read states the accelerator of {name}: give it. =ACCELERATORS() shows all."
NO_HOURS = "No source that we have read states the chip-hours of {name}: give them."
_SECONDS = 3600.0  # an hour


def compute(
    accelerator: Accelerator | str, count: float, hours: float, utilization: float = UTILIZATION
) -> float:
    """FLOPs that accelerators do in a time.

    Parameters
    ----------
    accelerator : the accelerator, or any of its names
    count : how many of them
    hours : of wall-clock time, not chip-hours
    utilization : share of the peak that training uses, above 0 and at most 1

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    OutOfRange : a number that is not finite and above zero; a utilization above 1

    >>> round(compute("H100 SXM", 8, 7 * 24) / 1e21, 2)
    1.67
    """
    _sized(count, "number of accelerators")
    _sized(hours, "number of hours")
    return count * hours * _SECONDS * _peak(accelerator) * share(utilization)


def gpu_hours(flops: float, accelerator: Accelerator | str, utilization: float = UTILIZATION) -> float:
    """Hours that one accelerator would take, which are the chip-hours of any number of them.

    Parameters
    ----------
    flops : compute of the training in FLOPs, zero or more
    accelerator, utilization : as for compute()

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    OutOfRange : a negative number; a utilization that is not above 0 and at most 1

    >>> round(gpu_hours(1.67481216e21, "H100 SXM"))
    1344
    """
    if not flops >= 0:
        raise OutOfRange("The number of FLOPs cannot be negative.")
    return flops / (_peak(accelerator) * share(utilization)) / _SECONDS


def utilization(flops: float, accelerator: Accelerator | str, chip_hours: float) -> float:
    """Share of the peak that a training used (MFU): 0.23 is 23 %.

    Parameters
    ----------
    flops : compute of the training in FLOPs, zero or more
    accelerator : the accelerator, or any of its names
    chip_hours : hours x accelerators

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    OutOfRange : negative FLOPs; chip-hours that are not finite and above zero

    >>> round(utilization(7.776e22, "V100", 512 * 60 * 24), 2)  # ESM-2 15B
    0.23
    """
    if not flops >= 0:
        raise OutOfRange("The number of FLOPs cannot be negative.")
    _sized(chip_hours, "number of chip-hours")
    return flops / chip_hours / _SECONDS / _peak(accelerator)


def training(parameters: float | Model, tokens: float | None) -> float:
    """Training compute in FLOPs of a number of parameters, or of a model by its architecture.

    Parameters
    ----------
    parameters : number of parameters, or the model
    tokens : tokens seen; None for those of the model

    Raises
    ------
    WrongValue : no tokens, and no model to look them up for
    NotAvailable : the parameters of the model, or its tokens seen, are not on record
    """
    if isinstance(parameters, Model):
        return cost.training_flops(parameters, tokens)
    if tokens is None:
        raise WrongValue(GIVE_TOKENS)
    return ratios.flops(parameters, tokens)


def accelerator_used(parameters: float | Model, given: Accelerator | None) -> Accelerator:
    """The accelerator that is given, else that on which the model was trained.

    Raises
    ------
    WrongValue : neither an accelerator nor a model
    NotAvailable : the model's accelerator is not on record
    """
    if given is not None:
        return given
    if not isinstance(parameters, Model):
        raise WrongValue(GIVE_GPU)
    if not parameters.accelerator:
        raise NotAvailable(NO_GPU.format(name=parameters.name))
    return accelerator_of(parameters.accelerator)


def chip_hours_used(parameters: float | Model, given: float | None) -> float:
    """The chip-hours that are given, else those of the model's training.

    Raises
    ------
    WrongValue : neither chip-hours nor a model
    NotAvailable : the model's chip-hours are not on record
    """
    if given is not None:
        return given
    if not isinstance(parameters, Model):
        raise WrongValue(GIVE_HOURS)
    found = parameters.value("chip_hours")
    if found is None:
        raise NotAvailable(NO_HOURS.format(name=parameters.name))
    return found


def share(utilization: float) -> float:
    """A utilization that is one: above 0 and at most 1.

    Raises
    ------
    OutOfRange : it is not
    """
    if not 0 < utilization <= 1:
        raise OutOfRange(
            f"The utilization must be above 0 and at most 1; it is {utilization:g}. Give 35 % as 0.35."
        )
    return utilization


def _peak(found: Accelerator | str) -> float:
    return (found if isinstance(found, Accelerator) else accelerator_of(found)).peak


def _sized(number: float, what: str) -> None:
    if not number > 0 or math.isinf(number):
        raise OutOfRange(f"The {what} must be a finite number above zero.")
