"""Each rule of docs/catalog.md, broken once: the report names the place and the remedy."""

from __future__ import annotations

import re
from typing import Any, Callable

import pytest

Problems = Callable[..., "list[str]"]

MODELS, DATASETS, SOURCES = "models/tiny.yaml", "datasets.yaml", "sources.yaml"
NO_KEY = "there is no such key here; docs/catalog.md lists those that are known"
TINY = "models/tiny.yaml: tiny-1m"
TOTAL = f"{TINY}: facts.params_total.0"
FACT = "value: 1_650_000\n        source: doe2024\n        locator: Table 2\n        confidence: high\n"


def test_the_small_catalog_keeps_every_rule(folder: Any) -> None:
    assert folder.problems() == []


# What is changed, and the whole report: every line of it, so that one mistake is one problem.
BROKEN = {
    "no source": (
        MODELS,
        ("        source: doe2024\n        locator: Table 2\n", ""),
        [f"{TOTAL}: a value needs a source and a locator"],
    ),
    "no locator": (
        MODELS,
        ("        locator: Table 2\n", ""),
        [f"{TOTAL}: a value needs a source and a locator"],
    ),
    "a formula with a source but no place": (
        MODELS,
        ("        locator: Methods\n        confidence: medium\n", "        confidence: medium\n"),
        [f"{TINY}: facts.tokens_seen.0: a source needs a locator: where in it is the number?"],
    ),
    "no confidence": (
        MODELS,
        (FACT, FACT.replace("        confidence: high\n", "")),
        [f"{TOTAL}.confidence: is missing"],
    ),
    "unknown confidence": (
        MODELS,
        (FACT, FACT.replace("high", "sure")),
        [f"{TOTAL}.confidence: Input should be 'high', 'medium' or 'low'"],
    ),
    "value and formula": (
        MODELS,
        ("value: 1_650_000", "value: 1_650_000\n        formula: exact_count"),
        [f"{TOTAL}: give exactly one of value, formula and range"],
    ),
    "neither value nor formula": (
        MODELS,
        ("- value: 1_650_000\n        source", "- source"),
        [f"{TOTAL}: give exactly one of value, formula and range"],
    ),
    "a number as text": (
        MODELS,
        ("1_650_000", "1.65e6"),
        [f"{TOTAL}.value: '1.65e6' is text, not a number; write it out: 15_000_000_000, not 15e9"],
    ),
    "a number in quotes": (
        MODELS,
        ("1_650_000", "'1650000'"),
        [f"{TOTAL}.value: '1650000' is text, not a number; write it out: 15_000_000_000, not 15e9"],
    ),
    "yes for a number": (MODELS, ("1_650_000", "yes"), [f"{TOTAL}.value: True is not a number"]),
    "too large": (MODELS, ("1_650_000", "9" * 400), [f"{TOTAL}.value: it is too large for a number"]),
    "infinity": (MODELS, ("1_650_000", ".inf"), [f"{TOTAL}.value: inf is not a number"]),
    "no number at all": (MODELS, ("1_650_000", ".nan"), [f"{TOTAL}.value: nan is not a number"]),
    "zero": (
        MODELS,
        ("1_650_000", "0"),
        [f"{TOTAL}: a value must be above zero; leave out what is not known"],
    ),
    "a range upside down": (
        MODELS,
        ("[1_000_000_000, 2_000_000_000]", "[2_000_000_000, 1_000_000_000]"),
        ["models/tiny.yaml: tiny-9m: facts.tokens_seen.0: a range goes from the lowest to the highest value"],
    ),
    "a note that is no sentence": (
        MODELS,
        ("The review rounds.", "rounded"),
        [
            f"{TINY}: facts.params_total.1.note: 'rounded' is not a full sentence: "
            "begin with a capital and end with a full stop"
        ],
    ),
    "an unknown quantity": (
        MODELS,
        ("train_steps:", "steps:"),
        [f"{TINY}: facts.steps: no such quantity; choose one of params_total, params_active, *"],
    ),
    "an unknown key of a fact": (
        MODELS,
        ("locator: Table 2", "page: 7\n        locator: Table 2"),
        [f"{TOTAL}.page: {NO_KEY}"],
    ),
    "an unknown key of a model": (
        MODELS,
        ("kind: protein", "kind: protein\n  colour: red"),
        [f"{TINY}: colour: {NO_KEY}"],
    ),
    "a model without a name": (MODELS, ("  name: Tiny 1M\n", ""), [f"{TINY}: name: is missing"]),
    "a model without an id": (
        MODELS,
        ("- id: tiny-1m\n  name", "- name"),
        ["models/tiny.yaml: entry 1: id: is missing"],
    ),
    "an entry that is no mapping": (
        MODELS,
        ("- id: tiny-9m", "- just text\n- id: tiny-9m"),
        ["models/tiny.yaml: entry 2: Input should be a valid dictionary or instance of Model"],
    ),
    "an id with capitals": (
        MODELS,
        ("id: tiny-9m", "id: Tiny 9M"),
        [
            "models/tiny.yaml: Tiny 9M: id: 'Tiny 9M' is not an id: lower-case letters, digits, dots, "
            "dashes and underscores"
        ],
    ),
    "an unknown kind": (
        MODELS,
        ("kind: protein", "kind: peptide"),
        [f"{TINY}: kind: Input should be 'protein', 'antibody', 'msa', 'dna' or 'rna'"],
    ),
    "a date in words": (
        MODELS,
        ("2024-05", "May 2024"),
        [f"{TINY}: released: 'May 2024' is not a date: write 2022-07-21, 2022-07 or 2022"],
    ),
    "a source without a web address": (
        SOURCES,
        ("https://example.org/tiny", "example.org"),
        [
            "sources.yaml: doe2024: url: 'example.org' is not an address: begin with https://, and have no "
            "spaces in it"
        ],
    ),
    "an unknown key of a source": (
        SOURCES,
        ("year: 2024", "published: 2024"),
        [f"sources.yaml: doe2024: published: {NO_KEY}"],
    ),
    "an edition that is no date": (
        "edition.yaml",
        ("2026-01-31", "first"),
        ["edition.yaml: edition: 'first' is not a date: write 2022-07-21, 2022-07 or 2022"],
    ),
    "an unknown source": (
        MODELS,
        ("doe2024\n        locator: Table 2", "do2024\n        locator: Table 2"),
        ['tiny-1m: facts.params_total.0: the source "do2024" is not in sources.yaml'],
    ),
    "an unknown source of a word": (
        MODELS,
        ("doe2024\n      locator: Methods", "do2024\n      locator: Methods"),
        ['tiny-1m: citations.objective: the source "do2024" is not in sources.yaml'],
    ),
    "an unknown source of a remark": (
        MODELS,
        ("doe2024\n      locator: Disc", "do2024\n      locator: Disc"),
        ['tiny-1m: remarks.0: the source "do2024" is not in sources.yaml'],
    ),
    "an unknown source that was read": (
        MODELS,
        ("note: The review", "via: web\n        note: The review"),
        ['tiny-1m: facts.params_total.1: the source "web" is not in sources.yaml'],
    ),
    "an unused source": (
        SOURCES,
        ("roe2025:", "poe2023:\n  title: Poe et al., Unread\n  url: https://example.org/unread\nroe2025:"),
        ["sources.yaml: poe2023: no fact names this source; take it out"],
    ),
    "an unknown dataset": (
        MODELS,
        ("- tinyset", "- tinyset\n    - hugeset"),
        ['tiny-1m: datasets: the dataset "hugeset" is not in datasets.yaml'],
    ),
    "a name that differs only in dashes": (
        MODELS,
        ("name: Tiny 9M", "name: TINY-1m"),
        ['tiny-1m, tiny-9m: all answer to the name "tiny1m"; keep it for one of them'],
    ),
    "a dataset with a model's alias": (
        DATASETS,
        ("- TS1", "- Tiny T2 1M"),
        ['tiny-1m, tinyset: all answer to the name "tinyt21m"; keep it for one of them'],
    ),
    "a better fact below": (
        MODELS,
        (FACT, FACT.replace("high", "low")),
        ["tiny-1m: facts.params_total: a fact of higher confidence is listed below the first one"],
    ),
    "a conflict without a note": (
        MODELS,
        ("        note: The review rounds.\n", ""),
        ["tiny-1m: facts.params_total: the facts differ; a note must say why"],
    ),
    "more unique than seen": (
        MODELS,
        ("20_000", "2000"),
        ["tiny-1m: facts: tokens_unique (200,000,000) exceeds tokens_seen (131,072,000)"],
    ),
    "more active than total": (
        MODELS,
        ("3_000_000", "30_000_000"),
        ["tiny-9m: facts: params_active (30,000,000) exceeds params_total (9,000,000)"],
    ),
    "a word without a source": (
        MODELS,
        ("kind: protein\n  facts", "kind: protein\n  license: MIT\n  facts"),
        ["tiny-9m: license: needs a source: add citations.license"],
    ),
    "a count that does not agree": (
        MODELS,
        ("value: 2\n", "value: 3\n"),
        [
            "tiny-1m: architecture: counts 2,444,602 parameters against 1,650,000 stated (+48.2%); "
            "a note must say why"
        ],
    ),
    "an unknown architecture": (
        MODELS,
        ("family: encoder-rotary", "family: hyena"),
        ['tiny-1m: architecture.family: "hyena" has no formula; choose one of *encoder-rotary, *'],
    ),
    "an architecture without its numbers": (
        MODELS,
        ("kind: protein\n  facts", "kind: protein\n  architecture:\n    family: encoder-rotary\n  facts"),
        ["tiny-9m: architecture: to count the parameters of encoder-rotary we also need layers, width, *"],
    ),
    "a formula that cannot be computed": (
        MODELS,
        ("batch_tokens * train_steps", "batch_tokens * epochs"),
        ["tiny-1m: facts.tokens_seen.0: tiny-1m has no epochs"],
    ),
    "not in canonical form": (
        MODELS,
        ("65_536", "65536"),
        ["models/tiny.yaml: is not in canonical form; run: plm-ratios catalog format"],
    ),
    "keys in another order": (
        MODELS,
        ("  name: Tiny 9M\n  family: Tiny\n", "  family: Tiny\n  name: Tiny 9M\n"),
        ["models/tiny.yaml: is not in canonical form; run: plm-ratios catalog format"],
    ),
}


@pytest.mark.parametrize(("name", "change", "report"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_reported_with_place_and_remedy(
    problems: Problems, name: str, change: tuple[str, str], report: list[str]
) -> None:
    found = problems(name, *change)
    assert len(found) == len(report), found
    for problem, wanted in zip(found, report):
        assert re.fullmatch(re.escape(wanted).replace(r"\*", ".*"), problem)


STAGES = """
  stages:
    - name: First
      facts:
        tokens_unique:
          - formula: tokens_unique
            confidence: high
        tokens_seen:
          - formula: tokens_seen
            confidence: high
    - name: Second
      facts:
        sequences:
          - formula: sequences
            confidence: high
        tokens_seen:
          - value: 1_000_000_000
            source: doe2024
            locator: Methods
            confidence: high
"""


def with_stages(folder: Any, stages: str) -> list[str]:
    first, *others = folder.read(MODELS).split("\n\n- id: tiny-9m")
    folder.write(MODELS, "\n\n- id: tiny-9m".join([first + stages.rstrip(), *others]))
    return [str(problem) for problem in folder.problems()]


def test_the_tokens_of_the_stages_are_those_of_the_model(folder: Any) -> None:
    (problem,) = with_stages(folder, STAGES)
    assert problem == (
        "tiny-1m: stages: its stages saw 2,310,720,000 tokens, and facts.tokens_seen is 1,310,720,000; "
        "they must be the same"
    )


def test_stages_that_add_up_keep_every_rule(folder: Any) -> None:
    half = STAGES.replace("formula: tokens_seen", "formula: tokens_seen - 1_000_000_000")
    assert with_stages(folder, half) == []


def test_a_stage_needs_what_repeats_take(folder: Any) -> None:
    (problem,) = with_stages(folder, STAGES.replace("        sequences:", "        epochs:"))
    assert "stages.1.facts" in problem


def test_a_quote_holds_at_most_forty_words(problems: Problems) -> None:
    quote = " ".join(["word"] * 40)
    assert problems(MODELS, "trained by masking", quote) == []
    assert problems(MODELS, quote, quote + " word") == [
        f"{TINY}: citations.objective.quote: a quote holds at most 40 words",
    ]


def test_an_id_stands_once(problems: Problems) -> None:
    found = problems(MODELS, "id: tiny-9m", "id: tiny-1m")
    assert "tiny-1m: the id is used 2 times; each entry needs its own" in found


def test_claims_within_half_a_percent_are_no_conflict(problems: Problems) -> None:
    changed = (
        "value: 1_658_000\n        source: roe2025\n        locator: page 3\n        confidence: medium\n"
    )
    rounded = (
        "value: 1_500_000\n        source: roe2025\n        locator: page 3\n        confidence: medium\n"
    )
    assert problems(MODELS, rounded + "        note: The review rounds.\n", changed) == []


def test_a_note_explains_a_count_that_does_not_agree(problems: Problems) -> None:
    assert problems(MODELS, "value: 2\n", "value: 3\n") != []
    note = "family: encoder-rotary\n    note: One layer is shared."
    assert problems(MODELS, "family: encoder-rotary", note) == []


def test_all_problems_are_told_at_once(folder: Any) -> None:
    """Five faults in one file are five problems."""
    for passage, by in (
        ("datasets:\n    - tinyset", "datasets:\n    - hugeset"),
        ("roe2025", "toe2025"),
        ("        note: The review rounds.\n", ""),
        ("batch_tokens * train_steps", "batch_tokens * nothing"),
        ("3_000_000", "30_000_000"),
    ):
        folder.change(MODELS, passage, by)
    folder.change(SOURCES, "roe2025:", "toe2026:")
    found = "\n".join(map(str, folder.problems()))
    assert len(folder.problems()) == 6
    for told in ("hugeset", '"toe2025"', "toe2026", "must say why", '"nothing"', "30,000,000"):
        assert told in found


def test_all_faults_of_shape_are_told_at_once(folder: Any) -> None:
    """Also where the schema refuses several entries, in several files."""
    for name, passage, by in (
        ("edition.yaml", "license: CC BY 4.0\n", ""),
        (SOURCES, "  title: Roe et al., A review\n", ""),
        (DATASETS, "value: 1_000_000", "value: 1e6"),
        (MODELS, "1_650_000", "-1"),
        (MODELS, "value: 8\n", "value: eight\n"),
        (MODELS, "kind: protein\n  facts", "kind: prot\n  facts"),
    ):
        folder.change(name, passage, by)
    assert [str(problem).split(": ")[:2] for problem in folder.problems()] == [
        ["edition.yaml", "license"],
        ["sources.yaml", "roe2025"],
        ["datasets.yaml", "tinyset"],
        ["models/tiny.yaml", "tiny-1m"],
        ["models/tiny.yaml", "tiny-1m"],
        ["models/tiny.yaml", "tiny-9m"],
    ]


@pytest.mark.parametrize(
    ("name", "passage", "by"),
    [
        (SOURCES, "year: 2024", "year: long ago"),
        (DATASETS, "name: TinySet", "name: ''"),
        (MODELS, "kind: protein\n  objective", "kind: x\n  objective"),
    ],
)
def test_what_hangs_on_a_refused_entry_is_no_further_problem(
    problems: Problems, name: str, passage: str, by: str
) -> None:
    """The sources it names are not unused, and who names it does not name something unknown."""
    found = problems(name, passage, by)
    assert not [problem for problem in found if "is not in" in problem or "no fact names" in problem]
    assert found[0].startswith(name)
