"""Models and datasets with their cited facts, and the catalog that finds them by name.

The facts are compiled from the YAML in data/ by `plm-ratios catalog build`; here they are only
read, so that a spreadsheet needs neither a YAML parser nor anything else outside the standard
library.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Iterable, Iterator, Mapping, Sequence, TypeVar

from ..errors import NotAvailable, UnknownName
from ..formatting import count
from .facts import Fact, Source, differ, facts_from
from .folding import fold
from .lazy_entries import LazyEntries
from .nearest_names import NameIndex
from .typed_names import look_up, remarks

# What a short description says, with the words for it.
_SHOWN = {
    "params_total": "parameters",
    "sequences": "sequences",
    "tokens_unique": "unique tokens",
    "tokens_seen": "tokens seen",
}


# Entries are plain classes: dataclasses would double the time that the package takes to import.
class Entry:
    """What models and datasets share: a name, aliases, and facts with the preferred fact first."""

    what = "entry"

    def __init__(
        self,
        id: str,
        name: str,
        aliases: Sequence[str] = (),
        facts: Mapping[str, tuple[Fact, ...]] | None = None,
        citations: Mapping[str, Mapping[str, str]] | None = None,
        origin: str = "",
        replaces: str = "",
    ):
        self.id = id
        self.name = name
        self.aliases = tuple(aliases)
        self.facts: Mapping[str, tuple[Fact, ...]] = {} if facts is None else facts
        self.citations = citations or {}  # who states the words of the entry, by their keys
        self.origin = origin  # the file of a user's own entry; "" where it is bundled
        self.replaces = replaces  # id of the bundled entry that a user's entry replaces

    def __repr__(self) -> str:
        """Its name and the numbers that ratios rest on: <Model ESM-2 15B: 15B parameters, ...>."""
        known = ((self.value(quantity), words) for quantity, words in _SHOWN.items())
        said = [f"{count(number)} {words}" for number, words in known if number]
        return f"<{type(self).__name__} {self.name}: {', '.join(said) or 'no numbers on record'}>"

    def facts_about(self, quantity: str) -> tuple[Fact, ...]:
        """All facts about a quantity, the preferred one first; empty if there are none."""
        return self.facts.get(quantity, ())

    def fact(self, quantity: str) -> Fact | None:
        """The preferred fact that a sum can use: a single number, not of sets; or None."""
        for fact in self.facts.get(quantity, ()):
            if fact.value is not None and not fact.grouped:
                return fact
        return None

    def conflicting_facts(self, quantity: str) -> tuple[Fact, ...]:
        """The facts whose number contradicts the preferred one."""
        preferred = self.fact(quantity)
        return tuple(
            fact
            for fact in self.facts_about(quantity)
            if preferred and preferred.value and fact.value and differ(fact.value, preferred.value)
        )

    def value(self, quantity: str) -> float | None:
        """The preferred number, or None."""
        fact = self.fact(quantity)
        return None if fact is None else fact.value


E = TypeVar("E", bound=Entry)

# Kinds of models that read nucleotides: no residues, and no proteins to be compared with.
NUCLEOTIDES = ("dna", "rna")
# Numbers that only models of one layout have.
_TELLING = {"decoder_layers": "encoder-decoder", "params_active": "mixture of experts"}


class Model(Entry):
    """A protein (or DNA, or RNA) language model. What its source does not state is empty.

    accelerator   id of the chip that it was trained on, as in analysis/accelerators.py
    """

    what = "model"

    def __init__(
        self,
        *,
        family: str = "",
        kind: str = "protein",
        objective: str = "",
        released: str = "",
        weights: str = "",
        license: str = "",
        datasets: Sequence[str] = (),
        architecture: str = "",
        architecture_note: str = "",
        layout: Sequence[str] = (),
        accelerator: str = "",
        remarks: Sequence[Mapping[str, str]] = (),
        stages: Sequence[Entry] = (),
        **shared: Any,
    ):
        super().__init__(**shared)
        self.family = family
        self.kind = kind
        self.objective = objective
        self.released = released
        self.weights = weights
        self.license = license
        self.datasets = tuple(datasets)
        self.architecture = architecture
        self.architecture_note = architecture_note
        self.accelerator = accelerator
        self._layout = tuple(layout)
        self.remarks = remarks  # statements that are neither a number nor one of the words above
        self.stages = tuple(stages)  # of training, each with its own tokens; empty where it had one

    @property
    def reads_nucleotides(self) -> bool:
        """Whether it is a model of DNA or RNA."""
        return self.kind in NUCLEOTIDES

    @property
    def layout(self) -> tuple[str, ...]:
        """What sets its cost apart from that of a plain dense transformer: "encoder-decoder", "mixture of
        experts", "long-context mixer". Empty where it is one, or where nobody says."""
        told = (word for quantity, word in _TELLING.items() if self.facts_about(quantity))
        return tuple(dict.fromkeys((*self._layout, *told)))


class Dataset(Entry):
    """A training set, or one release of a sequence database."""

    what = "dataset"

    def __init__(self, *, description: str = "", **shared: Any):
        super().__init__(**shared)
        self.description = description


def facts_of(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    """The facts of an entry, and of the stages of a model, from their compiled form: arguments of Model and
    Dataset."""
    found: dict[str, Any] = {"facts": facts_from(raw.get("facts", {}), sources)}
    if "stages" in raw:
        found["stages"] = [
            Entry(raw["id"], stage["name"], facts=facts_from(stage["facts"], sources))
            for stage in raw["stages"]
        ]
    return found


def _kept(entries: Iterable[E]) -> Sequence[E]:
    """Entries in a sequence that nobody changes."""
    return entries if isinstance(entries, LazyEntries) else tuple(entries)


class Catalog:
    """Models, datasets and sources of one edition, with lookup by id, name or alias.

    model_keys, dataset_keys   entries by id, name and aliases, folded; worked out where they are not given
    overridden   bundled entries by the user's entries that replace them
    warnings   sentences: what of a user catalog is missing here, and why
    """

    def __init__(
        self,
        edition: str,
        sources: Mapping[str, Source],
        models: Iterable[Model],
        datasets: Iterable[Dataset],
        overridden: Mapping[Entry, Entry] | None = None,
        warnings: Sequence[str] = (),
        model_keys: Mapping[str, Model] | None = None,
        dataset_keys: Mapping[str, Dataset] | None = None,
    ):
        self.edition = edition
        self.sources = dict(sources)
        self.models: Sequence[Model] = _kept(models)
        self.datasets: Sequence[Dataset] = _kept(datasets)
        self.overridden = dict(overridden or {})
        self.warnings = tuple(warnings)
        self.model_keys = self._index(self.models) if model_keys is None else model_keys
        self.dataset_keys = self._index(self.datasets) if dataset_keys is None else dataset_keys
        self._similar: dict[str, NameIndex] = {}  # made where a name is not found

    def _index(self, entries: Iterable[E]) -> dict[str, E]:
        """Every name of every entry. An entry that replaces another answers to its names too."""
        found: dict[str, E] = {}
        for entry in entries:
            for each in (self.overridden[entry], entry) if entry in self.overridden else (entry,):
                found.update((fold(key), entry) for key in (each.id, each.name, *each.aliases))
        return found

    @cached_property
    def user_entries(self) -> tuple[Entry, ...]:
        """The entries of user catalogs."""
        return tuple(entry for entry in (*self.models, *self.datasets) if entry.origin)

    @cached_property
    def label(self) -> str:
        """The edition, and how many entries of user catalogs came with it: "2026-11-28 + 2 own models"."""
        counted = []
        for what in ("model", "dataset"):
            count = sum(entry.what == what for entry in self.user_entries)
            if count:
                counted.append(f" + {count} own {what}{'s' * (count > 1)}")
        return self.edition + "".join(counted)

    @property
    def cell_warnings(self) -> tuple[str, ...]:
        """The warnings as a cell shows them: the first one, and how many more."""
        more = len(self.warnings) - 1
        return self.warnings[:1] + (
            (f"That is not all: {more} more, which plm-ratios catalog check --user tells.",)
            if more > 0
            else ()
        )

    def replaceable(self, entry: Entry) -> Entry | None:
        """The entry that another one says it replaces, by its id or one that it had; None where it says
        nothing, or there is none."""
        if not entry.replaces:
            return None
        among: Mapping[str, Entry] = self.model_keys if entry.what == "model" else self.dataset_keys
        return among.get(fold(entry.replaces))

    def trained_on(self, model: Model) -> tuple[Dataset, ...]:
        """The datasets of a model. A bundled model keeps the bundled ones: no entry of a user may change a
        bundled number."""
        kept = {} if model.origin else {each.id: each for each in self.overridden.values()}
        found = (kept.get(name) or self.dataset_keys.get(fold(name)) for name in model.datasets)
        return tuple(dataset for dataset in found if isinstance(dataset, Dataset))

    def model(self, name: str) -> Model:
        """The model of that id, name or alias; UnknownName, with the nearest names, where none is."""
        return self._find(name, self.model_keys, "model")

    def dataset(self, name: str) -> Dataset:
        """The dataset of that id, name or alias; UnknownName where none is."""
        return self._find(name, self.dataset_keys, "dataset")

    def entry(self, name: str) -> Entry:
        """The model, or else the dataset, of that name."""
        found = self.find(name)
        if found is None:
            raise self._unknown("model or dataset", name)
        return found

    def find(self, name: str) -> Entry | None:
        """The model, or else the dataset, of that name; None where there is neither."""
        indexes: tuple[Mapping[str, Entry], ...] = (self.model_keys, self.dataset_keys)
        return look_up(name, *indexes)

    def named(self, name: str) -> Entry | None:
        """The same for a name that stands for itself: of an address, no part counts."""
        key = fold(name)
        return self.model_keys.get(key) or self.dataset_keys.get(key)

    def families(self) -> tuple[str, ...]:
        """The names of the families, in catalog order."""
        return tuple(dict.fromkeys(model.family for model in self.models))

    def family(self, name: str) -> tuple[Model, ...]:
        """The models of a family; UnknownName where there is no such family."""
        found = self._by_family.get(fold(name))
        if found is None:
            raise self._unknown("family", name)
        return tuple(found)

    @cached_property
    def _by_family(self) -> dict[str, list[Model]]:
        found: dict[str, list[Model]] = {}
        for model in self.models:
            found.setdefault(fold(model.family), []).append(model)
        return found

    def nearest(self, name: str, what: str = "model or dataset") -> tuple[str, ...]:
        """Up to four similar names; `what` is "model", "dataset", "family", or "model or dataset"."""
        if what not in self._similar:
            self._similar[what] = NameIndex(dict(self._shown_names(what)))
        return self._similar[what].nearest(name)

    def _shown_names(self, what: str) -> Iterator[tuple[str, str]]:
        """Names as lookups compare them, each with the one to show for it."""
        if what == "family":
            yield from ((fold(family), family) for family in self.families())
        if "dataset" in what:
            yield from ((key, entry.name) for key, entry in self.dataset_keys.items())
        if "model" in what:
            yield from ((key, entry.name) for key, entry in self.model_keys.items())

    def _find(self, name: str, index: Mapping[str, E], what: str) -> E:
        found = look_up(name, index)
        if found is None:
            raise self._unknown(what, name)
        return found

    def _unknown(self, what: str, name: str) -> UnknownName:
        return UnknownName(
            what, name, lambda: self.nearest(name, what), self.cell_warnings, lambda: remarks(name)
        )

    def source_of(self, entry: Entry, quantity: str) -> Fact:
        """The preferred fact, or the range where only that is published; NotAvailable otherwise."""
        fact = entry.fact(quantity) or next(iter(entry.facts_about(quantity)), None)
        if fact is None:
            known = ", ".join(entry.facts) or "none"
            raise NotAvailable(f"{entry.name} has no {quantity} on record. It has: {known}.")
        return fact
