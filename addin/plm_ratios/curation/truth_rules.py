"""Rules on what is said around a number: which weights it is about, and whether it rests on itself.

Each yields all its problems, as those of rules.py do.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Iterable, Iterator

from ..catalog import fold
from ..catalog.facts import Fact as CatalogFact
from ..catalog.facts import differ
from .derive import EXACT_COUNT, Derivation, FormulaError
from .schema import CONFIDENCES, Dataset, Fact, Model
from .yaml_files import Draft, Problem

# Words of an alias that tell one set of weights from another of the same model.
_MARKS = re.compile(
    r"open|sm|tiny|small|medium|base|large|huge|half|enc|dec|int\d+|fp\d+|bf16|chat|instruct|preview|overtrained"
    r"|v\d+|20\d\d(0[1-9]|1[0-2])"
)
_DATE = re.compile(r"(20\d\d)[-_](0[1-9]|1[0-2])(?!\d)")
_WORDS = re.compile(r"[a-z]+\d*|\d+[a-z]*")
_SIZED_NAME = re.compile(r"(?i)(?<![a-z\d])((\d+(?:\.\d+)?)([mb]))(?![a-z\d])")
_OBJECTIVE = re.compile(r"(?i)(?<![a-z])(clm|mlm|glm)(?![a-z])")
_NEAR = 0.1  # sizes in names closer than this may be one size rounded
_UPPER_BOUND = re.compile(r"(?i)upper bound|\bpadded\b")
_CONVERTED = re.compile(r"(?i)conversion|converted|measured parameter counts")
_FROM_WEIGHTS = re.compile(r"(?i)whose weights|\bstart(s|ed)? from\b|\bcontinued from\b")
_STARTED = re.compile(r"(?i)continu|start|initiali[sz]|fine-?tun|extended from|pre-?trained .*checkpoint")
_CONFIGURATION = "configuration"  # the kind of a source that is the file of one set of weights
_SIZED_BY = ("params_total", "layers", "width", "heads", "head_size", "feed_forward")


def untruths(draft: Draft, derivation: Derivation) -> Iterator[Problem]:
    """Every breach of the rules of this module."""
    for model in draft.models:
        yield from aliases_are_equated(model)
        yield from compute_is_named(model)
        yield from stated_before_circular(model)
        yield from starts_are_cited(model)
        yield from conversions_are_told(model, draft)
        yield from better_counts_first(model, derivation)
        yield from blanks_are_stated(model)
    for entry in draft.entries:
        yield from upper_bounds_are_marked(entry)
    yield from entries_are_distinct(draft)


def blanks_are_stated(model: Model) -> Iterator[Problem]:
    """A model without parameters, or without any number on its training, has a remark: somebody looked."""
    blanks = {
        "parameters": ("params_total",),
        "number on its training": ("sequences", "tokens_unique", "tokens_seen"),
    }
    for what, quantities in blanks.items():
        if not model.remarks and not any(quantity in model.facts for quantity in quantities):
            yield Problem(
                f"{model.id}: remarks", f"it has no {what}; say in a remark what its sources leave out"
            )


def aliases_are_equated(model: Model) -> Iterator[Problem]:
    """An alias that names certain weights (a date, "open", "v1") stands in a citation that equates them, or
    in the quote that states their parameters."""
    cited = model.citations.get("aliases")
    texts = [cited.locator, cited.quote, cited.stated] if cited else []
    texts += [fact.quote for fact in model.facts.get("params_total", ())]
    said = fold(" ".join(filter(None, texts)))
    known = {word for name in (model.id, model.name, model.family) for word in _words(name)}
    for alias in model.aliases:
        telling = [word for word in _words(alias) if _MARKS.fullmatch(word) and not _is_known(word, known)]
        if telling and fold(alias) not in said:
            yield Problem(
                f"{model.id}: aliases",
                f'"{alias}" names weights ("{telling[0]}"); quote in citations.aliases who says that they '
                "are this model's, or give them an entry of their own",
            )


def compute_is_named(model: Model) -> Iterator[Problem]:
    """Tokens that were worked out from compute name training_flops, and do not type its number again."""
    for place, fact in _facts_of(model, "tokens_seen"):
        if _is_circular(fact) and "training_flops" not in (fact.formula or ""):
            yield Problem(
                place, "is worked out from compute; write training_flops / (6 * params_total), and cite that"
            )


def stated_before_circular(model: Model) -> Iterator[Problem]:
    """Tokens worked out from compute are not preferred over stated ones of the same confidence, and are low
    where they confirm nothing."""
    facts = [fact for _, fact in _facts_of(model, "tokens_seen") if fact.range is None]
    if not facts or not _is_circular(facts[0]):
        return
    rank = CONFIDENCES.index(facts[0].confidence)
    if any(CONFIDENCES.index(fact.confidence) <= rank for fact in facts[1:] if not _is_circular(fact)):
        yield Problem(
            f"{model.id}: facts.tokens_seen",
            "the first fact is worked out from compute, and a stated one stands below it; put that first",
        )


def starts_are_cited(model: Model) -> Iterator[Problem]:
    """A note that says from which weights a training started has words of a source beside it that say so."""
    sourced = [text for each in model.citations.values() for text in (each.quote, each.stated)]
    sourced += [text for each in model.remarks for text in (each.text, each.quote)]
    sourced += [fact.quote for facts in model.facts.values() for fact in facts]
    if any(_STARTED.search(text) for text in sourced if text):
        return
    for place, fact in _facts_of(model, "tokens_seen"):
        if _FROM_WEIGHTS.search(fact.note or ""):
            yield Problem(
                place, "its note says from which weights it started; add a remark that cites who says so"
            )


def upper_bounds_are_marked(entry: Model | Dataset) -> Iterator[Problem]:
    """A number whose note calls it padded, or an upper bound, has the mark that functions show."""
    for place, fact in _facts_of(entry, "tokens_seen", "tokens_unique", "batch_tokens"):
        if _UPPER_BOUND.search(fact.note or "") and not fact.upper_bound and fact.range is None:
            yield Problem(place, "its note calls it an upper bound; add upper_bound: true")


def conversions_are_told(model: Model, draft: Draft) -> Iterator[Problem]:
    """Parameters that were counted on somebody's conversion say so."""
    for place, fact in _facts_of(model, "params_total"):
        source = draft.sources.get(fact.source or "")
        converted = source and _CONVERTED.search(f"{source.title} {source.kind or ''}")
        if converted and not _CONVERTED.search(fact.note or ""):
            yield Problem(
                place, "was counted on a conversion of the weights; a note must say so, and how it differs"
            )


def better_counts_first(model: Model, derivation: Derivation) -> Iterator[Problem]:
    """Parameters counted from an architecture of high confidence stand before a stated number of lower
    confidence that contradicts them."""
    facts = model.facts.get("params_total", ())
    if model.architecture is None or not facts or facts[0].confidence == "high":
        return
    try:
        counted, stated = derivation.exact_count(model), derivation.quantity(model, "params_total")
    except FormulaError:
        return  # reported by count_agrees, or a range
    sized = [
        model.facts[q][0] for q in ("layers", "decoder_layers", "width", "feed_forward") if q in model.facts
    ]
    if differ(counted, stated) and all(fact.confidence == "high" for fact in sized):
        yield Problem(
            f"{model.id}: facts.params_total",
            f"its architecture is of high confidence and counts {counted:,}, not {stated:,}; "
            f"put formula: {EXACT_COUNT} first",
        )


def entries_are_distinct(draft: Draft) -> Iterator[Problem]:
    """No two entries are the same weights, unless a note of either names the other."""
    told: set[frozenset[str]] = set()
    for one, other, reason in (*_of_one_configuration(draft), *_alike(draft.models)):
        pair = frozenset((one.id, other.id))
        if pair in told or _names_in_notes(one, other) or _names_in_notes(other, one):
            continue
        told.add(pair)
        yield Problem(
            f"{one.id}, {other.id}",
            f"may be the same weights: {reason}; make one an alias of the other, or tell them apart in a "
            "note that names the other",
        )


def _of_one_configuration(draft: Draft) -> Iterator[tuple[Model, Model, str]]:
    """Models whose size was read in the configuration of another one."""
    owner = {fold(name): model for model in draft.models for name in _names(model)}
    for model in draft.models:
        for place, fact in _facts_of(model, *_SIZED_BY):
            source = draft.sources.get(fact.source or "")
            if source is None or source.kind != _CONFIGURATION:
                continue
            named = (source.url or "").rstrip("/").rpartition("/")[2]
            other = owner.get(fold(named))
            if other is not None and other is not model:
                yield model, other, f'{place} comes from "{named}"'


def _alike(models: Iterable[Model]) -> Iterator[tuple[Model, Model, str]]:
    for one, other in combinations(models, 2):
        reason = _same_numbers(one, other) or _same_name(one, other)
        if reason:
            yield one, other, reason


def _same_numbers(one: Model, other: Model) -> str:
    """The exact count that both have, of the same data and by the same objective."""
    if one.objective != other.objective or one.datasets != other.datasets:
        return ""
    counts = [
        {fact.value for fact in model.facts.get("params_total", ()) if fact.value and fact.value % 1_000_000}
        for model in (one, other)
    ]
    seen = [[_plain(fact) for fact in model.facts.get("tokens_seen", ())] for model in (one, other)]
    both = counts[0] & counts[1]
    if not both or seen[0] != seen[1]:
        return ""
    return f"both have {max(both):,} parameters, and the same data and tokens"


def _same_name(one: Model, other: Model) -> str:
    """Objective and size that both names hold, where they are of different families."""
    words = [(_OBJECTIVE.search(model.name), _SIZED_NAME.search(model.name)) for model in (one, other)]
    (first, size), (second, other_size) = words
    if one.family == other.family or not (first and second and size and other_size):
        return ""
    if first[1].lower() != second[1].lower() or size[3].lower() != other_size[3].lower():
        return ""
    numbers = float(size[2]), float(other_size[2])
    near = max(numbers) < min(numbers) * (1 + _NEAR)
    return f"both names say {first[1]} and about {size[1]}" if near else ""


def _plain(fact: Fact) -> str:
    return fact.formula or str(fact.value or fact.range)


def _names_in_notes(model: Model, other: Model) -> bool:
    notes = [fact.note for _, fact in _facts_of(model, *model.facts) if fact.note]
    notes += [remark.text for remark in model.remarks]
    said = fold(" ".join(notes))
    return any(fold(name) in said for name in (other.name, other.id))


def _names(model: Model) -> tuple[str, ...]:
    return (model.id, model.name, *model.aliases)


def _words(name: str) -> list[str]:
    return _WORDS.findall(_DATE.sub(r"\1\2", name).lower())


def _is_known(word: str, known: Iterable[str]) -> bool:
    """Whether a name has the word, or its first letter in place of it."""
    return word in known or (word.isalpha() and any(each == word[0] for each in known))


def _is_circular(fact: Fact) -> bool:
    return CatalogFact(None, formula=fact.formula or "").circular


def _facts_of(entry: Model | Dataset, *quantities: str) -> Iterator[tuple[str, Fact]]:
    for quantity in quantities:
        for number, fact in enumerate(entry.facts.get(quantity, ())):
            yield f"{entry.id}: facts.{quantity}.{number}", fact
    for stage in entry.stages if isinstance(entry, Model) else ():
        for quantity in set(quantities).intersection(stage.facts):
            for number, fact in enumerate(stage.facts[quantity]):  # type: ignore[index]
                yield f"{entry.id}: stages.{stage.name}.{quantity}.{number}", fact
