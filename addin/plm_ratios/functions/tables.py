"""The tables that spill: rows of cell values under a header row."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Callable, Mapping

from ..analysis import ratios
from ..catalog import Model, load
from ..catalog.citations import short_citation
from .allowance import counted
from .cells import CellError, broadcast, columns, is_blank

CATALOG_HEADER = (
    "Model",
    "Family",
    "Kind",
    "Objective",
    "Released",
    "Weights",
    "Parameters",
    "Active parameters",
    "Sequences",
    "Unique tokens",
    "Tokens seen",
    "Ratio (sequences)",
    "Ratio (unique)",
    "Ratio (seen)",
    "Ratio (effective)",
    "Source of parameters",
    "Id",
)
COMPARE_HEADER = (
    "Model",
    "Parameters",
    "Sequences",
    "Tokens",
    "Basis",
    "Tokens per parameter",
    "Times target",
    "Verdict",
    "Source",
)
BASES_HEADER = ("Model", "Basis", "Tokens", "Parameters", "Tokens per parameter", "Verdict", "Source")


def model_names(families: list[str] | None) -> list[list[str]]:
    """Names of the models of some families, or of all; no header."""
    if families is None:
        chosen = iter(load().models)
    else:
        of_family = lru_cache(maxsize=None)(load().family)
        chosen = (model for family in families for model in of_family(family))
    return list(counted([model.name] for model in chosen))


def catalog_table() -> list[list[Any]]:
    """Every model with its preferred numbers and its ratio on each basis; blank where unknown."""
    return [list(CATALOG_HEADER), *(_catalog_row(model) for model in load().models)]


def _catalog_row(model: Model) -> list[Any]:
    return [
        model.name,
        model.family,
        model.kind,
        model.objective or None,
        model.released or None,
        model.weights or None,
        model.value("params_total"),
        model.value("params_active"),
        model.value("sequences"),
        model.value("tokens_unique"),
        model.value("tokens_seen"),
        *(ratios.known(ratios.ratio, model, basis) for basis in ratios.BASES),
        short_citation(model, "params_total"),
        model.id,
    ]


def bases_table(names: list[str]) -> list[list[Any]]:
    """Every basis of some models side by side; blank where the basis has no number."""
    of_model = lru_cache(maxsize=None)(_bases_rows)
    rows = (row for name in names for row in of_model(ratios.as_model(name)))
    return [list(BASES_HEADER), *counted(rows)]


def _bases_rows(model: Model) -> list[list[Any]]:
    rows = []
    for basis in ratios.BASES:
        ratio = ratios.known(ratios.ratio, model, basis)
        rows.append(
            [
                model.name,
                basis,
                ratios.known(ratios.model_tokens, model, basis),
                model.value("params_total"),
                ratio,
                ratios.verdict(ratio) if ratio else None,
                short_citation(model, ratios.QUANTITY_OF_BASIS[basis]),
            ]
        )
    return rows


def comparison(
    models: Any, basis: Any, length: Any, kind: Any, functions: Mapping[str, Callable[..., Any]]
) -> list[list[Any]]:
    """One row a model, by the spreadsheet functions of the same names; a blank model is a blank row.

    All but `functions` are single cells or ranges, read in step. The parameters are of the kind by which the
    ratio counts.
    """

    def row(model: Any, basis: Any, length: Any, kind: Any) -> list[Any]:
        if is_blank(model):
            return [None] * len(COMPARE_HEADER)
        ratio = functions["RATIO"](model, basis, length, kind)
        verdict = functions["VERDICT"](ratio)
        source = functions["SOURCE"](model, ratios.QUANTITY_OF_BASIS.get(str(basis), basis))
        return [
            _display_name(model),
            functions["PARAMS"](model, kind),
            functions["SEQS"](model),
            functions["MODELTOKENS"](model, basis, length),
            basis,
            ratio,
            ratio if isinstance(ratio, CellError) else ratio / ratios.TARGET,
            verdict,
            source,
        ]

    read = columns(models, basis, length, kind)
    return [list(COMPARE_HEADER), *(rows[0] for rows in broadcast(read, row))]


def _display_name(cell: Any) -> Any:
    found = load().find(cell) if isinstance(cell, str) else None
    return found.name if found else cell
