"""plm-ratios compare"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from .. import formatting
from ..analysis import ratios
from ..catalog import load
from ..comparison.compare import DEFAULT_MODELS, Comparison, check_sizes, chosen
from ..comparison.compare import compare as worked_out
from ..comparison.rows import RowRequest
from ..files import replacing
from ..slides import data_package
from . import output, tables
from .tables import TerminalColumn


def compare(
    models: Optional[list[str]] = typer.Argument(
        None, help='Models or families, such as "ESM-2 15B" or ProGen2. Without any: the well-known ones.'
    ),
    basis: str = typer.Option("sequences", help="sequences, unique or seen."),
    avglen: float = typer.Option(ratios.AVERAGE_LENGTH, help="Average length in residues."),
    target: float = typer.Option(ratios.TARGET, help="Tokens per parameter to compare with."),
    csv_file: Optional[Path] = typer.Option(None, "--csv", help="Also write the table to this CSV file."),
    force: bool = typer.Option(False, "--force", help="Replace the CSV file if it is there."),
) -> None:
    """Compare models by tokens per parameter.

    Example: plm-ratios compare "ESM-2 15B" ProGen2 --basis seen
    """
    basis = ratios.as_basis(basis)
    check_sizes(avglen, target)
    compared = worked_out(
        [RowRequest(name) for name in chosen(models or DEFAULT_MODELS)], basis, avglen, target
    )
    print_table(compared)
    if csv_file:
        write_csv(csv_file, compared, force)
        print(f"Wrote {csv_file}")


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


def write_csv(path: Path, compared: Comparison, force: bool) -> None:
    """Write the comparison as CSV, the whole file or none."""
    with replacing(path, force) as temporary:
        data_package.write_csv(temporary, compared)
