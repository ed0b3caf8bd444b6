"""What WHY says of a ratio on the basis "effective": sentences with slots, and when each is said."""

from __future__ import annotations

from typing import Callable, Mapping

from ..catalog import Model
from ..catalog.citations import source_name
from ..catalog.facts import Fact
from ..formatting import human
from . import kind_words, repetition, soft_numbers, token_units
from .pieces import Piece as Piece
from .pieces import filled, joined
from .repetition import Part

# Objectives that hide a part of the input.
_MASKED = ("MLM", "denoising")


def pieces(
    model: Model,
    own_length: float | None,
    derivation: Callable[[Model, Fact], str],
) -> tuple[Piece, ...]:
    """Everything that may be said of a model's ratio, in order, but for the words of kind_words.py; it must
    have one."""
    parts = repetition.parts(model)
    law = repetition.repetition_law()
    found = [
        Piece(
            f"{model.name} has {{ratio}} tokens per parameter: {{total}} effective tokens, divided by "
            f"{{sized}}.{_opening(parts)}"
        )
    ]
    for number, part in enumerate(parts):
        found += _about_part(model, part, number, derivation)
    found += [
        Piece(
            f" Repeats count less, by the law of {law.source.short} (R* = {repetition.r_star():.3g}): "
            "however often seen, these data could be worth no more than {ceiling} tokens.",
            above=1.0,
        ),
        Piece(" Nothing counts less: it saw no more than one pass.", upto=1.0),
    ]
    cautions = _cautions(model, parts, own_length)
    return (*found, *(piece._replace(caution=True) for piece in cautions))


def _opening(parts: tuple[Part, ...]) -> str:
    return f" It was trained in {len(parts)} stages, which are counted apart." if len(parts) > 1 else ""


def _about_part(
    model: Model, part: Part, number: int, derivation: Callable[[Model, Fact], str]
) -> list[Piece]:
    seen = (
        f"{human(part.seen.value or 0)} {token_units.in_words(part.seen)} seen "
        f"({derivation(model, part.seen)}{source_name(part.seen)})"
    )
    counted = f"{human(part.counted.value or 0)} {_unit(part)} ({source_name(part.counted)})"
    stage = f"{part.name}: " if part.name else ""
    start = f" {stage}{seen} are {{passes{number}}} passes over"
    if not part.by_sequences:
        return [
            Piece(f"{start} {{distinct{number}}} distinct ones, as reported ({source_name(part.counted)}).")
        ]
    return [Piece(f"{start} {{distinct{number}}} distinct ones: {counted} x {{length}} residues.")]


def _unit(part: Part) -> str:
    unit = part.counted.unit or "sequences"
    return unit if "sequence" in unit.lower() else f"sequences ({unit})"


def _cautions(model: Model, parts: tuple[Part, ...], own_length: float | None) -> list[Piece]:
    """Full sentences, the gravest first."""
    law = repetition.repetition_law()
    found = [Piece(law.caveats[0], above=1.0)]
    found += [Piece(sentence, above=1.0) for sentence in law.warnings.get(learns_by(model), ())]
    found.append(
        Piece(
            f"More than {repetition.EXTRAPOLATED:g} passes are beyond what the law was fitted on.",
            repetition.EXTRAPOLATED,
        )
    )
    found.append(
        Piece(
            "The distinct tokens are the soft number: "
            f'=SPREAD("{model.name}", "effective") shows what else is on record.',
            above=1.0,
        )
    )
    if len(model.datasets) > 1 and not model.stages:
        found.append(
            Piece("Its datasets are pooled; if one was repeated more than the others, this is too much.", 1.0)
        )
    found.append(
        Piece("20 tokens per parameter and the laws of protein models are about data seen once.", above=1.0)
    )
    facts = [fact for part in parts for fact in (part.seen, part.counted)]
    if any(fact.confidence == "low" for fact in facts):
        found.append(Piece("The evidence for these tokens is weak."))
    found += map(Piece, soft_numbers.sentences(part.seen for part in parts))
    found += map(
        Piece, token_units.of_ratio(model, "effective", parts[0].seen, own_length, parts[0].by_sequences)
    )
    if own_length and any(part.by_sequences for part in parts):
        found.append(
            Piece(
                f"Its training set averages {own_length:.0f} residues, not {{length}}; "
                "on that length the ratio is {own}.",
                own=own_length,
            )
        )
    notes = dict.fromkeys(fact.note for fact in facts if fact.note)
    found += [Piece(note[:1].upper() + note[1:]) for note in notes]
    return found


def learns_by(model: Model) -> str:
    """Under which objective a law warns this model; "" for one that neither predicts nor fills in."""
    if any(word in model.objective for word in _MASKED):
        return "MLM"
    return "CLM" if "CLM" in model.objective else ""


def said(model: Model, found: tuple[Piece, ...], avglen: float, off: float, kind: str = "total") -> str:
    """The sentences that hold at an average length, with their slots filled."""
    most = max(part.passes(avglen) for part in repetition.parts(model))
    held = (piece for piece in found if piece.holds(most, avglen, off))
    return filled(joined(held), slots(model, avglen, kind))


def slots(model: Model, avglen: float, kind: str = "total") -> Mapping[str, str]:
    """What is filled in at an average length."""
    parts, constant = repetition.parts(model), repetition.r_star()
    total = repetition.model_effective_tokens(model, avglen)
    values = {
        **kind_words.slots(model, total, kind),
        "total": human(total),
        "length": f"{avglen:g}",
        "ceiling": human(sum(repetition.ceiling(part.distinct(avglen), constant) for part in parts)),
    }
    for number, part in enumerate(parts):
        values[f"passes{number}"] = human(part.passes(avglen))
        values[f"distinct{number}"] = human(part.distinct(avglen))
    return values
