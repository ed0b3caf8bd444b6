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


@pytest.fixture(scope="session")
def filled(calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbook filled in, in every flavour."""
    folder = tmp_path_factory.mktemp("filled")
    return {
        "native": filled_in.in_calc("native", folder, calc),
        "calc": filled_in.in_calc("calc", folder, calc),
        "excel": filled_in.for_excel("excel", folder, calc),
        "lite": filled_in.for_excel("lite", folder, calc),
    }


@pytest.fixture(scope="session")
def renderer(libreoffice: locate.Calc, tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """LibreOffice Impress, which turns a deck into pages."""
    renderer = Renderer(libreoffice.soffice, tmp_path_factory.mktemp("impress"))
    missing = [name for name in ("pdftotext",) if shutil.which(name) is None]
    if missing or not renderer.works():
        absent("To see decks: apt-get install libreoffice-impress poppler-utils")
    return renderer
