"""The spreadsheet functions for people who plan a training: hours of accelerators, and the model to train."""

from __future__ import annotations

from typing import Any, Callable

from ..analysis import hardware, planning, ratios
from ..analysis.accelerators import Accelerator, accelerator, accelerators
from ..analysis.power_law import Law
from ..catalog import Dataset, Model
from . import plan_tables
from .cells import is_blank, is_range
from .definitions import BUDGET, LAW, OWN_LENGTH, function, is_zero, number_or_model, sequences_or_dataset
from .signature import Argument, name_of, size


def _if_given(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """None for a blank; Calc passes an empty cell as 0."""
    return lambda cell: None if is_blank(cell) or is_zero(cell) else read(cell)


def _utilization(cell: Any) -> float:
    """A share of the peak; a blank is what is usual."""
    return hardware.share(size("utilization", hardware.UTILIZATION)(cell))


def _accelerator(cell: Any) -> Accelerator:
    return accelerator(name_of("GPU")(cell))


def _accelerator_names() -> list[str]:
    return [each.name for each in accelerators()]


_SIZE = Argument(
    "parameters",
    "Number of parameters; or the name of a model in quotes, which costs what its architecture costs.",
    "any",
    number_or_model("number of parameters", size("number of parameters")),
)
_TOKENCOUNT = Argument(
    "tokencount",
    "Number of training tokens; blank for the tokens seen of a model named before.",
    "number",
    _if_given(size("number of tokens")),
)
_GPU = Argument(
    "gpu",
    'Name of a GPU or TPU in quotes, such as "H100 SXM". ACCELERATORS() lists them.',
    "name",
    _accelerator,
    offers=_accelerator_names,
)
_UTILIZATION = Argument(
    "utilization",
    "Share of the accelerator's peak that training uses (MFU), above 0 and at most 1; 0.35 where omitted.",
    "number",
    _utilization,
    optional=True,
)


@function(
    "Hours that one accelerator needs for a training; divided by their number, the hours that many need.",
    _SIZE,
    _TOKENCOUNT,
    _GPU,
    _UTILIZATION,
    gives="number",
    examples=('=GPUHOURS("650M", "1T", "H100 SXM")', '=GPUHOURS("ESM-2 15B", "864B", "V100", 0.23)'),
)
def GPUHOURS(
    parameters: float | Model, tokencount: float | None, gpu: Accelerator, utilization: float
) -> float:
    return hardware.gpu_hours(hardware.training(parameters, tokencount), gpu, utilization)


@function(
    "Compute in FLOPs that accelerators do in a time: count x hours x peak x utilization.",
    _GPU,
    Argument("count", "How many accelerators.", "number", size("number of accelerators")),
    Argument("hours", "Hours of wall-clock time; a week has 168.", "number", size("number of hours")),
    _UTILIZATION,
    gives="number",
    examples=('=COMPUTE("H100 SXM", 8, 168)',),
)
def COMPUTE(gpu: Accelerator, count: float, hours: float, utilization: float) -> float:
    return hardware.compute(gpu, count, hours, utilization)


@function(
    "Share of the peak of its accelerators that a training used (model FLOPs utilization): 0.23 is 23 %.",
    _SIZE,
    Argument(
        "tokencount",
        _TOKENCOUNT.help,
        "number",
        _TOKENCOUNT.read,
        optional=True,
    ),
    Argument(
        "gpu",
        "Name of a GPU or TPU in quotes; blank for the one that trained a model named before, if on record.",
        "name",
        _if_given(_accelerator),
        optional=True,
        offers=_accelerator_names,
    ),
    Argument(
        "chiphours",
        "Accelerators x hours; blank for those of a model named before, where they are on record.",
        "number",
        _if_given(size("number of chip-hours")),
        optional=True,
    ),
    gives="number",
    examples=('=MFU("ESM-2 15B", "864B", "V100", 737280)',),
)
def MFU(
    parameters: float | Model, tokencount: float | None, gpu: Accelerator | None, chiphours: float | None
) -> float:
    return hardware.utilization(
        hardware.training(parameters, tokencount),
        hardware.accelerator_used(parameters, gpu),
        hardware.chip_hours_used(parameters, chiphours),
    )


def _corpus(cell: Any) -> float | Dataset:
    """Sequences at hand, more than none, or a dataset."""
    found = sequences_or_dataset(cell)
    size("number of sequences")(ratios.sequences(found) if isinstance(found, Dataset) else found)
    return found


def _plan_law(cell: Any) -> Law:
    found: Law = LAW.read(planning.DEFAULT if is_blank(cell) or is_zero(cell) else cell)
    return found


@function(
    "The model to train with a compute budget on so many sequences, its epochs, and what limits it.",
    Argument(
        "budget",
        "Compute budget in FLOPs, such as 1E21 or COMPUTE(...).",
        "number",
        lambda value: value,
        whole=True,
    ),
    Argument("sequences", "Number of sequences, or the name of a dataset in quotes.", "any", _corpus),
    OWN_LENGTH,
    Argument(
        "law",
        'Name of a scaling law in quotes, such as "Cheng MLM". Where omitted, "Repeated text", which gives '
        "the optimum when tokens are repeated. LAWS() lists the others.",
        "any",
        lambda value: value,
        optional=True,
        whole=True,
    ),
    Argument(
        "batch",
        "Tokens of a training step; 1,000,000 where omitted.",
        "number",
        size("batch", planning.BATCH),
        optional=True,
    ),
    gives="table",
    examples=('=PLAN(COMPUTE("H100 SXM", 8, 168), "60M", 286)', '=PLAN(1E21, "BFD100")'),
)
def PLAN(
    budget: Any, sequences: float | Dataset, length: float | None, law: Any, batch: float
) -> list[list[Any]]:
    if not is_range(budget):
        budget = BUDGET(budget)
    if not is_range(law):
        law = _plan_law(law).id
    unique = ratios.tokens_of(sequences, length)
    return plan_tables.plan_table(budget, law, unique, batch, BUDGET, _plan_law)


@function(
    "The accelerators on record: the peak of each in dense BF16 arithmetic, its memory, and who says so.",
    gives="table",
    examples=("=ACCELERATORS()",),
)
def ACCELERATORS() -> list[list[Any]]:
    return plan_tables.accelerators_table()
