"""The rules of the catalog that go beyond the schema of an entry. Each yields all its problems."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Iterator

from ..analysis import parameter_counts
from ..catalog import fold
from ..catalog.facts import differ
from .citation_rules import citation_problems, citations_of
from .derive import Derivation, FormulaError
from .plausibility import compute_fits_hardware
from .schema import CONFIDENCES, Accelerator, Dataset, Fact, Law, Model
from .truth_rules import untruths
from .yaml_files import DATA, FORMAT_COMMAND, Draft, Problem, formatted, read, stray_comments

# Exact and stated parameters further apart than this need an explanation.
COUNT_TOLERANCE = 0.03

ORDERED_PAIRS = (("tokens_unique", "tokens_seen"), ("params_active", "params_total"))


def check(data: Path = DATA) -> list[Problem]:
    """Every problem of the catalog, not only the first."""
    return problems_of(read(data))


def problems_of(draft: Draft) -> list[Problem]:
    """Every problem of a catalog that was read."""
    found = list(draft.problems)
    found += names_are_unique(draft)
    found += references_resolve(draft)
    found += nothing_is_replaced(draft)
    derivation = Derivation(draft)
    for entry in draft.entries:
        found += entry_problems(entry, derivation)
    for law in draft.laws:
        found += cited_problems(law, derivation)
    for accelerator in draft.accelerators:
        found += cited_problems(accelerator, derivation)
    found += citation_problems(draft)
    found += untruths(draft, derivation)
    if not draft.problems:  # a file that the schema rejects has no canonical form
        found += files_are_canonical(draft)
    return found


def entry_problems(entry: Model | Dataset, derivation: Derivation) -> Iterator[Problem]:
    """The rules that concern one entry."""
    yield from own_entry_problems(entry, derivation)
    if isinstance(entry, Model):
        yield from words_are_cited(entry)


def own_entry_problems(entry: Model | Dataset, derivation: Derivation) -> Iterator[Problem]:
    """The rules that a user's own entries must follow: numbers need a source, words need none."""
    yield from formulas_compute(entry, derivation)
    yield from better_claims_first(entry)
    yield from conflicts_are_explained(entry, derivation)
    yield from quantities_agree(entry, derivation)
    if isinstance(entry, Model):
        yield from count_agrees(entry, derivation)
        yield from stages_add_up(entry, derivation)
        yield from accelerator_is_known(entry, derivation)
        yield from compute_fits_hardware(entry, derivation)


def cited_problems(cited: Law | Accelerator, derivation: Derivation) -> Iterator[Problem]:
    """The rules that concern one law or accelerator: numbers that nothing is derived from."""
    yield from better_claims_first(cited)
    yield from conflicts_are_explained(cited, derivation)


def names_are_unique(draft: Draft) -> Iterator[Problem]:
    """Ids, names and aliases are unique, compared as in look-ups."""
    owners: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, int] = defaultdict(int)
    for entry in (*draft.entries, *draft.laws, *draft.accelerators):  # WHY accepts any of their names
        ids[entry.id] += 1
        for name in (entry.id, entry.name, *entry.aliases):
            owners[fold(name)].add(entry.id)
    for name, count in ids.items():
        if count > 1:
            yield Problem(name, f"the id is used {count} times; each entry needs its own")
    for name, of in owners.items():
        if len(of) > 1:
            yield Problem(", ".join(sorted(of)), f'all answer to the name "{name}"; keep it for one of them')


def references_resolve(draft: Draft) -> Iterator[Problem]:
    """Cited sources and datasets exist, and every source is cited."""
    used: set[str] = set()
    refused = draft.refused
    sources = None if "sources.yaml" in refused else {*draft.sources, *refused}
    datasets = None if "datasets.yaml" in refused else {*(d.id for d in draft.datasets), *refused}
    for entry in (*draft.entries, *draft.laws, *draft.accelerators):
        for place, name in sources_of(entry):
            used.add(name)
            if sources is not None and name not in sources:
                yield Problem(f"{entry.id}: {place}", f'the source "{name}" is not in sources.yaml')
        for name in entry.datasets if isinstance(entry, Model) else ():
            if datasets is not None and name not in datasets:
                yield Problem(f"{entry.id}: datasets", f'the dataset "{name}" is not in datasets.yaml')
    for law in draft.laws:
        if law.revises and law.revises not in {other.id for other in draft.laws}:
            yield Problem(f"{law.id}: revises", f'the law "{law.revises}" is not in laws.yaml')
    for name in draft.sources if not refused else ():  # a rejected entry may be the one that cites it
        if name not in used:
            yield Problem(f"sources.yaml: {name}", "no fact names this source; take it out")


def nothing_is_replaced(draft: Draft) -> Iterator[Problem]:
    """Only a user's own entry replaces another; bundled entries are edited."""
    for entry in draft.entries:
        if entry.replaces:
            yield Problem(f"{entry.id}: replaces", "is for people's own catalogs; change the entry itself")


def sources_of(entry: Model | Dataset | Law | Accelerator) -> Iterator[tuple[str, str]]:
    """The sources that an entry names, each with its place."""
    if isinstance(entry, Law):
        yield "source", entry.source
    for place, cited in citations_of(entry):
        for name in (cited.source, cited.via):
            if name:
                yield place, name


def formulas_compute(entry: Model | Dataset, derivation: Derivation) -> Iterator[Problem]:
    """Every formula gives a number."""
    for place, fact in _facts(entry):
        try:
            derivation.value(entry, fact)
        except FormulaError as error:
            yield Problem(place, str(error))


def better_claims_first(entry: Model | Dataset | Law | Accelerator) -> Iterator[Problem]:
    """No fact is preferred over one of higher confidence."""
    for quantity, facts in entry.facts.items():
        ranks = [CONFIDENCES.index(fact.confidence) for fact in facts if fact.range is None]
        if ranks and ranks[0] > min(ranks):
            yield Problem(
                f"{entry.id}: facts.{quantity}", "a fact of higher confidence is listed below the first one"
            )


def conflicts_are_explained(
    entry: Model | Dataset | Law | Accelerator, derivation: Derivation
) -> Iterator[Problem]:
    """Facts that contradict each other explain why."""
    for quantity, facts in entry.facts.items():
        values = [value for fact in facts if (value := _safe(entry, fact, derivation)) is not None]
        if len(values) > 1 and differ(min(values), max(values)) and not any(c.note for c in facts):
            yield Problem(f"{entry.id}: facts.{quantity}", "the facts differ; a note must say why")


def quantities_agree(entry: Model | Dataset, derivation: Derivation) -> Iterator[Problem]:
    """Unique tokens are at most the tokens seen; active parameters at most all parameters."""
    for smaller, larger in ORDERED_PAIRS:
        if smaller in entry.facts and larger in entry.facts:
            try:
                low, high = derivation.quantity(entry, smaller), derivation.quantity(entry, larger)
            except FormulaError:
                continue  # reported by formulas_compute, or a range
            if low > high:
                yield Problem(f"{entry.id}: facts", f"{smaller} ({low:,}) exceeds {larger} ({high:,})")


def words_are_cited(model: Model) -> Iterator[Problem]:
    """Every statement in words about a model cites its source."""
    for key in ("objective", "released", "weights", "license", "layout", "accelerator"):
        if getattr(model, key) not in (None, []) and key not in model.citations:
            yield Problem(f"{model.id}: {key}", f"needs a source: add citations.{key}")


def count_agrees(model: Model, derivation: Derivation) -> Iterator[Problem]:
    """Parameters counted from the architecture agree with the stated ones, or a note explains why not."""
    if model.architecture is None:
        return
    family = model.architecture.family
    if family not in parameter_counts.FAMILIES:
        known = ", ".join(parameter_counts.FAMILIES)
        yield Problem(f"{model.id}: architecture.family", f'"{family}" has no formula; choose one of {known}')
        return
    try:
        exact = derivation.exact_count(model)
        stated = derivation.quantity(model, "params_total")
    except FormulaError as error:
        yield Problem(f"{model.id}: architecture", str(error))
        return
    if abs(exact / stated - 1) > COUNT_TOLERANCE and not model.architecture.note:
        yield Problem(
            f"{model.id}: architecture",
            f"counts {exact:,} parameters against {stated:,} stated ({exact / stated - 1:+.1%}); "
            "a note must say why",
        )


def stages_add_up(model: Model, derivation: Derivation) -> Iterator[Problem]:
    """The tokens seen in the stages of a model are together those of the model."""
    if not model.stages:
        return
    try:
        parts = [derivation.value(model, stage.facts["tokens_seen"][0]) or 0 for stage in model.stages]
        whole = derivation.quantity(model, "tokens_seen")
    except FormulaError as error:
        yield Problem(f"{model.id}: stages", str(error))
        return
    if differ(sum(parts), whole):
        said = (
            f"its stages saw {sum(parts):,} tokens, and facts.tokens_seen is {whole:,}; they must be the same"
        )
        yield Problem(f"{model.id}: stages", said)


def accelerator_is_known(model: Model, derivation: Derivation) -> Iterator[Problem]:
    """The accelerator that a model names is on record."""
    chip = model.accelerator
    if chip and chip not in derivation.accelerators and not derivation.refuses(chip, "accelerators.yaml"):
        yield Problem(f"{model.id}: accelerator", f'the accelerator "{chip}" is not in accelerators.yaml')


def files_are_canonical(draft: Draft) -> Iterator[Problem]:
    """The files are in canonical form."""
    for where, file in draft.files.items():
        for line in stray_comments(file.text):
            yield Problem(f"{where}:{line}", "a comment below the header would be lost; make it a note")
        if file.text != formatted(file):
            yield Problem(where, f"is not in canonical form; run: {FORMAT_COMMAND}")


def _facts(entry: Model | Dataset) -> Iterator[tuple[str, Fact]]:
    for stage in entry.stages if isinstance(entry, Model) else ():
        for what, of_stage in stage.facts.items():
            for number, fact in enumerate(of_stage):
                yield f"{entry.id}: stages.{stage.name}.{what}.{number}", fact
    for quantity, facts in entry.facts.items():
        for number, fact in enumerate(facts):
            yield f"{entry.id}: facts.{quantity}.{number}", fact


def _safe(entry: Model | Dataset | Law | Accelerator, fact: Fact, derivation: Derivation) -> float | None:
    try:
        return derivation.value(entry, fact)
    except FormulaError:
        return None  # reported by formulas_compute
