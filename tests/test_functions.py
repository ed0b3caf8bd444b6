"""The spreadsheet functions, called with cell values as hosts call them."""

from __future__ import annotations

import re

import pytest

from plm_ratios.analysis.scores import score
from plm_ratios.catalog import load
from plm_ratios.errors import NotAvailable
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.functions.definitions import function as register
from plm_ratios.functions.signature import Argument, Function, check_names
from plm_ratios.workbook_builder.functions_sheet import evaluate

NA, VALUE, NUM, REF = (CellError(text) for text in ("#N/A", "#VALUE!", "#NUM!", "#REF!"))
RATIO, WHY = FUNCTIONS["RATIO"], FUNCTIONS["WHY"]

DESIGNED = (
    "TOKENS RATIO MODELTOKENS PARAMS SEQS AVGLEN EPOCHS SCORE FLOPS VERDICT "
    "OPTIMALTOKENS OPTIMALPARAMS OPTIMAL FRONTIER LAWS NEAREST MODELS CATALOG COMPARE BASES SPREAD "
    "SOURCE WHY PLMVERSION GPUHOURS COMPUTE MFU PLAN ACCELERATORS"
).split()

# Words that VBA keeps for itself. `name` is among them, yet VBA lets it be an argument.
VBA_KEYWORDS = set(
    (
        "and as boolean byref byte byval call case class const currency date debug declare dim do double "
        "each else elseif empty end enum erase error event exit false for friend function get global gosub "
        "goto if imp implements in input integer is let lib like line lock long loop lset me mid mod new "
        "next not nothing null object on open option optional or paramarray preserve print private property "
        "public put raiseevent redim rem resume return rset select set single static step stop string sub "
        "then time to true type typeof unlock until variant wend while with withevents write xor"
    ).split()
)


def test_the_functions_are_those_of_the_design() -> None:
    assert list(FUNCTIONS) == DESIGNED


@pytest.mark.parametrize("name", FUNCTIONS)
class TestEveryFunction:
    def test_its_name_does_not_look_like_a_cell(self, name: str) -> None:
        assert re.fullmatch("[A-Z]+", name)
        assert not re.fullmatch(r"[A-Z]{1,3}\d+|R\d*C\d*", name)

    def test_its_arguments_are_legal_in_vba_and_in_the_types_of_calc(self, name: str) -> None:
        for argument in FUNCTIONS[name].arguments:
            # LibreOffice reads no types of an interface in which a name has an underscore.
            assert re.fullmatch("[a-z][a-z0-9]*", argument.name)
            assert argument.name not in VBA_KEYWORDS

    def test_its_arguments_are_called_like_no_function(self, name: str) -> None:
        called = {argument.name.casefold() for argument in FUNCTIONS[name].arguments}
        assert not called & {each.casefold() for each in FUNCTIONS}

    def test_every_word_that_it_offers_while_one_types_is_one_that_it_reads(self, name: str) -> None:
        for argument in FUNCTIONS[name].arguments:
            offered = list(argument.offers()) if argument.offers else []
            assert len(set(offered)) == len(offered)
            for each in offered:
                argument.read(each)

    def test_numbers_in_its_examples_have_a_capital_e(self, name: str) -> None:
        assert not [one for one in FUNCTIONS[name].examples if re.search(r"\de[+-]?\d", one)]

    def test_optional_arguments_come_last(self, name: str) -> None:
        optional = [argument.optional for argument in FUNCTIONS[name].arguments]
        assert optional == sorted(optional)

    def test_it_explains_itself_within_what_wizards_show(self, name: str) -> None:
        function = FUNCTIONS[name]
        assert function.summary.endswith(".")
        assert len(function.summary) <= 255
        for argument in function.arguments:
            assert argument.help.endswith(".")
            assert len(argument.help) <= 255
        assert function.gives in ("number", "text", "table")

    def test_its_examples_work(self, name: str) -> None:
        for example in FUNCTIONS[name].examples:
            assert example.startswith(f"={name}(")
            assert not isinstance(evaluate(example), CellError)

    def test_too_many_arguments_are_refused(self, name: str) -> None:
        with pytest.raises(TypeError, match="at most"):
            FUNCTIONS[name](*range(len(FUNCTIONS[name].arguments) + 1))


class TestNames:
    """Names that differ in case only are one name to VBA and to LAMBDA."""

    def made(self, name: str, *arguments: str) -> Function:
        given = tuple(Argument(each, "A number.", "number", float) for each in arguments)
        return Function(name, "A thing.", given, "number", (), lambda *cells: 0.0)

    @pytest.mark.parametrize(
        ("new", "others"),
        [
            (("THING", "ratio"), [("RATIO",)]),
            (("THING", "Ratio"), [("RATIO",)]),
            (("RATIO",), [("OTHER", "basis"), ("THING", "basis", "ratio")]),
            (("THING", "thing"), []),
        ],
    )
    def test_an_argument_called_like_a_function_is_refused(
        self, new: tuple[str, ...], others: list[tuple[str, ...]]
    ) -> None:
        with pytest.raises(ValueError, match=r"a function is called (RATIO|THING)"):
            check_names(self.made(*new), [self.made(*other) for other in others])

    def test_other_names_pass(self) -> None:
        check_names(self.made("THING", "value", "ratios"), [self.made("RATIO", "value")])

    def test_such_a_function_does_not_get_into_the_list(self) -> None:
        before = list(FUNCTIONS)
        argument = Argument("tokens", "A number.", "number", float)

        def NEWONE(tokens: float) -> float:
            return tokens

        with pytest.raises(ValueError, match="a function is called TOKENS"):
            register("A thing.", argument, gives="number", examples=())(NEWONE)
        assert list(FUNCTIONS) == before


@pytest.mark.parametrize(
    "name", ["ESM-2 15B", "esm2-15b", "ESM2 15B", "esm2_t48_15B_UR50D", "ESM‑2 15B", " esm 2 15b"]
)
def test_names_match_without_regard_to_spelling(name: str) -> None:
    assert round(RATIO(name), 4) == 1.4083


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (("no such model",), NA),
        ((None,), NA),
        ((0.0,), NA),  # =RATIO(ESM2): Calc passes the empty cell ESM2 as 0
        ((42.0,), NA),
        (("ESM-2 15B", "unique"), NA),
        (("ESM-2 15B", "all"), VALUE),
        (("ESM-2 15B", 7.0), VALUE),
        (("ESM-2 15B", "sequences", "long"), VALUE),
        (("ESM-2 15B", "sequences", -1.0), NUM),
        (("ESM-2 15B", "sequences", 0.0), NUM),
        (("ESM-2 15B", "sequences", float("inf")), NUM),
        ((REF,), REF),
        (("ESM-2 15B", REF), REF),
    ],
)
def test_wrong_inputs_give_error_values(cells: tuple[object, ...], shown: CellError) -> None:
    assert RATIO(*cells) == shown


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("ESM2 15 billion",), "Nearest: ESM-2 15B"),
        ((None,), "in quotes"),
        ((0.0,), "in quotes"),
        (("ESM-2 15B", "unique"), "no source that we have read"),
        (("ProGen2-small", "seen"), "only a range"),
        (("ESM-2 15B", "all"), '"sequences", "unique", "seen"'),
        (("ESM-2 15B", "sequences", "long"), '"long" is not one'),
        (("ESM-2 15B", "sequences", -1.0), "cannot be negative"),
        (("ESM-2 15B", "sequences", 0.0), "more than zero"),
    ],
)
def test_why_explains_every_wrong_input(cells: tuple[object, ...], reason: str) -> None:
    assert reason in WHY(*cells)


def test_tokens_take_numbers_text_numbers_and_datasets() -> None:
    tokens = FUNCTIONS["TOKENS"]
    assert tokens(65e6) == tokens("65M") == tokens("65,000,000", 325.0) == 21.125e9
    assert tokens("BFD100", 185.0) == 2.122e9 * 185
    assert tokens("lots") == VALUE
    assert tokens(-1.0) == NUM
    assert tokens(1e308) == NUM  # the product is no number any more


def test_a_range_gives_a_range_of_the_same_shape() -> None:
    models = [["ESM-2 15B", "ProGen2-xlarge"], ["xTrimoPGLM-100B", "ESM C 600M"]]
    result = RATIO(models)
    assert result == [[RATIO(cell) for cell in row] for row in models]


def test_a_column_of_models_with_a_row_of_bases() -> None:
    result = RATIO([["ESM-2 15B"], ["xTrimoPGLM-100B"]], [["sequences", "seen"]])
    assert [[round(cell, 4) for cell in row] for row in result] == [[1.4083, 57.6], [3.055, 10.0]]


def test_blanks_stay_blank_and_errors_stay_errors_inside_a_range() -> None:
    assert RATIO([["ESM-2 15B"], [None], [""], [REF], ["nope"]])[1:] == [[None], [None], [REF], [NA]]


def test_nearest_reads_its_range_as_a_whole() -> None:
    nearest = FUNCTIONS["NEAREST"]
    essay = [["ESM-2 15B"], ["ProGen2-xlarge"], [None], ["xTrimoPGLM-100B"]]
    assert nearest(20.0, "sequences", essay) == "ProGen2-xlarge"
    assert nearest([[20.0], [3.0]], "sequences", essay) == [["ProGen2-xlarge"], ["xTrimoPGLM-100B"]]
    assert nearest(20.0, "sequences", [["ESM-2 15B"], ["nope"]]) == NA
    assert nearest(20.0, "sequences", [["ESM-2 15B"], [REF]]) == REF
    # At 2,000 residues a sequence all three move up by the same factor, and another one is nearest.
    assert nearest(20.0, "sequences", essay, 2000.0) == "xTrimoPGLM-100B"


class TestWholeColumns:
    """A whole column has a header on top and blanks at its end: =NEAREST(20, "seen", A:A)."""

    MODELS = (["ESM-2 15B"], ["ProGen2-xlarge"], ["xTrimoPGLM-100B"])

    def nearest(self, *cells: list[object]) -> object:
        return FUNCTIONS["NEAREST"](20.0, "sequences", list(cells))

    @pytest.mark.parametrize("header", ["Model", "models", "MODEL NAME", "Protein language model", "Picked"])
    def test_a_header_is_left_out(self, header: str) -> None:
        assert self.nearest([header], *self.MODELS, [None], [""]) == "ProGen2-xlarge"
        assert self.nearest([None], [header], *self.MODELS) == "ProGen2-xlarge"

    def test_other_functions_that_read_a_column_as_a_whole_leave_it_out_too(self) -> None:
        for name in ("BASES", "SPREAD"):
            function = FUNCTIONS[name]
            assert function([["Model"], *self.MODELS, [None]]) == function(list(self.MODELS))

    @pytest.mark.parametrize("typo", ["ESM-2 15", "ProGen2-xlrge", "ESM"])
    def test_what_may_be_a_misspelt_model_is_no_header(self, typo: str) -> None:
        assert self.nearest([typo], *self.MODELS) == NA
        assert "Nearest" in WHY(typo)

    def test_an_unknown_name_further_down_is_never_left_out(self) -> None:
        assert self.nearest(["Model"], *self.MODELS, ["nope"]) == NA
        assert self.nearest(["Model"], ["Model"], *self.MODELS) == NA

    def test_a_header_with_nothing_below_it_is_no_model(self) -> None:
        assert self.nearest(["Model"]) == self.nearest(["Model"], [None]) == NA

    def test_a_row_of_names_has_no_header(self) -> None:
        assert self.nearest(["Model", "ESM-2 15B"]) == NA

    def test_a_model_of_that_name_is_a_model(self) -> None:
        assert self.nearest(["esm2-15b"], ["RITA-XL"]) == self.nearest(["RITA-XL"], ["esm2-15b"])

    @pytest.mark.parametrize("name", ["COMPARE", "FRONTIER"])
    def test_the_blanks_below_make_no_rows(self, name: str) -> None:
        function = FUNCTIONS[name]
        assert function([*self.MODELS, *[[None]] * 50_000, [" "]]) == function(list(self.MODELS))
        assert len(function([[None]] * 50_000)) == 2

    def test_ranges_beside_it_stay_in_step(self) -> None:
        compare = FUNCTIONS["COMPARE"]
        bases = [["seen"], ["sequences"], ["unique"]]
        wanted = compare(list(self.MODELS), bases)
        assert compare([*self.MODELS, [None], [None]], [*bases, ["seen"], [None]]) == wanted
        assert compare([["ESM-2 15B"], [None], ["RITA-XL"], [None]], "seen")[2] == [None] * 9


def test_true_is_not_taken_for_the_number_one() -> None:
    assert "the value True" in WHY(True)
    assert "the value 1." in WHY(1.0)


class TestScore:
    def test_it_is_the_published_number_of_a_benchmark(self) -> None:
        assert FUNCTIONS["SCORE"]("ESM-2 650M") == FUNCTIONS["SCORE"]("ESM-2 650M", "Substitutions") == 0.414
        assert FUNCTIONS["SCORE"]("RITA-L", "indels") == 0.457

    def test_its_citation_says_the_row_and_the_standard_error(self) -> None:
        said = FUNCTIONS["SOURCE"]("ESM-2 650M", "score")
        assert (
            'row "ESM2 (650M)"' in said
            and "difference to the best row" in said
            and "standard error 0.012" in said
        )

    def test_where_none_is_published_there_is_none(self) -> None:
        assert FUNCTIONS["SCORE"]([["ESM-2 650M"], ["ESM C 6B"], [None]], "indels") == [[NA], [NA], [None]]
        assert FUNCTIONS["SCORE"]("ESM-2 650M", "clinical") == VALUE
        with pytest.raises(NotAvailable, match="ProteinGym has published none on indels for exactly this"):
            score("ESM-2 650M", "indels")


class TestTables:
    @pytest.mark.parametrize(
        "cells", [("CATALOG",), ("MODELS",), ("BASES", "ESM-2 15B"), ("COMPARE", "ESM-2 15B")]
    )
    def test_a_table_that_the_caller_changes_is_whole_the_next_time(self, cells: tuple[str, ...]) -> None:
        name, *arguments = cells
        table = FUNCTIONS[name](*arguments)
        before = [list(row) for row in table]
        table[0][0] = "changed"
        table.clear()
        assert FUNCTIONS[name](*arguments) == before

    def test_a_table_for_each_cell_of_a_range_is_refused(self) -> None:
        """Tables that take several rows of input read the range as a whole."""
        argument = Argument("x", "A number.", "number", float)
        table = Function("T", "Squares.", (argument,), "table", (), lambda x: [["x"], [x * x]])
        assert table(3.0) == [["x"], [9.0]]
        assert table([[3.0], [4.0]]) == VALUE

    def test_what_is_too_large_for_a_number_is_an_error_in_its_place(self) -> None:
        table = Function("T", "Too much.", (), "table", (), lambda: [["x"], [float("inf")], [1.0]])
        assert table() == [["x"], [NUM], [1.0]]

    def test_models_are_names_only(self) -> None:
        assert FUNCTIONS["MODELS"]("ESM-2") == [
            [f"ESM-2 {size}"] for size in ("8M", "35M", "150M", "650M", "3B", "15B")
        ]
        assert len(FUNCTIONS["MODELS"]()) == len(load().models)
        assert FUNCTIONS["MODELS"]("nope") == NA

    def test_the_catalog_has_a_header_and_every_model(self) -> None:
        table = FUNCTIONS["CATALOG"]()
        assert table[0][0] == "Model"
        assert [row[0] for row in table[1:]] == [model.name for model in load().models]
        assert {len(row) for row in table} == {len(table[0])}

    def test_compare_keeps_rows_in_step_with_the_range(self) -> None:
        table = FUNCTIONS["COMPARE"]([["esm2-15b"], [None], ["nope"]], "seen")
        header, first, blank, unknown = table
        assert dict(zip(header, first))["Tokens per parameter"] == 57.6
        assert first[0] == "ESM-2 15B"
        assert blank == [None] * len(header)
        assert unknown[0] == "nope"
        assert unknown[5] == NA

    def test_compare_refuses_a_wrong_basis_as_a_whole(self) -> None:
        assert FUNCTIONS["COMPARE"]([["ESM-2 15B"]], "all") == VALUE
        assert FUNCTIONS["COMPARE"](None) == NA

    def test_bases_stand_side_by_side_and_blank_where_unknown(self) -> None:
        table = FUNCTIONS["BASES"]("ESM-2 15B")
        assert [row[1] for row in table[1:]] == ["sequences", "unique", "seen", "effective"]
        assert [row[4] for row in table[1:]] == [
            65e6 * 325 / 15e9,
            None,
            57.6,
            pytest.approx(21.46, abs=0.005),
        ]
        assert FUNCTIONS["BASES"](None) == NA


class TestWhy:
    def test_it_says_which_sequences_times_which_length_divided_by_what(self) -> None:
        sentence = WHY("ESM-2 15B")
        for part in (
            "1.41 tokens per parameter",
            "65 million",
            "325 residues",
            "21.1 billion",
            "15 billion",
            "Lin et al.",
        ):
            assert part in sentence

    def test_it_warns_of_short_metagenomic_proteins(self) -> None:
        assert "averages 213 residues, not 325" in WHY("xTrimoPGLM-100B")
        assert "averages" not in WHY("xTrimoPGLM-100B", "sequences", 213.0)

    def test_it_shows_rounded_claims_and_conflicts(self) -> None:
        assert "1 trillion" in WHY("ESM-2 15B", "seen")
        assert "1.05 trillion" in WHY("ProGen", "seen")

    def test_it_warns_of_padded_upper_bounds(self) -> None:
        assert "padding" in WHY("ProtBERT-BFD", "seen")

    def test_it_names_the_active_parameters_of_a_mixture_of_experts(self) -> None:
        assert "active per token" in WHY("ProGen3-46B", "seen")

    def test_it_tells_about_datasets_too(self) -> None:
        assert "BFD100 is a dataset" in WHY("BFD100")

    @pytest.mark.parametrize("basis", ["sequences", "unique", "seen"])
    def test_it_has_a_full_sentence_for_every_model(self, basis: str) -> None:
        for model in load().models:
            sentence = WHY(model.name, basis)
            assert sentence[0].isupper() or sentence.startswith(model.name)
            assert sentence.endswith((".", '."', ".)"))
            assert "None" not in sentence.split()


def test_source_cites_place_address_and_confidence() -> None:
    citation = FUNCTIONS["SOURCE"]("ESM-2 15B", "parameters")
    assert "https://github.com/facebookresearch/esm" in citation
    assert "README" in citation
    assert "confidence high" in citation
    assert FUNCTIONS["SOURCE"]("ESM-2 15B", "unique") == NA
    assert FUNCTIONS["SOURCE"]("ESM-2 15B", "colour") == VALUE
