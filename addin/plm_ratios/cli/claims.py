"""plm-ratios claims"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Callable, Optional, Sequence

import typer
from rich.markup import escape

from .. import formatting
from ..analysis import claim_tests as core
from ..analysis import ratios
from ..analysis.essay_claims import CLAIMS, EssayClaim
from ..catalog import load
from ..comparison.compare import check_sizes
from ..files import replacing
from . import output, tables
from .tables import TerminalColumn

COLUMNS = (
    "claim",
    "models",
    "tested_on",
    "answer",
    "why",
    "models_alike",
    "models_tested",
    "average_length",
    "target",
    "answer_by_sequences_changes",
    "formula",
    "reading",
    "source",
    "place",
    "quote",
    "catalog_edition",
)
_MARKS = {
    core.TRUE: "[green]true[/green]",
    core.MILDLY: "[green]mildly true[/green]",
    core.FALSE: "[yellow]false[/yellow]",
    core.UNTESTABLE: "[dim]–[/dim]",
}


def claims(
    avglen: float = typer.Option(ratios.AVERAGE_LENGTH, help="Average length in residues."),
    target: float = typer.Option(ratios.TARGET, help="Tokens per parameter to compare with."),
    csv_file: Optional[Path] = typer.Option(None, "--csv", help="Also write the answers to this CSV file."),
    force: bool = typer.Option(False, "--force", help="Replace the CSV file if it is there."),
) -> None:
    """Test the claims of the essay on every basis and under the laws made for proteins.

    Example: plm-ratios claims --avglen 200
    """
    check_sizes(avglen, target)
    rows = [row for claim in CLAIMS for row in rows_of(claim, avglen, target)]
    _print_table(rows, avglen, target)
    for claim in CLAIMS:
        _print_claim(claim, target)
    if csv_file:
        _write_csv(csv_file, rows, force)
        print(f"Wrote {csv_file}")


def rows_of(claim: EssayClaim, avglen: float, target: float) -> list[dict[str, object]]:
    """Returns one row for each set of models and each basis or law."""
    rows = []
    for which in core.SETS:
        for tested_on, found in core.answers(claim, which, avglen, target).items():
            cells = (
                claim.name,
                which,
                tested_on,
                found.answer,
                found.why,
                found.alike,
                found.tested,
                avglen,
                target,
                core.changes_in_words(claim, target, which),
                claim.formula,
                claim.reading,
                load().sources[claim.source].title,
                claim.locator,
                claim.quote,
                load().label,
            )
            rows.append({**dict(zip(COLUMNS, cells)), "text": found.text})
    return rows


def _print_table(rows: list[dict[str, object]], avglen: float, target: float) -> None:
    """Print a row for each claim, with its answers on the bases and under the laws as columns; a row for each
    set of models if their answers differ, or if there is room for the numbers of models."""
    across = (*ratios.BASES, *core.LAWS)
    lines = [rows[start : start + len(across)] for start in range(0, len(rows), len(across))]
    width = output.console().width
    columns = _columns(across, lines, _cell)
    if not tables.fits(columns, width):
        columns = _columns(across, lines, _mark)
    tables.show(
        output.console(),
        columns,
        title=f"The claims of the essay (average length: {avglen:g} residues; target: {target:g})",
        notes=[
            "largest: the largest model of each family that the essay compares. all: every protein model "
            "of the catalog. both: the answer is the same.",
            f"{formatting.NONE} not testable: a number is missing, or the law was made for other models. "
            f"mildly true: by less than a factor of {ratios.NEAR:g}. Catalog {load().label}.",
        ],
    )


def _columns(
    across: Sequence[str],
    lines: Sequence[Sequence[dict[str, object]]],
    say: Callable[[dict[str, object]], str],
) -> list[TerminalColumn]:
    """The table, in which rows of a claim with the same answers are merged."""
    merged: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for line in lines:
        answers = tuple(say(row) for row in line)
        merged.setdefault((str(line[0]["claim"]), answers), []).append(str(line[0]["models"]))
    return [
        TerminalColumn("Claim", [escape(claim) for claim, _ in merged], wraps=True),
        TerminalColumn("Models", [sets[0] if len(sets) == 1 else "both" for sets in merged.values()]),
        *(TerminalColumn(on, [answers[place] for _, answers in merged]) for place, on in enumerate(across)),
    ]


def _cell(row: dict[str, object]) -> str:
    return (
        _mark(row) + str(row["text"])[len(str(row["answer"])) :]
        if row["answer"] != core.UNTESTABLE
        else _mark(row)
    )


def _mark(row: dict[str, object]) -> str:
    return _MARKS[str(row["answer"])]


def _print_claim(claim: EssayClaim, target: float) -> None:
    console = output.console()
    console.print(f"\n[bold]{escape(claim.name)}[/bold]: {escape(claim.sentence)}")
    for label, text in (
        ("Tested by", claim.formula + "."),
        ("By sequences, average length", core.changes_in_words(claim, target) + "."),
        (f"At {ratios.AVERAGE_LENGTH:g} residues and target {ratios.TARGET:g}", claim.reading),
    ):
        console.print(f"  [dim]{label}:[/dim] {escape(text)}")


def _write_csv(path: Path, rows: list[dict[str, object]], force: bool) -> None:
    with replacing(path, force) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")  # "text" is for the terminal
        writer.writeheader()
        writer.writerows(rows)
