"""Headers for browsers: which pages may read from here, which may frame the pane, what the pane may load.

The functions run in the pane (a shared runtime), so what they ask this server for comes from its own
origin. What does come from elsewhere is the metadata of the functions: the page in which Excel on the
web runs, such as https://usc-excel.officeapps.live.com, fetches it itself, so that one needs CORS. Around
the pane are, from the inside out, that page and the one of SharePoint, OneDrive or Microsoft 365.
"""

from __future__ import annotations

import re
from typing import Iterable

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OFFICE_CDN = "https://appsforoffice.microsoft.com"


def content_security_policy(frame_ancestors: Iterable[str], office_from_cdn: bool) -> str:
    """The pane loads files of this server and nothing else, except Office.js where its CDN serves that."""
    office = f" {_OFFICE_CDN}" if office_from_cdn else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{office}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self'{office}",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
            " ".join(("frame-ancestors 'self'", *frame_ancestors)),
        )
    )


class SecurityHeaders:
    """Adds headers to every answer, also to refusals.

    revalidated   paths of files that browsers may keep, if they ask each time whether they are current
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str], revalidated: tuple[str, ...]):
        self.app = app
        self.headers = _raw(headers)
        self.for_files = _raw({**headers, "Cache-Control": "private, no-cache"})
        self.names = frozenset(name for name, _ in self.for_files)
        self.revalidated = revalidated

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [header for header in message["headers"] if header[0] not in self.names]
                is_file = scope["path"].startswith(self.revalidated)
                message["headers"] = kept + (self.for_files if is_file else self.headers)
            await send(message)

        await self.app(scope, receive, add)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as they are sent, made once."""
    named = {name.lower(): value for name, value in headers.items()}
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]


class Cors(CORSMiddleware):
    """Starlette's answers to pages that ask first; of all others Vary names Origin once."""

    async def simple_response(
        self, scope: Scope, receive: Receive, send: Send, request_headers: Headers
    ) -> None:
        """Answers, and lets the page read that where it may."""
        origin = request_headers.get("origin")
        more = _raw(self.simple_headers) if origin is not None else []
        if origin is not None and self.is_allowed_origin(origin):
            more.append((b"access-control-allow-origin", origin.encode("latin-1")))

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = message["headers"]
                varies = [value for name, value in told if name == b"vary" and value.lower() != b"origin"]
                kept = [
                    header for header in told if header[0] not in (b"vary", b"access-control-allow-origin")
                ]
                message["headers"] = [*kept, *more, (b"vary", b", ".join((*varies, b"Origin")))]
            await send(message)

        await self.app(scope, receive, add)


def cors(app: ASGIApp, origins: Iterable[str]) -> ASGIApp:
    """Lets pages of these origins read; a * stands for one or several names in front of a domain."""
    return Cors(
        app,
        allow_origin_regex="|".join(map(_pattern, origins)) or "(?!)",
        allow_methods=("GET", "POST"),
        allow_headers=("Authorization", "Auth-Provider", "Content-Type"),
        expose_headers=("X-Request-ID", "Retry-After"),
        max_age=3600,
    )


def _pattern(origin: str) -> str:
    return re.escape(origin).replace(r"\*", r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
