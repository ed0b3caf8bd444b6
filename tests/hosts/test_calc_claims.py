"""The sheet Claims in a real Calc: its answers are those of the core, and flip where the sums say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from own_models import Mine
from plm_ratios.analysis import claim_tests, ratios
from plm_ratios.analysis.essay_claims import CLAIMS
from plm_ratios.functions.cells import NA
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.interface import QUALIFIED_PREFIX
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.workbook_builder import FLAVOURS, claims_formulas, claims_sheet
from plm_ratios.workbook_builder.building import build
from plm_ratios.workbook_reader.verify import differences
from workbook_files import WITH_SHEETS_OF_THEIR_OWN

SHEET, LENGTH, TARGET = "Claims", "B5", "B6"
COLUMNS = claims_formulas.COLUMNS


def rows_of_claims(top: int, left: str, right: str) -> str:
    """The cells of a row for each claim, from the first one's row, counted from zero."""
    return f"{left}{top + 1}:{right}{top + len(CLAIMS)}"


ANSWERS = rows_of_claims(claims_formulas.ANSWERS_ROW + 2, "C", "N")
SHOWN = rows_of_claims(claims_formulas.FIRST_ROW, "C", "H")
MARK = f"B{claims_formulas.READINGS_ROW + 1}"
BY_SEQUENCES = {which: COLUMNS.index(("sequences", which)) for which in claim_tests.SETS}

CASES = [
    pytest.param(one, which, change, id=f"{one.id}-{which}-{change.length:.0f}")
    for one in CLAIMS
    for which in claim_tests.SETS
    for change in claim_tests.changes(one, which)
]


# The formulas of the sheet are the same in each flavour, but for the names of functions.
FLAVOURS_IN_TURN = [
    pytest.param(name, marks=[] if name == "native" else [pytest.mark.slow])
    for name in WITH_SHEETS_OF_THEIR_OWN
]


@pytest.fixture(scope="module", params=FLAVOURS_IN_TURN)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    flavour = FLAVOURS[request.param]
    if flavour.has_functions:  # Calc finds them by their qualified names only when it opens a file
        flavour = replace(flavour, prefix=QUALIFIED_PREFIX)
    return build(tmp_path_factory.mktemp("claims") / f"{flavour.name}{flavour.suffix}", flavour)


@pytest.fixture(scope="module")
def shared(calc: CalcSession, path: Path) -> Iterator[CalcDocument]:
    with calc.open(path) as opened:
        yield opened


@pytest.fixture
def document(shared: CalcDocument) -> CalcDocument:
    """The workbook with its inputs as they were."""
    put(shared, 325.0, 20.0)
    return shared


def put(document: CalcDocument, length: object, target: object = 20.0) -> None:
    document.set("Compare", LENGTH, length)
    document.set("Compare", TARGET, target)
    document.calculate()


def answers(document: CalcDocument) -> list[list[object]]:
    return document.values(SHEET, ANSWERS)


def of_the_core(length: float, target: float = 20.0) -> list[list[str]]:
    return [
        [
            claim_tests.answer_under(one, test, which).text
            if test in claim_tests.LAWS
            else claim_tests.answer(one, test, which, length, target).text
            for test, which in COLUMNS
        ]
        for one in CLAIMS
    ]


@pytest.mark.parametrize("target", [5.0, 20.0, 74.1])
@pytest.mark.parametrize("length", [1.0, 100.0, 325.0, 711.0, 1022.0, 5000.0, 20000.0])
def test_every_answer_is_that_of_the_core(document: CalcDocument, length: float, target: float) -> None:
    put(document, length, target)
    assert answers(document) == of_the_core(length, target)


@pytest.mark.parametrize(("length", "target"), [(325.0, 20.0), (711.0, 20.0), (5000.0, 20.0), (325.0, 74.1)])
def test_each_claim_shows_an_answer_for_each_test_and_where_all_models_answer_otherwise(
    document: CalcDocument, length: float, target: float
) -> None:
    put(document, length, target)
    for one, row in zip(CLAIMS, document.values(SHEET, SHOWN), strict=True):
        largest, of_all = (claim_tests.answers(one, which, length, target) for which in claim_tests.SETS)
        for cell, test in zip(row, largest, strict=True):
            said, *second = str(cell).replace("–", claim_tests.UNTESTABLE).split("\n")
            assert said == largest[test].answer
            other = [] if of_all[test].answer == said else [f"all models: {of_all[test].answer}"]
            assert second == other


@pytest.mark.parametrize(
    ("length", "target", "marked"),
    [(325.0, 20.0, False), (200.0, 20.0, True), (325.0, 7.5, True), (0.0, 20.0, True)],
)
def test_what_to_make_of_it_says_for_which_inputs_it_was_written_where_they_are_others(
    document: CalcDocument, length: float, target: float, marked: bool
) -> None:
    put(document, length, target)
    ((said,),) = document.values(SHEET, MARK)
    assert str(said).startswith("Written for 325 residues and target 20.")
    assert ("may not hold" in str(said)) == marked


@pytest.mark.parametrize(("one", "which", "change"), CASES)
def test_an_answer_flips_at_the_length_the_sums_give(
    document: CalcDocument, one: claim_tests.EssayClaim, which: str, change: claim_tests.Change
) -> None:
    row, column = CLAIMS.index(one), BY_SEQUENCES[which]
    for length, wanted in (
        (change.length * (1 - 1e-9), change.below),
        (change.length * (1 + 1e-9), change.above),
    ):
        put(document, length)
        assert str(answers(document)[row][column]).partition(";")[0] == wanted


@pytest.mark.parametrize("target", [1.0, 20.0, 74.1])
def test_one_cell_a_claim_says_when_its_answer_changes(document: CalcDocument, target: float) -> None:
    put(document, 325.0, target)
    rows = [claims_formulas.ClaimFormulas.changes_row(one) + 1 for one in CLAIMS]
    said = [document.values(SHEET, f"B{row}")[0][0] for row in rows]
    assert said == [claims_sheet.CHANGES + claim_tests.changes_in_words(one, target) for one in CLAIMS]


@pytest.mark.parametrize(("length", "target"), [(None, 20.0), (0.0, 20.0), ("long", 20.0), (325.0, -1.0)])
def test_wrong_inputs_get_no_answers_and_a_pointer(
    document: CalcDocument, length: object, target: object
) -> None:
    put(document, length, target)
    on_bases = [cells[: 2 * len(ratios.BASES)] for cells in answers(document)]
    assert all(cell == NA for cells in on_bases for cell in cells)
    shown = [cell for row in document.values(SHEET, SHOWN.replace("H", "F")) for cell in row]
    assert set(shown) == {"input not usable"}
    assert document.values(SHEET, "B4:B5") == [["see the sheet Compare"]] * 2


def test_a_model_of_ones_own_in_place_of_a_bundled_one(calc: CalcSession, mine: Mine, tmp_path: Path) -> None:
    mine.write(
        """
models:
  - id: my-esm
    name: My ESM
    family: ESM-2
    kind: protein
    replaces: esm2-15b
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
    )
    path = build(tmp_path / "mine.xlsx", FLAVOURS["native"])
    with calc.open(path) as document:
        document.calculate()
        compared, wrong = differences(path, document)
        assert compared > 200
        assert not wrong, "\n".join(map(str, wrong))
        assert answers(document) == of_the_core(325.0)
