"""Tokens as training counts them, against the rule of each recipe's own code, applied to every sequence."""

from __future__ import annotations

import random
import statistics
from typing import Callable

import pytest

from corpus.corpora import fasta, proteins, wrote
from extras import module
from plm_ratios.corpus import recipes, state, summary
from plm_ratios.corpus.counting import Counted, count
from plm_ratios.corpus.tally import quantile
from plm_ratios.errors import OutOfRange, PlmError

SEQUENCES = proteins(300, seed=3, longest=3000)
SEQUENCES += ["M" * length for length in (510, 511, 512, 1022, 1023, 1024, 2048, 2049)]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("recipes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(state.FOLDER_VARIABLE, str(folder / "cache"))
        return count([wrote(folder / "a.fa", fasta(SEQUENCES))])


def esm2(sequence: str) -> int:
    """tokenizer.encode(add_special_tokens=True), then a random crop to max_seq_length."""
    tokens = ["<cls>", *sequence, "<eos>"]
    if len(tokens) > 1024:
        start = random.randrange(len(tokens) - 1024)
        tokens = tokens[start : start + 1024]
    return len(tokens)


def amplify(sequence: str) -> int:
    """Sequences with XBOUZJ are removed beforehand; special tokens, then truncated to max_length."""
    if any(letter in sequence for letter in "XBOUZJ"):
        return 0
    tokens = ["<bos>", *sequence, "<eos>"]
    if len(tokens) > 512:
        offset = random.randrange(len(tokens) - 512)
        tokens = tokens[offset : offset + 512]
    return len(tokens)


def dayhoff(sequence: str) -> int:
    """A random window of max_len residues, then START and STOP."""
    if len(sequence) - 2048 > 0:
        start = random.randrange(len(sequence) - 2048)
        sequence = sequence[start : start + 2048]
    return len(["START", *sequence, "STOP"])


RULES: dict[str, Callable[[str], int]] = {
    "plain": len,
    "esm2": esm2,
    "amplify": amplify,
    "dayhoff": dayhoff,
}


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_a_recipe_counts_as_its_own_code(name: str, counted: Counted) -> None:
    made = [tokens for sequence in SEQUENCES if sequence and (tokens := RULES[name](sequence))]
    found = recipes.tokens(counted.tally, recipes.recipe(name))
    assert (found.sequences, found.tokens) == (len(made), sum(made))


def test_cropping_padding_and_packing() -> None:
    tally = module("plm_ratios.corpus.tally").Tally()
    tally.lengths.update({0: 4, 8: 1, 9: 2, 30: 1})
    after = recipes.tokens(tally, recipes.own_recipe(2, 10, False, False))
    assert after[1:] == (4, 10 + 10 + 10 + 10, 3, 40, 7)  # 10 + 11 + 11 + 32 tokens fill 7 windows of 10
    before = recipes.tokens(tally, recipes.own_recipe(2, 10, True, False))
    assert before[1:] == (4, 10 + 11 + 11 + 12, 1, 48, 6)
    assert recipes.tokens(tally, recipes.own_recipe(1, None, False, False))[1:] == (4, 60, 0, None, None)


def test_recipes_that_there_are_not() -> None:
    with pytest.raises(PlmError, match="There are: plain, esm2"):
        recipes.recipe("esm9")
    with pytest.raises(OutOfRange, match="longer than the special tokens"):
        recipes.own_recipe(2, 2, False, False)


def test_lengths_are_summed_up_as_others_do(counted: Counted) -> None:
    np = module("numpy")
    lengths = [len(sequence) for sequence in SEQUENCES if sequence]
    rows = {row.key: row.value for row in summary.rows(counted)}
    assert rows["mean_length"] == pytest.approx(statistics.mean(lengths))
    assert rows["median_length"] == statistics.median(lengths)
    assert (rows["shortest"], rows["longest"]) == (min(lengths), max(lengths))
    held = {length: lengths.count(length) for length in lengths}
    for share in (0, 0.05, 0.333, 0.5, 0.95, 1):
        assert quantile(held, share) == pytest.approx(np.quantile(lengths, share))


def test_every_character_is_in_one_row(counted: Counted) -> None:
    rows = {row.key: row.value or 0 for row in summary.rows(counted)}
    parts = ("residues", "ambiguous", "stops", "gaps", "others")
    assert rows["characters"] == sum(rows[part] for part in parts) == sum(map(len, SEQUENCES))
    assert rows["duplicates"] == rows["sequences"] - len({s for s in SEQUENCES if s})
