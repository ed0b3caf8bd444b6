"""The golden vectors, shared out between the usual tests and the slow ones.

Who computes in a language of its own answers a quarter of the vectors in the usual tests, drawn by lot:
neighbours in the file are about one model on one basis after another. Who hands calls on to Python answers
vectors of every kind. The slow tests ask all of them for the rest.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

#: For a test of a quarter of the vectors; the others are slow.
A_QUARTER = [
    pytest.param(True, id="a quarter"),
    pytest.param(False, id="three quarters", marks=pytest.mark.slow),
]
#: For a test of vectors of every kind, and of the others among the slow ones.
OF_EVERY_KIND = [
    pytest.param(True, id="of every kind"),
    pytest.param(False, id="the others", marks=pytest.mark.slow),
]


def drawn(vectors: Sequence[T], a_quarter: bool) -> list[T]:
    """A quarter of the vectors, the same in every run, or the others."""
    lot = random.Random(0)
    return [vector for vector in vectors if (lot.randrange(4) == 0) == a_quarter]


def shared_out(lines: Sequence[str], of_every_kind: bool, most: int = 3) -> list[str]:
    """So many vectors of each function with each kind of arguments and of answer, or all the others."""

    def kind(value: Any) -> str:
        return str(sorted(value)) if isinstance(value, dict) else type(value).__name__

    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line in lines:
        vector = json.loads(line)
        kinds = (vector["f"], *map(kind, vector["a"]), kind(vector["r"]))
        seen[kinds] += 1
        if (seen[kinds] <= most) == of_every_kind:
            found.append(line)
    return found
