"""What the tests of the hosts share. Modules are imported where a fixture needs them: not everybody who
runs these tests has what all of them need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from hosts.excel_on_linux import Excel
    from hosts.server_process import Server


@pytest.fixture
def excel() -> Iterator[Excel]:
    """xlwings as it runs behind Excel on Windows.

    It is loaded once, and put away after each test, for other tests import xlwings as it is here.
    """
    from hosts.excel_on_linux import Excel, windows

    with windows():
        yield Excel()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """xlwings Server with the functions, running; every line of its log is JSON."""
    from hosts.server_process import serving

    with serving(tmp_path_factory.mktemp("server") / "project") as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The folder of the pane on a web server."""
    from hosts import pane_site

    with pane_site.served(pane_site.files(pane_site.with_ill_meant())) as address:
        yield address


@pytest.fixture
def pane(page: Page, site: str) -> Page:
    """The pane, just opened."""
    from playwright.sync_api import expect

    from hosts import pane_user

    page.goto(f"{site}pane.html")
    expect(pane_user.rows(page).first).to_be_visible()
    return page
