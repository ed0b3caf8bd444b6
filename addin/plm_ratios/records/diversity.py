"""Clusters beside sequences and tokens seen as records, one for each model that has them."""

from __future__ import annotations

from typing import Any

from ..analysis.clusters import diversity
from ..catalog import load
from .fields import Field, names

_RATIO = "tokens per parameter"

DIVERSITY_FIELDS: tuple[Field, ...] = (
    Field("model", "string", "Name of the model."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("parameters", "number", "Parameters.", "parameters"),
    Field("sequences", "number", "Distinct sequences that it was trained on.", "sequences"),
    Field("clusters", "number", "Clusters of similar sequences.", "clusters"),
    Field("identity", "integer", "Identity above which sequences are in one cluster.", "percent"),
    Field(
        "sequences_per_cluster",
        "number",
        "Distinct sequences for each cluster; 1 for a set that holds one of each.",
        "sequences per cluster",
    ),
    Field("average_length", "number", "Average length used.", "residues per sequence"),
    Field("ratio_by_sequences", "number", "By distinct sequences x average length.", _RATIO),
    Field("ratio_by_clusters", "number", "By clusters x average length.", _RATIO),
    Field("ratio_by_tokens_seen", "number", "By all tokens that training went through.", _RATIO),
    Field(
        "tokens_seen_per_token_of_clusters",
        "number",
        "How often training went through as many tokens as one sequence of each cluster holds.",
        "passes",
    ),
    Field("source", "string", "Title of the source of the number of clusters."),
    Field("place", "string", "Where in that source it stands."),
    Field("quote", "string", "Its words."),
    Field("catalog_edition", "string", "Edition of the catalog, and how many models of the user's own."),
)


def diversity_records(avglen: float) -> list[dict[str, Any]]:
    """Records with the names of DIVERSITY_FIELDS as keys, with an average length in residues."""
    found = []
    for each in diversity(avglen):
        cells = (
            each.model.name,
            each.model.id,
            each.model.value("params_total"),
            each.sequences,
            each.clusters,
            each.identity,
            each.per_cluster,
            avglen,
            each.by_sequences,
            each.by_clusters,
            each.seen,
            each.draws,
            each.fact.source.title if each.fact.source else each.fact.formula,
            each.fact.locator,
            each.fact.quote,
            load().label,
        )
        found.append(dict(zip(names(DIVERSITY_FIELDS), cells)))
    return found
