"""Mixtures: what training draws from each of several sources, by weights."""

from __future__ import annotations

from typing import NamedTuple, Sequence

from ..errors import OutOfRange, PlmError
from .recipes import Recipe, tokens
from .shards import Shard
from .tally import Tally

#: What a weight may be of.
KINDS = ("sequences", "tokens", "epochs")


class Source(NamedTuple):
    """Sequences with a weight."""

    name: str
    weight: float
    tally: Tally


class Drawn(NamedTuple):
    """What is drawn from a source, or from all together.

    whole      tokens of one pass over it
    share      of all tokens that are drawn
    sequences  that are drawn
    tokens     that are drawn
    epochs     passes over it
    unique     tokens that are drawn at least once; at most those of one pass
    """

    name: str
    whole: float
    share: float
    sequences: float
    tokens: float
    epochs: float
    unique: float


class Sources:
    """Sums the parts of a count by the source that they are of.

    names, weights   of the sources, in one order
    files            the files of each
    """

    def __init__(self, names: Sequence[str], weights: Sequence[float], files: Sequence[Sequence[str]]):
        self._place = {file: number for number, held in enumerate(files) for file in held}
        self._sources = [Source(name, weight, Tally()) for name, weight in zip(names, weights)]

    def add(self, shard: Shard, tally: Tally) -> None:
        """Add the sums of a part."""
        self._sources[self._place[shard.path]].tally.merge(tally)

    def drawn(self, recipe: Recipe, kind: str, total: float | None) -> list[Drawn]:
        """What a recipe draws; see drawn()."""
        return drawn(self._sources, recipe, kind, total)


def drawn(sources: Sequence[Source], recipe: Recipe, kind: str, total: float | None) -> list[Drawn]:
    """What is drawn from each source, and last from all together.

    Parameters
    ----------
    kind
        What weights are of, one of KINDS: sequences or tokens that are drawn, or epochs.
    total
        Tokens that are drawn in all. None for as many as the sources hold together; where weights are epochs,
        for so many epochs.

    Raises
    ------
    OutOfRange
        A weight is negative, or all are zero.
    PlmError
        A source holds no sequence that the recipe takes.
    """
    if any(source.weight < 0 for source in sources) or not any(source.weight for source in sources):
        raise OutOfRange("A weight cannot be negative, and one of them must be above zero.")
    made = [tokens(source.tally, recipe) for source in sources]
    for source, each in zip(sources, made):
        if not each.tokens:
            raise PlmError(f"{source.name} holds no sequence that the recipe {recipe.name} takes.")
    rates = [_rate(source.weight, each.tokens, each.sequences, kind) for source, each in zip(sources, made)]
    in_all = sum(rates)
    if total is None:
        total = in_all if kind == "epochs" else float(sum(each.tokens for each in made))
    found = []
    for source, each, rate in zip(sources, made, rates):
        share = rate / in_all
        number = total * share
        passes = number / each.tokens
        unique = min(number, each.tokens)
        found.append(Drawn(source.name, each.tokens, share, passes * each.sequences, number, passes, unique))
    whole, sequences, unique = (
        sum(getattr(each, field) for each in found) for field in ("whole", "sequences", "unique")
    )
    return [*found, Drawn("all", whole, 1.0, sequences, total, total / whole, unique)]


def _rate(weight: float, held: int, sequences: int, kind: str) -> float:
    """To what the tokens that are drawn of a source are in proportion."""
    if kind == "sequences":
        return weight * held / sequences
    return weight * held if kind == "epochs" else weight
