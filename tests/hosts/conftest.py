"""What the tests of the hosts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hosts import pane_site, pane_user
from hosts.excel_on_linux import Excel, windows
from hosts.server_process import Server, serving


@pytest.fixture
def excel() -> Iterator[Excel]:
    """xlwings as it runs behind Excel on Windows.

    It is loaded once, and put away after each test, for other tests import xlwings as it is here.
    """
    with windows():
        yield Excel()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """xlwings Server with the functions, running; every line of its log is JSON."""
    with serving(tmp_path_factory.mktemp("server") / "project") as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The folder of the pane on a web server."""
    with pane_site.served(pane_site.files(pane_site.with_ill_meant())) as address:
        yield address


@pytest.fixture
def pane(page: Page, site: str) -> Page:
    """The pane, just opened."""
    page.goto(f"{site}pane.html")
    expect(pane_user.rows(page).first).to_be_visible()
    return page
