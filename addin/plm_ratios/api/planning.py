"""Planning a training: hours of accelerators, compute, and the model to train on one's own sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..analysis import hardware
from ..analysis import planning as plans
from ..analysis.accelerators import Accelerator
from ..functions import plan_tables
from ..records.accelerators import ACCELERATOR_FIELDS, accelerator_records
from .cell_functions import answer, single
from .scaling import rows_of
from .table import Table
from .tables import table_of, table_of_records

if TYPE_CHECKING:
    from ..catalog import Dataset, Model
    from .types import Many, Number, Series

_ACCELERATOR_HEADERS = {
    "accelerator": "Accelerator",
    "maker": "Maker",
    "kind": "Kind",
    "released": "Released",
    "peak": "Peak (FLOP/s, dense BF16)",
    "precision": "Precision",
    "memory": "Memory (bytes)",
    "source": "Source",
}


@overload
def gpu_hours(
    parameters: Model | Number, tokens: Number | None, gpu: Accelerator | str, utilization: Number = ...
) -> float: ...
@overload
def gpu_hours(parameters: Many, tokens: Any, gpu: Any, utilization: Any = ...) -> list[float | None]: ...
@overload
def gpu_hours(parameters: Series, tokens: Any, gpu: Any, utilization: Any = ...) -> Series: ...
def gpu_hours(parameters: Any, tokens: Any, gpu: Any, utilization: Any = hardware.UTILIZATION) -> Any:
    """Hours that one accelerator needs for a training; divided by their number, the hours that many need.

    Parameters
    ----------
    parameters : number of parameters, also as text ("650M"); or the name of a model, which costs what its
        architecture costs; or a list or Series
    tokens : number of training tokens; None for the tokens seen of a model
    gpu : name of a GPU or TPU; accelerators() lists them
    utilization : share of the accelerator's peak that training uses (MFU), above 0 and at most 1

    Returns
    -------
    hours

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    NotAvailable : parameters or tokens seen of the model are not on record; not in a list or Series
    WrongValue : a text that is neither a number nor the name of a model; no tokens and no model
    OutOfRange : a number that is not finite and above zero; a utilization above 1

    >>> round(gpu_hours("650M", "1T", "H100 SXM"))
    3130
    """
    return answer("GPUHOURS", "gpu_hours", parameters, tokens, _named(gpu), utilization)


@overload
def compute(gpu: Accelerator | str, count: Number, hours: Number, utilization: Number = ...) -> float: ...
@overload
def compute(gpu: Many, count: Any, hours: Any, utilization: Any = ...) -> list[float | None]: ...
@overload
def compute(
    gpu: Accelerator | str, count: Many, hours: Any, utilization: Any = ...
) -> list[float | None]: ...
@overload
def compute(
    gpu: Accelerator | str, count: Number, hours: Many, utilization: Any = ...
) -> list[float | None]: ...
@overload
def compute(gpu: Series, count: Any, hours: Any, utilization: Any = ...) -> Series: ...
def compute(gpu: Any, count: Any, hours: Any, utilization: Any = hardware.UTILIZATION) -> Any:
    """Compute that accelerators do in a time: count x hours x peak x utilization.

    Parameters
    ----------
    gpu : name of a GPU or TPU; accelerators() lists them; or a list or Series
    count : how many of them
    hours : of wall-clock time; a week has 168
    utilization : share of the peak that training uses (MFU), above 0 and at most 1

    Returns
    -------
    FLOPs

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    WrongValue : something else than a number or a name
    OutOfRange : a number that is not finite and above zero; a utilization above 1

    >>> round(compute("H100 SXM", 8, 168) / 1e21, 2)
    1.67
    """
    return answer("COMPUTE", "compute", _named(gpu), count, hours, utilization)


@overload
def mfu(
    parameters: Model | Number,
    tokens: Number | None = ...,
    gpu: Accelerator | str | None = ...,
    chip_hours: Number | None = ...,
) -> float: ...
@overload
def mfu(parameters: Many, tokens: Any = ..., gpu: Any = ..., chip_hours: Any = ...) -> list[float | None]: ...
@overload
def mfu(parameters: Series, tokens: Any = ..., gpu: Any = ..., chip_hours: Any = ...) -> Series: ...
def mfu(parameters: Any, tokens: Any = None, gpu: Any = None, chip_hours: Any = None) -> Any:
    """Share of the peak of its accelerators that a training used: model FLOPs utilization.

    Above 1 something is wrong; above 0.6 something is doubtful.

    Parameters
    ----------
    parameters : number of parameters, also as text ("15B"); or the name of a model, which costs what its
        architecture costs; or a list or Series
    tokens : number of training tokens; None for the tokens seen of a model
    gpu : name of a GPU or TPU; None for the one that trained a model, if on record
    chip_hours : accelerators x hours; None for those of a model, if on record

    Returns
    -------
    a share, such as 0.23 for 23 %

    Raises
    ------
    UnknownAccelerator : no accelerator of that name; `nearest` holds similar ones
    NotAvailable : what is left out is not on record for the model; not in a list or Series
    WrongValue : a text that is neither a number nor the name of a model; something is left out, and no model
        is named
    OutOfRange : a number that is not finite and above zero

    >>> round(mfu("15B", "864B", "V100", 512 * 60 * 24), 2)
    0.23
    """
    return answer("MFU", "mfu", parameters, tokens, _named(gpu), chip_hours)


def _named(gpu: Any) -> Any:
    return gpu.id if isinstance(gpu, Accelerator) else gpu


def plan(
    budget: Any,
    sequences: Dataset | Number,
    avglen: Number | None = None,
    law: Any = plans.DEFAULT,
    batch: Number = plans.BATCH,
) -> Table:
    """The model to train with a compute budget on so many sequences, by a scaling law.

    Parameters
    ----------
    budget : compute in FLOPs, above zero; or a list or Series of budgets
    sequences : number of distinct sequences, also as text ("60M"), or the name of a dataset
    avglen : average length in residues; None for that of the dataset where it is on record, else 325
    law : name of a law, or a list of them. "repetition-text" gives the optimum when tokens are repeated
        (Muennighoff et al. 2023), any other law what it advises at this budget; laws() lists them
    batch : tokens of a training step

    Returns
    -------
    Table with a row for each budget and law, which go in step: parameters, tokens, epochs, what the tokens
    are worth when repeats count less, steps, and whether "compute" or "data" limits it: up to 4 epochs
    repeats are nearly as good as new data. The note says what to beware of

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : a law that gives no sizes; a dataset whose sequences are not on record; not in a list or
        Series
    OutOfRange : a number that is not finite and above zero
    WrongValue : something else than a number; a text that is neither a number nor the name of a dataset

    >>> best = plan(compute("H100 SXM", 8, 168), "60M", 286)[0]
    >>> round(best["parameters"] / 1e9, 1), round(best["epochs"], 1), best["limited_by"]
    (3.1, 5.2, 'data')
    """

    def row(budget: Any, law: Any) -> list[Any]:
        return list(single("PLAN", budget, sequences, avglen, law, batch)[1])

    rows = rows_of(row, (budget, law), ("compute budget", "law"), len(plan_tables.PLAN_HEADER))
    return table_of(plan_tables.PLAN_HEADER, rows, "The model to train with a compute budget in FLOPs")


def accelerators() -> Table:
    """The accelerators on record: the peak of each in dense BF16 arithmetic, its memory, and who says so.

    Returns
    -------
    Table; the peak is in FLOP/s, of FP16 where the accelerator has no BF16, and the memory in bytes

    >>> table = accelerators()
    >>> [row["peak"] / 1e12 for row in table if row["accelerator"] == "H100 SXM"]
    [989.0]
    """
    return table_of_records(
        ACCELERATOR_FIELDS, accelerator_records(), "Accelerators, with their dense peak", _ACCELERATOR_HEADERS
    )
