"""The programs beside which the functions run: a real Calc, a real browser, Node.js, Gnumeric, a server.

Where one is absent its tests are skipped with the sentence that says how to get it; with
PLM_RATIOS_REQUIRE_HOSTS=1, which CI sets, they fail instead. Every test that asks for one of them, also by
way of another fixture, has the marker `host`.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import extras
from plm_ratios.catalog import config_paths

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from cli.command_line import Ended, Run
    from plm_ratios.hosts.calc import locate
    from plm_ratios.hosts.calc.document import CalcDocument
    from plm_ratios.hosts.calc.session import CalcSession

NPM_PACKAGES = Path(__file__).parent / "js"
HOSTS = frozenset({"libreoffice", "node", "gnumeric", "chromium", "server"})


def pytest_itemcollected(item: pytest.Item) -> None:
    if not HOSTS.isdisjoint(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.host)


@pytest.fixture(scope="session")
def libreoffice() -> locate.Calc:
    """LibreOffice on this machine."""
    from plm_ratios.hosts.calc import locate

    try:
        return locate.find()
    except locate.HostMissing as missing:
        extras.absent(str(missing))


@pytest.fixture(scope="session")
def calc(libreoffice: locate.Calc) -> Iterator[CalcSession]:
    """One running Calc for all tests, with the functions from the source tree. It knows the bundled
    catalog only, also where the first test that asks for it has models of its own."""
    from plm_ratios.hosts.calc.session import CalcSession

    with contextlib.ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(config_paths.FOLDER_VARIABLE, str(Path(__file__).with_name("no-such-folder")))
            patch.delenv(config_paths.CATALOG_VARIABLE, raising=False)
            session = running.enter_context(CalcSession())
        yield session


@pytest.fixture
def sheet(calc: CalcSession) -> Iterator[CalcDocument]:
    """A new spreadsheet with one sheet, Sheet1."""
    with calc.new() as document:
        yield document


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js, with the packages of tests/js beside it: node can import what package.json there names."""
    program = shutil.which("node")
    if program is None:
        extras.absent("Node.js is not installed: install version 20 or newer.")
    if not (NPM_PACKAGES / "node_modules").is_dir():
        extras.absent("The npm packages of the tests are not installed: npm ci --prefix tests/js")
    return program


@pytest.fixture(scope="session")
def gnumeric() -> str:
    """The program with which Gnumeric calculates files."""
    return shutil.which("ssconvert") or extras.absent("Gnumeric is not installed: apt-get install gnumeric")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One running Chromium for all tests, without a window. It reaches this machine only."""
    browsers = extras.module("browsers")
    program = browsers.find()
    if program is None:
        extras.absent("No Chromium is installed: apt-get install chromium, or name one in CHROMIUM.")
    with browsers.running(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """A profile of Chromium in which the tabs of most tests follow one another."""
    with extras.module("browsers").profile(chromium) as profile:
        yield profile


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A new tab of Chromium, with nothing in its cache; an error on the page fails the test."""
    with extras.module("browsers").next_tab(profile) as tab:
        yield tab


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line as the console script does, each time as a new start; `typed` are answers."""
    from cli.command_line import Ended
    from own_models import forget
    from plm_ratios import cli

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
