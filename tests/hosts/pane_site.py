"""The pane on a web server of this machine, under the strict policy that real servers give it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plm_ratios.hosts.pane import page
from plm_ratios.hosts.pane.entries import entries

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
HOST_SCRIPT = Path(__file__).with_name("pane_host.js").read_text(encoding="utf-8")

MARKUP = "</script><img src=x onerror=\"document.title='taken'\">"
QUOTED = 'The "big" one'
SPACED = "A model of our own with a name of ninety-eight characters, which is about as long as they ever get"
UNBROKEN = "esm2_t48_15B_UR50D_" * 5 + "own"
SCRIPT_ADDRESS = "Model with a bad address"

_TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "json": "application/json"}


def with_ill_meant() -> dict[str, Any]:
    """The entries of the catalog, and models with ESM-2 15B's numbers whose names are hard to show."""
    given = entries()
    like = next(model for model in given["models"] if model["name"] == "ESM-2 15B")
    bad = {"shown": "1.0B", "source": MARKUP, "url": "javascript://%0Adocument.title='taken'"}
    more = [
        {"name": MARKUP, "family": MARKUP, "own": True},
        {"name": QUOTED, "own": True},
        {"name": SPACED, "own": True},
        {"name": UNBROKEN, "family": UNBROKEN, "own": True},
        {"name": SCRIPT_ADDRESS, "parameters": bad},
    ]
    given["models"] += [
        {**like, "id": f"more-{at}", "aliases": [], "family": "", **each} for at, each in enumerate(more)
    ]
    return given


def files(given: dict[str, Any]) -> dict[str, str]:
    """What the server has, by name: the page in files, the same page in one, the entries."""
    scripts = [*page.SCRIPTS, "pane_host.js"]
    return {
        "pane.html": _of_files(scripts),
        "one.html": page.page_in_one("Models", [HOST_SCRIPT], given),
        "entries.json": json.dumps(given),
        "pane_host.js": HOST_SCRIPT,
        "favicon.ico": "",
        **{name: page.text_of(name) for name in (*page.STYLES, *page.SCRIPTS)},
    }


def _of_files(scripts: list[str]) -> str:
    """The pane as a page that loads everything by address, as xlwings Server's does."""
    styles = [f'<link rel="stylesheet" href="{name}">' for name in page.STYLES]
    loads = [f'<script defer src="{name}"></script>' for name in scripts]
    head = ['<meta name="viewport" content="width=device-width, initial-scale=1">', "<title>Models</title>"]
    opening, closing = '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">', "</body>\n</html>\n"
    return "\n".join([opening, *head, *styles, *loads, "</head>\n<body>", page.text_of("body.html"), closing])


@contextlib.contextmanager
def served(has: Mapping[str, str]) -> Iterator[str]:
    """Serves these files while it lasts; gives the address of their folder. All but the page in one,
    which other people's servers deliver, come under the policy."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            self.send_response(200 if name in has else 404)
            self.send_header(
                "Content-Type", f"{_TYPES.get(name.rpartition('.')[2], 'text/plain')}; charset=utf-8"
            )
            if name != "one.html":
                self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(has.get(name, "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
