"""How much: 413 for bodies that are too large."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .http_error import HttpError

_WITH_BODY = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class BodyLimit:
    """Reads a body whole before anything else sees it, and stops where it grows too large."""

    def __init__(self, app: ASGIApp, megabytes: float):
        self.app = app
        self.most = int(megabytes * 1_000_000)
        # What still comes of the body, the connection drops.
        self.refusal = HttpError(413, f"A request may have at most {megabytes:g} MB. Divide the range.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in _WITH_BODY:
            await self.app(scope, receive, send)
            return
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > self.most:
                raise self.refusal
        chunks = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            more = message.get("more_body", False)
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self.most:
                raise self.refusal
        await self.app(scope, replay_body(b"".join(chunks), receive), send)


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
