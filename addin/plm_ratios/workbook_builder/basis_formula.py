"""What depends on the basis that somebody chose on the sheet Compare, as a formula."""

from __future__ import annotations

from typing import Mapping


def by_basis(values: Mapping[str, str]) -> str:
    """The one of several expressions that goes with the basis; the last one if none does.

    >>> by_basis({"sequences": "1", "unique": "2", "seen": "3"})
    'IF(Basis="sequences",1,IF(Basis="unique",2,3))'
    """
    *others, last = values
    chosen = values[last]
    for basis in reversed(others):
        chosen = f'IF(Basis="{basis}",{values[basis]},{chosen})'
    return chosen
