"""The catalog as tables: the tables that spill in a spreadsheet, under names that Python can use."""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, Sequence

from ..analysis import ratios
from ..analysis import spread as spreads
from ..catalog import load
from ..catalog.in_use import settled
from ..functions import tables as cell_tables
from ..functions.cells import CellError
from ..records.entries import MODEL_FIELDS, model_records
from ..records.fields import Field
from .cell_functions import size_given
from .names import family_members, model_names
from .table import COUNT, NUMBER, RATIO, TEXT, Column, Table

# What the columns of numbers hold, by their headers.
_KINDS = {
    **dict.fromkeys(("Parameters", "Tokens", "Tokens seen", "Optimal parameters", "Optimal tokens"), COUNT),
    **dict.fromkeys(("Tokens per parameter", "Times preferred"), RATIO),
    **dict.fromkeys(("Lowest tokens per parameter", "Highest tokens per parameter"), RATIO),
    **dict.fromkeys(("Optimal tokens per parameter", "Times optimal parameters"), RATIO),
    "Effective tokens": COUNT,
    "Steps": COUNT,
    "Epochs": RATIO,
    "FLOPs": NUMBER,
}

_CATALOG_HEADERS = {
    "model": "Model",
    "family": "Family",
    "kind": "Kind",
    "objective": "Objective",
    "parameters": "Parameters",
    "active_parameters": "Active parameters",
    "sequences": "Sequences",
    "tokens_unique": "Unique tokens",
    "tokens_seen": "Tokens seen",
    **{f"ratio_{basis}": f"Ratio: {basis}" for basis in ratios.BASES},
}


def table_of(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    caption: str,
) -> Table:
    """A table of a spreadsheet: None where a cell holds an error, and columns named after the headers.

    Parameters
    ----------
    header : as the spreadsheet shows it
    rows : below it
    caption : above the table
    """
    columns = [Column(_name(text), text, _KINDS.get(text, TEXT)) for text in header]
    cells = ([None if isinstance(cell, CellError) else cell for cell in row] for row in rows)
    return Table(columns, cells, caption)


def table_of_records(
    fields: Sequence[Field], records: Iterable[Mapping[str, Any]], caption: str, headers: Mapping[str, str]
) -> Table:
    """A table of records, which has all fields and shows those that `headers` names."""
    columns = [
        Column(field.name, headers.get(field.name, field.name), _kind(field), field.name in headers)
        for field in fields
    ]
    return Table(columns, ([record[field.name] for field in fields] for record in records), caption)


def _kind(field: Field) -> str:
    if field.type not in ("number", "integer"):
        return TEXT
    if field.unit in ("parameters", "sequences", "tokens") or field.name == "active_parameters":
        return COUNT
    return RATIO if field.unit == "tokens per parameter" or field.name == "exponent" else NUMBER


def _name(header: str) -> str:
    """The header as a name: "Times preferred" is times_preferred."""
    return re.sub(r"[^a-z0-9]+", "_", header.lower()).strip("_")


def models(family: Any = None) -> list[str]:
    """Names of all models, or of those of a family.

    Parameters
    ----------
    family : name of a family, or a list or Series of them; None for all models

    Returns
    -------
    list of names, in the order of the catalog

    Raises
    ------
    UnknownName : no family of that name
    WrongValue : something else than a name

    >>> models("RITA")
    ['RITA-S', 'RITA-M', 'RITA-L', 'RITA-XL']
    """
    if family is None:
        return [model.name for model in load().models]
    return family_members(family)


@settled()
def catalog_table() -> Table:
    """The whole catalog, one model a row: what it is, its numbers, and its ratio on each basis.

    The columns are those of plm-ratios catalog list --json.

    Returns
    -------
    Table; parameters, sequences and tokens are counts, the ratios tokens per parameter at 325 residues, and
    None stands where no source states the number

    >>> table = catalog_table()
    >>> [row["ratio_seen"] for row in table if row["model"] == "ESM-2 15B"]
    [57.6]
    """
    said = f"Catalog {load().label}: {len(load().models)} models"
    return table_of_records(MODEL_FIELDS, model_records(load().models), said, _CATALOG_HEADERS)


@settled()
def bases(model: Any) -> Table:
    """Every basis of a model side by side: tokens, parameters, tokens per parameter, verdict and source.

    Parameters
    ----------
    model : a model or a family, or any of its names; or a list or Series of them

    Returns
    -------
    Table with a row for each model and basis

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    WrongValue : something else than a name

    >>> [(row["basis"], row["tokens"] and round(row["tokens"] / 1e9)) for row in bases("ESM-2 15B")]
    [('sequences', 21), ('unique', None), ('seen', 864), ('effective', 322)]
    """
    header, *rows = cell_tables.bases_table(model_names(model))
    return table_of(header, rows, f"Tokens per parameter on each basis; catalog {load().label}")


@settled()
def spread(model: Any, basis: str = ratios.BASES[0], avglen: float | str = ratios.AVERAGE_LENGTH) -> Table:
    """How far the sources of a ratio disagree: lowest, preferred and highest, with who says each.

    Parameters
    ----------
    model : a model or a family, or any of its names; or a list or Series of them
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record

    Returns
    -------
    Table with three rows for each model; of several models, one that has no ratio is a single row that
    says why

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    NotAvailable : none of the models has a number on this basis
    WrongValue : an unknown basis; something else than a name
    OutOfRange : an average length that is not finite and above zero

    >>> [(row["which"], round(row["tokens_per_parameter"], 1)) for row in spread("ProGen", "seen")]
    [('lowest', 27.5), ('preferred', 27.5), ('highest', 874.2)]
    """
    basis, length = ratios.as_basis(basis), size_given(avglen, "average length")
    header, *rows = spreads.spread_table(model_names(model), basis, length)
    said = f"How far sources disagree; basis: {ratios.basis_in_words(basis, length)}; catalog {load().label}"
    return table_of(header, rows, said)
