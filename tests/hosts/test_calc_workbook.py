"""The workbook in a real Calc: recalculated to what is stored, and following its inputs."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from plm_ratios.analysis import ratios
from plm_ratios.analysis.repetition import effective_tokens, r_star
from plm_ratios.catalog import load
from plm_ratios.comparison import captions
from plm_ratios.comparison.compare import compare, largest_first
from plm_ratios.comparison.findings import headline
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA, CellError
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.interface import QUALIFIED_PREFIX
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.ooxml.addresses import Address
from plm_ratios.workbook_builder import FLAVOURS, Inputs
from plm_ratios.workbook_builder.building import build
from plm_ratios.workbook_reader.verify import differences
from workbook_files import IN_CALC, fresh

SHEET = "Compare"
BASIS, LENGTH, TARGET, NEAREST = "B4", "B5", "B6", "B8"
TYPED_INTO = ("Compare", "What-if")
EVERY_CELL = "A1:AG400"  # of any sheet of the workbook, and some more
MESSAGES = {BASIS: "C4", LENGTH: "C5", TARGET: "C6"}
FIRST, LAST = 11, 26
MODELS, RATIOS, VERDICTS, SOURCES = (f"{c}{FIRST}:{c}{LAST}" for c in "ACEG")


@pytest.fixture(scope="module", params=IN_CALC)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    flavour = FLAVOURS[request.param]
    if flavour.has_functions:  # Calc finds them by their qualified names only when it opens a file
        flavour = replace(flavour, prefix=QUALIFIED_PREFIX)
    return build(tmp_path_factory.mktemp("workbook") / f"{flavour.name}{flavour.suffix}", flavour)


class Contents(NamedTuple):
    """What the cells of sheets hold, by sheet and in rows: formulas or what was typed, and values."""

    formulas: dict[str, list[list[str]]]
    values: dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def opened(calc: CalcSession, path: Path) -> Iterator[tuple[CalcDocument, Contents]]:
    """The workbook, opened once for all tests, and what its cells hold."""
    with calc.open(path) as document:
        sheets = document.sheets
        contents = Contents(
            held(document, sheets), {sheet: document.values(sheet, EVERY_CELL) for sheet in sheets}
        )
        yield document, contents
        assert held(document, sheets) == contents.formulas


@pytest.fixture
def document(opened: tuple[CalcDocument, Contents]) -> Iterator[CalcDocument]:
    """The workbook as it was opened: what a test types is taken back afterwards."""
    document, contents = opened
    yield document
    for sheet, now in held(document, TYPED_INTO).items():
        for y, (row, before) in enumerate(zip(now, contents.formulas[sheet])):
            for x, formula in enumerate(before):
                if row[x] == formula:
                    continue
                address = str(Address(y + 1, x + 1))
                if formula.startswith("="):
                    document.formula(sheet, address, formula)
                else:
                    document.set(sheet, address, contents.values[sheet][y][x])
    assert held(document, TYPED_INTO) == {sheet: contents.formulas[sheet] for sheet in TYPED_INTO}


def held(document: CalcDocument, sheets: Iterable[str]) -> dict[str, list[list[str]]]:
    """The formulas of whole sheets; of other cells, what was typed."""
    return {sheet: document.formulas(sheet, EVERY_CELL) for sheet in sheets}


def column(document: CalcDocument, cells: str) -> list[Any]:
    return [row[0] for row in document.values(SHEET, cells)]


def expected(document: CalcDocument, basis: str, length: float) -> list[Any]:
    return [FUNCTIONS["RATIO"](model, basis, length) for model in column(document, MODELS)]


def agree(found: list[Any], wanted: list[Any]) -> bool:
    return all(
        one == other if isinstance(other, CellError) else one == pytest.approx(other, rel=1e-12)
        for one, other in zip(found, wanted)
    )


def test_calc_calculates_what_is_stored_on_every_sheet(document: CalcDocument, path: Path) -> None:
    document.calculate()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # the demo would show them
        compared, wrong = differences(path, document)
    assert compared > 200
    assert not wrong, "\n".join(map(str, wrong))


def test_it_says_where_the_functions_have_another_edition_than_its_catalog(document: CalcDocument) -> None:
    """As if the workbook were an old one: its sheet Catalog keeps the numbers of its edition."""
    start = [cell for row in document.values("Start", EVERY_CELL) for cell in row]
    if "Changed since" not in start:
        assert "Not needed: plain formulas" in str(start)
        return
    catalog = document.values("Catalog", EVERY_CELL)
    header = next(y for y, row in enumerate(catalog) if row[0] == "Model")
    place = next(y for y, row in enumerate(catalog) if row[0] == "ESM-2 15B")
    parameters = str(Address(place + 1, catalog[header].index("Parameters") + 1))
    said = []
    for number in (14e9, 15e9):
        document.set("Catalog", parameters, number)
        document.calculate()
        shown = [cell for row in document.values("Start", EVERY_CELL) for cell in row]
        said.append(shown[shown.index("Changed since") + 1])
    assert said == [
        "the functions give other ratios for 1 of the models on the sheet Compare, the first is ESM-2 15B; "
        "plm-ratios catalog changes lists the numbers",
        "no ratio on the sheet Compare",
    ]


@pytest.mark.parametrize("basis", ["sequences", "unique", "seen", "effective"])
def test_the_table_follows_the_basis(document: CalcDocument, basis: str) -> None:
    document.set(SHEET, BASIS, basis)
    document.calculate()
    assert agree(column(document, RATIOS), expected(document, basis, 325))
    for model, source in zip(column(document, MODELS), column(document, SOURCES)):
        assert isinstance(source, str), model
        assert source, model


@pytest.mark.parametrize("length", [1.0, 200.0, 311.1, 1022.0])
def test_the_table_follows_the_average_length(document: CalcDocument, length: float) -> None:
    document.set(SHEET, LENGTH, length)
    document.calculate()
    assert agree(column(document, RATIOS), expected(document, "sequences", length))
    models = [[model] for model in column(document, MODELS)]
    (nearest,) = column(document, NEAREST)
    assert nearest == FUNCTIONS["NEAREST"](20.0, "sequences", models, length)


@pytest.mark.parametrize("target", [1.0, 5.0, 74.1])
def test_the_verdicts_follow_the_target(document: CalcDocument, target: float) -> None:
    document.set(SHEET, TARGET, target)
    document.calculate()
    wanted = [FUNCTIONS["VERDICT"](ratio, target) for ratio in column(document, RATIOS)]
    assert column(document, VERDICTS) == wanted


def test_the_table_follows_the_models(document: CalcDocument) -> None:
    document.set(SHEET, "A11", "ESM C 6B")
    document.set(SHEET, "A12", None)
    document.set(SHEET, "A13", "no such model")
    document.calculate()
    first, blank, unknown = column(document, "C11:C13")
    assert first == pytest.approx(FUNCTIONS["RATIO"]("ESM C 6B"))
    assert blank in ("", None)
    assert unknown == NA


def test_the_chart_follows_the_inputs(document: CalcDocument, tmp_path: Path) -> None:
    document.calculate()
    pictures = {}
    for name, cell, value in (("before", LENGTH, 325.0), ("length", LENGTH, 100.0), ("basis", BASIS, "seen")):
        document.set(SHEET, cell, value)
        document.calculate()
        pictures[name] = document.chart_png(SHEET, tmp_path / f"{name}.png", width=800).read_bytes()
        (said,) = column(document, "F9")
        assert (f"{value:g}" if cell == LENGTH else value) in str(said)
    assert len(set(pictures.values())) == 3
    document.set(SHEET, BASIS, "sequences")
    document.set(SHEET, LENGTH, 325.0)
    document.calculate()
    again = document.chart_png(SHEET, tmp_path / "again.png", width=800).read_bytes()
    assert again == pictures["before"]


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (LENGTH, 0.0, "Must be above zero"),
        (LENGTH, -5.0, "Must be above zero"),
        (LENGTH, "long", "Not a number"),
        (LENGTH, None, "Blank"),
        (TARGET, 0.0, "Must be above zero"),
        (TARGET, -20.0, "Must be above zero"),
        (TARGET, "high", "Not a number"),
        (TARGET, None, "Blank"),
        (BASIS, "all", "Not a basis"),
        (BASIS, 0.0, "Not a basis"),
        (BASIS, None, "Not a basis"),
    ],
)
def test_wrong_inputs_get_a_message_and_no_numbers(
    document: CalcDocument, cell: str, value: Any, message: str
) -> None:
    document.set(SHEET, cell, value)
    document.calculate()
    (said,) = column(document, MESSAGES[cell])
    assert message in said
    assert all(isinstance(ratio, CellError) for ratio in column(document, RATIOS))


def test_a_workbook_of_one_model_has_a_nearest_one_and_a_headline(calc: CalcSession) -> None:
    with calc.open(fresh("native", models=("esm2-15b",))) as one:
        one.calculate()
        assert one.values(SHEET, NEAREST) == [["ESM-2 15B"]]
        said = "ESM-2 15B has less than half of 20 tokens per parameter by sequences."
        assert one.values(SHEET, "A1") == [[said]]


@pytest.mark.parametrize("name", ["ESM2 15B", "esm2_t48_15B_UR50D", "ESM\u20112 15b", "esm2-15b"])
def test_a_pasted_alias_is_the_model_that_it_means(document: CalcDocument, name: str) -> None:
    document.set(SHEET, "A11", name)
    document.calculate()
    assert document.values(SHEET, "C11") == [[FUNCTIONS["RATIO"](name)]]


def test_an_unknown_name_is_told_apart_from_a_model_without_a_number(document: CalcDocument) -> None:
    document.set(SHEET, BASIS, "unique")
    document.set(SHEET, "A11", "no such model")
    document.calculate()
    unknown, known = column(document, "E11:E12")
    assert (unknown, known) == ("not in the catalog", "no number on this basis")
    assert "no such model" in column(document, "G11")[0] or "pick from the list" in column(document, "G11")[0]


class TestWhatIf:
    """Own models: numbers in, ratio and optimum out."""

    SHEET = "What-if"

    def row(self, document: CalcDocument, *cells: Any) -> dict[str, Any]:
        for letter, cell in zip("ABCDE", cells):
            document.set(self.SHEET, f"{letter}7", cell)
        document.calculate()
        header, values = (document.values(self.SHEET, f"F{n}:Q{n}")[0] for n in (4, 7))
        return dict(zip(header, values))

    def test_a_complete_row(self, document: CalcDocument) -> None:
        assert self.row(document, "Mine", 1e9, 1e8, 200.0, 8e10) == {
            "Tokens: sequences x length": 2e10,
            "Ratio: sequences": 20.0,
            "Ratio: seen": 80.0,
            "Ratio: effective": pytest.approx(effective_tokens(2e10, 8e10, r_star()) / 1e9),
            "Verdict: sequences": "near optimal",
            "Verdict: seen": "more tokens than optimal",
            "Verdict: effective": "more tokens than optimal",
            "Optimal tokens": 2e10,
            "Optimal parameters: sequences": 1e9,
            "Optimal parameters: seen": 4e9,
            "FLOPs: seen, or one pass": 6 * 1e9 * 8e10,
            "Check": "ok",
        }

    def test_tokens_seen_may_be_blank(self, document: CalcDocument) -> None:
        row = self.row(document, "Mine", 1e9, 1e8, 200.0, None)
        assert row["Ratio: sequences"] == 20.0
        assert row["Ratio: seen"] in ("", None)
        assert row["FLOPs: seen, or one pass"] == 6 * 1e9 * 2e10

    def test_tokens_seen_are_enough(self, document: CalcDocument) -> None:
        row = self.row(document, "Mine", 1e9, None, None, 8e10)
        assert row["Ratio: seen"] == 80.0
        assert row["Ratio: sequences"] in ("", None)
        assert row["Ratio: effective"] in ("", None)  # of how many distinct ones, nobody knows
        assert row["FLOPs: seen, or one pass"] == 6 * 1e9 * 8e10
        assert row["Check"] == "ok"

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            (("Mine", None, 1e8, 200.0, None), "Still blank: Parameters"),
            (("Mine", 1e9, None, 200.0, None), "Still blank: Sequences, or Tokens seen"),
            (("Mine", 1e9, 1e8, None, None), "Still blank: Average length"),
            (("Mine", "1B", 1e8, 200.0, None), "Numbers only"),
            (("Mine", 0.0, 1e8, 200.0, None), "above zero"),
            (("Mine", 1e9, -1e8, 200.0, None), "above zero"),
        ],
    )
    def test_the_check_says_what_is_wrong(
        self, document: CalcDocument, cells: tuple[Any, ...], message: str
    ) -> None:
        assert message in self.row(document, *cells)["Check"]

    def test_zero_parameters_divide_by_zero(self, document: CalcDocument) -> None:
        assert str(self.row(document, "Mine", 0.0, 1e8, 200.0, None)["Ratio: sequences"]) == "#DIV/0!"


class TestSlide:
    """The page to present follows the sheet Compare."""

    SHEET = "Slide"
    TITLE, SUBTITLE, MORE, MISSING, FOOTNOTE = "A1", "A2", "C25", "A29", "A30"

    def said(self, document: CalcDocument, address: str) -> str:
        ((value,),) = document.values(self.SHEET, address)
        return str(value or "")

    def test_words_and_numbers_follow_the_inputs(self, document: CalcDocument) -> None:
        for cell, value in ((BASIS, "seen"), (LENGTH, 200.0), (TARGET, 10.0)):
            document.set(SHEET, cell, value)
        document.calculate()
        compared = compare(map(RowRequest, column(document, MODELS)), "seen", 200.0, 10.0)
        assert self.said(document, self.SUBTITLE).endswith(f"; {captions.subtitle(compared)}")
        assert headline(compared).startswith(f"{self.said(document, self.TITLE)};")
        assert self.said(document, self.FOOTNOTE) == captions.footnote(compared, units=False)
        drawn = largest_first(compared).drawn
        rows = document.values(self.SHEET, f"C5:G{4 + len(drawn)}")
        for cells, row in zip(rows, drawn, strict=True):
            numbers = pytest.approx([row.parameters, row.ratio, row.times_target], rel=1e-12)
            assert (cells[0], cells[1:4], cells[4]) == (row.name, numbers, captions.verdict(row))
        names = ", ".join(row.name for row in compared.missing)
        assert self.said(document, self.MISSING) == f"No number on this basis: {names}"

    def test_rows_follow_the_models(self, document: CalcDocument) -> None:
        document.set(SHEET, "A11", "ESM C 6B")
        document.set(SHEET, "A12", None)
        document.set(SHEET, "A13", "no such model")
        document.calculate()
        shown = [row[0] for row in document.values(self.SHEET, "C5:C24")]
        assert "ESM C 6B" in shown and "ESM-2 650M" not in shown
        assert shown[14:] == [""] * 6
        missing = "No number on this basis: no such model (not in the catalog)"
        assert self.said(document, self.MISSING) == missing
        assert self.said(document, self.SUBTITLE).startswith("15 protein language models, 14 with a number; ")
        assert not self.said(document, self.MORE)

    def test_models_of_dna_are_no_protein_models(self, document: CalcDocument) -> None:
        document.set(SHEET, "A11", "Evo 2 40B")
        document.calculate()
        assert self.said(document, self.SUBTITLE).startswith("16 language models")

    def test_an_error_that_is_no_missing_number_stays_in_sight(self, document: CalcDocument) -> None:
        """#NAME? says that the functions do not answer; a dash would say that nobody knows the number."""
        document.formula(SHEET, "B11", "=NOSUCHNAME")
        document.calculate()
        assert ["#NAME?"] in document.shown(self.SHEET, "D5:D24")

    @pytest.mark.parametrize(("cell", "value"), [(BASIS, "all"), (LENGTH, 0.0), (TARGET, "high")])
    def test_wrong_inputs_are_said_and_give_no_numbers(
        self, document: CalcDocument, cell: str, value: Any
    ) -> None:
        document.set(SHEET, cell, value)
        document.calculate()
        assert "cannot be used" in self.said(document, self.SUBTITLE)
        assert all(ratio == "–" for (ratio,) in document.values(self.SHEET, "E5:E20"))
        assert all(said == "input not usable" for (said,) in document.values(self.SHEET, "G5:G20"))
        assert self.said(document, self.FOOTNOTE).startswith("No ratio is shown before all three inputs")
        assert not self.said(document, self.MISSING)

    def test_models_without_a_row_are_counted(self, calc: CalcSession, tmp_path: Path) -> None:
        known = [model for model in load().models if ratios.known(ratios.ratio, model)]
        path = build(
            tmp_path / "many.xlsx", FLAVOURS["native"], Inputs(models=tuple(model.id for model in known[:26]))
        )
        with calc.open(path) as many:
            assert self.said(many, self.MORE) == (
                "and 6 more on the sheet Compare; plm-ratios export shows all"
            )
            many.set(SHEET, "A11", None)
            many.calculate()
            assert self.said(many, self.MORE).startswith("and 5 more")

    def test_the_chart_follows_the_inputs(self, document: CalcDocument, tmp_path: Path) -> None:
        document.calculate()
        before = document.chart_png(self.SHEET, tmp_path / "before.png", width=600).read_bytes()
        document.set(SHEET, BASIS, "seen")
        document.calculate()
        assert document.chart_png(self.SHEET, tmp_path / "after.png", width=600).read_bytes() != before
