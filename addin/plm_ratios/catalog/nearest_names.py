"""Names similar to one that is in no catalog.

A name is taken apart into its pairs of letters, those that stand side by side and those with one letter
between them; then a letter that is dropped, doubled, swapped or replaced changes few pairs. An index from
pairs to names, made once, finds all names that share enough pairs, so that many unknown names take no longer
than many known ones. hosts/sheets/nearest_names.js does the same.
"""

from __future__ import annotations

from itertools import chain
from typing import Mapping

from .folding import fold

_MOST = 4
ALIKE = 0.45  # of the pairs of two names, the part that they share; less is no resemblance
LONGEST = 3  # times the longest name: a text that is longer resembles none
_END = "\n"  # stands before and after a name: the first and last letters count more; fold() leaves no "\n"


class NameIndex:
    """Names by their pairs of letters, to find those that are similar to another one.

    names   every folded name, with the name to show for it
    """

    def __init__(self, names: Mapping[str, str]):
        self._keys = tuple(names)
        self._shown = tuple(names.values())
        self._all = _END.join(self._keys)
        self._longest = max(map(len, self._keys), default=0)
        self._sizes = []
        self._with: dict[str, list[int]] = {}
        for place, key in enumerate(self._keys):
            found = pairs(key)
            self._sizes.append(len(found))
            for pair in found:
                self._with.setdefault(pair, []).append(place)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Up to four similar names: first those with a similar spelling, then those that contain `name`."""
        key = fold(name)
        places = [*self._alike(key)[: 2 * _MOST], *self._within(key)]
        return tuple(dict.fromkeys(self._shown[place] for place in places))[:_MOST]

    def _alike(self, key: str) -> list[int]:
        """Those that share enough pairs with `key`, the most similar first; of equals the one of the most
        similar length, then the first."""
        if not key or len(key) > LONGEST * self._longest:
            return []
        from collections import Counter  # on the way to an error only: keeps start-up short

        own = pairs(key)
        shared = Counter(chain.from_iterable(self._with[pair] for pair in own if pair in self._with))
        least = ALIKE * len(own) / 2  # with fewer, no name is short enough
        ranked = []
        for place, count in shared.items():
            if count >= least:
                score = 2 * count / (len(own) + self._sizes[place])
                if score >= ALIKE:
                    ranked.append((-score, abs(len(self._keys[place]) - len(key)), place))
        return [place for _, _, place in sorted(ranked)]

    def _within(self, key: str) -> list[int]:
        if len(key) < 3 or key not in self._all:
            return []
        return [place for place, each in enumerate(self._keys) if key in each]


def nearest_names(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Up to four names similar to one name; NameIndex does it for many.

    names   every folded name, with the name to show for it

    >>> nearest_names("ESM2 15 bilion", {"esm215b": "ESM-2 15B", "progen2": "ProGen2", "esm15b": "ESM-1 5B"})
    ('ESM-2 15B', 'ESM-1 5B')
    """
    return NameIndex(names).nearest(name)


def pairs(key: str) -> set[str]:
    """The pairs of letters of a folded name; its ends count as letters."""
    ended = f"{_END}{key}{_END}"
    return {*map(str.__add__, ended, ended[1:]), *map(str.__add__, ended, ended[2:])}
