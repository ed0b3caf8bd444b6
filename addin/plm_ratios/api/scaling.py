"""Scaling laws: how many parameters and tokens make the most of a compute budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Sequence, overload

from ..analysis import scaling_laws
from ..catalog import load
from ..errors import DivisionByZero, NotAvailable, OutOfRange, PlmError, WrongValue
from ..functions import law_tables
from ..functions.cells import CellError
from ..records.laws import LAW_FIELDS, law_records
from .cell_functions import answer, single
from .names import model_names
from .table import Table
from .tables import table_of, table_of_records
from .values import columns_of, each_of, is_many

if TYPE_CHECKING:
    from ..analysis.power_law import Law
    from .types import Many, Number, Series

_ERRORS: dict[str, type[PlmError]] = {
    each.cell: each for each in (NotAvailable, WrongValue, OutOfRange, DivisionByZero)
}
_LAW_HEADERS = {
    "law": "Law",
    "domain": "Domain",
    "objective": "Objective",
    "counts": "Counts",
    "fitted_from": "Fitted from",
    "fitted_to": "Fitted to",
    "fitted_in": "Fitted in",
    "exponent": "Exponent of parameters",
    "tokens_per_parameter": "Tokens per parameter at 1e21 FLOPs",
    "source": "Source",
}


def laws() -> Table:
    """The scaling laws on record: what each is about, where it was fitted, what it advises.

    Returns
    -------
    Table with the columns of plm-ratios laws --json; fitted_from and fitted_to are in the unit that
    fitted_in says, and tokens_per_parameter is for 1e21 FLOPs

    >>> laws()["law"][:2]
    ['20 tokens per parameter', 'Chinchilla, approach 1']
    """
    return table_of_records(LAW_FIELDS, law_records(), f"Scaling laws; catalog {load().label}", _LAW_HEADERS)


@overload
def optimal_tokens(parameters: Number, law: Law | Number = ...) -> float: ...
@overload
def optimal_tokens(parameters: Many, law: Any = ...) -> list[float | None]: ...
@overload
def optimal_tokens(parameters: Series, law: Any = ...) -> Series: ...
def optimal_tokens(parameters: Any, law: Any = scaling_laws.DEFAULT) -> Any:
    """Tokens on which a model of this size is compute-optimal, by a scaling law.

    Parameters
    ----------
    parameters : number of parameters, also as text ("15B"); or a list or Series of them
    law : name of a law; "20" is 20 tokens per parameter (Hoffmann et al. 2022), and laws() lists all

    Returns
    -------
    tokens

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : a law of which only the exponents are published; not in a list or Series
    OutOfRange : a number that is not finite and above zero
    WrongValue : something else than a number

    >>> optimal_tokens("15B")
    300000000000.0
    """
    return answer("OPTIMALTOKENS", "optimal_tokens", parameters, law)


@overload
def optimal_parameters(tokens: Number, law: Law | Number = ...) -> float: ...
@overload
def optimal_parameters(tokens: Many, law: Any = ...) -> list[float | None]: ...
@overload
def optimal_parameters(tokens: Series, law: Any = ...) -> Series: ...
def optimal_parameters(tokens: Any, law: Any = scaling_laws.DEFAULT) -> Any:
    """Parameters for which this many training tokens are compute-optimal, by a scaling law.

    Parameters
    ----------
    tokens : number of training tokens, also as text ("1T"); or a list or Series of them
    law : name of a law; "20" is 20 tokens per parameter (Hoffmann et al. 2022), and laws() lists all

    Returns
    -------
    parameters

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : a law of which only the exponents are published; not in a list or Series
    OutOfRange : a number that is not finite and above zero
    WrongValue : something else than a number

    >>> optimal_parameters("1T")
    50000000000.0
    """
    return answer("OPTIMALPARAMS", "optimal_parameters", tokens, law)


def optimal(budget: Any, law: Any = scaling_laws.DEFAULT) -> Table:
    """The parameters and tokens that make the most of a compute budget, by a scaling law.

    Parameters
    ----------
    budget : compute in FLOPs, above zero; or a list or Series of budgets
    law : name of a law, or a list of them; laws() lists all

    Returns
    -------
    Table with a row for each budget and law, which go in step: the optimum; the lowest and the highest ratio
    where the runs of a law were read anew, else None; and a note that says where a law is extrapolated, or
    why it gives no numbers

    Raises
    ------
    UnknownLaw : no law of that name
    NotAvailable : a law of which only the exponents are published; not in a list or Series
    OutOfRange : a budget that is not finite and above zero
    WrongValue : something else than a number

    >>> best = optimal(5.88e23)[0]
    >>> round(best["parameters"] / 1e9), round(best["tokens"] / 1e12, 1)
    (70, 1.4)
    """

    def row(budget: Any, law: Any) -> list[Any]:
        return list(single("OPTIMAL", budget, law)[1])

    rows = rows_of(row, (budget, law), ("compute budget", "law"), len(law_tables.OPTIMAL_HEADER))
    return table_of(law_tables.OPTIMAL_HEADER, rows, "The best use of a compute budget in FLOPs")


def frontier(model: Any, law: Any = scaling_laws.DEFAULT) -> Table:
    """Models beside the optimum that a scaling law gives at the compute of their own training, by their
    architecture.

    Parameters
    ----------
    model : a model or a family, or any of its names; or a list or Series of them
    law : name of a law; or a list of laws, one for each model

    Returns
    -------
    Table with a row for each model: FLOPs, parameters, tokens seen, and the same at the optimum; the note
    says what to beware of, or why there is no number

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    UnknownLaw : no law of that name
    NotAvailable : tokens seen are not on record; only the exponents of the law are published; not in a list
        or Series
    WrongValue : something else than a name

    >>> round(frontier("ESM-2 15B", "Cheng MLM")[0]["times_optimal_parameters"], 2)
    0.45
    """
    names: Any = model_names(model)
    if len(names) == 1 and not is_many(model):
        names = names[0]

    def row(model: Any, law: Any) -> list[Any]:
        return list(single("FRONTIER", model, law)[1])

    rows = rows_of(row, (names, law), ("model", "law"), len(law_tables.FRONTIER_HEADER))
    return table_of(
        law_tables.FRONTIER_HEADER,
        rows,
        f"Models beside the optimum at their own compute; catalog {load().label}",
    )


def rows_of(
    row: Callable[[Any, Any], list[Any]], given: Sequence[Any], names: Sequence[str], width: int
) -> list[list[Any]]:
    """A row for each position; where a number is not on record, its note says why."""

    def sound(values: tuple[Any, ...], alone: bool = False) -> list[Any]:
        found = row(*values)
        wrong = next((cell for cell in found if isinstance(cell, CellError)), None)
        if wrong is not None and (alone or wrong.text != NotAvailable.cell):
            raise _ERRORS[wrong.text](found[-1])
        return found

    columns = columns_of(given, names)
    if columns is None:
        return [sound(tuple(given), alone=True)]
    return [found or [None] * width for _, found in each_of(columns, sound)]
