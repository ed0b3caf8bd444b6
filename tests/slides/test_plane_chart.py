"""The plane of parameters and tokens: which lines it has, what marks mean, and names that no line crosses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_MARKER_STYLE

from plm_ratios.analysis import scaling_laws
from plm_ratios.analysis.spread import spread
from plm_ratios.comparison.compare import DEFAULT_MODELS, Comparison, compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.slides import chart_pages, pages, plane_layout, plane_lines, themes
from plm_ratios.slides.canvas import Canvas
from slides.test_deck import DATE, comparison, shapes

SIZE = (7.0, 4.5)


def plan(compared: Comparison) -> plane_layout.Plan:
    found = plane_layout.plan(compared, *SIZE)
    assert found is not None
    return found


def default(basis: str = "seen", target: float = 20.0) -> Comparison:
    return compare([RowRequest(name) for name in DEFAULT_MODELS], basis, target=target)


@pytest.mark.parametrize("basis", ["sequences", "unique"])
def test_laws_and_compute_are_drawn_only_on_the_basis_that_they_are_about(basis: str) -> None:
    assert {line.kind for line in plan(default(basis)).lines} <= {plane_lines.TARGET, plane_lines.RATIO}
    drawn = plan(default("seen")).lines
    assert {line.kind for line in drawn} == {"target", "law", "ratio", "compute"}
    assert {line.name for line in drawn if line.kind == "law"} == {
        law.name for law in scaling_laws.protein_laws()
    }


def test_lines_of_equal_ratio_are_powers_of_ten_from_the_target() -> None:
    named = {line.name: line for line in plan(comparison(60)).lines if line.kind in ("target", "ratio")}
    assert list(named) == [f"{ratio} tokens per parameter" for ratio in (20, 2, 200, 2000)]
    for name, line in named.items():
        for parameters, tokens in line.ends:
            assert tokens / parameters == pytest.approx(float(name.split()[0]))


@pytest.mark.parametrize(("name", "target"), [("ESM-2 15B", 20), ("ESM-2 8M", 20), ("ESM-2 8M", 0.01)])
def test_the_line_of_the_target_is_always_there(name: str, target: float) -> None:
    found = plan(compare([RowRequest(name)], "sequences", target=target))
    assert any(line.kind == "target" and line.label for line in found.lines)


def test_lines_of_equal_compute_cost_what_they_say() -> None:
    lines = [line for line in plan(comparison(60)).lines if line.kind == "compute"]
    assert {line.name for line in lines} == {f"1e{power} FLOPs" for power in range(20, 25)}
    for line in lines:
        for parameters, tokens in line.ends:
            assert 6 * parameters * tokens == pytest.approx(float(line.name.split()[0]))


@pytest.mark.parametrize(
    "compared", [default(), default("sequences"), comparison(60)], ids=["seen", "sequences", "60 models"]
)
def test_no_name_is_crossed_by_a_line_unless_it_hides_it(compared: Comparison) -> None:
    found = plan(compared)
    assert sum(bool(point.side) for point in found.points) > len(found.points) / 2
    labels = plane_layout.Labels(found.area, SIZE, 0.15, lambda text: plane_layout.measure.width(text, 9))
    for point in found.points:
        if point.side and not point.masks:
            box = labels._box(point.anchor, point.name, point.side)
            for line in found.lines:
                for across, up in (found.area.within(place, SIZE) for place in line.through(200)):
                    assert not (box[0] < across < box[2] and box[1] < up < box[3]), (point.name, line.name)


def test_bars_are_the_ranges_of_the_sources() -> None:
    (point,) = plan(compare([RowRequest("ESM-2 15B")], "seen")).points
    found = spread("ESM-2 15B", "seen")
    assert point.tokens == (found.lowest.tokens, found.highest.tokens)
    assert point.parameters is None


class TestSlide:
    @pytest.fixture
    def chart(self, tmp_path: Path) -> Any:
        path = tmp_path / "plane.pptx"
        canvas = Canvas(themes.LIGHT)
        chart_pages.plane_slide(pages.Deck(canvas, default(), "", DATE))
        canvas.finish()
        canvas.deck.save(str(path))
        (slide,) = Presentation(str(path)).slides
        (frame,) = shapes(slide, "chart")
        return frame.chart

    def test_the_marker_tells_the_objective_and_the_colour_the_verdict(self, chart: Any) -> None:
        (series,) = (each for each in chart.plots[0].series if each.name == "more tokens than optimal")
        drawn = [row for row in default().drawn if row.verdict == series.name]
        shapes_of = {row.name: series.points[at].marker.style for at, row in enumerate(drawn)}
        usual = series.marker.style
        assert usual == XL_MARKER_STYLE.CIRCLE
        assert shapes_of["ProGen2-base"] == XL_MARKER_STYLE.TRIANGLE  # CLM
        assert shapes_of["ESM-2 15B"] in (None, usual)  # MLM
        assert str(series.marker.format.fill.fore_color.rgb) == themes.LIGHT.verdicts[series.name]

    def test_the_axes_read_in_letters(self, chart: Any) -> None:
        for axis in (chart.category_axis, chart.value_axis):
            assert '"B"' in axis.tick_labels.number_format

    def test_only_verdicts_objectives_and_lines_without_a_label_are_in_the_legend(self, chart: Any) -> None:
        dropped = {int(at) for at in chart._chartSpace.xpath(".//c:legendEntry/c:idx/@val")}
        shown = [each.name for at, each in enumerate(chart.plots[0].series) if at not in dropped]
        assert len(shown) == len(set(shown))
        assert shown[-3:] == list(plane_layout.OBJECTIVES)
        assert {"near optimal", "more tokens than optimal"} <= set(shown)
        assert "too few tokens" not in shown
