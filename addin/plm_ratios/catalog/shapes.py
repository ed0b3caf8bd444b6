"""What the values of entries must be, where they come from a compiled file that anybody may have edited: a
text for a text, a number for a number. Otherwise a cell would fail, long after the file was read."""

from __future__ import annotations

import math
from typing import Any, Iterable, Mapping

from .entries import Entry
from .facts import Fact, Source

CONFIDENCES = ("high", "medium", "low")
_TEXTS = (
    "id",
    "name",
    "family",
    "kind",
    "objective",
    "released",
    "weights",
    "license",
    "architecture",
    "architecture_note",
    "accelerator",
    "description",
    "replaces",
)
_LISTS = ("aliases", "datasets", "layout")
_TEXTS_OF_FACTS = ("locator", "quote", "formula", "unit", "note")


def require_source(source: Source) -> None:
    """TypeError where a value of a source is of the wrong kind."""
    _require(all(isinstance(text, str) for text in (source.title, source.url, source.kind)), "a text")
    _require(source.year is None or _is_number(source.year), "a year")


def require_entry(entry: Entry, raw: Mapping[str, Any]) -> None:
    """TypeError where a value of an entry, of its stages or of its facts is of the wrong kind.

    raw   what the entry was made of
    """
    for part in (raw, *raw.get("stages", ())):
        _require(isinstance(part.get("facts", {}), Mapping), "a mapping")
    _require_texts(getattr(entry, key, "") for key in _TEXTS)
    for key in _LISTS:
        _require_texts(getattr(entry, key, ()))
    _require_mappings(entry.citations.values())
    _require_mappings(getattr(entry, "remarks", ()))
    for named in (entry, *getattr(entry, "stages", ())):
        _require_texts((named.name,))
        for facts in named.facts.values():
            for fact in facts:
                _require_fact(fact)


def _require_fact(fact: Fact) -> None:
    _require_texts(getattr(fact, key) for key in _TEXTS_OF_FACTS)
    _require(fact.confidence in CONFIDENCES, "a confidence")
    numbers = fact.range or ((fact.value,) if fact.value is not None else ())
    _require(bool(numbers), "a number")
    _require(all(0 < number < math.inf for number in numbers), "a number")
    _require(len(fact.range or (1, 2)) == 2, "a range")
    _require(isinstance(fact.grouped, bool) and isinstance(fact.upper_bound, bool), "true or false")
    _require(fact.standard_error is None or _is_number(fact.standard_error), "a number")


def _require_texts(values: Iterable[Any]) -> None:
    _require(all(isinstance(value, str) for value in values), "a text")


def _require_mappings(values: Iterable[Any]) -> None:
    for value in values:
        _require(isinstance(value, Mapping), "a mapping")
        _require_texts((*value, *value.values()))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise TypeError(f"what should be {what} is none")
