"""What the tests of the hosts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hosts.excel_on_linux import Excel, windows


@pytest.fixture
def excel() -> Iterator[Excel]:
    """xlwings as it runs behind Excel on Windows.

    It is loaded once, and put away after each test, for other tests import xlwings as it is here.
    """
    with windows():
        yield Excel()
