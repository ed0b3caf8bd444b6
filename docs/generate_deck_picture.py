"""Draws docs/deck.png: four slides of the default deck, as LibreOffice Impress shows them.

python docs/generate_deck_picture.py

Needs LibreOffice Impress and pdftoppm, and is run by hand when slides change: other versions of LibreOffice
draw other pixels.
"""

from __future__ import annotations

import datetime
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from plm_ratios.catalog import use_bundled_only
from plm_ratios.hosts.calc import locate
from plm_ratios.slides.export import Wanted, export

PICTURE = Path(__file__).parent / "deck.png"
SLIDES = ("opening", "ratio", "table", "conclusion")  # each on one page

_WIDTH, _GAP = 720, 6  # pixels of a slide, and between slides
_GREY = (200, 200, 200)


def pages(folder: Path) -> list[Image.Image]:
    """The slides as pictures."""
    deck = folder / "deck.pptx"
    export(Wanted((deck,), datetime.date.today(), slides=SLIDES))
    profile = (folder / "profile").as_uri()
    convert = [str(locate.find().soffice), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    subprocess.run([*convert, "pdf", "--outdir", str(folder), str(deck)], check=True, capture_output=True)
    draw = ["pdftoppm", "-png", "-scale-to-x", str(_WIDTH), "-scale-to-y", "-1"]
    subprocess.run([*draw, str(folder / "deck.pdf"), str(folder / "page")], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page*.png"))]


def in_two_columns(slides: list[Image.Image]) -> Image.Image:
    """All slides in one picture, from left to right and from the top down."""
    wide, high = slides[0].width + _GAP, slides[0].height + _GAP
    picture = Image.new("RGB", (2 * wide + _GAP, (len(slides) + 1) // 2 * high + _GAP), _GREY)
    for number, slide in enumerate(slides):
        picture.paste(slide, (_GAP + number % 2 * wide, _GAP + number // 2 * high))
    return picture


if __name__ == "__main__":
    use_bundled_only()
    with tempfile.TemporaryDirectory() as folder:
        in_two_columns(pages(Path(folder))).quantize(256).save(PICTURE, optimize=True)
