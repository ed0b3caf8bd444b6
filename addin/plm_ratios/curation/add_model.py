"""Adds a model to a user's own catalog: checks the user's data and makes an entry of the schema."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..catalog import bundled, config_paths, user_catalog
from ..catalog.naming import free_name, slug
from ..errors import PlmError
from . import doubts, schema, yaml_files
from . import user_yaml as user_yaml
from .derive import Derivation, FormulaError
from .new_model import QUANTITIES, TRAINING, NewModel, architecture_of, brings, facts_of
from .new_sources import new_source

__all__ = ["FAMILY", "QUANTITIES", "TRAINING", "Adding", "NewModel", "brings"]

FAMILY = "Own models"


class Adding:
    """Changes a user catalog in memory; save() writes it.

    Every method raises PlmError, with a sentence for the user, if something is not possible.
    """

    def __init__(self, place: config_paths.CatalogPath):
        self.place = place
        if Path(place.json).exists() and not Path(place.yaml).exists():
            raise PlmError(
                f"{place.json} exists without the YAML that it was compiled from, and adding to it would "
                f"lose what it holds. Name another file in {config_paths.CATALOG_VARIABLE}."
            )
        self._bundled = user_yaml.bundled()
        self._catalog = user_yaml.read(Path(place.yaml))
        self._earlier = user_yaml.earlier_than(place)
        if self._catalog.problems:
            raise user_yaml.ProblemsError(self._catalog.problems)

    def add(self, new: NewModel) -> schema.Model:
        """Adds a model to the catalog in memory."""
        raw = self._raw(new, self.source(new.source))
        problems: list[yaml_files.Problem] = []
        entry: schema.Model | None = yaml_files.parse(schema.Model, raw, str(raw["id"]), problems)
        problems = self._problems_with(entry) if entry else problems
        if entry is None or problems:
            raise PlmError(str(problems[0]))
        self._catalog.models.append(entry)
        return entry

    def rehearse(self, new: NewModel) -> None:
        """Check that a model can be added, without adding it."""
        self.add(replace(new, source=user_catalog.OWN_SOURCE))
        self._catalog.models.pop()

    def save(self) -> None:
        """Write the YAML and the compiled file. Raises ProblemsError if something would be lost."""
        user_yaml.save(self._catalog, self.place, self._bundled)

    def name(self, said: str) -> str:
        """Returns the name if it is free."""
        problems: list[yaml_files.Problem] = []
        raw = {"id": _id_of(said), "name": said, "family": FAMILY, "kind": "protein"}
        entry = yaml_files.parse(schema.Model, raw, "name", problems)
        problems = self._problems_with(entry) if entry else problems
        if problems:
            raise PlmError(problems[0].what)
        return said

    def note(self, said: str) -> str:
        """Returns the note if the schema accepts it."""
        problems: list[yaml_files.Problem] = []
        raw = {"value": 1, "source": "x", "locator": "x", "confidence": "high", "note": said}
        if yaml_files.parse(schema.Fact, raw, "note", problems) is None:
            raise PlmError(problems[0].what)
        return said

    def dataset(self, said: str) -> schema.Dataset:
        """The dataset with this name, the user's own or a bundled one."""
        found = self._catalog.find(said)
        if isinstance(found, schema.Dataset):
            return found
        key = bundled().dataset(said).id
        return next(each for each in self._bundled.datasets if each.id == key)

    def source(self, said: str) -> str:
        """The id of a known source, or of a new one made from a title or an address."""
        taken = {user_catalog.OWN_SOURCE, *self._catalog.sources, *self._bundled.sources}
        if said in taken:
            return said
        source = new_source(said)
        for known in (self._catalog.sources, self._bundled.sources):
            for key, other in known.items():
                if source.title == other.title or (source.url and source.url == other.url):
                    return key
        stem = _id_of(re.sub(r"^https?://", "", source.title)).replace(".", "")[:30].rstrip("-")
        key = free_name(stem, taken.__contains__, "-")
        self._catalog.sources[key] = source
        return key

    def doubts(self, new: NewModel) -> list[str]:
        """What does not fit together in the numbers of a model that can be added."""
        raw = self._raw(new, user_catalog.OWN_SOURCE)
        entry = yaml_files.parse(schema.Model, raw, str(raw["id"]), [])
        if entry is None:
            return []  # reported by add()
        derivation = Derivation(user_yaml.merged(self._catalog, self._bundled))
        numbers = {}
        for quantity in entry.facts:
            try:
                numbers[quantity] = float(derivation.quantity(entry, quantity))
            except FormulaError:
                continue  # a range, or a problem that add() reports
        return doubts.of(doubts.Known(numbers, new.kind, new.unit))

    def _raw(self, new: NewModel, source: str) -> dict[str, Any]:
        """The entry as a file would hold it."""
        trained_on = self.dataset(new.dataset) if new.dataset else None
        replaced = bundled().model(new.replaces) if new.replaces else None
        shape = new.shape
        return {
            "id": new.id or _id_of(new.name),
            "name": new.name,
            "family": new.family or (replaced.family if replaced else FAMILY),
            "aliases": new.aliases,
            "kind": new.kind,
            "objective": new.objective or (shape.objective if shape else "") or None,
            "replaces": replaced.id if replaced else None,
            "datasets": [trained_on.id] if trained_on else [],
            "architecture": architecture_of(new),
            "layout": list(shape.layout) if shape else [],
            "accelerator": new.accelerator,
            "remarks": [
                {"text": text, "source": source, "locator": new.locator, "confidence": new.confidence}
                for text in new.remarks
            ],
            "facts": facts_of(new, source, trained_on),
            "stages": [
                each.raw({"source": source, "locator": new.locator, "confidence": new.confidence}, new.unit)
                for each in new.stages
            ],
        }

    def _problems_with(self, entry: schema.Model) -> list[yaml_files.Problem]:
        """The problems that this entry adds to the catalog."""
        old_problems = set(user_yaml.check(self._catalog, self._bundled, self._earlier))
        self._catalog.models.append(entry)
        try:
            found = user_yaml.check(self._catalog, self._bundled, self._earlier)
        finally:
            self._catalog.models.pop()
        return [problem for problem in found if problem not in old_problems]


def _id_of(name: str) -> str:
    return slug(name) or "model"
