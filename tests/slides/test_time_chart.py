"""The charts over time: every dated model at its date, nothing fitted, and what has no date is named."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from plm_ratios.catalog import load
from plm_ratios.comparison.compare import Comparison, compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.errors import NotAvailable
from plm_ratios.slides import pages, pictures, themes, time_points
from plm_ratios.slides.canvas import Canvas
from plm_ratios.slides.time_page import time_slide
from slides.rendering import Renderer
from slides.test_deck import DATE, shapes, texts

MINE = RowRequest("Mine", {"parameters": 1e9, "tokens_seen": 5e10}, alone=True)
SIZE = (5.0, 3.0)


def everything(basis: str = "seen") -> Comparison:
    return compare([*(RowRequest(model.id) for model in load().models), MINE], basis)


def slides_of(folder: Path, compared: Comparison) -> list[Any]:
    canvas = Canvas(themes.LIGHT)
    time_slide(pages.Deck(canvas, compared, "", DATE))
    canvas.finish()
    canvas.deck.save(str(folder / "time.pptx"))
    return list(Presentation(str(folder / "time.pptx")).slides)


def test_every_model_with_a_ratio_is_dated_or_named() -> None:
    compared = everything()
    found = time_points.dated(compared)
    without = time_points.undated(compared)
    assert {each.row.name for each in found} | {row.name for row in without} == {
        row.name for row in compared.drawn
    }
    assert "Mine" in time_points.notes(found, compared, ())[-1]


def test_panels_hold_ratios_and_tokens_at_their_dates() -> None:
    compared = everything()
    by_ratio, by_tokens = time_points.panels(time_points.dated(compared), compared, SIZE, 9.0)
    for each, value in by_ratio.points:
        assert value == each.row.ratio
        assert each.row.model is not None
        assert int(each.year) == int(each.row.model.released[:4])
    assert {value for _, value in by_tokens.points} == {each.row.tokens for each, _ in by_ratio.points}


def test_boxes_are_the_quartiles_of_years_with_enough_models() -> None:
    compared = everything()
    panel, _ = time_points.panels(time_points.dated(compared), compared, SIZE, 9.0)
    years: dict[int, list[float]] = {}
    for each, value in panel.points:
        years.setdefault(int(each.year), []).append(value)
    assert [box.year for box in panel.boxes] == sorted(
        year for year, values in years.items() if len(values) >= time_points.LEAST_IN_A_BOX
    )
    for box in panel.boxes:
        assert min(years[box.year]) <= box.low <= box.middle <= box.high <= max(years[box.year])
        if len(years[box.year]) % 2:
            assert box.middle == pytest.approx(statistics.median(years[box.year]))


def test_a_family_has_one_name_and_one_line() -> None:
    compared = compare([RowRequest(name) for name in ("ESM-2 8M", "ESM-2 15B", "RITA-XL")], "seen")
    panel, _ = time_points.panels(time_points.dated(compared), compared, SIZE, 9.0)
    assert {name.text for name in panel.names} == {"ESM-2", "RITA-XL"}
    assert [len(members) for members in panel.families] == [2]


def test_the_slide_has_both_charts_and_is_valid(tmp_path: Path) -> None:
    compared = everything()
    (slide,) = slides_of(tmp_path, compared)
    charts = [frame.chart for frame in shapes(slide, "chart")]
    drawn = [
        value for each in charts[0].plots[0].series if each.name in themes.VERDICTS for value in each.values
    ]
    assert sorted(value for value in drawn if value) == sorted(
        each.row.ratio for each in time_points.dated(compared)
    )
    assert [chart.chart_title.text_frame.text for chart in charts] == [time_points.RATIO, time_points.TOKENS]
    assert "Without a date of release on record:" in texts(slide)
    found = OpenXmlValidator().validate(str(tmp_path / "time.pptx")).errors
    assert [str(error) for error in found] == []


def test_no_word_covers_another_one_on_the_slide(renderer: Renderer, tmp_path: Path) -> None:
    slides_of(tmp_path, everything())
    ((page,),) = renderer.pages([tmp_path / "time.pptx"])
    assert not page.outside()
    assert not page.collisions()


def test_without_a_date_there_is_no_slide_and_no_picture(tmp_path: Path) -> None:
    compared = compare([MINE], "seen")
    assert slides_of(tmp_path, compared) == []
    with pytest.raises(NotAvailable, match="date of release"):
        pictures.draw("time", compared, "", DATE, themes.LIGHT)
