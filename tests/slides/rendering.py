"""A deck as LibreOffice Impress shows it: the words on each page, and where they stand."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from pptx import Presentation

from plm_ratios.hosts.calc import locate

_SECONDS = 180
_TOUCH = 1.2  # points by which boxes of words may run into each other: their letters do not fill them
_EDGE = 1.0  # points
_EDGES = ("xMin", "yMin", "xMax", "yMax")


class Word(NamedTuple):
    """A word and its box, in points from the upper left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> bool:
        """Whether two words stand on each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _TOUCH and down > (self.bottom - self.top + other.bottom - other.top) / 2 * 0.35


class Page(NamedTuple):
    """A page and its words."""

    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        """All words, in reading order."""
        return " ".join(word.text for word in self.words)

    def collisions(self) -> list[tuple[str, str]]:
        """Words that stand on each other."""
        return [
            (one.text, other.text)
            for number, one in enumerate(self.words)
            for other in self.words[number + 1 :]
            if one.covers(other)
        ]

    def outside(self) -> list[str]:
        """Words that reach over the edge of the page."""
        return [
            word.text
            for word in self.words
            if word.left < -_EDGE
            or word.top < -_EDGE
            or word.right > self.width + _EDGE
            or word.bottom > self.height + _EDGE
        ]


def pages_of(pdf: Path) -> list[Page]:
    """The pages of a PDF."""
    found = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout
    root = etree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", found))
    name = "{http://www.w3.org/1999/xhtml}"
    return [
        Page(
            float(page.get("width")),
            float(page.get("height")),
            [
                Word(word.text or "", *(float(word.get(edge)) for edge in _EDGES))
                for word in page.iter(f"{name}word")
            ],
        )
        for page in root.iter(f"{name}page")
    ]


class Renderer:
    """Converts decks with a profile of its own."""

    def __init__(self, soffice: Path, folder: Path):
        self._soffice = soffice
        self._folder = folder

    def works(self) -> bool:
        """Whether this LibreOffice reads decks at all."""
        path = self._folder / "empty.pptx"
        deck = Presentation()
        deck.slides.add_slide(deck.slide_layouts[6])
        deck.save(str(path))
        (pdf,) = self._pdfs([path])
        return pdf.exists()

    def pages(self, decks: Sequence[Path]) -> list[list[Page]]:
        """The pages of each deck. LibreOffice starts once for all of them; their names must differ."""
        pdfs = self._pdfs(decks)
        unread = [deck.name for deck, pdf in zip(decks, pdfs, strict=True) if not pdf.exists()]
        assert not unread, f"LibreOffice could not read {unread}"
        return [pages_of(pdf) for pdf in pdfs]

    def _pdfs(self, decks: Sequence[Path]) -> list[Path]:
        profile = (self._folder / "profile").as_uri()
        command = [
            str(self._soffice),
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(self._folder),
            *map(str, decks),
        ]
        subprocess.run(
            command,
            env=locate.clean_environment(HOME=str(self._folder)),
            cwd=self._folder,
            capture_output=True,
            timeout=_SECONDS,
        )
        return [self._folder / f"{deck.stem}.pdf" for deck in decks]
