"""The questions of `plm-ratios catalog add`; a wrong answer is asked for again, with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

import typer

from ..catalog.entries import NUCLEOTIDES
from ..catalog.typed_numbers import from_command_line
from ..characters import shown
from ..errors import PlmError
from ..functions.cells import to_size
from .output import print

if TYPE_CHECKING:
    from ..curation.add_model import Adding, NewModel

_PARAMETERS = "Parameters, such as 650M, or unknown"
_SIZES = {
    "sequences": "Sequences in the training set",
    "avg_length": "Their average length in residues",
    "tokens_unique": "Distinct tokens in the training set",
    "tokens_seen": "Tokens seen in training, repeats included; or steps x batch, steps x sequences x length, "
    "or epochs, such as 270k x 3.2M or 3 epochs",
}
_WORDS = {
    "params_total": "number of parameters",
    "params_active": "number of parameters",
    "sequences": "number of sequences",
    "avg_length": "average length",
    "tokens_unique": "number of unique tokens",
    "tokens_seen": "number of tokens seen",
    "chip_hours": "number of chip-hours",
    "steps": "number of steps",
    "batch": "size of a batch",
    "length": "length",
    "epochs": "number of epochs",
}
_KINDS = ("protein", "antibody", "msa", "dna", "rna")
_SKIP = "Enter to skip"


def new_model(adding: Adding, given: dict[str, Any]) -> NewModel:
    """Ask for what no flag gave. `given` holds the values of the flags, by the fields of NewModel."""
    from ..curation import add_model as rules
    from ..curation import stated_units
    from ..curation.training_run import TrainingRun, stated_run

    found = dict(given)
    found["name"] = _question("Name of the model", adding.name)
    if not found["kind"]:
        found["kind"] = _question(f"Kind: {', '.join(_KINDS[:-1])} or {_KINDS[-1]}", _kind, _KINDS[0])
    numbers: dict[str, Any] = found["numbers"]
    counted = found["shape"] or found["counted"] or found["unknown"]
    if "params_total" not in numbers and not counted:
        said = _question(_PARAMETERS, _parameters)
        found["unknown"] = said is None
        numbers |= {} if said is None else {"params_total": said}
    if not found["dataset"]:
        text = f"Dataset of the catalog that it was trained on ({_SKIP})"
        found["dataset"] = _question(text, lambda answer: adding.dataset(answer).id, "")
    dataset = adding.dataset(found["dataset"]) if found["dataset"] else None

    def fitting(answer: str, quantity: str) -> Any:
        number = stated_run(answer, size) if quantity == "tokens_seen" else None
        number = number or _stated(answer, quantity)
        if quantity == "tokens_seen":  # all numbers that must agree with each other are known now
            trial = {**found, "locator": "here", "note": None}
            if isinstance(number, TrainingRun):
                trial["run"] = number
            else:
                trial["numbers"] = {**numbers, quantity: number}
            adding.rehearse(rules.NewModel(**trial))
        return number

    missing = [quantity for quantity in _SIZES if quantity not in numbers]
    while True:
        for quantity in missing:
            from_dataset = dataset is not None and rules.brings(dataset, quantity)
            hint = "Enter for that of the dataset" if from_dataset else _SKIP
            if quantity == "avg_length" and _caution(found, dataset is not None):
                print(_caution(found, dataset is not None))
            number = _question(f"{_SIZES[quantity]} ({hint})", partial(fitting, quantity=quantity), "")
            if isinstance(number, TrainingRun):
                found["run"] = number
            elif number:
                numbers[quantity] = number
        brought = {each for each in rules.TRAINING if dataset is not None and rules.brings(dataset, each)}
        if rules.TRAINING & set(numbers) or brought or found["run"].steps:
            break
        print("Without training data there is no ratio; give one of sequences, distinct tokens, tokens seen.")
    if found["kind"] in NUCLEOTIDES and not found["unit"]:
        text = f"What one of its tokens is, such as nucleotide, codon or 6-mers ({_SKIP})"
        found["unit"] = _question(text, stated_units.unit, "")
    found["family"] = found["family"] or _question("Family", str, rules.FAMILY)
    if not found["locator"]:
        text = "Source: own, an id of the catalog, or title, address, DOI or arXiv id of a new one"
        found["source"] = _question(text, adding.source, found["source"])
        found["locator"] = _question('Where in it the numbers stand, such as "unpublished, 2026-11"', str)
    if not found["note"]:
        found["note"] = _question(f"A note that WHY repeats, a full sentence ({_SKIP})", adding.note, "")
    new = rules.NewModel(**found)
    doubts = [] if new.sure else adding.doubts(new)
    for doubt in doubts:
        print(doubt)
    if doubts and not typer.confirm("Is that right, and shall it be added?", default=False):
        raise PlmError("Nothing was written; correct the numbers and add it again.")
    return replace(new, sure=True)


def _caution(found: dict[str, Any], has_dataset: bool) -> str:
    """What to beware of with this kind, where sequences will be counted."""
    from ..curation import doubts

    has_sequences = "sequences" in found["numbers"] or has_dataset
    return doubts.caution(found["kind"], "avg_length" in found["numbers"]) if has_sequences else ""


def _kind(answer: str) -> str:
    plain = answer.lower()
    if plain not in _KINDS:
        raise PlmError(f'A kind is {", ".join(_KINDS[:-1])} or {_KINDS[-1]}; "{answer}" is none of them.')
    return plain


def _parameters(answer: str) -> Any:
    """Their number; None where it is said to be unknown."""
    return None if answer.lower() in ("unknown", "?") else _stated(answer, "params_total")


def _stated(answer: str, quantity: str) -> Any:
    from ..curation.stated_numbers import stated

    return stated(answer, partial(size, quantity=quantity))


def size(text: str, quantity: str) -> float:
    """The number above zero in an answer: 650M, 1.2T. What can be read in two ways is asked for again."""
    return to_size(text, _WORDS[quantity])


def size_of_option(text: str, quantity: str) -> float:
    """The same in an option, where 1.234 is always a decimal: scripts write numbers so."""
    return to_size(from_command_line(text, _WORDS[quantity]), _WORDS[quantity])


def _question(text: str, read: Callable[[str], Any], default: str | None = None) -> Any:
    """Ask until `read` accepts the answer. An empty answer means the default, if there is one; with the
    default "", `read` is not called, and the question counts as skipped."""

    def value(answer: str) -> Any:
        if not answer.strip() and default == "":
            return ""
        try:
            return read(answer.strip())
        except PlmError as error:
            raise typer.BadParameter(shown(str(error))) from None

    return typer.prompt(text, default=default, show_default=bool(default), value_proc=value)
