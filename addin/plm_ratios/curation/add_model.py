"""Adds a model to a user's own catalog: checks the user's data and makes an entry of the schema."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..catalog import bundled, config_paths, user_catalog
from ..catalog.naming import free_name, slug
from ..errors import PlmError
from . import schema, yaml_files
from . import user_yaml as user_yaml

FAMILY = "Own models"

# The numbers that the user enters, by their flags.
QUANTITIES = {
    "params": "params_total",
    "sequences": "sequences",
    "avglen": "avg_length",
    "tokens-unique": "tokens_unique",
    "tokens-seen": "tokens_seen",
    "active": "params_active",
}
# Without one of these there is no ratio. The first two can come from a dataset.
TRAINING = {"sequences", "tokens_unique", "tokens_seen"}
_FROM_DATASET = ("sequences", "tokens_unique")


@dataclass(frozen=True)
class NewModel:
    """A model as the user describes it.

    numbers   by quantity
    source    "own", the id of a source, or the title or address of a new one
    family    by default that of the model it replaces, or FAMILY
    replaces  any name of a bundled model
    """

    name: str
    numbers: dict[str, float]
    locator: str
    dataset: str | None = None
    source: str = user_catalog.OWN_SOURCE
    confidence: str = "high"
    note: str | None = None
    family: str | None = None
    kind: str = "protein"
    id: str | None = None
    aliases: list[str] = field(default_factory=list)
    replaces: str | None = None


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
        facts = self._facts(new)
        replaced = bundled().model(new.replaces) if new.replaces else None
        raw = {
            "id": new.id or _id_of(new.name),
            "name": new.name,
            "family": new.family or (replaced.family if replaced else FAMILY),
            "aliases": new.aliases,
            "kind": new.kind,
            "replaces": replaced.id if replaced else None,
            "datasets": [self.dataset(new.dataset).id] if new.dataset else [],
            "facts": facts,
        }
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
        is_address = re.match(r"https?://", said)
        if not is_address and " " not in said.strip():
            raise PlmError(
                f'There is no source "{said}". Say own, or the id of one that is there, or give the title '
                'of a new one, such as "Doe et al., A new model, 2026".'
            )
        for key, known in self._catalog.sources.items():
            if said in (known.title, known.url):
                return key
        year = re.search(r"\b(19|20)\d\d\b", said)
        stem = _id_of(re.sub(r"^https?://", "", said)).replace(".", "")[:30].rstrip("-")
        key = free_name(stem, taken.__contains__, "-")
        self._catalog.sources[key] = schema.Source(
            title=said, year=int(year[0]) if year else None, url=said if is_address else None
        )
        return key

    def _facts(self, new: NewModel) -> dict[str, list[dict[str, Any]]]:
        if "params_total" not in new.numbers:
            raise PlmError("--params is missing: how many parameters has the model?")
        cited = {"source": self.source(new.source), "locator": new.locator, "confidence": new.confidence}
        facts = {
            quantity: [{"value": _whole(new.numbers[quantity]), **cited}]
            for quantity in QUANTITIES.values()
            if quantity in new.numbers
        }
        trained_on = self.dataset(new.dataset) if new.dataset else None
        for quantity in _FROM_DATASET:
            if trained_on and quantity not in facts and brings(trained_on, quantity):
                formula = f'of("{trained_on.id}", "{quantity}")'
                facts[quantity] = [{"formula": formula, "confidence": new.confidence}]
        if not TRAINING & set(facts):
            raise PlmError(
                "Without training data there is no ratio. "
                "Give --sequences, --tokens-unique, --tokens-seen or a --dataset that has them."
            )
        if new.note:
            facts["params_total"][0]["note"] = new.note
        return facts

    def _problems_with(self, entry: schema.Model) -> list[yaml_files.Problem]:
        """The problems that this entry adds to the catalog."""
        old_problems = set(user_yaml.check(self._catalog, self._bundled, self._earlier))
        self._catalog.models.append(entry)
        try:
            found = user_yaml.check(self._catalog, self._bundled, self._earlier)
        finally:
            self._catalog.models.pop()
        return [problem for problem in found if problem not in old_problems]


def brings(dataset: schema.Dataset, quantity: str) -> bool:
    """True if a model takes the number from its dataset; False if each datapoint is a set."""
    facts = dataset.facts.get(quantity, [])
    return quantity in _FROM_DATASET and bool(facts) and facts[0].range is None and not facts[0].grouped


def _id_of(name: str) -> str:
    return slug(name) or "model"


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number
