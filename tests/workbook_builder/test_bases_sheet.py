"""The sheet Bases: every model of Compare with its ratios on every basis, and the chart beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import golden_parts
import pytest
from lxml import etree

from breaches import every_breach
from plm_ratios.analysis import ratios, repetition
from plm_ratios.analysis.spread import spread
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.workbook_builder import FLAVOURS, ranges_sheet
from plm_ratios.workbook_builder.bases_sheet import HEADER_ROW
from workbook_files import fresh, opened, parts

CHART = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
FIRST = HEADER_ROW + 2
SIXTY = tuple(model.id for model in load().models[:60])


@pytest.fixture(scope="module", params=sorted(FLAVOURS))
def workbook(request: pytest.FixtureRequest) -> Path:
    return fresh(request.param)


def chart(path: Path) -> etree._Element:
    read = parts(path)
    return etree.fromstring(read[golden_parts.chart_part(read, "Bases")])


def rows(path: Path, last: int) -> list[list[Any]]:
    sheet = opened(path, values=True)["Bases"]
    return [list(row) for row in sheet.iter_rows(FIRST, last, 1, 6, values_only=True)]


def test_each_ratio_is_that_of_the_function_and_a_dash_where_there_is_none(workbook: Path) -> None:
    for name, *shown, _ in rows(workbook, FIRST + 15):
        wanted = [FUNCTIONS["RATIO"](name, basis) for basis in ratios.BASES]
        assert shown == ["–" if isinstance(ratio, CellError) else pytest.approx(ratio) for ratio in wanted]


def test_the_order_is_that_of_the_chart_of_compare(workbook: Path) -> None:
    read = parts(workbook)
    bars = etree.fromstring(read[golden_parts.chart_part(read, "Compare")])
    names = bars.xpath("//c:ser[1]/c:cat//c:v/text()", namespaces=CHART)
    assert [row[0] for row in rows(workbook, FIRST + 15)] == names


def test_the_last_column_says_how_far_the_bases_are_apart(workbook: Path) -> None:
    found = {row[0]: row[1:] for row in rows(workbook, FIRST + 15)}
    by_sequences, _, seen, _, factor = found["ESM-2 15B"]
    assert factor == pytest.approx(seen / by_sequences)
    assert not found["ProGen2-large"][4]  # one basis only


@pytest.mark.parametrize("models", [SIXTY[:1], SIXTY[:16], SIXTY])
def test_points_of_four_bases_a_line_between_them_the_target_and_every_name(models: tuple[str, ...]) -> None:
    found = chart(fresh("native", models=models))
    assert found.xpath("count(//c:scatterChart/c:ser)", namespaces=CHART) == 1 + 4 + 4 + 4 + 1 + len(models)
    markers = found.xpath("//c:marker/c:symbol/@val", namespaces=CHART)
    shapes = ["circle", "diamond", "square", "triangle"]
    assert [marker for marker in markers if marker != "none"] == shapes * 2
    assert len(found.xpath("//c:errBars//c:numRef/c:f", namespaces=CHART)) == 1 + 4
    names = found.xpath("//c:ser/c:tx//c:v/text()", namespaces=CHART)
    assert set(names) >= {load().model(model).name for model in models}
    assert found.xpath("string(//c:valAx/c:scaling/c:logBase/@val)", namespaces=CHART) == "10"


def test_no_number_across_is_missing(workbook: Path) -> None:
    """A chart that finds an error or a text among them counts its points instead."""
    book = opened(workbook, values=True)
    for cells in chart(workbook).xpath("//c:xVal//c:f/text()", namespaces=CHART):
        sheet, _, area = cells.replace("$", "").partition("!")
        found = book[sheet][area]
        places = [one for row in found for one in row] if isinstance(found, tuple) else [found]
        assert all(isinstance(place.value, (int, float)) for place in places), cells


def test_only_entries_that_say_something_are_in_the_legend(workbook: Path) -> None:
    deleted = chart(workbook).xpath("//c:legendEntry/c:idx/@val", namespaces=CHART)
    assert list(map(int, deleted)) == [*range(5), *range(9, 13), *range(14, 30)]


def test_ranges_are_those_of_spread_and_weak_points_are_hollow(workbook: Path) -> None:
    """Columns V to AG, which the chart reads: the lowest ratio, the way to the highest, hollow points."""
    sheet = opened(workbook, values=True)["Bases"]
    with every_breach() as at:
        for row in sheet.iter_rows(FIRST, FIRST + 15, values_only=True):
            for number, basis in enumerate(ratios.BASES):
                low, span, hollow = row[21 + number], row[25 + number], row[29 + number]
                with at(f"{row[0]}, {basis}"):
                    if row[1 + number] == "–":
                        assert span == 0 and hollow == "#N/A"
                        continue
                    found = spread(row[0], basis)
                    assert (low, low + span) == pytest.approx(
                        (found.lowest.ratio, found.highest.ratio), rel=0.006
                    )
                    assert (hollow != "#N/A") == (found.preferred.confidence == "low")


def test_the_law_of_repeats_stands_there_with_its_source_and_what_to_beware_of(workbook: Path) -> None:
    book = opened(workbook, values=True)
    sheet, _, cell = book.defined_names["RStar"].attr_text.replace("$", "").partition("!")
    constant = book[sheet][cell]
    assert (sheet, constant.value) == ("Bases", repetition.r_star())
    law = repetition.repetition_law()
    said = [book[sheet].cell(constant.row + 1 + down, 2).value for down in range(3 + len(law.caveats))]
    assert said[0] == f"{law.source.title}; {law.source.url}"
    assert tuple(said[3:]) == law.caveats
    assert any("masked model" in caveat for caveat in law.caveats)


def test_ranges_of_effective_ratios_are_drawn_at_the_usual_length_only() -> None:
    """The factors follow the length there, and the sheet has those of one length."""
    model = load().model("ESM-2 15B")
    assert ranges_sheet.range_of(model, "effective").lowest < 0.5
    assert ranges_sheet.range_of(model, "effective", 200) == ranges_sheet.Range()
    assert ranges_sheet.range_of(model, "seen", 200) == ranges_sheet.range_of(model, "seen")
