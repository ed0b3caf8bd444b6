"""Finding entries by parts of their names; hosts/pane/pane_search.js finds models likewise."""

from __future__ import annotations

from typing import Iterable, Sequence, TypeVar

from .entries import Entry, Model
from .folding import fold

E = TypeVar("E", bound=Entry)

_NO_MATCH = 3


def named_like(entries: Iterable[E], query: str) -> list[E]:
    """The entries whose names, aliases or family hold every word of a query.

    Whole names come first, then names that begin so, then the rest in the order of the catalog.
    """
    ranked = [(_rank(entry, query), entry) for entry in entries]
    found = [each for each in ranked if each[0] < _NO_MATCH]
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def _rank(entry: Entry, query: str) -> int:
    whole, words = fold(query), [fold(word) for word in query.split()]
    names = [fold(name) for name in (entry.name, entry.id, *entry.aliases)]
    if not whole:
        return _NO_MATCH
    if whole in names:
        return 0
    if any(name.startswith(whole) for name in names):
        return 1
    known = [*names, fold(entry.family)] if isinstance(entry, Model) else names
    within = _hold(known, [whole]) or _hold(known, words)
    return 2 if within else _NO_MATCH


def described_like(models: Iterable[Model], query: str) -> list[Model]:
    """The models whose names, family, kind, objective, release or datasets hold every word of a query."""
    words = [fold(word) for word in query.split()]
    return [model for model in models if words and _hold(searched_texts(model), words)]


def searched_texts(model: Model) -> list[str]:
    """What described_like() looks into, folded."""
    texts = (
        *(model.name, model.id, *model.aliases, model.family, model.kind, model.objective, model.released),
        *model.datasets,
    )
    return [fold(text) for text in texts]


def _hold(texts: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word in text for text in texts) for word in words)
