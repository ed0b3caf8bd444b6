"""xlwings Server: calls over HTTP, beside functions that do nothing, xlwings Server as it comes, and a bare
ASGI application."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from asked import NOTHING, PER_CELL, TABLE, TABLE_ROWS, column, title
from measuring import Measured, compared, in_turn, one_of

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.server.project import new

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hosts.server_process import CALL, body, environment, serving  # it lives with the tests

ONE_CELL = 20  # calls of one cell that are timed together
AIM = 2.0  # one cell beside a bare application
_FUNCTION = """

@func
{options}
def {name}({heading}):
    return {first}
"""


def rows(rounds: int, size: int) -> Iterator[Measured]:
    """Each function beside one that does nothing; RATIO beside what else answers over HTTP."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        new(project)
        (project / "custom_functions" / "__init__.py").write_text(_functions())
        with serving(project) as server, _bare() as bare, _as_it_comes(project) as plain:
            for function in (*PER_CELL, TABLE):
                for many in (TABLE_ROWS,) if function == TABLE else (1, size):
                    cells = column(function, many)
                    ways = {
                        "ours": _way(server.http, function, cells),
                        "nothing": _way(server.http, NOTHING + function, cells),
                    }
                    if function == "RATIO":
                        ways["plain"] = _way(plain, function, cells)
                    if function == "RATIO" and many == 1:
                        ways["bare"] = _way(bare, function, cells)
                    taken = in_turn(ways, rounds)
                    what = f"{function} of one cell" if many == 1 else title(function, many, True)
                    others = {
                        "nothing": "a do-nothing function",
                        "plain": "xlwings Server as it comes",
                        "bare": "a bare ASGI application",
                    }
                    for key in list(taken)[1:]:
                        aim = AIM if key == "bare" else None
                        yield compared("Server", what, others[key], taken["ours"], taken[key], aim)


def _way(http: httpx.Client, function: str, cells: list[object]) -> Callable[[], object]:
    omitted = (None,) * (len(FUNCTIONS[function.removeprefix(NOTHING)].arguments) - 1)
    content = json.dumps(body(function, [[cell] for cell in cells], *omitted))
    sent = {"Content-Type": "application/json"}

    calls = ONE_CELL if len(cells) == 1 else 1

    def ask() -> None:
        for _ in range(calls):
            http.post(CALL, content=content, headers=sent).raise_for_status()

    return one_of(calls, ask)


def _functions() -> str:
    """The project's functions: ours, and for each one that does nothing."""
    modules = ("xlwings import arg, func", "plm_ratios.udfs import *", "plm_ratios.udfs import serial_number")
    text = "".join(f"from {module}\n" for module in modules)
    for function in (*PER_CELL, TABLE):
        first, *more = (argument.name for argument in FUNCTIONS[function].arguments)
        options = "\n".join(
            f'@arg("{name}", doc="Nothing.", ndim=2, err_to_str=True, dates=serial_number)'
            for name in (first, *more)
        )
        heading = ", ".join([first, *(f"{name}=None" for name in more)])
        text += _FUNCTION.format(options=options, name=NOTHING + function, heading=heading, first=first)
    return text


@contextmanager
def _as_it_comes(project: Path) -> Iterator[httpx.Client]:
    """The same functions on xlwings Server without anything of ours in front."""
    settings = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_PROJECT_DIR": str(project)}
    more = {"XLWINGS_ENVIRONMENT": "prod", "XLWINGS_ENABLE_SOCKETIO": "false", "XLWINGS_LOG_LEVEL": "WARNING"}
    with _uvicorn("xlwings_server.main:main_app", environment(**settings, **more)) as http:
        yield http


@contextmanager
def _bare() -> Iterator[httpx.Client]:
    """An application that reads the body and answers with one number."""
    path = str(Path(__file__).parent)
    with _uvicorn("bare_app:app", environment(PYTHONPATH=path)) as http:
        yield http


@contextmanager
def _uvicorn(app: str, variables: dict[str, str]) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", app, "--port", port, "--log-level", "error"]
    process = subprocess.Popen(command, env=variables)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as http:
            for _ in range(300):
                try:
                    http.get("/")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield http
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
