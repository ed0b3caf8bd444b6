"""A model as its user describes it, and the facts that follow from that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..catalog import user_catalog
from ..catalog.entries import NUCLEOTIDES
from ..catalog.facts import differ
from ..errors import PlmError
from . import schema
from .huggingface.config import Shape
from .huggingface.safetensors_header import Counted
from .stated_numbers import StatedNumber
from .stated_stages import StatedStage, tokens_seen
from .training_run import RawFact, TrainingRun, plain

# The numbers that the user enters, by their flags.
QUANTITIES = {
    "params": "params_total",
    "sequences": "sequences",
    "avglen": "avg_length",
    "tokens-unique": "tokens_unique",
    "tokens-seen": "tokens_seen",
    "active": "params_active",
    "chip-hours": "chip_hours",
}
# Without one of these there is no ratio. The first two can come from a dataset.
TRAINING = {"sequences", "tokens_unique", "tokens_seen"}
FROM_DATASET = ("sequences", "tokens_unique")
_COUNTED_IN_TOKENS = ("tokens_unique", "tokens_seen", "batch_tokens")


@dataclass(frozen=True)
class NewModel:
    """A model as the user describes it.

    numbers      by quantity
    source       "own", the id of a source, or the title or address of a new one
    family       by default that of the model it replaces, or add_model.FAMILY
    replaces     any name of a bundled model
    shape        from its config.json
    counted      from the headers of its .safetensors files
    run          steps, batch and epochs of its training
    stages       of its training, on one set of data after the other
    unit         what its tokens are; "" for residues
    accelerator  the id of the chip that it was trained on
    remarks      full sentences that are no numbers
    unknown      whether its user says that the number of parameters is not known
    sure         whether numbers that seem not to fit are right
    """

    name: str
    numbers: dict[str, float | StatedNumber]
    locator: str
    dataset: str | None = None
    source: str = user_catalog.OWN_SOURCE
    confidence: str = "high"
    note: str | None = None
    family: str | None = None
    kind: str = "protein"
    id: str | None = None
    aliases: list[str] = field(default_factory=list)
    replaces: str | None = None
    shape: Shape | None = None
    counted: Counted | None = None
    run: TrainingRun = field(default_factory=TrainingRun)
    stages: list[StatedStage] = field(default_factory=list)
    unit: str = ""
    objective: str | None = None
    accelerator: str | None = None
    remarks: list[str] = field(default_factory=list)
    unknown: bool = False
    sure: bool = False


def brings(dataset: schema.Dataset, quantity: str) -> bool:
    """True if a model takes the number from its dataset; False if each datapoint is a set."""
    facts = dataset.facts.get(quantity, [])
    return quantity in FROM_DATASET and bool(facts) and facts[0].range is None and not facts[0].grouped


def facts_of(new: NewModel, source: str, trained_on: schema.Dataset | None) -> dict[str, list[RawFact]]:
    """The facts of a model, in no order. Raises PlmError if they give no ratio."""
    cited: RawFact = {"source": source, "locator": new.locator, "confidence": new.confidence}
    facts = {
        quantity: [_stated(new.numbers[quantity], cited)]
        for quantity in QUANTITIES.values()
        if quantity in new.numbers
    }
    counted = _counted_parameters(new, cited)
    if counted:
        facts["params_total"] = _told_apart(new, [*facts.get("params_total", []), *counted])
    if "params_total" not in facts and not new.unknown:
        raise PlmError(
            "--params is missing: how many parameters has the model? Or give its --config or "
            '--safetensors, or say "unknown".'
        )
    if new.shape is not None:
        where = {**cited, "locator": new.shape.file}
        facts |= {quantity: [{"value": value, **where}] for quantity, value in new.shape.facts.items()}
        if new.shape.active is not None and "params_active" not in facts:
            said = f"{new.shape.file}, the formula {new.shape.family}"
            facts["params_active"] = [{"value": new.shape.active, **cited, "locator": said}]
    for quantity in FROM_DATASET:
        if trained_on and quantity not in facts and brings(trained_on, quantity):
            formula = f'of("{trained_on.id}", "{quantity}")'
            facts[quantity] = [{"formula": formula, "confidence": new.confidence}]
    if new.stages and "tokens_seen" not in facts:
        facts["tokens_seen"] = [tokens_seen(new.stages, cited)]
    if new.kind in NUCLEOTIDES and {"sequences", "avg_length"} <= set(facts) and "tokens_unique" not in facts:
        # Their average length is no number of residues, by which the basis "sequences" counts.
        facts["tokens_unique"] = [{"formula": "sequences * avg_length", **cited}]
    usable = [quantity for quantity, each in facts.items() if "range" not in each[0]]
    facts |= new.run.facts(usable, cited)
    if not TRAINING & set(facts):
        raise PlmError(
            "Without training data there is no ratio. Give --sequences, --tokens-unique, --tokens-seen, "
            "--steps and --batch, or a --dataset that has them."
        )
    if new.unit:
        for quantity in _COUNTED_IN_TOKENS:
            for fact in facts.get(quantity, []):
                fact["unit"] = new.unit
    if new.note:
        _add_note((facts.get("params_total") or next(iter(facts.values())))[0], new.note)
    return facts


def architecture_of(new: NewModel) -> dict[str, Any] | None:
    """The closed formula of its configuration, with a note where another count is far off."""
    if new.shape is None:
        return None
    others = [new.numbers.get("params_total"), new.counted.parameters if new.counted else None]
    stated = next((number for number in map(_number, others) if number is not None), None)
    if stated is None or not differ(new.shape.parameters, stated):
        return {"family": new.shape.family}
    return {"family": new.shape.family, "note": _difference(new, stated)}


def _number(number: float | StatedNumber | None) -> float | None:
    return number.value if isinstance(number, StatedNumber) else number


def _stated(number: float | StatedNumber, cited: RawFact) -> RawFact:
    if not isinstance(number, StatedNumber):
        return {"value": plain(number), **cited}
    if number.value is not None:
        return {"value": plain(number.value), **cited, "note": number.note}
    low, high = number.range or (0.0, 0.0)
    return {"range": [plain(low), plain(high)], **cited, "note": number.note}


def _counted_parameters(new: NewModel, cited: RawFact) -> list[RawFact]:
    """What header and formula count; one fact where both count the same."""
    found: list[RawFact] = []
    same = new.shape and new.counted and new.shape.parameters == new.counted.parameters
    if new.counted is not None and not same:
        found.append({"value": new.counted.parameters, **cited, "locator": new.counted.locator})
    if new.shape is not None:
        where = f"{new.shape.file}, counted as {new.shape.counted}"
        if same and new.counted is not None:
            where += f"; {new.counted.file} holds as many"
        found.append({"formula": "exact_count", **cited, "locator": where})
    return found


def _told_apart(new: NewModel, facts: list[RawFact]) -> list[RawFact]:
    """The same facts; where they contradict each other, the last one says how."""
    exact = new.shape.parameters if new.shape else 0
    values: list[float] = [fact.get("value", exact) for fact in facts if "range" not in fact]
    if values and differ(min(values), max(values)) and not any("note" in fact for fact in facts):
        _add_note(facts[-1], _difference(new, values[0]))
    return facts


def _difference(new: NewModel, first: float) -> str:
    """A sentence about the counts of parameters that are there."""
    parts = []
    if new.numbers.get("params_total") is not None:
        parts.append(f"{plain(first):,} parameters are stated")
    if new.counted is not None:
        parts.append(f"the file {new.counted.file} holds {new.counted.parameters:,}")
    if new.shape is not None:
        parts.append(
            f"the formula for {new.shape.counted} counts {new.shape.parameters:,} from {new.shape.file}"
        )
    said = ", and ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _add_note(fact: RawFact, note: str) -> None:
    fact["note"] = f"{fact['note']} {note}" if "note" in fact else note
