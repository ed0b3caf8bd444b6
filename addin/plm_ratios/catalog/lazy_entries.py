"""Entries of the compiled catalog, each parsed when it is first asked for: a cell asks for few of them."""

from __future__ import annotations

import json
from typing import Any, Callable, Iterator, Mapping, Sequence, TypeVar, overload

E = TypeVar("E")


class LazyEntries(Sequence[E]):
    """The entries that these lines of JSON hold, one each.

    make   an entry from its compiled form
    """

    def __init__(self, lines: Sequence[bytes], make: Callable[[Mapping[str, Any]], E]):
        self._lines = lines
        self._make = make
        self._made: dict[int, E] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> E: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[E]: ...

    def __getitem__(self, place: int | slice) -> E | Sequence[E]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        place = range(len(self))[place]
        if place not in self._made:
            made = self._make(json.loads(self._lines[place].rstrip(b",")))
            # Of two threads that make it at once, both go on with the same one: entries are told by identity.
            return self._made.setdefault(place, made)
        return self._made[place]


class LazyIndex(Mapping[str, E]):
    """Entries by their folded names.

    places   where among the entries the one of each name is
    """

    def __init__(self, places: Mapping[str, int], entries: Sequence[E]):
        self._places = places
        self._entries = entries

    def __getitem__(self, name: str) -> E:
        return self._entries[self._places[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
