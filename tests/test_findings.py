"""What titles and headlines say holds for the numbers, whatever is compared."""

from __future__ import annotations

import random
import re

import pytest

from plm_ratios.analysis import ratios
from plm_ratios.catalog import load
from plm_ratios.comparison import findings
from plm_ratios.comparison.compare import Comparison, compare
from plm_ratios.comparison.rows import RowRequest


def some_comparison(seed: int) -> Comparison:
    """A comparison of some models, now and then with numbers of the user's own, on any terms."""
    chance = random.Random(seed)
    names = [model.name for model in load().models]
    picked = chance.sample(names, chance.choice([1, 1, 2, 2, 3, 5, 16, 60]))
    rows = [RowRequest(name) for name in picked]
    if chance.random() < 0.3:
        own = {"parameters": 10 ** chance.uniform(6, 11), "tokens_seen": 10 ** chance.uniform(9, 13)}
        rows.append(RowRequest("Mine", own))
    return compare(
        rows, chance.choice(ratios.BASES), chance.choice([200.0, 325.0]), chance.choice([5.0, 20.0, 150.5])
    )


COMPARISONS = [some_comparison(seed) for seed in range(200)]


def near(compared: Comparison) -> list[float]:
    """The ratios within a factor of 2 of the target."""
    return [
        row.ratio
        for row in compared.rows
        if row.ratio and compared.target / 2 <= row.ratio <= compared.target * 2
    ]


@pytest.mark.parametrize("seed", range(len(COMPARISONS)))
def test_the_headline_is_true(seed: int) -> None:
    compared = COMPARISONS[seed]
    said = findings.headline(compared)
    drawn = [row for row in compared.rows if row.ratio]
    counted = re.match(r"(\d+) of (\d+) models (is|are) ", said)
    if counted:
        assert (int(counted[1]), int(counted[2])) == (len(near(compared)), len(drawn))
        assert (counted[3] == "is") == (counted[1] == "1") and 0 < int(counted[1]) < len(drawn)
    elif said.startswith(("All ", "Both ")):
        assert len(near(compared)) == len(drawn) > 1
    elif "no number of" in said or " a number of" in said:
        assert not drawn
    elif said.startswith(("None of ", "Neither ")):
        assert not near(compared) and len(drawn) > 1
    else:
        (row,) = drawn
        assert row.ratio is not None and said.startswith(row.name)
        assert ("less than half" in said) == (row.ratio * 2 < compared.target)
        assert ("more than twice" in said) == (row.ratio > compared.target * 2)
    if "nearest: " in said:
        name = said.split("nearest: ")[1].split(". ")[0].removesuffix(".")
        ratio = next(row.ratio for row in drawn if row.name == name)
        assert ratio is not None
        best = min(
            max(row.ratio / compared.target, compared.target / row.ratio) for row in drawn if row.ratio
        )
        assert max(ratio / compared.target, compared.target / ratio) == pytest.approx(best)
    missing = len(compared.rows) - len(drawn)
    if drawn:
        assert (f" {missing} ha" in said) == (missing > 0)
    assert f"{compared.target:g} tokens per parameter" in said or not drawn
    assert findings.BY_BASIS[compared.basis] in said


@pytest.mark.parametrize(
    ("names", "basis", "target", "said"),
    [
        ([], "seen", 20, "No model is chosen."),
        (
            ["ESM-2 15B"],
            "unique",
            20,
            "ESM-2 15B does not have a number of tokens per parameter by unique tokens.",
        ),
        (
            ["ESM-2 15B"],
            "sequences",
            20,
            "ESM-2 15B has less than half of 20 tokens per parameter by sequences.",
        ),
        (
            ["ESM-2 15B", "ProGen2-xlarge"],
            "seen",
            55,
            "Both models are within a factor of 2 of 55 tokens per parameter by tokens seen; nearest: "
            "ProGen2-xlarge.",
        ),
        (
            ["ESM-2 15B", "ProGen2-xlarge", "ProGen2-large"],
            "seen",
            20,
            "Neither of 2 models is within a factor of 2 of 20 tokens per parameter by tokens seen; nearest: "
            "ProGen2-xlarge. 1 has no number on this basis.",
        ),
        (
            ["ESM-2 15B", "ProGen2-large"],
            "unique",
            20,
            "Neither of 2 models has a number of tokens per parameter by unique tokens.",
        ),
    ],
)
def test_the_headline_reads_well_at_none_one_and_all(
    names: list[str], basis: str, target: float, said: str
) -> None:
    assert findings.headline(compare([RowRequest(name) for name in names], basis, 325, target)) == said
