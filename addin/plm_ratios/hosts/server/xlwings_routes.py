"""xlwings Server's own routes, of which some answer otherwise here."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .http_error import HttpError
from .logs import request_context

ALERT = "/xlwings/alert"


def answer_plainly(app: FastAPI) -> None:
    """Has refusals carry the request's id, and paths with a slash too many be refused: FastAPI would lead to
    the address that the request itself names."""
    app.router.redirect_slashes = False
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)


async def _refused(request: Request, error: Any) -> Response:
    content = {"detail": error.detail, "request_id": request_context(request.scope).request_id}
    return JSONResponse(content, status_code=error.status_code, headers=error.headers)


async def _not_valid(request: Request, error: Any) -> Response:
    raise HttpError(422, "The request lacks something, or has it in another form than this path takes.")


class Scripts:
    """Lets calls of scripts through that are there. The page that shows a script's messages, which shows any
    text under this server's name, is there only where there are scripts."""

    def __init__(self, app: ASGIApp, prefix: str, path: str, scripts: ModuleType):
        self.app = app
        self.path = path
        self.alert = prefix + ALERT
        self.scripts = frozenset(
            name for name, script in vars(scripts).items() if hasattr(script, "__xlscript__")
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        under, _, name = scope["path"].rpartition("/")
        if under == self.path and name not in self.scripts:
            raise HttpError(404, "This server has no script of that name.")
        if scope["path"] == self.alert and not self.scripts:
            raise HttpError(404, "This server has no scripts.")
        await self.app(scope, receive, send)
