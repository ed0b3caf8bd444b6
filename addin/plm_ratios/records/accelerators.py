"""Accelerators as records."""

from __future__ import annotations

from typing import Any

from ..analysis.accelerators import accelerators
from .fields import Field

ACCELERATOR_FIELDS: tuple[Field, ...] = (
    Field("accelerator", "string", "Name of the GPU or TPU."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("maker", "string", "Who makes it."),
    Field("kind", "string", "GPU or TPU."),
    Field("released", "string", "When it was released: year, month or day."),
    Field("peak", "number", "Peak of dense arithmetic, without sparsity.", "FLOP/s"),
    Field("precision", "string", "Precision of the peak: BF16, or FP16 where it has no BF16."),
    Field("memory", "number", "Memory; none where no source states it.", "bytes"),
    Field("source", "string", "Title of the source of the peak."),
    Field("locator", "string", "Where in the source it stands."),
    Field("url", "string", "Address of the source."),
    Field("note", "string", "What to beware of."),
)


def accelerator_records() -> list[dict[str, Any]]:
    """One record an accelerator, with the names of ACCELERATOR_FIELDS as keys; None where nothing is said."""
    found = []
    for each in accelerators():
        peak = each.facts["peak"][0]
        found.append(
            {
                "accelerator": each.name,
                "id": each.id,
                "maker": each.maker,
                "kind": each.kind,
                "released": each.released or None,
                "peak": each.peak,
                "precision": each.precision,
                "memory": each.memory,
                "source": peak.source.title if peak.source else None,
                "locator": peak.locator or None,
                "url": peak.source.url or None if peak.source else None,
                "note": each.note or None,
            }
        )
    return found
