"""Colours: told apart from one another and from the background, and the ones that decks and pictures use."""

from __future__ import annotations

import itertools
import math
import operator
import re
import zipfile
from pathlib import Path
from typing import Sequence

import pytest

from plm_ratios.analysis import ratios
from plm_ratios.comparison import captions, sheet_styles
from plm_ratios.slides import pictures, themes
from slides.test_deck import DATE, comparison, written

LEAST_CONTRAST = 2.0  # between large marks and what is behind them; they are labelled as well


LEAST_DISTANCE = 20.0  # in CIE Lab; 2 is what people just notice. Marks differ in shape as well
# How linear red, green and blue change for people who see all colours, and without red, green or blue cones:
# Machado, Oliveira and Fernandes 2009, severity 1.
SIGHTS = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
)


def linear(colour: str) -> list[float]:
    """Linear red, green and blue of a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(colour: str, sight: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Where a colour is in CIE Lab for people of that sight."""
    mixed = [sum(map(operator.mul, row, linear(colour))) for row in sight]
    red, green, blue = (min(1.0, max(0.0, part)) for part in mixed)
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0888,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2 defines it."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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

    def test_bases_differ_for_people_who_see_fewer_colours(self, name: str) -> None:
        theme = themes.THEMES[name]
        assert set(theme.bases) == set(ratios.BASES) and len(set(themes.BASIS_MARKERS.values())) == 4
        assert not set(theme.bases.values()) & set(theme.verdicts.values())
        for colour in theme.bases.values():
            assert contrast(colour, theme.background) >= LEAST_CONTRAST, colour
        for sight in SIGHTS:
            for one, other in itertools.combinations(theme.bases.values(), 2):
                assert math.dist(seen(one, sight), seen(other, sight)) > LEAST_DISTANCE, (one, other)

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
