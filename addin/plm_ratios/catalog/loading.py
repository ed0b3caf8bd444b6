"""Reading the compiled catalog that comes with the package. in_use.py adds the user catalogs."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any, Callable, Mapping

from .entries import Catalog, Dataset, Entry, Model, facts_of
from .facts import Source
from .lazy_entries import LazyEntries, LazyIndex

COMPILED = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "catalog.json")
INDEXES = ("model_names", "dataset_names")  # where among the models, and datasets, the one of a name is


def from_json(data: Mapping[str, Any]) -> Catalog:
    """A catalog from its compiled form."""
    sources = _sources(data)
    return Catalog(
        edition=data["edition"],
        sources=sources,
        models=map(_maker(Model, sources), data["models"]),
        datasets=map(_maker(Dataset, sources), data["datasets"]),
    )


def from_lines(text: bytes) -> Catalog:
    """The same, from the file as curation/build.py writes it, one entry a line. Entries are parsed as they
    are asked for, and found by the index that the file ends with: that takes a tenth of the time."""
    lines = text.split(b"\n")
    models, datasets = (_cut(lines, b'"%s": [' % part) for part in (b"models", b"datasets"))
    data = json.loads(b"\n".join(lines))
    sources = _sources(data)
    model_names, dataset_names = (data[index] for index in INDEXES)
    lazy_models = LazyEntries(models, _maker(Model, sources))
    lazy_datasets = LazyEntries(datasets, _maker(Dataset, sources))
    return Catalog(
        edition=data["edition"],
        sources=sources,
        models=lazy_models,
        datasets=lazy_datasets,
        model_keys=LazyIndex(model_names, lazy_models),
        dataset_keys=LazyIndex(dataset_names, lazy_datasets),
    )


def _cut(lines: list[bytes], head: bytes) -> list[bytes]:
    """The lines of a list, which are taken out of the others."""
    start = lines.index(head) + 1
    end = lines.index(b"],", start)
    found = lines[start:end]
    del lines[start:end]
    return [line for line in found if line]  # an empty list has an empty line


def _sources(data: Mapping[str, Any]) -> dict[str, Source]:
    return {key: Source(id=key, **value) for key, value in data["sources"].items()}


def _maker(kind: Callable[..., Any], sources: Mapping[str, Source]) -> Callable[[Mapping[str, Any]], Any]:
    def made(raw: Mapping[str, Any]) -> Entry:
        entry: Entry = kind(**{**raw, **facts_of(raw, sources)})
        return entry

    return made


@lru_cache(maxsize=1)
def bundled() -> Catalog:
    """The catalog that comes with the package, read once, on first use."""
    with open(COMPILED, "rb") as file:
        return from_lines(file.read())
