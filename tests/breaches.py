"""One test for a rule that many things keep: it looks at all of them and lists every one that does not."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

At = Callable[[object], contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def every_breach() -> Iterator[At]:
    """Fails at its end where anything was wrong, with a line for each.

    with every_breach() as at:
        for model in models:
            with at(model.id):
                assert model.name
    """
    found: list[str] = []

    @contextlib.contextmanager
    def at(where: object) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            what = next(iter(str(error).splitlines()), "")
            found.append(f"{where}: {kind}{what}")

    yield at
    if found:
        pytest.fail("\n".join([f"{len(found)} breaches:", *found]), pytrace=False)
