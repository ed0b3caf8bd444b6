"""plm-ratios compare"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Optional

import typer
from rich.table import Table

from .. import ratios
from ..catalog import fold, load
from ..cells import CellError
from ..files import replacing
from ..functions import FUNCTIONS
from ..tables import DEFAULT_MODELS
from . import output

COLUMNS = (
    "model",
    "parameters",
    "sequences",
    "ratio_sequences",
    "ratio_unique",
    "ratio_seen",
    "basis",
    "average_length",
    "tokens",
    "tokens_per_parameter",
    "target",
    "times_target",
    "verdict",
    "source",
    "catalog_edition",
)


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
    if basis not in ratios.BASES:
        output.fail(f'There is no basis "{basis}". Choose {ratios.alternatives(ratios.BASES)}.')
    output.refuse_impossible(avglen, target)
    rows = [row(name, basis, avglen, target) for name in chosen(models)]
    print_table(rows, basis, avglen, target)
    if csv_file:
        write_csv(csv_file, rows, force)
        print(f"Wrote {csv_file}")


def chosen(words: list[str] | None) -> list[str]:
    """Names of the models that are meant: models, families, or the default comparison."""
    if not words:
        return [load().model(name).name for name in DEFAULT_MODELS]
    names: list[str] = []
    families = {fold(family) for family in load().families()}
    for word in words:
        if fold(word) in families:
            names += [model.name for model in load().family(word)]
        else:
            names.append(load().model(word).name)
    return list(dict.fromkeys(names))


def row(name: str, basis: str, avglen: float, target: float) -> dict[str, Any]:
    """One model as a row, by the spreadsheet functions."""

    def cell(function: str, *cells: Any) -> Any:
        return FUNCTIONS[function](*cells)

    value = cell("RATIO", name, basis, avglen)
    known = not isinstance(value, CellError)
    return dict(
        zip(
            COLUMNS,
            (
                name,
                cell("PARAMS", name),
                cell("SEQS", name),
                *(cell("RATIO", name, each, avglen) for each in ratios.BASES),
                basis,
                avglen,
                cell("MODELTOKENS", name, basis, avglen),
                value,
                target,
                value / target if known else value,
                cell("VERDICT", value, target),
                cell("SOURCE", name, basis) if known else cell("WHY", name, basis, avglen),
                load().label,
            ),
        )
    )


def print_table(rows: list[dict[str, Any]], basis: str, avglen: float, target: float) -> None:
    """The comparison as a table in the terminal."""
    length = f" x {avglen:g} residues" if basis == "sequences" else ""
    table = Table(
        title=f"Tokens per parameter (basis: {basis}{length}; target: {target:g})",
        title_justify="left",
        caption=f"– no source states this number. plm-ratios catalog show NAME gives every source. "
        f"Catalog {load().label}.",
        caption_justify="left",
    )
    table.add_column("Model", no_wrap=True)
    for header in ("Parameters", "Sequences", "Tokens", "By sequences", "By unique", "By seen", "Ratio"):
        table.add_column(header, justify="right", style="bold" if header == "Ratio" else "")
    table.add_column("Verdict", no_wrap=True)
    for cells in rows:
        table.add_row(
            output.count(cells["model"]),
            *(output.count(cells[key]) for key in ("parameters", "sequences", "tokens")),
            *(output.ratio(cells[f"ratio_{each}"]) for each in ratios.BASES),
            output.ratio(cells["tokens_per_parameter"]),
            output.ratio(cells["verdict"]),
        )
    output.console().print(table)


def write_csv(path: Path, rows: list[dict[str, Any]], force: bool) -> None:
    """The comparison as CSV: full numbers, empty where there is none, the reason under `source`."""
    with replacing(path, force) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for cells in rows:
            writer.writerow(
                {key: "" if isinstance(value, CellError) else value for key, value in cells.items()}
            )
