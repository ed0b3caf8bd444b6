"""A pytest plugin that counts the assertions that passed, in all and for each test file.

    python -m pytest -p count_assertions -o enable_assertion_pass_hook=true

Before and after a change of the tests the two counts say whether anything is no longer checked. Only
assertions of test modules, conftests and modules registered with pytest are seen; a test that draws
examples at random makes another number of them each time, unless --hypothesis-seed is given.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

_WORKER_KEY = "assertions_passed"  # how a worker of pytest-xdist hands its count to the controller


class CountAssertions:
    """Counts in the process that runs the tests; sums up over workers where there are any."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()

    def pytest_assertion_pass(self, item: pytest.Item) -> None:
        self.passed[item.nodeid.partition("::")[0]] += 1

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_WORKER_KEY] = dict(self.passed)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.passed.update(getattr(node, "workeroutput", {}).get(_WORKER_KEY, {}))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("assertions that passed")
        for name, count in sorted(self.passed.items()):
            terminalreporter.write_line(f"{count:9} {name}")
        terminalreporter.write_line(f"{self.passed.total():9} in all")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getini("enable_assertion_pass_hook"):
        raise pytest.UsageError(
            f"{Path(__file__).name} counts nothing without -o enable_assertion_pass_hook=true"
        )
    config.pluginmanager.register(CountAssertions())
