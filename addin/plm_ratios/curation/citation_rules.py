"""The rules of citations: that a reader can follow them, and that they are about what they stand beside.

Nothing is looked up. What is read is what the files hold: titles and addresses of sources, locators, quotes.
"""

from __future__ import annotations

import re
from typing import Iterator, Union

from .citation_words import contradiction
from .schema import Accelerator, Citation, Dataset, Fact, Law, Model, Remark
from .siblings import sibling_quoted
from .yaml_files import Draft, Problem

Entry = Union[Model, Dataset, Law, Accelerator]
Cited = Union[Fact, Citation, Remark]

MOVING = re.compile(r"https?://(www\.)?(github|gitlab)\.com/")
COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")
GAP = re.compile(r"\.\.\.|\u2026")
OWN_WORK = "derivation"  # the kind of a source that is computed in this repository


def citation_problems(draft: Draft) -> Iterator[Problem]:
    """Every problem of the citations of a bundled catalog."""
    yield from sources_have_addresses(draft)
    for entry in (*draft.entries, *draft.laws, *draft.accelerators):
        for place, cited in citations_of(entry):
            where = f"{entry.id}: {place}"
            yield from locator_has_commit(draft, where, cited)
            yield from machines_are_weak(draft, where, cited)
            yield from quotes_have_no_gaps(where, cited)
    for model in draft.models:
        yield from quotes_are_its_own(model, draft.models)
        yield from words_are_supported(model)


def citations_of(entry: Entry) -> Iterator[tuple[str, Cited]]:
    """Whatever names a source in an entry, by its place in it; a formula may name none."""
    for quantity, facts in entry.facts.items():
        yield from ((f"facts.{quantity}.{number}", fact) for number, fact in enumerate(facts))
    if not isinstance(entry, Law):
        yield from ((f"citations.{key}", citation) for key, citation in entry.citations.items())
    if isinstance(entry, Model):
        yield from ((f"remarks.{number}", remark) for number, remark in enumerate(entry.remarks))
        for stage in entry.stages:
            for what, of_stage in stage.facts.items():
                yield from ((f"stages.{stage.name}.{what}.{n}", fact) for n, fact in enumerate(of_stage))


def sources_have_addresses(draft: Draft) -> Iterator[Problem]:
    """A reader can go to every source, but for what was computed here."""
    for name, source in draft.sources.items():
        if source.url is None and source.kind != OWN_WORK:
            yield Problem(f"sources.yaml: {name}", "nobody can follow it; give its address as url")


def locator_has_commit(draft: Draft, where: str, cited: Cited) -> Iterator[Problem]:
    """A place in a repository that moves is given at a commit."""
    for name in (cited.source, cited.via):
        source = draft.sources.get(name or "")
        if source is None or not MOVING.match(source.url or ""):
            continue
        if not COMMIT.search(cited.locator or "") and not COMMIT.search(source.url or ""):
            said = f'"{name}" is a repository and moves; write "README.md at 915560f, section ..."'
            yield Problem(f"{where}.locator", said)


def machines_are_weak(draft: Draft, where: str, cited: Cited) -> Iterator[Problem]:
    """What a machine wrote about a source is low, whatever it says."""
    for name in (cited.source, cited.via):
        source = draft.sources.get(name or "")
        if source is not None and source.written_by == "machine" and cited.confidence != "low":
            yield Problem(f"{where}.confidence", f'a machine wrote "{name}"; its word is low at most')


def quotes_have_no_gaps(where: str, cited: Cited) -> Iterator[Problem]:
    """A quote is one passage, so that a search finds it."""
    if GAP.search(cited.quote or ""):
        yield Problem(f"{where}.quote", "has a gap; quote one passage, as a search would find it")


def quotes_are_its_own(model: Model, models: list[Model]) -> Iterator[Problem]:
    """A quote is about the model beside which it stands, and not about another one of its family."""
    family = [other for other in models if other.family == model.family and other is not model]
    for place, cited in citations_of(model):
        other = sibling_quoted(model, family, cited) if family else None
        if other is not None:
            said = f"is about {other.name}; quote what is said of {model.name}, or say in a note why it holds"
            yield Problem(f"{model.id}: {place}", said)


def words_are_supported(model: Model) -> Iterator[Problem]:
    """A quote does not say the opposite of the word for which it stands."""
    for key in ("objective", "weights", "license", "layout"):
        citation = model.citations.get(key)
        word = getattr(model, key)
        against = contradiction(key, word, citation.quote) if citation and word and citation.quote else None
        if against:
            shown = ", ".join(word) if isinstance(word, list) else word
            yield Problem(
                f"{model.id}: citations.{key}", f'"{shown}" is cited to a quote that says "{against}"'
            )
