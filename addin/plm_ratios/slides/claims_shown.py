"""Which claims of the essay a deck shows: those about models of the comparison."""

from __future__ import annotations

from typing import Sequence

from ..analysis import claim_tests
from ..analysis.essay_claims import CLAIMS, NEAREST, EssayClaim
from ..catalog import load
from ..comparison.compare import Comparison


def wanted(compared: Comparison) -> bool:
    """Whether a deck shows claims without being asked to."""
    return bool(_testable(compared))


def of(compared: Comparison) -> Sequence[EssayClaim]:
    """The claims all of whose models are compared; where there are none, all claims."""
    return _testable(compared) or CLAIMS


def _testable(compared: Comparison) -> list[EssayClaim]:
    here = {row.model.id for row in compared.rows if row.model is not None}
    return [claim for claim in CLAIMS if _models_of(claim) <= here]


def _models_of(claim: EssayClaim) -> set[str]:
    """The ids of the models that a claim is about."""
    if claim.test == NEAREST:
        return {model.id for model in claim_tests.models_of("largest")}
    return {load().model(name).id for name in (claim.model, claim.rival) if name}
