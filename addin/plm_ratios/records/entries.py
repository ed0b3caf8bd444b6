"""Models and datasets as records, one each, and the facts about them, one each."""

from __future__ import annotations

from typing import Any, Iterable

from ..analysis import accelerators, ratios, scores
from ..catalog import Dataset, Entry, Model, load
from ..catalog.facts import QUANTITIES, Fact
from .fields import Field

_SHARED_END = (
    Field("aliases", "array", "Further names, which functions and commands know as well."),
    Field("origin", "string", 'File of the user catalog that holds it; "" for bundled entries.'),
    Field("catalog_edition", "string", "Edition of the catalog, and how many models of the user's own."),
)

MODEL_FIELDS: tuple[Field, ...] = (
    Field("model", "string", "Name of the model."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("family", "string", "Its family."),
    Field("kind", "string", "protein, antibody, msa, dna or rna."),
    Field("objective", "string", "How it was trained, such as MLM or CLM."),
    Field("released", "string", "When it was released: year, month or day."),
    Field("weights", "string", "Whether its weights are to be had."),
    Field("license", "string", "Licence of the weights."),
    Field("parameters", "number", "Parameters, all of them also in a mixture of experts.", "parameters"),
    Field("active_parameters", "number", "Parameters active for each token, of a mixture of experts."),
    Field("sequences", "number", "Sequences in the training set.", "sequences"),
    Field("tokens_unique", "number", "Distinct tokens in the training set.", "tokens"),
    Field("tokens_seen", "number", "Tokens processed in training, repeats included.", "tokens"),
    Field("average_length", "number", "Mean length in the training set.", "residues per sequence"),
    *(
        Field(f"ratio_{basis}", "number", f'Ratio on the basis "{basis}".', "tokens per parameter")
        for basis in ratios.BASES
    ),
    Field("datasets", "array", "Names of the datasets that it was trained on."),
    Field(
        "layout",
        "array",
        "What sets its cost apart from a dense transformer: encoder-decoder, mixture of experts, "
        "long-context mixer.",
    ),
    Field("accelerator", "string", "GPU or TPU that it was trained on."),
    Field("chip_hours", "number", "Hours of all accelerators together.", "chip-hours"),
    Field("training_flops", "number", "Compute of the training as a source states it.", "FLOPs"),
    *(
        Field(quantity, "number", f"Zero-shot score on the {benchmark} of ProteinGym.", QUANTITIES[quantity])
        for benchmark, quantity in scores.QUANTITY_OF_BENCHMARK.items()
    ),
    *_SHARED_END,
)
DATASET_FIELDS: tuple[Field, ...] = (
    Field("dataset", "string", "Name of the dataset."),
    Field("id", "string", "Its id, which stays as it is."),
    Field("sequences", "number", "Sequences in it.", "sequences"),
    Field("tokens_unique", "number", "Tokens in it.", "tokens"),
    Field("average_length", "number", "Mean length.", "residues per sequence"),
    Field("description", "string", "What it is."),
    *_SHARED_END,
)
FOUND_FIELDS: tuple[Field, ...] = (
    Field("name", "string", "Name of the entry."),
    Field("what", "string", "model or dataset."),
    Field("id", "string", "Its id."),
    Field("family", "string", "Family of a model."),
    Field("parameters", "number", "Parameters of a model.", "parameters"),
    Field("sequences", "number", "Sequences in the training set or dataset.", "sequences"),
    *_SHARED_END,
)
FACT_FIELDS: tuple[Field, ...] = (
    Field("name", "string", "Name of the model or dataset that the fact is about."),
    Field("what", "string", "model or dataset."),
    Field("id", "string", "Id of the entry."),
    Field("quantity", "string", "Which number, as docs/catalog.md names it: params_total, sequences, ..."),
    Field("value", "number", "The number; none where the source gives a range."),
    Field("low", "number", "Lower end of a range."),
    Field("high", "number", "Upper end of a range."),
    Field("unit", "string", "What is counted, where it is not what the quantity says."),
    Field("preferred", "boolean", "Whether functions use this fact of the quantity."),
    Field("conflicts", "boolean", "Whether the number contradicts the preferred one."),
    Field("confidence", "string", "high, medium or low."),
    Field("formula", "string", "How it was computed from other facts of the entry, if it was."),
    Field("source", "string", "Title of the source."),
    Field("locator", "string", "Where in the source it stands."),
    Field("url", "string", "Address of the source."),
    Field("read_in", "string", "Title of the text that quotes the source, where only that was read."),
    Field("quote", "string", "The words of the source."),
    Field("note", "string", "What to beware of."),
    *_SHARED_END[1:],
    Field("upper_bound", "boolean", "Whether the true number is at most this one, as with padded tokens."),
    Field("circular", "boolean", "Whether it was worked out from compute, and confirms nothing of it."),
    Field("standard_error", "number", "Standard error of the number, where the source states one."),
)


def model_records(models: Iterable[Model]) -> list[dict[str, Any]]:
    """One record a model, with the names of MODEL_FIELDS as keys; None where there is no number."""
    return [
        {
            "model": model.name,
            "id": model.id,
            "family": model.family,
            "kind": model.kind,
            "objective": model.objective,
            "released": model.released,
            "weights": model.weights,
            "license": model.license,
            "parameters": model.value("params_total"),
            "active_parameters": model.value("params_active"),
            "sequences": model.value("sequences"),
            "tokens_unique": model.value("tokens_unique"),
            "tokens_seen": model.value("tokens_seen"),
            "average_length": ratios.known_average_length(model),
            **{f"ratio_{basis}": ratios.known(ratios.ratio, model, basis) for basis in ratios.BASES},
            "datasets": [dataset.name for dataset in load().trained_on(model)],
            "layout": list(model.layout),
            "accelerator": accelerators.name_of(model.accelerator),
            "chip_hours": model.value("chip_hours"),
            "training_flops": model.value("training_flops"),
            **{quantity: model.value(quantity) for quantity in scores.QUANTITY_OF_BENCHMARK.values()},
            **_shared(model),
        }
        for model in models
    ]


def dataset_records(datasets: Iterable[Dataset]) -> list[dict[str, Any]]:
    """One record a dataset, with the names of DATASET_FIELDS as keys; None where there is no number."""
    return [
        {
            "dataset": dataset.name,
            "id": dataset.id,
            "sequences": dataset.value("sequences"),
            "tokens_unique": dataset.value("tokens_unique"),
            "average_length": ratios.known_average_length(dataset),
            "description": dataset.description,
            **_shared(dataset),
        }
        for dataset in datasets
    ]


def found_records(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """One record a model or dataset, with the names of FOUND_FIELDS as keys."""
    return [
        {
            "name": entry.name,
            "what": entry.what,
            "id": entry.id,
            "family": entry.family if isinstance(entry, Model) else None,
            "parameters": entry.value("params_total"),
            "sequences": entry.value("sequences"),
            **_shared(entry),
        }
        for entry in entries
    ]


def fact_records(entry: Entry) -> list[dict[str, Any]]:
    """One record a fact, with the names of FACT_FIELDS as keys; the preferred one of a quantity first."""
    return [_fact(entry, quantity, fact) for quantity, facts in entry.facts.items() for fact in facts]


def _fact(entry: Entry, quantity: str, fact: Fact) -> dict[str, Any]:
    low, high = fact.range or (None, None)
    return {
        "name": entry.name,
        "what": entry.what,
        "id": entry.id,
        "quantity": quantity,
        "value": fact.value,
        "low": low,
        "high": high,
        "unit": fact.unit or None,
        "preferred": fact is entry.fact(quantity),
        "conflicts": fact in entry.conflicting_facts(quantity),
        "confidence": fact.confidence,
        "formula": fact.formula or None,
        "source": fact.source.title if fact.source else None,
        "locator": fact.locator or None,
        "url": fact.source.url or None if fact.source else None,
        "read_in": fact.via.title if fact.via else None,
        "quote": fact.quote or None,
        "note": fact.note or None,
        "origin": entry.origin,
        "catalog_edition": load().label,
        "upper_bound": fact.upper_bound,
        "circular": fact.circular,
        "standard_error": fact.standard_error,
    }


def _shared(entry: Entry) -> dict[str, Any]:
    return {"aliases": list(entry.aliases), "origin": entry.origin, "catalog_edition": load().label}
