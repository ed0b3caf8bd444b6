"""plm-ratios compare"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from .. import formatting
from ..analysis import ratios
from ..catalog import load
from ..comparison.compare import Comparison, largest_first
from ..comparison.compare import compare as compared_of
from ..comparison.records import COLUMNS, records
from ..comparison.rows import RowRequest
from . import machine_output, options, output, tables
from .tables import TerminalColumn


def compare(
    models: Optional[list[str]] = options.MODELS,
    model: Optional[list[str]] = options.MODEL,
    basis: str = options.BASIS,
    avglen: str = options.AVGLEN,
    target: str = options.TARGET,
    parameters: str = options.PARAMETERS,
    sort: bool = options.SORT,
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Compare models by tokens per parameter.

    Example: plm-ratios compare "ESM-2 15B" ProGen2 --basis seen

    Example: plm-ratios compare ESM-2 --sort --json

    Example: plm-ratios compare ProGen3 --basis seen --parameters active
    """
    length, wanted = options.sizes(avglen, target)
    asked = [RowRequest(name) for name in options.names(models, model)]
    compared = compared_of(asked, basis, length, wanted, parameters)
    if sort:
        compared = largest_first(compared)
    machine_output.show(records(compared), COLUMNS, lambda: print_table(compared), json, csv, force)


def print_table(compared: Comparison) -> None:
    """Print the comparison as a table; a star marks the basis on which tokens and verdicts are based."""

    def counts(header: str, field: str, rank: int = 0) -> TerminalColumn:
        cells = [output.count(getattr(row, field)) for row in compared.rows]
        return TerminalColumn(header, cells, rank=rank, right=True)

    def ratio(basis: str) -> TerminalColumn:
        cells = [output.ratio(getattr(row, f"ratio_{basis}")) for row in compared.rows]
        if basis == compared.basis:
            return TerminalColumn(f"{basis}*", cells, right=True, style="bold")
        return TerminalColumn(basis, cells, rank=1, right=True)

    columns = [
        TerminalColumn("Model", [output.count(row.name) for row in compared.rows], wraps=True),
        counts("Params", "parameters"),
        counts("Sequences", "sequences", rank=3),
        counts("Tokens", "tokens", rank=2),
        *map(ratio, ratios.BASES),
        TerminalColumn("Verdict", [row.verdict or output.NONE for row in compared.rows], wraps=True),
    ]
    tables.show(
        output.console(),
        columns,
        title=f"Tokens per parameter (basis: {compared.basis_in_words}; target: {compared.target:g})",
        notes=[
            f"* the basis that Tokens and Verdict go by. {formatting.NONE} no source states this number. "
            f"plm-ratios catalog show NAME gives every source. Catalog {load().label}."
        ],
    )
