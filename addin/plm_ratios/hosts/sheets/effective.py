"""What the script of Google Sheets knows for the basis "effective": the facts that it may rest on, and the
sentences that WHY may say."""

from __future__ import annotations

from typing import Any

from ...analysis import explanations, ratios, repetition, spread
from ...analysis.effective_spread import Counted, candidates, fit_said, said
from ...analysis.readings import CONFIDENCES, who
from ...catalog import Model
from ...catalog.facts import SAME, Fact


def shared() -> dict[str, Any]:
    """What holds for all models: the fits of the law, and the words around them."""
    return {
        "repetition": {
            "fits": [
                _cited(fact, fit_said(fact)) for fact in repetition.repetition_law().constants["r_star"]
            ],
            "said": said(["{seen}"], ["{distinct}"], "{fit}"),
            "agree": spread.AGREE,
            "alone": spread.ALONE,
            "same": SAME,
        },
        "confidences": CONFIDENCES,
    }


def of_model(model: Model) -> dict[str, Any]:
    """What a model's ratio may rest on, and what may be said of it; empty where it has none."""
    if ratios.known(ratios.ratio, model, "effective") is None:
        return {} if not ratios.has_number(model, "effective") else {"effective": _facts(model)}
    return {
        "effective": {
            **_facts(model),
            "said": [piece._asdict() for piece in explanations.effective_pieces(model)],
            "origin": " ".join(explanations.own_entry(model)),
            "alone": spread.is_alone(model, "effective"),
        }
    }


def _facts(model: Model) -> dict[str, Any]:
    found = candidates(model)
    return {
        "parts": [
            {"seen": [_cited(fact) for fact in seen], "counted": [_counted(each) for each in counted]}
            for seen, counted in zip(found.seen, found.counted)
        ],
        "sized": [_cited(fact) for fact in found.sized],
    }


def _counted(counted: Counted) -> dict[str, Any]:
    return {**_cited(counted.fact, counted.said("{length}")), "bySequences": counted.by_sequences}


def _cited(fact: Fact, said: str = "") -> dict[str, Any]:
    return {
        "value": fact.value,
        "who": said or who(fact),
        "confidence": CONFIDENCES.index(fact.confidence),
        "counts": f"Counts {fact.unit}." if fact.unit else "",
        "note": fact.note,
    }
