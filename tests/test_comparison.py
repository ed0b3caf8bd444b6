"""A comparison: the catalog's numbers, the user's own where they typed some, and what follows from them."""

from __future__ import annotations

import pytest

from breaches import every_breach
from plm_ratios.analysis import ratios
from plm_ratios.analysis.repetition import effective_tokens, r_star
from plm_ratios.analysis.spread import spread
from plm_ratios.catalog import load
from plm_ratios.comparison import captions
from plm_ratios.comparison.compare import Comparison, chosen, compare
from plm_ratios.comparison.records import COLUMNS, FIELDS, records
from plm_ratios.comparison.rows import Row, RowRequest
from plm_ratios.errors import OutOfRange, UnknownName, WrongValue
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError


def one(asked: RowRequest, basis: str = "sequences", avglen: float = 325.0, target: float = 20.0) -> Row:
    (row,) = compare([asked], basis, avglen, target).rows
    return row


@pytest.mark.parametrize("basis", ratios.BASES)
def test_every_row_holds_what_the_functions_say(basis: str) -> None:
    with every_breach() as at:
        for model in load().models:
            with at(model.id):
                holds_what_the_functions_say(model.name, basis)


def holds_what_the_functions_say(name: str, basis: str) -> None:
    row = one(RowRequest(name), basis, 311.0, 30.0)

    def said(function: str, *cells: object) -> object:
        value = FUNCTIONS[function](*cells)
        return None if isinstance(value, CellError) else value

    assert row.name == name
    assert row.parameters == said("PARAMS", name)
    assert row.sequences == said("SEQS", name)
    assert row.tokens == said("MODELTOKENS", name, basis, 311.0)
    assert [getattr(row, f"ratio_{each}") for each in ratios.BASES] == [
        said("RATIO", name, each, 311.0) for each in ratios.BASES
    ]
    assert row.ratio == said("RATIO", name, basis, 311.0)
    wanted = str(said("SOURCE", name, basis) if row.ratio else said("WHY", name, basis, 311.0))
    if basis == "effective" and row.ratio:
        assert row.citation.startswith(f"{wanted}; distinct tokens: ")  # it rests on two numbers
        assert " passes over " in row.citation and row.citation.endswith("Muennighoff et al. 2023, R* = 15.4")
    else:
        assert row.citation == wanted
    if row.ratio:
        assert row.times_target == row.ratio / 30.0
        assert row.verdict == said("VERDICT", row.ratio, 30.0)
        assert not row.why
    else:
        assert (row.times_target, row.verdict) == (None, "")
        assert row.why
    assert not row.user_fields


def test_where_sources_disagree_the_range_is_kept() -> None:
    assert one(RowRequest("ProGen"), "seen").range == pytest.approx((27.5, 874.17), rel=1e-4)
    found = spread("ESM-2 15B", "seen")
    assert one(RowRequest("ESM-2 15B"), "seen").range == (found.lowest.ratio, found.highest.ratio)
    assert one(RowRequest("ESM-2 3B"), "seen").range is None


def test_names_of_all_kinds_are_understood() -> None:
    assert one(RowRequest("esm2_t48_15B_UR50D")).name == "ESM-2 15B"


class TestTyped:
    """What the user typed stands, and what follows from it is worked out anew."""

    def test_parameters(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"parameters": 30e9}, "Compare!A12"), "seen")
        assert (row.parameters, row.tokens, row.ratio) == (30e9, 864e9, 28.8)
        assert row.ratio_sequences == 65e6 * 325 / 30e9
        assert row.verdict == "near optimal"
        assert row.typed == {"parameters"}
        assert row.user_fields == {
            "parameters",
            "ratio_sequences",
            "ratio_seen",
            "ratio_effective",
            "ratio",
            "times_target",
            "verdict",
        }
        assert row.source.startswith("Lin et al. 2023")
        assert [name for name, _ in row.facts] == ["sequences", "tokens_seen"]

    def test_sequences(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"sequences": 1e9}))
        assert row.ratio == 1e9 * 325 / 15e9
        assert row.ratio_seen == 57.6
        assert "ratio_seen" not in row.user_fields
        assert [name for name, _ in row.facts] == ["params_total", "tokens_seen"]

    def test_tokens_are_those_of_the_basis(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"tokens": 1e12}, "Compare!A12"), "seen")
        assert row.ratio == row.ratio_seen == 1e12 / 15e9
        assert row.source == "typed by the user, Compare!A12"

    @pytest.mark.parametrize("column", ["ratio", "ratio_seen"])
    def test_a_ratio_in_either_of_its_columns(self, column: str) -> None:
        row = one(RowRequest("ESM-2 15B", {column: 5.0}), "seen")
        assert row.ratio == row.ratio_seen == 5.0
        assert row.tokens == 5.0 * 15e9
        assert row.verdict == "too few tokens"
        assert row.range is None
        assert [name for name, _ in row.facts] == ["sequences"]

    def test_a_ratio_on_another_basis_leaves_this_one_alone(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"ratio_unique": 5.0}), "seen")
        assert (row.ratio_unique, row.ratio) == (5.0, 57.6)
        assert row.user_fields == {"ratio_unique"}

    def test_effective_tokens_of_their_own_numbers(self) -> None:
        """Distinct tokens are the unique ones, else sequences x average length."""
        own = {"parameters": 1e9, "sequences": 1e8, "average_length": 200.0, "tokens_seen": 8e10}
        row = one(RowRequest("Mine", own), "effective")
        assert row.tokens == pytest.approx(effective_tokens(2e10, 8e10, r_star()))
        assert row.ratio == row.ratio_effective == row.tokens / 1e9  # type: ignore[operator]
        unique = one(RowRequest("Mine", {**own, "tokens_unique": 8e10}), "effective")
        assert unique.tokens == 8e10  # seen once

    def test_what_they_type_over_a_model_counts_on_the_fourth_basis(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"sequences": 1e9}), "effective")
        assert row.tokens == pytest.approx(effective_tokens(3.25e11, 864e9, r_star()))
        assert {"ratio_effective", "ratio"} <= row.user_fields
        assert [name for name, _ in row.facts] == ["params_total", "tokens_seen"]

    def test_a_model_trained_in_stages_counts_each_by_itself(self) -> None:
        row = one(RowRequest("ProtT5-XL-U50"), "effective")
        assert row.tokens == ratios.model_tokens("ProtT5-XL-U50", "effective")
        cited = [fact for name, fact in row.facts if name == "tokens_unique"]
        assert len(cited) == 2 and "; distinct: Elnaggar" in row.source

    def test_a_verdict_and_a_source(self) -> None:
        row = one(RowRequest("ESM-2 15B", {"verdict": "fine", "source": "my notes"}))
        assert (row.verdict, row.source, row.citation) == ("fine", "my notes", "my notes")
        assert row.user_fields == {"verdict", "source"}
        assert row.ratio == FUNCTIONS["RATIO"]("ESM-2 15B")

    def test_a_model_of_their_own(self) -> None:
        own = {"parameters": 1e9, "sequences": 1e8, "average_length": 200.0, "tokens_seen": 8e10}
        row = one(RowRequest("Mine", own, "What-if!A7"))
        assert (row.ratio, row.ratio_seen, row.ratio_unique) == (20.0, 80.0, None)
        assert row.average_length == 200.0
        assert row.is_user_model and row.known and row.model is None
        assert one(RowRequest("Mine", own), "seen").ratio == 80.0

    def test_one_whose_numbers_do_not_reach_this_basis(self) -> None:
        row = one(RowRequest("Mine", {"parameters": 1e9}), "seen")
        assert row.known and row.ratio is None
        assert row.why == "What was typed for Mine gives no ratio on this basis."

    def test_a_name_without_numbers_is_a_row_that_says_so(self) -> None:
        row = one(RowRequest("ESM2 15G"))
        assert not row.known and row.ratio is None
        assert "Nearest: ESM-2 15B" in row.why


@pytest.mark.parametrize(
    ("terms", "error", "words"),
    [
        (("all", 325.0, 20.0), WrongValue, 'no basis "all"'),
        (("seen", 0.0, 20.0), OutOfRange, "average length"),
        (("seen", 325.0, float("nan")), OutOfRange, "target"),
    ],
)
def test_impossible_terms_are_refused(
    terms: tuple[str, float, float], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        compare([RowRequest("ESM-2 15B")], *terms)


def test_families_stand_for_their_models() -> None:
    assert chosen(["ProGen2-xlarge", "ESM2", "esm2-15b"])[:2] == ["ProGen2-xlarge", "ESM-2 8M"]
    with pytest.raises(UnknownName):
        chosen(["ESM2 15G"])


class TestRecords:
    """The same as records, for files."""

    @pytest.fixture
    def compared(self) -> Comparison:
        return compare(
            [RowRequest("ProGen"), RowRequest("Mine", {"parameters": 1e9, "tokens": 1e10})], "seen"
        )

    def test_every_field_is_explained_and_filled_in_order(self, compared: Comparison) -> None:
        assert [tuple(record) for record in records(compared)] == [COLUMNS, COLUMNS]
        assert all(field.description.endswith(".") for field in FIELDS)

    def test_ranges_and_own_values(self, compared: Comparison) -> None:
        cited, mine = records(compared)
        assert (cited["lowest_ratio"], cited["own_values"]) == (27.5, None)
        assert mine["tokens_per_parameter"] == 10.0
        assert mine["own_values"] == (
            "parameters ratio_seen tokens tokens_per_parameter times_target verdict source"
        )


class TestKinds:
    """Parameters of another kind than the total: numbers, what they rest on, and captions follow."""

    @pytest.mark.parametrize("kind", ratios.PARAMETER_KINDS)
    def test_the_numbers_are_those_of_the_functions(self, kind: str) -> None:
        compared = compare(map(RowRequest, ("ESM-2 3B", "ProGen3-46B", "PoET")), "seen", kind=kind)
        for row in compared.rows:
            parameters, ratio = (
                FUNCTIONS[name](row.name, *cells)
                for name, cells in (("PARAMS", (kind,)), ("RATIO", ("seen", None, kind)))
            )
            assert row.parameters == (None if isinstance(parameters, CellError) else parameters)
            assert row.ratio == (None if isinstance(ratio, CellError) else ratio)
        assert [record["parameter_kind"] for record in records(compared)] == [kind] * 3

    def test_captions_name_the_kind_unless_it_is_the_total(self) -> None:
        by_active = compare([RowRequest("ProGen3-46B")], "seen", kind="Active")
        assert by_active.basis_in_words == "seen, active parameters"
        assert "Parameters: active." in captions.footnote(by_active)
        assert "Active parameters: " in captions.description(by_active.rows[0])
        assert compare([], "seen").basis_in_words == "seen"

    def test_notes_say_what_an_architecture_costs_and_how_parameters_were_counted(self) -> None:
        ankh, esm2 = compare(map(RowRequest, ("Ankh-large", "ESM-2 3B")), "seen", kind="exact").rows
        assert "An encoder-decoder: each token passes about half" in captions.description(ankh)
        assert "Parameters (exact): counted from its published architecture." in captions.description(esm2)
        assert "encoder-decoder" not in captions.description(esm2)

    def test_only_what_counts_is_cited(self) -> None:
        def cited(kind: str) -> set[str]:
            return {name for name, _ in compare([RowRequest("ProGen3-3B")], "seen", kind=kind).rows[0].facts}

        assert "params_total" in cited("total") and "params_active" not in cited("total")
        assert "params_active" in cited("active") and "params_total" not in cited("active")
        assert not cited("exact") & {"params_total", "params_active"}

    def test_a_model_without_a_number_of_the_kind_says_why(self) -> None:
        (row,) = compare([RowRequest("xTrimoPGLM-100B")], "seen", kind="exact").rows
        assert row.ratio is None and "is not on record in full" in row.why

    def test_a_range_of_sources_is_by_all_parameters_only(self) -> None:
        asked = [RowRequest("ESM-2 15B")]
        assert compare(asked).rows[0].range is not None
        assert compare(asked, kind="exact").rows[0].range is None
