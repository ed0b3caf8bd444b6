"""Facts as the pages show them: by quantity, the one that functions use first, conflicts beside it."""

from __future__ import annotations

from typing import Mapping, NamedTuple, Sequence

from ..catalog import Entry
from ..catalog.citations import formula_in_words, soft_spots
from ..catalog.facts import QUANTITIES, Fact, Source, differ
from ..formatting import in_full, ratio

# Quantities in words, where their own names are not the words for them.
_TITLES = {
    "params_total": "parameters",
    "params_active": "active parameters",
    "tokens_unique": "distinct tokens",
    "batch_tokens": "tokens per step",
    "train_steps": "training steps",
    "avg_length": "average length",
    "training_flops": "training compute",
    "chip_hours": "hours of accelerators",
    "score_substitutions": "ProteinGym, substitutions",
    "score_indels": "ProteinGym, insertions and deletions",
    "exact_count": "the count by the architecture",
    "head_size": "size of a head",
    "feed_forward": "feed-forward width",
    "experts_active": "active experts",
    "step_rank": "rank of the step size",
}
_SCORE = "score_"  # how the quantities begin that are results of benchmarks
# What ratios and compute rest on; the others describe the architecture.
_TRAINING = (
    "params_total",
    "params_active",
    "sequences",
    "tokens_unique",
    "tokens_seen",
    "batch_tokens",
    "train_steps",
    "epochs",
    "avg_length",
    "training_flops",
    "chip_hours",
)
_AS_COUNT_UP_TO = 1e15  # what is larger is written as a power of ten
_EXACT = "exact_count"  # a word of formulas that is no quantity
_GROUPED = "counts sets of sequences, so no ratio uses it"


class ShownFact(NamedTuple):
    """One number with its source, in words.

    mark   "used", "differs", "agrees" or "range": what the number is beside the one that functions use
    """

    value: str
    unit: str
    mark: str
    times: str
    fact: Fact
    formula: str
    soft: tuple[str, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that it names."""
        return tuple(source for source in (self.fact.source, self.fact.via) if source)


class Quantity(NamedTuple):
    """All facts on one quantity."""

    id: str
    title: str
    facts: tuple[ShownFact, ...]
    prefix: str = ""

    @property
    def place(self) -> str:
        """Its address on the page."""
        return f"{self.prefix}-{self.id}" if self.prefix else self.id

    def within(self, prefix: str) -> Quantity:
        """The same as one of several parts of a page."""
        return self._replace(prefix=prefix)

    @property
    def disagree(self) -> bool:
        """Whether the sources contradict one another."""
        return any(each.mark == "differs" for each in self.facts)


def quantity_title(quantity: str) -> str:
    """A quantity in words: "parameters" for params_total."""
    return _TITLES.get(quantity, quantity.replace("_", " "))


def of_training(entry: Entry) -> list[Quantity]:
    """The quantities that ratios and compute rest on."""
    return [_of_entry(entry, quantity) for quantity in _TRAINING if entry.facts_about(quantity)]


def of_scores(entry: Entry) -> list[Quantity]:
    """What benchmarks measured."""
    return [_of_entry(entry, quantity) for quantity in entry.facts if quantity.startswith(_SCORE)]


def of_architecture(entry: Entry) -> list[Quantity]:
    """All other quantities of an entry."""
    others = (quantity for quantity in entry.facts if quantity not in _TRAINING)
    return [_of_entry(entry, quantity) for quantity in others if not quantity.startswith(_SCORE)]


def of_constants(constants: Mapping[str, Sequence[Fact]]) -> list[Quantity]:
    """The constants of a law; the first fact of each is used."""
    return [
        Quantity(name, name, tuple(_shown(fact, "", facts[0], fact is facts[0], fact.unit) for fact in facts))
        for name, facts in constants.items()
    ]


def _of_entry(entry: Entry, quantity: str) -> Quantity:
    used = entry.fact(quantity)
    facts = tuple(
        _shown(fact, quantity, used, fact is used, fact.unit or QUANTITIES.get(quantity, ""))
        for fact in entry.facts_about(quantity)
    )
    return Quantity(quantity, quantity_title(quantity), facts)


def _shown(fact: Fact, quantity: str, used: Fact | None, is_used: bool, unit: str) -> ShownFact:
    numbers = fact.range or ((fact.value,) if fact.value is not None else ())
    mark, times = "range", ""
    if is_used:
        mark = "used"
    elif fact.value and used and used.value:
        mark = "differs" if differ(fact.value, used.value) else "agrees"
        times = f"{ratio(fact.value / used.value)} times the number in use" if mark == "differs" else ""
    elif fact.value:
        mark = "other"
    return ShownFact(
        " to ".join(map(number, numbers)),
        unit,
        mark,
        times,
        fact,
        _formula(fact.formula),
        (*soft_spots(fact), *([_GROUPED] if fact.grouped else [])),
    )


def _formula(formula: str) -> str:
    said = formula_in_words(formula, quantity_title, in_full)
    return said.replace(_EXACT, quantity_title(_EXACT))


def number(value: float) -> str:
    """A number with all its digits, or as a power of ten where these are too many to be read."""
    return f"{value:.4g}" if abs(value) >= _AS_COUNT_UP_TO or 0 < abs(value) < 1e-4 else in_full(value)
