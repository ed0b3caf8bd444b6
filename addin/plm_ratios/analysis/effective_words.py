"""What WHY says of a ratio on the basis "effective": sentences with slots, and when each is said.

What is typed, the average length, decides over the passes, and so over which sentences hold. Google Sheets
works that out by itself, from these same sentences.
"""

from __future__ import annotations

import re
from typing import Callable, Mapping, NamedTuple

from ..catalog import Model
from ..catalog.citations import source_name
from ..catalog.facts import Fact
from ..formatting import human
from . import repetition
from .repetition import Part

# Objectives that hide a part of the input.
_MASKED = ("MLM", "denoising")
_SLOT = re.compile(r"\{(\w+)\}")


class Piece(NamedTuple):
    """A sentence or more with slots, and when it is said.

    above, upto   of the passes over the data: of all stages, the most
    own           said where the average length is far from this one; 0 where that does not matter
    caution       whether it belongs behind "Beware:"
    """

    text: str
    above: float = 0.0
    upto: float = 0.0
    own: float = 0.0
    caution: bool = False

    def holds(self, passes: float, avglen: float, off: float) -> bool:
        """Whether it is said: `off` is how far from the own length a length must be."""
        if self.own and abs(avglen / self.own - 1) <= off:
            return False
        return passes > self.above and (not self.upto or passes <= self.upto)


def pieces(
    model: Model, own_length: float | None, derivation: Callable[[Model, Fact], str]
) -> tuple[Piece, ...]:
    """Everything that may be said of a model's ratio, in order; it must have one."""
    parts, sized = repetition.parts(model), model.fact("params_total")
    assert sized is not None, "the ratio needed it"
    law = repetition.repetition_law()
    found = [
        Piece(
            f"{model.name} has {{ratio}} tokens per parameter: {{total}} effective tokens, divided by "
            f"{human(sized.value or 0)} parameters ({source_name(sized)}).{_opening(parts)}"
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
    cautions = _cautions(model, parts, sized, own_length)
    return (*found, *(piece._replace(caution=True) for piece in cautions))


def _opening(parts: tuple[Part, ...]) -> str:
    return f" It was trained in {len(parts)} stages, which are counted apart." if len(parts) > 1 else ""


def _about_part(
    model: Model, part: Part, number: int, derivation: Callable[[Model, Fact], str]
) -> list[Piece]:
    seen = (
        f"{human(part.seen.value or 0)} tokens seen ({derivation(model, part.seen)}{source_name(part.seen)})"
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


def _cautions(model: Model, parts: tuple[Part, ...], sized: Fact, own_length: float | None) -> list[Piece]:
    """Full sentences, the gravest first."""
    law = repetition.repetition_law()
    found = [Piece(law.caveats[0], above=1.0)]
    found += [Piece(sentence, above=1.0) for sentence in law.warnings.get(_learns_by(model), ())]
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
    if own_length and any(part.by_sequences for part in parts):
        found.append(
            Piece(
                f"Its training set averages {own_length:.0f} residues, not {{length}}; "
                f"on that length the ratio is {human(_ratio(model, sized, own_length))}.",
                own=own_length,
            )
        )
    notes = dict.fromkeys(fact.note for fact in (*facts, sized) if fact.note)
    found += [Piece(note[:1].upper() + note[1:]) for note in notes]
    active = model.value("params_active")
    if active:
        found.append(
            Piece(
                f"A mixture of experts: by the {human(active)} parameters active per token "
                "the ratio is {active}."
            )
        )
    return found


def _ratio(model: Model, sized: Fact, avglen: float) -> float:
    return repetition.model_effective_tokens(model, avglen) / (sized.value or 1.0)


def _learns_by(model: Model) -> str:
    """Under which objective a law warns this model; "" for one that neither predicts nor fills in."""
    if any(word in model.objective for word in _MASKED):
        return "MLM"
    return "CLM" if "CLM" in model.objective else ""


def said(model: Model, found: tuple[Piece, ...], avglen: float, off: float) -> str:
    """The sentences that hold at an average length, with their slots filled."""
    parts = repetition.parts(model)
    most = max(part.passes(avglen) for part in parts)
    values = slots(model, avglen)
    held = [piece for piece in found if piece.holds(most, avglen, off)]
    plain = "".join(piece.text for piece in held if not piece.caution)
    cautions = [piece.text for piece in held if piece.caution]
    text = " ".join([plain, *(["Beware:", *cautions] if cautions else [])])
    return _SLOT.sub(lambda slot: values.get(slot.group(1), slot.group(0)), text)


def slots(model: Model, avglen: float) -> Mapping[str, str]:
    """What is filled in at an average length."""
    parts, constant = repetition.parts(model), repetition.r_star()
    total = repetition.model_effective_tokens(model, avglen)
    parameters = model.value("params_total") or 0.0
    values = {
        "ratio": human(total / parameters),
        "total": human(total),
        "length": f"{avglen:g}",
        "ceiling": human(sum(repetition.ceiling(part.distinct(avglen), constant) for part in parts)),
        "active": human(total / (model.value("params_active") or parameters)),
    }
    for number, part in enumerate(parts):
        values[f"passes{number}"] = human(part.passes(avglen))
        values[f"distinct{number}"] = human(part.distinct(avglen))
    return values
