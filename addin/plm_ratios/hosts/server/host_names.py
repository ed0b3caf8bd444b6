"""Answers to the server's own name only, where XLWINGS_HOSTNAME gives it one.

A page of somebody else's, whose name leads to this machine for a moment, could otherwise have the browsers
inside a network read from here. Health is asked for by address, and stands above this layer.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from .http_error import HttpError

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class HostNames:
    """Refuses requests for other names; this machine's own are let through."""

    def __init__(self, app: ASGIApp, name: str):
        self.app = app
        self.names = frozenset((_name(name), *_THIS_MACHINE))
        self.refusal = HttpError(
            421,
            f"This server answers for {name}. Whoever runs it: the proxy must pass the header Host on.",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "")
        if host not in self.names and _name(host) not in self.names:
            raise self.refusal
        await self.app(scope, receive, send)


def _name(host: str) -> str:
    """The name in a header Host, without port and the case of letters."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
