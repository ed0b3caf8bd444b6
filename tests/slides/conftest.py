"""What the tests of exports share: filled-in workbooks of every flavour, and a deck as a person sees it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extras import absent
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.session import CalcSession
from slides import filled_in
from slides.rendering import Renderer


class Filled(dict[str, Path]):
    """The workbook filled in, by flavour; each is made where a test first asks for it."""

    def __init__(self, folder: Path, calc: CalcSession):
        super().__init__()
        self._folder = folder
        self._calc = calc

    def __missing__(self, flavour: str) -> Path:
        fill = filled_in.for_excel if flavour in ("excel", "lite") else filled_in.in_calc
        return self.setdefault(flavour, fill(flavour, self._folder, self._calc))


@pytest.fixture(scope="session")
def filled(calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The workbook filled in, in every flavour."""
    return Filled(tmp_path_factory.mktemp("filled"), calc)


@pytest.fixture(scope="session")
def renderer(libreoffice: locate.Calc, tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """LibreOffice Impress, which turns a deck into pages."""
    renderer = Renderer(libreoffice.soffice, tmp_path_factory.mktemp("impress"))
    missing = [name for name in ("pdftotext",) if shutil.which(name) is None]
    if missing or not renderer.works():
        absent("To see decks: apt-get install libreoffice-impress poppler-utils")
    return renderer
