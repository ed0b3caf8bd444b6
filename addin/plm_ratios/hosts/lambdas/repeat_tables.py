"""What the tables hold for the basis "effective": the facts that it may rest on, and the sentences of WHY."""

from __future__ import annotations

from typing import Iterator

from ...analysis import explanations, ratios, repetition
from ...analysis.effective_spread import candidates, fit_said
from ...analysis.effective_words import Piece
from ...analysis.readings import CONFIDENCES, who
from ...analysis.why_templates import reason
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


def told(model: Model) -> list[Cell]:
    """What WHY says of the basis "effective": where the data were seen once, several times, and more often
    than the law was fitted for; and what comes into {o} where the length is far from that of the training
    set. Where the length does not matter the sentences are complete; else they have slots."""
    if not ratios.has_number(model, "effective") or model.value("params_total") is None:
        return [reason(model, "effective")] * 3 + [None] * 2
    parts = repetition.parts(model)
    if len(parts) > 1 or not parts[0].by_sequences:
        return [explanations.why(model.id, "effective", ratios.AVERAGE_LENGTH)] * 3 + [None] * 2
    found = explanations.effective_pieces(model)
    sentences = [*(_by_passes(model, found, passes) for passes in _PASSES), *_off(found)]
    return [text and with_short_slots(text) for text in sentences]


# One number of passes for each set of sentences: a single one, several, more than the law was fitted for.
_PASSES = (1.0, repetition.EXTRAPOLATED, repetition.EXTRAPOLATED + 1)
# Slots as formulas fill them: every letter of a formula counts, of which Excel takes 8,192.
_SLOTS = {
    "{off}": "{o}",
    "{ratio}": "{r}",
    "{length}": "{l}",
    "{total}": "{t}",
    "{active}": "{a}",
    "{distinct0}": "{u}",
    "{passes0}": "{p}",
    "{ceiling}": "{m}",
}


def with_short_slots(text: str) -> str:
    """A sentence with the slots that the formulas know."""
    for slot, short in _SLOTS.items():
        text = text.replace(slot, short)
    return text


def _by_passes(model: Model, found: tuple[Piece, ...], passes: float) -> str:
    held = [each._replace(own=0.0, text="{off}") if each.own else each for each in found]
    held = [each for each in held if each.holds(passes, 1.0, 0.0)]
    plain = "".join(each.text for each in held if not each.caution)
    cautions = [each.text if each.text == "{off}" else f" {each.text}" for each in held if each.caution]
    beware = " Beware:" if cautions and cautions != ["{off}"] else ""
    own = "".join(f" {text}" for text in explanations.own_entry(model))
    return "".join([plain, beware, *cautions, own])


def _off(found: tuple[Piece, ...]) -> list[str | None]:
    """The sentence of {off}, behind others to beware of; and the same where it may be the only one."""
    said = next((f" {each.text}" for each in found if each.own), None)
    alone = not any(each.caution and not each.own and each.holds(1.0, 1.0, 0.0) for each in found)
    return [said, said and (f" Beware:{said}" if alone else said)]
