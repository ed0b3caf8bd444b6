"""The operator's own models: whole at the start, followed while the server runs, and told of in /health.

What can no longer be read stays as it was (catalog/in_use.py). Health and log say so in sentences that name
a file and never a model, for /health is open to everybody.
"""

from __future__ import annotations

import multiprocessing
import time
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ...catalog import Catalog, in_use
from ...catalog.user_catalog import OF_A_FILE
from ...errors import PlmError
from .logs import LOG

_AGAIN = 0.5  # seconds
_KINDS = ("model", "dataset")


def require_readable() -> None:
    """PlmError where a catalog of the operator's own cannot be read.

    A process that takes the place of another waits instead until it can: the others go on with what they have
    read, and this one has nothing to answer by.
    """
    trouble = _trouble()
    if trouble and multiprocessing.parent_process() is None:
        raise PlmError(trouble)
    if trouble:
        LOG.warning("A new process waits for the catalog. " + trouble)
    while trouble:
        time.sleep(_AGAIN)
        trouble = _trouble()


def _trouble() -> str:
    """What is wrong with a file of which nothing could be read. What could is in use from here on."""
    in_use.reload()
    warnings = in_use.load().warnings
    for where in in_use.unread():
        begins = f"{OF_A_FILE}{where.name} "
        said = [each.removeprefix(begins) for each in warnings if each.startswith(begins)]
        return f"{OF_A_FILE}{where.yaml} {said[0] if said else 'could not be read.'}"
    return ""


def state(catalog: Catalog) -> dict[str, Any]:
    """How many models and datasets the operator has added, and what is wrong with them."""
    trouble = [said for said in catalog.warnings if said.startswith(OF_A_FILE)]
    left_out = len(catalog.warnings) - len(trouble)
    if left_out:
        trouble.append(f"Of your own models and datasets, {left_out} left out; the log says which.")
    counts = {f"own_{what}s": sum(entry.what == what for entry in catalog.user_entries) for what in _KINDS}
    return {**counts, "trouble": trouble}


class Changes:
    """Writes a line to the log once the catalog is another one, whoever's request has found that out."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.seen = in_use.load()
        self._tell(self.seen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        newest = in_use.newest()
        if newest is not None and newest is not self.seen:
            self.seen = newest
            LOG.info("catalog", extra={"fields": {"edition": newest.label}})
            self._tell(newest)

    @staticmethod
    def _tell(catalog: Catalog) -> None:
        for said in catalog.warnings:
            LOG.warning(said)
