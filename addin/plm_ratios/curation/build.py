"""Compiles the YAML files into catalog.json, laws.json and accelerators.json, which the functions load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterable, Sequence

from ..catalog.folding import fold
from .derive import Derivation
from .rules import problems_of, sources_of
from .schema import Accelerator, Dataset, Fact, Law, Model, Source, Stage
from .yaml_files import DATA, Draft, read, write

BUILD_COMMAND = "plm-ratios catalog build"
CURATORS = "written_by"  # what rules ask of a source, and no function says


class CatalogProblemsError(ValueError):
    """The catalog breaks its rules; `problems` holds every violation."""

    def __init__(self, problems: list[Any]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def build(data: Path = DATA) -> Path:
    """Check the files and write catalog.json next to them; laws.json and accelerators.json where there are
    any.

    Raises CatalogProblemsError if a rule is broken.
    """
    for name, text in compiled_files(data).items():
        write(data / name, text)
    return data / "catalog.json"


def compiled(data: Path = DATA) -> str:
    """The text of catalog.json: one entry per line, so that a diff shows which entries changed."""
    return compiled_files(data)["catalog.json"]


def compiled_files(data: Path = DATA) -> dict[str, str]:
    """The text of every compiled file by its name."""
    draft = read(data)
    problems = problems_of(draft)
    if problems:
        raise CatalogProblemsError(problems)
    found = {"catalog.json": _catalog(draft)}
    if draft.laws:
        found["laws.json"] = _laws(draft)
    if draft.accelerators:
        found["accelerators.json"] = _accelerators(draft)
    return found


def _laws(draft: Draft) -> str:
    """Laws with the sources that they cite, since they load without the catalog."""
    derivation = Derivation(draft)
    laws = []
    for law in draft.laws:
        raw = law.model_dump(exclude_none=True, exclude_defaults=True)
        for part in ("constants", "ranges"):
            facts = getattr(law, part).items()
            raw[part] = {key: [_fact(law, fact, derivation) for fact in each] for key, each in facts}
        laws.append(line(raw))
    return _with_sources(draft, "laws", draft.laws, ",\n".join(laws))


def _accelerators(draft: Draft) -> str:
    """Accelerators, likewise with their sources."""
    listed = entries(draft.accelerators, Derivation(draft))
    return _with_sources(draft, "accelerators", draft.accelerators, listed)


def _with_sources(draft: Draft, what: str, cited: Sequence[Law | Accelerator], text: str) -> str:
    named = {name for each in cited for _, name in sources_of(each)}
    sources = block({key: source for key, source in draft.sources.items() if key in named})
    return f'{{\n"sources": {{\n{sources}\n}},\n"{what}": [\n{text}\n]\n}}\n'


def _catalog(draft: Draft) -> str:
    assert draft.edition is not None, "problems_of() found none"
    derivation = Derivation(draft)
    parts = [
        f'"edition": {line(draft.edition.edition)}',
        f'"license": {line(draft.edition.license)}',
        f'"sources": {{\n{block(draft.sources)}\n}}',
        f'"models": [\n{entries(draft.models, derivation)}\n]',
        f'"datasets": [\n{entries(draft.datasets, derivation)}\n]',
        f'"model_names": {line(_places(draft.models))}',
        f'"dataset_names": {line(_places(draft.datasets))}',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def block(sources: dict[str, Source]) -> str:
    """Sources as compact JSON, one per line."""
    return ",\n".join(
        f"{line(key)}: {line(sources[key].model_dump(exclude_none=True, exclude={CURATORS}))}"
        for key in sorted(sources)
    )


def entries(of: Any, derivation: Derivation) -> str:
    """Entries with the values of their formulas, one per line."""
    return ",\n".join(line(_entry(entry, derivation)) for entry in of)


def _places(of: Iterable[Model | Dataset]) -> dict[str, int]:
    """Where the entry of each name is, by the name as lookups compare it."""
    return {
        fold(name): place for place, entry in enumerate(of) for name in (entry.id, entry.name, *entry.aliases)
    }


def _entry(entry: Model | Dataset | Accelerator, derivation: Derivation) -> dict[str, Any]:
    raw = entry.model_dump(exclude_none=True, exclude_defaults=True)

    def compiled_facts(of: Model | Dataset | Accelerator | Stage) -> dict[str, Any]:
        return {q: [_fact(entry, fact, derivation) for fact in facts] for q, facts in of.facts.items()}

    raw["facts"] = compiled_facts(entry)
    if isinstance(entry, Model) and entry.stages:
        raw["stages"] = [{"name": stage.name, "facts": compiled_facts(stage)} for stage in entry.stages]
    if isinstance(entry, Model) and entry.architecture is not None:
        raw["architecture"] = entry.architecture.family
        if entry.architecture.note:
            raw["architecture_note"] = entry.architecture.note
    return raw


def _fact(entry: Model | Dataset | Law | Accelerator, fact: Fact, derivation: Derivation) -> dict[str, Any]:
    raw = fact.model_dump(exclude_none=True)
    value = derivation.value(entry, fact)
    return raw if value is None else {"value": value, **{k: v for k, v in raw.items() if k != "value"}}


def line(value: Any) -> str:
    """A value as compact JSON."""
    return json.dumps(value, ensure_ascii=False)
