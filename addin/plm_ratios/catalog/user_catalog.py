"""People's own models: where their catalog lies, and how it stands beside the bundled one.

They edit YAML; `plm-ratios catalog build --user` compiles it to JSON beside it, and only that is read
here, so that a spreadsheet needs no YAML parser. Nothing here breaks a spreadsheet: what cannot be
read is left out, and `Catalog.troubles` says so.
"""

from __future__ import annotations

import json
import math
import os
from typing import Any, Mapping, Sequence

from .config_paths import CATALOG_VARIABLE, Place, present
from .entries import Catalog, Dataset, Entry, Model
from .facts import Source, facts_from
from .folding import fold

FORMAT = 1  # of the compiled file
OWN_SOURCE = "own"  # every user catalog knows this source, without a list of sources

BUILD = "plm-ratios catalog build --user"
_CHECK = "plm-ratios catalog check --user"


class Unreadable(ValueError):
    """Why a user catalog cannot be used, in words that follow "Your own catalog ..."."""


def read(where: Place) -> dict[str, Any]:
    """A compiled user catalog; Unreadable says why there is none."""
    try:
        with open(where.json, encoding="utf-8") as file:
            raw = json.load(file)
    except FileNotFoundError:
        if os.path.exists(where.yaml):
            raise Unreadable(f"has not been compiled. Run: {BUILD}") from None
        raise Unreadable(
            f"is not there. Correct {CATALOG_VARIABLE}, or run: plm-ratios catalog add"
        ) from None
    except OSError as error:
        raise Unreadable(f"could not be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Unreadable(
            f"could not be read: {os.path.basename(where.json)} is damaged. Run: {BUILD}"
        ) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Unreadable(f"was compiled by another version of plm-ratios. Run: {BUILD}")
    return raw


def is_stale(where: Place, raw: Mapping[str, Any]) -> bool:
    """Whether the YAML has changed since it was compiled. A compiled file may also stand alone."""
    try:
        with open(where.yaml, "rb") as file:
            return digest(file.read()) != raw.get("compiled_from")
    except OSError:
        return False


def digest(text: bytes) -> str:
    """What tells one state of a YAML file from another, whatever the clocks say."""
    from hashlib import sha256  # only people who have a user catalog wait for it

    return sha256(text).hexdigest()


def beside(bundled: Catalog) -> Catalog:
    """The bundled catalog with people's own entries; the bundled one itself where they have none.

    A bundled entry is never changed. One that an own entry replaces steps aside: its names lead to
    the own entry, and bundled models that were trained on it keep it.
    """
    found = present()
    if not found:
        return bundled
    own: list[Entry] = []
    taken: dict[str, Entry] = {}
    replaced: dict[str, Entry] = {}
    sources: dict[str, Source] = {}
    troubles = []
    for where in found:
        try:
            raw = read(where)
            entries = _entries(raw, where)
        except Unreadable as error:
            troubles.append(f"Your own catalog {where.name} {error}")
            continue
        except (KeyError, TypeError, ValueError, AttributeError):
            troubles.append(f"Your own catalog {where.name} could not be read: it is damaged. Run: {BUILD}")
            continue
        if is_stale(where, raw):
            troubles.append(f"Your own catalog {where.name} has changed since it was compiled. Run: {BUILD}")
        for entry in entries:
            clash = _clash(entry, bundled, taken, replaced)
            if clash:
                troubles.append(f'Your own {entry.what} "{entry.name}" is left out: {clash}. Run: {_CHECK}')
                continue
            own.append(entry)
            taken.update((fold(name), entry) for name in names_of(entry))
            if bundled.replaceable(entry) is not None:
                replaced[entry.replaces] = entry
        sources.update((key, Source(id=key, **value)) for key, value in raw["sources"].items())
    instead = {entry: bundled.replaceable(entry) for entry in replaced.values()}
    return Catalog(
        edition=bundled.edition,
        sources={**sources, **bundled.sources},
        models=_joined(bundled.models, own, replaced, Model),
        datasets=_joined(bundled.datasets, own, replaced, Dataset),
        replaced={entry: other for entry, other in instead.items() if other is not None},
        troubles=troubles,
    )


def _entries(raw: Mapping[str, Any], where: Place) -> list[Entry]:
    """The entries of a compiled file, read to the last number: none of them may fail later, in a cell."""
    sources = {key: Source(id=key, **value) for key, value in raw["sources"].items()}
    kinds: tuple[tuple[str, Any], ...] = (("datasets", Dataset), ("models", Model))
    found: list[Entry] = []
    for key, kind in kinds:
        for each in raw[key]:
            entry = kind(
                **{**each, "facts": facts_from(each.get("facts", {}), sources), "origin": where.yaml}
            )
            if not all(isinstance(name, str) for name in names_of(entry)):
                raise TypeError("a name that is no text")
            for facts in entry.facts.values():
                for fact in facts:
                    numbers = fact.range or ((fact.value,) if fact.value is not None else ())
                    if not all(0 < number < math.inf for number in numbers):
                        raise ValueError("a number that is none")
            found.append(entry)
    return found


def names_of(entry: Entry) -> tuple[str, ...]:
    """Everything that an entry answers to."""
    return (entry.id, entry.name, *entry.aliases)


def _clash(entry: Entry, bundled: Catalog, taken: Mapping[str, Entry], replaced: Mapping[str, Entry]) -> str:
    """Why an entry cannot stand beside the others; "" where it can.

    taken      own entries that were read before, by their folded names
    replaced   of them those that replace a bundled entry, by its id
    """
    instead = bundled.replaceable(entry)
    for name in names_of(entry):
        other = bundled.find(name)
        if other is not None and other is not instead:
            return f'the bundled {other.what} {other.name} answers to "{name}"'
        if fold(name) in taken:
            return f'your own {taken[fold(name)].name} answers to "{name}" too'
    if instead is not None and instead.id in replaced:
        return f"your own {replaced[instead.id].name} replaces {instead.name} already"
    return ""


def _joined(
    bundled: Sequence[Any], own: Sequence[Entry], replaced: Mapping[str, Entry], kind: Any
) -> list[Any]:
    """An own entry stands in the place of the one that it replaces, the others at the end."""
    instead = {id: entry for id, entry in replaced.items() if isinstance(entry, kind)}
    placed = set(instead.values())
    return [instead.get(entry.id, entry) for entry in bundled] + [
        entry for entry in own if isinstance(entry, kind) and entry not in placed
    ]
