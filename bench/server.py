"""What a formula costs on xlwings Server: ours beside do-nothing functions, over HTTP, in one run.

    python bench/server.py [--rows 10000] [--repeats 15]

One server runs all three functions: RATIO; NOTHING, which has the arguments and options of RATIO and gives
its first argument back; and PLAIN, the same as somebody writes it who follows xlwings' first example. All get
the same column of names, are called in turn, and medians count. The last line is xlwings Server as it comes,
without anything of ours in front.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hosts.server_process import CALL, body, environment, serving  # noqa: E402 # it lives with the tests
from plm_ratios.catalog import load  # noqa: E402
from plm_ratios.hosts.server.project import new  # noqa: E402

FUNCTIONS = """
from xlwings import arg, func

from plm_ratios.udfs import *
from plm_ratios.udfs import serial_number


@func
@arg("model", doc="Model.", ndim=2, err_to_str=True, dates=serial_number)
@arg("basis", doc="Basis.", ndim=2, err_to_str=True, dates=serial_number)
@arg("length", doc="Length.", ndim=2, err_to_str=True, dates=serial_number)
def NOTHING(model, basis=None, length=None):
    return model


@func
def PLAIN(model, basis=None, length=None):
    return model
"""
OURS = ("RATIO", "NOTHING", "PLAIN")


def milliseconds(
    http: httpx.Client, names: list[str], functions: tuple[str, ...], repeats: int
) -> dict[str, float]:
    """The median of each function, called in turn."""
    column = [[name] for name in names]
    sent = {function: json.dumps(body(function, column, None, None)) for function in functions}
    taken: dict[str, list[float]] = {function: [] for function in functions}
    for _ in range(repeats + 1):
        for function, content in sent.items():
            begun = time.perf_counter()
            answer = http.post(CALL, content=content, headers={"Content-Type": "application/json"})
            taken[function].append((time.perf_counter() - begun) * 1000)
            assert sum(map(len, answer.json()["result"])) == len(names)
    return {function: statistics.median(times[1:]) for function, times in taken.items()}


def stock(project: Path, names: list[str], repeats: int) -> dict[str, float]:
    """The same functions on xlwings Server without anything of ours in front."""
    settings = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_PROJECT_DIR": str(project)}
    more = {"XLWINGS_ENVIRONMENT": "prod", "XLWINGS_ENABLE_SOCKETIO": "false", "XLWINGS_LOG_LEVEL": "WARNING"}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as http:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "xlwings_server.main:main_app",
                "--port",
                str(port),
                "--log-level",
                "error",
            ],
            env=environment(**settings, **more),
        )
        try:
            for _ in range(200):
                try:
                    http.get("/")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            return milliseconds(http, names, ("RATIO", "NOTHING"), repeats)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def main() -> None:
    """Prints milliseconds a call, and ours as a multiple of the do-nothing functions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    models = load().models
    names = [models[row % len(models)].name for row in range(options.rows)]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        new(project)
        (project / "custom_functions" / "__init__.py").write_text(FUNCTIONS)
        with serving(project) as server:
            ours = milliseconds(server.http, names, OURS, options.repeats)
            single = milliseconds(server.http, names[:1], OURS, 10 * options.repeats)
        plain = stock(project, names, max(3, options.repeats // 5))
    print(f"milliseconds a call, median of {options.repeats}; xlwings Server on {os.cpu_count()} processors")
    for label, found in ((f"{options.rows} rows", ours), ("one cell", single)):
        figures = "   ".join(f"{name} {found[name]:7.1f}" for name in OURS)
        times = (found["RATIO"] / found[other] for other in ("NOTHING", "PLAIN"))
        print(f"{label:12} {figures}   RATIO is {next(times):.2f} and {next(times):.2f} times")
    print(f"{'as it comes':12} RATIO {plain['RATIO']:7.1f}   NOTHING {plain['NOTHING']:7.1f}")


if __name__ == "__main__":
    main()
