"""Pictures: every text in its place, as a renderer that is not ours sees them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from extras import absent
from plm_ratios.comparison import captions
from plm_ratios.slides import export, pictures, themes
from slides.rendering import pages_of
from slides.test_deck import DATE, comparison


@pytest.fixture(scope="session")
def rsvg() -> str:
    return shutil.which("rsvg-convert") or absent(
        "To see drawings: apt-get install librsvg2-bin fonts-dejavu-core"
    )


def test_every_chart_that_is_offered_is_drawn() -> None:
    assert set(export.CHARTS) == set(pictures.CHARTS)


@pytest.mark.parametrize("theme", sorted(themes.THEMES))
@pytest.mark.parametrize("chart", export.CHARTS)
@pytest.mark.parametrize("models", [3, 12, 60])
def test_no_word_covers_another_one_or_leaves_the_picture(
    rsvg: str, tmp_path: Path, models: int, chart: str, theme: str
) -> None:
    compared = comparison(models, "sequences" if models == 12 else "seen")
    path = tmp_path / "chart.svg"
    pictures.write(path, "svg", chart, compared, captions.TITLE, DATE, themes.theme(theme))
    subprocess.run([rsvg, "-f", "pdf", "-o", str(tmp_path / "chart.pdf"), str(path)], check=True)
    (page,) = pages_of(tmp_path / "chart.pdf")
    assert not page.outside()
    assert not page.collisions()
    assert "target" in page.text or "20 tokens per parameter" in page.text


@pytest.mark.parametrize("models", [3, 60])
def test_a_picture_grows_with_its_bars(tmp_path: Path, models: int) -> None:
    compared = comparison(models)
    pictures.write(tmp_path / "a.png", "png", "ratio", compared, captions.TITLE, DATE, themes.LIGHT)
    with Image.open(tmp_path / "a.png") as picture:
        width, height = picture.size
    assert width == 2000
    assert height == 1125 if models == 3 else height > len(compared.drawn) * 50


@pytest.mark.parametrize("theme", sorted(themes.THEMES))
def test_a_theme_has_its_own_background(tmp_path: Path, theme: str) -> None:
    pictures.write(
        tmp_path / "a.png", "png", "ratio", comparison(3), captions.TITLE, DATE, themes.theme(theme)
    )
    with Image.open(tmp_path / "a.png") as picture:
        corner = picture.convert("RGB").getpixel((3, 3))
    assert "".join(f"{part:02X}" for part in corner) == themes.theme(theme).background
