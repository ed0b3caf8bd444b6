"""What all tests share: the catalog, the command line, a real Calc, a real browser.

Where LibreOffice, Chromium or the npm packages are absent their tests are skipped with the sentence
that says how to get them; with PLM_RATIOS_REQUIRE_HOSTS=1, which CI sets, they fail instead.

Whatever models of their own the people who run the tests have, no test sees them: the variables below
are set before any test module asks for the catalog, and programs that tests start inherit them.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page

import browsers
from cli.command_line import Ended, Run
from own_models import Mine, forget
from plm_ratios import cli
from plm_ratios.catalog import Catalog, config_paths, load
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.document import CalcDocument
from plm_ratios.hosts.calc.session import CalcSession

NPM_PACKAGES = Path(__file__).parent / "js"
NOWHERE = os.path.join(os.path.dirname(__file__), "no-such-folder")
os.environ[config_paths.FOLDER_VARIABLE] = NOWHERE
os.environ.pop(config_paths.CATALOG_VARIABLE, None)
load.cache_clear()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return load()


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mine]:
    """A configuration folder for models of one's own, still empty."""
    monkeypatch.setenv(config_paths.FOLDER_VARIABLE, str(tmp_path / "configuration"))
    monkeypatch.delenv(config_paths.CATALOG_VARIABLE, raising=False)
    forget()
    yield Mine(tmp_path / "configuration")
    monkeypatch.undo()
    forget()


@pytest.fixture(scope="session")
def libreoffice() -> locate.Calc:
    """LibreOffice on this machine."""
    try:
        return locate.find()
    except locate.HostMissing as missing:
        _absent(str(missing))


def _absent(why: str) -> NoReturn:
    if os.environ.get("PLM_RATIOS_REQUIRE_HOSTS") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def calc(libreoffice: locate.Calc) -> Iterator[CalcSession]:
    """One running Calc for all tests, with the functions from the source tree. It knows the bundled
    catalog only, also where the first test that asks for it has models of its own."""
    with contextlib.ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(config_paths.FOLDER_VARIABLE, NOWHERE)
            patch.delenv(config_paths.CATALOG_VARIABLE, raising=False)
            session = running.enter_context(CalcSession())
        yield session


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js, with the packages of tests/js beside it: node can import what package.json there names."""
    program = shutil.which("node")
    if program is None:
        _absent("Node.js is not installed: install version 20 or newer.")
    if not (NPM_PACKAGES / "node_modules").is_dir():
        _absent("The npm packages of the tests are not installed: npm ci --prefix tests/js")
    return program


@pytest.fixture(scope="session")
def gnumeric() -> str:
    """The program with which Gnumeric calculates files."""
    return shutil.which("ssconvert") or _absent("Gnumeric is not installed: apt-get install gnumeric")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One running Chromium for all tests, without a window. It reaches this machine only."""
    program = browsers.find()
    if program is None:
        _absent("No Chromium is installed: apt-get install chromium, or name one in CHROMIUM.")
    with browsers.running(program) as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new tab of Chromium, with nothing in its cache; an error on the page fails the test."""
    with browsers.tab(chromium) as tab:
        yield tab


@pytest.fixture
def sheet(calc: CalcSession) -> Iterator[CalcDocument]:
    """A new spreadsheet with one sheet, Sheet1."""
    with calc.new() as document:
        yield document


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line as the console script does, each time as a new start; `typed` are answers."""

    def command(*arguments: str, typed: tuple[str, ...] = ()) -> Ended:
        monkeypatch.setattr(sys, "argv", ["plm-ratios", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        capsys.readouterr()
        forget()
        with pytest.raises(SystemExit) as end:
            cli.main()
        code = end.value.code
        assert code is None or isinstance(code, int)
        return Ended(code or 0, *capsys.readouterr())

    return command
