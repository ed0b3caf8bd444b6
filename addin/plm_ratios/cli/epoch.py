"""plm-ratios catalog import epoch | catalog diff epoch"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer
from rich.markup import escape
from rich.table import Table

from ..catalog import bundled, config_paths
from ..files import FileExists, replacing
from . import options, output
from .output import print

if TYPE_CHECKING:
    from ..curation.epoch.csv_export import Export
    from ..curation.epoch.diff import Difference
    from ..curation.epoch.hardware import Finding
    from ..curation.epoch.importing import Imported

imports = typer.Typer(no_args_is_help=True, help="Bring in models from other people's catalogs.")
diffs = typer.Typer(no_args_is_help=True, help="Compare other people's numbers with the bundled ones.")


@imports.callback()
@diffs.callback()
def _group() -> None:
    """Keeps `epoch` a command of its own: other catalogs may follow."""


_FILE = typer.Argument(..., help="A file of models from https://epoch.ai/data: .csv, .zip, .gz, .xlsx.")


@imports.command("epoch")
def import_epoch(
    file: Path = _FILE,
    out: Optional[Path] = typer.Option(
        None, "--out", help="The user catalog to write; epoch-DATE.yaml here where it is left out."
    ),
    all_domains: bool = options.flag("--all-domains", "Also models of DNA and RNA."),
    dry_run: bool = options.flag("--dry-run", "Say what would come in, and write nothing."),
    verbose: bool = options.flag("--verbose", "List every row, and what was cleaned."),
    force: bool = options.flag("--force", "Replace the file if it is there."),
) -> None:
    """Turn an export of Epoch AI's models into a catalog of your own, with sources and licence.

    Models that the bundled catalog has stay out. Their "dataset size" becomes sequences, unique tokens or
    tokens seen only where the row settles which; elsewhere it is kept as a note.

    Example: plm-ratios catalog import epoch biology_models.csv --out epoch.yaml
    """
    from ..curation import user_yaml
    from ..curation.epoch import csv_export, importing, known_rows

    export = csv_export.read_export(file)
    found = importing.import_export(export, bundled(), known_rows.known(), all_domains)
    target = out or Path(f"epoch-{export.date or 'export'}.yaml")
    place = _place(target, file, force or dry_run)
    _print_file_summary(file, export)
    _print_import_summary(found, importing.counts(found.skipped), verbose)
    if dry_run or not found.models:
        print("Nothing was written.")
        return
    catalog = user_yaml.UserCatalog(target.name, importing.header(export))
    catalog.models, catalog.sources = found.models, {found.source_id: found.source}
    try:
        user_yaml.save(catalog, place, user_yaml.bundled())
    except user_yaml.ProblemsError as error:
        output.fail(f"{error}. Nothing was written.")
    print(f"Wrote {place.yaml} and, compiled from it, {Path(place.json).name}")
    print(f"To use it: {config_paths.CATALOG_VARIABLE}={_variable_value(place)}")


def _place(target: Path, file: Path, force: bool) -> config_paths.CatalogPath:
    """The files to write; fails, before anything is read, if they cannot be written."""
    if target.suffix.lower() not in (".yaml", ".yml"):
        output.fail(f"A catalog is a .yaml file; name it {target.with_suffix('.yaml')}.")
    if not target.absolute().parent.is_dir():
        output.fail(f"There is no folder {target.parent}. Make it first.")
    place = config_paths.catalog_path(os.path.abspath(target))
    for path in map(Path, (place.yaml, place.json)):
        if path.is_dir():
            output.fail(f"{path} is a folder. Name a file.")
        if path.exists() and path.resolve() == file.resolve():
            output.fail(f"{path} is the file to read. Choose another name.")
        if path.exists() and not force:
            shown = target.with_suffix(path.suffix)
            raise FileExists(f"{shown} exists already. Choose another name, or replace it with --force.")
    return place


def _variable_value(place: config_paths.CatalogPath) -> str:
    """The value that the variable needs so that the user's other catalogs stay in use with this one."""
    others = [each.yaml for each in config_paths.existing_paths() if each.yaml != place.yaml]
    return os.pathsep.join([*others, place.yaml])


def _print_file_summary(file: Path, export: Export) -> None:
    dated = f", {export.dated_by} {export.date}" if export.date else ""
    print(f"{file.name}: {len(export.rows)} rows{dated}. Data by Epoch AI, CC BY 4.0.")
    for remark in export.remarks:
        print(f"  {remark}")


def _print_import_summary(found: Imported, counts: list[tuple[str, int]], verbose: bool) -> None:
    print(f"Came in: {len(found.models)}")
    if verbose:
        for model in found.models:
            print(f"  {model.name}: {', '.join(model.facts)}")
    print(f"Skipped: {len(found.skipped)}")
    for why, count in counts:
        print(f"  {count:4} {why}")
        for each in found.skipped if verbose else ():
            if each.why == why:
                print(f"         {each.name}, row {each.row}" + (f": {each.more}" if each.more else ""))
    _list(f"Flagged: {len(found.flagged)}", found.flagged)
    _list(f"Known errors corrected: {len(found.corrected)}", found.corrected)
    _list(f"Rounding artefacts cleaned: {len(found.cleaned)}", found.cleaned if verbose else [])


def _list(title: str, pairs: list[tuple[str, str]]) -> None:
    print(title)
    for name, sentence in pairs:
        print(f"  {name}: {sentence}")


@diffs.command("epoch")
def diff_epoch(
    file: Path = _FILE,
    tolerance: float = typer.Option(0.05, help="Numbers closer than this share agree."),
    csv_file: Optional[Path] = typer.Option(None, "--csv", help="Also write every line to this CSV file."),
    verbose: bool = options.flag("--verbose", "Also show what agrees, or is on one side only."),
    force: bool = options.flag("--force", "Replace the CSV file if it is there."),
) -> None:
    """Compare Epoch AI's numbers with the bundled ones, and say why they differ if that is known.

    Parameters, sequences, unique tokens, tokens seen, and training compute, ours as FLOPs per token x tokens.
    Below, their compute is held against the chips and hours of the same row: 100 % of the peak is impossible.

    Example: plm-ratios catalog diff epoch biology_models.csv --csv differences.csv
    """
    if not 0 <= tolerance < float("inf"):
        output.fail(f"The tolerance must be a share such as 0.05; it is {tolerance:g}.")
    if csv_file and csv_file.exists():  # before the table, and never the export itself
        if csv_file.resolve() == file.resolve():
            output.fail(f"{csv_file} is the file to read. Choose another name.")
        if not force:
            raise FileExists(f"{csv_file} exists already. Choose another name, or replace it with --force.")
    from ..curation.epoch import csv_export, diff, hardware, known_rows

    export = csv_export.read_export(file)
    held = hardware.findings(export)
    lines = diff.compare(export, bundled(), known_rows.known(), tolerance)
    _print_file_summary(file, export)
    agreeing = (diff.AGREES, diff.FROM_THEM, diff.ONLY_OURS, diff.ONLY_THEIRS)
    _print_lines([line for line in lines if verbose or line.outcome not in agreeing])
    models = len({line.model for line in lines})
    print(f"{models} models in both, {len(lines)} numbers (tolerance {tolerance:.3g}):")
    for outcome in diff.OUTCOMES:
        print(f"  {sum(line.outcome == outcome for line in lines):4} {outcome}")
    _print_hardware(held, verbose)
    if csv_file:
        _write_csv(csv_file, [*lines, *map(_as_line, held)], force)
        print(f"Wrote {csv_file}")


def _print_hardware(held: list[Finding], verbose: bool) -> None:
    """Their compute against the peak of their hardware: what is wrong, then how much of each."""
    from ..curation.epoch import hardware

    listed = {*hardware.VERDICTS} if verbose else {*hardware.FAULTS}
    print(f"{len(held)} rows state compute, chips and hours; against the peak of the chips:")
    for verdict in hardware.VERDICTS:
        found = [each for each in held if each.verdict == verdict]
        print(f"  {len(found):4} {verdict}")
        for each in found if verdict in listed else ():
            print(f"         {each.row}, {each.chip}{': ' if each.why else ''}{each.why}")


def _as_line(held: Finding) -> Difference:
    """What is said of a row's hardware, as a line of the CSV file: the share of the peak as a number."""
    from ..curation.epoch.diff import Difference

    share = float(f"{held.share.value:.4g}")
    return Difference(held.row, held.row, "share of peak", share, None, held.verdict, held.why, "")


_COLUMNS = ("model", "epoch_row", "quantity", "theirs", "ours", "outcome", "why", "our_source")


def _print_lines(lines: list[Difference]) -> None:
    table = Table(pad_edge=False)
    for header in ("Model", "Quantity", "Theirs", "Ours", "Outcome", "Why"):
        table.add_column(
            header, justify="right" if header in ("Theirs", "Ours") else "left", overflow="fold",
            no_wrap=header in ("Model", "Quantity"),
        )  # fmt: skip
    for line in lines:
        words = (line.outcome, line.why)
        table.add_row(
            escape(line.model), line.quantity, _number(line.theirs), _number(line.ours), *map(escape, words)
        )
    if lines:
        output.console().print(table)


def _number(value: float | None) -> str:
    return f"{value:.3g}" if value is not None and value >= 1e15 else output.count(value)


def _write_csv(path: Path, lines: list[Difference], force: bool) -> None:
    with replacing(path, force) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for line in lines:
            writer.writerow(["" if cell is None else cell for cell in line])
