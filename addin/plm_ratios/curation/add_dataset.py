"""Adds counted sequences to a user's own catalog, as a dataset with where its numbers come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Sequence

from ..catalog import config_paths, user_catalog
from ..catalog.naming import slug
from ..errors import PlmError
from . import schema, user_yaml, yaml_files
from .add_model import Adding


class Number(NamedTuple):
    """A number of a dataset.

    quantity   sequences, avg_length or tokens_unique; the first of several of one quantity is preferred
    note       one or more sentences: the date, files with sizes and checksums
    unit       what it counts, where that is not what the quantity says
    """

    quantity: str
    value: float
    note: str
    unit: str = ""


def check(name: str, replace: bool) -> None:
    """Raises PlmError where add() would, for commands that take long before they add.

    Parameters
    ----------
    name
        The name of the dataset.
    replace
        True if an own dataset of this name may be replaced.
    """
    said = "To be counted."
    numbers = [Number("sequences", 1, said), Number("avg_length", 1, said)]
    _changed(name, numbers, "to be counted", replace)


def add(name: str, numbers: Sequence[Number], locator: str, replace: bool) -> config_paths.CatalogPath:
    """Write a dataset into the user catalog; gives the place of the catalog.

    Parameters
    ----------
    name
        The name of the dataset.
    numbers
        What it holds.
    locator
        Where the numbers are from: the command.
    replace
        True if an own dataset of this name may be replaced.

    Raises
    ------
    PlmError
        The name is taken, or the catalog breaks rules.
    """
    place, catalog = _changed(name, numbers, locator, replace)
    try:
        user_yaml.save(catalog, place, user_yaml.bundled())
    except user_yaml.ProblemsError as error:
        raise _refused(error) from error
    return place


def _changed(
    name: str, numbers: Sequence[Number], locator: str, replace: bool
) -> tuple[config_paths.CatalogPath, user_yaml.UserCatalog]:
    place = config_paths.catalog_paths()[0]
    try:
        Adding(place)  # refuses a catalog that breaks rules already, or is there as JSON only
    except user_yaml.ProblemsError as error:
        raise _refused(error) from error
    catalog = user_yaml.read(Path(place.yaml))
    own = catalog.find(name)
    if own is not None:
        if not (replace and isinstance(own, schema.Dataset)):
            kind = "dataset" if isinstance(own, schema.Dataset) else "model"
            force = ", or replace it with --force" if kind == "dataset" else ""
            raise PlmError(f'You have a {kind} "{own.name}" already. Choose another name{force}.')
        catalog.take_out(own)
    facts: dict[str, list[dict[str, Any]]] = {}
    for each in numbers:
        fact = {
            "value": each.value,
            "source": user_catalog.OWN_SOURCE,
            "locator": locator,
            "confidence": "high",
            "note": each.note,
        }
        facts.setdefault(each.quantity, []).append(fact | ({"unit": each.unit} if each.unit else {}))
    raw: dict[str, Any] = {"id": slug(name) or "dataset", "name": name, "facts": facts}
    problems: list[yaml_files.Problem] = []
    entry = yaml_files.parse(schema.Dataset, raw, name, problems)
    if entry:
        catalog.datasets.append(entry)
        problems += user_yaml.check(catalog, user_yaml.bundled(), user_yaml.earlier_than(place))
    if problems:
        raise _refused(user_yaml.ProblemsError(problems))
    return place, catalog


def _refused(error: user_yaml.ProblemsError) -> PlmError:
    return PlmError(f"{error}. Nothing was written.")
