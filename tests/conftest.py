"""What all tests share: the catalog, and a real Calc.

Where LibreOffice is absent its tests are skipped with the sentence that says how to get it; with
PLM_RATIOS_REQUIRE_HOSTS=1, which CI sets, they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from plm_ratios.catalog import Catalog, load
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return load()


@pytest.fixture(scope="session")
def libreoffice() -> locate.Calc:
    """LibreOffice on this machine."""
    try:
        return locate.find()
    except locate.HostMissing as missing:
        if os.environ.get("PLM_RATIOS_REQUIRE_HOSTS") == "1":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def calc(libreoffice: locate.Calc) -> Iterator[CalcSession]:
    """One running Calc for all tests, with the functions from the source tree."""
    with CalcSession() as session:
        yield session


@pytest.fixture
def sheet(calc: CalcSession) -> Iterator[CalcDocument]:
    """A new spreadsheet with one sheet, Sheet1."""
    with calc.new() as document:
        yield document
