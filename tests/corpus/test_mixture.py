"""Mixtures: what is drawn from each source, against a sampler that draws one sequence after another."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from cli.command_line import Run
from corpus.corpora import fasta, proteins, wrote
from corpus.test_recipes import RULES
from plm_ratios.analysis import repetition
from plm_ratios.corpus import mixture, recipes, state
from plm_ratios.corpus.counting import count
from plm_ratios.errors import PlmError

LONG, SHORT = proteins(80, seed=6, longest=2500), proteins(200, seed=7, longest=200)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [wrote(tmp_path / "long.fa", fasta(LONG))]
    for part in range(2):
        wrote(tmp_path / f"short{part}.fa", fasta(SHORT[part::2]))
    return [*paths, str(tmp_path / "short*.fa")]


def sources(files: list[str], *weights: float) -> mixture.Sources:
    paths = [[files[0]], [files[1].replace("*", "0"), files[1].replace("*", "1")]]
    held = mixture.Sources(files, weights, paths)
    count(files, jobs=1, part=held.add)
    return held


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_a_sampler_of_sequences_draws_the_same_tokens(files: list[str], name: str) -> None:
    draw, rule = random.Random(8), RULES[name]
    taken = [[tokens for s in held if s and (tokens := rule(s))] for held in (LONG, SHORT)]
    drawn: Counter[int] = Counter()
    for _ in range(40_000):
        source = draw.choices((0, 1), (3, 5))[0]
        drawn[source] += draw.choice(taken[source])
    found = sources(files, 3, 5).drawn(recipes.recipe(name), "sequences", 1e6)
    assert [each.share for each in found[:2]] == pytest.approx(
        [drawn[n] / drawn.total() for n in range(2)], rel=0.03
    )
    assert [each.sequences for each in found[:2]] == pytest.approx(
        [3 / 8 * found[2].sequences, 5 / 8 * found[2].sequences]
    )


def test_weights_of_tokens_and_of_epochs(files: list[str]) -> None:
    whole = [sum(map(len, held)) for held in (LONG, SHORT)]
    by_tokens = sources(files, 36, 64).drawn(recipes.PLAIN, "tokens", 1e6)
    assert [each.tokens for each in by_tokens] == pytest.approx([360_000, 640_000, 1e6])
    assert [each.epochs for each in by_tokens[:2]] == pytest.approx([360_000 / whole[0], 640_000 / whole[1]])
    assert by_tokens[2].unique == sum(min(n, each.tokens) for n, each in zip(whole, by_tokens))
    by_epochs = sources(files, 0.5, 3).drawn(recipes.PLAIN, "epochs", None)
    assert [each.tokens for each in by_epochs] == pytest.approx(
        [0.5 * whole[0], 3 * whole[1], by_epochs[2].tokens]
    )
    assert by_epochs[2].unique == pytest.approx(0.5 * whole[0] + whole[1])
    assert sources(files, 1, 1).drawn(recipes.PLAIN, "tokens", None)[2].tokens == sum(whole)


def test_what_cannot_be_drawn_is_said(files: list[str], tmp_path: Path) -> None:
    with pytest.raises(PlmError, match="above zero"):
        sources(files, 0, 0).drawn(recipes.PLAIN, "tokens", None)
    path = wrote(tmp_path / "x.fa", fasta(["MXM"]))
    held = mixture.Sources([path], [1], [[path]])
    count([path], jobs=1, part=held.add)
    with pytest.raises(PlmError, match="no sequence that the recipe amplify takes"):
        held.drawn(recipes.recipe("amplify"), "tokens", None)


def test_the_command_says_what_is_drawn(run: Run, files: list[str]) -> None:
    words = ("count", *files, "--mix", "36%:64%", "--weights", "tokens", "--tokens", "1M", "--as", "plain")
    end = run(*words)
    assert "plain long.fa 36.0% 360,000" in end.words and "plain all 100.0% 1M" in end.words
    first, second, both = json.loads(run(*words, "--json").out)["mixture"]
    assert (first["source"], first["tokens"], both["source"]) == (files[0], 360_000, "all")
    worth = [
        repetition.effective_tokens(each["pass_tokens"], each["tokens"], repetition.r_star())
        for each in (first, second)
    ]
    assert both["effective"] == pytest.approx(sum(worth))
    rows = list(csv.DictReader(run(*words, "--csv", "-").out.splitlines()))
    assert {(row["source"], row["value"]) for row in rows if row["quantity"] == "mix_tokens"} == {
        (files[0], "360000.0"),
        (files[1], "640000.0"),
        ("all", "1000000.0"),
    }
