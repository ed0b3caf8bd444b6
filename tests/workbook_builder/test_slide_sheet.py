"""The sheet Slide as a file: a page of 16:9, its formulas, its chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import golden_parts
import pytest
from lxml import etree

from plm_ratios.catalog import load
from plm_ratios.comparison import captions, compare
from plm_ratios.comparison.compare import DEFAULT_MODELS, Comparison
from plm_ratios.comparison.findings import headline
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.workbook_builder import Inputs
from workbook_files import fresh, opened, parts

# More models than the slide has rows, all of residues, and some without a number on the basis seen.
SEEN = [model for model in load().models if (fact := model.fact("tokens_seen")) and not fact.unit]
NOT_SEEN = [model for model in load().models if not model.facts_about("tokens_seen")]
MANY = tuple(model.id for model in (*SEEN[:40], *NOT_SEEN[:20]))
CHART = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
TABLE = "C5:G24"
SEGMENTS = ("AA", "AB", "AC", "AD", "AE", "AF", "AG", "AH", "AI")


def compared(inputs: Inputs) -> Comparison:
    return compare.compare(map(RowRequest, inputs.models), inputs.basis, inputs.avglen, inputs.target)


SIXTY = Inputs(models=MANY, basis="seen", target=10.0)


@pytest.fixture(scope="session")
def built() -> dict[str, Path]:
    """Workbooks of three, of sixteen and of sixty models, and one for Calc."""
    return {
        "three": fresh("native", models=DEFAULT_MODELS[:3]),
        "sixteen": fresh("native"),
        "sixty": fresh("native", models=MANY, basis="seen", target=10.0),
        "calc": fresh("calc"),
        "excel": fresh("excel", basis="unique"),
    }


def cell(path: Path, address: str) -> Any:
    return opened(path, values=True)["Slide"][address].value


def rows(path: Path) -> list[list[Any]]:
    """The rows of the table on the slide, as they are stored."""
    sheet = opened(path, values=True)["Slide"]
    return [[one.value for one in row] for row in sheet[TABLE]]


class TestWords:
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("three", "3 protein language models"),
            ("sixteen", "16 protein language models"),
            ("sixty", f"60 language models, {len(compared(SIXTY).drawn)} with a number"),
            ("excel", "16 protein language models, 5 with a number"),
        ],
    )
    def test_the_subtitle_counts_what_is_compared_and_what_has_a_number(
        self, built: dict[str, Path], name: str, said: str
    ) -> None:
        assert cell(built[name], "A2").startswith(f"{said}; basis: ")

    def test_a_single_model_is_no_plural(self) -> None:
        path = fresh("native", models=("esm2-15b",))
        assert cell(path, "A2").startswith("1 protein language model; ")

    def test_the_title_is_the_finding(self, built: dict[str, Path]) -> None:
        for name, inputs in (("sixteen", Inputs()), ("excel", Inputs(basis="unique"))):
            assert headline(compared(inputs)).startswith(f"{cell(built[name], 'A1')};")

    def test_a_line_names_the_models_without_a_number(self, built: dict[str, Path]) -> None:
        missing = compared(Inputs(basis="unique")).missing
        names = ", ".join(row.name for row in missing)
        assert cell(built["excel"], "A29") == f"No number on this basis: {names}"
        assert cell(built["sixty"], "A29").endswith(" ...")
        assert not cell(built["sixteen"], "A29")

    def test_subtitle_and_footnote_are_those_of_every_export(self, built: dict[str, Path]) -> None:
        for name, inputs in (
            ("sixteen", Inputs()),
            ("sixty", SIXTY),
            ("excel", Inputs(basis="unique")),
        ):
            assert cell(built[name], "A2").endswith(f"; {captions.subtitle(compared(inputs))}")
            assert cell(built[name], "A30") == captions.footnote(compared(inputs), units=False)

    def test_the_footnote_says_what_a_number_rests_on(self, built: dict[str, Path]) -> None:
        said = cell(built["sixteen"], "A30")
        for part in ("sequences in the training set", "325 residues", "20 tokens", load().edition):
            assert part in said

    def test_none_of_them_is_typed(self, built: dict[str, Path]) -> None:
        sheet = opened(built["sixteen"])["Slide"]
        assert all(sheet[address].data_type == "f" for address in ("A1", "A2", "A30", "C25"))


class TestTable:
    def test_the_numbers_are_those_of_the_sheet_compare(self, built: dict[str, Path]) -> None:
        book = opened(built["sixteen"], values=True)
        header, *theirs = book["Compare"].iter_rows(min_row=10, max_row=26, values_only=True)
        wanted = ["Model", "Parameters", "Tokens per parameter", "Times target", "Verdict"]
        assert [one.value for one in book["Slide"]["C4:G4"][0]] == wanted
        places = [header.index(name) for name in wanted]
        found = [[row[place] for place in places] for row in theirs]
        assert rows(built["sixteen"])[:16] == sorted(found, key=lambda row: -row[2])

    @pytest.mark.parametrize(("name", "count"), [("three", 3), ("sixteen", 16), ("excel", 5), ("sixty", 20)])
    def test_each_row_is_a_model_with_a_number_the_largest_first(
        self, built: dict[str, Path], name: str, count: int
    ) -> None:
        shown = rows(built[name])
        assert shown[count:] == [[None] * 5] * (20 - count)
        found = [row[2] for row in shown[:count]]
        assert found == sorted(found, reverse=True)

    def test_it_says_how_many_models_it_has_no_room_for(self, built: dict[str, Path]) -> None:
        more = len(compared(SIXTY).drawn) - 20
        said = f"and {more} more on the sheet Compare; plm-ratios export shows all"
        assert cell(built["sixty"], "C25") == said
        assert not cell(built["sixteen"], "C25")

    def test_it_calls_no_function_of_ours(self, built: dict[str, Path]) -> None:
        formulas = {
            name: [
                one.value
                for row in opened(built[name])["Slide"].iter_rows()
                for one in row
                if one.data_type == "f"
            ]
            for name in ("sixteen", "calc", "excel")
        }
        assert formulas["sixteen"] == formulas["calc"] == formulas["excel"]


class TestPage:
    @pytest.mark.parametrize(("name", "digit"), [("sixty", 7), ("three", 7), ("excel", 7), ("calc", 7.4)])
    def test_the_print_area_is_16_to_9(self, built: dict[str, Path], name: str, digit: float) -> None:
        """As wide as that many digits of the default font: 7 pixels in Excel, 7.4 in Calc."""
        sheet = opened(built[name])["Slide"]
        assert sheet.print_area == "'Slide'!$A$1:$G$30"
        wide = sum(sheet.column_dimensions[letter].width * digit for letter in "ABCDEFG")
        high = sum(sheet.row_dimensions[row].height for row in range(1, 31)) * 96 / 72
        assert wide / high == pytest.approx(16 / 9, rel=0.005)

    def test_it_goes_on_one_landscape_page_without_gridlines(self, built: dict[str, Path]) -> None:
        sheet = opened(built["sixteen"])["Slide"]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
        assert not sheet.sheet_view.showGridLines
        assert not sheet.oddFooter.left.text

    def test_no_letter_is_smaller_than_9_points(self, built: dict[str, Path]) -> None:
        for path in built.values():
            for row in opened(path)["Slide"]["A1:G30"]:
                assert all(one.font.size >= 9 for one in row)
            sizes = chart(path).xpath("//@sz", namespaces=CHART)
            assert sizes
            assert all(int(size) >= 900 for size in sizes)

    def test_only_the_workbook_with_macros_has_something_beside_the_page(
        self, built: dict[str, Path]
    ) -> None:
        for name, path in built.items():
            sheet = opened(path)["Slide"]
            beside = [one.value for row in sheet.iter_rows(min_col=8, max_col=20) for one in row if one.value]
            assert len(beside) == (name == "excel")


def chart(path: Path) -> etree._Element:
    read = parts(path)
    return etree.fromstring(read[golden_parts.chart_part(read, "Slide")])


class TestChart:
    def test_its_series_are_the_rows_beside_it(self, built: dict[str, Path]) -> None:
        for name, last in (("three", 7), ("sixteen", 20), ("sixty", 24)):
            found = chart(built[name])
            names = found.xpath("//c:ser[1]/c:cat//c:v/text()", namespaces=CHART)
            assert names == [row[0] for row in rows(built[name])[: last - 4]]
            columns = found.xpath("//c:ser/c:val//c:f/text()", namespaces=CHART)
            assert columns == [f"Slide!${column}$5:${column}${last}" for column in SEGMENTS]

    def test_its_bars_stand_beside_their_rows_where_there_are_many(self, built: dict[str, Path]) -> None:
        for name, high in (("three", []), ("sixteen", [16 / 21]), ("sixty", [20 / 21])):
            found = chart(built[name]).xpath("//c:plotArea/c:layout//c:h/@val", namespaces=CHART)
            assert [float(value) for value in found] == pytest.approx(high)

    def test_log_axis_and_basis(self, built: dict[str, Path]) -> None:
        found = chart(built["sixteen"])
        assert found.xpath("string(//c:valAx/c:scaling/c:logBase/@val)", namespaces=CHART) == "10"
        assert "log scale" in cell(built["sixteen"], "A4")
        assert "1" not in found.xpath("//c:delete/@val", namespaces=CHART)

    def test_it_fills_the_cells_beside_the_table_and_has_alt_text(self, built: dict[str, Path]) -> None:
        for path in built.values():
            read = parts(path)
            part = golden_parts.linked(read, golden_parts.sheet_part(read, "Slide"), "drawing")
            drawing = etree.fromstring(read[part])
            corners = [
                [corner.findtext(f"xdr:{place}", "", CHART) for place in ("col", "colOff", "row", "rowOff")]
                for corner in drawing.iterfind(".//xdr:twoCellAnchor/*", CHART)
                if corner.tag.endswith(("}from", "}to"))
            ]
            assert corners == [["0", "0", "4", "0"], ["1", "0", "25", "0"]]
            (text,) = drawing.xpath("//xdr:cNvPr/@descr", namespaces=CHART)
            assert "tokens per parameter of each model" in text
