"""The input of an export: the comparison of a filled-in workbook, or of named models, and remarks on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Iterable, NamedTuple, Sequence

from ..analysis import ratios
from ..catalog import fold, load
from ..comparison.compare import DEFAULT_MODELS, Comparison, chosen, compare
from ..comparison.rows import Row, RowRequest
from ..comparison.terms import Terms
from ..errors import PlmError, UnknownName
from ..files import open_elsewhere

if TYPE_CHECKING:
    from ..workbook_reader.filled_workbook import Filled


class Material(NamedTuple):
    """A comparison, sentences about problems in the input, and the title that the user typed."""

    compared: Comparison
    remarks: tuple[str, ...] = ()
    title: str = ""


def of_models(names: Sequence[str], terms: Terms) -> Material:
    """The comparison of models and families by name, or of the well-known models."""
    requests = [RowRequest(name) for name in chosen(list(names) or list(DEFAULT_MODELS))]
    return Material(compare(requests, *_filled_in(terms)))


def of_workbook(path: Path, names: Sequence[str], terms: Terms, hidden: bool = False) -> Material:
    """The comparison that the user filled in, or of the named models with the workbook's inputs.

    A named model that is in the workbook keeps the numbers that were typed for it there, even if its
    row is hidden. Without names, hidden rows are included only if `hidden` is True.
    """
    from ..workbook_reader import filled_workbook  # openpyxl: names alone need none of it

    holder = open_elsewhere(path) if path.is_file() else None
    if holder:
        raise PlmError(
            f"{path.name} is open in {holder.program}, and the file may lack what is on the screen. Save and "
            f"close it there. If it is open nowhere, delete {holder.lock}."
        )
    hidden = hidden or bool(names)
    found = filled_workbook.read(path, terms, hidden)
    if not found.rows:
        if found.hidden:
            raise PlmError(f"Every model of {path.name} is in a hidden row. Show some, or give --hidden.")
        if not names:
            raise PlmError(f"{path.name} names no models. Pick some in the first column of its table.")
    rows = _picked(found.rows, names) if names else found.rows
    compared = compare(rows, found.basis, found.avglen, found.target)
    remarks = [*found.remarks, *_unknown(compared.rows), *_differences(path, found, terms, hidden)]
    return Material(compared, tuple(remarks), found.title)


def _filled_in(terms: Terms) -> tuple[str, float, float]:
    basis, avglen, target = terms
    return (
        ratios.BASES[0] if basis is None else basis,
        ratios.AVERAGE_LENGTH if avglen is None else avglen,
        ratios.TARGET if target is None else target,
    )


def _picked(rows: Sequence[RowRequest], names: Sequence[str]) -> list[RowRequest]:
    """The rows of the named models; new rows for models that the workbook does not have."""
    here = {_key(row): row for row in reversed(rows)}
    found: dict[str, RowRequest] = {}
    for name in names:
        if fold(name) in here:
            found.setdefault(fold(name), here[fold(name)])
            continue
        for each in chosen([name]):
            key = fold(load().model(each).id)
            found.setdefault(key, here.get(key, RowRequest(each)))
    return list(found.values())


def _key(requests: RowRequest) -> str:
    """An identifier of what a row compares, independent of the name used."""
    try:
        return fold(requests.name if requests.alone else load().model(requests.name).id)
    except UnknownName:
        return fold(requests.name)


def _unknown(rows: Iterable[Row]) -> list[str]:
    return [f"{row.place}: {row.why}" for row in rows if not row.known]


def _differences(path: Path, found: Filled, terms: Terms, hidden: bool) -> list[str]:
    """Sentences on the formulas that showed something else than what their inputs give."""
    from ..workbook_reader import filled_workbook
    from . import stored_values

    if terms != Terms():
        try:  # the values shown in the file follow its own inputs
            found = filled_workbook.read(path, hidden=hidden)
        except PlmError:
            return []
    return stored_values.differences(found)
