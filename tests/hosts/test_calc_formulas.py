"""Formulas as a person types them into a cell of a real Calc."""

from __future__ import annotations

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.interface import QUALIFIED_PREFIX
from plm_ratios.hosts.calc.session import CalcSession

NA, VALUE, NUM, DIV0 = (CellError(text) for text in ("#N/A", "#VALUE!", "#NUM!", "#DIV/0!"))


def one(calc: CalcSession, formula: str) -> object:
    return calc.evaluate([formula])[0]


def test_the_canary_sings(calc: CalcSession) -> None:
    assert one(calc, "=TOKENS(2,3)") == 6.0


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=RATIO("ESM-2 15B")', 1.4083),
        ('=RATIO("ESM-2 15B","seen")', 57.6),
        ('=RATIO("ProGen2-xlarge")', 9.14),
        ('=RATIO("ProGen2-xlarge";"seen")', 54.69),
        ('=RATIO("xTrimoPGLM-100B")', 3.055),
        ('=RATIO("xTrimoPGLM-100B","seen")', 10.0),
        ("=TOKENS(65000000,325)", 21_125_000_000.0),
        ('=FLOPS("15B","864B")', 7.776e22),
    ],
)
def test_a_number_typed_in_a_cell(calc: CalcSession, formula: str, expected: float) -> None:
    assert one(calc, formula) == pytest.approx(expected, rel=2e-3)


def test_the_model_nearest_to_the_target(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [["ESM-2 15B"], ["ProGen2-xlarge"], ["xTrimoPGLM-100B"]])
    sheet.formula("Sheet1", "B1", '=NEAREST(20,"sequences",A1:A3)')
    assert sheet.values("Sheet1", "B1") == [["ProGen2-xlarge"]]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=RATIO("no such model")', NA),
        ("=RATIO(ESM2)", NA),  # the address of an empty cell
        ('=RATIO("ESM-2 15B","no such basis")', VALUE),
        ('=TOKENS("no number at all")', VALUE),
        ("=TOKENS(-1)", NUM),
        ("=VERDICT(0)", NUM),
        ('=RATIO("ESM-2 15B","sequences",-1)', NUM),
        ("=RATIO(NA())", NA),
        ("=RATIO(1/0)", DIV0),
        ("=WHY(1/0)", DIV0),
        ("=VERDICT(10^1000)", NUM),
    ],
)
def test_wrong_input_gives_a_real_error(calc: CalcSession, formula: str, expected: CellError) -> None:
    bare = formula[1:]
    found, is_error, is_na, is_err, caught = calc.evaluate(
        [bare, f"ISERROR({bare})", f"ISNA({bare})", f"ISERR({bare})", f'IFERROR({bare},"caught")']
    )
    assert found == expected
    assert (is_error, is_na, is_err) == (1.0, float(expected == NA), float(expected != NA))
    assert caught == "caught"


def test_why_explains_the_name_without_quotes(calc: CalcSession) -> None:
    assert "quotes" in str(one(calc, "=WHY(ESM2)"))
    assert "ESM-2 15B" in str(one(calc, '=WHY("ESM-2 15 Bn")'))


def test_numbers_behave_as_numbers(calc: CalcSession) -> None:
    """They come out of the add-in as matrices of one cell."""
    given = calc.evaluate(
        [
            "TOKENS(2,3)*2",
            "SUM(TOKENS(2,3),TOKENS(1,1))",
            'IF(TOKENS(2,3)=6,"yes","no")',
            'TOKENS(2,3)&"x"',
            "MAX(TOKENS(2,3),7)",
            "TOKENS(TOKENS(2,3),2)",
            'TEXT(TOKENS(2,3),"0.0")',
            'CHOOSE(TOKENS(1,2),"a","b")',
            "COUNT(TOKENS(2,3))",
            "TOKENS(2^40,1)",
            "TOKENS(TRUE(),3)",
        ]
    )
    assert given == [12.0, 7.0, "yes", "6x", 7.0, 12.0, "6.0", "b", 1.0, float(2**40), 3.0]


def test_a_number_with_three_decimals_is_a_number(calc: CalcSession) -> None:
    """It reaches VERDICT as a text, and a text that somebody typed could be thousands too."""
    formulas = ["VERDICT(1.234)", "VERDICT(57.625)", "VERDICT(10.001,20.125)", 'VERDICT("1,234")']
    assert calc.evaluate(formulas) == [
        "too few tokens",
        "more tokens than optimal",
        "too few tokens",
        CellError("#VALUE!"),
    ]


def test_texts_behave_as_texts(sheet: CalcDocument) -> None:
    """They come out as single values, because text in a matrix does not compare (see interface.py)."""
    sheet.set("Sheet1", "A1", [[1.0], [15.0], [100.0]])
    sheet.fill("Sheet1", "B1:B3", "=VERDICT(A1)")
    sheet.formula("Sheet1", "C1", '=B2="near optimal"')
    sheet.formula("Sheet1", "C2", '=COUNTIF(B1:B3,"near optimal")')
    sheet.formula("Sheet1", "C3", '=MATCH("more tokens than optimal",B1:B3,0)')
    sheet.formula("Sheet1", "C4", '=IF(VERDICT(A1)="too few tokens",1,2)')
    assert sheet.values("Sheet1", "C1:C4") == [[1.0], [1.0], [3.0], [1.0]]


def test_omitted_arguments_take_their_defaults(calc: CalcSession) -> None:
    plain, skipped, named = calc.evaluate(
        ['RATIO("ESM-2 15B")', 'RATIO("ESM-2 15B",,325)', 'RATIO("ESM-2 15B","sequences",325)']
    )
    assert plain == skipped == named


def test_an_empty_cell_is_zero_to_an_optional_number(sheet: CalcDocument) -> None:
    """Calc hands over 0 for an empty cell: fine for a word (the default), no size for a length."""
    sheet.formula("Sheet1", "B1", '=RATIO("ESM-2 15B",A1)')
    sheet.formula("Sheet1", "B2", '=RATIO("ESM-2 15B","sequences",A1)')
    assert sheet.values("Sheet1", "B1:B2") == [[FUNCTIONS["RATIO"]("ESM-2 15B")], [NUM]]


@pytest.mark.parametrize(
    "formula", ["=RATIO()", '=RATIO("ESM-2 15B","seen",1,"total",2)', "=VERDICT()", "=PLMVERSION(1)"]
)
def test_too_few_or_too_many_arguments(sheet: CalcDocument, formula: str) -> None:
    sheet.formula("Sheet1", "A1", formula)
    assert sheet.shown("Sheet1", "A1") == [["Err:504"]]


def test_every_function_answers_its_examples(calc: CalcSession) -> None:
    examples = [example for function in FUNCTIONS.values() for example in function.examples]
    unknown = {
        example: str(value)
        for example, value in zip(examples, calc.evaluate(examples))
        if value in (VALUE, CellError("#NAME?"))
    }
    assert unknown == {}


def test_a_formula_is_stored_with_its_qualified_name(sheet: CalcDocument) -> None:
    sheet.formula("Sheet1", "A1", "=TOKENS(2,3)")
    assert sheet.formulas("Sheet1", "A1") == [[f"={QUALIFIED_PREFIX}TOKENS(2;3)"]]
