"""Routes in addition to those of xlwings Server: a health check, and what the task pane loads."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ...catalog import Catalog, in_use, load
from ...functions import FUNCTIONS
from ...version import __version__
from ..pane import page
from ..pane.entries import entries
from . import own_catalog

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
    """/health says whether calls can be answered, and by which catalog; /health/live that the process runs.

    What is wrong with the operator's own models is told and leaves it ready: all answers are as they were
    before, and no other replica would have better ones.
    """

    async def ready(request: Request) -> Response:
        catalog = await run_in_threadpool(load)  # which may read files
        known = {"version": __version__, "edition": catalog.label, "functions": len(FUNCTIONS)}
        return JSONResponse({"status": "ready", **known, "catalog": own_catalog.state(catalog)})

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
        if self.catalog is not await run_in_threadpool(load):
            self.catalog, self.kept = await run_in_threadpool(self._made)
        await self.kept(scope, receive, send)
