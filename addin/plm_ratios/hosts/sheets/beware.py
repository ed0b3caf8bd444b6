"""What VERDICT and FRONTIER say in the script of Google Sheets of a model that is not what a target is about.

The sentences are those of analysis/cautions.py, which are asked for with laws that stand for all others: one
for dense models, one for sparse ones, and one for an objective that the model was not trained by.
"""

from __future__ import annotations

from typing import Any

from ...analysis import cautions
from ...analysis.power_law import Law
from ...analysis.scaling_laws import SPARSE, Optimum
from ...catalog import Model
from ...catalog.facts import Source
from .sentences import Texts

_ONCE = " is 1 times the optimum"  # of a model that is as large as the optimum
_TIMES = " is {times} times the optimum"


def _stand_in(objective: str, counts: str) -> Law:
    return Law("", "", "protein", objective, counts, "", 0, Source("", ""), {}, {})


_DENSE, _SPARSE, _OTHER = _stand_in("any", ""), _stand_in("any", SPARSE), _stand_in("{objective}", SPARSE)


def of_model(model: Model, texts: Texts) -> dict[str, Any]:
    """In short for VERDICT and in full for FRONTIER: what is said first where the law is for another
    objective, and what by a law of dense models, or of sparse ones.

    Slots: {objective} of the law, and {times} by which the active parameters are the optimum.
    """
    same = Optimum(model.value("params_active") or 1.0, 1.0, 1.0)

    def short(law: Law) -> list[str]:
        return cautions.in_short(model, law)

    def full(law: Law) -> list[str]:
        return [text.replace(_ONCE, _TIMES) for text in cautions.in_full(model, law, same)]

    found = {}
    for how, say in (("short", short), ("full", full)):
        dense, sparse, other = say(_DENSE), say(_SPARSE), say(_OTHER)
        said = (other[: len(other) - len(sparse)], dense, sparse)
        found[how] = [[texts.place(text) for text in each] for each in said]
    return found
