"""The chart of scores: every model with a score and a ratio, families joined, nothing fitted or concluded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from plm_ratios.catalog import load
from plm_ratios.comparison.compare import Comparison, compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.errors import NotAvailable
from plm_ratios.slides import pages, pictures, score_points, themes
from plm_ratios.slides.canvas import Canvas
from plm_ratios.slides.score_page import score_slide
from slides.rendering import Renderer
from slides.test_deck import DATE, shapes, texts

MINE = RowRequest("Mine", {"parameters": 1e9, "tokens_seen": 5e10}, alone=True)
SIZE = (8.0, 4.0)


def everything(basis: str = "sequences") -> Comparison:
    return compare([*(RowRequest(model.id) for model in load().models), MINE], basis)


def of(*names: str) -> Comparison:
    return compare([RowRequest(name) for name in names], "seen")


def slides_of(folder: Path, compared: Comparison) -> list[Any]:
    canvas = Canvas(themes.LIGHT)
    score_slide(pages.Deck(canvas, compared, "", DATE))
    canvas.finish()
    canvas.deck.save(str(folder / "score.pptx"))
    return list(Presentation(str(folder / "score.pptx")).slides)


def test_it_has_every_model_with_a_published_score_and_a_ratio_at_both() -> None:
    compared = everything()
    found = {each.row.name: each for each in score_points.scored(compared)}
    assert found.keys() == {
        row.name for row in compared.drawn if row.model and row.model.value("score_substitutions")
    }
    assert (found["ESM-2 15B"].score, found["ESM-2 15B"].ends) == (0.4, pytest.approx((0.39, 0.41)))
    assert found["ESM-2 15B"].ratio == pytest.approx(1.408, abs=1e-3)


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (("ESM-2 15B", "ESM-2 8M", "ESM-2 3B"), [["ESM-2 8M", "ESM-2 3B", "ESM-2 15B"]]),
        # Models of one size differ in their data, and objectives are not compared.
        (("ProGen2-base", "ProGen2-xlarge"), [["ProGen2-base", "ProGen2-xlarge"]]),
        (
            ("Cheng 2024 MLM 10.7B", "Cheng 2024 CLM 7.2B"),
            [["Cheng 2024 CLM 7.2B"], ["Cheng 2024 MLM 10.7B"]],
        ),
        (("ESM-1b", "ESM-1v"), [["ESM-1b"], ["ESM-1v"]]),
    ],
)
def test_lines_join_models_of_one_family_and_objective_by_size(
    names: tuple[str, ...], lines: list[list[str]]
) -> None:
    compared = compare([RowRequest(name) for name in names], "sequences")
    (family,) = score_points.plot(score_points.scored(compared), SIZE, 9.0).families
    assert [[each.row.name for each in line] for line in family.lines] == lines


def test_title_and_notes_say_what_is_plotted_and_from_where() -> None:
    compared = of("ESM-2 650M", "ESM-2 15B", "ESM C 6B")
    picture = pictures.draw("score", compared, "", DATE, themes.DARK)
    assert (
        picture.title == "Zero-shot scores on ProteinGym and tokens per parameter by tokens seen, of 2 models"
    )
    said = " ".join(score_points.notes(score_points.scored(compared), compared))
    assert "at bb68524. 2 of 3 models have both a score and a ratio. Without a score: ESM C 6B." in said
    assert "difference to the best model" in said and "Nothing is fitted" in said


def test_the_slide_has_a_series_for_each_family_and_is_valid(tmp_path: Path) -> None:
    compared = everything()
    (slide,) = slides_of(tmp_path, compared)
    (frame,) = shapes(slide, "chart")
    families = {each.row.model.family for each in score_points.scored(compared) if each.row.model}
    series = {each.name: [value for value in each.values if value] for each in frame.chart.plots[0].series}
    assert families < series.keys()
    assert sorted(value for name in families for value in series[name]) == sorted(
        each.score for each in score_points.scored(compared)
    )
    assert "Nothing is fitted" in texts(slide)
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "score.pptx")).errors] == []


def test_no_word_covers_another_one_on_the_slide(renderer: Renderer, tmp_path: Path) -> None:
    slides_of(tmp_path, everything())
    ((page,),) = renderer.pages([tmp_path / "score.pptx"])
    assert not page.outside()
    assert not page.collisions()


def test_without_a_score_there_is_no_slide_and_no_picture(tmp_path: Path) -> None:
    compared = compare([MINE], "seen")
    assert slides_of(tmp_path, compared) == []
    with pytest.raises(NotAvailable, match="score of ProteinGym"):
        pictures.draw("score", compared, "", DATE, themes.LIGHT)


def test_families_of_one_chart_are_told_apart() -> None:
    for look in themes.THEMES.values():
        looks = [themes.family_look(look, number) for number in range(16)]
        assert len({*looks}) == 16
        assert not {colour for colour, _ in looks} & {*look.verdicts.values()}
