"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import extras
import plm_ratios

_ROOTS = (Path(plm_ratios.__file__).parent.parent, Path(__file__).parent)


def modules() -> list[str]:
    """Every module with an example."""
    return [
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for root in _ROOTS
        for path in sorted(root.rglob("*.py"))
        if "node_modules" not in path.parts and path != Path(__file__)
        if ">>> " in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("name", modules())
def test_examples(name: str) -> None:
    ran = doctest.testmod(extras.module(name))
    assert ran.attempted > 0
    assert ran.failed == 0
