"""Who may call, where a setting asks for it: XLWINGS_AUTH_PROVIDERS=["custom"] and a list of tokens.

A token is a secret of its user's own; whoever sends it is that user. A project hands validate_token() to
xlwings Server in auth/custom/__init__.py, which may be replaced by any check of one's own. Guard asks
xlwings Server, whichever way it is set to authenticate, before anything reads the body of a request.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from fastapi import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from xlwings_server import dependencies
from xlwings_server.models import User

from .http_error import HttpError
from .logs import request_context
from .rates import FAILED, USER, Rates, address
from .settings import read
from .tokens import tokens

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="plm-ratios"'}
SIGN_IN = "Sign in first: open the pLM ratios pane on the Home tab and enter your access token."


async def validate_token(token_string: str) -> User:
    """The user of the token in the header Authorization, which may follow the word Bearer."""
    scheme, _, token = token_string.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise HTTPException(401, SIGN_IN, _CHALLENGE)
    asked = _digest(token.strip())
    # Every token is compared, each in the same time, so that how long it takes tells nothing.
    found = [name for name, known in _digests().items() if hmac.compare_digest(known, asked)]
    if not found:
        raise HTTPException(401, "This server does not know your access token. " + SIGN_IN, _CHALLENGE)
    return User(id=found[0], name=found[0])


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


@lru_cache(maxsize=1)
def _digests() -> dict[str, bytes]:
    return {name: _digest(token) for name, token in tokens(read()).items()}


class Guard:
    """Refuses requests to these paths without a known token, and who often tries with 429."""

    def __init__(self, app: ASGIApp, paths: tuple[str, ...], rates: Rates | None):
        self.app = app
        self.asks = bool(dependencies.settings.auth_providers)
        self.paths = paths
        self.rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.asks and scope["path"].startswith(self.paths):
            request = Request(scope)
            given = request.headers
            try:
                user = await dependencies.get_user(
                    request,
                    await dependencies.authenticate(
                        given.get("authorization", ""), given.get("auth-provider")
                    ),
                )
            except HTTPException as refused:
                if self.rates:
                    self.rates.count(FAILED, address(scope))
                raise HttpError(
                    refused.status_code, str(refused.detail), dict(refused.headers or {})
                ) from None
            request_context(scope).fields[USER] = user.name
        await self.app(scope, receive, send)
