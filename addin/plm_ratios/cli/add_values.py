"""The values of the options of `plm-ratios catalog add`, read: numbers, and the files that say them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import accelerators
from ..catalog import Model
from ..errors import PlmError
from .questions import size_of_option

if TYPE_CHECKING:
    from ..curation.add_model import NewModel
    from ..curation.stated_stages import StatedStage

UNKNOWN = ("unknown", "?")


def read(
    numbers: dict[str, str | None], run: dict[str, str | None], words: dict[str, str | None]
) -> dict[str, Any]:
    """Fields of a NewModel from options.

    Parameters
    ----------
    numbers : what counts a model and its data, by flag
    run : steps, batch, length and epochs
    words : unit, objective, masked, base and accelerator

    Raises
    ------
    PlmError : something cannot be read; the sentence says what
    """
    from ..curation import add_model, stated_units
    from ..curation.stated_numbers import stated
    from ..curation.training_run import TrainingRun

    unknown = str(numbers["params"]).strip().lower() in UNKNOWN
    quantities = add_model.QUANTITIES
    return {
        "numbers": {
            quantities[flag]: stated(text, partial(size_of_option, quantity=quantities[flag]))
            for flag, text in numbers.items()
            if text and not (flag == "params" and unknown)
        },
        "unknown": unknown,
        "run": TrainingRun(**{flag: size_of_option(text, flag) for flag, text in run.items() if text}),
        "unit": stated_units.unit(words["unit"] or ""),
        "objective": words["objective"],
        "accelerator": accelerators.accelerator(words["accelerator"]).id if words["accelerator"] else None,
        "remarks": list(_remarks(words)),
    }


def stages(said: list[str]) -> list[StatedStage]:
    """The stages that options name. Raises PlmError."""
    from ..curation import stated_stages

    return [stated_stages.stage(text, partial(size_of_option, quantity="tokens_seen")) for text in said]


def _remarks(words: dict[str, str | None]) -> list[str]:
    found = []
    if words["base"]:
        found.append(
            f"Its training started from the weights of {words['base'].rstrip('.')}, whose training is not "
            "counted here."
        )
    if words["masked"]:
        found.append(f"In training, {_share(words['masked'])} % of the tokens were masked.")
    return found


def _share(text: str) -> str:
    """15 from 15%, 15 and 0.15: a share of less than 1 is a fraction."""
    read = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
    value = float(read[1]) if read else 0.0
    percent = value if read and (read[2] or value >= 1) else 100 * value
    if not 0 < percent <= 100:
        raise PlmError(f'The share of masked tokens is a percentage, such as 15%; "{text}" is not one.')
    return f"{percent:.4g}"


def files(config: Path | None, safetensors: Path | None) -> dict[str, Any]:
    """What the files of a model say, as fields of a NewModel. Raises PlmError."""
    from ..curation.huggingface import config as configuration
    from ..curation.huggingface import safetensors_header

    return {
        "shape": configuration.read(config) if config else None,
        "counted": safetensors_header.count(safetensors) if safetensors else None,
    }


def cautions(model: Model) -> list[str]:
    """What to beware of with the numbers of a model that was added."""
    from ..curation import doubts

    found = []
    if model.value("sequences") is not None:
        found.append(doubts.caution(model.kind, model.value("avg_length") is not None))
    if model.value("params_total") is None:
        found.append("No tokens per parameter: how many parameters it has is not known.")
    in_bases = [fact for each in ("tokens_unique", "tokens_seen") for fact in model.facts_about(each)]
    if any(fact.unit in ("base pairs", "nucleotides") for fact in in_bases):
        found.append(
            "Its tokens are counted in nucleotides; where the model reads 6-mers or codons, it saw that many "
            "times fewer tokens."
        )
    return [each for each in found if each]


def counts(new: NewModel) -> list[str]:
    """Sentences about the parameters that the files of a model say."""
    found = []
    shape, counted = new.shape, new.counted
    if shape is not None:
        found.append(f"{shape.parameters:,} parameters by the formula for {shape.counted}, from {shape.file}")
    if counted is not None:
        held = f"{counted.parameters:,} parameters in {counted.tensors:,} tensors, from {counted.file}"
        if counted.buffers:
            held += f"; {counted.buffers:,} numbers that are no parameters are left out"
        found.append(held)
        if counted.doubt:
            found.append(counted.doubt)
    if shape is not None and counted is not None:
        apart = counted.parameters - shape.parameters
        more = "more" if apart > 0 else "fewer"
        found.append(
            f"the file holds {abs(apart):,} {more} ({apart / shape.parameters:+.2%})"
            if apart
            else "both agree"
        )
    return found
