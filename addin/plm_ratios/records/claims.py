"""The answers to the claims of the essay as records, one for each set of models and each basis or law."""

from __future__ import annotations

from typing import Any

from ..analysis import claim_tests, ratios
from ..analysis.essay_claims import EssayClaim
from ..catalog import load
from .fields import Field, names

CLAIM_FIELDS: tuple[Field, ...] = (
    Field("claim", "string", "The claim in a few words."),
    Field("models", "string", "Set of models: largest (of each family) or all."),
    Field("tested_on", "string", "A basis, or the id of a law made for proteins."),
    Field("answer", "string", "true, mildly true, false, or that it cannot be tested."),
    Field("why", "string", "The numbers behind the answer."),
    Field("models_alike", "integer", "Models of the set that are so, or that are nearer."),
    Field("models_tested", "integer", "Models of the set that could be tested."),
    Field("average_length", "number", "Average length used.", "residues per sequence"),
    Field("target", "number", "Target used.", "tokens per parameter"),
    Field(
        "answer_by_sequences_changes",
        "string",
        'At which average lengths the answer on the basis "sequences" changes.',
        "residues per sequence",
    ),
    Field("formula", "string", "How it was tested."),
    Field(
        "reading",
        "string",
        f"What to make of it, at {ratios.AVERAGE_LENGTH:g} residues and target {ratios.TARGET:g}.",
    ),
    Field("source", "string", "Title of the essay."),
    Field("place", "string", "Where in the essay it stands."),
    Field("quote", "string", "The words of the essay."),
    Field("catalog_edition", "string", "Edition of the catalog, and how many models of the user's own."),
)


def claim_records(claim: EssayClaim, avglen: float, target: float) -> list[dict[str, Any]]:
    """Records with the names of CLAIM_FIELDS as keys; "text" is the answer with its count in the set.

    Parameters
    ----------
    avglen : average length in residues
    target : tokens per parameter to compare with
    """
    found = []
    for which in claim_tests.SETS:
        for tested_on, answer in claim_tests.answers(claim, which, avglen, target).items():
            cells = (
                claim.name,
                which,
                tested_on,
                answer.answer,
                answer.why,
                answer.alike,
                answer.tested,
                avglen,
                target,
                claim_tests.changes_in_words(claim, target, which),
                claim.formula,
                claim.reading,
                load().sources[claim.source].title,
                claim.locator,
                claim.quote,
                load().label,
            )
            found.append({**dict(zip(names(CLAIM_FIELDS), cells)), "text": answer.text})
    return found
