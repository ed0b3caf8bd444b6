"""catalog.json: compiled from the YAML files, whole or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plm_ratios.catalog import Catalog
from plm_ratios.catalog.loading import from_json
from plm_ratios.curation.build import CatalogProblemsError, build, compiled

MODELS = "models/tiny.yaml"


@pytest.fixture
def tiny(folder: Any) -> Catalog:
    """The small catalog as the functions would load it."""
    return from_json(json.loads(build(folder.path).read_text(encoding="utf-8")))


def test_what_was_written_is_what_is_loaded(tiny: Catalog) -> None:
    assert tiny.edition == "2026-01-31"
    model = tiny.model("TINY_T2_1M")
    assert (model.id, model.family, model.kind, model.objective) == ("tiny-1m", "Tiny", "protein", "MLM")
    assert (model.released, model.weights, model.license) == ("2024-05", "open", "MIT")
    assert model.datasets == ("tinyset",) and model.architecture == "encoder-rotary"
    assert model.citations["objective"]["quote"] == "trained by masking"
    assert model.remarks[0]["text"] == "The authors call it a toy."
    assert tiny.dataset("ts1").name == "TinySet"
    assert tiny.sources["doe2024"].short == "Doe et al. 2024"


def test_claims_keep_their_order_sources_and_notes(tiny: Catalog) -> None:
    preferred, other = tiny.model("tiny-1m").facts_about("params_total")
    assert (preferred.value, preferred.source, preferred.locator) == (
        1_650_000,
        tiny.sources["doe2024"],
        "Table 2",
    )
    assert (other.value, other.confidence, other.note) == (1_500_000, "medium", "The review rounds.")


def test_formulas_are_stored_with_their_value(tiny: Catalog) -> None:
    seen = tiny.model("tiny-1m").fact("tokens_seen")
    assert seen is not None
    assert (seen.value, seen.formula) == (65_536 * 20_000, "batch_tokens * train_steps")
    assert tiny.model("tiny-1m").value("sequences") == 1_000_000


def test_a_range_has_no_value(tiny: Catalog) -> None:
    model = tiny.model("tiny-9m")
    assert model.fact("tokens_seen") is None
    assert model.facts_about("tokens_seen")[0].range == (1e9, 2e9)


def test_it_gives_the_same_bytes_every_time(folder: Any) -> None:
    first = build(folder.path).read_bytes()
    assert build(folder.path).read_bytes() == first == compiled(folder.path).encode()
    assert b"\r" not in first and first.endswith(b"}\n")


def test_each_entry_is_a_line(folder: Any) -> None:
    """So that a diff shows which entries changed."""
    before = compiled(folder.path).splitlines()
    folder.change(MODELS, "9_000_000", "9_500_000")
    changed = [line for line in compiled(folder.path).splitlines() if line not in before]
    assert len(changed) == 1 and '"tiny-9m"' in changed[0]


def test_a_catalog_with_problems_is_refused_and_the_old_one_stays(folder: Any) -> None:
    old = build(folder.path).read_bytes()
    folder.change(MODELS, "3_000_000", "30_000_000")
    folder.change(MODELS, "        note: The review rounds.\n", "")
    with pytest.raises(CatalogProblemsError) as caught:
        build(folder.path)
    assert len(caught.value.problems) == 2
    assert "must say why" in str(caught.value) and "exceeds params_total" in str(caught.value)
    assert (folder.path / "catalog.json").read_bytes() == old
    assert {path.name for path in folder.path.iterdir()} == {
        *("edition.yaml", "sources.yaml", "datasets.yaml", "models", "catalog.json")
    }
