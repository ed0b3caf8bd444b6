"""The sums, and the Python API."""

from __future__ import annotations

import math

import pytest

import plm_ratios
from plm_ratios.analysis import ratios
from plm_ratios.analysis.explanations import why
from plm_ratios.analysis.spread import spread

ESSAY = ("ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B")


@pytest.mark.parametrize(
    ("model", "by_sequences", "by_seen"),
    [
        ("ESM-2 15B", 65e6 * 325 / 15e9, 57.6),
        ("ProGen2-xlarge", 180e6 * 325 / 6.4e9, 54.6875),
        ("xTrimoPGLM-100B", 940e6 * 325 / 100e9, 10.0),
    ],
)
def test_the_ratios_of_the_essay(model: str, by_sequences: float, by_seen: float) -> None:
    assert plm_ratios.ratio(model) == pytest.approx(by_sequences, rel=1e-12)
    assert plm_ratios.ratio(model, basis="seen") == pytest.approx(by_seen, rel=1e-12)


def test_rounded_as_the_issue_states_them() -> None:
    assert [round(plm_ratios.ratio(model), 4) for model in ESSAY] == [1.4083, 9.1406, 3.055]


def test_progen2_xlarge_is_nearest_among_the_largest_of_each_family() -> None:
    assert plm_ratios.nearest(20, "sequences", ESSAY).name == "ProGen2-xlarge"


def test_by_tokens_seen_xtrimopglm_is_nearer() -> None:
    assert plm_ratios.nearest(20, "seen", ESSAY).name == "xTrimoPGLM-100B"


def test_nearest_skips_models_without_a_number_and_counts_no_dna() -> None:
    assert plm_ratios.nearest(20, "unique", ["ESM-2 15B", "xTrimoPGLM-100B"]).name == "xTrimoPGLM-100B"
    assert plm_ratios.nearest(57, "seen").kind != "dna"
    with pytest.raises(plm_ratios.NotAvailable):
        plm_ratios.nearest(20, "unique", ["ESM-2 15B"])


def test_no_model_is_near_where_ratio_and_target_are_beyond_numbers() -> None:
    with pytest.raises(plm_ratios.NotAvailable):
        plm_ratios.nearest(1e308, "sequences", ["ESM-2 15B"], avglen=1e-308)


def test_the_average_length_moves_what_counts_sequences_only() -> None:
    assert plm_ratios.ratio("ESM-2 15B", avglen=650) == pytest.approx(2 * plm_ratios.ratio("ESM-2 15B"))
    assert plm_ratios.ratio("ESM-2 15B", "seen", avglen=650) == 57.6
    assert plm_ratios.ratio("ESM-2 15B", "effective", 650) > plm_ratios.ratio("ESM-2 15B", "effective")
    of_reported = [plm_ratios.ratio("xTrimoPGLM-100B", "effective", length) for length in (100, 650)]
    assert of_reported[0] == of_reported[1]


@pytest.mark.parametrize("basis", ["Seen", " seen ", '"seen"', "SEEN", "seen\u200b"])
def test_a_basis_is_known_however_it_is_typed(basis: str) -> None:
    assert plm_ratios.ratio("ESM-2 15B", basis) == 57.6
    assert plm_ratios.nearest(20, basis) is plm_ratios.nearest(20, "seen")
    assert spread("ProGen", basis) == spread("ProGen", "seen")
    assert why("ESM-2 15B", basis, 325) == why("ESM-2 15B", "seen", 325)


def test_a_misspelt_basis_is_answered_with_the_nearest() -> None:
    with pytest.raises(plm_ratios.WrongValue, match=r'Did you mean "seen"\?'):
        plm_ratios.ratio("ESM-2 15B", "sen")


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (9.999, ratios.TOO_FEW),
        (10, ratios.NEAR_OPTIMAL),
        (20, ratios.NEAR_OPTIMAL),
        (40, ratios.NEAR_OPTIMAL),
        (40.001, ratios.MORE),
    ],
)
def test_within_a_factor_of_two_is_near(ratio: float, verdict: str) -> None:
    assert plm_ratios.verdict(ratio) == verdict


def test_flops_is_6nd() -> None:
    assert plm_ratios.flops(15e9, 864e9) == 7.776e22


def test_zero_parameters() -> None:
    with pytest.raises(plm_ratios.DivisionByZero):
        plm_ratios.tokens_per_parameter(1e9, 0)


@pytest.mark.parametrize("avglen", [0, -1, math.inf, math.nan])
def test_impossible_average_lengths(avglen: float) -> None:
    with pytest.raises(plm_ratios.OutOfRange):
        plm_ratios.ratio("ESM-2 15B", avglen=avglen)


def test_negative_sequences() -> None:
    with pytest.raises(plm_ratios.OutOfRange):
        plm_ratios.tokens(-1)


def test_unknown_names_list_the_nearest() -> None:
    with pytest.raises(plm_ratios.UnknownName) as caught:
        plm_ratios.ratio("ESM2 15 billion")
    assert "ESM-2 15B" in caught.value.nearest
    assert "ESM-2 15B" in str(caught.value)


def test_unknown_basis_lists_the_bases() -> None:
    with pytest.raises(plm_ratios.WrongValue, match='"sequences", "unique", "seen" or "effective"'):
        plm_ratios.ratio("ESM-2 15B", basis="all")


def test_a_missing_number_says_which_bases_there_are() -> None:
    with pytest.raises(plm_ratios.NotAvailable, match='It has one on "sequences", "seen" and "effective"'):
        plm_ratios.ratio("ESM-2 15B", basis="unique")


def test_active_and_exact_parameters() -> None:
    total = plm_ratios.parameters("ProGen3-46B")
    assert plm_ratios.parameters("ProGen3-46B", "active") == pytest.approx(0.27 * total)
    assert plm_ratios.parameters("ESM-2 650M", "exact") == 651_043_254
    assert plm_ratios.parameters("ESM-2 650M", "active") == plm_ratios.parameters("ESM-2 650M")
    with pytest.raises(plm_ratios.NotAvailable):
        plm_ratios.parameters("Dayhoff-3B-UR90", "active")
    with pytest.raises(plm_ratios.NotAvailable):
        plm_ratios.parameters("xTrimoPGLM-100B", "exact")


def test_epochs_are_tokens_seen_per_unique_token() -> None:
    assert plm_ratios.epochs("xTrimoPGLM-100B") == 5
    assert plm_ratios.epochs("Ankh-base") == 68


def test_else_epochs_are_as_stated_else_by_sequences_of_the_average_length() -> None:
    assert plm_ratios.epochs("ESM-1b") == 56
    assert round(plm_ratios.epochs("ESM-2 15B"), 1) == 40.9
    assert plm_ratios.epochs("ESM-2 15B", 650) == plm_ratios.epochs("ESM-2 15B") / 2
    assert plm_ratios.epochs("ESM-1b", 650) == 56
    with pytest.raises(plm_ratios.NotAvailable, match="states its distinct tokens"):
        plm_ratios.epochs("Evo 2 40B")


def test_average_lengths_come_from_the_set_itself() -> None:
    assert plm_ratios.average_length("BFD100") == pytest.approx(393e9 / 2122e6, rel=0.01)
    assert plm_ratios.average_length("xTrimoPGLM-100B") == pytest.approx(200e9 / 940e6)


def test_a_dataset_can_give_the_sequences() -> None:
    assert plm_ratios.sequences("BFD100") == 2.122e9
    assert plm_ratios.tokens(plm_ratios.sequences("BFD100"), 185) == 2.122e9 * 185


def test_sets_of_sequences_are_not_counted_as_sequences() -> None:
    for name in ("MSA Transformer", "PoET", "OpenProteinSet"):
        with pytest.raises(plm_ratios.NotAvailable, match="each of many sequences"):
            plm_ratios.sequences(name)
    with pytest.raises(plm_ratios.NotAvailable, match="26,000,000 MSAs"):
        plm_ratios.ratio("MSA Transformer")


def test_exported_names_are_sorted_and_there() -> None:
    assert plm_ratios.__all__ == sorted(plm_ratios.__all__)
    assert all(hasattr(plm_ratios, name) for name in plm_ratios.__all__)


def test_ratios_too_small_for_a_number_are_the_farthest() -> None:
    assert (
        ratios.distance(20, 20)
        == 0
        < ratios.distance(1e-300, 20)
        < ratios.distance(1e-320, 1e300)
        == math.inf
    )
