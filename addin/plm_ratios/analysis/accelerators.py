"""The accelerators as data/accelerators.yaml has them, found by name: cited facts of a chip or board each."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any, Callable, Mapping, NamedTuple, Tuple

from ..catalog import fold
from ..catalog.facts import Fact, Source, facts_from
from ..catalog.nearest_names import NameIndex
from ..catalog.typed_names import remarks
from ..errors import UnknownName

COMPILED = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "accelerators.json")

# What a fact of an accelerator can be about, with the unit in which it counts.
QUANTITIES = {"peak": "FLOP/s", "memory": "bytes"}


class UnknownAccelerator(UnknownName):
    """No accelerator goes by this name."""

    where_all_are = "=ACCELERATORS() shows all."

    def __init__(
        self,
        name: str,
        find_nearest: Callable[[], tuple[str, ...]],
        find_remarks: Callable[[], tuple[str, ...]] = tuple,
    ):
        super().__init__("accelerator", name, find_nearest, find_remarks=find_remarks)


class Accelerator(NamedTuple):
    """A GPU or a TPU chip.

    kind        "GPU" or "TPU"
    precision   of the peak: "BF16", or "FP16" where the chip has no BF16
    released    a date, as much of it as the source says; "" where it is not on record
    note        what to beware of; "" for nothing
    facts       "peak" in FLOP/s of dense matrix products, never those with sparsity; "memory" in bytes
    """

    id: str
    name: str
    maker: str
    kind: str
    precision: str
    facts: Mapping[str, Tuple[Fact, ...]]
    aliases: Tuple[str, ...] = ()
    released: str = ""
    note: str = ""
    citations: Mapping[str, Mapping[str, str]] = {}

    def fact(self, quantity: str) -> Fact | None:
        """The preferred fact of a quantity, or None."""
        return next(iter(self.facts.get(quantity, ())), None)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is found by: id, name and aliases, each also with its maker before it."""
        plain = (self.id, self.name, *self.aliases)
        return (*plain, *(f"{self.maker} {name}" for name in plain))

    @property
    def peak(self) -> float:
        """The peak in FLOP/s of dense matrix products in `precision`."""
        return self.facts["peak"][0].value or 0.0  # the schema asks for a value

    @property
    def memory(self) -> float | None:
        """The memory in bytes, as its maker counts them; None where it is not on record."""
        fact = self.fact("memory")
        return None if fact is None else fact.value


def accelerators() -> tuple[Accelerator, ...]:
    """Every accelerator on record, in the order of the file."""
    return _listed()[0]


def accelerator(name: str) -> Accelerator:
    """The accelerator of that id, name or alias.

    Raises
    ------
    UnknownAccelerator : there is none; with the nearest names
    """
    found = find(name)
    if found is None:
        raise UnknownAccelerator(name, lambda: _similar_names().nearest(name), lambda: remarks(name))
    return found


def find(name: str) -> Accelerator | None:
    """The accelerator of that name (`names`); or None."""
    return _listed()[1].get(fold(name))


def name_of(id: str) -> str:
    """The name for an id, as entries of models hold it; the id itself where no accelerator has it."""
    found = find(id)
    return found.name if found else id


def from_json(data: Mapping[str, Any]) -> tuple[Accelerator, ...]:
    """The accelerators from their compiled form."""
    sources = {key: Source(id=key, **value) for key, value in data["sources"].items()}
    return tuple(
        Accelerator(
            **{
                **raw,
                "aliases": tuple(raw.get("aliases", ())),
                "facts": facts_from(raw["facts"], sources),
            }
        )
        for raw in data["accelerators"]
    )


@lru_cache(maxsize=1)
def _listed() -> tuple[tuple[Accelerator, ...], dict[str, Accelerator]]:
    """The bundled accelerators and an index of their names, read once, on first use."""
    with open(COMPILED, encoding="utf-8") as file:
        found = from_json(json.load(file))
    return found, {fold(name): each for each in found for name in each.names}


@lru_cache(maxsize=1)
def _similar_names() -> NameIndex:
    return NameIndex({key: each.name for key, each in _listed()[1].items()})
