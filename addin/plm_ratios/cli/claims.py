"""plm-ratios claims"""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional, Sequence

from rich.markup import escape

from .. import formatting
from ..analysis import claim_tests as core
from ..analysis import ratios
from ..analysis.essay_claims import CLAIMS, EssayClaim
from ..catalog import load
from ..records.claims import CLAIM_FIELDS, claim_records
from ..records.diversity import DIVERSITY_FIELDS, diversity_records
from ..records.fields import names
from . import machine_output, options, output, tables
from .diversity import print_table as print_diversity
from .tables import TerminalColumn

_MARKS = {
    core.TRUE: "[green]true[/green]",
    core.MILDLY: "[green]mildly true[/green]",
    core.FALSE: "[yellow]false[/yellow]",
    core.UNTESTABLE: output.NONE,
}
_SYMBOLS = {
    core.TRUE: "[green]✓[/green]",
    core.MILDLY: "[green]~[/green]",
    core.FALSE: "[yellow]✗[/yellow]",
    core.UNTESTABLE: output.NONE,
}
_SHORT = dict(zip((*ratios.BASES, *core.LAWS), ("seq", "uni", "seen", "eff", "CLM", "MLM")))
_SYMBOLS_EXPLAINED = (
    "✓ true, ~ mildly true, ✗ false. seq, uni, seen, eff: on the bases. "
    "CLM, MLM: under the laws of Cheng et al."
)


def claims(
    avglen: str = options.AVGLEN,
    target: str = options.TARGET,
    diversity: bool = options.flag(
        "--diversity", "Show clusters of similar sequences beside sequences and tokens seen instead."
    ),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Test the claims of the essay on every basis and under the laws made for proteins.

    Example: plm-ratios claims --avglen 200

    Example: plm-ratios claims --diversity
    """
    length, wanted = options.sizes(avglen, target)
    if diversity:
        found = diversity_records(length)
        fields = names(DIVERSITY_FIELDS)
        machine_output.show(found, fields, lambda: print_diversity(found, length), json, csv, force)
        return
    rows = [row for claim in CLAIMS for row in claim_records(claim, length, wanted)]

    def print_table() -> None:
        _print_table(rows, length, wanted)
        for claim in CLAIMS:
            _print_claim(claim, length, wanted)

    machine_output.show(rows, names(CLAIM_FIELDS), print_table, json, csv, force)


def _print_table(rows: list[dict[str, object]], avglen: float, target: float) -> None:
    """Print a row for each claim, with its answers on the bases and under the laws as columns; a row for each
    set of models if their answers differ, or if there is room for the numbers of models."""
    across = (*ratios.BASES, *core.LAWS)
    lines = [rows[start : start + len(across)] for start in range(0, len(rows), len(across))]
    width = output.console().width
    narrow = False
    columns = _columns(across, lines, _cell)
    if not tables.fits(columns, width):
        columns = _columns(across, lines, _mark)
    if not tables.fits(columns, width):
        columns, narrow = _narrow_columns(lines), True
    tables.show(
        output.console(),
        columns,
        title=f"The claims of the essay (average length: {avglen:g} residues; target: {target:g})",
        notes=[
            "largest: the largest model of each family that the essay compares. all: every protein model "
            f"of the catalog. {'Otherwise' if narrow else 'both:'} the answer is the same.",
            *([_SYMBOLS_EXPLAINED] if narrow else []),
            f"{formatting.NONE} not testable: a number is missing, or the law was made for other models. "
            f"mildly true: by less than a factor of {ratios.NEAR:g}. Catalog {load().label}.",
        ],
        gap=1 if narrow else 2,
    )


def _narrow_columns(lines: Sequence[Sequence[dict[str, object]]]) -> list[TerminalColumn]:
    """The table with a symbol for an answer and short headers; sets of models are named where they differ."""
    claims, models, *answers = _columns((*_SHORT.values(),), lines, _symbol)
    named = [
        claim if which == "both" else f"{claim} ({which})" for claim, which in zip(claims.cells, models.cells)
    ]
    return [TerminalColumn("Claim", named, wraps=True), *answers]


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


def _symbol(row: dict[str, object]) -> str:
    return _SYMBOLS[str(row["answer"])]


def _mark(row: dict[str, object]) -> str:
    return _MARKS[str(row["answer"])]


def _print_claim(claim: EssayClaim, avglen: float, target: float) -> None:
    console = output.console()
    console.print(f"\n[bold]{escape(claim.name)}[/bold]: {escape(claim.sentence)}")
    lines = [
        ("Tested by", claim.formula + "."),
        ("By sequences, at which average lengths (residues)", core.changes_in_words(claim, target) + "."),
    ]
    if (avglen, target) == (ratios.AVERAGE_LENGTH, ratios.TARGET):  # the reading names their numbers
        lines.append(("What to make of it", claim.reading))
    for label, text in lines:
        console.print(f"  [dim]{label}:[/dim] {escape(text)}")
