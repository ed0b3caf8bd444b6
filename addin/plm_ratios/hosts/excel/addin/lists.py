"""The lists that the ribbon offers, as rows for hidden sheets of the add-in: it shows them without Python."""

from __future__ import annotations

from typing import Any

from ....analysis import ratios
from ....catalog import Model, load
from ....catalog.searching import searched_texts

# Sheets that PlmChoice reads; their names hold a dot, as no sheet does that people would look for.
MODELS, FAMILIES, BASES = "plm.models", "plm.families", "plm.bases"
ALL_FAMILIES = "All families"

MODELS_HEADER = (
    "Model",
    "Family",
    "Released",
    "Parameters",
    "Sequences",
    "Tokens seen",
    "Ratio (sequences)",
    "Ratio (seen)",
    "Searched",
)
_BETWEEN = "|"  # in no folded text


def sheets() -> dict[str, list[list[Any]]]:
    """The name of each sheet, and its rows."""
    catalog = load()
    families = sorted({model.family for model in catalog.models if model.family}, key=str.casefold)
    return {
        MODELS: [list(MODELS_HEADER), *map(_row, catalog.models)],
        FAMILIES: [[ALL_FAMILIES], *([family] for family in families)],
        BASES: [[basis] for basis in ratios.BASES],
    }


def _row(model: Model) -> list[Any]:
    return [
        model.name,
        model.family,
        model.released or None,
        *(model.value(quantity) for quantity in ("params_total", "sequences", "tokens_seen")),
        *(ratios.known(ratios.ratio, model, basis) for basis in ("sequences", "seen")),
        _BETWEEN.join(searched_texts(model)),
    ]
