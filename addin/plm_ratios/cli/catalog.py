"""plm-ratios catalog list | show | check | format | build; add.py has add and remove"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional, Sequence

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from ..catalog import Catalog, Entry, Model, bundled, load
from ..catalog.facts import Fact
from ..errors import NotAvailable
from ..formatting import in_full
from . import add, epoch, exit_codes, output, tables, user_catalog
from .tables import TerminalColumn

app = typer.Typer(no_args_is_help=True, help="The cited facts behind the formulas.")
app.command()(add.add)
app.command()(add.remove)
app.add_typer(epoch.imports, name="import")
app.add_typer(epoch.diffs, name="diff")

_DATA = typer.Option(None, "--data", help="Folder of YAML files to work on; the package's own by default.")
_USER = typer.Option(False, "--user", help="Your own catalog instead of the package's.")


@app.command("list")
def list_(
    family: Optional[str] = typer.Argument(None, help="A family, such as ESM-2. Without it: all models."),
    datasets: bool = typer.Option(False, "--datasets", help="List the datasets instead."),
) -> None:
    """List the models, or the datasets, of the catalog.

    Example: plm-ratios catalog list ProGen2
    """
    listed: tuple[Entry, ...]
    if datasets:
        listed = load().datasets
        columns = [_numbers(listed, "Sequences", "sequences"), _numbers(listed, "Tokens", "tokens_unique")]
    else:
        listed = models = load().family(family) if family else load().models
        columns = [
            _numbers(listed, "Params", "params_total"),
            _numbers(listed, "Sequences", "sequences"),
            _numbers(listed, "Unique tokens", "tokens_unique", rank=3),
            _numbers(listed, "Tokens seen", "tokens_seen"),
            TerminalColumn("Family", [escape(model.family) for model in models], rank=1, wraps=True),
            TerminalColumn("Objective", [escape(model.objective) for model in models], rank=2, wraps=True),
        ]
    names = TerminalColumn(
        "Dataset" if datasets else "Model", [escape(each.name) for each in listed], wraps=True
    )
    if load().user_entries:
        columns.append(
            TerminalColumn("From", [escape(user_catalog.short_origin(each)) for each in listed], wraps=True)
        )
    tables.show(output.console(), [names, *columns])


def _numbers(listed: Sequence[Entry], header: str, quantity: str, rank: int = 0) -> TerminalColumn:
    cells = [output.count(entry.value(quantity)) for entry in listed]
    return TerminalColumn(header, cells, rank=rank, right=True)


@app.command()
def show(
    name: str = typer.Argument(..., help="A model or dataset, by any of its names."),
    only_bundled: bool = typer.Option(
        False, "--bundled", help="The bundled entry, even if one of your own replaces it."
    ),
) -> None:
    """Show every fact about a model or dataset, with its source; conflicts are marked.

    Example: plm-ratios catalog show "ESM-2 15B"
    """
    catalog = bundled() if only_bundled else load()
    entry = catalog.entry(name)
    console = output.console()
    console.print(f"[bold]{escape(entry.name)}[/bold]  ({entry.what} {escape(entry.id)})")
    for label, text in [*_words(entry, catalog), ("from", user_catalog.origin(entry))]:
        console.print(f"  {label}: {escape(text)}")
    for quantity, facts in entry.facts.items():
        for fact in facts:
            _show_fact(console, entry, quantity, fact)
    if isinstance(entry, Model):
        _show_count(entry, console)
        for remark in entry.remarks:
            console.print(f"  {escape(remark['text'])} ({escape(catalog.sources[remark['source']].title)})")


def _words(entry: Entry, catalog: Catalog) -> list[tuple[str, str]]:
    words = [("also called", ", ".join(entry.aliases))]
    for key in ("family", "kind", "objective", "released", "weights", "license", "description"):
        text = getattr(entry, key, "")
        cited = getattr(entry, "citations", {}).get(key)
        if text and cited:
            text += f"  [{catalog.sources[cited['source']].title}; {cited['locator']}]"
        words.append((key, text))
    if isinstance(entry, Model):
        words.append(("trained on", ", ".join(dataset.name for dataset in catalog.trained_on(entry))))
    return [(label, text) for label, text in words if text]


def _show_fact(console: Console, entry: Entry, quantity: str, fact: Fact) -> None:
    """Print a line with the number, and its source below it, in the full width."""
    conflicting = entry.conflicting_facts(quantity)
    preferred = bool(conflicting) and fact is entry.fact(quantity)
    mark = "preferred" if preferred else "[yellow]differs[/yellow]" if fact in conflicting else ""
    if fact.value is None and fact.range:
        value = f"{fact.range[0]:,.0f} to {fact.range[1]:,.0f}"
    else:
        value = "" if fact.value is None else in_full(fact.value)
    parts = (f"[bold]{quantity}[/bold]", value, mark, f"[dim]confidence: {fact.confidence}[/dim]")
    console.print("  ".join(filter(None, parts)))
    source = " | ".join(
        part
        for part in (
            f"= {fact.formula}" if fact.formula else "",
            fact.source.title if fact.source else "",
            fact.locator,
            fact.source.url if fact.source else "",
            f"read in {fact.via.title}" if fact.via else "",
            f'"{fact.quote}"' if fact.quote else "",
        )
        if part
    )
    for text in filter(None, (source, fact.note and f"Note: {fact.note}")):
        console.print(Padding(Text(text), (0, 0, 0, 4)))


def _show_count(model: Model, console: Any) -> None:
    from ..analysis.ratios import exact_parameters

    try:
        exact = exact_parameters(model)
    except NotAvailable:
        return
    console.print(f"  Counted from the architecture ({model.architecture}): {exact:,.0f} parameters.")
    if model.architecture_note:
        console.print(f"  {escape(model.architecture_note)}")


@app.command()
def check(data: Optional[Path] = _DATA, user: bool = _USER) -> None:
    """Check the YAML files, and your own catalog, against every rule; all problems are listed at once.

    Example: plm-ratios catalog check --data my-catalog
    """
    from ..curation import build, yaml_files

    if user:
        _check_own()
        return
    folder = _folder(data)
    try:
        compiled = build.compiled_files(folder)
    except build.CatalogProblemsError as error:
        problems = error.problems
    else:
        remedy = f"is not up to date; run: {build.BUILD_COMMAND}"
        problems = [
            yaml_files.Problem(name, remedy)
            for name, text in compiled.items()
            if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
        ]
    for problem in problems:
        print(problem)
    if problems:
        plural = "s" * (len(problems) > 1)
        output.fail(f"{len(problems)} problem{plural} in {folder}", exit_codes.FOUND_FAULTS)
    held = {key: value for text in reversed(compiled.values()) for key, value in json.loads(text).items()}
    counts = ", ".join(
        f"{len(held[what])} {what}" for what in ("models", "datasets", "sources", "laws") if what in held
    )
    print(f"{counts}: all rules hold.")
    if not data:
        _check_own()


def _check_own() -> None:
    faulty = user_catalog.check()
    if faulty:
        output.fail(f"something is wrong with {', '.join(faulty)}", exit_codes.FOUND_FAULTS)


@app.command("format")
def format_(data: Optional[Path] = _DATA, user: bool = _USER) -> None:
    """Put the YAML files into canonical form.

    Example: plm-ratios catalog format --data my-catalog
    """
    from ..curation import yaml_files

    if user:
        user_catalog.format_()
        return
    folder = _folder(data)
    for path in yaml_files.files_of(folder):
        try:
            canonical = yaml_files.canonical(path, folder)
        except ValueError as error:
            output.fail(f"{path.name}: {str(error).splitlines()[0]}. plm-ratios catalog check says more.")
        text = path.read_text(encoding="utf-8")
        stray = yaml_files.stray_comments(text)
        if stray:
            output.fail(
                f"{path.name}:{stray[0]}: a comment below the header would be lost; make it a note first."
            )
        if canonical != text:
            yaml_files.write(path, canonical)
            print(f"Formatted {path.name}")


@app.command()
def build(data: Optional[Path] = _DATA, user: bool = _USER) -> None:
    """Compile the YAML files into catalog.json and laws.json, which the functions load.

    Example: plm-ratios catalog build --data my-catalog
    """
    from ..curation import build

    if user:
        user_catalog.build()
        return
    try:
        print(f"Wrote {build.build(_folder(data))}")
    except build.CatalogProblemsError as error:
        print(error)
        output.fail(f"nothing written: {len(error.problems)} problems")


def _folder(data: Path | None) -> Path:
    """The folder of the YAML files."""
    from ..curation import yaml_files

    folder = data or yaml_files.DATA
    if not folder.is_dir():
        output.fail(f"There is no folder {folder}.")
    return folder
