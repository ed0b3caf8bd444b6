"""plm-ratios compare"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer
from rich.table import Table

from .. import ratios, shown
from ..catalog import load
from ..comparison import Comparison, check, chosen
from ..comparison import compare as worked_out
from ..files import replacing
from ..rows import Asked
from ..slides import data_package
from ..tables import DEFAULT_MODELS
from . import output


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
    check(basis, avglen, target)
    compared = worked_out([Asked(name) for name in chosen(models or DEFAULT_MODELS)], basis, avglen, target)
    print_table(compared)
    if csv_file:
        write_csv(csv_file, compared, force)
        print(f"Wrote {csv_file}")


def print_table(compared: Comparison) -> None:
    """The comparison as a table in the terminal."""
    table = Table(
        title=f"Tokens per parameter (basis: {compared.basis_in_words}; target: {compared.target:g})",
        title_justify="left",
        caption=f"{shown.NONE} no source states this number. plm-ratios catalog show NAME gives every "
        f"source. Catalog {load().label}.",
        caption_justify="left",
    )
    table.add_column("Model", no_wrap=True)
    for header in ("Parameters", "Sequences", "Tokens", "By sequences", "By unique", "By seen", "Ratio"):
        table.add_column(header, justify="right", style="bold" if header == "Ratio" else "")
    table.add_column("Verdict", no_wrap=True)
    for row in compared.rows:
        table.add_row(
            output.count(row.name),
            *(output.count(number) for number in (row.parameters, row.sequences, row.tokens)),
            *(output.ratio(number) for number in (row.ratio_sequences, row.ratio_unique, row.ratio_seen)),
            output.ratio(row.ratio),
            row.verdict or output.NONE,
        )
    output.console().print(table)


def write_csv(path: Path, compared: Comparison, force: bool) -> None:
    """The comparison as CSV, whole or not at all."""
    with replacing(path, force) as temporary:
        data_package.write_csv(temporary, compared)
