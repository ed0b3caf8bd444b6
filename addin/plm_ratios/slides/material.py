"""What an export shows: the comparison of a filled-in workbook, or of named models, and what there is to
remark about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterable, NamedTuple, Sequence

from .. import ratios, shown
from ..catalog import fold, load
from ..comparison import Comparison, chosen, compare
from ..errors import PlmError, UnknownName
from ..files import open_elsewhere
from ..rows import Asked, Row
from ..tables import DEFAULT_MODELS
from ..template import filled
from ..template.filled import Filled, Shown, Terms
from ..template.verify import same

# What a formula shows where its function was not there, or not yet.
_NOT_ANSWERED = ("#NAME?", "#GETTING_DATA", "#BUSY!", "#CONNECT!")


class Material(NamedTuple):
    """A comparison, sentences about what was not as it should be, and the title that somebody typed."""

    compared: Comparison
    remarks: tuple[str, ...] = ()
    title: str = ""


def of_models(names: Sequence[str], terms: Terms) -> Material:
    """The comparison of models and families by name, or of the well-known models."""
    asked = [Asked(name) for name in chosen(list(names) or list(DEFAULT_MODELS))]
    return Material(compare(asked, *_filled_in(terms)))


def of_workbook(path: Path, names: Sequence[str], terms: Terms) -> Material:
    """The comparison that somebody filled in, or of the named models with the workbook's inputs.

    A named model that stands in the workbook keeps the numbers that were typed for it there.
    """
    holder = open_elsewhere(path) if path.is_file() else None
    if holder:
        raise PlmError(
            f"{path.name} is open in {holder.program}, and the file may lack what is on the screen. Save and "
            f"close it there. If it is open nowhere, delete {holder.lock}."
        )
    found = filled.read(path, terms)
    if not found.rows and not names:
        raise PlmError(f"{path.name} names no models. Pick some in the first column of its table.")
    rows = _picked(found.rows, names) if names else found.rows
    compared = compare(rows, found.basis, found.avglen, found.target)
    remarks = [*found.remarks, *_unknown(compared.rows), *_differences(path, found, terms)]
    return Material(compared, tuple(remarks), found.title)


def largest_first(compared: Comparison) -> Comparison:
    """The same with the largest ratio on top, and those without one last."""
    return compared._replace(rows=tuple(sorted(compared.rows, key=lambda row: -(row.ratio or 0.0))))


def _filled_in(terms: Terms) -> tuple[str, float, float]:
    basis, avglen, target = terms
    return (
        ratios.BASES[0] if basis is None else basis,
        ratios.AVERAGE_LENGTH if avglen is None else avglen,
        ratios.TARGET if target is None else target,
    )


def _picked(rows: Sequence[Asked], names: Sequence[str]) -> list[Asked]:
    """The rows of the named models; of those that the workbook does not have, fresh ones."""
    here = {_key(row): row for row in reversed(rows)}
    found: dict[str, Asked] = {}
    for name in names:
        if fold(name) in here:
            found.setdefault(fold(name), here[fold(name)])
            continue
        for each in chosen([name]):
            key = fold(load().model(each).id)
            found.setdefault(key, here.get(key, Asked(each)))
    return list(found.values())


def _key(asked: Asked) -> str:
    """What a row is about, by whatever name."""
    try:
        return fold(asked.name if asked.alone else load().model(asked.name).id)
    except UnknownName:
        return fold(asked.name)


def _unknown(rows: Iterable[Row]) -> list[str]:
    return [f"{row.place}: {row.why}" for row in rows if not row.known]


def _differences(path: Path, found: Filled, terms: Terms) -> list[str]:
    """Where formulas showed something else than what their inputs give here, a sentence for each row."""
    if terms != Terms():
        try:  # what the file shows goes by its own inputs
            found = filled.read(path)
        except PlmError:
            return []
    compared = compare(found.rows, found.basis, found.avglen, found.target)
    cells = [cell for showed in found.shown for cell in showed.values()]
    remarks = []
    if found.edition and found.edition != load().edition:
        remarks.append(
            f"The workbook was built with catalog edition {found.edition}; the numbers here are of "
            f"{load().edition}."
        )
    if cells and all(cell.value is None for cell in cells):
        return [*remarks, "The file holds no calculated values, so there was nothing to compare ours with."]
    silent = [cell for cell in cells if cell.value in _NOT_ANSWERED]
    if silent:
        remarks.append(
            f"{len(silent)} formulas show {silent[0].value}, the first in {silent[0].cell}: the functions "
            "were not there when the file was saved. The numbers here are worked out anew."
        )
    for row, showed in zip(compared.rows, found.shown):
        remarks += _differences_of(row, showed)
    return remarks


def _differences_of(row: Row, showed: dict[str, Shown]) -> list[str]:
    """One sentence for a row whose formulas showed something else: numbers each, errors together."""
    said, errors = [], []
    for field, cell in showed.items():
        ours = getattr(row, field)
        if field == "source" or cell.value in _NOT_ANSWERED or _agree(cell.value, ours):
            continue
        if isinstance(cell.value, str) and cell.value.startswith("#"):
            errors.append(cell)
        else:
            said.append(f"{cell.cell} shows {_text(cell.value)}, worked out anew it is {_text(ours)}")
    if errors:
        cells = ", ".join(cell.cell for cell in errors)
        said.append(f"{cells}: the file shows {errors[0].value}, where there are numbers here")
    return [f"{row.name}: {'; '.join(said)}."] if said else []


def _agree(stored: Any, ours: Any) -> bool:
    """Whether a formula showed what we have: an error or nothing where we have no number."""
    if ours in (None, ""):
        return stored is None or (isinstance(stored, str) and (not stored or stored.startswith("#")))
    return same(stored, ours)


def _text(value: Any) -> str:
    if value in (None, ""):
        return shown.NONE
    return f"{value:.6g}" if isinstance(value, (int, float)) else str(value)
