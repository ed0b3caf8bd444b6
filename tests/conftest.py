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
from plm_ratios.catalog import Catalog, config_paths, load

if TYPE_CHECKING:
    from own_models import Mine

pytest_plugins = ("host_fixtures",)

NOWHERE = os.path.join(os.path.dirname(__file__), "no-such-folder")
os.environ[config_paths.FOLDER_VARIABLE] = NOWHERE
os.environ.pop(config_paths.CATALOG_VARIABLE, None)
load.cache_clear()

# A shell that starts the tests in the background has Ctrl-C ignored, which programs that tests start, to
# send them that signal, would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Whole files go to the workers of a parallel run, so those that take longest must not begin last. A file
# that is missing here costs a minute of such a run at most; put in what takes more than ten seconds alone.
LONGEST_FIRST = (
    "tests/engines/test_engines.py",
    "tests/slides/test_filled.py",
    "tests/hosts/test_lite_pyodide.py",
    "tests/hosts/test_calc_workbook.py",
    "tests/slides/test_export.py",
    "tests/hosts/test_calc_session.py",
    "tests/slides/test_deck.py",
    "tests/slides/test_stored.py",
    "tests/workbook_builder/test_excel_workbook.py",
    "tests/cli/test_cli.py",
    "tests/hosts/test_server_pane.py",
    "tests/test_wheel.py",
)


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # one of several processes
        places = {config.rootpath / name: place for place, name in enumerate(LONGEST_FIRST)}
        items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The plugin of Hypothesis loads all of it for its last words, half a second, also where no test of
    this process, or of the processes that it has started, has used it."""
    manager = session.config.pluginmanager
    if "hypothesis" not in sys.modules and not manager.has_plugin("dsession"):
        manager.unregister(name="hypothesispytest")
