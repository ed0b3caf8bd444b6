"""plm-ratios count --clusters"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli.command_line import Run
from corpus.corpora import PACKED, wrote
from own_models import Mine
from plm_ratios.analysis.clusters import diversity
from plm_ratios.catalog import load
from plm_ratios.cli import exit_codes
from plm_ratios.corpus import state
from plm_ratios.functions import FUNCTIONS


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def few(tmp_path: Path) -> tuple[str, str]:
    """Four sequences, and a mapping that puts three into two clusters, with one that is not there."""
    path = wrote(tmp_path / "few.fa", b">a\nMKVL\n>b\nMK\n>c\nMKV\n>d\nMKVLA\n")
    return path, wrote(tmp_path / "few.tsv", b"a\ta\na\tb\nc\tc\nc\tgone\n")


def test_the_table_json_and_csv_say_the_same_of_clusters(
    run: Run, monkeypatch: pytest.MonkeyPatch, few: tuple[str, str]
) -> None:
    monkeypatch.setattr("plm_ratios.cli.output._PIPE_WIDTH", 80)
    path, table = few
    end = run("count", path, "--clusters", table)
    assert max(map(len, end.out.splitlines())) <= 80
    for words in ("Clusters 2", "such as gone", "such as d.", "plain 2 6 42.9%", "esm2 2 10 45.5%"):
        assert words in end.words
    found = json.loads(run("count", path, "--clusters", table, "--as", "esm2", "--json").out)["clusters"]
    assert found["epoch"] == [{"recipe": "esm2", "clusters": 2, "tokens": 10}]
    assert (found["members_mean"], found["members_largest"], found["singletons"]) == (1.5, 2, 1)
    rows = csv.DictReader(run("count", path, "--clusters", table, "--csv", "-").out.splitlines())
    values = {(row["recipe"], row["quantity"]): row["value"] for row in rows}
    assert values["esm2", "epoch_tokens"] == "10" and values["", "sequences_without_cluster"] == "1"
    wrote(Path(table), PACKED["gz"](b"a\ta\n" * 99)[:-9])
    end = run("count", path, "--clusters", table)
    assert (end.code, end.out) == (exit_codes.FOUND_FAULTS, "") and "few.tsv is cut off" in end.err


def test_clusters_are_saved_as_the_catalog_keeps_them(run: Run, mine: Mine, few: tuple[str, str]) -> None:
    path, table = few
    words = ("count", path, "--clusters", table, "--identity", "50", "--save", "Lab 2026")
    assert run(*words).code == exit_codes.DONE
    assert FUNCTIONS["SEQS"]("Lab 2026") == 4
    dataset = load().dataset("Lab 2026")
    assert [(fact.value, fact.unit) for fact in dataset.facts_about("sequences")] == [
        (4, ""),
        (2, "clusters at 50 % identity"),
    ]
    assert dataset.value("tokens_unique") == 14
    words = ("catalog", "add", "--name", "Lab pLM", "--params", "1M", "--dataset", "Lab 2026")
    assert run(*words, "--locator", "notebook", "--sure").code == exit_codes.DONE
    (found,) = (each for each in diversity() if each.model.name == "Lab pLM")
    assert (found.clusters, found.identity, found.per_cluster) == (2, 50, 2)
