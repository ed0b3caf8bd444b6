"""Clients that would hold the server by their connections: each loses its own, and nobody else waits.

The limits are small here, so that a test need not wait for long; what happens beyond them is the same.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hosts.server_process import CALL, HOST, Server, body, serving

pytestmark = pytest.mark.host

SECONDS = 1.0
SETTINGS = {
    "PLM_RATIOS_SERVER_CLIENT_SECONDS": str(SECONDS),
    "PLM_RATIOS_SERVER_MAX_CONNECTIONS": "20",
    "PLM_RATIOS_SERVER_MAX_HELD_MB": "6",
    "PLM_RATIOS_SERVER_MAX_BODY_MB": "2",
    "PLM_RATIOS_SERVER_STOP_SECONDS": "2",
}
POST = f"POST {CALL} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
LARGE = b" " * 1_900_000


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("bounded") / "project", **SETTINGS) as running:
        yield running


def connected(server: Server, sent: bytes = b"") -> socket.socket:
    said = httpx.URL(server.address)
    connection = socket.create_connection((said.host, said.port or 0), timeout=30)
    connection.sendall(sent)
    return connection


def call(function: str, *arguments: Any) -> bytes:
    content = json.dumps(body(function, *arguments)).encode()
    return POST + b"Content-Length: %d\r\n\r\n" % len(content) + content


def status(connection: socket.socket) -> int:
    """Of the answer; 0 where the connection is closed without one."""
    try:
        first = connection.recv(64)
    except ConnectionResetError:
        return 0
    return int(first.split()[1]) if first else 0


def all_is_well(server: Server) -> bool:
    return server.ask("TOKENS", 2, 3).json() == {"result": [[6]]}


def wait_until_closed(server: Server, reason: str) -> None:
    """Until the log tells that a connection was closed for this reason."""
    while reason not in server.wait_for("connections")["closed"]:
        pass


# What is never answered as a request.

HEADS = {
    # what is sent, and the status
    "a header that is too long": (POST + b"X: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    "a header without end": (POST + b"X: " + b"a" * 400_000, 431),
    "too many headers": (POST + b"X: y\r\n" * 120 + b"\r\n", 431),
    "a path without end": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 431),
    "no host": (b"GET /manifest HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET /manifest HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /manifest\r\n\r\n", 400),
    "HTTP/2 at once": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "two lengths": (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400),
    "a length and chunks": (POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a size of a chunk that is none": (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "another server's name": (b"GET /manifest HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 421),
}


@pytest.mark.parametrize("what", HEADS)
def test_a_bad_head_is_refused(bounded: Server, what: str) -> None:
    sent, expected = HEADS[what]
    with connected(bounded, sent) as connection:
        assert status(connection) == expected
    assert all_is_well(bounded)


@pytest.mark.parametrize(
    ("sent", "more", "expected"),
    [
        (b"", b"", 0),
        (POST, b"X: y\r\n", 408),
        (POST + b"Content-Length: 1000\r\n\r\n{", b" ", 408),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 408),
    ],
    ids=["silence", "a head line by line", "a body byte by byte", "chunk by chunk"],
)
def test_a_request_that_never_comes_to_its_end_is_cut_off(
    bounded: Server, sent: bytes, more: bytes, expected: int
) -> None:
    with connected(bounded, sent) as connection:
        connection.settimeout(0.2)
        begun = time.monotonic()
        while time.monotonic() < begun + 30:
            try:
                assert status(connection) == expected
                break
            except TimeoutError:
                connection.sendall(more)
        else:
            pytest.fail("it is still open")
    assert all_is_well(bounded)


# What more there is than the server takes.


def test_the_longest_silent_connection_makes_room(bounded: Server) -> None:
    silent = [connected(bounded) for _ in range(40)]
    try:
        assert all_is_well(bounded)
        assert status(silent[0]) == 0
    finally:
        for connection in silent:
            connection.close()


def test_bodies_that_are_held_back_make_room_for_others(bounded: Server) -> None:
    head = POST + b"Content-Length: 2000000\r\n\r\n"
    held = [connected(bounded, head + LARGE) for _ in range(6)]  # twice of what the server holds
    try:
        assert all_is_well(bounded)
        wait_until_closed(bounded, "503")
    finally:
        for connection in held:
            connection.close()


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(
            b"GET /plm/entries.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100,
            id="many",
            marks=pytest.mark.slow,
        ),
        pytest.param(call("WHY", [["ESM-2 15B"]] * 15_000), id="more than the server holds"),
    ],
)
def test_answers_that_nobody_reads_are_given_up(bounded: Server, asked: bytes) -> None:
    unread = [connected(bounded, asked) for _ in range(3)]
    try:
        wait_until_closed(bounded, "unread")
        assert all_is_well(bounded)
    finally:
        for connection in unread:
            connection.close()


# Refusals that arrive.


@pytest.mark.parametrize("chunked", [False, True])
def test_who_sends_too_much_is_told_so(bounded: Server, chunked: bool) -> None:
    """A client sends all of its request before it reads the answer."""
    said = httpx.URL(bounded.address)
    for _ in range(3):
        client = http.client.HTTPConnection(said.host, said.port, timeout=30)
        large = b" " * 8_000_000
        chunks = (large[at : at + 65536] for at in range(0, len(large), 65536))
        headers = {"Transfer-Encoding": "chunked"} if chunked else {}
        client.request("POST", CALL, chunks if chunked else large, headers, encode_chunked=chunked)
        answer = client.getresponse()
        assert (answer.status, b"at most 2 MB" in answer.read()) == (413, True)
        client.request("GET", "/health")  # the same connection goes on
        assert client.getresponse().status == 200
        client.close()


def test_a_body_is_not_dropped_without_end(bounded: Server) -> None:
    with connected(bounded, POST + b"Content-Length: 9000000000\r\n\r\n") as connection:
        assert status(connection) == 413
        with pytest.raises(OSError):
            connection.sendall(b" " * 200_000_000)


def test_who_asks_first_whether_to_send_is_told_not_to(bounded: Server) -> None:
    asked = POST + b"Content-Length: 9000000\r\nExpect: 100-continue\r\n\r\n"
    with connected(bounded, asked) as connection:
        assert status(connection) == 413
        while connection.recv(1000):
            pass  # and the connection ends


# Refusals of xlwings Server are ours too.


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("DELETE", "/manifest", 405),
        ("POST", CALL + "/", 404),
        ("GET", "/health/", 404),
        ("GET", "/plm/pane.js/", 404),
        ("GET", "/xlwings/alert?prompt=a&title=b&buttons=c&mode=d&callback=e", 404),
    ],
)
def test_every_refusal_names_its_request(bounded: Server, method: str, path: str, expected: int) -> None:
    answer = bounded.http.request(method, path, headers={"Origin": "https://x.officeapps.live.com"})
    assert answer.status_code == expected
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["vary"] == "Origin"


# Stopping.


@pytest.mark.parametrize(
    ("how", "workers"),
    [
        (signal.SIGTERM, 1),
        pytest.param(signal.SIGTERM, 2, marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 1, marks=pytest.mark.slow),
    ],
)
def test_stopping_waits_for_nobody_for_long(tmp_path: Path, how: signal.Signals, workers: int) -> None:
    """A body that never comes to its end; and with two workers, one of them was killed before."""
    settings = {**SETTINGS, "PLM_RATIOS_SERVER_CLIENT_SECONDS": "600"}
    with serving(tmp_path / "project", "--workers", str(workers), **settings) as server:
        if workers == 2:
            server.wait_for("Application startup complete.")
            os.kill(a_worker(server), signal.SIGKILL)
            server.wait_for("Application startup complete.")
            assert all_is_well(server)
        with connected(server, POST + b"Content-Length: 1000\r\n\r\n{"):
            assert server.stop(how) == 0
        assert json.loads(server.lines[-1])["message"] == "stopped"


def a_worker(server: Server) -> int:
    asked = ["pgrep", "--parent", str(server.process.pid), "--full", "spawn_main"]
    return int(subprocess.run(asked, capture_output=True, text=True).stdout.split()[0])


def test_who_has_no_more_to_ask_still_gets_all_answers(bounded: Server) -> None:
    with connected(bounded, call("RATIO", "ESM-2 15B") * 2) as connection:
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while part := connection.recv(1 << 16):
            said += part
    assert said.count(b"HTTP/1.1 200 OK") == 2
