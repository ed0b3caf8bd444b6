"""Single values, lists and Series: what goes in decides what comes out.

A single value gives a single answer, and what is wrong is raised. Lists go through value by value and give a
list, a pandas Series gives a Series with the same index, and an array or an Index gives an array. There a
blank stays blank, and a number that no source states is blank too; any other mistake is raised, with its
position.
"""

from __future__ import annotations

import sys
from numbers import Real
from typing import Any, Callable, Iterable, NamedTuple, Sequence

from ..errors import NotAvailable, PlmError, UnknownName, WrongValue

_MISSING = ("NAType", "NaTType")  # of pandas, which need not be there


def is_many(value: Any) -> bool:
    """Whether a value holds values: a list, a Series, an array; a text does not."""
    return (
        isinstance(value, Iterable) and not isinstance(value, (str, bytes)) and getattr(value, "ndim", 1) != 0
    )


def is_missing(value: Any) -> bool:
    """Whether a value of a list stands for none: None, NaN, a blank text."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Real):
        return bool(value != value)
    return value is None or type(value).__name__ in _MISSING


class Many(NamedTuple):
    """Several values, and how answers to them are to be given back.

    labels  the index of a pandas Series; None where the values are none
    array   whether they were an array, or an index of pandas
    """

    values: list[Any]
    labels: Any = None
    array: bool = False


def many(value: Any, what: str) -> Many:
    """The values of a list, a tuple, a Series, an Index, an array, or anything else that can be iterated.

    Raises
    ------
    WrongValue : a table, a dictionary, or lists in a list
    """
    if hasattr(value, "keys") and not hasattr(value, "index"):
        raise WrongValue(f"The {what} must be a value or a list, not a {type(value).__name__}.")
    if getattr(value, "ndim", 1) != 1:
        raise WrongValue(
            f"The {what} must be a value or one column, not a {type(value).__name__} of columns."
        )
    pandas = sys.modules.get("pandas")
    labels = value.index if pandas is not None and isinstance(value, pandas.Series) else None
    return Many(list(value), labels, labels is None and hasattr(value, "__array__"))


def over(
    compute: Callable[..., Any], given: Sequence[Any], names: Sequence[str], called: str, text: bool = False
) -> Any:
    """The answers of a function to single values, or to values that go in step.

    Parameters
    ----------
    compute : from single values to a number or a text
    given : its arguments
    names : of the arguments, for messages
    called : the name of a Series of answers
    text : whether the answers are texts

    Raises
    ------
    WrongValue : lists of different lengths, Series with different indexes
    PlmError : whatever is wrong with a value but that no source states its number
    """
    columns = columns_of(given, names)
    if columns is None:
        return compute(*given)
    remembered: dict[tuple[Any, ...], Any] = {}

    def answer(values: tuple[Any, ...]) -> Any:
        key = tuple((type(value), value) for value in values)
        if key not in remembered:
            try:
                remembered[key] = compute(*values)
            except NotAvailable as error:
                if isinstance(error, UnknownName):
                    raise
                remembered[key] = None
        return remembered[key]

    return _given_back([each for _, each in each_of(columns, answer)], columns, called, text)


class Columns(NamedTuple):
    """Arguments that go in step.

    rows    one tuple of values for each position
    lists   which arguments change from row to row
    labels, array   of the first list that has them; see Many
    """

    rows: list[tuple[Any, ...]]
    lists: list[int]
    labels: Any
    array: bool


def columns_of(given: Sequence[Any], names: Sequence[str]) -> Columns | None:
    """The arguments in step; None where all are single values. The first list says how to answer."""
    found = {at: many(value, names[at]) for at, value in enumerate(given) if is_many(value)}
    if not found:
        return None
    lengths = sorted({len(each.values) for each in found.values()})
    if len(lengths) > 1:
        raise WrongValue(
            f"The lists have {' and '.join(map(str, lengths))} values, and go in step: "
            "make them equally long."
        )
    indexes = [each.labels for each in found.values() if each.labels is not None]
    if any(not indexes[0].equals(each) for each in indexes[1:]):
        raise WrongValue(
            "The Series have different indexes: align them first, as with other.reindex(series.index)."
        )
    rows = [
        tuple(found[at].values[row] if at in found else value for at, value in enumerate(given))
        for row in range(lengths[0])
    ]
    return Columns(rows, list(found), indexes[0] if indexes else None, next(iter(found.values())).array)


def each_of(columns: Columns, compute: Callable[[tuple[Any, ...]], Any]) -> list[tuple[tuple[Any, ...], Any]]:
    """Every row with its answer, None where a value of a list is missing. Errors name the position."""
    found = []
    for position, row in enumerate(columns.rows):
        if any(is_missing(row[at]) for at in columns.lists):
            found.append((row, None))
            continue
        try:
            if any(is_many(row[at]) for at in columns.lists):
                raise WrongValue("This is a list within a list. Give one list of values.")
            found.append((row, compute(row)))
        except PlmError as error:
            label = None if columns.labels is None else columns.labels[position]
            raise at_position(error, position, label) from None
    return found


def at_position(error: PlmError, position: int, label: Any = None) -> PlmError:
    """The same error, which says at which value of a list it arose."""
    labelled = "" if label is None or label == position else f", label {label!r}"
    error.where = f"Position {position}, counted from 0{labelled}: "
    return error


def _given_back(answers: list[Any], columns: Columns, called: str, text: bool) -> Any:
    if columns.labels is not None:
        pandas = sys.modules["pandas"]
        return pandas.Series(answers, index=columns.labels, name=called, dtype=object if text else "float64")
    if columns.array:
        numpy = sys.modules["numpy"]
        return numpy.array(answers, dtype=object if text else "float64")
    return answers
