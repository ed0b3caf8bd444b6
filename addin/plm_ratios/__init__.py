"""Tokens per parameter of protein language models, on a named basis, with sources.

Start here, in a notebook or at the prompt:

>>> import plm_ratios
>>> plm_ratios.ratio("ESM-2 15B", basis="seen")  # tokens per parameter
57.6
>>> table = plm_ratios.compare(["ESM-2 15B", "ProGen2-xlarge"])  # shows itself; .to_pandas(), .plot()
>>> [round(number, 2) for number in table["ratio_sequences"]]
[1.41, 9.14]

Compare models
    compare      models side by side, a table and a chart
    ratio        tokens per parameter of a model: on the basis "sequences", "unique", "seen" or "effective"
    bases        all four bases of a model
    spread       how far the sources of a ratio disagree
    verdict      too few tokens, near optimal, or more
    nearest      the model closest to a target

>>> plm_ratios.verdict(plm_ratios.ratio("ESM-2 15B"))
'too few tokens'
>>> plm_ratios.nearest(20, "sequences", "ESM-2").name
'ESM-2 650M'

Sizes
    parameters, sequences, average_length (in residues), model_tokens, epochs
    tokens, tokens_per_parameter, flops      from numbers of your own, also as text

Quality
    score        zero-shot score on ProteinGym, as published there

>>> plm_ratios.tokens("65M", avglen=325)  # sequences x residues
21125000000.0
>>> plm_ratios.parameters(["ESM-2 15B", "ProGen2-xlarge"])  # a list gives a list, a Series a Series
[15000000000.0, 6400000000.0]

Scaling laws
    laws, optimal_tokens, optimal_parameters, optimal, frontier

>>> plm_ratios.optimal_tokens("15B", law="20")
300000000000.0

Planning
    gpu_hours, compute, mfu      hours of accelerators, FLOPs, and the share of the peak that training uses
    plan                         the model to train with a budget on so many sequences
    accelerators                 GPUs and TPUs, with their peak

>>> round(plm_ratios.gpu_hours("650M", "1T", "H100 SXM"))
3130

Sources
    why          how a ratio came about, and what to beware of
    source       the citation of one number
    sources      every fact about a model or dataset, with source, place, confidence and quote
    claims       the claims of the essay, tested

>>> plm_ratios.why("ESM-2 15B", "seen").split(":")[0]
'ESM-2 15B has 57.6 tokens per parameter'

Catalog
    models          names of all models, or of a family
    catalog_table   all models as a table
    load            the catalog itself: models, datasets, facts
    about           version of the package, and edition of the catalog

>>> plm_ratios.models("ESM-2")[-1]
'ESM-2 15B'

Errors are sentences that name the fix, and kinds of PlmError: UnknownName (UnknownLaw,
UnknownAccelerator, FamilyName), NotAvailable, WrongValue, OutOfRange, DivisionByZero.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .catalog import Catalog, Dataset, Model, load
from .catalog.facts import Fact, Source
from .errors import DivisionByZero, NotAvailable, OutOfRange, PlmError, UnknownName, WrongValue
from .version import __version__

if TYPE_CHECKING:
    from .api import (
        ComparisonTable,
        FamilyName,
        Table,
        UnknownAccelerator,
        UnknownLaw,
        about,
        accelerators,
        average_length,
        bases,
        catalog_table,
        claims,
        compare,
        compute,
        epochs,
        flops,
        frontier,
        gpu_hours,
        laws,
        mfu,
        model_tokens,
        models,
        nearest,
        optimal,
        optimal_parameters,
        optimal_tokens,
        parameters,
        plan,
        ratio,
        score,
        sequences,
        source,
        sources,
        spread,
        tokens,
        tokens_per_parameter,
        verdict,
        why,
    )

__all__ = [
    "Catalog",
    "ComparisonTable",
    "Dataset",
    "DivisionByZero",
    "Fact",
    "FamilyName",
    "Model",
    "NotAvailable",
    "OutOfRange",
    "PlmError",
    "Source",
    "Table",
    "UnknownAccelerator",
    "UnknownLaw",
    "UnknownName",
    "WrongValue",
    "__version__",
    "about",
    "accelerators",
    "average_length",
    "bases",
    "catalog_table",
    "claims",
    "compare",
    "compute",
    "epochs",
    "flops",
    "frontier",
    "gpu_hours",
    "laws",
    "load",
    "mfu",
    "model_tokens",
    "models",
    "nearest",
    "optimal",
    "optimal_parameters",
    "optimal_tokens",
    "parameters",
    "plan",
    "ratio",
    "score",
    "sequences",
    "source",
    "sources",
    "spread",
    "tokens",
    "tokens_per_parameter",
    "verdict",
    "why",
]


def __getattr__(name: str) -> Any:
    """What the Python interface offers is loaded when it is first asked for: spreadsheets do without it."""
    if name in __all__:
        return getattr(importlib.import_module(".api", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
