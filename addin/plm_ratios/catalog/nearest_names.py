"""Names similar to one that is in no catalog."""

from __future__ import annotations

from typing import Mapping

from .folding import fold

_MOST = 4


def nearest_names(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Up to four similar names: first those with a similar spelling, then those that contain `name`.

    names   every folded name, with the name to show for it

    >>> nearest_names("ESM2 15 bilion", {"esm215b": "ESM-2 15B", "progen2": "ProGen2", "esm15b": "ESM-1 5B"})
    ('ESM-2 15B', 'ESM-1 5B')
    """
    from difflib import get_close_matches  # on the way to an error only: keeps start-up short

    key = fold(name)
    within = [shown for folded, shown in names.items() if len(key) > 2 and key in folded]
    alike = [names[folded] for folded in get_close_matches(key, names, n=2 * _MOST, cutoff=0.6)]
    return tuple(dict.fromkeys(alike + within))[:_MOST]
