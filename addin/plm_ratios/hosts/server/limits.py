"""How much and how often: 413 for bodies that are too large, 429 for clients that ask too often.

Requests are counted in this process: each worker and each replica has a count of its own.
"""

from __future__ import annotations

import math
import time
from typing import AsyncIterator

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .http_error import HttpError

_WITH_BODY = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class RateLimit:
    """Lets a client, known by its address, make so many requests and no more."""

    def __init__(self, app: ASGIApp, rate: str):
        self.app = app
        self.rate = parse(rate)
        self.limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = (scope.get("client") or ("unknown",))[0]
        if not self.limiter.hit(self.rate, client):
            again = self.limiter.get_window_stats(self.rate, client).reset_time - time.time()
            seconds = max(1, math.ceil(again))
            raise HttpError(
                429,
                f"Too many requests; the server answers again in {seconds} s. "
                "One formula over a range asks once, a formula in each cell asks for each cell.",
                {"Retry-After": str(seconds)},
            )
        await self.app(scope, receive, send)


class BodyLimit:
    """Reads a body whole before anything else sees it, and stops where it grows too large."""

    def __init__(self, app: ASGIApp, megabytes: float):
        self.app = app
        self.most = int(megabytes * 1_000_000)
        self.refusal = HttpError(
            413,
            f"A request may have at most {megabytes:g} MB. Divide the range.",
            {"Connection": "close"},  # the rest of the body is left unread
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in _WITH_BODY:
            await self.app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isascii() and stated.isdigit() and int(stated) > self.most:
            raise self.refusal
        body = bytearray()
        async for chunk in _chunks(receive):
            body += chunk
            if len(body) > self.most:
                raise self.refusal
        await self.app(scope, replay_body(bytes(body), receive), send)


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        more = message.get("more_body", False)
        yield message.get("body", b"")


class Disconnected(Exception):
    """The client has closed the connection."""


def replay_body(body: bytes, receive: Receive) -> Receive:
    """A receive that gives this body, and after it what else happens."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def read_body(receive: Receive) -> bytes:
    """The body that BodyLimit has read."""
    body: bytes = (await receive())["body"]
    return body
