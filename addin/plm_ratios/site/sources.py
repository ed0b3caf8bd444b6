"""The sources of everything that the site shows, and which entries cite each."""

from __future__ import annotations

from typing import Iterable, Iterator, NamedTuple

from ..analysis.power_law import Law
from ..catalog import Catalog, Entry, Model
from ..catalog.facts import Fact, Source


class Cited(NamedTuple):
    """A source, with the entries and laws that cite it in the order of the catalog."""

    source: Source
    entries: tuple[Entry, ...]
    laws: tuple[Law, ...]


def cited(catalog: Catalog, laws: Iterable[Law]) -> list[Cited]:
    """Every source that is cited, by title."""
    known: dict[str, Source] = {}
    entries: dict[str, dict[Entry, None]] = {}
    of_laws: dict[str, dict[Law, None]] = {}
    for entry in (*catalog.models, *catalog.datasets):
        for source in _of_entry(entry, catalog):
            known[source.id] = source
            entries.setdefault(source.id, {})[entry] = None
    for law in laws:
        for source in _of_law(law):
            known.setdefault(source.id, source)
            of_laws.setdefault(source.id, {})[law] = None
    return [
        Cited(source, tuple(entries.get(source.id, ())), tuple(of_laws.get(source.id, ())))
        for source in sorted(known.values(), key=lambda source: (source.title.lower(), source.id))
    ]


def _of_entry(entry: Entry, catalog: Catalog) -> Iterator[Source]:
    for part in (entry, *getattr(entry, "stages", ())):
        for facts in part.facts.values():
            yield from _of_facts(facts)
    said = (*entry.citations.values(), *(entry.remarks if isinstance(entry, Model) else ()))
    for each in said:
        yield from (catalog.sources[each[role]] for role in ("source", "via") if each.get(role))


def _of_law(law: Law) -> Iterator[Source]:
    yield law.source
    for facts in (*law.constants.values(), *law.ranges.values()):
        yield from _of_facts(facts)


def _of_facts(facts: Iterable[Fact]) -> Iterator[Source]:
    for fact in facts:
        yield from (source for source in (fact.source, fact.via) if source)
