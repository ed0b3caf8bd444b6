"""Stopping comes to an end: requests in progress get a few seconds, and then the process ends.

uvicorn waits for connections no longer than it is told, but Python waits for threads for as long as they run.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import logs

_told = threading.Event()
_AFTER = 0.7  # seconds for what is left to do once connections are closed


class Stopping:
    """Once the server has let its connections go, gives threads a moment and ends the process."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, _watched(receive) if scope["type"] == "lifespan" else receive, send)


def _watched(receive: Receive) -> Any:
    async def watched() -> Message:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            timer = threading.Timer(_AFTER, _end)
            timer.daemon = True
            timer.start()
        return message

    return watched


def told() -> None:
    """The log says already that the server has stopped."""
    _told.set()


def _end() -> None:
    """Ends the process though some thread is still at work."""
    if not _told.is_set() and multiprocessing.parent_process() is None:
        logs.LOG.info("stopped")
    logs.lines.flush()
    os._exit(0)
