"""What the script of Google Sheets knows for the basis "effective": the facts that it may rest on, and the
sentences that WHY may say.

Every cell loads the whole script. So a text that many models share is there once, and facts and sentences are
lists without keys: data.js says what stands where.
"""

from __future__ import annotations

from typing import Any, Iterable

from ...analysis import explanations, ratios, repetition, spread
from ...analysis.effective_spread import Counted, candidates, fit_said, said
from ...analysis.effective_words import Piece
from ...analysis.readings import CONFIDENCES, who
from ...catalog import Model
from ...catalog.facts import SAME, Fact


class _Texts:
    """Texts, each once, and the place of each."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))


def of_models(models: Iterable[Model]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What each model's ratio may rest on and what may be said of it, empty where it has none; and what holds
    for all models."""
    texts = _Texts()
    each = [_of_model(model, texts) for model in models]
    fits = [_cited(fact, texts, fit_said(fact)) for fact in repetition.repetition_law().constants["r_star"]]
    shared = {
        "repetition": {
            "fits": fits,
            "said": said(["{seen}"], ["{distinct}"], "{fit}"),
            "agree": spread.AGREE,
            "alone": spread.ALONE,
            "same": SAME,
            "texts": list(texts.places),
        },
        "confidences": CONFIDENCES,
    }
    return each, shared


def _of_model(model: Model, texts: _Texts) -> dict[str, Any]:
    if not ratios.has_number(model, "effective"):
        return {}
    found = candidates(model)
    facts = {
        "parts": [
            {
                "seen": [_cited(fact, texts) for fact in seen],
                "counted": [_counted(each, texts) for each in counted],
            }
            for seen, counted in zip(found.seen, found.counted)
        ],
        "sized": [_cited(fact, texts) for fact in found.sized],
    }
    if not found.sized:
        return {"effective": facts}
    return {
        "effective": {
            **facts,
            "said": [_said(piece, texts) for piece in explanations.effective_pieces(model)],
            "origin": " ".join(explanations.own_entry(model)),
            "alone": spread.is_alone(model, "effective"),
        }
    }


def _said(piece: Piece, texts: _Texts) -> list[Any]:
    numbers = [_short(number) for number in (piece.above, piece.upto, piece.own)]
    return [texts.place(piece.text), *numbers, int(piece.caution)]


def _short(number: float) -> float:
    return int(number) if number.is_integer() else number


def _counted(counted: Counted, texts: _Texts) -> list[Any]:
    return [*_cited(counted.fact, texts, counted.said("{length}")), *([1] if counted.by_sequences else [])]


def _cited(fact: Fact, texts: _Texts, said: str = "") -> list[Any]:
    counts = f"Counts {fact.unit}." if fact.unit else ""
    return [
        _short(fact.value or 0.0),
        texts.place(said or who(fact)),
        CONFIDENCES.index(fact.confidence),
        texts.place(counts),
        texts.place(fact.note),
    ]
