"""How far the sources of a ratio disagree: every conflict on record is there, with who says what."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from breaches import every_breach
from plm_ratios.analysis import ratios
from plm_ratios.analysis.spread import HEADER, spread
from plm_ratios.catalog import Model, bundled
from plm_ratios.catalog.facts import SAME, Fact
from plm_ratios.errors import NotAvailable, WrongValue
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA, CellError

SPREAD, RATIO = FUNCTIONS["SPREAD"], FUNCTIONS["RATIO"]


def rows(*arguments: Any) -> list[dict[str, Any]]:
    """The table without its header, each row by its columns."""
    header, *table = SPREAD(*arguments)
    assert header == list(HEADER)
    return [dict(zip(header, cells)) for cells in table]


def stated(model: Model, quantity: str) -> list[float]:
    """Every single number on record, straight from the claims."""
    return [fact.value for fact in model.facts_about(quantity) if fact.value is not None and not fact.grouped]


AGREEING = {"The sources agree.", "Only one number is on record."}
NUMBERS = [
    (model, basis)
    for model in bundled().models
    for basis, quantity in ratios.QUANTITY_OF_BASIS.items()
    if basis != "effective"  # rests on more facts than two: test_repetition.py
    if stated(model, quantity) and stated(model, "params_total")
    if not (basis == "sequences" and model.reads_nucleotides)  # which no length in residues multiplies
]


def test_it_spans_every_pair_of_claims_on_record() -> None:
    with every_breach() as at:
        for model, basis in NUMBERS:
            with at(f"{model.id}, {basis}"):
                length = 325 if basis == "sequences" else 1
                quotients = [
                    tokens * length / parameters
                    for tokens, parameters in product(
                        stated(model, ratios.QUANTITY_OF_BASIS[basis]), stated(model, "params_total")
                    )
                ]
                found = spread(model, basis)
                # Claims that say the same in other digits are one; hence half a percent for each of the two.
                assert found.lowest.ratio == pytest.approx(min(quotients), rel=2 * SAME)
                assert found.highest.ratio == pytest.approx(max(quotients), rel=2 * SAME)
                assert found.preferred.ratio == RATIO(model.name, basis)
                assert found.lowest.ratio <= found.preferred.ratio <= found.highest.ratio


def test_no_conflicting_source_is_passed_over() -> None:
    with every_breach() as at:
        for model, basis in NUMBERS:
            with at(f"{model.id}, {basis}"):
                both = stated(model, ratios.QUANTITY_OF_BASIS[basis]), stated(model, "params_total")
                conflict = any(max(values) > min(values) * (1 + 2 * SAME) for values in both)
                lowest, preferred, highest = rows(model.name, basis)
                if conflict:
                    assert lowest["Tokens per parameter"] < highest["Tokens per parameter"]
                    assert not AGREEING & {lowest["Note"], highest["Note"]}
                for row in (lowest, preferred, highest):
                    assert row["Tokens according to"]
                    assert row["Parameters according to"]
                    assert row["Tokens"] / row["Parameters"] == row["Tokens per parameter"]


def test_progen_33_billion_against_1049_billion_tokens() -> None:
    lowest, preferred, highest = rows("ProGen", "seen")
    assert lowest["Tokens"] == preferred["Tokens"] == 33e9
    assert highest["Tokens"] == 1049e9
    assert highest["Times preferred"] == pytest.approx(1049 / 33)
    assert preferred["Tokens according to"] == "LightOn"
    assert highest["Tokens according to"] == "Chen et al. 2023 (read in Epoch AI)"
    assert "Thirty-two times the other figure" in highest["Note"]
    assert "a batch size that the ProGen paper does not state" in highest["Note"]
    assert "64 sequences of 512 tokens" in preferred["Note"]


def test_esm2_15b_a_trillion_against_its_own_steps() -> None:
    lowest, _, highest = rows("ESM-2 15B", "seen")
    assert (lowest["Tokens per parameter"], highest["Tokens"]) == (57.6, 1e12)


def test_parameters_conflict_as_well() -> None:
    lowest, _, highest = rows("Ankh-base", "unique")
    assert (lowest["Parameters"], highest["Parameters"]) == (740e6, 450e6)
    assert lowest["Tokens"] == highest["Tokens"] == 14e9


def test_a_weak_claim_is_shown_as_weak() -> None:
    lowest, preferred, _ = rows("ProteinLM-3B")
    assert lowest["Parameters"] == 3e12
    assert (lowest["Confidence"], preferred["Confidence"]) == ("low", "medium")
    assert lowest["Note"].startswith("Wrong")


def test_what_a_count_counts_is_said() -> None:
    lowest, _, highest = rows("ESM-2 15B")
    assert "UniRef50 clusters" in lowest["Note"]
    assert "members of the clusters" in highest["Note"]


@pytest.mark.parametrize(
    ("model", "basis", "note"),
    [
        ("UniRep", "seen", "Only one number is on record."),
        ("ProGen2-base", "seen", "The sources agree."),
        ("ESM C 6B", "seen", "The sources agree."),  # 6.2 trillion, and 6.22 worked out from the FLOPs
    ],
)
def test_where_sources_agree_the_three_rows_coincide_and_say_so(model: str, basis: str, note: str) -> None:
    found = rows(model, basis)
    assert [row.pop("Which") for row in found] == ["lowest", "preferred", "highest"]
    assert found[0] == found[1] == found[2]
    assert found[0]["Note"] == note


@pytest.mark.parametrize(
    ("model", "basis"),
    [("ProGen2-large", "seen"), ("MSA Transformer", "sequences"), ("ESM-2 15B", "unique")],
)
def test_ranges_counts_of_sets_and_gaps_are_not_available(model: str, basis: str) -> None:
    assert SPREAD(model, basis) == NA
    with pytest.raises(NotAvailable):
        spread(model, basis)


def test_only_single_numbers_of_sequences_are_admitted() -> None:
    facts = {
        "params_total": (Fact(1e9),),
        "sequences": (
            Fact(10e6),
            Fact(30e6),
            Fact(500e6, grouped=True, note="alignments"),
            Fact(None, range=(1e6, 900e6)),
        ),
    }
    found = spread(Model(id="x", name="X", facts=facts))
    assert [reading.tokens for reading in found] == [10e6 * 325, 10e6 * 325, 30e6 * 325]


def test_the_average_length_moves_only_the_basis_sequences() -> None:
    assert [row["Tokens per parameter"] for row in rows("ESM-2 15B", "sequences", 650)] == pytest.approx(
        [2 * row["Tokens per parameter"] for row in rows("ESM-2 15B")]
    )
    assert rows("ESM-2 15B", "seen", 650) == rows("ESM-2 15B", "seen")


def test_several_models_in_one_table_and_why_one_has_no_number() -> None:
    found = rows([["ESM-2 15B"], [None], ["xTrimoPGLM-100B"]], "unique")
    assert [row["Model"] for row in found] == ["ESM-2 15B", *["xTrimoPGLM-100B"] * 3]
    assert found[0]["Tokens per parameter"] is None
    assert "no number on the basis" in found[0]["Note"]


def test_wrong_input() -> None:
    assert SPREAD("nope") == NA
    assert SPREAD(None) == NA
    assert SPREAD("ESM-2 15B", "foo") == CellError("#VALUE!")
    assert SPREAD("ESM-2 15B", "sequences", 0) == CellError("#NUM!")
    tiny = rows("ESM-2 15B", "sequences", 5e-324)
    assert [row["Times preferred"] for row in tiny] == [CellError("#NUM!")] * 3
    with pytest.raises(WrongValue):
        spread("ESM-2 15B", "foo")
