"""What plm-ratios count prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from rich.console import Console
from rich.markup import escape

from .. import formatting
from . import output, tables
from .tables import TerminalColumn

if TYPE_CHECKING:
    from ..corpus.cluster_summary import Report
    from ..corpus.counting import Counted
    from ..corpus.recipes import Recipe, Tokens
    from ..corpus.summary import Row
    from .count_mixture import Mixed


def print_counts(
    counted: Counted, recipes: Sequence[Recipe], report: Report | None, mixed: Sequence[Mixed]
) -> None:
    """The counts, then tokens, clusters and a mixture where there are any."""
    from ..corpus import summary

    console = output.console()
    files = counted.files[0] if len(counted.files) == 1 else output.counted(len(counted.files), "file")
    title = "Standard input" if files == "-" else f"{files}, {counted.bytes:,} bytes"
    _print_rows(console, summary.rows(counted), title, summary.notes(counted))
    made = summary.token_rows(counted, recipes)
    _print_tokens(console, made)
    if report:
        _print_clusters(console, report, made)
    if mixed:
        _print_mixture(console, mixed)


def _print_rows(console: Console, rows: Sequence[Row], title: str, notes: Sequence[str]) -> None:
    tables.show(
        console,
        [
            TerminalColumn("", [escape(row.what.replace("  ", "· ")) for row in rows]),
            TerminalColumn("", [_number(row.value) for row in rows], right=True),
        ],
        title=title,
        notes=[escape(note) for note in notes],
    )


def _print_tokens(console: Console, made: Sequence[Tokens]) -> None:
    tables.show(
        console,
        [
            TerminalColumn("Tokens as", [each.recipe.name for each in made]),
            TerminalColumn("Sequences", [_number(each.sequences) for each in made], right=True),
            TerminalColumn("Tokens", [_number(each.tokens) for each in made], right=True),
            TerminalColumn("Cropped", [_number(each.cropped) for each in made], rank=1, right=True),
            TerminalColumn("Padded", [_number(each.padded) for each in made], right=True),
            TerminalColumn("Windows", [_number(each.packed) for each in made], rank=2, right=True),
        ],
        title="Tokens of one pass, as training counts them",
        notes=[f"{each.recipe.name}: {_rule(each.recipe)}" for each in made],
    )


def _print_clusters(console: Console, report: Report, made: Sequence[Tokens]) -> None:
    _print_rows(console, report.rows, f"Clusters, by {report.words}", report.notes)
    if not report.drawn:
        return
    shares = [
        f"{float(each.tokens) / whole.tokens:.1%}" if whole.tokens else output.NONE
        for each, whole in zip(report.drawn, made)
    ]
    tables.show(
        console,
        [
            TerminalColumn("Tokens as", [each.recipe.name for each in report.drawn]),
            TerminalColumn("Drawn", [_number(each.clusters) for each in report.drawn], right=True),
            TerminalColumn("Tokens", [f"{float(each.tokens):,.0f}" for each in report.drawn], right=True),
            TerminalColumn("Of one pass", shares, right=True),
        ],
        title="An epoch that draws one member of each cluster: expected tokens",
    )


def _print_mixture(console: Console, mixed: Sequence[Mixed]) -> None:
    tables.show(
        console,
        [
            TerminalColumn("Tokens as", [each.recipe for each in mixed]),
            TerminalColumn("From", [escape(_short(each.drawn.name)) for each in mixed]),
            TerminalColumn("Share", [f"{each.drawn.share:.1%}" for each in mixed], right=True),
            TerminalColumn("Tokens", [formatting.count(each.drawn.tokens) for each in mixed], right=True),
            TerminalColumn("Epochs", [formatting.ratio(each.drawn.epochs) for each in mixed], right=True),
            TerminalColumn(
                "Distinct", [formatting.count(each.drawn.unique) for each in mixed], rank=1, right=True
            ),
            TerminalColumn("Worth", [formatting.count(each.effective) for each in mixed], rank=2, right=True),
        ],
        title="What training draws",
        notes=[
            "Distinct: tokens that are drawn at least once. Worth: tokens if repeats count less, source by "
            "source, by a law of text (Muennighoff et al. 2023)."
        ],
    )


def _short(path: str) -> str:
    """The last part of a path; of a URL or of a pattern too."""
    return path.rstrip("/").rpartition("/")[2]


def _number(value: float | None) -> str:
    if value is None:
        return output.NONE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _rule(recipe: Recipe) -> str:
    parts = [output.counted(recipe.special, "special token") if recipe.special else "no special tokens"]
    if recipe.context is not None:
        when = "before" if recipe.crops_residues else "after"
        parts.append(f"cropped to {recipe.context:,}" + (f" {when} adding" if recipe.special else ""))
    if recipe.without_ambiguous:
        parts.append("sequences with ambiguous letters left out")
    return ", ".join(parts) + "."
