"""Effective tokens: the law of repeated data, its limits, worked examples, and what stands for the distinct
tokens of a model."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plm_ratios
from plm_ratios.analysis import ratios, repetition
from plm_ratios.analysis.effective_spread import effective_spread
from plm_ratios.analysis.explanations import why
from plm_ratios.analysis.law_book import laws, repetition_laws
from plm_ratios.analysis.repetition import ceiling, effective_tokens, r_star
from plm_ratios.analysis.scaling_laws import optimum
from plm_ratios.catalog import Model, load
from plm_ratios.catalog.facts import Fact
from plm_ratios.errors import NotAvailable

R = 15.387756  # utils/parametric_fit.ipynb of huggingface/datablations at 1370131, output of cell 29
SIZES = st.floats(1e3, 1e15)
PASSES = st.floats(1, 1e4)
FITS = st.floats(0.1, 100)


class TestTheLaw:
    def test_its_constant_is_that_of_the_authors_of_the_law(self) -> None:
        assert r_star() == R

    @given(unique=SIZES, share=st.floats(0, 1), fit=FITS)
    def test_up_to_one_pass_every_token_counts(self, unique: float, share: float, fit: float) -> None:
        assert effective_tokens(unique, unique * share, fit) == unique * share

    @given(unique=SIZES, fit=FITS)
    def test_endless_passes_are_worth_the_ceiling(self, unique: float, fit: float) -> None:
        assert effective_tokens(unique, unique * 1e6, fit) == pytest.approx(ceiling(unique, fit), rel=1e-12)
        assert ceiling(unique, R) == pytest.approx(16.387756 * unique)

    @given(unique=SIZES, passes=PASSES, fit=FITS)
    def test_it_lies_between_distinct_and_seen_and_below_the_ceiling(
        self, unique: float, passes: float, fit: float
    ) -> None:
        found = effective_tokens(unique, unique * passes, fit)
        least = unique * (1 - 1e-12)
        assert least <= found <= min(unique * passes, ceiling(unique, fit)) * (1 + 1e-12)

    @given(unique=SIZES, passes=PASSES, more=st.floats(1, 100), fit=FITS)
    def test_it_grows_with_tokens_seen_with_distinct_ones_and_with_the_constant(
        self, unique: float, passes: float, more: float, fit: float
    ) -> None:
        seen = unique * passes
        found = effective_tokens(unique, seen, fit) * (1 - 1e-12)
        assert effective_tokens(unique, seen * more, fit) >= found
        assert effective_tokens(unique * more, seen, fit) >= found
        assert effective_tokens(unique, seen, fit * more) >= found

    @given(one=SIZES, other=SIZES, passes=PASSES, others=PASSES)
    def test_pooled_data_are_worth_at_least_their_parts(
        self, one: float, other: float, passes: float, others: float
    ) -> None:
        apart = effective_tokens(one, one * passes, R) + effective_tokens(other, other * others, R)
        pooled = effective_tokens(one + other, one * passes + other * others, R)
        assert pooled >= apart * (1 - 1e-12)

    def test_the_first_repeats_count_almost_in_full(self) -> None:
        assert effective_tokens(1, 4, R) / 4 > 0.93  # "up to 4 epochs ... negligible changes"

    def test_it_is_no_law_of_optimal_sizes(self) -> None:
        assert repetition_laws()[0].id == repetition.LAW
        assert not {law.id for law in repetition_laws()} & {law.id for law in laws()}
        with pytest.raises(NotAvailable, match="says what repeated data are worth"):
            optimum(1e21, repetition.LAW)


# Worked out apart from this code: distinct tokens, tokens seen and parameters, in billions; then effective
# tokens in billions and per parameter, as printed.
WORKED = [
    (65e6 * 311 / 1e9, 864, 15.13, "311", "20.5"),
    (13.4, 864, 15.13, "216", "14.3"),
    (138e6 * 325 / 1e9, 864, 15.13, "524", "34.7"),
    (58.5, 350, 6.44, "307", "47.7"),
    (200, 1000, 100, "905", "9.0"),
    (345, 6220, 6.35, "3,900", "614"),
    (910, 6220, 6.35, "5,330", "839"),
    (91, 150, 1.21, "149", "123"),
    (91, 300, 1.21, "285", "236"),
    (393, 2516.6, 2.82, "2,180", "774"),
    (14, 1039.1, 2.82, "230", "80.7"),
]


@pytest.mark.parametrize(("unique", "seen", "parameters", "effective", "per_parameter"), WORKED)
def test_worked_examples(
    unique: float, seen: float, parameters: float, effective: str, per_parameter: str
) -> None:
    found = effective_tokens(unique, seen, R)
    for number, printed in ((found, effective), (found / parameters, per_parameter)):
        digits = len(printed.replace(",", "").replace(".", "").rstrip("0"))
        half_of_the_last = 10 ** (math.floor(math.log10(number)) - digits + 1) / 2
        # The last digit may differ by one: the table was printed from parameters in full.
        assert abs(number - float(printed.replace(",", ""))) <= 2 * half_of_the_last * 1.001


@pytest.mark.parametrize(
    ("model", "epochs", "unique", "seen", "effective"),
    [
        ("ESM-2 15B", "40.9", "1.41", "57.6", "21.5"),
        ("ESM-2 650M", "47.3", "32.5", "1.54e+03", "508"),
        ("ProGen2-xlarge", "5.98", "9.14", "54.7", "48"),
        ("xTrimoPGLM-100B", "5", "2", "10", "9.04"),
        ("ESM3 98B", "2.33", "7.83", "18.3", "17.8"),
        ("ProtGPT2", "73.8", "22", "1.62e+03", "357"),
        ("Ankh-base", "68", "18.9", "1.29e+03", "306"),
        ("Cheng 2024 MLM 10.7B", "1.34", "18.2", "24.3", "24.3"),
    ],
)
def test_models_of_the_catalog(model: str, epochs: str, unique: str, seen: str, effective: str) -> None:
    found = load().model(model)
    distinct = repetition.distinct(found, 325).tokens / plm_ratios.parameters(model)
    assert f"{plm_ratios.epochs(model):.3g}" == epochs
    assert f"{distinct:.3g}" == unique
    assert f"{plm_ratios.ratio(model, 'seen'):.3g}" == seen
    assert f"{plm_ratios.ratio(model, 'effective'):.3g}" == effective


def test_every_model_lies_between_its_distinct_tokens_and_those_it_saw() -> None:
    known = [model for model in load().models if ratios.has_number(model, "effective")]
    assert len(known) > 40
    for model in known:
        seen, effective = (ratios.model_tokens(model, basis) for basis in ("seen", "effective"))
        assert min(seen, repetition.distinct(model, 325).tokens) <= effective * (1 + 1e-12)
        assert effective <= seen


class TestStages:
    def test_they_are_summed(self) -> None:
        bfd = effective_tokens(393e9, 4096 * 512 * 1.2e6, R)
        uniref = effective_tokens(14e9, 2048 * 512 * 991e3, R)
        assert plm_ratios.model_tokens("ProtT5-XL-U50", "effective") == pytest.approx(bfd + uniref)
        assert (bfd + uniref) == pytest.approx(2.41e12, rel=0.002)

    def test_pooled_they_would_be_worth_more(self) -> None:
        pooled = effective_tokens(407e9, plm_ratios.model_tokens("ProtT5-XL-U50", "seen"), R)
        assert pooled == pytest.approx(2.88e12, rel=0.002)

    def test_the_first_is_worth_what_the_model_trained_on_it_alone_is(self) -> None:
        first, second = repetition.parts(load().model("ProtT5-XL-U50"))
        (alone,) = repetition.parts(load().model("ProtT5-XL-BFD"))
        assert first.distinct(325) == alone.distinct(325) and first.seen.value == alone.seen.value
        assert second.passes(325) == pytest.approx(74.2, abs=0.05)

    def test_why_tells_each(self) -> None:
        said = why("ProtT5-XL-U50", "effective", 325)
        assert "BFD: 2.52 trillion tokens seen" in said and "6.4 passes over 393 billion" in said
        assert "UniRef50: 1.04 trillion tokens seen" in said and "74.2 passes over 14 billion" in said

    def test_of_pooled_datasets_why_says_so(self) -> None:
        assert "Its datasets are pooled" in why("ProGen2-xlarge", "effective", 325)
        assert "pooled" not in why("ProtT5-XL-U50", "effective", 325)


class TestWhy:
    def test_it_tells_what_was_counted_the_passes_and_the_ceiling(self) -> None:
        said = why("ESM-2 15B", "effective", 325)
        assert said.startswith("ESM-2 15B has 21.5 tokens per parameter: 322 billion effective tokens")
        assert "40.9 passes over 21.1 billion distinct ones: 65 million" in said
        assert "x 325 residues" in said and "no more than 346 billion tokens" in said
        assert "as reported (bio.rodeo)" in why("xTrimoPGLM-100B", "effective", 325)

    def test_its_cautions_are_those_of_the_number_at_hand(self) -> None:
        masked = why("ESM-2 15B", "effective", 325)
        assert "not fitted to proteins" in masked
        assert "a masked model of 2.8 billion parameters got worse" in masked
        assert "More than 16 passes" in masked
        causal = why("ProGen2-xlarge", "effective", 325)
        assert "not fitted to proteins" in causal
        assert (
            "a masked model" not in causal
            and "fresh tokens to causal models" in causal
            and "More than 16" not in causal
        )

    def test_of_a_single_pass_there_is_nothing_to_beware(self) -> None:
        said = why("ProGen3-3B", "effective", 325)
        assert "no more than one pass" in said
        assert "not fitted to proteins" not in said and "R* =" not in said

    def test_it_goes_by_the_average_length(self) -> None:
        assert "More than 16 passes" not in why("ESM-2 15B", "effective", 2000)
        assert "no more than one pass" in why("ESM-2 15B", "effective", 20000)

    def test_it_says_what_is_missing(self) -> None:
        assert "states its tokens seen" in plm_ratios.why("ProGen2-large", "effective")
        assert "states its distinct tokens or sequences" in plm_ratios.why("ESM3 7B", "effective")


class TestSpread:
    def test_it_covers_every_choice_of_facts_and_fits(self) -> None:
        for name in ("ESM-2 15B", "RITA-XL", "ProtGPT2", "Ankh-base", "ESM C 6B", "xTrimoPGLM-100B"):
            model = load().model(name)

            def values(quantity: str, of: Model = model) -> list[float]:
                return [fact.value for fact in of.facts_about(quantity) if fact.value and not fact.grouped]

            distinct = [*values("tokens_unique"), *(count * 325 for count in values("sequences"))]
            readings = [
                effective_tokens(unique, seen, fit) / size
                for unique in distinct
                for seen in values("tokens_seen")
                for fit in (15.387756, 16.257626, 10.771503, 2.8639066)
                for size in values("params_total")
            ]
            found = effective_spread(model, 325)
            assert found.preferred.ratio == ratios.ratio(model, "effective")
            # Facts within half a percent of one another are one.
            assert found.lowest.ratio == pytest.approx(min(readings), rel=0.01)
            assert found.highest.ratio == pytest.approx(max(readings), rel=0.01)

    def test_each_reading_says_whose_it_is(self) -> None:
        lowest, preferred, highest = plm_ratios.spread("ESM-2 15B", "effective")
        assert "43 million sequences x 325" in lowest["tokens_according_to"]
        assert "R* = 2.86: Muennighoff et al. 2023" in lowest["tokens_according_to"]
        assert "65 million sequences x 325" in preferred["tokens_according_to"]
        assert "R* = 15.4" in preferred["tokens_according_to"]
        assert "138 million sequences x 325" in highest["tokens_according_to"]
        assert "R* = 16.3" in highest["tokens_according_to"]

    def test_data_seen_once_are_no_disagreement_about_repeats(self) -> None:
        def fact(value: float) -> tuple[Fact, ...]:
            return (Fact(value),)

        facts = {"params_total": fact(1e9), "tokens_seen": fact(1e10), "tokens_unique": fact(2e10)}
        found = effective_spread(Model(id="x", name="X", facts=facts), 325)
        assert not found.disagree
        assert found.lowest == found.preferred == found.highest
