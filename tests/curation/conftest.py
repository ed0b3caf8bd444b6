"""A small catalog in a folder of its own, to be broken one rule at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest

from plm_ratios.curation import rules
from plm_ratios.curation.yaml_files import Problem

CATALOG = {
    "edition.yaml": """\
# The edition.
edition: 2026-01-31
license: CC BY 4.0
""",
    "sources.yaml": """\
# Every source once.
doe2024:
  title: Doe et al., A tiny protein language model, Journal of Examples
  year: 2024
  url: https://example.org/tiny
  kind: paper
roe2025:
  title: Roe et al., A review
  url: https://example.org/review
""",
    "datasets.yaml": """\
# Training sets.
- id: tinyset
  name: TinySet
  aliases:
    - TS1
  facts:
    sequences:
      - value: 1_000_000
        source: doe2024
        locator: Table 1
        confidence: high
    tokens_unique:
      - value: 200_000_000
        source: doe2024
        locator: Table 1
        confidence: high
""",
    "models/tiny.yaml": """\
# Tiny: an example.

- id: tiny-1m
  name: Tiny 1M
  family: Tiny
  aliases:
    - tiny_t2_1M
  kind: protein
  objective: MLM
  released: 2024-05
  weights: open
  license: MIT
  datasets:
    - tinyset
  architecture:
    family: encoder-rotary
  citations:
    objective:
      source: doe2024
      locator: Methods
      quote: trained by masking
      confidence: high
    released:
      source: doe2024
      locator: front page
      confidence: high
    weights:
      source: doe2024
      locator: Data availability
      confidence: high
    license:
      source: doe2024
      locator: Data availability
      confidence: high
  remarks:
    - text: The authors call it a toy.
      source: doe2024
      locator: Discussion
      confidence: high
  facts:
    params_total:
      - value: 1_650_000
        source: doe2024
        locator: Table 2
        confidence: high
      - value: 1_500_000
        source: roe2025
        locator: page 3
        confidence: medium
        note: The review rounds.
    sequences:
      - formula: of("tinyset", "sequences")
        confidence: high
    tokens_unique:
      - formula: of("tinyset", "tokens_unique")
        confidence: high
    tokens_seen:
      - formula: batch_tokens * train_steps
        source: doe2024
        locator: Methods
        confidence: medium
    batch_tokens:
      - value: 65_536
        source: doe2024
        locator: Methods
        confidence: high
    train_steps:
      - value: 20_000
        source: doe2024
        locator: Methods
        confidence: high
    layers:
      - value: 2
        source: doe2024
        locator: Table 2
        confidence: high
    width:
      - value: 256
        source: doe2024
        locator: Table 2
        confidence: high
    heads:
      - value: 8
        source: doe2024
        locator: Table 2
        confidence: high
    feed_forward:
      - formula: 4 * width
        confidence: medium
    vocabulary:
      - value: 33
        source: doe2024
        locator: Table 2
        confidence: high

- id: tiny-9m
  name: Tiny 9M
  family: Tiny
  kind: protein
  facts:
    params_total:
      - value: 9_000_000
        source: doe2024
        locator: Table 2
        confidence: high
    params_active:
      - value: 3_000_000
        source: doe2024
        locator: Table 2
        confidence: high
    tokens_seen:
      - range: [1_000_000_000, 2_000_000_000]
        source: doe2024
        locator: Methods
        confidence: low
""",
}

MODELS = "models/tiny.yaml"


class Folder:
    """A catalog on disk, and how to change a passage of it."""

    def __init__(self, path: Path):
        self.path = path
        for name, text in CATALOG.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def change(self, name: str, passage: str, by: str) -> None:
        """Puts other words instead of a passage, where it stands first."""
        text = self.read(name)
        assert passage in text
        self.write(name, text.replace(passage, by, 1))

    def problems(self) -> list[Problem]:
        return rules.check(self.path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small catalog without a fault."""
    return Folder(tmp_path / "data")


@pytest.fixture
def problems(folder: Folder) -> Callable[..., list[str]]:
    """Problems after a change, as the person who made it reads them."""

    def after(name: str, passage: str, by: str) -> list[str]:
        folder.change(name, passage, by)
        return [str(problem) for problem in folder.problems()]

    return after
