"""What the worst calls that a server allows take: time, memory, and how long health waits meanwhile.

    python bench/worst_calls.py [FUNCTION ...]

One server answers, for each function, a call of about as many distinct cells as it may have: names in as
many spellings, misspelt names, numbers. NOTHING, written as an operator would, gives a column of as many
cells back. Prints for each call its status, seconds, seconds of the server's processor alone, these as a
multiple of NOTHING's, megabytes of the call and of the answer, the largest memory of the process during the
call, and the longest time in which /health answered. Memory is read from /proc, so this runs on Linux.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hosts.server_process import CALL, Server, body, serving  # noqa: E402 # it lives with the tests
from plm_ratios.functions import FUNCTIONS  # noqa: E402
from plm_ratios.hosts.server.project import new  # noqa: E402

OWN = """
from xlwings import func

from plm_ratios.udfs import *


@func
def NOTHING(cells):
    return cells
"""
CELLS, ROWS = 240_000, 100_000  # a little below what a call may hold; what a table may have
HALF = CELLS // 2
TITLES = (
    "status",
    "seconds",
    "processor",
    "x nothing",
    "call MB",
    "answer MB",
    "peak MB",
    "health ms",
)
TICKS = os.sysconf("SC_CLK_TCK")


def column(cells: Iterator[Any], rows: int) -> list[list[Any]]:
    return [[cell] for cell in itertools.islice(cells, rows)]


def spellings(name: str) -> Iterator[str]:
    """The same name in as many ways as there are."""
    cases = [sorted({letter.lower(), letter.upper()}) for letter in name]
    for gaps in itertools.product(("", " ", "-", "_"), repeat=len(name)):
        for letters in itertools.product(*cases):
            yield "".join(map(str.__add__, letters, gaps))


def names(rows: int = CELLS) -> list[list[Any]]:
    return column(spellings("esm215b"), rows)


def misspelt(rows: int = CELLS) -> list[list[Any]]:
    return column((f"ESM2 15B{number}" for number in itertools.count(1)), rows)


def numbers(rows: int = CELLS) -> list[list[Any]]:
    return column((number * 10**9 + 1 for number in itertools.count(1)), rows)


def worst() -> dict[str, tuple[str, list[Any]]]:
    """For each function the arguments that were found to take longest."""
    mlm, spelt = "Cheng MLM", "spellings of a name"
    return {
        "TOKENS": ("numbers as text", [column((f"{n},500.5" for n in itertools.count(1)), CELLS)]),
        "RATIO": (f"{spelt}, effective, lengths", [names(HALF), "effective", numbers(HALF)]),
        "MODELTOKENS": (f"{spelt}, effective, lengths", [names(HALF), "effective", numbers(HALF)]),
        "PARAMS": (f"{spelt}, non-embedding", [names(), "non-embedding"]),
        "SEQS": ("misspelt names", [misspelt()]),
        "AVGLEN": (spelt, [names()]),
        "EPOCHS": (f"{spelt}, lengths", [names(HALF), numbers(HALF)]),
        "SCORE": (spelt, [names()]),
        "FLOPS": (f"{spelt}, tokens", [names(HALF), numbers(HALF)]),
        "VERDICT": (f"{spelt}, law", [names(), mlm]),
        "OPTIMALTOKENS": ("numbers, law", [numbers(), mlm]),
        "OPTIMALPARAMS": ("numbers, law", [numbers(), mlm]),
        "OPTIMAL": ("numbers, law", [numbers(ROWS), mlm]),
        "FRONTIER": ("misspelt names", [misspelt(ROWS)]),
        "LAWS": ("", []),
        "NEAREST": (f"{spelt}, effective", [20, "effective", names()]),
        "MODELS": ("a family", [column(itertools.repeat("ESM-2"), ROWS // 6)]),
        "CATALOG": ("", []),
        "COMPARE": (f"{spelt}, effective", [names(ROWS), "effective"]),
        "BASES": (spelt, [names(ROWS // 4)]),
        "SPREAD": (spelt, [names(20_000)]),
        "SOURCE": (f"{spelt}, seen", [names(38_000), "seen"]),
        "WHY": ("misspelt names", [misspelt()]),
        "PLMVERSION": ("", []),
        "GPUHOURS": (f"{spelt}, tokens", [names(HALF), numbers(HALF), "V100"]),
        "COMPUTE": ("counts, hours", ["V100", numbers(HALF), numbers(HALF)]),
        "MFU": (f"{spelt}, tokens", [names(HALF), numbers(HALF), "V100", 1000]),
        "PLAN": ("budgets", [numbers(ROWS), "60M"]),
        "ACCELERATORS": ("", []),
    }


class Health:
    """Asks for /health again and again; `worst` is the longest time that an answer took."""

    def __init__(self, address: str):
        self.address = address
        self.worst = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        with httpx.Client(base_url=self.address, timeout=600, trust_env=False) as http:
            while not self._over.wait(0.02):
                begun = time.perf_counter()
                http.get("/health").raise_for_status()
                self.worst = max(self.worst, time.perf_counter() - begun)

    def __enter__(self) -> Health:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


class Process:
    """What the server's process has taken, by Linux."""

    def __init__(self, number: int):
        self.folder = Path(f"/proc/{number}")

    def seconds(self) -> float:
        fields = (self.folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak(self) -> int:
        """Megabytes; counting begins anew."""
        told = (self.folder / "status").read_text().partition("VmHWM:")[2].split()
        (self.folder / "clear_refs").write_text("5")
        return int(told[0]) // 1024


def measure(server: Server, function: str, arguments: list[Any]) -> dict[str, Any]:
    sent = json.dumps(body(function, *arguments), ensure_ascii=False).encode()
    process = Process(server.process.pid)
    process.peak()
    before, begun = process.seconds(), time.perf_counter()
    with Health(server.address) as health:
        answer = server.http.post(
            CALL, content=sent, headers={"Content-Type": "application/json"}, timeout=600
        )
        taken = time.perf_counter() - begun
    return {
        "status": answer.status_code,
        "seconds": taken,
        "processor": process.seconds() - before,
        "call MB": len(sent) / 1e6,
        "answer MB": len(answer.content) / 1e6,
        "peak MB": process.peak(),
        "health ms": health.worst * 1000,
    }


def main() -> None:
    """Prints a row for each function."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("functions", nargs="*", metavar="FUNCTION")
    chosen = parser.parse_args().functions
    calls = worst()
    assert calls.keys() == FUNCTIONS.keys(), "each function has its worst call here"
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        new(project)
        (project / "custom_functions" / "__init__.py").write_text(OWN)
        with serving(project) as server:
            nothing = measure(server, "NOTHING", [numbers()])
            print(f"{'':14} {'':34}" + "".join(f"{title:>11}" for title in TITLES))
            for name, (about, arguments) in {"NOTHING": ("numbers", [numbers()]), **calls}.items():
                if chosen and name not in chosen:
                    continue
                found = measure(server, name, arguments)
                found["x nothing"] = found["processor"] / nothing["processor"]
                figures = "".join(f"{found[title]:11.4g}" for title in TITLES)
                print(f"{name:14} {about:34}{figures}", flush=True)


if __name__ == "__main__":
    main()
