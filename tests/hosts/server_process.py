"""A server as its operator starts it: a project from `server new`, a process from `server run`.

The tests are a non-commercial use of xlwings Server, and say so as an operator does.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from plm_ratios.catalog import config_paths
from plm_ratios.hosts.server.project import new

COMMAND = [sys.executable, "-m", "plm_ratios.cli"]
HOST = "plm.example.org"
CALL = "/xlwings/custom-functions-call"
TIMEOUT = 60.0
_NO_LIMIT = {"PLM_RATIOS_SERVER_RATE_LIMIT": "off"}


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[str]):
        self.process = process
        self.lines: list[str] = []
        self._new: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.address = self.wait_for("serving")["address"]
        self.wait_for("Application startup complete.")
        self.http = httpx.Client(base_url=self.address, timeout=TIMEOUT, trust_env=False)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._new.put(line.rstrip("\n"))
        self._new.put(None)

    def wait_for(self, message: str, **fields: Any) -> dict[str, Any]:
        """The next line of the log with this message and these fields."""
        while True:
            line = self._new.get(timeout=TIMEOUT)
            assert line is not None, "the server has ended:\n" + "\n".join(self.lines[-20:])
            self.lines.append(line)
            told: dict[str, Any] = json.loads(line)
            if told["message"] == message and fields.items() <= told.items():
                return told

    def logged(self, answer: httpx.Response) -> dict[str, Any]:
        """The line about this request."""
        return self.wait_for("request", request_id=answer.headers["x-request-id"])

    def ask(self, function: str, *arguments: Any, **more: Any) -> httpx.Response:
        """Calls a function with arguments as Excel sends them."""
        return self.http.post(CALL, json=body(function, *arguments), **more)

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends the server; gives its exit code."""
        self.http.close()
        if self.process.poll() is not None:
            return self.process.returncode
        self.process.send_signal(how)
        code = self.process.wait(TIMEOUT)
        while (line := self._new.get(timeout=TIMEOUT)) is not None:
            self.lines.append(line)
        return code


def body(function: str, *arguments: Any, runtime: str = "1.4") -> dict[str, Any]:
    """What the add-in sends."""
    return {
        "client": "Office.js",
        "func_name": function,
        "args": list(arguments),
        "caller_address": "[Book1.xlsx]Sheet1!A1",
        "session_id": "test",
        "culture_info_name": "en-US",
        "date_format": "m/d/yyyy",
        "version": "0.37.8",
        "runtime": runtime,
    }


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with nothing of xlwings in it but what the test sets."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("XLWINGS_", "PLM_RATIOS_S"))
    }
    kept.setdefault(config_paths.FOLDER_VARIABLE, "/no-such-folder")
    return {**kept, "HOME": "/no-such-folder", **settings}


@contextlib.contextmanager
def serving(project: Path, *options: str, **settings: str) -> Iterator[Server]:
    """The server of a project, made where there is none, until the block ends."""
    if not project.exists():
        new(project, f"https://{HOST}")
    process = subprocess.Popen(
        [*COMMAND, "server", "run", str(project), "--port", "0", *options],
        env=environment(XLWINGS_LICENSE_KEY="noncommercial", **{**_NO_LIMIT, **settings}),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    server = None
    try:
        server = Server(process)
        yield server
    finally:
        if server:
            server.stop()
        process.kill()
        process.wait()
