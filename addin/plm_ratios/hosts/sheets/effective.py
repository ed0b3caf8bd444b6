"""What the script of Google Sheets knows for the basis "effective": the facts that it may rest on.

Facts are lists without keys: data.js says what stands where.
"""

from __future__ import annotations

from typing import Any

from ...analysis import ratios, repetition, spread
from ...analysis.effective_spread import Counted, candidates, fit_said, said
from ...analysis.readings import CONFIDENCES, who
from ...catalog import Model
from ...catalog.facts import SAME, Fact
from .fields import short
from .sentences import Texts


def shared(texts: Texts) -> dict[str, Any]:
    """What holds for all models."""
    fits = [_cited(fact, texts, fit_said(fact)) for fact in repetition.repetition_law().constants["r_star"]]
    return {
        "repetition": {
            "fits": fits,
            "said": said(["{seen}"], ["{distinct}"], "{fit}"),
            "agree": spread.AGREE,
            "alone": spread.ALONE,
            "same": SAME,
        },
        "confidences": CONFIDENCES,
    }


def of_model(model: Model, texts: Texts) -> dict[str, Any]:
    """What a model's effective tokens may rest on; empty where it has none."""
    if not ratios.has_number(model, "effective"):
        return {}
    found = candidates(model)
    parts = [
        {
            "seen": [_cited(fact, texts) for fact in seen],
            "counted": [_counted(each, texts) for each in counted],
        }
        for seen, counted in zip(found.seen, found.counted)
    ]
    sized = [_cited(fact, texts) for fact in found.sized]
    alone = bool(sized) and spread.is_alone(model, "effective")
    return {"effective": {"parts": parts, "sized": sized, "alone": alone}}


def _counted(counted: Counted, texts: Texts) -> list[Any]:
    return [*_cited(counted.fact, texts, counted.said("{length}")), *([1] if counted.by_sequences else [])]


def _cited(fact: Fact, texts: Texts, said: str = "") -> list[Any]:
    counts = f"Counts {fact.unit}." if fact.unit else ""
    return [
        short(fact.value or 0.0),
        texts.place(said or who(fact)),
        CONFIDENCES.index(fact.confidence),
        texts.place(counts),
        texts.place(fact.note),
    ]
