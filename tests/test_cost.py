"""What training costs, by architecture; ratios by kind of parameters; what VERDICT and FRONTIER warn of."""

from __future__ import annotations

import pytest

from plm_ratios.analysis import cautions, cost
from plm_ratios.catalog import Model, load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

FLOPS, PARAMS, RATIO = (FUNCTIONS[name] for name in ("FLOPS", "PARAMS", "RATIO"))
WHY, VERDICT, COMPARE = (FUNCTIONS[name] for name in ("WHY", "VERDICT", "COMPARE"))
NA, VALUE = CellError("#N/A"), CellError("#VALUE!")

# Published training compute of encoder-decoders, and how far 3ND may be from it.
PUBLISHED = [
    ("ProtT5-XL-BFD", 2.26e22, 0.07),  # 262 petaFLOP/s-days: Akronomicon; of a rounded 3 billion
    ("ProtT5-XXL-BFD", 6.37e22, 0.03),  # 737 petaFLOP/s-days: Akronomicon; of a rounded 11 billion
    ("Ankh-large", 6.5e21, 0.2),  # Chen et al. 2023, Table 9; two thirds of its layers are the encoder's
    ("Ankh-base", 2.6e21, 0.2),  # the same
]


# Where a published training compute is not what we count, and why.
APART = {
    "ESM-2 15B": "its source counts other tokens",
    "ProGen": "its source counts other tokens",
    "Evo 7B": "layers for long contexts, which cost more",
}


class TestFlops:
    def test_are_within_30_percent_of_every_published_number_on_record(self) -> None:
        apart = set()
        for model in load().models:
            published, ours = model.value("training_flops"), FLOPS(model.name)
            if published and ours != NA and not 1 / 1.3 < ours / published < 1.3:
                apart.add(model.name)
        assert apart == set(APART)

    @pytest.mark.parametrize(("name", "published", "within"), PUBLISHED)
    def test_of_encoder_decoders_are_near_the_published_ones(
        self, name: str, published: float, within: float
    ) -> None:
        assert FLOPS(name) == pytest.approx(published, rel=within)
        assert FLOPS(PARAMS(name), FUNCTIONS["MODELTOKENS"](name, "seen")) == 2 * FLOPS(name)

    def test_of_a_model_are_by_its_architecture(self) -> None:
        assert FLOPS("ESM-2 15B") == 6 * 15e9 * 864e9
        assert FLOPS("ProGen3-46B") == pytest.approx(6 * 0.27 * 46e9 * 1.5e12)
        assert FLOPS("ESM-2 15B", "1B") == 6 * 15e9 * 1e9
        assert FLOPS("ProtT5-XL-BFD", 1e9) == 3 * PARAMS("ProtT5-XL-BFD") * 1e9
        assert FLOPS("ESM-2 15B", 0.0) == FLOPS("ESM-2 15B", "") == FLOPS("ESM-2 15B")  # an empty cell

    def test_of_a_number_need_tokens(self) -> None:
        assert FLOPS(15e9, "864B") == 6 * 15e9 * 864e9
        assert FLOPS(15e9) == FLOPS("15B", "") == FLOPS(15e9, 0.0) == VALUE

    def test_of_a_mixture_of_experts_need_its_active_parameters(self) -> None:
        assert PARAMS("Dayhoff-3B-UR90", "active") == FLOPS("Dayhoff-3B-UR90", 1e9) == NA

    def test_words_that_name_no_model_are_wrong_values(self) -> None:
        assert FLOPS("UniRef50", 1e9) == FLOPS("nope", 1e9) == VALUE
        assert FLOPS("PoET") == NA


class TestKinds:
    def test_a_ratio_is_by_the_kind_that_is_asked_for(self) -> None:
        for kind in ("total", "active", "exact", "non-embedding"):
            assert RATIO("ProGen3-3B", "seen", None, kind) == pytest.approx(
                FUNCTIONS["MODELTOKENS"]("ProGen3-3B", "seen") / PARAMS("ProGen3-3B", kind)
            )
        assert RATIO("ESM-2 3B", "seen", None, "exact") == pytest.approx(352.2, abs=0.05)
        assert RATIO("ProGen3-46B", "seen", None, "active") == pytest.approx(120.8, abs=0.05)
        assert RATIO("ESM-2 15B", "seen", None, "best") == VALUE

    def test_all_parameters_are_active_but_for_a_mixture_of_experts(self) -> None:
        for model in load().models:
            if model.value("params_active") is None:
                mixture = "mixture of experts" in model.layout
                assert PARAMS(model.name, "active") == (NA if mixture else PARAMS(model.name))

    def test_embeddings_are_a_small_part_but_for_large_vocabularies(self) -> None:
        def embedded(name: str) -> float:
            return 1 - PARAMS(name, "non-embedding") / PARAMS(name, "exact")

        assert embedded("ESM-2 650M") == pytest.approx(33 * 1280 / 651_043_254)
        assert embedded("ProtGPT2") == pytest.approx(0.085, abs=0.001)
        assert PARAMS("xTrimoPGLM-100B", "non-embedding") == NA

    def test_compare_shows_the_parameters_by_which_it_counts(self) -> None:
        header, row = COMPARE("ESM-2 3B", "seen", None, "exact")
        cells = dict(zip(header, row))
        assert cells["Parameters"] == 2_839_005_634
        assert cells["Tokens per parameter"] == RATIO("ESM-2 3B", "seen", None, "exact")
        rows = COMPARE([["ESM-2 3B"]] * 2, "seen", None, [["total"], ["exact"]])[1:]
        assert [each[1] for each in rows] == [3e9, 2_839_005_634]
        assert COMPARE("ESM-2 3B", "seen", None, "best") == VALUE

    def test_why_says_which_parameters_and_where_they_are_from(self) -> None:
        assert "2.84 billion parameters (counted from its published architecture)" in WHY(
            "ESM-2 3B", "seen", None, "exact"
        )
        assert "parameters without embeddings (counted" in WHY("ProtGPT2", "seen", None, "non-embedding")
        assert "12.4 billion active parameters (Bhatnagar et al. 2025)" in WHY(
            "ProGen3-46B", "seen", None, "active"
        )
        assert "is not on record in full" in WHY("xTrimoPGLM-100B", "seen", None, "exact")

    def test_why_tells_a_count_that_is_far_from_the_stated_number(self) -> None:
        assert "has 2.84 billion parameters; by these the ratio is 352." in WHY("ESM-2 3B", "seen")
        assert "stated to have 3 billion parameters; by these the ratio is 333." in WHY(
            "ESM-2 3B", "seen", None, "exact"
        )
        assert "by these the ratio" not in WHY("ESM-2 15B", "seen")

    def test_why_of_a_mixture_of_experts_names_the_ratio_by_the_other_parameters(self) -> None:
        total, active = (WHY("ProGen3-46B", "seen", None, kind) for kind in ("total", "active"))
        assert "has 32.6 tokens per parameter" in total and "the ratio is 121." in total
        assert "has 121 tokens per parameter" in active and "the ratio is 32.6." in active

    @pytest.mark.parametrize("basis", ["sequences", "effective"])
    @pytest.mark.parametrize("kind", ["total", "active", "exact", "non-embedding"])
    def test_every_number_in_why_follows_the_kind(self, basis: str, kind: str) -> None:
        said = WHY("Ankh-large", basis, 200.0, kind)
        assert f"has {RATIO('Ankh-large', basis, 200.0, kind):.3g} tokens per parameter" in said
        assert "An encoder-decoder" in said
        if basis == "sequences":
            assert f"on that length the ratio is {RATIO('Ankh-large', basis, 14e9 / 45e6, kind):.3g}." in said


class TestCautions:
    def test_no_verdict_and_no_frontier_passes_over_an_architecture(self) -> None:
        """An encoder-decoder above all: the laws of protein models are of encoders and decoders."""
        for model in load().models:
            verdict, note = VERDICT(model.name, "Cheng MLM"), FUNCTIONS["FRONTIER"](model.name, "20")[1][-1]
            if verdict == NA:
                continue
            assert ("encoder-decoder" in verdict) == ("encoder-decoder" in model.layout)
            assert ("mixture of experts" in verdict) == ("mixture of experts" in model.layout)
            assert ("long-context" in verdict) == ("long-context mixer" in model.layout)
            assert ("encoder-decoder" in (note or "")) == ("encoder-decoder" in model.layout)
            assert len(verdict) <= 225

    def test_a_plain_number_has_a_plain_verdict(self) -> None:
        assert VERDICT(20.0) == "near optimal"
        assert VERDICT("ProGen2-xlarge") == "more tokens than optimal"

    def test_it_says_where_the_law_is_for_another_objective(self) -> None:
        assert VERDICT("ProGen2-xlarge", "Cheng MLM").endswith("(the law is for MLM, not CLM)")
        assert "the law is for MLM, not span denoising" in VERDICT("ProtT5-XL-U50", "Cheng MLM")
        assert "the law is" not in VERDICT("ProGen2-xlarge", "Cheng CLM")

    def test_masked_models_are_warned_of_many_passes(self) -> None:
        assert "seen 41 times" in VERDICT("ESM-2 15B")
        assert "times" not in VERDICT("ProtGPT2")  # a causal one
        assert "times" not in VERDICT("xTrimoPGLM-100B")  # five passes
        assert "about 41 times" in FUNCTIONS["FRONTIER"]("ESM-2 15B", "Cheng MLM")[1][-1]

    def test_a_law_of_sparse_models_is_held_to_them(self) -> None:
        assert "mixture" not in VERDICT("ProGen3-46B", "ProGen3")
        assert "the law is for sparse models" in VERDICT("ProGen2-xlarge", "ProGen3")

    def test_what_costs_otherwise_is_told_in_sentences(self) -> None:
        def said(*layout: str) -> list[str]:
            return cost.cautions(Model(id="x", name="X", layout=layout))

        assert said() == []
        both = said("encoder-decoder", "mixture of experts", "long-context mixer")
        assert [sentence.endswith(".") for sentence in both] == [True] * 3
        assert "3ND" in both[0]
        assert cautions.noted("near optimal", []) == "near optimal"


class TestOptimal:
    def test_it_gives_the_range_of_a_law_whose_runs_were_read_anew(self) -> None:
        header, row = FUNCTIONS["OPTIMAL"](1e22, "Cheng CLM")
        cells = dict(zip(header, row))
        anew = dict(zip(header, FUNCTIONS["OPTIMAL"](1e22, "Cheng CLM lowest loss")[1]))
        assert cells["Highest tokens per parameter"] == cells["Tokens per parameter"]
        assert cells["Lowest tokens per parameter"] == anew["Tokens per parameter"]
        assert anew["Lowest tokens per parameter"] is None

    def test_the_readings_of_the_same_causal_runs_differ_by_a_factor_of_two(self) -> None:
        low, high = FUNCTIONS["OPTIMAL"](1e22, "Cheng CLM")[1][5:7]
        assert f"{low:.1f} to {high:.1f}" == "25.5 to 51.8"

    def test_it_is_blank_where_there_is_one_reading(self) -> None:
        for law in ("20", "ProGen3", "Serrano"):
            assert FUNCTIONS["OPTIMAL"](1e22, law)[1][5:7] == [None, None]
