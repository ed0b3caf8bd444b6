"""How well models predict effects of mutations, as a public benchmark measured it: cited, not computed."""

from __future__ import annotations

from ..catalog import Model
from ..errors import NotAvailable
from . import ratios

QUANTITY_OF_BENCHMARK = {"substitutions": "score_substitutions", "indels": "score_indels"}
BENCHMARKS = tuple(QUANTITY_OF_BENCHMARK)


def score(model: Model | str, benchmark: str = BENCHMARKS[0]) -> float:
    """The zero-shot score of a model on a benchmark of ProteinGym: Spearman's rank correlation of its scores
    with measured effects of mutations, averaged over assays, proteins and kinds of function.

    Parameters
    ----------
    model : the model, or any of its names
    benchmark : "substitutions" or "indels" (insertions and deletions)

    Returns
    -------
    rank correlation, at most 1

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none is published for exactly this model

    >>> score("ESM-2 650M"), score("RITA-L", "indels")
    (0.414, 0.457)
    """
    found = ratios.as_model(model)
    value = found.value(QUANTITY_OF_BENCHMARK[benchmark])
    if value is None:
        raise NotAvailable(
            f"{found.name} has no score on record: ProteinGym has published none on {benchmark} for exactly "
            "this model."
        )
    return value
