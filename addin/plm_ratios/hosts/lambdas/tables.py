"""The tables that the formulas read: the catalog, worked out as far as no typed number matters.

They are derived from the catalog in use, with the models of user catalogs.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from ...analysis import ratios, scaling_laws
from ...catalog import Entry, Model, fold, load
from ...catalog.typed_numbers import SUFFIXES
from ...functions import tables as spilled
from .letters import HEADERS as LETTER_HEADERS
from .letters import letters

Cell = Union[str, float, bool, None]


class Table(NamedTuple):
    """An Excel table.

    name      as structured references call it
    headers   one for each column
    rows      cell values; None leaves a cell empty. A text stays a text, also "20"
    """

    name: str
    headers: tuple[str, ...]
    rows: list[list[Cell]]


def tables() -> list[Table]:
    """Every table, in the order in which a reader may want to see them."""
    return [
        _catalog(),
        _entries(),
        _names(),
        Table("PlmLetters", LETTER_HEADERS, letters()),
        Table("PlmSuffixes", ("Suffix", "Power"), [list(row) for row in SUFFIXES.items()]),
    ]


def _catalog() -> Table:
    header, *rows = spilled.catalog_table()
    return Table("PlmCatalog", tuple(header), rows)


def _entries() -> Table:
    """Models, then datasets; a name in PlmNames leads to a row."""
    found = load()
    headers = (
        "Name",
        "Kind",
        "Parameters",
        "Active",
        "Exact",
        "Sequences",
        "Unique",
        "Seen",
        "Length",
        "Epochs",
    )
    return Table("PlmEntries", headers, [_entry(entry) for entry in (*found.models, *found.datasets)])


def _entry(entry: Entry) -> list[Cell]:
    numbers = {
        "Sequences": ratios.known(ratios.sequences, entry),
        "Length": ratios.known(ratios.average_length, entry),
    }
    if not isinstance(entry, Model):
        return [entry.name, "dataset", *[None] * 3, numbers["Sequences"], None, None, numbers["Length"], None]
    return [
        entry.name,
        entry.kind,
        *(ratios.known(ratios.parameters, entry, kind) for kind in ratios.PARAMETER_KINDS),
        *(ratios.known(ratios.model_tokens, entry, basis, 1.0) for basis in ratios.BASES),
        numbers["Length"],
        ratios.known(ratios.epochs, entry),
    ]


def _names() -> Table:
    """Every name as the formulas fold it, with the rows of what it names."""
    found = load()
    places = {entry: place for place, entry in enumerate((*found.models, *found.datasets), 1)}
    rows: dict[str, list[Cell]] = {}

    def row(key: str) -> list[Cell]:
        return rows.setdefault(" ".join(key.translate(_QUOTES).split()), [None] * 3)

    for key, model in found.model_keys.items():
        row(key)[:2] = [places[model]] * 2
    for key, dataset in found.dataset_keys.items():
        if row(key)[1] is None:
            row(key)[1] = places[dataset]
    for place, law in enumerate(scaling_laws.laws(), 1):
        for name in (law.id, law.name, *law.aliases):
            row(fold(name))[2] = place
    return Table("PlmNames", ("Key", "Model", "Entry", "Law"), [[key, *row] for key, row in rows.items()])


# Quotes inside a name, which the formulas read as spaces.
_QUOTES: dict[int, Any] = {code: " " for code, in_names, *_ in letters() if in_names == " "}
