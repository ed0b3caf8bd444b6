"""Calc's function wizard says what FUNCTIONS says."""

from __future__ import annotations

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc.session import CalcSession


@pytest.fixture(scope="module")
def described(calc: CalcSession) -> dict[str, dict[str, object]]:
    return calc.described()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_texts_and_optional_arguments(described: dict[str, dict[str, object]], name: str) -> None:
    function = FUNCTIONS[name]
    assert described[name] == {
        "description": function.summary,
        "arguments": [[a.name, a.help, a.optional] for a in function.arguments],
    }
