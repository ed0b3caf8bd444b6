"""xlwings Lite as near as it can run here: Pyodide in Chromium, with xlwings' own entry points for it.

Everything comes from this machine: Pyodide from the npm packages, xlwings from the environment of the
tests, the JavaScript that calls functions from xlwings Server.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import xlwings
from playwright.sync_api import Browser, Page

import browsers
from golden.generate import decode
from hosts.offered_words import as_text
from plm_ratios.functions.cells import CellError

NODE_MODULES = Path(__file__).parents[1] / "js" / "node_modules"
# The Python of Lite's builds in 2025, and that of today.
PYODIDES = ("pyodide-027", "pyodide")

_HERE = Path(__file__).parent
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".html": "text/html",
}
_PAGE = (
    b'<!doctype html><title>Lite</title><link rel="icon" href="data:,"><script src="/lite_page.js"></script>'
)
# How Office names the error values that it hands over (Microsoft, "Custom functions and data types").
ERROR_TYPES = {
    "#N/A": "NotAvailable",
    "#VALUE!": "Value",
    "#NUM!": "Num",
    "#DIV/0!": "Div0",
    "#REF!": "Ref",
    "#NAME?": "Name",
    "#NULL!": "Null",
    "#SPILL!": "Spill",
    "#CALC!": "Calc",
}
_ERROR_TEXTS = {kind: text for text, kind in ERROR_TYPES.items()}


@contextlib.contextmanager
def stand_in(
    browser: Browser,
    pyodide: str,
    main: str,
    wheel: Path | None = None,
    personal: Mapping[str, str] | None = None,
) -> Iterator[StandIn]:
    """A workbook with this main.py, open beside a running Lite; `wheel` is what it had installed, `personal`
    are files of the folder of personal modules."""
    files = {"/": _PAGE, "/xlwings.zip": _installed_xlwings(), "/custom-functions-code.js": _calling_code()}
    if wheel:
        files["/package.whl"] = wheel.read_bytes()
    server = _Server(files, NODE_MODULES / pyodide)
    with server.running() as address, browsers.tab(browser) as page:
        page.goto(address)
        modules = {name.removesuffix(".py"): text for name, text in (personal or {}).items()}
        carried = {"main": main, "wheel": "/package.whl" if wheel else None, "personal": modules}
        started = page.evaluate("start", carried)
        yield StandIn(page, started)


class StandIn:
    """What a running Lite knows and does."""

    def __init__(self, page: Page, started: dict[str, Any]):
        self._page = page
        self.meta: dict[str, Any] = started["meta"]
        self.functions: list[dict[str, Any]] = self.meta["functions"]
        self._declared = {told["id"]: told["parameters"] for told in self.functions}
        self.ids: list[str] = started["ids"]
        self.python: str = started["version"]

    def answers(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        """Results of (function, arguments), the arguments as golden vectors write them."""
        asked = [[name, self._handed_over(name, arguments)] for name, arguments in calls]
        return [_from_cells(answer) for answer in self._page.evaluate("answer", asked)]

    def run(self, script: str, book: dict[str, Any]) -> dict[str, Any]:
        """What a script asks Excel to do with a book (actions), what it printed, or its error."""
        done: dict[str, Any] = self._page.evaluate("runScript", [script, book])
        return done

    def _handed_over(self, name: str, arguments: list[Any]) -> list[Any]:
        declared = self._declared[name]
        left_out = [{"omitted": True}] * (len(declared) - len(arguments))
        return [
            _argument(written, told["dimensionality"])
            for written, told in zip([*arguments, *left_out], declared)
        ]


def _argument(written: Any, dimensionality: str) -> Any:
    """An argument as Excel hands it over."""
    if written == {"omitted": True}:
        return None
    if dimensionality == "scalar":
        return as_text(decode(written))
    value = decode(written)
    rows = value if isinstance(value, list) else [[value]]
    return [[_to_cell(cell) for cell in (row if isinstance(row, list) else [row])] for row in rows]


def _to_cell(value: Any) -> Any:
    if isinstance(value, CellError):
        text = str(value)
        return {"type": "Error", "errorType": ERROR_TYPES[text], "basicType": "Error", "basicValue": text}
    return "" if value is None else value


def _from_cells(answer: Any) -> Any:
    if isinstance(answer, dict):
        return answer
    rows = [[_from_cell(cell) for cell in row] for row in answer]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def _from_cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        return CellError(_ERROR_TEXTS[cell["errorType"]]) if cell.get("type") == "Error" else cell
    return cell


def _installed_xlwings() -> bytes:
    """xlwings as it is installed here: all of it is Python."""
    folder = Path(xlwings.__file__).parent
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(folder.rglob("*.py")):
            target.write(path, path.relative_to(folder.parent))
    return packed.getvalue()


def server_folder() -> Path:
    found = importlib.util.find_spec("xlwings_server")
    assert found, "xlwings-server is not installed"
    assert found.origin
    return Path(found.origin).parent


def _calling_code() -> bytes:
    """The JavaScript between Excel and Python, with its version filled in as xlwings does it."""
    path = server_folder() / "static" / "js" / "custom-functions" / "custom-functions-code.js"
    text = path.read_text(encoding="utf-8")
    return text.replace("placeholder_xlwings_version", xlwings.__version__).encode("utf-8")


class _Server:
    """Serves a few files, Pyodide's folder and the runtime of xlwings Server on a free port."""

    def __init__(self, files: dict[str, bytes], pyodide: Path):
        self._files = files
        self._folders = {"/pyodide/": pyodide, "/runtime/": server_folder() / "wasm", "/": _HERE}

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        serve = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = serve.content(self.path)
                self.send_response(404 if content is None else 200)
                suffix = Path(self.path).suffix or ".html"
                self.send_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                """Tests print enough."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            server.server_close()

    def content(self, path: str) -> bytes | None:
        if path in self._files:
            return self._files[path]
        for prefix, folder in self._folders.items():
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and file.is_file():
                return file.read_bytes()
        return None


def vectors(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
