"""Routes in addition to those of xlwings Server: a health check, and what the task pane loads."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ...catalog import Catalog, in_use, load
from ...functions import FUNCTIONS
from ...version import __version__
from ..pane import page
from ..pane.entries import entries

HEALTH = "/health"
PANE = "/plm"
ENTRIES = f"{PANE}/entries.json"

_TYPES = {"js": "text/javascript", "css": "text/css", "png": "image/png"}
_OFFICE_SCRIPTS = ("office_sheet.js", "office_sign_in.js", "office_host.js")
_FILES = {
    "plm_ratios.hosts.pane": (*page.STYLES, *page.SCRIPTS),
    "plm_ratios.hosts.server.static": (
        "office_host.css",
        *_OFFICE_SCRIPTS,
        "icon-16.png",
        "icon-32.png",
        "icon-64.png",
        "icon-80.png",
    ),
}
STYLES = (*page.STYLES, "office_host.css")
SCRIPTS = (*page.SCRIPTS, *_OFFICE_SCRIPTS)  # in the order in which they need one another


def health_routes(prefix: str) -> list[Route]:
    """/health says whether calls can be answered, /health/live only that the process runs."""

    async def ready(request: Request) -> Response:
        known = {"version": __version__, "edition": load().label, "functions": len(FUNCTIONS)}
        return JSONResponse({"status": "ready", **known})

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "live"})

    return [Route(prefix + HEALTH, ready), Route(f"{prefix}{HEALTH}/live", live)]


def pane_routes(prefix: str, namespace: str) -> list[Route]:
    """The files of the task pane, and the catalog as it shows it; its formulas have the names of the
    functions under their namespace."""
    written = f"{namespace}." if namespace else ""
    kept = {
        name: (files(package).joinpath(name).read_bytes(), _TYPES[name.rpartition(".")[2]])
        for package, names in _FILES.items()
        for name in names
    }
    routes = [Route(f"{prefix}{PANE}/{name}", _Kept(*what)) for name, what in kept.items()]
    return [*routes, Route(prefix + ENTRIES, _Entries(written))]


class _Kept:
    """Answers with the same bytes, or with 304 to a browser that has them."""

    def __init__(self, content: bytes, media_type: str):
        self.content = content
        self.media_type = media_type
        self.tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        has = Request(scope).headers.get("if-none-match") == self.tag
        response = Response(
            b"" if has else self.content,
            status_code=304 if has else 200,
            headers={"ETag": self.tag},
            media_type=self.media_type,
        )
        await response(scope, receive, send)


class _Entries:
    """The catalog as the pane shows it, made anew once models of somebody's own have changed."""

    def __init__(self, written: str):
        self.written = written
        self.catalog, self.kept = self._made()

    def _made(self) -> tuple[Catalog, _Kept]:
        with in_use.settled():
            content = json.dumps(entries(self.written), separators=(",", ":")).encode()
            return load(), _Kept(content, "application/json")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.catalog is not load():
            self.catalog, self.kept = self._made()
        await self.kept(scope, receive, send)
