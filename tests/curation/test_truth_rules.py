"""What is said around a number: each kind of untruth once, and what mends it."""

from __future__ import annotations

from typing import Any

import pytest

MODELS, SOURCES = "models/tiny.yaml", "sources.yaml"
TOTAL = """      - value: 1_650_000
        source: doe2024
        locator: Table 2
        confidence: high
"""
SEEN = """      - formula: batch_tokens * train_steps
        source: doe2024
        locator: Methods
        confidence: medium
"""
FLOPS = """    training_flops:
      - value: 2.0e+16
        source: doe2024
        locator: Methods
        confidence: high
"""
TWIN = """
- id: copy-1m
  name: {name}
  family: Copies
  kind: protein
  objective: {objective}
  citations:
    objective:
      source: doe2024
      locator: Methods
      confidence: high
  facts:
    params_total:
      - value: {parameters}
        source: {source}
        locator: config.json
        confidence: high
{note}    sequences:
      - value: 500_000
        source: doe2024
        locator: Methods
        confidence: high
"""
CONFIG = """tiny-config:
  title: tiny_t2_1M config.json
  url: https://example.org/models/tiny_t2_1M
  kind: configuration
"""


def twin(
    folder: Any, name: str, objective: str, parameters: str, source: str = "doe2024", note: str = ""
) -> None:
    """A further entry, which may be the weights of another one."""
    said = f"        note: {note}\n" if note else ""
    text = TWIN.format(name=name, objective=objective, parameters=parameters, source=source, note=said)
    folder.write("models/copy.yaml", "# Copies.\n" + text.lstrip("\n"))


def told(folder: Any) -> list[str]:
    return [str(problem) for problem in folder.problems()]


class TestAliases:
    @pytest.mark.parametrize("alias", ["Tiny 1M open", "tiny-1m-2024-08", "tiny_1M_v1", "Tiny-small"])
    def test_one_that_names_weights_needs_somebody_who_equates_them(self, folder: Any, alias: str) -> None:
        folder.change(MODELS, "    - tiny_t2_1M\n", f"    - tiny_t2_1M\n    - {alias}\n")
        (problem,) = told(folder)
        assert problem.startswith(f'tiny-1m: aliases: "{alias}" names weights')
        folder.change(
            MODELS,
            "  citations:\n",
            "  citations:\n    aliases:\n      source: doe2024\n      locator: README\n"
            f"      quote: {alias} is it\n      confidence: high\n",
        )
        assert told(folder) == []

    def test_other_spellings_need_nobody(self, folder: Any) -> None:
        folder.change(MODELS, "    - tiny_t2_1M\n", "    - tiny_t2_1M\n    - Tiny-1M-UR50\n")
        assert told(folder) == []


class TestStarts:
    def test_from_which_weights_a_training_started_is_cited(self, folder: Any) -> None:
        folder.change(
            MODELS,
            SEEN,
            SEEN + "        note: Excludes the tokens of Tiny 9M, from whose weights it starts.\n",
        )
        assert told(folder) == [
            "tiny-1m: facts.tokens_seen.0: its note says from which weights it started; add a remark that "
            "cites who says so"
        ]
        folder.change(MODELS, "The authors call it a toy.", "It continues Tiny 9M, by its authors.")
        assert told(folder) == []


class TestDuplicates:
    def test_the_size_was_read_in_the_configuration_of_another_entry(self, folder: Any) -> None:
        folder.write(SOURCES, folder.read(SOURCES) + CONFIG)
        twin(folder, "Copy 1M", "CLM", "1_700_000", "tiny-config")
        (problem,) = told(folder)
        assert problem.startswith("copy-1m, tiny-1m: may be the same weights: copy-1m: facts.params_total.0")
        twin(
            folder, "Copy 1M", "CLM", "1_700_000", "tiny-config", "The architecture of Tiny 1M, trained anew."
        )
        assert told(folder) == []

    def test_names_of_two_families_say_the_same_objective_and_size(self, folder: Any) -> None:
        folder.change(MODELS, "name: Tiny 9M", "name: Tiny MLM 9M")
        twin(folder, "Copy-9.4M-MLM", "MLM", "9_400_000")
        (problem,) = told(folder)
        assert problem.startswith("copy-1m, tiny-9m: may be the same weights: both names say MLM and about 9")

    def test_other_objectives_are_other_weights(self, folder: Any) -> None:
        folder.change(MODELS, "name: Tiny 9M", "name: Tiny MLM 9M")
        twin(folder, "Copy-9.4M-CLM", "CLM", "9_400_000")
        assert told(folder) == []


def test_a_formula_finds_an_entry_by_an_id_that_became_an_alias(folder: Any) -> None:
    folder.change(MODELS, 'of("tinyset", "sequences")', 'of("ts1", "sequences")')
    assert told(folder) == []


class TestCompute:
    def test_tokens_from_compute_name_it(self, folder: Any) -> None:
        folder.change(
            MODELS, SEEN, SEEN.replace("batch_tokens * train_steps", "2 * 10_000 / (6 * params_total)")
        )
        assert [each for each in told(folder) if "compute" in each] == [
            "tiny-1m: facts.tokens_seen.0: is worked out from compute; write training_flops / "
            "(6 * params_total), and cite that"
        ]

    def test_stated_tokens_come_before_those_from_compute(self, folder: Any) -> None:
        circular = SEEN.replace("batch_tokens * train_steps", "training_flops / (6 * params_total)")
        stated = SEEN.replace("formula: batch_tokens * train_steps", "value: 2_020_202_020")
        folder.change(MODELS, SEEN, circular + stated)
        folder.write(
            MODELS,
            folder.read(MODELS).replace("\n\n- id: tiny-9m", "\n" + FLOPS.rstrip() + "\n\n- id: tiny-9m", 1),
        )
        assert told(folder) == [
            "tiny-1m: facts.tokens_seen: the first fact is worked out from compute, and a stated one stands "
            "below it; put that first"
        ]
        folder.change(MODELS, circular + stated, stated + circular)
        assert told(folder) == []


class TestPadding:
    def test_what_a_note_calls_an_upper_bound_is_marked(self, folder: Any) -> None:
        noted = SEEN + "        note: A padded upper bound.\n"
        folder.change(MODELS, SEEN, noted)
        assert told(folder) == [
            "tiny-1m: facts.tokens_seen.0: its note calls it an upper bound; add upper_bound: true"
        ]
        folder.change(MODELS, noted, noted.replace("        note", "        upper_bound: true\n        note"))
        assert told(folder) == []


class TestCounts:
    def test_a_count_of_a_conversion_says_so(self, folder: Any) -> None:
        folder.change(
            SOURCES, "Roe et al., A review", "Roe et al., conversions with measured parameter counts"
        )
        (problem,) = told(folder)
        assert problem.startswith("tiny-1m: facts.params_total.1: was counted on a conversion of the weights")
        folder.change(MODELS, "The review rounds.", "Counted on a conversion, and rounded.")
        assert told(folder) == []

    def test_the_architecture_comes_before_a_worse_source(self, folder: Any) -> None:
        folder.change(
            MODELS,
            "feed_forward:\n      - formula: 4 * width\n        confidence: medium",
            "feed_forward:\n      - formula: 4 * width\n        confidence: high",
        )
        folder.change(MODELS, TOTAL, TOTAL.replace("high", "medium").replace("1_650_000", "1_630_000"))
        (problem,) = told(folder)
        assert problem.startswith(
            "tiny-1m: facts.params_total: its architecture is of high confidence and counts 1,"
        )
        folder.change(
            MODELS,
            "    params_total:\n",
            "    params_total:\n      - formula: exact_count\n        confidence: high\n",
        )
        assert told(folder) == []


def test_a_blank_is_stated(folder: Any) -> None:
    """A model without a training figure says that its sources have none."""
    seen = """    tokens_seen:
      - range: [1_000_000_000, 2_000_000_000]
        source: doe2024
        locator: Methods
        confidence: low
"""
    folder.change(MODELS, seen, "")
    assert told(folder) == [
        "tiny-9m: remarks: it has no number on its training; say in a remark what its sources leave out"
    ]
