"""Compute against hardware, as `catalog check` holds it, and the words of a model that it rests on.

Tiny 1M costs 6 x 1.65e6 parameters x 1.31e9 tokens = 1.3e16 FLOPs; a TinyChip does 3.6e15 in an hour.
"""

from __future__ import annotations

from typing import Any, Callable

import pytest

from plm_ratios.curation.plausibility import Share

CHIPS = """\
# Accelerators.
- id: tinychip
  name: TinyChip
  maker: Tiny
  kind: GPU
  precision: BF16
  facts:
    peak:
      - value: 1_000_000_000_000
        source: doe2024
        locator: data sheet
        confidence: high
"""
CITED = "{source: doe2024, locator: Methods, confidence: high}"

Said = Callable[..., "list[tuple[str, str]]"]


@pytest.fixture
def said(folder: Any) -> Said:
    """What is wrong with Tiny 1M, given words and numbers of its hardware."""
    folder.write("accelerators.yaml", CHIPS)

    def check(words: dict[str, str] | None = None, **facts: str) -> list[tuple[str, str]]:
        words = {"accelerator": "tinychip"} if words is None else words
        model = "models/tiny.yaml"
        for key, word in words.items():
            folder.change(model, "  citations:\n", f"  {key}: {word}\n  citations:\n")
            folder.change(model, "  remarks:\n", f"    {key}: {CITED}\n  remarks:\n")
        for quantity, fact in facts.items():
            stated = (
                f"    {quantity}:\n      - {{{fact}, source: doe2024, locator: Methods, confidence: high}}\n"
            )
            folder.change(model, "  facts:\n", f"  facts:\n{stated}")
        return [
            (each.where, each.what)
            for each in folder.problems()
            if each.where.startswith("tiny-1m") or each.where == "accelerators.yaml"
        ]

    return check


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"chip_hours": "value: 12"}, ""),  # 30.0 %, but of parameters x tokens, which no hardware gave
        ({"chip_hours": "value: 5"}, "parameters and tokens make 1.3e16 FLOPs in 5 chip-hours of TinyChip"),
        ({"chip_hours": "value: 5"}, "72 % of the peak: doubtful"),
        ({"chip_hours": "value: 3"}, "120 % of the peak: impossible, unless"),
        ({"chip_hours": "value: 0.03"}, "120 times the peak: impossible"),
        ({"chip_hours": "value: 3, note: It cannot be 120 % of the peak."}, ""),
        ({"chip_hours": "value: 3, note: It cannot be 110 % of the peak."}, "120 % of the peak"),
        ({"chip_hours": "value: 3, note: Something else."}, "120 % of the peak"),
        ({"chip_hours": "value: 3", "training_flops": "value: 2_000_000_000_000_000"}, ""),
        (
            {"chip_hours": "value: 10", "training_flops": "value: 32_400_000_000_000_000"},
            "training_flops of 3.24e16",
        ),
        (
            {"chip_hours": "value: 10", "training_flops": "value: 10_800_000_000_000_000"},
            "which is 30 % of the peak",
        ),
        (
            {"chip_hours": "value: 10", "training_flops": "value: 14_400_000_000_000_000"},
            "so it says nothing",
        ),
        ({"chip_hours": "value: 10", "training_flops": "value: 14_300_000_000_000_000"}, ""),
        ({"chip_hours": "range: [3, 30]"}, ""),
        ({"training_flops": "value: 14_400_000_000_000_000"}, ""),
    ],
)
def test_compute_fits_the_hardware_or_a_note_names_the_share(
    said: Said, facts: dict[str, str], words: str
) -> None:
    found = said(**facts)
    assert len(found) == bool(words)
    assert all(where == "tiny-1m: facts.chip_hours" and words in what for where, what in found)


def test_an_encoder_decoder_costs_half(said: Said) -> None:
    words = {"accelerator": "tinychip", "layout": "[encoder-decoder]"}
    ((_, what),) = said(words, chip_hours="value: 2")
    assert "make 6.49e15 FLOPs in 2 chip-hours of TinyChip, which is 90 % of the peak" in what


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        ({"accelerator": "hugechip"}, "tiny-1m: accelerator", '"hugechip" is not in accelerators.yaml'),
        ({}, "", ""),
    ],
)
def test_the_accelerator_is_on_record(said: Said, words: dict[str, str], where: str, what: str) -> None:
    assert [(place, what in said_of) for place, said_of in said(words)] == ([(where, True)] if where else [])


@pytest.mark.parametrize(("key", "word"), [("layout", "[long-context mixer]"), ("accelerator", "tinychip")])
def test_layout_and_accelerator_are_cited(folder: Any, key: str, word: str) -> None:
    folder.write("accelerators.yaml", CHIPS)
    folder.change("models/tiny.yaml", "  citations:\n", f"  {key}: {word}\n  citations:\n")
    assert (f"tiny-1m: {key}", f"needs a source: add citations.{key}") in folder.problems()


@pytest.mark.parametrize(
    ("passage", "by", "words"),
    [
        ("    peak:\n", "    memory:\n", "an accelerator needs its peak"),
        ("value: 1_000_000_000_000", "range: [1, 2]", "is a value; it has neither formula nor range"),
        ("precision: BF16", "precision: FP8", "Input should be 'BF16' or 'FP16'"),
        ("precision: BF16", "released: 2024\n  precision: BF16", "add citations.released"),
        ("name: TinyChip", "name: Tiny 1M", 'all answer to the name "tiny1m"'),
        ("source: doe2024", "source: nobody", 'the source "nobody" is not in sources.yaml'),
    ],
)
def test_an_accelerator_follows_the_rules(folder: Any, passage: str, by: str, words: str) -> None:
    assert passage in CHIPS
    folder.write("accelerators.yaml", CHIPS.replace(passage, by, 1))
    assert any(words in each.what for each in folder.problems())


@pytest.mark.parametrize(
    ("flops", "words"),
    [(1.8e15, "50 % of the peak"), (3.4e16, "944 % of the peak"), (3.6e17, "100 times the peak")],
)
def test_a_share_in_words(flops: float, words: str) -> None:
    assert Share(flops, 1, 1e12).in_words == words
