"""Many clients at once: our server beside a bare ASGI application, by turns, in one run.

    python bench/server_load.py [--clients 50 200] [--seconds 30] [--turns 3]

Each client keeps a connection and asks one thing after the other: RATIO of one cell, and of a hundred. The
bare application (bare_app.py) reads the body and answers with the same bytes. It runs
under uvicorn as that comes, which writes a line for each request as we do, and once more without. Each server
has a process of its own. Prints requests a second, how long a request took, how much of a processor the
server spent on it, memory, and times as multiples of the bare application's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from measuring import Measured, compared

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from hosts.server_process import CALL, body, environment, serving  # noqa: E402 # it lives with the tests

AIM = 2.0
ASKED = {
    "bare": "ESM-2 15B",
    "no log": "ESM-2 15B",
    "one cell": "ESM-2 15B",
    "100 names": [["ESM-2 15B"]] * 100,
}


@dataclass
class Turn:
    """What one turn of all clients found."""

    seconds: float = 0
    processor: float = 0
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        return statistics.fmean(self.times)


async def client(port: int, sent: bytes, until: float, turn: Turn) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := time.perf_counter()) < until:
        try:
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
        except (OSError, asyncio.IncompleteReadError) as error:
            turn.errors[type(error).__name__] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        turn.times.append(time.perf_counter() - begun)
        if not head.startswith(b"HTTP/1.1 200"):
            turn.errors[head[9:12].decode()] += 1
    writer.close()


async def ask(port: int, pid: int, what: str, clients: int, seconds: float) -> Turn:
    content = json.dumps(body("RATIO", ASKED[what])).encode()
    head = f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    sent = head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content
    turn = Turn()
    spent, begun = processor(pid), time.perf_counter()
    await asyncio.gather(*(client(port, sent, begun + seconds, turn) for _ in range(clients)))
    turn.seconds, turn.processor = time.perf_counter() - begun, processor(pid) - spent
    return turn


def processor(pid: int) -> float:
    """Seconds of processor that the process has taken."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000


def report(what: str, clients: int, turns: list[Turn], bare: list[Turn]) -> None:
    times = sorted(each for turn in turns for each in turn.times)
    part = [times[min(len(times) - 1, int(len(times) * share))] * 1000 for share in (0.5, 0.95, 0.99)]
    spent = sum(turn.processor for turn in turns) / len(times) * 1e6
    ratios = [turn.mean / beside.mean for turn, beside in zip(turns, bare)]
    errors = sum((turn.errors for turn in turns), Counter())
    print(
        f"{clients:4} clients  {what:10} {len(times) / sum(turn.seconds for turn in turns):7.0f} a second  "
        f"p50 {part[0]:6.1f}  p95 {part[1]:6.1f}  p99 {part[2]:6.1f} ms  processor {spent:5.0f} us  "
        f"{statistics.median(ratios):4.2f} times bare ({', '.join(f'{each:.2f}' for each in ratios)})  "
        f"errors {dict(errors)}",
        flush=True,
    )


@contextlib.contextmanager
def bare(*options: str) -> Iterator[tuple[int, int]]:
    """The bare application: its port, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "bare_app:app", "--port", str(port), "--app-dir", str(HERE)]
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen([*command, *options], env=environment(), stdout=nowhere, stderr=nowhere)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextlib.contextmanager
def servers() -> Iterator[dict[str, tuple[int, int]]]:
    """The port and the process of the server that each kind of request goes to."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "project") as server,
        bare() as first,
        bare("--no-access-log") as second,
    ):
        ours = urlsplit(server.address).port or 0, server.process.pid
        yield {"bare": first, "no log": second, "one cell": ours, "100 names": ours}


def in_turns(
    places: Mapping[str, tuple[int, int]], clients: int, seconds: float, turns: int
) -> dict[str, list[Turn]]:
    """What all turns of so many clients found, for each kind of request."""
    found: dict[str, list[Turn]] = {what: [] for what in ASKED}
    for _ in range(turns):
        for what in ASKED:
            found[what].append(asyncio.run(ask(*places[what], what, clients, seconds / turns)))
    return found


def rows(rounds: int, seconds: float) -> Iterator[Measured]:
    """Mean seconds of a request, beside the bare application's; an error among them ends it."""
    with servers() as places:
        for clients in (50, 200):
            found = in_turns(places, clients, seconds, rounds)
            assert not any(turn.errors for turns in found.values() for turn in turns)
            means = {what: [turn.mean for turn in turns] for what, turns in found.items()}
            for what in ("one cell", "100 names"):
                for other, against in (("bare", "a bare application"), ("no log", "the same without a log")):
                    aim = AIM if (what, other) == ("one cell", "bare") else None
                    title = f"RATIO of {what}, {clients} clients"
                    yield compared("Server", title, against, means[what], means[other], aim)


def main() -> None:
    """Prints a line for each kind of request and number of clients."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="*", default=[50, 200])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    with servers() as places:
        _, ours = places["one cell"]
        print(f"memory {memory(ours):.0f} MB", flush=True)
        for clients in options.clients:
            turns = in_turns(places, clients, options.seconds, options.turns)
            for what in ASKED:
                report(what, clients, turns[what], turns["bare"])
            print(f"memory {memory(ours):.0f} MB", flush=True)


if __name__ == "__main__":
    main()
