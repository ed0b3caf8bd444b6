"""plm-ratios count"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator, Optional, Sequence

import typer
from rich.console import Console
from rich.markup import escape

from ..catalog import reload
from ..errors import OutOfRange, PlmError
from . import exit_codes, machine_output, options, output, tables
from .tables import TerminalColumn
from .user_catalog import KNOWN_ONCE

if TYPE_CHECKING:
    from ..corpus.counting import Counted, Run
    from ..corpus.recipes import Recipe

_FIELDS = ("recipe", "quantity", "value")


def complete_recipes(incomplete: str) -> list[tuple[str, str]]:
    """Names of recipes for the shell."""
    from ..corpus.recipes import RECIPES

    return [(name, each.source) for name, each in RECIPES.items() if name.startswith(incomplete.lower())]


def count(
    paths: list[str] = typer.Argument(
        ...,
        metavar="FILE...",
        help='Sequence files or URLs, patterns such as "parts/*.fasta.gz", or - for standard input.',
    ),
    as_: Optional[list[str]] = typer.Option(
        None,
        "--as",
        metavar="RECIPE",
        help="How tokens are counted: plain, esm2, amplify or dayhoff; repeatable. Without it: all.",
        autocompletion=complete_recipes,
    ),
    context: Optional[int] = typer.Option(
        None,
        "--context",
        metavar="NUMBER",
        help="A recipe of your own: the length to crop to.",
    ),
    special: Optional[int] = typer.Option(
        None, "--special", metavar="NUMBER", help="A recipe of your own: special tokens a sequence."
    ),
    crop_residues: bool = options.flag(
        "--crop-residues", "A recipe of your own: crop first, then add special tokens."
    ),
    without_ambiguous: bool = options.flag(
        "--without-ambiguous", "A recipe of your own: leave out sequences with B, Z, X, U, O or J."
    ),
    column: str = typer.Option("", "--column", metavar="NAME", help="The column of Parquet files to count."),
    no_duplicates: bool = options.flag("--no-duplicates", "Do not look for duplicates: takes less time."),
    jobs: Optional[int] = typer.Option(
        None, "--jobs", metavar="NUMBER", help="Processes; by default one a processor."
    ),
    scheduler: str = typer.Option(
        "",
        "--scheduler",
        metavar="ADDRESS",
        help="Count on the Dask cluster of this scheduler, as in tcp://10.0.0.5:8786.",
    ),
    save: Optional[str] = typer.Option(
        None,
        "--save",
        metavar="NAME",
        help='Keep it as a dataset of your own, for =AVGLEN("NAME").',
    ),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.flag("--force", "Replace files, or a dataset of your own, that are there."),
) -> None:
    """Count sequences, residues, duplicates and tokens of sequence files of any size.

    FASTA, FASTQ, one sequence a line; plain, gzip, bgzf, zstd, xz or bzip2; Parquet. After Ctrl-C the same
    command goes on from the parts that are finished.

    URLs of s3://, gs:// and https:// need pip install "plm-ratios[remote]", a cluster "plm-ratios[cluster]".

    Example: plm-ratios count proteins.fasta

    Example: plm-ratios count "parts/*.fasta.gz" --as esm2 --json
    """
    if jobs is not None and jobs < 1:
        raise OutOfRange("--jobs must be 1 or more.")
    if scheduler and jobs:
        raise PlmError("A cluster has workers instead of --jobs. Leave out --jobs or --scheduler.")
    recipes = _recipes(as_ or [], context, special, crop_residues, without_ambiguous)
    _check_output(json, csv, force)
    if save:
        from ..curation import add_dataset

        add_dataset.check(save, force)
    from ..corpus import counting, summary

    elsewhere = _cluster(scheduler) if scheduler else None
    try:
        with _progress() as progress:
            counted = counting.count(paths, column, not no_duplicates, jobs, progress, elsewhere=elsewhere)
    except counting.DamagedFiles as damaged:
        nothing = "Nothing was counted; what other files gave is kept for the next time."
        output.fail(" ".join([*damaged.sentences, nothing]), exit_codes.FOUND_FAULTS)
    records = summary.as_records(counted, recipes)
    if json:
        if csv:
            machine_output.write_csv_file(csv, records, _FIELDS, force)
            print(f"Wrote {csv}", file=sys.stderr)
        machine_output.print_json(summary.as_json(counted, recipes))
    else:
        machine_output.show(records, _FIELDS, lambda: _print(counted, recipes), json, csv, force)
    if save:
        is_data = json or csv == machine_output.STANDARD_OUTPUT
        print(_save(save, counted, force), file=sys.stderr if is_data else sys.stdout)


def _cluster(address: str) -> Run:
    from ..corpus import cluster

    return cluster.on(address)


def _save(name: str, counted: Counted, force: bool) -> str:
    """Keep the counts as a dataset; gives the sentence that says so."""
    from ..corpus import provenance
    from ..curation import add_dataset

    numbers = provenance.numbers(counted)
    place = add_dataset.add(name, numbers, provenance.command(sys.argv), provenance.note(counted), force)
    reload()
    return (
        f'Added the dataset {name} to {place.yaml}: =TOKENS("{name}", AVGLEN("{name}")) gives its tokens. '
        f"{KNOWN_ONCE}"
    )


def _check_output(json: bool, csv: Path | None, force: bool) -> None:
    """A count may take hours: what cannot be written is said before."""
    if csv == machine_output.STANDARD_OUTPUT:
        if json:
            raise PlmError("Standard output holds one of them: --json, or --csv -. Name a file for the CSV.")
    elif csv:
        machine_output.check_csv_file(csv, force)


def _recipes(
    names: Sequence[str],
    context: int | None,
    special: int | None,
    crop_residues: bool,
    without_ambiguous: bool,
) -> list[Recipe]:
    from ..corpus.recipes import RECIPES, own_recipe, recipe

    own = context is not None or special is not None or without_ambiguous
    if crop_residues and context is None:
        raise OutOfRange("--crop-residues needs --context, the length to crop to.")
    if (special or 0) < 0 or (context is not None and context < 1):
        raise OutOfRange("--context must be 1 or more, and --special not negative.")
    chosen = [recipe(name) for name in dict.fromkeys(names)]
    if own:
        chosen.append(own_recipe(special or 0, context, crop_residues, without_ambiguous))
    return chosen or list(RECIPES.values())


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("Counting"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    # Without a thread of its own: processes are forked while it is shown.
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task("", total=None)
        shown = 0.0

        def update(done: int, total: int) -> None:
            nonlocal shown
            bar.update(task, completed=done, total=total or None)
            now = bar.get_time()
            if now - shown > 0.1:
                shown = now
                bar.refresh()

        yield update


def _print(counted: Counted, recipes: Sequence[Recipe]) -> None:
    from ..corpus import summary

    console = output.console()
    rows = summary.rows(counted)
    files = counted.files[0] if len(counted.files) == 1 else output.counted(len(counted.files), "file")
    tables.show(
        console,
        [
            TerminalColumn("", [escape(row.what.replace("  ", "· ")) for row in rows]),
            TerminalColumn("", [_number(row.value) for row in rows], right=True),
        ],
        title="Standard input" if files == "-" else f"{files}, {counted.bytes:,} bytes",
        notes=[escape(note) for note in summary.notes(counted)],
    )
    made = summary.token_rows(counted, recipes)
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
