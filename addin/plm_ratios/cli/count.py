"""plm-ratios count"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Sequence

import typer

from ..catalog import reload
from ..errors import OutOfRange, PlmError
from . import count_mixture, exit_codes, machine_output, options, output
from .count_progress import progress_bar
from .count_tables import print_counts
from .output import print
from .user_catalog import KNOWN_ONCE

if TYPE_CHECKING:
    from ..corpus.cluster_summary import Report
    from ..corpus.counting import Counted, Progress, Run
    from ..corpus.recipes import Recipe

_FIELDS = ("recipe", "quantity", "value", "source")


def complete_recipes(incomplete: str) -> list[tuple[str, str]]:
    """Names of recipes for the shell."""
    from ..corpus.recipes import RECIPES

    return [(name, each.source) for name, each in RECIPES.items() if name.startswith(incomplete.lower())]


def complete_weights(incomplete: str) -> list[str]:
    """What weights may be of, for the shell."""
    from ..corpus.mixture import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete.lower())]


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
    clusters: Optional[str] = typer.Option(
        None,
        "--clusters",
        metavar="FILE",
        help="Which sequences are in one cluster: MMseqs2's TSV or UniProt's idmapping; headers for n= of "
        "UniRef's.",
    ),
    cluster_column: str = typer.Option(
        "",
        "--cluster-column",
        metavar="NAME",
        help="Its column with clusters: a number, or UniRef50, UniRef90, UniRef100 of UniProt's.",
    ),
    identity: Optional[int] = typer.Option(
        None, "--identity", metavar="PERCENT", help="At which sequences were clustered, for --save."
    ),
    mix: Optional[str] = typer.Option(
        None, "--mix", metavar="WEIGHTS", help="Draw from the FILEs by weights, in their order: 36:64."
    ),
    weights: str = typer.Option(
        "sequences",
        "--weights",
        metavar="KIND",
        help="What --mix weighs: sequences or tokens that are drawn, or epochs.",
        autocompletion=complete_weights,
    ),
    tokens: Optional[str] = typer.Option(
        None, "--tokens", metavar="NUMBER", help="How many tokens --mix draws in all, such as 1T."
    ),
    column: str = typer.Option("", "--column", metavar="NAME", help="The column of Parquet files to count."),
    id_column: str = typer.Option(
        "", "--id-column", metavar="NAME", help="The column of Parquet files with names, for --clusters."
    ),
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

    Example: plm-ratios count proteins.fasta --clusters clusters.tsv

    Example: plm-ratios count uniref.fasta "soil/*.fasta.gz" --mix 36:64 --tokens 1T
    """
    if jobs is not None and jobs < 1:
        raise OutOfRange("--jobs must be 1 or more.")
    if scheduler and jobs:
        raise PlmError("A cluster has workers instead of --jobs. Leave out --jobs or --scheduler.")
    recipes = _recipes(as_ or [], context, special, crop_residues, without_ambiguous)
    _check_clusters(clusters, cluster_column, identity, id_column, mix)
    if mix is None and (tokens is not None or weights != "sequences"):
        raise PlmError("--tokens and --weights are of a mixture: give the weights with --mix, as in 36:64.")
    _check_output(json, csv, force)
    if save:
        from ..curation import add_dataset

        add_dataset.check(save, force)
    from ..corpus import counting, summary

    elsewhere = _cluster(scheduler) if scheduler else None
    mixture = count_mixture.sources(paths, mix, column) if mix is not None else None
    weights, total = count_mixture.kind(weights), count_mixture.total(tokens)
    report = None
    try:
        with progress_bar() as progress:
            if clusters is not None:
                report = _clusters(
                    paths, clusters, cluster_column, recipes, column, id_column, jobs, progress
                )
            counted = counting.count(
                paths,
                column,
                not no_duplicates,
                jobs,
                progress,
                elsewhere=elsewhere,
                part=mixture.add if mixture else counting.no_part,
            )
    except counting.DamagedFiles as damaged:
        nothing = "Nothing was counted; what other files gave is kept for the next time."
        output.fail(" ".join([*damaged.sentences, nothing]), exit_codes.FOUND_FAULTS)
    mixed = count_mixture.mixed(mixture, recipes, weights, total) if mixture else []
    records = [*summary.as_records(counted, recipes), *count_mixture.as_records(mixed)]
    value = summary.as_json(counted, recipes)
    if report:
        from ..corpus import cluster_summary

        records += cluster_summary.as_records(report)
        value["clusters"] = cluster_summary.as_json(report)
    if mixed:
        value["mixture"] = count_mixture.as_json(mixed)
    if json:
        if csv:
            machine_output.write_csv_file(csv, records, _FIELDS, force)
            print(f"Wrote {csv}", file=sys.stderr)
        machine_output.print_json(value)
    else:
        machine_output.show(
            records, _FIELDS, lambda: print_counts(counted, recipes, report, mixed), json, csv, force
        )
    if save:
        is_data = json or csv == machine_output.STANDARD_OUTPUT
        print(_save(save, counted, report, identity, force), file=sys.stderr if is_data else sys.stdout)


def _check_clusters(
    clusters: str | None, column: str, identity: int | None, id_column: str, mix: str | None
) -> None:
    if clusters is None:
        for name, given in (
            ("--cluster-column", column),
            ("--identity", identity),
            ("--id-column", id_column),
        ):
            if given:
                raise PlmError(f"{name} is about clusters: name their file with --clusters.")
    elif mix is not None:
        raise PlmError("--mix draws sequences, and --clusters one of each cluster. Leave out one of them.")
    if identity is not None and not 0 < identity <= 100:
        raise OutOfRange("--identity is a percentage, from 1 to 100.")


def _clusters(
    paths: Sequence[str],
    mapping: str,
    cluster_column: str,
    recipes: Sequence[Recipe],
    column: str,
    id_column: str,
    jobs: int | None,
    progress: Progress,
) -> Report:
    from ..corpus import cluster_summary, header_clusters, sequence_clusters

    if mapping == cluster_summary.HEADERS:
        return cluster_summary.of_headers(header_clusters.described(paths, jobs, progress))
    return cluster_summary.of_mapping(
        sequence_clusters.clusters(paths, mapping, recipes, cluster_column, column, id_column, jobs, progress)
    )


def _cluster(address: str) -> Run:
    from ..corpus import cluster

    return cluster.on(address)


def _save(name: str, counted: Counted, report: Report | None, identity: int | None, force: bool) -> str:
    """Keep the counts as a dataset; gives the sentence that says so."""
    from ..corpus import provenance
    from ..curation import add_dataset
    from ..curation.add_dataset import Number

    note = provenance.note(counted.files)
    numbers = [Number(quantity, value, note) for quantity, value in provenance.numbers(counted).items()]
    if report and report.clusters:
        unit = provenance.clusters_unit(identity or report.identity, named=report.identity is not None)
        said = provenance.note(report.files) if report.files else note
        numbers.append(Number("sequences", report.clusters, said, unit))
    place = add_dataset.add(name, numbers, provenance.command(sys.argv), force)
    reload()
    return f'Added the dataset {name} to {place.yaml}: =TOKENS("{name}") gives its tokens. {KNOWN_ONCE}'


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
