"""The claims of the essay: their answers on every basis and under each law, and when they change."""

from __future__ import annotations

import math
import re

import pytest

from own_models import Mine
from plm_ratios.analysis import claim_tests, cost, essay_claims, ratios, repetition, scaling_laws
from plm_ratios.analysis.claim_tests import FALSE, MILDLY, TRUE, UNTESTABLE, claim
from plm_ratios.catalog import Model, bundled
from plm_ratios.catalog.entries import NUCLEOTIDES
from plm_ratios.errors import NotAvailable, WrongValue

TESTED_ON = (*ratios.BASES, *claim_tests.LAWS)
# As worked out by hand before the code was there, from the numbers in the catalog.
#                                       sequences  unique      seen  effective  CLM law  MLM law
ANSWERS = {
    ("progen2-nearest", "largest"): (TRUE, UNTESTABLE, FALSE, FALSE, TRUE, UNTESTABLE),
    ("progen2-nearest", "all"): (FALSE, UNTESTABLE, FALSE, FALSE, TRUE, UNTESTABLE),
    ("xtrimopglm-undertrained", "largest"): (TRUE, TRUE, MILDLY, TRUE, MILDLY, FALSE),
    ("xtrimopglm-undertrained", "all"): (TRUE, TRUE, MILDLY, TRUE, MILDLY, FALSE),
    ("esm2-parameters", "largest"): (FALSE, UNTESTABLE, TRUE, MILDLY, UNTESTABLE, TRUE),
    ("esm2-parameters", "all"): (FALSE, UNTESTABLE, TRUE, MILDLY, UNTESTABLE, TRUE),
    ("progen2-dataset", "largest"): (TRUE, UNTESTABLE, TRUE, TRUE, UNTESTABLE, UNTESTABLE),
    ("efficiency-esm2", "largest"): (TRUE, UNTESTABLE, TRUE, TRUE, UNTESTABLE, UNTESTABLE),
    ("efficiency-progen2", "largest"): (FALSE, UNTESTABLE, TRUE, TRUE, UNTESTABLE, UNTESTABLE),
}


def answer(
    id: str, tested_on: str, which: str = "largest", avglen: float = 325, target: float = 20
) -> claim_tests.Answer:
    if tested_on in claim_tests.LAWS:
        return claim_tests.answer_under(claim(id), tested_on, which)
    return claim_tests.answer(claim(id), tested_on, which, avglen, target)


def with_sequences() -> list[Model]:
    """Every protein model that has a ratio by sequences."""
    return [
        model
        for model in bundled().models
        if model.kind not in NUCLEOTIDES and model.value("sequences") and model.value("params_total")
    ]


@pytest.mark.parametrize(("id", "which"), ANSWERS)
def test_the_answers(id: str, which: str) -> None:
    assert tuple(answer(id, each, which).answer for each in TESTED_ON) == ANSWERS[id, which]


def test_no_basis_makes_all_three_claims_of_the_essay_true() -> None:
    three = [each.id for each in essay_claims.CLAIMS[:3]]
    for basis in ratios.BASES:
        assert {answer(id, basis).answer for id in three} - {TRUE, MILDLY}


def test_claim_1_among_the_largest_and_among_all() -> None:
    assert [model.name for model in claim_tests.models_of("largest")] == [
        "ESM-2 15B",
        "ProGen2-xlarge",
        "xTrimoPGLM-100B",
    ]
    assert answer("progen2-nearest", "sequences").text == "true; 0 of 3 are nearer"
    # ProGen2-large at 21.7 and ESM-2 650M at 32.5 are nearer to 20 than 9.1 is.
    nearer = answer("progen2-nearest", "sequences", "all").alike
    own = ratios.ratio("ProGen2-xlarge")
    by_hand = [model for model in with_sequences() if own < ratios.ratio(model) < 20 / own * 20]
    assert nearer == len(by_hand)
    assert {"ProGen2-large", "ESM-2 650M"} <= {model.name for model in by_hand}
    assert "xTrimoPGLM-100B is nearest, at 10 tokens" in answer("progen2-nearest", "seen").why


def test_all_models_are_all_that_read_residues() -> None:
    seen = [model for model in bundled().models if model.value("params_total") and model.value("tokens_seen")]
    proteins = [model for model in seen if model.kind not in NUCLEOTIDES]
    assert len(proteins) < len(seen)
    assert answer("xtrimopglm-undertrained", "seen", "all").tested == len(proteins)


def test_claim_1_under_the_causal_law_is_almost_exact() -> None:
    best = scaling_laws.optimum(cost.training_flops("ProGen2-xlarge"), "cheng-clm")
    assert best.parameters == pytest.approx(6.69e9, rel=0.001)
    assert "6.69 billion" in answer("progen2-nearest", "cheng-clm").why


def test_claim_2_under_the_two_laws() -> None:
    flops = cost.training_flops("xTrimoPGLM-100B")
    assert flops == 6e23
    assert scaling_laws.optimum(flops, "cheng-clm").parameters == pytest.approx(55.6e9, rel=0.001)
    assert scaling_laws.optimum(flops, "cheng-mlm").parameters == pytest.approx(159e9, rel=0.001)


def test_claim_3_under_the_masked_law() -> None:
    best = scaling_laws.optimum(cost.training_flops("ESM-2 15B"), "cheng-mlm")
    assert best.parameters == pytest.approx(33.7e9, rel=0.001)


def test_what_would_change_claim_3_on_effective_tokens() -> None:
    def per_parameter(sequences: float, passes: float = 0.0) -> float:
        unique = sequences * 325
        seen = unique * passes if passes else ratios.model_tokens("ESM-2 15B", "seen")
        return repetition.effective_tokens(unique, seen, repetition.r_star()) / 15e9

    reading = claim("esm2-parameters").reading
    assert "clusters it would be 15" in reading and round(per_parameter(43e6)) == 15
    assert "60 million 20" in reading and round(per_parameter(60e6)) == 20
    assert "members 35" in reading and round(per_parameter(138e6)) == 35
    assert "from 187 million on" in reading and per_parameter(187e6) < 40 < per_parameter(188e6)
    assert "31 passes" in reading and per_parameter(65e6, 31) < 20 < per_parameter(65e6, 31.1)
    assert "more than 23" in reading and 23 < per_parameter(65e6, 1e9) < 23.1


def test_a_law_is_asked_only_about_models_it_was_made_for() -> None:
    assert "for CLM and GLM" in answer("esm2-parameters", "cheng-clm").why
    for law in claim_tests.LAWS:
        assert scaling_laws.law(law).domain == "protein"
        assert scaling_laws.law(law).objective in claim_tests.LAWS[law]
        for model in bundled().models:
            if claim_tests.fits(model, law):
                assert set(model.objective.split(" + ")) & set(claim_tests.LAWS[law])
                assert model.value("params_active") is None  # no mixture of experts
    with pytest.raises(WrongValue, match='"cheng-clm" or "cheng-mlm"'):
        claim_tests.answer_under(claim("esm2-parameters"), "chinchilla-1")


def test_how_many_of_the_others_the_same_is_true_of() -> None:
    found = answer("xtrimopglm-undertrained", "sequences", "all")
    short = [model for model in with_sequences() if ratios.ratio(model) < 20]
    assert found.alike == len(short)
    assert found.text == f"true; {len(short)} of {found.tested} are so"


@pytest.mark.parametrize(
    ("id", "which", "lengths"),
    [
        # Half-way, on a log scale, between the lengths at which the two models meet 20.
        ("progen2-nearest", "largest", [20 * math.sqrt(6.4e9 / 180e6 * 100e9 / 940e6)]),
        (
            "progen2-nearest",
            "all",
            [
                20 * math.sqrt(6.4e9 / 180e6 * size / count)
                for size, count in ((98.5e9, 2.78e9), (1_878_705_152, 45e6))
            ],
        ),
        ("xtrimopglm-undertrained", "largest", [10 * 100e9 / 940e6, 20 * 100e9 / 940e6]),
        ("esm2-parameters", "largest", [20 * 15e9 / 65e6, 40 * 15e9 / 65e6]),
        ("progen2-dataset", "largest", []),
        ("efficiency-esm2", "largest", [500e6 / 65e6, 2 * 500e6 / 65e6]),
        ("efficiency-progen2", "largest", [150e9 / 180e6, 2 * 150e9 / 180e6]),
    ],
)
def test_the_lengths_at_which_an_answer_changes(id: str, which: str, lengths: list[float]) -> None:
    found = [change.length for change in claim_tests.changes(claim(id), which)]
    assert found == pytest.approx(lengths, rel=1e-12)


@pytest.mark.parametrize(
    "target", [20.0, *(pytest.param(each, marks=pytest.mark.slow) for each in (2.0, 74.1))]
)
@pytest.mark.parametrize("which", claim_tests.SETS)
@pytest.mark.parametrize("one", essay_claims.CLAIMS, ids=lambda one: one.id)
def test_it_changes_there_and_nowhere_else(one: essay_claims.EssayClaim, which: str, target: float) -> None:
    found = claim_tests.changes(one, which, target)
    for change in found:
        assert (
            claim_tests.answer(one, "sequences", which, change.length * (1 - 1e-9), target).answer
            == change.below
        )
        assert (
            claim_tests.answer(one, "sequences", which, change.length * (1 + 1e-9), target).answer
            == change.above
        )
    for step in range(400):  # from 1 to 100,000 residues
        length = 10 ** (step / 80)
        passed = [change.above for change in found if change.length < length]
        wanted = (
            passed[-1]
            if passed
            else found[0].below
            if found
            else claim_tests.answer(one, "sequences", which, 325, target).answer
        )
        assert claim_tests.answer(one, "sequences", which, length, target).answer == wanted, length


def test_other_bases_do_not_follow_the_average_length() -> None:
    for one in essay_claims.CLAIMS:
        for basis in ("unique", "seen"):
            assert claim_tests.answer(one, basis, avglen=1) == claim_tests.answer(one, basis, avglen=1e5)


def test_the_changes_in_words() -> None:
    said = claim_tests.changes_in_words(claim("progen2-nearest"))
    assert said == (
        "largest models: true below 1230, false above; "
        "all models: false below 710, true from 710 to 771, false above"
    )
    assert claim_tests.changes_in_words(claim("progen2-dataset")) == "never"
    assert claim_tests.changes_in_words(claim("esm2-parameters"), target=10) == (
        "false below 2310, mildly true from 2310 to 4620, true above"
    )


class TestWords:
    """Ours, attributed, and with numbers that are those of the catalog."""

    @pytest.mark.parametrize("one", essay_claims.CLAIMS, ids=lambda one: one.id)
    def test_sources_resolve_and_quotes_are_short(self, one: essay_claims.EssayClaim) -> None:
        assert one.source in bundled().sources
        assert one.locator
        assert 0 < len(one.quote.split()) <= 15
        assert one.quote not in one.sentence

    @pytest.mark.parametrize(
        ("id", "words", "number"),
        [
            ("progen2-nearest", r"ProGen2-large lies at (21\.7)", lambda: ratios.ratio("ProGen2-large")),
            (
                "xtrimopglm-undertrained",
                r"asks for (1\.8) times the tokens",
                lambda: scaling_laws.optimum(6e23, "cheng-clm").tokens / 1e12,
            ),
            (
                "xtrimopglm-undertrained",
                r"stretched (600) times",
                lambda: 6e23 / (scaling_laws.law("cheng-clm").range("flops") or (0, 0))[1],
            ),
            (
                "esm2-parameters",
                r"asks for (34) billion",
                lambda: scaling_laws.optimum(7.776e22, "cheng-mlm").parameters / 1e9,
            ),
            (
                "esm2-parameters",
                r"though (78) times past",
                lambda: 7.776e22 / (scaling_laws.law("cheng-mlm").range("flops") or (0, 0))[1],
            ),
            ("esm2-parameters", r"at (1\.4) per parameter", lambda: ratios.ratio("ESM-2 15B")),
            ("efficiency-esm2", r"are (3e20) FLOPs", lambda: ratios.flops(100e9, 500e6)),
            ("efficiency-esm2", r"against (7\.8e22)", lambda: cost.training_flops("ESM-2 15B")),
            ("efficiency-progen2", r"are (9e22) FLOPs", lambda: ratios.flops(100e9, 150e9)),
            (
                "efficiency-progen2",
                r"against (1\.3e22)",
                lambda: cost.training_flops("ProGen2-xlarge"),
            ),
        ],
    )
    def test_the_readings_quote_the_catalog(self, id: str, words: str, number: object) -> None:
        found = re.search(words, claim(id).reading)
        assert found, words
        digits = len(found[1].partition("e")[0].replace(".", ""))
        assert float(f"{number():.{digits - 1}e}") == float(found[1])  # type: ignore[operator]


def test_unknown_claims_and_sets_list_those_there_are() -> None:
    with pytest.raises(WrongValue, match='"progen2-nearest"'):
        claim("nope")
    with pytest.raises(WrongValue, match='"largest" or "all"'):
        claim_tests.models_of("some")


OWN = """
models:
  - id: my-esm
    name: My ESM 30B
    family: ESM-2
    kind: protein
    {more}
    facts:
      params_total:
        - value: 30_000_000_000
          source: own
          locator: my notes
          confidence: high
      tokens_seen:
        - value: 600_000_000_000
          source: own
          locator: my notes
          confidence: high
"""


class TestModelsOfOnesOwn:
    def test_a_larger_one_is_none_that_the_essay_compares(self, mine: Mine) -> None:
        before = {key: answer(key[0], "seen", key[1]).answer for key in ANSWERS}
        mine.write(OWN.format(more="objective: MLM"))
        assert claim_tests.models_of("largest")[0].name == "ESM-2 15B"
        assert {key: answer(key[0], "seen", key[1]).answer for key in ANSWERS if key[1] == "largest"} == {
            key: value for key, value in before.items() if key[1] == "largest"
        }

    def test_one_that_stands_for_a_bundled_model_does_so_here(self, mine: Mine) -> None:
        mine.write(OWN.format(more="replaces: esm2-15b"))
        assert claim_tests.models_of("largest")[0].name == "My ESM 30B"
        assert answer("esm2-parameters", "sequences").answer == UNTESTABLE
        with pytest.raises(NotAvailable):
            claim_tests.changes(claim("esm2-parameters"))
        assert claim_tests.changes_in_words(claim("esm2-parameters")) == UNTESTABLE


def test_a_length_that_leaves_no_ratio_has_answers_too() -> None:
    for one in essay_claims.CLAIMS:
        for found in claim_tests.answers(one, avglen=1e-320).values():
            assert found.why
