"""The Python interface: what `import plm_ratios` offers.

quantities         numbers of models and datasets, for values, lists and Series
comparison_table   compare(), and the table with its chart that it gives
tables, scaling    the catalog and the scaling laws as tables
planning           hours of accelerators, and the model to train
provenance         where numbers come from
table, markup      a table, and how it shows itself
values             what goes in decides what comes out
names              what names of models stand for
cell_functions     the functions of the spreadsheets, called from Python
types              what the functions take, for type checkers
"""

from ..analysis.accelerators import UnknownAccelerator
from ..analysis.scaling_laws import UnknownLaw
from .comparison_table import ComparisonTable, compare
from .names import FamilyName
from .planning import accelerators, compute, gpu_hours, mfu, plan
from .provenance import about, claims, source, sources, why
from .quantities import (
    average_length,
    epochs,
    flops,
    model_tokens,
    nearest,
    parameters,
    ratio,
    score,
    sequences,
    tokens,
    tokens_per_parameter,
    verdict,
)
from .scaling import frontier, laws, optimal, optimal_parameters, optimal_tokens
from .table import Table
from .tables import bases, catalog_table, models, spread

__all__ = [
    "ComparisonTable",
    "FamilyName",
    "Table",
    "UnknownAccelerator",
    "UnknownLaw",
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
