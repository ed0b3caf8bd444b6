"""A comparison as plain records, for CSV and for sheets of values; FIELDS explains each of them."""

from __future__ import annotations

from typing import Any

from ..analysis import ratios
from ..catalog import load
from ..records.fields import Field, names
from . import effective
from .compare import Comparison
from .rows import Row

FIELDS: tuple[Field, ...] = (
    Field("model", "string", "Name of the model."),
    Field("parameters", "number", "Parameters of the kind that parameter_kind names.", "parameters"),
    Field("sequences", "number", "Sequences in the training set.", "sequences"),
    Field(
        "ratio_sequences",
        "number",
        'Tokens per parameter on the basis "sequences": sequences x average length / parameters.',
        "tokens per parameter",
    ),
    Field(
        "ratio_unique",
        "number",
        'Tokens per parameter on the basis "unique": distinct tokens in the training set / parameters.',
        "tokens per parameter",
    ),
    Field(
        "ratio_seen",
        "number",
        'Tokens per parameter on the basis "seen": tokens processed in training, repeats included, / '
        "parameters.",
        "tokens per parameter",
    ),
    Field(
        "ratio_effective",
        "number",
        'Tokens per parameter on the basis "effective": tokens seen, of which repeats count less, / '
        f"parameters; {effective.BEWARE} (Muennighoff et al. 2023). Distinct tokens are those reported, else "
        "sequences x average length.",
        "tokens per parameter",
    ),
    Field("basis", "string", "The basis of the columns tokens, tokens_per_parameter and verdict."),
    Field(
        "average_length",
        "number",
        'Average length used for the basis "sequences", and for "effective" where no source reports distinct '
        "tokens.",
        "residues per sequence",
    ),
    Field("tokens", "number", "Training tokens on the basis.", "tokens"),
    Field("tokens_per_parameter", "number", "tokens / parameters.", "tokens per parameter"),
    Field("target", "number", "Tokens per parameter to compare with.", "tokens per parameter"),
    Field("times_target", "number", "tokens_per_parameter / target."),
    Field(
        "verdict",
        "string",
        f"{ratios.TOO_FEW}, {ratios.NEAR_OPTIMAL} (within a factor of {ratios.NEAR:g} of the target) or "
        f"{ratios.MORE}.",
    ),
    Field("source", "string", "Citation of the tokens or sequences; without a ratio, the reason why."),
    Field("catalog_edition", "string", "Edition of the catalog, and how many models of the user's own."),
    Field(
        "own_values",
        "string",
        "The columns whose value the user typed, or follows from what they typed; all others are of the "
        "catalog.",
    ),
    Field(
        "lowest_ratio",
        "number",
        'Lowest tokens_per_parameter where sources, and on "effective" fits of the law, disagree.',
        "tokens per parameter",
    ),
    Field(
        "highest_ratio",
        "number",
        'Highest tokens_per_parameter where sources, and on "effective" fits of the law, disagree.',
        "tokens per parameter",
    ),
    Field(
        "parameter_kind",
        "string",
        "Which parameters: total, also of a mixture of experts; active for each token; exact, counted from "
        "the published architecture; or non-embedding, the same without embeddings.",
    ),
)
COLUMNS = names(FIELDS)

_COLUMN_OF = {"ratio": "tokens_per_parameter"}  # where a field of a row has another name here


def records(comparison: Comparison) -> list[dict[str, Any]]:
    """One record a row, with COLUMNS as keys; None where there is no number."""
    return [_record(row, comparison) for row in comparison.rows]


def _record(row: Row, comparison: Comparison) -> dict[str, Any]:
    own = {_COLUMN_OF.get(name, name) for name in row.user_fields}
    lowest, highest = row.range or (None, None)
    length = row.average_length
    return {
        "model": row.name,
        "parameters": row.parameters,
        "sequences": row.sequences,
        **{f"ratio_{basis}": getattr(row, f"ratio_{basis}") for basis in ratios.BASES},
        "basis": comparison.basis,
        "average_length": length,
        "tokens": row.tokens,
        "tokens_per_parameter": row.ratio,
        "target": comparison.target,
        "times_target": row.times_target,
        "verdict": row.verdict or None,
        "source": row.citation,
        "catalog_edition": load().label,
        "own_values": " ".join(column for column in COLUMNS if column in own) or None,
        "lowest_ratio": lowest,
        "highest_ratio": highest,
        "parameter_kind": comparison.kind,
    }
