"""What goes wrong, made an answer: a refusal as it says; the unforeseen with the id to find it by in the log.

A call that fails is answered with 422, not 500: the add-in sends a call again after 500, and a function
that failed once over the same cells fails again.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .answering import Answering
from .calls import Call
from .http_error import HttpError
from .limits import Disconnected, read_body, replay_body
from .logs import LOG, exception_fields, request_context


class Faults:
    """Answers for the layers below it when they raise."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Disconnected:
            return
        except HttpError as refusal:
            refused = refusal
        except Exception as error:
            _log(scope, error)
            refused = HttpError(
                500, "The server failed. Whoever runs it finds the reason under the request's id."
            )
        else:
            return
        if not begun:
            await refused.response(request_context(scope).request_id)(scope, receive, send)


class Calls:
    """Answers calls of our functions, and lets calls of others through to xlwings in a shape that it can
    read; notes what is asked."""

    def __init__(self, app: ASGIApp, path: str, answering: Answering):
        self.app = app
        self.path = path
        self.answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != self.path or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body = await read_body(receive)
        noted = request_context(scope).fields
        failed = False

        def note(call: Call) -> None:
            noted.update(function=call.function, rows=call.rows, cells=call.cells)

        async def withhold(message: Message) -> None:
            nonlocal failed
            failed = failed or (message["type"] == "http.response.start" and message["status"] == 500)
            if not failed:
                await send(message)

        try:
            content = await self.answering.answer(body, receive, note)
            if content is not None:
                length = str(len(content)).encode()
                told = [(b"content-length", length), (b"content-type", b"application/json")]
                await send({"type": "http.response.start", "status": 200, "headers": told})
                await send({"type": "http.response.body", "body": content})
            else:
                await self.app(_as_json(scope), replay_body(body, receive), withhold)
        except (HttpError, Disconnected):
            raise
        except Exception as error:
            _log(scope, error)
            failed = True
        if failed:
            raise HttpError(
                422,
                f"{noted.get('function', 'The call')} failed on these values. Whoever runs the server finds "
                f"the reason in its log, under the id {request_context(scope).request_id}.",
            )


def _as_json(scope: Scope) -> Scope:
    """FastAPI reads a body as JSON only where a header says that it is; here it is known to be."""
    others = [header for header in scope["headers"] if header[0] != b"content-type"]
    return {**scope, "headers": [*others, (b"content-type", b"application/json")]}


def _log(scope: Scope, error: Exception) -> None:
    request = request_context(scope)
    LOG.error(
        "failed",
        extra={"fields": {"request_id": request.request_id, **request.fields, **exception_fields(error)}},
    )
