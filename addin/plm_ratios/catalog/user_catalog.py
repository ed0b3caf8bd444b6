"""User catalogs: how they are read, and merged with the bundled catalog.

Users edit YAML; `plm-ratios catalog build --user` compiles it to JSON, and only the JSON is read
here, so that a spreadsheet needs no YAML parser. Nothing here breaks a spreadsheet: what cannot be
read is left out, and `Catalog.warnings` says so.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from ..characters import shown
from .config_paths import CATALOG_VARIABLE, CatalogPath
from .entries import Catalog, Dataset, Entry, Model, facts_of
from .facts import Source
from .folding import fold
from .shapes import require_entry, require_source
from .texts import entry_fault, source_fault

FORMAT = 1  # of the compiled file
_MOST_BYTES = 100_000_000  # of either file; a model has some 2,000
OWN_SOURCE = "own"  # every user catalog knows this source, without a list of sources

BUILD = "plm-ratios catalog build --user"
OF_A_FILE = (
    "Your own catalog "  # so begins a warning that concerns a whole file, and names none of its entries
)
_CHECK = "plm-ratios catalog check --user"


class Unreadable(ValueError):
    """Why a user catalog cannot be used, in words that follow "Your own catalog ..."."""


def read(where: CatalogPath) -> dict[str, Any]:
    """A compiled user catalog; Unreadable says why there is none."""
    try:
        raw = json.loads(_content(where.json).decode("utf-8"))
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


def _content(path: str) -> bytes:
    """The bytes of a file. OSError where it is no file: a spreadsheet would wait for a pipe without end."""
    found = os.stat(path)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a file", path)
    if found.st_size > _MOST_BYTES:
        raise OSError(errno.EFBIG, "it is larger than any catalog of one's own", path)
    with open(path, "rb") as file:
        return file.read(_MOST_BYTES)


def is_stale(where: CatalogPath, raw: Mapping[str, Any]) -> bool:
    """Whether the YAML has changed since it was compiled. The YAML may also be absent."""
    try:
        return digest(_content(where.yaml)) != raw.get("compiled_from")
    except OSError:
        return False


def digest(text: bytes) -> str:
    """A hash of a YAML file, stored to see later whether it has changed."""
    from hashlib import sha256  # needed with a user catalog only

    return sha256(text).hexdigest()


class Contents(NamedTuple):
    """What a compiled user catalog holds, and whether its YAML has changed since.

    refused   what cannot be used of it, and why: "model "A" is left out: its note holds ..."
    """

    entries: list[Entry]
    sources: dict[str, Source]
    stale: bool
    refused: list[str]


def contents(where: CatalogPath) -> Contents:
    """The entries of a user catalog; Unreadable says why there are none."""
    raw = read(where)
    try:
        faults = {key: source_fault(key, value) for key, value in raw["sources"].items()}
        faulty = {key: fault for key, fault in faults.items() if fault}
        sources = {key: Source(id=key, **value) for key, value in raw["sources"].items() if key not in faulty}
        for source in sources.values():
            require_source(source)
        refused: list[str] = []
        entries = _entries(_usable(raw, faulty, refused), sources, where)
        return Contents(entries, sources, is_stale(where, raw), refused)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Unreadable(f"could not be read: it is damaged. Run: {BUILD}") from None


def with_user_catalogs(
    bundled: Catalog, places: Iterable[CatalogPath], last_good: dict[CatalogPath, Contents]
) -> Catalog:
    """The bundled catalog with the entries of user catalogs.

    A bundled entry is never changed. Where a user's entry replaces one, its names lead to the user's entry,
    and bundled models that were trained on it keep it.

    last_good   what each of them held when it could last be read, which stands in where it can no longer:
                somebody may be editing it. Brought up to date here
    """
    user_entries: list[Entry] = []
    by_name: dict[str, Entry] = {}
    overriding: dict[str, Entry] = {}
    sources: dict[str, Source] = {}
    warnings = []
    for where in places:
        try:
            found = last_good[where] = contents(where)
            if found.stale:
                warnings.append(f"{OF_A_FILE}{where.name} has changed since it was compiled. Run: {BUILD}")
        except Unreadable as error:
            warnings.append(f"{OF_A_FILE}{where.name} {error}")
            if where not in last_good:
                continue
            found = last_good[where]
            warnings[-1] += " (until then its entries are as they were last read)"
        warnings += [f"Your own {each}. Run: {_CHECK}" for each in found.refused]
        for entry in found.entries:
            clash = _clash(entry, bundled, by_name, overriding)
            if clash:
                warnings.append(f'Your own {entry.what} "{entry.name}" is left out: {clash}. Run: {_CHECK}')
                continue
            user_entries.append(entry)
            by_name.update((fold(name), entry) for name in names_of(entry))
            replaced = bundled.replaceable(entry)
            if replaced is not None:
                overriding[replaced.id] = entry
        sources.update(found.sources)
    overridden = {entry: bundled.replaceable(entry) for entry in overriding.values()}
    return Catalog(
        edition=bundled.edition,
        sources={**sources, **bundled.sources},
        models=_joined(bundled.models, user_entries, overriding, Model),
        datasets=_joined(bundled.datasets, user_entries, overriding, Dataset),
        overridden={entry: other for entry, other in overridden.items() if other is not None},
        warnings=warnings,
    )


def _usable(
    raw: Mapping[str, Any], faulty_sources: Mapping[str, str], refused: list[str]
) -> dict[str, list[Mapping[str, Any]]]:
    """The compiled entries whose texts are texts; `refused` takes sentences on the others."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for key, what in (("datasets", "dataset"), ("models", "model")):
        found[key] = []
        for each in raw[key]:
            fault = entry_fault(each, faulty_sources)
            if fault:
                refused.append(f'{what} "{shown(str(each["name"]))}" is left out: {fault}')
            else:
                found[key].append(each)
    return found


def _entries(raw: Mapping[str, Any], sources: Mapping[str, Source], where: CatalogPath) -> list[Entry]:
    """The entries of a compiled file, read to the last number: none of them may fail later, in a cell."""
    kinds: tuple[tuple[str, Any], ...] = (("datasets", Dataset), ("models", Model))
    found: list[Entry] = []
    for key, kind in kinds:
        for each in raw[key]:
            entry = kind(**{**each, **facts_of(each, sources), "origin": where.yaml})
            require_entry(entry, each)
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
