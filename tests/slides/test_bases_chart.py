"""The chart of bases: every ratio of every model where it belongs, in a chart that can be edited."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from plm_ratios.analysis import ratios
from plm_ratios.analysis.spread import spread
from plm_ratios.comparison.compare import Comparison, compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.errors import NotAvailable
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.slides import basis_points, pages, pictures, themes
from plm_ratios.slides.bases_chart import MOST_ROWS
from plm_ratios.slides.bases_page import bases_slides
from plm_ratios.slides.canvas import Canvas
from slides.rendering import Renderer
from slides.test_deck import DATE, comparison, shapes, texts

NAMES = ("xTrimoPGLM-100B", "ESM-2 15B", "ProtGPT2", "IgLM")
MINE = RowRequest("Mine", {"parameters": 1e9, "tokens_seen": 5e10}, alone=True)


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare([*map(RowRequest, NAMES), MINE])


def slides_of(folder: Path, compared: Comparison) -> list[Any]:
    canvas = Canvas(themes.LIGHT)
    bases_slides(pages.Deck(canvas, compared, "", DATE))
    canvas.finish()
    canvas.deck.save(str(folder / "bases.pptx"))
    return list(Presentation(str(folder / "bases.pptx")).slides)


def chart_of(slide: Any) -> Any:
    (frame,) = shapes(slide, "chart")
    return frame.chart


def points_of(chart: Any) -> dict[str, set[float]]:
    return {
        series.name: {float(value) for value in series._element.xpath("c:xVal//c:v/text()")}
        for series in chart.plots[0].series
    }


class TestPoints:
    def test_a_model_has_a_point_for_each_basis_on_which_it_has_a_ratio(self, compared: Comparison) -> None:
        for each in basis_points.basis_rows(compared.rows):
            for basis in ratios.BASES:
                drawn = [point.ratio for point in each.points if point.basis == basis]
                assert drawn == [value for value in [getattr(each.row, f"ratio_{basis}")] if value]

    def test_models_without_any_ratio_are_named(self, compared: Comparison) -> None:
        assert [row.name for row in basis_points.without_any(compared)] == ["IgLM"]
        said = basis_points.notes(basis_points.basis_rows(compared.rows), basis_points.without_any(compared))
        assert said[-1] == "Without a ratio on any basis: IgLM."

    def test_ranges_are_those_of_spread_and_users_numbers_have_none(self, compared: Comparison) -> None:
        rows = {each.row.name: each for each in basis_points.basis_rows(compared.rows)}
        found = spread("ESM-2 15B", "sequences")
        assert rows["ESM-2 15B"].points[0].range == (found.lowest.ratio, found.highest.ratio)
        assert rows["ESM-2 15B"].reach[0] == found.lowest.ratio
        assert [point.range for point in rows["Mine"].points] == [None]

    def test_numbers_of_low_confidence_are_doubtful(self) -> None:
        (each,) = basis_points.basis_rows(compare([RowRequest("ProtGPT2")]).rows)
        assert {point.basis: point.doubtful for point in each.points} == {
            "sequences": False,
            "seen": True,
            "effective": True,
        }

    def test_markers_that_would_touch_make_way(self) -> None:
        (each,) = basis_points.basis_rows(compare([RowRequest("Ankh-large")]).rows)
        shifts = basis_points.shifts(each, (1.0, 1000.0), 6.0)
        assert shifts["unique"] < 0 < shifts["sequences"]
        assert shifts["seen"] == 0


class TestSlide:
    def test_it_has_every_ratio_and_the_ends_of_every_range(
        self, compared: Comparison, tmp_path: Path
    ) -> None:
        (slide,) = slides_of(tmp_path, compared)
        drawn = points_of(chart_of(slide))
        assert drawn["by tokens seen"] == {row.ratio_seen for row in compared.rows if row.ratio_seen}
        found = spread("ESM-2 15B", "sequences")
        assert {found.lowest.ratio, found.highest.ratio} <= drawn["by sequences, range of the sources"]
        assert "Without a ratio on any basis: IgLM." in texts(slide)
        assert slide.shapes.title.text_frame.text.startswith("The basis decides the verdict on")

    def test_only_the_bases_are_in_the_legend(self, compared: Comparison, tmp_path: Path) -> None:
        (slide,) = slides_of(tmp_path, compared)
        chart = chart_of(slide)
        dropped = {int(at) for at in chart._chartSpace.xpath(".//c:legendEntry/c:idx/@val")}
        shown = [s.name for number, s in enumerate(chart.plots[0].series) if number not in dropped]
        assert shown == ["by sequences", "by unique tokens", "by tokens seen", "by effective tokens"]

    def test_a_ratio_changed_in_its_data_moves_what_is_beside_it(
        self, compared: Comparison, tmp_path: Path, calc: CalcSession
    ) -> None:
        (slide,) = slides_of(tmp_path, compared)
        path = tmp_path / "data.xlsx"
        path.write_bytes(chart_of(slide).part.chart_workbook.xlsx_part.blob)
        cells = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True).active
        ends = {cell.value: cell.row for cell in cells["B"] if isinstance(cell.value, str)}
        point = next(row for row in range(ends["by tokens seen"], 999) if cells[f"C{row}"].value == "Mine *")
        label = ends["highest ratio"] + 4  # the fourth of the models that are drawn
        with calc.open(path) as document:
            document.calculate()
            assert document.values("Sheet1", f"C{label}") == [["50.0*"]]
            document.set("Sheet1", f"A{point}", 2500)
            document.calculate()
            assert document.values("Sheet1", f"C{label}") == [["2,500*"]]

    def test_models_are_shared_out_on_one_axis(self, tmp_path: Path) -> None:
        slides = slides_of(tmp_path, comparison(60))
        charts = [chart_of(slide) for slide in slides]
        counts = [len(chart._chartSpace.xpath('.//c:ser[c:tx//c:v="names"]//c:dLbl')) for chart in charts]
        assert len(charts) > 1 and max(counts) <= MOST_ROWS
        assert len({(c.category_axis.minimum_scale, c.category_axis.maximum_scale) for c in charts}) == 1
        found = OpenXmlValidator().validate(str(tmp_path / "bases.pptx")).errors
        assert [str(error) for error in found] == []

    def test_no_word_covers_another_one(self, renderer: Renderer, tmp_path: Path) -> None:
        slides_of(tmp_path, comparison(60))
        (pages_shown,) = renderer.pages([tmp_path / "bases.pptx"])
        for page in pages_shown:
            assert not page.outside()
            assert not page.collisions()

    def test_without_any_ratio_there_is_no_slide(self, tmp_path: Path) -> None:
        assert slides_of(tmp_path, compare([RowRequest("IgLM")])) == []


def test_a_picture_of_nothing_is_refused() -> None:
    with pytest.raises(NotAvailable, match="on any basis"):
        pictures.draw("bases", compare([RowRequest("IgLM")]), "", DATE, themes.LIGHT)
