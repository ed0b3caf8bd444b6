"""What WHY may say of a model in the script of Google Sheets: sentences with slots, and when each is said.

Every cell loads the whole script. So a text that many models share is there once, and sentences are lists
without keys: data.js says what stands where.
"""

from __future__ import annotations

from typing import Any, Iterator

from ...analysis import explanations, kind_words, ratios
from ...analysis.pieces import Piece
from ...catalog import Model
from .fields import short


class Texts:
    """Texts, each once, and the place of each."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)


def of_model(model: Model, texts: Texts) -> dict[str, Any]:
    """The sentences of each basis that has a number, and the words of each kind of parameters: they come into
    these and after them. A kind that is left out is said as the total is."""
    bases = [basis for basis in ratios.BASES if ratios.has_number(model, basis)]
    kinds = [kind for kind in ratios.PARAMETER_KINDS if ratios.known(ratios.parameters, model, kind)]
    sized = {kind: _of_kind(model, kind, texts) for kind in kinds}
    return {
        "why": {basis: [_said(piece, texts) for piece in _pieces(model, basis)] for basis in bases},
        "sized": {
            kind: each for kind, each in sized.items() if kind == "total" or each != sized.get("total")
        },
        "origin": " ".join(explanations.own_entry(model)),
    }


def _pieces(model: Model, basis: str) -> tuple[Piece, ...]:
    if basis == "effective":
        return explanations.effective_pieces(model, None)
    return explanations.pieces(model, basis, None)


def _of_kind(model: Model, kind: str, texts: Texts) -> list[Any]:
    """The phrase that names the parameters, and what to beware of."""
    cautions = [_said(piece, texts) for piece in kind_words.cautions(model, kind)]
    return [texts.place(kind_words.phrase(model, kind)), cautions]


def _said(piece: Piece, texts: Texts) -> list[Any]:
    numbers = [short(number) for number in (piece.above, piece.upto, piece.own)]
    return [texts.place(piece.text), *numbers, int(piece.caution)]
