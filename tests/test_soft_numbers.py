"""Numbers that are less than they seem: upper bounds, tokens from compute, and weights taken for others."""

from __future__ import annotations

import pytest

from plm_ratios.analysis import soft_numbers
from plm_ratios.catalog import Model, bundled, load
from plm_ratios.catalog.facts import Fact
from plm_ratios.comparison import captions
from plm_ratios.comparison.compare import compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.records.entries import fact_records

RATIO, WHY, VERDICT, SOURCE, PARAMS = (FUNCTIONS[n] for n in ("RATIO", "WHY", "VERDICT", "SOURCE", "PARAMS"))


@pytest.mark.parametrize(
    ("formula", "circular"),
    [
        ("training_flops / (6 * params_total)", True),
        ("2.1e22 / (6 * params_total)", True),
        ("12 * 1_000 / (6 * params_active)", True),
        ("batch_tokens * train_steps", False),
        ("tokens_unique * epochs", False),
        ("", False),
    ],
)
def test_tokens_from_compute_are_known_by_their_formula(formula: str, circular: bool) -> None:
    assert Fact(1e9, formula=formula).circular is circular


class TestWords:
    def test_tokens_from_compute_say_so_wherever_they_count(self) -> None:
        assert soft_numbers.CIRCULAR in WHY("ESM C 300M", "seen")
        assert "1.26e22 FLOPs / (6 x 333 million parameters)" in WHY("ESM C 300M", "seen")
        assert "tokens worked out from its compute" in VERDICT("ESM C 300M", "Cheng MLM")
        assert soft_numbers.CIRCULAR in FUNCTIONS["FRONTIER"]("ESM C 300M", "Cheng MLM")[1][-1]
        assert "worked out from the compute" in SOURCE("ESM C 300M", "seen")
        assert soft_numbers.CIRCULAR not in WHY("ESM C 300M", "sequences")

    def test_upper_bounds_say_so_wherever_they_count(self) -> None:
        assert soft_numbers.AT_MOST in WHY("AMPLIFY 350M", "seen")
        assert soft_numbers.AT_MOST in WHY("ProtT5-XL-U50", "effective")
        assert "tokens are an upper bound" in VERDICT("AMPLIFY 350M")
        assert "; an upper bound; confidence" in SOURCE("AMPLIFY 350M", "seen")
        assert soft_numbers.AT_MOST not in WHY("ESM-2 15B", "seen")

    def test_records_hold_both_marks(self) -> None:
        def marks(name: str, mark: str) -> list[bool]:
            records = fact_records(load().model(name))
            return [record[mark] for record in records if record["quantity"] == "tokens_seen"]

        assert marks("ESM C 6B", "circular") == [False, True]
        assert marks("AMPLIFY 120M", "upper_bound") == [True]

    def test_charts_name_their_models(self) -> None:
        models = ("ESM C 300M", "AMPLIFY 120M", "AMPLIFY 350M", "ProtBERT", "ProtT5-XL-BFD", "ESM-2 15B")
        seen = compare(map(RowRequest, models), "seen")
        assert captions.soft_tokens(seen) == (
            "Tokens seen at most: AMPLIFY 120M, AMPLIFY 350M, ProtBERT and 1 more. "
            "Tokens seen worked out from compute: ESM C 300M."
        )
        by_sequences = compare(map(RowRequest, models), "sequences")
        assert captions.soft_tokens(by_sequences) == ""
        assert captions.soft_tokens(by_sequences, on_every_basis=True)

    def test_a_count_2_percent_from_the_name_is_told(self) -> None:
        assert "Its published architecture has 33.5 million parameters" in WHY("ESM-2 35M")
        assert "Its published architecture" not in WHY("ESM-2 650M")


class TestWhichWeights:
    def test_the_three_trainings_of_esm3_1_4b_are_apart(self) -> None:
        found = {
            name: RATIO(name, "seen") * 1.4e9 for name in ("ESM3 1.4B", "ESM3-open", "ESM3 1.4B Overtrained")
        }
        assert found == pytest.approx({"ESM3 1.4B": 80e9, "ESM3-open": 320e9, "ESM3 1.4B Overtrained": 320e9})
        for name in ("ESM3-open-small", "ESM3_sm_open_v0", "esm3-sm-open-v1"):
            assert load().model(name).id == "esm3-open"
        assert RATIO("esm3-medium-2024-08", "seen") == CellError("#N/A")  # not the model of the paper

    def test_what_was_listed_twice_is_one_entry_that_answers_to_both_ids(self) -> None:
        for former, model in (
            ("xtrimopglm-7b-clm", "cheng-clm-7.2b"),
            ("xtrimopglm-10b-mlm", "cheng-mlm-10.7b"),
        ):
            assert load().model(former) is load().model(model)
            assert former not in {each.id for each in load().models}
            mine = Model(id="mine", name="Mine", replaces=former)
            assert bundled().replaceable(mine) is bundled().model(model)

    def test_exact_counts_are_those_of_the_authors_own_code(self) -> None:
        counts = {
            "AMPLIFY 120M": 118_276_507,
            "AMPLIFY 350M": 354_008_667,
            "ESM-1 670M (UR50/S)": 669_210_316,  # with the head that predicts contacts
            "Ankh-base": 736_453_632,
        }
        assert {name: PARAMS(name, "exact") for name in counts} == counts
        assert PARAMS("AMPLIFY 120M") == 118_276_507  # not the 118.67 million of a conversion
        assert (
            PARAMS("ProtT5-XL-U50") == 2_818_830_336
        )  # counted, with high confidence; the name says 3 billion
