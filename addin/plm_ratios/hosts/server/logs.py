"""Logs: one line of JSON each. What a cell holds is in none of them, nor is a token.

Messages of exceptions often quote the value that was wrong, so an exception is logged by its type and by
where it was raised.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("plm_ratios.server")
_NOTES = "plm_ratios.notes"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST_PATH = 200
_MOMENT = 0.1  # seconds
_LEVELS = {logging.DEBUG: "debug", logging.INFO: "info"}
_as_json = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """A record as a line of JSON; `fields` of a record become fields of the line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        error = record.msg if isinstance(record.msg, BaseException) else (record.exc_info or (None, None))[1]
        if error is not None:
            fields = {**fields, **exception_fields(error)}
        return _line(record.created, record.levelname.lower(), record.name, _message(record), fields)


def _line(at: float, level: str, logger: str, message: str, fields: dict[str, Any]) -> str:
    second, part = divmod(at, 1)
    when = f"{_second(int(second))}.{int(part * 1000):03}+00:00"
    return _as_json({"time": when, "level": level, "logger": logger, "message": message, **fields})


@lru_cache(maxsize=2)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


class Lines(logging.Handler):
    """Lines on their way to standard error. Those of requests are written many at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: deque[str] = deque()
        self.flushes = False

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line of a record, after those that wait."""
        self.waiting.append(self.format(record))
        self.flush()

    def write_soon(self, line: str) -> None:
        """Has a line written in a moment; called from the event loop."""
        self.waiting.append(line)
        if not self.flushes:
            self.flushes = True
            asyncio.get_running_loop().call_later(_MOMENT, self._flush_now)

    def _flush_now(self) -> None:
        self.flushes = False
        self.flush()

    def flush(self) -> None:
        """Writes all lines that wait."""
        with self.lock or contextlib.nullcontext():
            ready = [self.waiting.popleft() for _ in range(len(self.waiting))]
            if ready and sys.stderr:
                sys.stderr.write("\n".join((*ready, "")))
                sys.stderr.flush()


def _message(record: logging.LogRecord) -> str:
    return "exception" if isinstance(record.msg, BaseException) else record.getMessage()


def exception_fields(error: BaseException) -> dict[str, Any]:
    """An exception without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


lines = Lines()
lines.setFormatter(JsonLines())


def set_up(level: str) -> None:
    """Has everything in this process log so, to standard error."""
    logging.basicConfig(level=level.upper(), handlers=[lines], force=True)
    # At lower levels xlwings tells of each call, which our line of the request does too.
    logging.getLogger("xlwings_server").setLevel(logging.ERROR)


@dataclass
class RequestContext:
    """What the layers below note of a request for its line in the log."""

    request_id: str
    fields: dict[str, Any] = field(default_factory=dict)


def request_context(scope: Scope) -> RequestContext:
    """The notes of this request."""
    found: RequestContext = scope[_NOTES]
    return found


class RequestLog:
    """Writes a line for each request, and gives each an id, which the answer carries too.

    quiet   paths that are logged at level debug only
    """

    def __init__(self, app: ASGIApp, quiet: tuple[str, ...]):
        self.app = app
        self.quiet = quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = scope[_NOTES] = RequestContext(_given_id(scope) or secrets.token_hex(16))
        begun = time.perf_counter()
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            level = logging.DEBUG if status < 400 and scope["path"].startswith(self.quiet) else logging.INFO
            if LOG.isEnabledFor(level):
                fields = {
                    "request_id": request.request_id,
                    "method": scope["method"],
                    "path": scope["path"][:_LONGEST_PATH],
                    "status": status,
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                    **request.fields,
                }
                lines.write_soon(_line(time.time(), _LEVELS[level], LOG.name, "request", fields))


def _given_id(scope: Scope) -> str:
    """The id that a proxy has given the request, where it is one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            return given if _ID.fullmatch(given) else ""
    return ""
