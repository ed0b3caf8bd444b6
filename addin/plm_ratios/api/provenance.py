"""Where numbers come from: citations, every fact on record, the claims of the essay, the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..analysis import explanations, ratios
from ..analysis.essay_claims import CLAIMS
from ..catalog import Entry, load
from ..catalog.in_use import settled
from ..records.claims import CLAIM_FIELDS, claim_records
from ..records.entries import FACT_FIELDS, fact_records
from .cell_functions import answer, single, size_given
from .names import family_instead, name_given
from .table import Table
from .tables import table_of_records
from .values import over

if TYPE_CHECKING:
    from .types import Many, Name, Number, Series

_FACT_HEADERS = {
    "quantity": "Quantity",
    "value": "Value",
    "preferred": "Preferred",
    "confidence": "Confidence",
    "formula": "Derived as",
    "source": "Source",
    "locator": "Place",
    "quote": "Quote",
}
_CLAIM_HEADERS = {
    "claim": "Claim",
    "models": "Models",
    "tested_on": "Tested on",
    "answer": "Answer",
    "why": "Why",
}


@overload
def source(name: Name, quantity: str) -> str: ...
@overload
def source(name: Many, quantity: Any) -> list[str | None]: ...
@overload
def source(name: Series, quantity: Any) -> Series: ...
def source(name: Any, quantity: Any) -> Any:
    """The citation of a number: source, place in it, address, derivation, confidence, quote.

    Parameters
    ----------
    name : a model or dataset, or any of its names; or a list or Series of them
    quantity : "parameters", "active", "sequences", "unique", "seen", "avglen" or "epochs"

    Returns
    -------
    a text; None in a list or Series where no such number is on record

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : no such number on record; not in a list or Series
    WrongValue : an unknown quantity; something else than a name

    >>> print(source("ESM-2 15B", "parameters").split(";")[0])
    facebookresearch/esm repository
    """
    return answer("SOURCE", "source", name, quantity)


@settled()
def sources(name: Name) -> Table:
    """Every fact on record about a model or dataset, each with its source, the place in it, and a quote.

    Parameters
    ----------
    name : a model or dataset, or any of its names

    Returns
    -------
    Table with a row for each fact, and the columns of plm-ratios catalog show --json: the quantity as the
    catalog names it, its value (parameters, sequences, tokens, residues per sequence, ...), whether it is the
    preferred one, its source, the place in it (locator), and a quote

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    WrongValue : something else than a name

    >>> [(row["quantity"], row["value"], row["confidence"]) for row in sources("ESM-2 15B")][:2]
    [('params_total', 15000000000.0, 'high'), ('sequences', 65000000.0, 'medium')]
    """
    entry = name if isinstance(name, Entry) else _entry(name_given(name, "name of a model or dataset"))
    said = f"What sources state about {entry.name}; catalog {load().label}"
    return table_of_records(FACT_FIELDS, fact_records(entry), said, _FACT_HEADERS)


def _entry(name: str) -> Entry:
    family = family_instead(name)
    if family:
        raise family
    return load().entry(name)


@overload
def why(model: Name, basis: str = ..., avglen: Number = ..., kind: str = ...) -> str: ...
@overload
def why(model: Many, basis: Any = ..., avglen: Any = ..., kind: Any = ...) -> list[str | None]: ...
@overload
def why(model: Series, basis: Any = ..., avglen: Any = ..., kind: Any = ...) -> Series: ...
def why(
    model: Any, basis: Any = ratios.BASES[0], avglen: Any = ratios.AVERAGE_LENGTH, kind: Any = "total"
) -> Any:
    """One sentence that says how a ratio came about and what to beware of, or why there is none.

    Parameters
    ----------
    model : the model, as given to ratio(); the name of a dataset or a scaling law tells about that; or a list
        or Series of them
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record
    kind : of parameters, "total", "active", "exact" or "non-embedding"

    Returns
    -------
    a text, also for a name that is not there: the sentence gives the nearest ones

    Raises
    ------
    WrongValue : an unknown basis; an unknown kind; something else than a name
    OutOfRange : an average length that is not finite and above zero

    >>> why("ESM2 15 billion")
    'No model is called "ESM2 15 billion". Nearest: ESM-2 15B, ESM-2 150M.'
    """

    def sentence(model: Any, basis: Any, avglen: Any, kind: Any) -> Any:
        model = model.id if isinstance(model, Entry) else model
        family = family_instead(model) if isinstance(model, str) else None
        length = None if avglen is None else size_given(avglen, "average length")
        return str(family) if family else single("WHY", model, basis, length, kind)

    names = ("model", "basis", "average length", "kind")
    return over(sentence, (model, basis, avglen, kind), names, "why", text=True)


@settled()
def claims(avglen: Number = ratios.AVERAGE_LENGTH, target: Number = ratios.TARGET) -> Table:
    """The claims of the essay, tested on every basis and under the laws made for proteins.

    Parameters
    ----------
    avglen : average length in residues
    target : tokens per parameter to compare with

    Returns
    -------
    Table with a row for each claim, set of models, and basis or law: "true", "mildly true", "false" or "not
    testable", and why

    Raises
    ------
    OutOfRange : a length or a target that is not finite and above zero
    WrongValue : something else than a number

    >>> [row["answer"] for row in claims() if row["tested_on"] == "seen"][:3]
    ['false', 'false', 'mildly true']
    """
    length, wanted = size_given(avglen, "average length"), size_given(target, "target")
    found = [row for claim in CLAIMS for row in claim_records(claim, length, wanted)]
    terms = f"average length: {length:g} residues; target: {wanted:g} tokens per parameter"
    said = f"The claims of the essay; {terms}; catalog {load().label}"
    return table_of_records(CLAIM_FIELDS, found, said, _CLAIM_HEADERS)


def about() -> str:
    """Version of plm-ratios and edition of its catalog, and how many models of your own came with it.

    >>> about().startswith("plm-ratios ")
    True
    """
    return explanations.version()
