"""What is known about Epoch AI's export beyond its rows: data/epoch.yaml, read strictly."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, Mapping, Union

import yaml
from pydantic import BaseModel, ConfigDict

from ...catalog import fold
from ..schema_values import Quantity, Sentence
from ..yaml_files import DATA

PATH = DATA / "epoch.yaml"
NEAR = 0.01  # a number within this is the one that a line refers to: exports differ in rounding artefacts


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Correction(_Strict):
    """A wrong number, or text, in the export."""

    model: str
    column: Literal["parameters", "size", "compute", "dataset"]
    value: Union[int, float, None] = None
    text: Union[str, None] = None
    instead: Union[int, float, None] = None
    why: Sentence


class KnownReading(_Strict):
    """What a dataset size counts; none of the quantities here if `basis` is missing, doubtful if `weak`."""

    model: str
    value: Union[int, float]
    basis: Union[Literal["sequences", "tokens_unique", "tokens_seen"], None] = None
    weak: bool = False
    why: Sentence


class Explanation(_Strict):
    """Why Epoch AI's number and the bundled one differ. `model` is an id of the catalog."""

    model: str
    quantity: Union[Literal["compute"], Quantity]
    theirs: Union[int, float]
    why: Sentence


class Known(_Strict):
    """The whole file."""

    names: dict[str, str]
    tagged: list[str]
    tagged_otherwise: dict[str, str]
    also: dict[str, Sentence]
    never: dict[str, Sentence]
    kinds: dict[str, Literal["protein", "antibody", "msa", "dna", "rna"]]
    corrections: list[Correction]
    readings: list[KnownReading]
    explanations: list[Explanation]

    def id_of(self, name: str) -> str | None:
        """The id of the catalog's model that has another name in the export."""
        return _of(name, self.names)

    def corrected(self, name: str, column: str, value: float) -> Correction | None:
        """The correction of a number that is known to be wrong, or None."""
        for each in self.corrections:
            if each.value and each.column == column and _is(each.model, name) and near(each.value, value):
                return each
        return None

    def corrected_text(self, name: str, column: str, text: str) -> Correction | None:
        """The correction of a text, or None."""
        for each in self.corrections:
            if each.text and each.column == column and _is(each.model, name) and each.text == text.strip():
                return each
        return None

    def reading(self, name: str, size: float) -> KnownReading | None:
        """What a size counts, if that was looked up."""
        for each in self.readings:
            if _is(each.model, name) and near(each.value, size):
                return each
        return None

    def explained(self, model: str, quantity: str, theirs: float) -> str:
        """Why a number differs from the bundled one; "" if that is not known."""
        for each in self.explanations:
            if (each.model, each.quantity) == (model, quantity) and near(each.theirs, theirs):
                return each.why
        return ""

    def why_also(self, name: str) -> str | None:
        """Why a row counts as a language model although its task does not say so."""
        return _of(name, self.also)

    def why_never(self, name: str) -> str | None:
        """Why a row does not count as a language model although its task says so."""
        return _of(name, self.never)

    def is_tagged(self, name: str) -> bool:
        """True if a later export, which has tasks, tags the row of this name as a language model."""
        return any(_is(each, name) for each in self.tagged)

    def other_task(self, name: str) -> str | None:
        """The task that a later export gives to a row whose words sound like a language model's."""
        return _of(name, self.tagged_otherwise)

    def kind(self, name: str) -> str | None:
        """Proteins, DNA or RNA, if that was looked up."""
        return _of(name, self.kinds)


def near(one: float, other: float) -> bool:
    """True if two numbers are the same except for rounding."""
    return abs(one / other - 1) <= NEAR


def _is(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _of(name: str, among: Mapping[str, str]) -> str | None:
    return next((value for key, value in among.items() if _is(key, name)), None)


@lru_cache(maxsize=1)
def known(path: Path = PATH) -> Known:
    """The file, read once."""
    return Known.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
