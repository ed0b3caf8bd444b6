"""Compiles the YAML files into catalog.json, the form that the functions load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .derive import Derivation
from .files import DATA, Draft, read, write
from .rules import check
from .schema import Claim, Dataset, Model

BUILD_COMMAND = "plm-ratios catalog build"


class CatalogProblemsError(ValueError):
    """The catalog breaks its rules; `problems` holds every breach."""

    def __init__(self, problems: list[Any]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def build(data: Path = DATA) -> Path:
    """Checks the files and writes catalog.json beside them; CatalogProblemsError where a rule is broken."""
    target = data / "catalog.json"
    write(target, compiled(data))
    return target


def compiled(data: Path = DATA) -> str:
    """The text of catalog.json: one entry a line, so that a diff shows which entries changed."""
    problems = check(data)
    if problems:
        raise CatalogProblemsError(problems)
    draft = read(data)
    assert draft.edition is not None, "check() passed"
    derivation = Derivation(draft)
    parts = [
        f'"edition": {_line(draft.edition.edition)}',
        f'"license": {_line(draft.edition.license)}',
        f'"sources": {{\n{_block(draft)}\n}}',
        f'"models": [\n{_entries(draft.models, derivation)}\n]',
        f'"datasets": [\n{_entries(draft.datasets, derivation)}\n]',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _block(draft: Draft) -> str:
    return ",\n".join(
        f"{_line(key)}: {_line(draft.sources[key].model_dump(exclude_none=True))}"
        for key in sorted(draft.sources)
    )


def _entries(entries: Any, derivation: Derivation) -> str:
    return ",\n".join(_line(_entry(entry, derivation)) for entry in entries)


def _entry(entry: Model | Dataset, derivation: Derivation) -> dict[str, Any]:
    raw = entry.model_dump(exclude_none=True, exclude_defaults=True)
    raw["facts"] = {
        quantity: [_claim(entry, claim, derivation) for claim in claims]
        for quantity, claims in entry.facts.items()
    }
    if isinstance(entry, Model) and entry.architecture is not None:
        raw["architecture"] = entry.architecture.family
        if entry.architecture.note:
            raw["architecture_note"] = entry.architecture.note
    return raw


def _claim(entry: Model | Dataset, claim: Claim, derivation: Derivation) -> dict[str, Any]:
    raw = claim.model_dump(exclude_none=True)
    value = derivation.value(entry, claim)
    return raw if value is None else {"value": value, **{k: v for k, v in raw.items() if k != "value"}}


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
