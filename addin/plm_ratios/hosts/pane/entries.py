"""What the pane shows of the catalog, ready to be shown: the pane computes and words nothing itself."""

from __future__ import annotations

from typing import Any

from ... import formatting
from ...analysis import ratios
from ...catalog import Model, citations, load
from ...comparison import captions
from ...errors import NotAvailable
from ...functions import FUNCTIONS
from ...version import __version__


def entries(prefix: str = "") -> dict[str, Any]:
    """The catalog in use, as JSON can hold it. `prefix` stands before the names of the functions where the
    spreadsheet has them under a namespace, such as "PLM."."""
    return {
        "prefix": prefix,
        "version": __version__,
        "edition": load().label,
        "length": int(ratios.AVERAGE_LENGTH),
        "target": int(ratios.TARGET),
        "bases": [{"id": basis, "meaning": captions.meaning(basis)} for basis in ratios.BASES],
        "models": [_model(model) for model in load().models],
    }


def _model(model: Model) -> dict[str, Any]:
    parameters = model.value("params_total")
    return {
        "id": model.id,
        "name": model.name,
        "family": model.family,
        "kind": model.kind,
        "objective": model.objective,
        "released": model.released,
        "aliases": list(model.aliases),
        "parameters": {
            "shown": "" if parameters is None else formatting.count(parameters),
            **_source(model, "params_total"),
        },
        "ratios": [_ratio(model, basis) for basis in ratios.BASES],
        "own": bool(model.origin),
    }


def _ratio(model: Model, basis: str) -> dict[str, Any]:
    ratio = ratios.known(ratios.ratio, model, basis)
    return {
        "basis": basis,
        "value": ratio,
        "shown": "" if ratio is None else formatting.ratio(ratio),
        "verdict": "" if ratio is None else ratios.verdict(ratio),
        "why": FUNCTIONS["WHY"](model.name, basis),
        **_source(model, ratios.QUANTITY_OF_BASIS[basis]),
    }


def _source(model: Model, quantity: str) -> dict[str, str]:
    """The source of a number and its address; empty if there is none."""
    try:
        fact = load().source_of(model, quantity)
    except NotAvailable:
        return {"source": "", "url": ""}
    return {
        "source": citations.short_reference(fact, quantity),
        "url": fact.source.url if fact.source else "",
    }
