"""The tables of models and datasets: their numbers, names, citations and rival numbers.

Models come first, then datasets, each in the order of the catalog; a place is a row of PlmEntries.
"""

from __future__ import annotations

from ...analysis import accelerators, cost, law_book, ratios, repetition, scores, spread
from ...catalog import Entry, Model, citations, fold, load
from ...catalog.nearest_names import pairs
from ...errors import NotAvailable
from .letters import letters
from .table import Cell, Table

#: The bases whose tokens are numbers of the catalog; "effective" is worked out, from repeat_tables.py.
COUNTED = tuple(basis for basis in ratios.BASES if basis != "effective")


def entries() -> tuple[Entry, ...]:
    """All models and datasets, in the order of their rows."""
    return (*load().models, *load().datasets)


def entries_table() -> Table:
    """The numbers of each model and dataset; the kind of a dataset is "dataset". Sequences are those that a
    length in residues multiplies, of which models of nucleotides have none; Count is how many there are."""
    headers = (
        "Name",
        "Kind",
        "Family",
        "Objective",
        "Parameters",
        "Active",
        "Exact",
        "Without embeddings",
        "Sequences",
        "Unique",
        "Seen",
        "Length",
        "Epochs",
        "Epochs by length",
        "FLOPs",
        "FLOPs each",
        "Accelerator",
        "Chip hours",
        "Stages",
        "Alone",
        "Mixture",
        "Count",
        "Score on substitutions",
        "Score on indels",
    )
    return Table("PlmEntries", headers, [_entry(entry) for entry in entries()])


def _entry(entry: Entry) -> list[Cell]:
    counted, length = ratios.known(ratios.sequences, entry), ratios.known(ratios.average_length, entry)
    if not isinstance(entry, Model):
        return [
            entry.name,
            "dataset",
            *[None] * 6,
            counted,
            None,
            None,
            length,
            *[None] * 9,
            counted,
            None,
            None,
        ]
    return [
        entry.name,
        entry.kind,
        fold(entry.family),
        entry.objective or None,
        *(ratios.known(ratios.parameters, entry, kind) for kind in ratios.PARAMETER_KINDS),
        *(ratios.known(ratios.model_tokens, entry, basis, 1.0) for basis in COUNTED),
        length,
        None if repetition.counts_epochs(entry) else ratios.known(ratios.epochs, entry),
        repetition.counts_epochs(entry),
        ratios.known(cost.training_flops, entry),
        ratios.known(cost.flops_per_token, entry),
        _chip(entry.accelerator),
        entry.value("chip_hours"),
        len(repetition.parts(entry)) if ratios.has_number(entry, "effective") else None,
        spread.is_alone(entry, "effective"),
        cost.is_a(entry, cost.MIXTURE),
        counted,
        *(entry.value(quantity) for quantity in scores.QUANTITY_OF_BENCHMARK.values()),
    ]


def _chip(name: str) -> Cell:
    """The row of PlmAccelerators."""
    return accelerators.accelerators().index(accelerators.accelerator(name)) + 1 if name else None


def names_table() -> Table:
    """Every name as the formulas fold it, with the rows of what it names, and its pairs of letters by which
    similar names are found."""
    found = load()
    places = {entry: place for place, entry in enumerate(entries(), 1)}
    quotes = {row[0]: " " for row in letters() if row[1] == " "}
    rows: dict[str, list[Cell]] = {}

    def row(key: str) -> list[Cell]:
        return rows.setdefault(" ".join(key.translate(quotes).split()), [None] * 4)

    for key, model in found.model_keys.items():
        row(key)[:2] = [places[model]] * 2
    for key, dataset in found.dataset_keys.items():
        if row(key)[1] is None:
            row(key)[1] = places[dataset]
    for place, law in enumerate((*law_book.laws(), *law_book.repetition_laws()), 1):
        for name in (law.id, law.name, *law.aliases):
            row(fold(name))[2] = place
    for place, chip in enumerate(accelerators.accelerators(), 1):
        for name in chip.names:
            row(fold(name))[3] = place
    return Table(
        "PlmNames",
        ("Key", "Model", "Entry", "Law", "Accelerator", "Pairs", "Size"),
        [[key, *row, *_pairs(key)] for key, row in rows.items()],
    )


def _pairs(key: str) -> list[Cell]:
    found = sorted(pair.replace("\n", "|") for pair in pairs(key))
    return [f" {' '.join(found)} ", len(found)]


def sources_table() -> Table:
    """The citation of each number, in full and in a few words."""
    return Table(
        "PlmSources",
        ("Key", "Name", "Quantity", "Citation", "Short"),
        [
            [
                f"{place} {quantity}",
                entry.name,
                quantity,
                citations.citation(entry.id, quantity),
                citations.short_citation(entry, quantity),
            ]
            for place, entry in enumerate(entries(), 1)
            for quantity in entry.facts
        ],
    )


def spread_table() -> Table:
    """The lowest, the preferred and the highest reading of each ratio, in three rows."""
    headers = ("Key", "Which", "Counted", *spread.HEADER[6:])
    rows: list[list[Cell]] = []
    for place, model in enumerate(load().models, 1):
        for basis in COUNTED:
            try:
                found = spread.spread_table([model.id], basis, 1.0)[1:]
            except NotAvailable:
                continue
            rows += [[f"{place} {basis}", row[2], *row[5:]] for row in found]
    return Table("PlmSpread", headers, rows)
