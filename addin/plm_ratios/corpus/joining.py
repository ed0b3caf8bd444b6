"""Names of a mapping and names of sequences: which of them meet."""

from __future__ import annotations

from typing import Any, Iterable

import numpy as np

from .cluster_sizes import ABSENT, MEMBER
from .sorted_runs import KEY, changes, in_order, keys

#: A sequence: the key of its name, and the number that members.py makes of it.
NAMED = np.dtype([*KEY, ("value", "<u8")])
#: A line of a mapping: the key of a member, and that of its cluster.
PAIR = np.dtype([*KEY, ("cluster_upper", "<u8"), ("cluster_lower", "<u8")])

Key = tuple[int, int]
_EXAMPLES = 1000  # names that are looked for when one is to be shown: the more, the sooner one is found


class Join:
    """Brings lines of a mapping and sequences together, a range of keys of names at a time.

    pairs          different lines of the mapping that name a cluster
    absent         of these, the ones whose member has no sequence
    several        names that are in more than one cluster
    repeated       lines that stand for a second time or more
    no_cluster     lines of the mapping without a cluster
    placed         sequences that are in a cluster
    unplaced       sequences that are in none
    same_name      sequences whose name another has too, beyond the first
    absent_keys, unplaced_keys   some of those names, hashed, by which one is found again (first_of)
    """

    def __init__(self) -> None:
        self.pairs = self.absent = self.several = self.repeated = self.no_cluster = 0
        self.placed = self.unplaced = self.same_name = 0
        self.absent_keys: set[Key] = set()
        self.unplaced_keys: set[Key] = set()

    def add(self, pairs: Any, named: Any) -> Any:
        """Join the lines and the sequences of one range; gives rows of the type MEMBER.

        Parameters
        ----------
        pairs, named
            Of the types PAIR and NAMED, sorted by key.
        """
        pairs = self._different(pairs)
        left = np.searchsorted(named["upper"], pairs["upper"], "left")
        count = np.searchsorted(named["upper"], pairs["upper"], "right") - left
        line = np.repeat(np.arange(len(pairs)), count)
        place = np.repeat(left - np.cumsum(count) + count, count) + np.arange(len(line))
        same = named["lower"][place] == pairs["lower"][line]
        line, place = line[same], place[same]
        found = np.zeros(len(pairs), bool)
        found[line] = True
        placed = np.zeros(len(named), bool)
        placed[place] = True
        self.pairs += len(pairs)
        self.absent += _note(pairs[~found], self.absent_keys)
        self.placed += int(placed.sum())
        self.unplaced += _note(named[~placed], self.unplaced_keys)
        self.same_name += len(named) - int(changes(named, "upper", "lower").sum())
        lines = np.concatenate([pairs[line], pairs[~found]])
        rows = np.empty(len(lines), MEMBER)
        rows["upper"], rows["lower"] = lines["cluster_upper"], lines["cluster_lower"]
        rows["value"] = ABSENT
        rows["value"][: len(line)] = named["value"][place]
        return rows

    def _different(self, pairs: Any) -> Any:
        """Lines that name a cluster, each once."""
        nothing = keys([b""])[0]
        empty = (pairs["cluster_upper"] == nothing["upper"]) & (pairs["cluster_lower"] == nothing["lower"])
        self.no_cluster += int(empty.sum())
        pairs = pairs[~empty]
        if changes(pairs, "upper", "lower").all():
            return pairs
        pairs = in_order(pairs, "cluster_lower", "cluster_upper", "lower", "upper")
        new = changes(pairs, "upper", "lower", "cluster_upper", "cluster_lower")
        self.repeated += len(pairs) - int(new.sum())
        pairs = pairs[new]
        begins = changes(pairs, "upper", "lower")
        is_second = ~begins & np.concatenate([[False], begins[:-1]]) if len(pairs) else begins
        self.several += int(is_second.sum())
        return pairs


def first_of(names: Iterable[bytes], examples: set[Key]) -> str:
    """The first of names whose key is one of the examples; "" if none is."""
    return next((name.decode("utf-8", "replace") for name in names if keys([name])[0].item() in examples), "")


def _note(rows: Any, examples: set[Key]) -> int:
    """How many rows there are; some of their keys are kept."""
    wanted = rows[: max(0, _EXAMPLES - len(examples))]
    examples.update(zip(wanted["upper"].tolist(), wanted["lower"].tolist()))
    return len(rows)
