"""Logs: one line of JSON each. What a cell holds is in none of them, nor is a token.

Messages of exceptions often quote the value that was wrong, so an exception is logged by its type and by
where it was raised.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("plm_ratios.server")
_NOTES = "plm_ratios.notes"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST_PATH = 200


class JsonLines(logging.Formatter):
    """A record as a line of JSON; `fields` of a record become fields of the line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **getattr(record, "fields", {}),
        }
        error = record.msg if isinstance(record.msg, BaseException) else (record.exc_info or (None, None))[1]
        if error is not None:
            line |= exception_fields(error)
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    return "exception" if isinstance(record.msg, BaseException) else record.getMessage()


def exception_fields(error: BaseException) -> dict[str, Any]:
    """An exception without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def set_up(level: str) -> None:
    """Has everything in this process log so, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
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
        given = Headers(scope=scope).get("x-request-id", "")
        request = scope[_NOTES] = RequestContext(given if _ID.fullmatch(given) else uuid.uuid4().hex)
        begun = time.perf_counter()
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request.request_id
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            level = logging.DEBUG if status < 400 and scope["path"].startswith(self.quiet) else logging.INFO
            fields = {
                "request_id": request.request_id,
                "method": scope["method"],
                "path": scope["path"][:_LONGEST_PATH],
                "status": status,
                "ms": round((time.perf_counter() - begun) * 1000, 1),
                **request.fields,
            }
            LOG.log(level, "request", extra={"fields": fields})
