"""Reading the compiled catalog that comes with the package. in_use.py adds the user catalogs."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any, Mapping

from .entries import Catalog, Dataset, Model, facts_of
from .facts import Source

COMPILED = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "catalog.json")


def from_json(data: Mapping[str, Any]) -> Catalog:
    """A catalog from its compiled form."""
    sources = {key: Source(id=key, **value) for key, value in data["sources"].items()}

    def entry(raw: Mapping[str, Any]) -> dict[str, Any]:
        return {**raw, **facts_of(raw, sources)}

    return Catalog(
        edition=data["edition"],
        sources=sources,
        models=(Model(**entry(raw)) for raw in data["models"]),
        datasets=(Dataset(**entry(raw)) for raw in data["datasets"]),
    )


@lru_cache(maxsize=1)
def bundled() -> Catalog:
    """The catalog that comes with the package, read once, on first use."""
    with open(COMPILED, encoding="utf-8") as file:
        return from_json(json.load(file))
