"""The sheets that show the catalog: Catalog, Datasets and Sources, as plain tables.

In the native flavour, formulas look up their numbers in the table on the sheet Catalog.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

from xlsxwriter.worksheet import Worksheet

from ..analysis import ratios
from ..catalog import Entry, Model, load
from ..catalog.citations import short_reference
from ..catalog.facts import Fact
from ..comparison import effective
from ..comparison.sheet_styles import COUNT, PLAIN, RATIO
from . import plan_inputs, plan_neighbours, printing, stages_sheet
from .book import Column, WorkbookBuilder
from .effective_formula import TOKENS, effective_or_blank

# Not "Catalog": a name must not be that of a function (ECMA-376 Part 4, "Names"), and CATALOG is one.
CATALOG_TABLE = "CatalogTable"
# This column exists if the user has models of their own; BUNDLED is its text for all others.
ORIGIN, BUNDLED = "From", "bundled"
_TABLE_ROW = 3

# Quantity, header of its number, header of its source.
_CITED = (
    ("params_total", "Parameters", "Source of parameters"),
    ("params_active", "Active parameters", "Source of active parameters"),
    ("sequences", "Sequences", "Source of sequences"),
    ("tokens_unique", "Unique tokens", "Source of unique tokens"),
    ("tokens_seen", "Tokens seen", "Source of tokens seen"),
)


def write_catalog(book: WorkbookBuilder, avglen: float) -> None:
    """Add the sheet with one model per row: preferred numbers, ratios on every basis, and their sources.

    `avglen` is the average length on the sheet Compare, which effective tokens follow.
    """
    models = load().models
    sheet = book.sheet(
        "Catalog",
        "Catalog of models",
        "The preferred number of each quantity; blank where no source states it. "
        "All facts, with places and quotes, are on the sheet Sources. "
        f"Ratios that need an average length are for {ratios.AVERAGE_LENGTH:g} residues.",
    )
    columns = [
        Column("Model", 24),
        Column("Family", 14),
        Column("Kind", 10),
        Column("Objective", 20),
        Column("Released", 12),
        Column("Weights", 11),
        Column("License", 18),
        *(Column(header, 12, "number", COUNT) for _, header, _ in _CITED),
        Column("Exact parameters", 15, "number", "#,##0"),
        *(Column(f"Ratio: {basis}", 11, "number", RATIO) for basis in ratios.BASES),
        *(Column(header, 56) for _, _, header in _CITED),
        Column("Id", 20),
        Column(TOKENS, 12, "number", COUNT, _effective(), hidden=True),
        Column("Source of effective tokens", 12, hidden=True),
        Column(plan_neighbours.DISTANCE, 12, "number", "", plan_neighbours.distance_formula(), hidden=True),
    ]
    far = plan_neighbours.distances(_TABLE_ROW + 2)
    rows = [[*_model_row(model, avglen), distance] for model, distance in zip(models, far, strict=True)]
    if load().user_entries:
        columns.append(Column(ORIGIN, 24))
        rows = [[*row, _origin(model)] for row, model in zip(rows, models)]
    _table(book, sheet, CATALOG_TABLE, columns, rows)
    # Printed without the sources, which would make all else too small to read; the sheet Sources has them.
    numbers = [column.header for column in columns].index(_CITED[0][2])
    printing.on_several_pages(sheet, _TABLE_ROW, (_TABLE_ROW + len(rows), numbers - 1))
    book.name("ModelNames", sheet, _TABLE_ROW + 1, 0, _TABLE_ROW + len(rows))


def _effective() -> str:
    """The hidden column that the basis "effective" is looked up in; it follows the average length."""
    parts = (f"[@[{header}]]" for header in ("Sequences", "Unique tokens", "Tokens seen", "Kind"))
    return stages_sheet.summed("[@[Model]]", effective_or_blank(*parts))


def _model_row(model: Model, avglen: float) -> list[Any]:
    return [
        model.name,
        model.family,
        model.kind,
        model.objective,
        model.released,
        model.weights,
        model.license,
        *(model.value(quantity) for quantity, _, _ in _CITED),
        ratios.known(ratios.exact_parameters, model),
        *(ratios.known(ratios.ratio, model, basis) for basis in ratios.BASES),
        *(source_of(model, quantity) for quantity, _, _ in _CITED),
        model.id,
        ratios.known(ratios.model_tokens, model, effective.BASIS, avglen),
        effective.source(model) or None,
    ]


def _origin(entry: Entry) -> str:
    """Where an entry comes from. A user's file is given without its folder, since a workbook is passed on."""
    return f"yours: {Path(entry.origin).name}" if entry.origin else BUNDLED


def source_of(entry: Entry, quantity: str) -> str | None:
    """Title of the source of the preferred number and the place in it; None if there is none."""
    fact = entry.fact(quantity)
    return None if fact is None else short_reference(fact, quantity)


def _table(
    book: WorkbookBuilder,
    sheet: Worksheet,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Add a long table whose header stays visible and is repeated on every printed page."""
    book.table(sheet, _TABLE_ROW, name, columns, rows)
    sheet.freeze_panes(_TABLE_ROW + 1, 1)
    printing.on_several_pages(sheet, _TABLE_ROW)


def write_datasets(book: WorkbookBuilder) -> None:
    """Add the sheet with one dataset per row, and the models that were trained on it."""
    catalog = load()
    sheet = book.sheet(
        "Datasets",
        "Training sets and their releases",
        "Sequences and residues as stated; the models that were trained on each.",
    )
    columns = [
        Column("Dataset", 38),
        Column("Sequences", 14, "number", "#,##0"),
        Column("Tokens", 12, "number", COUNT),
        Column("Average length", 12, "number", "#,##0.0"),
        Column("Models trained on it", 50),
        Column("Source", 60),
        Column("Note", 60),
        Column("Id", 30),
    ]
    rows = [
        [
            dataset.name,
            dataset.value("sequences"),
            dataset.value("tokens_unique"),
            ratios.known_average_length(dataset),
            ", ".join(model.name for model in catalog.models if dataset.id in model.datasets) or None,
            next(filter(None, (source_of(dataset, quantity) for quantity in dataset.facts)), None),
            _notes(dataset) or None,
            dataset.id,
        ]
        for dataset in catalog.datasets
    ]
    _table(book, sheet, "Datasets", columns, rows)
    book.name(plan_inputs.DATASET_NAMES, sheet, _TABLE_ROW + 1, 0, _TABLE_ROW + len(rows))


def _notes(entry: Entry) -> str:
    facts = (fact for facts in entry.facts.values() for fact in facts)
    return " ".join(dict.fromkeys(fact.note for fact in facts if fact.note))


def write_sources(book: WorkbookBuilder) -> None:
    """Add the sheet with one fact per row, conflicts included: its source, place and confidence."""
    catalog = load()
    sheet = book.sheet(
        "Sources",
        "Every fact and its source",
        "The fact marked preferred is the one that the ratios use; the others are kept unchanged.",
    )
    columns = [
        Column("Entry", 26),
        Column("Quantity", 15),
        Column("Value", 20, "number", PLAIN),
        Column("Preferred", 10),
        Column("Confidence", 11),
        Column("Source", 44),
        Column("Place", 40),
        Column("Address", 36),
        Column("Read in", 30),
        Column("Derived as", 28),
        Column("Unit", 24),
        Column("Quote", 60),
        Column("Note", 60),
    ]
    rows = [
        _claim_row(entry, quantity, fact)
        for entry in (*catalog.models, *catalog.datasets)
        for quantity, facts in entry.facts.items()
        for fact in facts
    ]
    _table(book, sheet, "Sources", columns, rows)


def _claim_row(entry: Entry, quantity: str, fact: Fact) -> list[Any]:
    source = fact.source
    value: Any = fact.value
    if value is None and fact.range:
        value = f"{fact.range[0]:,.0f} to {fact.range[1]:,.0f}"
    return [
        entry.name,
        quantity,
        value,
        "yes" if fact is entry.fact(quantity) else "no",
        fact.confidence,
        source.title if source else None,
        fact.locator or None,
        (source.url if source else "") or None,
        fact.via.title if fact.via else None,
        fact.formula or None,
        fact.unit or None,
        fact.quote or None,
        fact.note or None,
    ]
