"""The laws as data/laws.yaml has them, found by name: those of optimal sizes, and those of repeated data."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any, Callable, Mapping

from ..catalog import fold
from ..catalog.facts import Source, facts_from
from ..catalog.nearest_names import NameIndex
from ..catalog.typed_names import remarks
from ..errors import UnknownName
from .power_law import Law

COMPILED = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "laws.json")


class UnknownLaw(UnknownName):
    """No law goes by this name."""

    where_all_are = "=LAWS() shows all."

    def __init__(
        self,
        name: str,
        find_nearest: Callable[[], tuple[str, ...]],
        find_remarks: Callable[[], tuple[str, ...]] = tuple,
    ):
        super().__init__("law", name, find_nearest, find_remarks=find_remarks)


def laws() -> tuple[Law, ...]:
    """Every law of optimal sizes on record, in the order of the file."""
    return tuple(law for law in _book()[0] if not law.is_of_repetition)


def protein_laws() -> tuple[Law, ...]:
    """The laws that were made for proteins and give sizes; not those that read the runs of another anew."""
    return tuple(law for law in laws() if law.domain == "protein" and law.gives_sizes and not law.revises)


def repetition_laws() -> tuple[Law, ...]:
    """Every law of what repeated data are worth, in the order of the file."""
    return tuple(law for law in _book()[0] if law.is_of_repetition)


def law(name: str) -> Law:
    """The law of that id, name or alias; raises UnknownLaw, with the nearest names, if there is none."""
    found = find(name)
    if found is None:
        raise UnknownLaw(name, lambda: _similar_names().nearest(name), lambda: remarks(name))
    return found


def find(name: str) -> Law | None:
    """The law of that id, name or alias, of either kind; or None."""
    return _book()[1].get(fold(name))


def as_law(law_or_name: Law | str) -> Law:
    """The law itself, or the one of that name."""
    return law_or_name if isinstance(law_or_name, Law) else law(law_or_name)


def from_json(data: Mapping[str, Any]) -> tuple[Law, ...]:
    """The laws from their compiled form."""
    sources = {key: Source(id=key, **value) for key, value in data["sources"].items()}
    return tuple(
        Law(
            **{
                **raw,
                "source": sources[raw["source"]],
                "constants": facts_from(raw["constants"], sources),
                "ranges": facts_from(raw.get("ranges", {}), sources),
            }
        )
        for raw in data["laws"]
    )


@lru_cache(maxsize=1)
def _book() -> tuple[tuple[Law, ...], dict[str, Law]]:
    """The bundled laws and an index of their names, read once, on first use."""
    with open(COMPILED, encoding="utf-8") as file:
        found = from_json(json.load(file))
    return found, {fold(key): each for each in found for key in (each.id, each.name, *each.aliases)}


@lru_cache(maxsize=1)
def _similar_names() -> NameIndex:
    return NameIndex({key: each.id for key, each in _book()[1].items()})
