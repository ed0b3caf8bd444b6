"""Damaged requests, byte for byte as they come over connections, to a server that really runs."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path
from random import Random

import pytest

from fuzzing.call_readers import request_body
from fuzzing.mutations import damaged, retyped
from hosts.server_process import CALL, Server, serving

pytestmark = [pytest.mark.host, pytest.mark.slow]
#: More of them: PLM_RATIOS_FUZZ_REQUESTS=20000
REQUESTS = int(os.environ.get("PLM_RATIOS_FUZZ_REQUESTS", "1500"))
PATIENCE = 20.0  # seconds for an answer
GROWTH = 100  # megabytes that a server may take more in the end
_PATHS = (
    CALL,
    CALL,
    "/health",
    "/health/live",
    "/manifest",
    "/taskpane",
    "/xlwings/alert",
    "/..%2f..%2fetc/passwd",
)
_HEADS = (
    "Host: plm.example.org",
    "Content-Type: application/json",
    "Connection: close",
    "Transfer-Encoding: chunked",
    "Expect: 100-continue",
    "Upgrade: websocket",
    "Authorization: Bearer " + "a" * 100,
    "X-Request-ID: \x1b[31m",
    "X-Forwarded-For: 1.2.3.4, \udcff",
    "Origin: null",
    "A: " + "b" * 70_000,
)


def request(draw: Random) -> bytes:
    """A request that is sound in part."""
    body = request_body(draw)["body"]
    size = len(body) if draw.random() < 0.8 else draw.choice((0, -1, len(body) - 1, 1 << 70, "many", "+5"))
    method = draw.choice(("POST", "POST", "GET", "HEAD", "OPTIONS", "TRACE", "A"))
    lines = [f"{method} {draw.choice(_PATHS)} HTTP/1.1"]
    lines += ["Host: plm.example.org", f"Content-Length: {size}", *draw.choices(_HEADS, k=draw.randrange(4))]
    head = "\r\n".join(lines).encode("utf-8", "surrogateescape")
    kind = draw.randrange(4)
    if kind == 0:
        head = damaged(draw, head)
    elif kind == 1:
        head = retyped(draw, head.decode("utf-8", "replace")).encode("utf-8", "replace")
    return head + b"\r\n\r\n" + body


def statuses(address: str, data: bytes) -> list[int]:
    """The statuses of all answers to what is sent before this side says that it has no more."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    held = b""
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                held += part
        except ConnectionError:  # it hung up; that it neither answers nor hangs up is a TimeoutError
            pass
    return [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3}) ", held, re.MULTILINE)]


def memory(server: Server) -> int:
    """Megabytes that the process has."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) >> 10


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is looked up in /proc")
def test_a_server_answers_or_hangs_up_and_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path / "project") as server:
        before = 0
        for number in range(REQUESTS):
            draw = Random(f"raw {number}")
            data = request(draw) * draw.choice((1, 1, 1, 2))
            found = statuses(server.address, data)
            assert all(status < 500 for status in found), (number, found, data[:300])
            if number == 100:
                before = memory(server)
            if number % 100 == 0:
                assert server.http.get("/health/live").status_code == 200
                assert server.ask("RATIO", "ESM-2 15B").json()["result"][0][0] > 0
        assert memory(server) - before < GROWTH
    told = [json.loads(line) for line in server.lines]
    faults = [
        line for line in told if line.get("level") in ("error", "critical") or line["message"] == "failed"
    ]
    assert not faults, json.dumps(faults[:3])
