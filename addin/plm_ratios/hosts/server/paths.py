"""Routes of fixed paths, found at once: a call is not compared with the path of each file of the pane."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send


class Paths:
    """Answers at these paths, and leaves all others to the layer below."""

    def __init__(self, routes: Iterable[Route], default: ASGIApp):
        self.routes = {route.path: Router([route], redirect_slashes=False) for route in routes}
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.routes.get(scope["path"], self.default)(scope, receive, send)
