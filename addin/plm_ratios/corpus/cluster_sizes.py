"""Clusters summed up: how large they are, and what one member of each gives in an epoch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Mapping, NamedTuple, Sequence

import numpy as np

from .recipes import Recipe
from .sorted_runs import KEY, changes

#: A member of a cluster: the key of the cluster, and the number that members.py makes of a sequence.
MEMBER = np.dtype([*KEY, ("value", "<u8")])
ABSENT = (1 << 64) - 1  # the number of a member of which there is no sequence


class Drawn(NamedTuple):
    """One epoch in which one member of each cluster is drawn, each with the same chance.

    clusters    that have a member which the recipe takes
    tokens      expected: the mean over the members of a cluster, summed over clusters. Exact
    """

    recipe: Recipe
    clusters: int
    tokens: Fraction


@dataclass
class Sizes:
    """Sums over clusters; how large they are grows with how many different sizes there are, no more.

    named      clusters that the mapping names, with or without sequences
    sizes      how many clusters have each number of members of which there is a sequence; at least one
    totals     of each recipe, by the number of members that it takes: clusters, and tokens of all members
    """

    recipes: Sequence[Recipe]
    named: int = 0
    sizes: Counter[int] = field(default_factory=Counter)
    totals: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)

    def add(self, rows: Any) -> None:
        """Add clusters, all of their members together.

        Parameters
        ----------
        rows
            Of the type MEMBER, sorted by key.
        """
        if not len(rows):
            return
        starts = np.flatnonzero(changes(rows, "upper", "lower"))
        self.named += len(starts)
        present = rows["value"] != ABSENT
        self.sizes.update(_counts(np.add.reduceat(present.astype(np.int64), starts)))
        lengths = (rows["value"] >> 1).astype(np.int64)
        unsure = (rows["value"] & 1).astype(bool)
        for number, recipe in enumerate(self.recipes):
            taken = present & ~unsure if recipe.without_ambiguous else present
            tokens = np.where(taken, _tokens(recipe, lengths), 0)
            members = np.add.reduceat(taken.astype(np.int64), starts)
            sums = np.add.reduceat(tokens, starts)
            held = self.totals.setdefault(number, {})
            size, place = np.unique(members, return_inverse=True)
            together = np.zeros(len(size), np.int64)
            np.add.at(together, place, sums)
            for each, clusters, total in zip(size, np.bincount(place), together):
                if each:
                    before = held.get(int(each), (0, 0))
                    held[int(each)] = (before[0] + int(clusters), before[1] + int(total))

    @property
    def clusters(self) -> int:
        """Clusters that have a sequence."""
        return sum(self.sizes.values())

    @property
    def members(self) -> int:
        """Sequences that are in a cluster; one in two clusters counts twice."""
        return sum(size * number for size, number in self.sizes.items())

    def drawn(self) -> list[Drawn]:
        """An epoch of each recipe."""
        found = []
        for number, recipe in enumerate(self.recipes):
            totals = self.totals.get(number, {})
            tokens = sum((Fraction(total, size) for size, (_, total) in totals.items()), Fraction(0))
            found.append(Drawn(recipe, sum(clusters for clusters, _ in totals.values()), tokens))
        return found


def _tokens(recipe: Recipe, lengths: Any) -> Any:
    """Recipe.tokens() of many lengths."""
    if recipe.context is None:
        return lengths + recipe.special
    if recipe.crops_residues:
        return np.minimum(lengths, recipe.context) + recipe.special
    return np.minimum(lengths + recipe.special, recipe.context)


def _counts(values: Any) -> Mapping[int, int]:
    held, numbers = np.unique(values, return_counts=True)
    return {int(value): int(number) for value, number in zip(held, numbers) if value}
