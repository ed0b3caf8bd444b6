"""Ranges in one formula, and tables, in a real Calc."""

from __future__ import annotations

import itertools

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession

NA, DIV0 = CellError("#N/A"), CellError("#DIV/0!")
ROWS = 10_000
BLANK = (None, "")  # both look blank


def column(rows: list[list[object]]) -> list[object]:
    return [row[0] for row in rows]


def test_ten_thousand_rows_in_one_formula(sheet: CalcDocument) -> None:
    ratios = {name: FUNCTIONS["RATIO"](name) for name in column(FUNCTIONS["MODELS"]())}
    names = [name for name, ratio in ratios.items() if not isinstance(ratio, CellError)]
    asked = [*itertools.islice(itertools.cycle(names), ROWS - 1), "no such model"]
    sheet.set("Sheet1", "A1", [[name] for name in asked])
    sheet.array("Sheet1", f"B1:B{ROWS}", f"=RATIO(A1:A{ROWS})")
    assert column(sheet.values("Sheet1", f"B1:B{ROWS}")) == [ratios.get(name, NA) for name in asked]


def test_a_whole_column_is_cut_and_ends_in_blanks(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [["ESM-2 15B"], [None], ["no such model"]])
    sheet.array("Sheet1", "B1:B5", "=RATIO(A:A)")
    ratio, *others = column(sheet.values("Sheet1", "B1:B5"))
    assert ratio == FUNCTIONS["RATIO"]("ESM-2 15B")
    assert others[1] == NA
    assert [others[0], *others[2:]] == ["", "", ""]
    sheet.array("Sheet1", "C1", "=ROWS(RATIO(A:A))")
    assert sheet.values("Sheet1", "C1") == [[10_000.0]]  # a million would take a minute and more


def test_a_row_of_bases_broadcasts_over_a_column_of_models(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A2", [["ESM-2 15B"], ["ProGen2-xlarge"]])
    sheet.set("Sheet1", "B1", [["sequences", "seen"]])
    sheet.array("Sheet1", "B2:C3", "=RATIO(A2:A3,B1:C1)")
    assert sheet.values("Sheet1", "B2:C3") == FUNCTIONS["RATIO"](
        [["ESM-2 15B"], ["ProGen2-xlarge"]], [["sequences", "seen"]]
    )


def test_a_blank_inside_a_range_stays_blank(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [["ESM-2 15B"], [None], ["no such model"]])
    sheet.array("Sheet1", "B1:B3", "=RATIO(A1:A3)")
    first, blank, unknown = column(sheet.values("Sheet1", "B1:B3"))
    assert first == FUNCTIONS["RATIO"]("ESM-2 15B")
    assert blank in BLANK
    assert unknown == NA


def test_ranges_need_no_array_formula_inside_a_sum(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [[1.0], [2.0], [3.0]])
    sheet.formula("Sheet1", "B1", "=SUM(TOKENS(A1:A3,10))")
    assert sheet.values("Sheet1", "B1") == [[60.0]]


def test_an_error_in_a_range_is_refused_by_calc_itself(sheet: CalcDocument) -> None:
    """Calc does not call a function whose range holds an error: a limit of every add-in. IFERROR helps."""
    sheet.set("Sheet1", "A1", [["ESM-2 15B"], [DIV0]])
    sheet.array("Sheet1", "B1:B2", "=RATIO(A1:A2)")
    assert sheet.shown("Sheet1", "B1:B2") == [["Err:504"], ["Err:504"]]
    sheet.array("Sheet1", "C1:C2", '=RATIO(IFERROR(A1:A2,""))')
    ratio, blank = column(sheet.values("Sheet1", "C1:C2"))
    assert ratio == FUNCTIONS["RATIO"]("ESM-2 15B")
    assert blank in BLANK


def test_a_text_function_over_a_range_keeps_errors_at_their_places(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [[1.0], [DIV0], [15.0], [NA], [100.0]])
    sheet.array("Sheet1", "B1:B5", "=VERDICT(A1:A5)")
    assert column(sheet.values("Sheet1", "B1:B5")) == [
        "too few tokens",
        DIV0,
        "near optimal",
        NA,
        "more tokens than optimal",
    ]
    sheet.formula("Sheet1", "C1", '=COUNTIF(B1:B5,"near optimal")')
    assert sheet.values("Sheet1", "C1") == [[1.0]]


def test_a_text_function_over_two_ranges_broadcasts(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A2", [["ESM-2 15B"], ["ProGen2-xlarge"]])
    sheet.set("Sheet1", "B1", [["parameters", "seen"]])
    sheet.array("Sheet1", "B2:C3", "=SOURCE(A2:A3,B1:C1)")
    assert sheet.values("Sheet1", "B2:C3") == FUNCTIONS["SOURCE"](
        [["ESM-2 15B"], ["ProGen2-xlarge"]], [["parameters", "seen"]]
    )


def test_verdicts_of_ratios_in_one_formula(sheet: CalcDocument) -> None:
    sheet.set("Sheet1", "A1", [["ESM-2 15B"], ["no such model"], ["ProGen2-xlarge"]])
    sheet.array("Sheet1", "B1:B3", '=VERDICT(RATIO(A1:A3,"seen"))')
    assert column(sheet.values("Sheet1", "B1:B3")) == [
        "more tokens than optimal",
        NA,
        "more tokens than optimal",
    ]


def test_a_table_spills_with_its_header(calc: CalcSession) -> None:
    (table,) = calc.evaluate(['BASES("ESM-2 15B")'])
    expected = FUNCTIONS["BASES"]("ESM-2 15B")
    assert [[cell or None for cell in row] for row in table] == expected


def test_text_in_a_table_and_the_way_around_its_limit(sheet: CalcDocument) -> None:
    """LibreOffice does not find text of an add-in's matrix by comparing; joined with "" it does."""
    names = column(FUNCTIONS["MODELS"]("ESM-2"))
    cells = f"A1:A{len(names)}"
    sheet.array("Sheet1", cells, '=MODELS("ESM-2")')
    assert column(sheet.values("Sheet1", cells)) == names
    sheet.formula("Sheet1", "B1", f'=MATCH("ESM-2 15B",{cells},0)')
    sheet.array("Sheet1", "B2", f'=MATCH("ESM-2 15B",{cells}&"",0)')
    sheet.formula("Sheet1", "B3", f'=SUMPRODUCT({cells}&""="ESM-2 15B")')
    sheet.formula("Sheet1", "B4", f"=RATIO(INDEX({cells},B2))")  # our own functions do not mind
    expected = [NA, names.index("ESM-2 15B") + 1.0, 1.0, FUNCTIONS["RATIO"]("ESM-2 15B")]
    assert column(sheet.values("Sheet1", "B1:B4")) == expected


def test_a_table_of_a_range_of_models(sheet: CalcDocument) -> None:
    models = [["ESM-2 15B"], ["ProGen2-xlarge"]]
    sheet.set("Sheet1", "A1", models)
    expected = FUNCTIONS["COMPARE"](models, "seen")
    sheet.array("Sheet1", "C1:K3", '=COMPARE(A1:A2,"seen")')
    found = sheet.values("Sheet1", "C1:K3")
    assert found[0] == expected[0]
    assert [row[0] for row in found] == [row[0] for row in expected]
    assert [row[5] for row in found[1:]] == pytest.approx([row[5] for row in expected[1:]], rel=1e-12)


@pytest.mark.parametrize("formula", ["=VERDICT(1,A1:A2)", "=NEAREST(A1:A2)"])
def test_a_range_where_text_cannot_spill_is_an_error(sheet: CalcDocument, formula: str) -> None:
    """Optional arguments of functions that give text take single values."""
    sheet.set("Sheet1", "A1", [[10.0], [20.0]])
    sheet.array("Sheet1", "B1:B2", formula)
    assert column(sheet.values("Sheet1", "B1:B2")) == [CellError("#VALUE!")] * 2
