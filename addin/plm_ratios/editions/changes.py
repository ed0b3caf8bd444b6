"""What differs between two editions of the catalog: ratios, numbers, entries, words, and facts."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, Iterator, Mapping, NamedTuple, Union

from ..analysis import ratios
from ..catalog import Catalog, Model, fold, in_use
from ..curation.kept import Edition

ADDED, GONE, MERGED, RENAMED = "added", "gone", "merged", "renamed"
NUMBER, RATIO, WORD, FACTS = "number", "ratio", "word", "facts"
# How a change is told, the gravest for a reader of ratios first.
KINDS = (RATIO, NUMBER, ADDED, GONE, MERGED, RENAMED, WORD, FACTS)

Value = Union[float, str, None]

# Where the compiled files hold entries.
_LISTS = (
    ("catalog", "models", "model"),
    ("catalog", "datasets", "dataset"),
    ("laws", "laws", "law"),
    ("accelerators", "accelerators", "accelerator"),
)
_NO_WORDS = frozenset({"id", "name", "facts", "constants", "ranges", "citations", "remarks", "stages"})
# What a fact states of a number; its quote and locator may be mended without another number.
_STATED = ("value", "formula", "range", "source", "via", "confidence", "unit", "grouped", "note")


class Change(NamedTuple):
    """One difference between two editions.

    what    kind of entry: "model", "dataset", "law" or "accelerator"
    id      of the entry
    name    in the new edition, or in the old one where it is gone
    change  one of KINDS
    about   a quantity, a basis, or the key of a word; "" where the entry itself changed
    old, new   the value in each edition; None where there is none. Of facts: how many the other edition has
               not. Of a ratio: tokens per parameter at the usual average length
    """

    what: str
    id: str
    name: str
    change: str
    about: str = ""
    old: Value = None
    new: Value = None


def changes(old: Edition, new: Edition) -> list[Change]:
    """Every difference between two editions, entry by entry in the order of the new one."""
    catalogs = old.catalog, new.catalog
    found: list[Change] = []
    for part, key, what in _LISTS:
        if part not in old.parts or part not in new.parts:
            continue  # a catalog.json alone holds no laws
        before = {entry["id"]: entry for entry in old.parts[part].get(key, ())}
        after = {entry["id"]: entry for entry in new.parts[part].get(key, ())}
        owners = {fold(name): entry for entry in after.values() for name in _names(entry)}
        for id, entry in after.items():
            if id not in before:
                found.append(Change(what, id, entry["name"], ADDED))
                continue
            found += _of_entry(what, before[id], entry)
            if what == "model":
                found += _ratios(id, entry["name"], *catalogs)
        for id, entry in before.items():
            if id in after:
                continue
            heir = owners.get(fold(id)) or owners.get(fold(entry["name"]))
            change, name = (MERGED, heir["name"]) if heir else (GONE, None)
            found.append(Change(what, id, entry["name"], change, "", entry["name"], name))
    return found


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return (entry["id"], entry["name"], *entry.get("aliases", ()))


def _of_entry(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    id, name = after["id"], after["name"]
    if before["name"] != name:
        yield Change(what, id, name, RENAMED, "", before["name"], name)
    facts_before, facts_after = _facts(before), _facts(after)
    for quantity in dict.fromkeys((*facts_before, *facts_after)):
        stated = [facts.get(quantity, []) for facts in (facts_before, facts_after)]
        numbers = [_preferred(facts) for facts in stated]
        if not _same(*numbers):
            yield Change(what, id, name, NUMBER, quantity, *numbers)
        counts = [Counter(map(_statement, facts)) for facts in stated]
        gone, come = (sum((one - other).values()) for one, other in (counts, reversed(counts)))
        if gone or come:
            yield Change(what, id, name, FACTS, quantity, gone, come)
    for key in dict.fromkeys((*before, *after)):
        words = _word(before.get(key)), _word(after.get(key))
        if key not in _NO_WORDS and words[0] != words[1]:
            yield Change(what, id, name, WORD, key, *words)


def _facts(entry: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Facts by quantity; those of a law are its constants and ranges."""
    return {
        key: facts for part in ("facts", "constants", "ranges") for key, facts in entry.get(part, {}).items()
    }


def _preferred(facts: list[Mapping[str, Any]]) -> float | None:
    """The number that functions give, as `Entry.fact` chooses it."""
    return next(
        (fact["value"] for fact in facts if fact.get("value") is not None and not fact.get("grouped")), None
    )


def _statement(fact: Mapping[str, Any]) -> str:
    return repr([fact.get(key) for key in _STATED])


def _word(value: Any) -> str | None:
    return ", ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)


def _ratios(id: str, name: str, before: Catalog, after: Catalog) -> Iterator[Change]:
    for basis in ratios.BASES:
        old, new = (_ratio(catalog, id, basis) for catalog in (before, after))
        if not _same(old, new):
            yield Change("model", id, name, RATIO, basis, old, new)


def _ratio(catalog: Catalog, id: str, basis: str) -> float | None:
    """The ratio as the functions would give it with this edition."""
    token = in_use.settle(catalog)
    try:
        model = catalog.model(id)
        return ratios.known(ratios.ratio, model, basis) if isinstance(model, Model) else None
    finally:
        in_use.unsettle(token)


def _same(one: float | None, other: float | None) -> bool:
    """Equal but for the noise of a sum in another order."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12)
