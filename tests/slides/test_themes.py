"""Colours: told apart from one another and from the background, and the ones that decks and pictures use."""

from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path

import pytest

from plm_ratios.comparison import captions, sheet_styles
from plm_ratios.slides import pictures, themes
from slides.test_deck import DATE, comparison, written

LEAST_CONTRAST = 2.0  # between large marks and what is behind them; they are labelled as well


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", sorted(themes.THEMES))
class TestEachTheme:
    def test_marks_differ_from_one_another_and_from_the_background(self, name: str) -> None:
        theme = themes.THEMES[name]
        assert set(theme.verdicts) == set(themes.VERDICTS)
        for one, other in itertools.combinations(theme.verdicts.values(), 2):
            assert one != other
        for colour in (*theme.verdicts.values(), *theme.laws):
            assert contrast(colour, theme.background) >= LEAST_CONTRAST, colour

    def test_text_can_be_read(self, name: str) -> None:
        theme = themes.THEMES[name]
        for colour in (theme.text, theme.muted):
            for ground in (theme.background, theme.band):
                assert contrast(colour, ground) >= 4.5, (colour, ground)

    def test_the_charts_of_a_deck_have_the_colours_of_the_verdicts(self, name: str, tmp_path: Path) -> None:
        compared = comparison(12)
        shown = {row.verdict for row in compared.drawn}
        assert shown == set(themes.VERDICTS)
        with zipfile.ZipFile(written(tmp_path, compared, theme=name)) as packed:
            charts = [packed.read(part) for part in packed.namelist() if "/charts/chart" in part]
        used = {
            colour.decode().upper()
            for chart in charts
            for colour in re.findall(rb'srgbClr val="(\w+)"', chart)
        }
        assert used >= set(themes.THEMES[name].verdicts.values())

    def test_the_drawings_have_them_too(self, name: str, tmp_path: Path) -> None:
        theme = themes.THEMES[name]
        path = tmp_path / "ratio.svg"
        pictures.write(path, "svg", "ratio", comparison(12), captions.TITLE, DATE, theme)
        drawn = path.read_text(encoding="utf-8").upper()
        assert all(f"#{colour}" in drawn for colour in theme.verdicts.values())


def test_sheets_have_the_colours_of_slides() -> None:
    light = themes.theme("light")
    assert {basis: f"#{colour}" for basis, colour in light.bases.items()} == sheet_styles.BASIS_COLOURS
    assert {
        verdict: f"#{colour}" for verdict, colour in light.verdicts.items()
    } == sheet_styles.VERDICT_COLOURS
