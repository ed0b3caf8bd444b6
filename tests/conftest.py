"""What all tests share: the bundled catalog, a folder for models of one's own, and the order of a run.

Whatever models of their own the people who run the tests have, no test sees them: the variables below
are set before any test module asks for the catalog, and programs that tests start inherit them.

Everything else is loaded where a test first asks for it, so that one test of the core starts at once, also
where the packages for developers are not installed. Fixtures of programs are in host_fixtures.py.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import extras
from plm_ratios.catalog import Catalog, config_paths, load, reload

if TYPE_CHECKING:
    from own_models import Mine

pytest_plugins = ("host_fixtures",)

NOWHERE = os.path.join(os.path.dirname(__file__), "no-such-folder")
os.environ[config_paths.FOLDER_VARIABLE] = NOWHERE
os.environ.pop(config_paths.CATALOG_VARIABLE, None)
reload()

# A shell that starts the tests in the background has Ctrl-C ignored, which programs that tests start, to
# send them that signal, would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Files that take more than ten seconds alone, the longest first. Whole files go to the processes of a
# parallel run, so these must not begin last; and `make quick` leaves them out. One that is missing here
# makes those runs longer, and nothing else.
LONG = (
    "engines/test_engines.py",
    "test_documented_commands.py",
    "hosts/test_lite_pyodide.py",
    "slides/test_deck.py",
    "hosts/test_server_pane.py",
    "hosts/test_calc_workbook.py",
    "hosts/test_calc_session.py",
    "hosts/test_lambda_vectors.py",
    "hosts/test_addin_in_interpreter.py",
    "hosts/test_calc_claims.py",
    "hosts/test_calc_user_catalog.py",
    "slides/test_export.py",
    "cli/test_cli.py",
    "hosts/test_pane.py",
    "hosts/test_server_project.py",
    "slides/test_filled.py",
    "hosts/test_calc_golden.py",
    "recalculation/test_recalc.py",
    "hosts/test_sheets_functions.py",
    "cli/test_terminal.py",
    "hosts/test_lite_slide.py",
    "hosts/test_server_functions.py",
    "slides/test_pictures.py",
    "hosts/test_addin_in_calc.py",
    "slides/test_stored.py",
    "workbook_builder/test_excel_workbook.py",
    "workbook_builder/test_workbook.py",
    "workbook_builder/test_lambda_workbook.py",
    "slides/test_refused.py",
    "test_wheel.py",
    "hosts/test_pane_for_all.py",
    "slides/test_excel_button.py",
    "cli/test_catalog_add.py",
    "workbook_builder/test_slide_sheet.py",
    "curation/test_epoch.py",
    "slides/test_sheet_pdf.py",
    "hosts/test_vba_in_interpreter.py",
    "hosts/test_excel_udfs.py",
    "recalculation/test_dependencies.py",
    "engines/test_written.py",
    "hosts/test_server_load.py",
    "hosts/test_calc_extension.py",
    "hosts/test_lite_workbook.py",
)
_PLACES = {Path(__file__).parent / name: place for place, name in enumerate(LONG)}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return load()


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mine]:
    """A configuration folder for models of one's own, still empty."""
    from own_models import Mine, forget

    monkeypatch.setenv(config_paths.FOLDER_VARIABLE, str(tmp_path / "configuration"))
    monkeypatch.delenv(config_paths.CATALOG_VARIABLE, raising=False)
    forget()
    yield Mine(tmp_path / "configuration")
    monkeypatch.undo()
    forget()


class File(pytest.Module):
    """A file of tests; it is skipped where it needs a package for developers that is not installed."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        try:
            return list(super().collect())
        except self.CollectError as error:
            missing = extras.missing(error.__cause__)
            if missing and not extras.REQUIRED:
                pytest.skip(missing, allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    module: pytest.Module = File.from_parent(parent, path=module_path)
    return module


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--skip-long", action="store_true", help="leave out files that take over ten seconds")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if collection_path in _PLACES and config.getoption("--skip-long") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # one of several processes
        items.sort(key=lambda item: _PLACES.get(item.path, len(_PLACES)))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The plugin of Hypothesis loads all of it for its last words, half a second, also where no test of
    this process, or of the processes that it has started, has used it."""
    manager = session.config.pluginmanager
    if "hypothesis" not in sys.modules and not manager.has_plugin("dsession"):
        manager.unregister(name="hypothesispytest")
