"""A comparison as every export shows it: one row a model, on one basis, against one target.

mine = RowRequest("Mine", {"parameters": 1e9, "tokens_seen": 2e10})
compared = compare([RowRequest("ESM-2 15B"), mine], "seen")
[row.ratio for row in compared.rows]        # [57.6, 20.0]
"""

from __future__ import annotations

import math
from typing import Iterable, NamedTuple, Sequence, Tuple

from ..analysis import ratios
from ..catalog import Model, fold, load
from ..errors import OutOfRange
from . import effective
from .rows import ACTIVE, QUANTITIES, Row, RowRequest, row_of

# The families of the essay, then well-known models.
DEFAULT_MODELS = (
    "esm2-650m",
    "esm2-3b",
    "esm2-15b",
    "progen2-base",
    "progen2-large",
    "progen2-xlarge",
    "xtrimopglm-100b",
    "esm1b",
    "protbert-bfd",
    "prott5-xl-u50",
    "ankh-large",
    "protgpt2",
    "rita-xl",
    "esm3-98b",
    "esmc-600m",
    "progen3-46b",
)


class Comparison(NamedTuple):
    """Models side by side on one basis, against one target; `kind` is of the parameters."""

    rows: Tuple[Row, ...]
    basis: str
    avglen: float
    target: float
    kind: str = ratios.PARAMETER_KINDS[0]

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that have a ratio on the basis."""
        return tuple(row for row in self.rows if row.ratio is not None)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The rows that have none."""
        return tuple(row for row in self.rows if row.ratio is None)

    @property
    def quantities(self) -> tuple[str, ...]:
        """What the ratios on the basis rest on."""
        if self.basis == effective.BASIS:
            return *self._sized, *QUANTITIES[1:]
        return *self._sized, ratios.QUANTITY_OF_BASIS[self.basis]

    @property
    def _sized(self) -> tuple[str, ...]:
        return (QUANTITIES[0], ACTIVE) if self.kind == "active" else QUANTITIES[:1]

    @property
    def basis_in_words(self) -> str:
        """The basis with its average length, and the kind of parameters where that is not the total."""
        words = ratios.basis_in_words(self.basis, self.avglen)
        return words if self.kind == ratios.PARAMETER_KINDS[0] else f"{words}, {self.kind} parameters"

    @property
    def has_user_values(self) -> bool:
        """Whether any number or model is the user's own."""
        return any(row.user_fields or row.is_user_model for row in self.rows)


def compare(
    requests: Iterable[RowRequest],
    basis: str = ratios.BASES[0],
    avglen: float = ratios.AVERAGE_LENGTH,
    target: float = ratios.TARGET,
    kind: str = ratios.PARAMETER_KINDS[0],
) -> Comparison:
    """Compares models on one basis, against one target.

    Parameters
    ----------
    requests : one for each row, with the numbers that the user typed, if any
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where no source
        reports distinct tokens
    target : tokens per parameter to compare with
    kind : of parameters, "total", "active", "exact" or "non-embedding"

    Returns
    -------
    Comparison with a row for each request; a name that no catalog knows makes a row that says so

    Raises
    ------
    WrongValue : an unknown basis; an unknown kind
    OutOfRange : a length or a target that is not finite and above zero
    """
    basis, kind = ratios.as_basis(basis), ratios.as_kind(kind)
    check_sizes(avglen, target)
    rows = tuple(row_of(each, basis, avglen, target, kind) for each in requests)
    return Comparison(rows, basis, avglen, target, kind)


def check_sizes(avglen: float, target: float) -> None:
    """Raises OutOfRange where an average length or a target is no size."""
    for number, what in ((avglen, "average length"), (target, "target")):
        if not 0 < number < math.inf:
            raise OutOfRange(f"The {what} must be a finite number above zero; it is {number:g}.")


def chosen(words: Sequence[str]) -> list[str]:
    """Names of the models that are meant by names of models and families, each once.

    A word with commas that is no name itself is a list of names.

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    """
    return list(dict.fromkeys(model.name for word in words for model in _meant(word)))


def _meant(word: str) -> Sequence[Model]:
    catalog, key = load(), fold(word)
    if key in {fold(family) for family in catalog.families()}:
        return catalog.family(word)
    if "," in word and catalog.find(word) is None:
        return [model for part in word.split(",") if part.strip() for model in _meant(part.strip())]
    return [catalog.model(word)]


def largest_first(compared: Comparison) -> Comparison:
    """The same comparison with the largest ratio first, and rows without one last."""
    return compared._replace(rows=tuple(sorted(compared.rows, key=lambda row: -(row.ratio or 0.0))))
