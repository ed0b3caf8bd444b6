"""What the tables hold for the basis "effective": the facts that it may rest on."""

from __future__ import annotations

from typing import Iterator

from ...analysis import ratios, repetition
from ...analysis.effective_spread import candidates, fit_said
from ...analysis.readings import CONFIDENCES, who
from ...catalog import Model, load
from ...catalog.facts import Fact
from .table import Cell, Table


def with_a_number() -> Iterator[tuple[int, Model]]:
    """The models that have effective tokens, with their rows of PlmEntries."""
    for place, model in enumerate(load().models, 1):
        if ratios.has_number(model, "effective"):
            yield place, model


def repeats_table() -> Table:
    """The facts for each part of the sum, the preferred one first: the constant of the law, and of each model
    the tokens seen and the distinct ones in each stage of training, then the parameters."""
    headers = ("Key", "Amount", "Times length", "According to", "Confidence", "Counts", "Note")
    rows = [_row("fit", fit, fit_said(fit)) for fit in repetition.repetition_law().constants["r_star"]]
    for place, model in with_a_number():
        found = candidates(model)
        for stage, (seen, counted) in enumerate(zip(found.seen, found.counted), 1):
            rows += [_row(f"{place} seen {stage}", fact) for fact in seen]
            rows += [
                _row(f"{place} distinct {stage}", each.fact, each.said("{length}"), each.by_sequences)
                for each in counted
            ]
        rows += [_row(f"{place} sized", fact) for fact in found.sized]
    return Table("PlmRepeats", headers, rows)


def _row(key: str, fact: Fact, said: str = "", times_length: bool = False) -> list[Cell]:
    counts = f"Counts {fact.unit}." if fact.unit else None
    confidence = CONFIDENCES.index(fact.confidence) + 1
    return [key, fact.value, times_length, said or who(fact), confidence, counts, fact.note or None]
