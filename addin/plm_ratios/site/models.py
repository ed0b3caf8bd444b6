"""What the page of a model shows beside its facts: ratios, sentences, statements, relatives."""

from __future__ import annotations

from typing import NamedTuple

from .. import formatting
from ..analysis import accelerators, cautions, ratios, token_units
from ..analysis.explanations import why
from ..analysis.readings import Spread
from ..analysis.spread import spread
from ..catalog import Catalog, Entry, Model
from ..catalog.facts import Source
from ..errors import NotAvailable

# Words of an entry that have a citation, in the order in which they are shown.
_WORDS = {
    "family": "Family",
    "kind": "Kind",
    "objective": "Objective",
    "layout": "Layout",
    "released": "Released",
    "weights": "Weights",
    "license": "Licence of the weights",
    "accelerator": "Accelerator",
    "datasets": "Training data",
    "description": "What it is",
    "aliases": "Also called",
}


class Ratio(NamedTuple):
    """The ratio of a model on one basis; without a number, `why` says what is missing.

    spread   the lowest and highest by other numbers on record; None where there is no ratio
    """

    basis: str
    meaning: str
    value: float | None
    shown: str
    verdict: str
    why: str
    spread: Spread | None

    @property
    def range(self) -> str:
        """The lowest and highest reading, where the sources disagree."""
        if self.spread is None or not self.spread.disagree:
            return ""
        return " to ".join(formatting.ratio(each.ratio) for each in (self.spread.lowest, self.spread.highest))


class Statement(NamedTuple):
    """What is said of an entry in words, and by whom."""

    title: str
    text: str
    stated: str = ""
    source: Source | None = None
    via: Source | None = None
    locator: str = ""
    quote: str = ""
    confidence: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that it names."""
        return tuple(source for source in (self.source, self.via) if source)


def known_ratios(model: Model) -> list[Ratio]:
    """A model's ratio on each basis."""
    return [_ratio(model, basis) for basis in ratios.BASES]


def _ratio(model: Model, basis: str) -> Ratio:
    meaning = ratios.MEANING_OF_BASIS[basis]
    try:
        value = ratios.ratio(model, basis)
        said = why(model.id, basis, ratios.AVERAGE_LENGTH)
    except NotAvailable as error:
        return Ratio(basis, meaning, None, formatting.NONE, "", str(error), None)
    verdict = cautions.noted(ratios.verdict(value), token_units.in_short(model))
    return Ratio(basis, meaning, value, formatting.ratio(value), verdict, said, spread(model, basis))


def cautions_of(model: Model) -> list[str]:
    """What to beware of, whatever the law."""
    return cautions.always_in_full(model)


def counted(model: Model) -> str:
    """The parameters by the closed formula of its architecture; "" where this is not on record in full."""
    exact = ratios.known(ratios.exact_parameters, model)
    return "" if exact is None else f"{exact:,.0f}"


def statements(entry: Entry, catalog: Catalog) -> list[Statement]:
    """The words on record, each with its citation where it has one."""
    found = []
    for key, title in _WORDS.items():
        text = _text(entry, key, catalog)
        cited = dict(entry.citations.get(key, {}))
        if not text and not cited:
            continue
        source, via = (catalog.sources.get(cited.pop(role, "")) for role in ("source", "via"))
        known = {name: cited[name] for name in ("stated", "locator", "quote", "confidence") if name in cited}
        found.append(Statement(title, text or known.pop("stated", ""), source=source, via=via, **known))
    return found


def _text(entry: Entry, key: str, catalog: Catalog) -> str:
    if key == "datasets":
        return ", ".join(each.name for each in catalog.trained_on(entry)) if isinstance(entry, Model) else ""
    found = getattr(entry, key, "")
    if key == "accelerator":
        return accelerators.name_of(found) or "" if found else ""
    return ", ".join(found) if isinstance(found, tuple) else str(found)


def remarks(model: Model, catalog: Catalog) -> list[Statement]:
    """The remarks on record, each with its source."""
    return [
        Statement(
            "",
            each["text"],
            source=catalog.sources.get(each["source"]),
            locator=each.get("locator", ""),
            confidence=each.get("confidence", ""),
        )
        for each in model.remarks
    ]
