"""User catalogs: how they are read, and merged with the bundled catalog.

Users edit YAML; `plm-ratios catalog build --user` compiles it to JSON, and only the JSON is read
here, so that a spreadsheet needs no YAML parser. Nothing here breaks a spreadsheet: what cannot be
read is left out, and `Catalog.warnings` says so.
"""

from __future__ import annotations

import json
import math
import os
from typing import Any, Mapping, Sequence

from .config_paths import CATALOG_VARIABLE, CatalogPath, existing_paths
from .entries import Catalog, Dataset, Entry, Model, facts_of
from .facts import Source
from .folding import fold

FORMAT = 1  # of the compiled file
OWN_SOURCE = "own"  # every user catalog knows this source, without a list of sources

BUILD = "plm-ratios catalog build --user"
_CHECK = "plm-ratios catalog check --user"


class Unreadable(ValueError):
    """Why a user catalog cannot be used, in words that follow "Your own catalog ..."."""


def read(where: CatalogPath) -> dict[str, Any]:
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


def is_stale(where: CatalogPath, raw: Mapping[str, Any]) -> bool:
    """Whether the YAML has changed since it was compiled. The YAML may also be absent."""
    try:
        with open(where.yaml, "rb") as file:
            return digest(file.read()) != raw.get("compiled_from")
    except OSError:
        return False


def digest(text: bytes) -> str:
    """A hash of a YAML file, stored to see later whether it has changed."""
    from hashlib import sha256  # needed with a user catalog only

    return sha256(text).hexdigest()


def with_user_catalogs(bundled: Catalog) -> Catalog:
    """The bundled catalog with the entries of user catalogs; the bundled one itself where there are none.

    A bundled entry is never changed. Where a user's entry replaces one, its names lead to the user's entry,
    and bundled models that were trained on it keep it.
    """
    found = existing_paths()
    if not found:
        return bundled
    user_entries: list[Entry] = []
    by_name: dict[str, Entry] = {}
    overriding: dict[str, Entry] = {}
    sources: dict[str, Source] = {}
    warnings = []
    for where in found:
        try:
            raw = read(where)
            entries = _entries(raw, where)
        except Unreadable as error:
            warnings.append(f"Your own catalog {where.name} {error}")
            continue
        except (KeyError, TypeError, ValueError, AttributeError):
            warnings.append(f"Your own catalog {where.name} could not be read: it is damaged. Run: {BUILD}")
            continue
        if is_stale(where, raw):
            warnings.append(f"Your own catalog {where.name} has changed since it was compiled. Run: {BUILD}")
        for entry in entries:
            clash = _clash(entry, bundled, by_name, overriding)
            if clash:
                warnings.append(f'Your own {entry.what} "{entry.name}" is left out: {clash}. Run: {_CHECK}')
                continue
            user_entries.append(entry)
            by_name.update((fold(name), entry) for name in names_of(entry))
            if bundled.replaceable(entry) is not None:
                overriding[entry.replaces] = entry
        sources.update((key, Source(id=key, **value)) for key, value in raw["sources"].items())
    overridden = {entry: bundled.replaceable(entry) for entry in overriding.values()}
    return Catalog(
        edition=bundled.edition,
        sources={**sources, **bundled.sources},
        models=_joined(bundled.models, user_entries, overriding, Model),
        datasets=_joined(bundled.datasets, user_entries, overriding, Dataset),
        overridden={entry: other for entry, other in overridden.items() if other is not None},
        warnings=warnings,
    )


def _entries(raw: Mapping[str, Any], where: CatalogPath) -> list[Entry]:
    """The entries of a compiled file, read to the last number: none of them may fail later, in a cell."""
    sources = {key: Source(id=key, **value) for key, value in raw["sources"].items()}
    kinds: tuple[tuple[str, Any], ...] = (("datasets", Dataset), ("models", Model))
    found: list[Entry] = []
    for key, kind in kinds:
        for each in raw[key]:
            entry = kind(**{**each, **facts_of(each, sources), "origin": where.yaml})
            if not all(isinstance(name, str) for name in names_of(entry)):
                raise TypeError("a name that is no text")
            parts = (entry, *getattr(entry, "stages", ()))
            for fact in (fact for part in parts for facts in part.facts.values() for fact in facts):
                numbers = fact.range or ((fact.value,) if fact.value is not None else ())
                if not all(0 < number < math.inf for number in numbers):
                    raise ValueError("a number that is none")
            found.append(entry)
    return found


def names_of(entry: Entry) -> tuple[str, ...]:
    """Everything that an entry answers to."""
    return (entry.id, entry.name, *entry.aliases)


def _clash(
    entry: Entry, bundled: Catalog, by_name: Mapping[str, Entry], overriding: Mapping[str, Entry]
) -> str:
    """Why an entry cannot be added to the others; "" where it can.

    by_name      entries that were read before, by their folded names
    overriding   of them those that replace a bundled entry, by its id
    """
    target = bundled.replaceable(entry)
    for name in names_of(entry):
        other = bundled.named(name)
        if other is not None and other is not target:
            return f'the bundled {other.what} {other.name} answers to "{name}"'
        if fold(name) in by_name:
            return f'your own {by_name[fold(name)].name} answers to "{name}" too'
    if target is not None and target.id in overriding:
        return f"your own {overriding[target.id].name} replaces {target.name} already"
    return ""


def _joined(
    bundled: Sequence[Any], user_entries: Sequence[Entry], overriding: Mapping[str, Entry], kind: Any
) -> list[Any]:
    """A user's entry takes the place of the one that it replaces, the others follow at the end."""
    replacing = {id: entry for id, entry in overriding.items() if isinstance(entry, kind)}
    placed = set(replacing.values())
    return [replacing.get(entry.id, entry) for entry in bundled] + [
        entry for entry in user_entries if isinstance(entry, kind) and entry not in placed
    ]
