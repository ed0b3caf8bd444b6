"""laws.yaml: its shape, its rules, and how it is compiled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

from plm_ratios.analysis import scaling_laws
from plm_ratios.curation import rules, yaml_files
from plm_ratios.curation.build import build, compiled_files
from plm_ratios.curation.derive import Derivation
from plm_ratios.curation.schema import LAW_FORMS, Law

TINY = """\
# Laws.

- id: tiny-law
  name: Tiny law
  domain: protein
  objective: MLM
  counts: all parameters
  form: power
  six_nd: true
  year: 2024
  source: doe2024
  constants:
    coefficient:
      - value: 0.1
        source: doe2024
        locator: Table 9
        confidence: high
    exponent:
      - value: 0.5
        source: doe2024
        locator: Table 9
        confidence: high
      - value: 0.6
        source: roe2025
        locator: page 4
        confidence: medium
        note: The review misread it.
  ranges:
    flops:
      - range: [1.0e+18, 1.0e+21]
        source: doe2024
        locator: Methods
        confidence: high
  caveats:
    - An example.
"""


@pytest.fixture
def lawful(folder: Any) -> Any:
    """The small catalog with a law."""
    folder.write("laws.yaml", TINY)
    return folder


def test_a_law_without_a_fault_has_no_problems(lawful: Any) -> None:
    assert lawful.problems() == []


def test_a_catalog_without_laws_compiles_none(folder: Any) -> None:
    assert list(compiled_files(folder.path)) == ["catalog.json"]


def test_what_was_written_is_what_is_loaded(lawful: Any) -> None:
    build(lawful.path)
    data = json.loads((lawful.path / "laws.json").read_text(encoding="utf-8"))
    (law,) = scaling_laws.from_json(data)
    assert (law.id, law.domain, law.objective, law.counts) == ("tiny-law", "protein", "MLM", "all parameters")
    assert law.source.short == "Doe et al. 2024"
    assert [fact.value for fact in law.constants["exponent"]] == [0.5, 0.6]
    assert law.range("flops") == (1e18, 1e21)
    assert scaling_laws.optimum(1e18, law).parameters == pytest.approx(1e8)
    assert set(data["sources"]) == {"doe2024", "roe2025"}


def test_it_gives_the_same_bytes_every_time(lawful: Any) -> None:
    first = compiled_files(lawful.path)["laws.json"]
    assert compiled_files(lawful.path)["laws.json"] == first
    assert first.endswith("}\n")


@pytest.mark.parametrize(
    ("passage", "by", "problem"),
    [
        ("  form: power\n", "  form: ratio\n", "a law of the form ratio needs the constants ratio"),
        ("    coefficient:\n", "    factor:\n", "needs the constants coefficient"),
        ("  six_nd: true\n", "  six_nd: false\n", "needs the constants tokens_coefficient, tokens_exponent"),
        ("  form: power\n", "  form: cubic\n", "form: Input should be"),
        ("      - value: 0.1\n", "      - value: 1e-1x\n", "is text, not a number"),
        ("      - value: 0.1\n", "      - range: [0.1, 0.2]\n", "a constant is a value"),
        ("        locator: Table 9\n", "", "a value needs a source and a locator"),
        ("      - range: [1.0e+18, 1.0e+21]\n", "      - value: 1.0e+18\n", "a fitted range is a range"),
        ("    - An example.\n", "    - an example\n", "is not a full sentence"),
        (
            "  caveats:\n",
            "  warnings:\n    MLM:\n      - Beware.\n  caveats:\n",
            "only a law of the form repetition",
        ),
        ("        note: The review misread it.\n", "", "the facts differ; a note must say why"),
        ("        confidence: medium\n", "        confidence: high\n", ""),
        ("  source: doe2024\n", "  source: poe2026\n", 'the source "poe2026" is not in sources.yaml'),
        ("  name: Tiny law\n", "  name: Tiny 1M\n", 'all answer to the name "tiny1m"'),
        ("- id: tiny-law\n", "- id: tiny-1m\n", "the id is used 2 times"),
        (
            "  domain: protein\n",
            "  domain:   protein\n",
            "is not in canonical form; run: plm-ratios catalog format",
        ),
    ],
)
def test_each_breach_of_a_rule_is_named(
    lawful: Any, problems: Callable[..., list[str]], passage: str, by: str, problem: str
) -> None:
    found = problems("laws.yaml", passage, by)
    assert any(problem in each for each in found) if problem else found == []


def test_a_better_claim_stands_first(lawful: Any, problems: Callable[..., list[str]]) -> None:
    found = problems(
        "laws.yaml",
        "      - value: 0.5\n        source: doe2024\n        locator: Table 9\n        confidence: high\n",
        "      - value: 0.5\n        source: doe2024\n        locator: Table 9\n        confidence: low\n",
    )
    assert any("a fact of higher confidence is listed below" in each for each in found)


def test_a_law_keeps_a_source_in_use(lawful: Any, problems: Callable[..., list[str]]) -> None:
    poe = "poe2026:\n  title: Poe et al., A law\n  url: https://example.org/law\n"
    lawful.change("sources.yaml", "roe2025:\n", f"{poe}roe2025:\n")
    assert any("no fact names this source" in str(each) for each in lawful.problems())
    assert problems("laws.yaml", "  source: doe2024\n", "  source: poe2026\n") == []


DRAFT = yaml_files.read()
every_law = pytest.mark.parametrize("law", DRAFT.laws, ids=lambda law: law.id)


@every_law
class TestOurs:
    """Each law of ours by itself, so that a failure names it."""

    def test_it_breaks_no_rule(self, law: Law) -> None:
        assert list(rules.cited_problems(law, Derivation(DRAFT))) == []

    def test_its_sources_are_in_the_list(self, law: Law) -> None:
        assert all(name in DRAFT.sources for _, name in rules.sources_of(law))

    def test_it_holds_what_its_form_needs(self, law: Law) -> None:
        assert set(LAW_FORMS[law.form][0]) <= set(law.constants)

    def test_what_was_read_elsewhere_says_where(self, law: Law) -> None:
        """High confidence is for what we read in the source itself, or in its authors' own files."""
        for name, facts in law.facts.items():
            for fact in facts:
                assert fact.confidence != "high" or fact.via in (None, "cheng-repo", "cheng-audit"), name

    def test_a_law_with_sizes_says_where_it_was_fitted_or_that_nobody_does(self, law: Law) -> None:
        told = any("within which" in caveat for caveat in law.caveats)
        assert law.ranges or law.form == "exponents" or told


def test_the_laws_file_is_in_canonical_form() -> None:
    path = yaml_files.DATA / "laws.yaml"
    same = path.read_text(encoding="utf-8") == yaml_files.canonical(Path(path))
    assert same, f"laws.yaml is not in canonical form; run: {yaml_files.FORMAT_COMMAND}"
