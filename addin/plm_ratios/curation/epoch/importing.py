"""Imports Epoch AI's export into a user catalog: selects rows, reads their numbers, and adds notes on them.

A number becomes a fact only if its meaning is certain (see dataset_size.py for the dataset size);
the rest stays in the entry as a remark, so that nothing is lost and no ratio rests on a guess.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

from ...catalog import Catalog, fold
from ...catalog.naming import free_name
from ...catalog.texts import name_fault
from .. import schema
from .csv_export import EpochRow, Export
from .entry import EntryBuilder, id_of
from .known_rows import Known
from .language_models import BY_WORDS, evidence, is_text_model, kind_of
from .row import Numbers, family_of, name_of, read_numbers, same_model

LICENSE = "CC BY 4.0"
ATTRIBUTION = "Epoch AI, Data on AI models, https://epoch.ai/data"

# Why a row is not imported.
NO_LANGUAGE_MODEL = "its task is no protein or nucleotide language model"
NO_TASK = "it has no task, and neither its name nor title and abstract show a protein language model"
NOT_REALLY = "a language model by its tag or its words, but not one that the catalog can hold"
TEXT_MODEL = "tuned from a text model"
HAVE_IT = "in the bundled catalog already; see catalog diff epoch"
IS_DNA = "a model of DNA; --all-domains brings it in"
IS_RNA = "a model of RNA; --all-domains brings it in"
UNCLEAR_KIND = "proteins, DNA or RNA: the row does not tell"
NO_NUMBERS = "neither parameters nor a dataset size"
TWICE = "an earlier row has the same name"
NOTHING_CERTAIN = "no number of it has a certain meaning"
NO_NAME = "no name"
NOT_A_NAME = "its name cannot be one of ours"


class Skipped(NamedTuple):
    """A row that was left out."""

    name: str
    row: int
    why: str
    more: str = ""


class Imported(NamedTuple):
    """The result of an import. `flagged` and `corrected` hold (name, sentence)."""

    source_id: str
    source: schema.Source
    models: list[schema.Model]
    skipped: list[Skipped]
    flagged: list[tuple[str, str]]
    cleaned: list[tuple[str, str]]
    corrected: list[tuple[str, str]]


def import_export(export: Export, catalog: Catalog, known: Known, all_domains: bool = False) -> Imported:
    """The models of an export that `catalog` does not have."""
    source_id = f"epoch-{export.date or 'export'}"
    found = Imported(source_id, source_of(export), [], [], [], [], [])
    names: set[str] = set()
    ids: set[str] = set()
    for row in export.rows:
        name = name_of(row)
        numbers = read_numbers(row, known)
        found.corrected.extend((name, sentence) for sentence in numbers.corrected.values())
        dataset = known.corrected_text(name, "dataset", row.text("dataset"))
        if dataset:
            found.corrected.append((name, f'The dataset "{dataset.text}" is wrong. {dataset.why}'))
        skipped = _why_not(row, numbers, catalog, known, all_domains, names)
        if skipped:
            found.skipped.append(skipped)
            continue
        id_ = free_name(id_of(name, row), ids.__contains__, "-")
        ids.add(id_)
        by_words = evidence(row, known) == BY_WORDS
        entry = EntryBuilder(row, numbers, source_id, known, id_, by_words)
        model = entry.model(_shown_name(name, catalog))
        if not model.facts:
            found.skipped.append(Skipped(name, row.number, NOTHING_CERTAIN, " ".join(entry.flags)))
            continue
        names.add(fold(name))
        found.models.append(model)
        found.flagged.extend((name, sentence) for sentence in entry.flags)
        found.cleaned.extend((name, sentence) for sentence in numbers.cleaned.values())
    return found


def counts(skipped: Sequence[Skipped]) -> list[tuple[str, int]]:
    """How many rows were skipped for each reason, the most frequent first."""
    reasons = [each.why for each in skipped]
    return sorted(((why, reasons.count(why)) for why in dict.fromkeys(reasons)), key=lambda pair: -pair[1])


def source_of(export: Export) -> schema.Source:
    """The export as a source: its owner, date and licence accompany each number."""
    dated = f" ({export.dated_by} {export.date})" if export.date else ""
    return schema.Source(
        title=f"Epoch AI, Data on AI models, CSV export{dated}, licensed {LICENSE}",
        year=int(export.date[:4]) if export.date else None,
        url="https://epoch.ai/data",
        kind="database",
    )


def header(export: Export) -> str:
    """The comment at the head of the file."""
    dated = f", {export.dated_by} {export.date}" if export.date else ""
    return (
        f"# Models from an export of {ATTRIBUTION}{dated}.\n"
        f"# Licensed {LICENSE} (https://creativecommons.org/licenses/by/4.0/): keep this attribution.\n"
        "# Changed: rows were selected, numbers cleaned of rounding artefacts, known errors corrected, and\n"
        "# the dataset sizes sorted by what they count; each entry says what was done to its numbers.\n\n"
    )


def _why_not(
    row: EpochRow, numbers: Numbers, catalog: Catalog, known: Known, all_domains: bool, names: set[str]
) -> Skipped | None:
    name = name_of(row)
    kind = kind_of(row, known)
    ours = same_model(row, catalog, known)
    family = family_of(row, catalog)
    shown = evidence(row, known)
    no_numbers = not (numbers.parameters or numbers.size or numbers.basis)
    reasons: tuple[tuple[Any, str, str], ...] = (
        (not name, NO_NAME, ""),
        (name_fault(name), NOT_A_NAME, f"it {name_fault(name)}"),
        (ours, HAVE_IT, f"as {ours.name}" if ours else ""),
        (family, HAVE_IT, f"as the family of {', '.join(family)}"),
        (known.why_never(name), NOT_REALLY, known.why_never(name) or ""),
        (not shown and row.text("task"), NO_LANGUAGE_MODEL, row.text("task")),
        (not shown, NO_TASK, known.other_task(name) or ""),
        (is_text_model(row), TEXT_MODEL, row.text("base")),
        (no_numbers, NO_NUMBERS, ""),
        (kind == "rna" and not all_domains, IS_RNA, ""),
        (kind is None, UNCLEAR_KIND, ""),
        (kind == "dna" and not all_domains, IS_DNA, ""),
        (fold(name) in names, TWICE, ""),
    )
    return next((Skipped(name, row.number, why, more) for holds, why, more in reasons if holds), None)


def _shown_name(name: str, catalog: Catalog) -> str:
    """The name, followed by "(Epoch AI)" if the bundled catalog has an entry with this name."""
    return f"{name} (Epoch AI)" if catalog.named(name) else name  # a bundled dataset
