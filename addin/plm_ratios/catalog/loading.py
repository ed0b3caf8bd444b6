"""Reading the catalog: the bundled one, merged with the user catalogs where there are any."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any, Mapping

from .config_paths import existing_paths
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


@lru_cache(maxsize=1)
def load() -> Catalog:
    """The catalog in use: the bundled one, merged with the user catalogs where there are any."""
    if _bundled_only or not existing_paths():
        return bundled()
    from . import user_catalog  # few have a use for it

    return user_catalog.with_user_catalogs(bundled())


_bundled_only = False


def use_bundled_only() -> None:
    """From here on this process reads no user catalog. What we ship is built so."""
    global _bundled_only
    _bundled_only = True
    load.cache_clear()
