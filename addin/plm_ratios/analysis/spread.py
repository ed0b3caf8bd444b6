"""How far the sources of a ratio disagree: lowest, preferred and highest, with who says each.

A ratio is one number of tokens (or sequences) over one number of parameters. Admissible is every pair of
facts on record that are both a single number that a sum can use. Left out are ranges, which name no number,
and counts of sets of sequences (MSAs), which are no sequences. Weak facts stay in, and so do those that we
hold to be wrong: people meet them elsewhere, and the column Confidence and the note say what they are worth.
Facts within half a percent of the preferred one are the same in other digits, so they are no disagreement,
and the preferred digits are shown. The basis "effective" rests on more facts than two: effective_spread.py.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Sequence

from ..catalog import Model
from ..catalog.facts import Fact
from ..errors import NotAvailable
from . import effective_spread, ratios, repetition
from .readings import RatioReading, Spread, remarks, who

HEADER = (
    "Model",
    "Basis",
    "Which",
    "Tokens per parameter",
    "Times preferred",
    "Tokens",
    "Parameters",
    "Tokens according to",
    "Parameters according to",
    "Confidence",
    "Note",
)
AGREE = "The sources agree."
ALONE = "Only one number is on record."


def spread(model: Model | str, basis: str = "sequences", avglen: float = ratios.AVERAGE_LENGTH) -> Spread:
    """The lowest, preferred and highest ratio that the sources of a model give on a basis.

    Parameters
    ----------
    model : the model, or any of its names
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where sequences
        stand for distinct tokens

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : the catalog has no number on this basis
    WrongValue : an unknown basis
    OutOfRange : an average length that is not finite and above zero

    >>> [round(reading.ratio, 1) for reading in spread("ProGen", "seen")]
    [27.5, 27.5, 874.2]
    """
    found = ratios.as_model(model)
    basis = ratios.as_basis(basis)
    ratios.ratio(found, basis, avglen)  # says what is wrong with basis or length, or why there is none
    if basis == "effective":
        return effective_spread.effective_spread(found, avglen)
    readings = [
        _reading(counted, sized, basis, avglen)
        for counted in effective_spread.admissible(found, ratios.QUANTITY_OF_BASIS[basis])
        for sized in effective_spread.admissible(found, "params_total")
    ]
    return Spread(
        min(readings, key=lambda reading: reading.ratio),
        readings[0],
        max(readings, key=lambda reading: reading.ratio),
    )


def _reading(counted: Fact, sized: Fact, basis: str, avglen: float) -> RatioReading:
    count, parameters = counted.value or 0.0, sized.value or 0.0
    tokens = ratios.tokens(count, avglen) if basis == "sequences" else count
    ratio = ratios.tokens_per_parameter(tokens, parameters)
    return RatioReading(ratio, tokens, parameters, (counted,), sized, who(counted))


def spread_table(names: Sequence[str], basis: str, avglen: float) -> list[list[Any]]:
    """Three rows a model: lowest, preferred, highest. In a table of several models, one that has no
    number is a single row that says why; NotAvailable where none of them has one."""
    reasons: list[str] = []

    def rows_of(model: Model) -> list[list[Any]]:
        try:
            return _rows(model, basis, spread(model, basis, avglen))
        except NotAvailable as error:
            reasons.append(str(error))
            return [[model.name, basis, *[None] * (len(HEADER) - 3), str(error)]]

    models = [ratios.as_model(name) for name in names]
    rows_once = lru_cache(maxsize=None)(rows_of)
    rows = [row for model in models for row in rows_once(model)]
    if reasons and len(reasons) == len(set(models)):
        raise NotAvailable(" ".join(reasons))
    return [list(HEADER), *rows]


def _rows(model: Model, basis: str, found: Spread) -> list[list[Any]]:
    preferred = found.preferred
    return [
        [
            model.name,
            basis,
            which,
            reading.ratio,
            reading.ratio / preferred.ratio if preferred.ratio else math.nan,  # #NUM!: too small to divide by
            reading.tokens,
            reading.parameters,
            reading.said,
            who(reading.sized),
            reading.confidence,
            _note(reading, preferred) if found.disagree else ALONE if is_alone(model, basis) else AGREE,
        ]
        for which, reading in zip(Spread._fields, found)
    ]


def is_alone(model: Model, basis: str) -> bool:
    """Whether no quantity that a ratio rests on has a second fact."""
    quantities = [ratios.QUANTITY_OF_BASIS[basis], "params_total"]
    quantities += repetition.COUNTS if basis == "effective" else ()
    return all(len(model.facts_about(quantity)) <= 1 for quantity in quantities)


def _note(reading: RatioReading, preferred: RatioReading) -> str:
    """What the catalog remarks on the facts of a reading, and what each of them counts."""
    known = (*preferred.counted, preferred.sized)
    found = (
        sentence for fact in (*reading.counted, reading.sized) for sentence in remarks(fact, fact in known)
    )
    return " ".join(dict.fromkeys(found))
