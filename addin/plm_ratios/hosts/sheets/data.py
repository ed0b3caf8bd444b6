"""What the script of Google Sheets knows: the catalog, worked out as far as no typed number matters.

The JavaScript beside this file holds no number and hardly a sentence about models. It looks up what
the Python core says here, fills in the average length that somebody typed, and divides.

A field of a model or dataset is a number, or the sentence that says why there is none. Texts hold
slots such as {length} where the script fills something in.
"""

from __future__ import annotations

from typing import Any

from ...analysis import cautions, cost, explanations, law_book, ratios, repetition, scaling_laws, scores
from ...analysis.power_law import UNITS, Law
from ...analysis.spread import HEADER as SPREAD_HEADER
from ...analysis.spread import spread_table
from ...catalog import (
    Catalog,
    Dataset,
    Entry,
    Model,
    citations,
    fold,
    load,
    nearest_names,
    typed_names,
    typed_numbers,
)
from ...errors import NotAvailable
from ...functions import FUNCTIONS, tables
from ...functions.cells import ERROR_TEXTS
from ...functions.headers import HEADERS
from ...functions.law_tables import FRONTIER_HEADER, OPTIMAL_HEADER, laws_table
from ...functions.messages import choices, messages, said
from ...functions.plan_tables import PLAN_HEADER
from . import beware, effective, planning, sentences
from .fields import known, short

# The bases whose tokens are a number of the catalog; "effective" is worked out, from what effective.py says.
_COUNTED = tuple(basis for basis in ratios.BASES if basis != "effective")


def data() -> dict[str, Any]:
    """Everything, ready for JSON, with the entries of user catalogs."""
    catalog = load()
    texts = sentences.Texts()
    models = [_model(model, texts) for model in catalog.models]
    repeats = effective.shared(texts)
    return {
        "version": explanations.version(),
        "models": models,
        "datasets": list(map(_dataset, catalog.datasets)),
        "laws": list(map(_law, _laws())),
        "names": _names(catalog),
        "functions": {
            name: {"table": each.gives == "table", "whole": [argument.whole for argument in each.arguments]}
            for name, each in FUNCTIONS.items()
        },
        "choices": {what: choice._asdict() for what, choice in choices().items()},
        "quantityOfBasis": ratios.QUANTITY_OF_BASIS,
        "quantityOfWord": citations.QUANTITY_WORDS,
        "headers": {
            "CATALOG": tables.CATALOG_HEADER,
            "COMPARE": tables.COMPARE_HEADER,
            "BASES": tables.BASES_HEADER,
            "SPREAD": SPREAD_HEADER,
            "PLAN": PLAN_HEADER,
            "OPTIMAL": OPTIMAL_HEADER,
            "FRONTIER": FRONTIER_HEADER,
        },
        "columnHeaders": HEADERS,
        "lawsTable": laws_table(),
        "messages": messages(),
        "verdicts": [ratios.TOO_FEW, ratios.NEAR_OPTIMAL, ratios.MORE],
        "noted": cautions.noted("{text}", ["{parts}"]),
        "averageLength": short(ratios.AVERAGE_LENGTH),
        "lengthOff": explanations.LENGTH_OFF,
        "target": short(ratios.TARGET),
        "near": short(ratios.NEAR),
        **repeats,
        **planning.shared(),
        "texts": list(texts),
        "law": scaling_laws.DEFAULT,
        "sparse": scaling_laws.SPARSE,
        "edge": scaling_laws.EDGE,
        "errors": ERROR_TEXTS,
        "numbers": {
            "suffixes": typed_numbers.SUFFIXES,
            "one": typed_numbers.ONE_READING,
            "two": typed_numbers.TWO_READINGS,
            "asNumber": typed_numbers.AS_NUMBER,
            "marks": typed_numbers.MARKS,
        },
        "odd": {
            "invisible": typed_names.INVISIBLE,
            "lookAlike": typed_names.LOOK_ALIKE,
            "lookAlikes": typed_names.LOOK_ALIKES,
        },
        "similar": {"alike": nearest_names.ALIKE, "longest": nearest_names.LONGEST},
    }


def _model(model: Model, texts: sentences.Texts) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "family": model.family,
        "kind": model.kind,
        "objective": model.objective,
        "released": model.released,
        "weights": model.weights,
        **_shared(model),
        "parameters": {kind: known(ratios.parameters, model, kind) for kind in ratios.PARAMETER_KINDS},
        "active": model.value("params_active"),
        "tokens": {basis: known(ratios.model_tokens, model, basis, 1.0) for basis in ratios.BASES},
        "epochs": None if repetition.counts_epochs(model) else known(ratios.epochs, model),
        "scores": {
            benchmark: value
            for benchmark, quantity in scores.QUANTITY_OF_BENCHMARK.items()
            if (value := model.value(quantity)) is not None
        },
        "flops": known(cost.training_flops, model),
        "flopsPerToken": known(cost.flops_per_token, model),
        "places": {
            quantity: citations.short_citation(model, quantity)
            for quantity in ("params_total", *ratios.QUANTITY_OF_BASIS.values())
        },
        "spread": {basis: readings for basis in _COUNTED if (readings := _spread(model, basis))},
        **sentences.of_model(model, texts),
        "beware": beware.of_model(model, texts),
        **effective.of_model(model, texts),
        **planning.of_model(model),
    }


def _dataset(dataset: Dataset) -> dict[str, Any]:
    return {"name": dataset.name, **_shared(dataset), "about": explanations.about_dataset(dataset)}


def _shared(entry: Entry) -> dict[str, Any]:
    return {
        "sequences": known(ratios.sequences, entry.id),
        "length": known(ratios.average_length, entry.id),
        "sources": {quantity: citations.citation(entry.id, quantity) for quantity in entry.facts},
    }


def _spread(model: Model, basis: str) -> list[list[Any]]:
    """The lowest, preferred and highest reading, or one where they are the same: what is counted, the
    parameters, who says each, confidence, note."""
    try:
        rows = spread_table([model.id], basis, 1.0)[1:]
    except NotAvailable:
        return []
    readings = [[short(row[5]), short(row[6]), *row[7:]] for row in rows]
    return readings[:1] if readings[0] == readings[1] == readings[2] else readings


def _laws() -> tuple[Law, ...]:
    """The laws of either kind: WHY tells about both."""
    return (*law_book.laws(), *law_book.repetition_laws())


def _law(law: Law) -> dict[str, Any]:
    return {
        "id": law.id,
        "name": law.name,
        "domain": law.domain,
        "objective": law.objective,
        "counts": law.counts,
        "revises": law.revises,
        "about": explanations.about_law(law),
        "line": law.power_law._asdict() if law.gives_sizes else said(lambda: law.power_law),
        "depends": said(lambda: scaling_laws.target_ratio(law)),
        "loss": planning.loss(law),
        "ranges": [[what, unit, *bounds] for what, unit in UNITS.items() if (bounds := law.range(what))],
        "unranged": scaling_laws.outside(1.0, law) if not law.ranges else "",
    }


def _names(catalog: Catalog) -> dict[str, list[tuple[str, int]]]:
    """Every name as lookups compare it, with the position of what it names."""
    models = {model: place for place, model in enumerate(catalog.models)}
    datasets = {dataset: place for place, dataset in enumerate(catalog.datasets)}
    named_laws = {
        fold(name): place for place, law in enumerate(_laws()) for name in (law.id, law.name, *law.aliases)
    }
    return {
        "accelerator": planning.names(),
        "model": [(key, models[model]) for key, model in catalog.model_keys.items()],
        "dataset": [(key, datasets[dataset]) for key, dataset in catalog.dataset_keys.items()],
        "law": list(named_laws.items()),
    }
