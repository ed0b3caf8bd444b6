"""Scaling laws as records."""

from __future__ import annotations

from typing import Any

from ..analysis import scaling_laws
from ..catalog import load
from .fields import Field

LAW_FIELDS: tuple[Field, ...] = (
    Field("law", "string", "Name of the law."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("domain", "string", "text or protein."),
    Field("objective", "string", "Objective of the models that it was fitted on: MLM, CLM or any."),
    Field("counts", "string", "Which parameters it counts."),
    Field("fitted_from", "number", "Lower end of the range that it was fitted in.", "see fitted_in"),
    Field("fitted_to", "number", "Upper end of that range.", "see fitted_in"),
    Field("fitted_in", "string", "Unit of the range: FLOPs or parameters."),
    Field("exponent", "number", "Optimal parameters grow as compute to this power."),
    Field(
        "tokens_per_parameter",
        "number",
        "What it advises at 1e21 FLOPs; none for a law without sizes.",
        "tokens per parameter",
    ),
    Field("six_nd", "boolean", "Whether its costs are C = 6ND."),
    Field("caveats", "array", "What to beware of, in full sentences."),
    Field("source", "string", "Title of the source."),
    Field("url", "string", "Address of the source."),
    Field("catalog_edition", "string", "Edition of the catalog."),
)


def law_records() -> list[dict[str, Any]]:
    """One record a law, with the names of LAW_FIELDS as keys; None where the law says nothing."""
    return [
        {
            "law": law.name,
            "id": law.id,
            "domain": law.domain,
            "objective": law.objective,
            "counts": law.counts,
            "fitted_from": law.fitted[1],
            "fitted_to": law.fitted[2],
            "fitted_in": law.fitted[0],
            "exponent": law.exponent,
            "tokens_per_parameter": (
                scaling_laws.optimum(scaling_laws.EXAMPLE_BUDGET, law).ratio if law.gives_sizes else None
            ),
            "six_nd": law.six_nd,
            "caveats": list(law.caveats),
            "source": law.source.title,
            "url": law.source.url or None,
            "catalog_edition": load().label,
        }
        for law in scaling_laws.laws()
    ]
