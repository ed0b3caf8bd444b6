"""plm-ratios: tokens per parameter of protein language models, on a named basis, with sources.

>>> import plm_ratios
>>> round(plm_ratios.ratio("ESM-2 15B"), 4)
1.4083
>>> plm_ratios.ratio("ESM-2 15B", basis="seen")
57.6
"""

from .analysis.ratios import (
    average_length,
    epochs,
    flops,
    model_tokens,
    nearest,
    parameters,
    ratio,
    sequences,
    tokens,
    tokens_per_parameter,
    verdict,
)
from .catalog import Catalog, Dataset, Model, load
from .catalog.facts import Fact, Source
from .errors import DivisionByZero, NotAvailable, OutOfRange, PlmError, UnknownName, WrongValue
from .version import __version__

__all__ = [
    "Catalog",
    "Dataset",
    "DivisionByZero",
    "Fact",
    "Model",
    "NotAvailable",
    "OutOfRange",
    "PlmError",
    "Source",
    "UnknownName",
    "WrongValue",
    "__version__",
    "average_length",
    "epochs",
    "flops",
    "load",
    "model_tokens",
    "nearest",
    "parameters",
    "ratio",
    "sequences",
    "tokens",
    "tokens_per_parameter",
    "verdict",
]
