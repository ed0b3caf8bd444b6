"""Plans as records: what each law advises for a budget and so many distinct tokens."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from ..analysis.accelerators import Accelerator
from ..analysis.planning import Plan
from ..catalog import load
from .fields import Field

PLAN_FIELDS: tuple[Field, ...] = (
    Field("law", "string", "Name of the law."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("domain", "string", "text or protein."),
    Field("objective", "string", "Objective of the models that it was fitted on: MLM, CLM or any."),
    Field("flops", "number", "The budget.", "FLOPs"),
    Field("accelerator", "string", "Name of the GPU or TPU; none where the budget was given in FLOPs."),
    Field("accelerators", "number", "How many of them."),
    Field("hours", "number", "Hours of wall-clock time.", "hours"),
    Field("utilization", "number", "Share of the peak that training uses (MFU)."),
    Field("sequences", "number", "Distinct sequences at hand.", "sequences"),
    Field("average_length", "number", "Their average length.", "residues per sequence"),
    Field("tokens_unique", "number", "Distinct tokens at hand: sequences x average length.", "tokens"),
    Field("parameters", "number", "Parameters that the law advises.", "parameters"),
    Field("tokens", "number", "Tokens to train on, repeats included.", "tokens"),
    Field("tokens_per_parameter", "number", "Tokens for each parameter.", "tokens per parameter"),
    Field("epochs", "number", "Passes over the distinct tokens."),
    Field("tokens_effective", "number", "What the tokens are worth when repeats count less.", "tokens"),
    Field("steps", "number", "Training steps: tokens / batch."),
    Field("batch", "number", "Tokens of a step.", "tokens"),
    Field("limited_by", "string", "compute, or data beyond 4 epochs."),
    Field("notes", "array", "What to beware of, in full sentences."),
    Field("source", "string", "Title of the law's source."),
    Field("url", "string", "Address of the source."),
    Field("catalog_edition", "string", "Edition of the catalog."),
)


class Budget(NamedTuple):
    """A compute budget in FLOPs, and the accelerators and hours that it was given by, if it was."""

    flops: float
    accelerator: Accelerator | None = None
    chips: float | None = None
    hours: float | None = None
    utilization: float | None = None


class Corpus(NamedTuple):
    """Distinct sequences, and the average length in residues."""

    sequences: float
    avglen: float

    @property
    def tokens(self) -> float:
        """Distinct tokens."""
        return self.sequences * self.avglen


def plan_records(plans: Sequence[Plan], budget: Budget, corpus: Corpus, batch: float) -> list[dict[str, Any]]:
    """One record a law, with the names of PLAN_FIELDS as keys; None where nothing is said."""
    return [
        {
            "law": plan.law.name,
            "id": plan.law.id,
            "domain": plan.law.domain,
            "objective": plan.law.objective,
            "flops": budget.flops,
            "accelerator": budget.accelerator.name if budget.accelerator else None,
            "accelerators": budget.chips,
            "hours": budget.hours,
            "utilization": budget.utilization,
            "sequences": corpus.sequences,
            "average_length": corpus.avglen,
            "tokens_unique": corpus.tokens,
            "parameters": plan.best.parameters,
            "tokens": plan.best.tokens,
            "tokens_per_parameter": plan.best.ratio,
            "epochs": plan.epochs,
            "tokens_effective": plan.effective,
            "steps": plan.best.tokens / batch,
            "batch": batch,
            "limited_by": plan.limited_by,
            "notes": list(plan.notes),
            "source": plan.law.source.title,
            "url": plan.law.source.url or None,
            "catalog_edition": load().label,
        }
        for plan in plans
    ]
