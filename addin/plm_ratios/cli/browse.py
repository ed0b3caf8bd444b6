"""plm-ratios catalog list | search | show"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Sequence

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from ..analysis import accelerators
from ..catalog import Catalog, Dataset, Entry, Model, bundled, fold, load
from ..catalog.citations import soft_spots
from ..catalog.facts import Fact
from ..catalog.searching import described_like, named_like
from ..errors import NotAvailable, PlmError
from ..formatting import in_full
from ..records.entries import (
    DATASET_FIELDS,
    FACT_FIELDS,
    FOUND_FIELDS,
    MODEL_FIELDS,
    dataset_records,
    fact_records,
    found_records,
    model_records,
)
from ..records.fields import names
from . import machine_output, options, output, tables, user_catalog
from .tables import TerminalColumn

_SEARCH = "plm-ratios catalog search WORDS looks further, at datasets and objectives too"


def list_(
    words: Optional[list[str]] = typer.Argument(
        None,
        metavar="[NAME]...",
        help="Families, such as ESM-2, or parts of names. Without any: all models.",
        autocompletion=options.complete_models,
    ),
    datasets: bool = options.flag("--datasets", "List the datasets instead."),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """List the models, or the datasets, of the catalog.

    Example: plm-ratios catalog list ProGen2

    Example: plm-ratios catalog list --datasets uniref --json
    """
    if datasets:
        found = _datasets(words or [])
        shown = dataset_records(found), names(DATASET_FIELDS), lambda: _print_datasets(found)
    else:
        models = _models(words or [])
        shown = model_records(models), names(MODEL_FIELDS), lambda: _print_models(models)
    machine_output.show(*shown, json, csv, force)


def _models(words: Sequence[str]) -> Sequence[Model]:
    """The models of families, or those whose names hold a word; all without words."""
    catalog = load()
    found: list[Model] = []
    families = {fold(family) for family in catalog.families()}
    for word in words:
        meant = catalog.family(word) if fold(word) in families else named_like(catalog.models, word)
        if not meant:
            raise PlmError(_nothing("model or family", word, catalog.nearest(word, "model")))
        found += [model for model in meant if model not in found]
    return found if words else catalog.models


def _datasets(words: Sequence[str]) -> Sequence[Dataset]:
    catalog = load()
    found: list[Dataset] = []
    for word in words:
        meant = named_like(catalog.datasets, word)
        if not meant:
            raise PlmError(_nothing("dataset", word, catalog.nearest(word, "dataset")))
        found += [dataset for dataset in meant if dataset not in found]
    return found if words else catalog.datasets


def _nothing(what: str, word: str, nearest: Sequence[str]) -> str:
    hint = f"Nearest: {', '.join(nearest)}." if nearest else f"{_SEARCH}."
    return f'No {what} is called "{word}", or in part. {hint}'


def _print_models(models: Sequence[Model]) -> None:
    _print_entries(
        models,
        "Model",
        [
            _numbers(models, "Params", "params_total"),
            _numbers(models, "Sequences", "sequences"),
            _numbers(models, "Unique tokens", "tokens_unique", rank=3),
            _numbers(models, "Tokens seen", "tokens_seen"),
            TerminalColumn("Family", [escape(model.family) for model in models], rank=1, wraps=True),
            TerminalColumn("Objective", [escape(model.objective) for model in models], rank=2, wraps=True),
        ],
    )


def _print_datasets(datasets: Sequence[Dataset]) -> None:
    columns = [_numbers(datasets, "Sequences", "sequences"), _numbers(datasets, "Tokens", "tokens_unique")]
    _print_entries(datasets, "Dataset", columns)


def _print_entries(entries: Sequence[Entry], header: str, columns: list[TerminalColumn]) -> None:
    first = TerminalColumn(header, [escape(each.name) for each in entries], wraps=True)
    if load().user_entries:
        columns.append(
            TerminalColumn("From", [escape(user_catalog.short_origin(each)) for each in entries], wraps=True)
        )
    tables.show(output.console(), [first, *columns])


def _numbers(listed: Sequence[Entry], header: str, quantity: str, rank: int = 0) -> TerminalColumn:
    cells = [output.count(entry.value(quantity)) for entry in listed]
    return TerminalColumn(header, cells, rank=rank, right=True)


def search(
    words: list[str] = typer.Argument(
        ..., metavar="WORD...", help="Parts of names, or words such as antibody or CLM."
    ),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Find models and datasets by parts of their names, by family, objective, kind, year or training set.

    Example: plm-ratios catalog search antibody

    Example: plm-ratios catalog search uniref50 MLM
    """
    query = " ".join(words)
    catalog = load()
    first = [*named_like(catalog.models, query), *named_like(catalog.datasets, query)]
    found: list[Entry] = list(dict.fromkeys([*first, *described_like(catalog.models, query)]))
    if not found:
        nearest = catalog.nearest(query)
        hint = f"Nearest: {', '.join(nearest)}." if nearest else "Try fewer words, or parts of them."
        raise PlmError(f'Nothing in the catalog matches "{query}". {hint}')

    def print_table() -> None:
        columns = [
            TerminalColumn("What", [entry.what for entry in found]),
            _numbers(found, "Params", "params_total"),
            _numbers(found, "Sequences", "sequences"),
            TerminalColumn(
                "Family", [escape(getattr(each, "family", "")) for each in found], rank=1, wraps=True
            ),
        ]
        _print_entries(found, "Name", columns)
        output.console().print("plm-ratios catalog show NAME gives every fact with its source.", style="dim")

    machine_output.show(found_records(found), names(FOUND_FIELDS), print_table, json, csv, force)


def show(
    words: list[str] = typer.Argument(
        ...,
        metavar="NAME...",
        help="Models or datasets, by any of their names; a family, or a part of a name, lists what it means.",
        autocompletion=options.complete_entries,
    ),
    only_bundled: bool = options.flag("--bundled", "The bundled entry, even if one of your own replaces it."),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Show every fact about a model or dataset, with its source; conflicts are marked.

    Example: plm-ratios catalog show "ESM-2 15B"

    Example: plm-ratios catalog show esm2-15b --json
    """
    catalog = bundled() if only_bundled else load()
    meant = [_meant(catalog, word) for word in words]
    facts = [
        record
        for entry in dict.fromkeys(entry for entries in meant for entry in entries)
        for record in fact_records(entry)
    ]

    def print_entries() -> None:
        for number, entries in enumerate(meant):
            if number:
                output.console().print()
            if len(entries) == 1:
                _show_entry(entries[0], catalog)
            else:
                _list_entries(entries)

    machine_output.show(facts, names(FACT_FIELDS), print_entries, json, csv, force)


def _list_entries(entries: Sequence[Entry]) -> None:
    models = [entry for entry in entries if isinstance(entry, Model)]
    datasets = [entry for entry in entries if isinstance(entry, Dataset)]
    if models:
        _print_models(models)
    if datasets:
        _print_datasets(datasets)
    output.console().print("Name one of these to see its facts and their sources.", style="dim")


def _meant(catalog: Catalog, word: str) -> list[Entry]:
    """The entry of that name; else the family's models; else those whose names hold the word."""
    exact = catalog.find(word)
    if exact is not None:
        return [exact]
    if fold(word) in {fold(family) for family in catalog.families()}:
        return list(catalog.family(word))
    found = [*named_like(catalog.models, word), *named_like(catalog.datasets, word)]
    return found or [catalog.entry(word)]


def _show_entry(entry: Entry, catalog: Catalog) -> None:
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
    keys = ("family", "kind", "objective", "layout", "released", "weights", "license", "accelerator")
    for key in (*keys, "description"):
        text = getattr(entry, key, "")
        text = ", ".join(text) if isinstance(text, tuple) else text
        text = accelerators.name_of(text) if key == "accelerator" else text
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
    value = " ".join(filter(None, (value, escape(fact.unit))))
    soft = "; ".join(soft_spots(fact))
    parts = (
        f"[bold]{escape(quantity)}[/bold]",
        value,
        mark,
        soft,
        f"[dim]confidence: {escape(fact.confidence)}[/dim]",
    )
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
    console.print(f"  Counted from the architecture ({escape(model.architecture)}): {exact:,.0f} parameters.")
    if model.architecture_note:
        console.print(f"  {escape(model.architecture_note)}")
