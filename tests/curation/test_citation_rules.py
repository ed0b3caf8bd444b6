"""Citations of the catalog: a reader can follow them, and they are about what they stand beside."""

from __future__ import annotations

import re
from typing import Any, Callable

import pytest

from plm_ratios.curation import yaml_files
from plm_ratios.curation.citation_rules import citation_problems
from plm_ratios.curation.citation_words import contradiction

Problems = Callable[..., "list[str]"]

MODELS, SOURCES = "models/tiny.yaml", "sources.yaml"
ROE = "roe2025:\n  title: Roe et al., A review\n  url: https://example.org/review\n"
MEDIUM, HIGH = "        confidence: medium\n", "        confidence: high\n"
PAGE_3 = f"      - value: 1_500_000\n        source: roe2025\n        locator: page 3\n{MEDIUM}"
TABLE_2 = f"      - value: 9_000_000\n        source: doe2024\n        locator: Table 2\n{HIGH}"
WEIGHTS = "    weights:\n      source: doe2024\n      locator: Data availability\n"
LICENSE = "    license:\n      source: doe2024\n      locator: Data availability\n"
NOTE = "        note: The number of Tiny 1M, which has as many.\n"
SIBLING = "is about Tiny 1M; quote what is said of Tiny 9M, or say in a note why it holds"


def quoted(passage: str, quote: str) -> tuple[str, str]:
    """A change that puts a quote below the locator of a passage."""
    indent = re.findall(r"(?m)^( +)locator: .*\n", passage)[0]
    return passage, re.sub(r"(locator: .*\n)", rf"\1{indent}quote: {quote}\n", passage, count=1)


# What is changed, and the whole report.
BROKEN = {
    "a source without an address": (
        SOURCES,
        (ROE, ROE.replace("  url: https://example.org/review\n", "")),
        ["sources.yaml: roe2025: nobody can follow it; give its address as url"],
    ),
    "a repository without a commit": (
        SOURCES,
        (ROE, ROE.replace("https://example.org/review", "https://github.com/roe/review")),
        [
            'tiny-1m: facts.params_total.1.locator: "roe2025" is a repository and moves; '
            'write "README.md at 915560f, section ..."'
        ],
    ),
    "a machine that is believed": (
        SOURCES,
        (ROE, f"{ROE}  written_by: machine\n"),
        ['tiny-1m: facts.params_total.1.confidence: a machine wrote "roe2025"; its word is low at most'],
    ),
    "a quote with a gap": (
        MODELS,
        quoted(TABLE_2, "nine ... million"),
        ["tiny-9m: facts.params_total.0.quote: has a gap; quote one passage, as a search would find it"],
    ),
    "the quote of a sibling": (
        MODELS,
        quoted(TABLE_2, "Tiny 1M has 9 million"),
        [f"tiny-9m: facts.params_total.0: {SIBLING}"],
    ),
    "the checkpoint of a sibling": (
        MODELS,
        quoted(TABLE_2, "https://example.org/models/tiny_t2_1M"),
        [f"tiny-9m: facts.params_total.0: {SIBLING}"],
    ),
    "the row of a sibling": (
        MODELS,
        (TABLE_2, TABLE_2.replace("Table 2", 'Table 2, row "tiny-1M", column 4')),
        [f"tiny-9m: facts.params_total.0: {SIBLING}"],
    ),
    "a free license that the quote denies": (
        MODELS,
        quoted(LICENSE, "under a custom non-commercial license"),
        ['tiny-1m: citations.license: "MIT" is cited to a quote that says "custom"'],
    ),
    "open weights that the quote denies": (
        MODELS,
        quoted(WEIGHTS, "for academic use only"),
        ['tiny-1m: citations.weights: "open" is cited to a quote that says "academic use"'],
    ),
    "another objective in the quote": (
        MODELS,
        ("quote: trained by masking", "quote: an autoregressive model"),
        ['tiny-1m: citations.objective: "MLM" is cited to a quote that says "autoregressive"'],
    ),
}

KEPT = {
    "a repository with a commit": (
        (SOURCES, ROE, ROE.replace("https://example.org/review", "https://github.com/roe/review")),
        (MODELS, "locator: page 3", "locator: README.md at 915560f, line 3"),
    ),
    "a repository whose address is at a commit": (
        (
            SOURCES,
            ROE,
            ROE.replace("https://example.org/review", "https://github.com/roe/review/tree/915560f"),
        ),
    ),
    "a machine that is hardly believed": (
        (SOURCES, ROE, f"{ROE}  written_by: machine\n"),
        (MODELS, PAGE_3, PAGE_3.replace("medium", "low")),
    ),
    "a quote that names both": ((MODELS, *quoted(TABLE_2, "Tiny 1M and Tiny 9M")),),
    "a quote that speaks of all": ((MODELS, *quoted(TABLE_2, "All models but Tiny 1M have 9 million")),),
    "a quote of the size in other letters": ((MODELS, *quoted(TABLE_2, "tiny-9m | 9M")),),
    "the row of a sibling, said of all": (
        (MODELS, TABLE_2, TABLE_2.replace("Table 2", 'Table 2, row "Tiny 1M", said of all sizes')),
    ),
    "the row of a sibling, with a note": (
        (MODELS, TABLE_2, TABLE_2.replace("Table 2", 'row "tiny_t2_1M"') + NOTE),
    ),
    "a quote of the license among others": ((MODELS, *quoted(LICENSE, "mit, other")),),
}


@pytest.mark.parametrize(("name", "change", "report"), BROKEN.values(), ids=BROKEN)
def test_a_citation_that_leads_astray_is_reported(
    problems: Problems, name: str, change: tuple[str, str], report: list[str]
) -> None:
    assert problems(name, *change) == report


@pytest.mark.parametrize("changes", KEPT.values(), ids=KEPT)
def test_a_citation_that_can_be_followed_is_none(folder: Any, changes: Any) -> None:
    for name, passage, by in changes:
        folder.change(name, passage, by)
    assert folder.problems() == []


@pytest.mark.parametrize(
    ("key", "word", "quote", "found"),
    [
        ("license", "MIT", "under a custom open license", "custom"),
        ("license", "MIT", "These models are available under the [MIT license]", None),
        ("license", "Apache-2.0", "License: CC BY-NC 4.0", "CC BY"),
        ("license", "CC BY-NC-SA 4.0", "MIT License", "MIT"),
        ("weights", "open", "MIT and **ungated**", None),
        ("weights", "open", '"availability": "not available"', "not available"),
        ("weights", "closed", "download the weights", "download"),
        ("weights", "closed", "weights are available when the model is accessed through Biohub", None),
        (
            "license",
            "AntiBERTa2 License (non-commercial)",
            "this modified version of the Apache 2.0 Licence",
            None,
        ),
        ("objective", "MLM", "block-causal attention for retrieval", None),
        ("objective", "CLM", "7B CLM and 10B MLM", None),
        ("objective", "CLM", "trained to fill masks", "mask"),
        ("objective", "CLM + infilling", "trained to fill masks", None),
        ("layout", ["encoder-decoder"], "a decoder-only transformer", "decoder-only"),
    ],
)
def test_words_that_contradict_a_word(key: str, word: Any, quote: str, found: str | None) -> None:
    assert contradiction(key, word, quote) == found


def test_the_catalog_has_no_such_citation() -> None:
    assert list(citation_problems(yaml_files.read())) == []
