"""Which parameters the tests of a file have in this run: a program that is started once for all of them, at
some cost for each, is asked for no more."""

from __future__ import annotations

from typing import Any

import pytest


def values(request: pytest.FixtureRequest, name: str, **others: Any) -> list[Any]:
    """The values of a parameter, each once, in the tests of the file that have these others."""
    found = [
        item.callspec.params
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path and hasattr(item, "callspec")
    ]
    return list(
        dict.fromkeys(each[name] for each in found if name in each and others.items() <= each.items())
    )
