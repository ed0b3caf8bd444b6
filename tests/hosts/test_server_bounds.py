"""What one call may do to a server: it is answered within limits or refused, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from event_loops import in_a_loop
from hosts.server_process import CALL, Server, body
from plm_ratios.hosts.server.http_error import HttpError
from plm_ratios.hosts.server.limits import Disconnected
from plm_ratios.hosts.server.worker import Worker

pytestmark = pytest.mark.host

LONG = body("PLAN", [[1e16 * row + 1] for row in range(100_000)], "60M")  # some seconds of work


def send(server: Server, content: dict[str, Any]) -> socket.socket:
    """Sends a call without waiting for its answer."""
    said = httpx.URL(server.address)
    sent = json.dumps(content).encode()
    connection = socket.create_connection((said.host, said.port or 0), timeout=60)
    # Closing it then says at once that nobody reads the answer, and not only that nobody asks any more.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(
        f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(sent)}\r\n\r\n".encode() + sent
    )
    return connection


def answered(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return bool(connection.recv(1))
    except BlockingIOError:
        return False
    finally:
        connection.setblocking(True)


def test_nobody_waits_for_a_long_call(server: Server) -> None:
    """Health and single cells are answered while it is computed; when its client leaves, it is given up, and
    the next long call begins."""
    with send(server, LONG) as long:
        for _ in range(5):
            assert server.http.get("/health").json()["status"] == "ready"
            assert server.ask("TOKENS", 2, 100).json() == {"result": [[200]]}
        assert not answered(long)
        with send(server, LONG):  # waits for the first
            assert server.http.get("/health/live").status_code == 200
    assert server.wait_for("request", path=CALL, status=0, function="PLAN")["rows"] == 100_000
    column = [[float(row)] for row in range(3000)]
    assert server.ask("TOKENS", column, 2).json() == {"result": [[2 * row[0]] for row in column]}


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        ("BASES", [[["ESM-2 15B"]] * 25_001], "A table may have at most 100000 rows. Divide the range."),
        ("FRONTIER", [[["ESM-2 15B"]] * 100_001], "A table may have at most 100000 rows. Divide the range."),
        ("MODELS", [[["ESM-2"]] * 100_001], "A table may have at most 100000 rows. Divide the range."),
        ("WHY", [[["ESM-2 15B"]] * 100_000], "An answer may have at most 20 MB. Divide the range."),
        ("WHY", [[["ESM-2 15B"] * 100_000]], "An answer may have at most 20 MB. Divide the range."),
        ("SPREAD", [[["ESM-2 15B"]] * 25_000], "An answer may have at most 20 MB. Divide the range."),
    ],
    ids=lambda given: given if isinstance(given, str) and given.isupper() else "",
)
def test_a_call_that_asks_for_too_much_is_refused(
    server: Server, function: str, arguments: list[Any], sentence: str
) -> None:
    answer = server.ask(function, *arguments)
    assert (answer.status_code, answer.json()["detail"]) == (413, sentence)
    assert server.logged(answer)["function"] == function


@pytest.mark.parametrize(("high", "wide"), [(1, 1), (1, 9000), (3, 4001), (4000, 1), (4001, 2)])
def test_a_large_answer_is_in_the_order_of_its_cells(server: Server, high: int, wide: int) -> None:
    cells = [[float(row * wide + column) for column in range(wide)] for row in range(high)]
    cells[0][0] = "no number"  # type: ignore[call-overload]
    found = server.ask("TOKENS", cells, 2).json()["result"]
    assert found[0][0] == {"type": "Error", "errorType": "Value"}
    assert [cell for row in found for cell in row][1:] == [2 * cell for row in cells for cell in row][1:]
    assert {len(row) for row in found} == {wide}


# The thread and its queue.


def with_worker(most: int, test: Callable[[Worker], Awaitable[None]]) -> None:
    async def run() -> None:
        await test(Worker(most))

    in_a_loop(run())


async def stay() -> dict[str, Any]:
    """A client that does not leave."""
    await asyncio.Event().wait()
    raise AssertionError("nobody wakes it")


async def leave() -> dict[str, Any]:
    return {"type": "http.disconnect"}


def nothing() -> None:
    """Stops no work."""


def test_what_is_too_much_to_wait_is_refused_so_that_the_add_in_does_not_repeat_it() -> None:
    async def test(worker: Worker) -> None:
        go = threading.Event()
        first = asyncio.ensure_future(worker.run(go.wait, 60, nothing, stay))
        second = asyncio.ensure_future(worker.run(lambda: "second", 40, nothing, stay))
        await asyncio.sleep(0)
        with pytest.raises(HttpError, match="busy with large calls") as refused:
            await worker.run(lambda: "third", 1, nothing, stay)
        assert refused.value.status == 429 and refused.value.headers == {"Retry-After": "10"}
        go.set()
        assert await first and await second == "second"
        assert await worker.run(lambda: "alone, however large", 1000, nothing, stay) == "alone, however large"

    with_worker(100, test)


def test_work_for_who_has_left_is_stopped_or_not_begun() -> None:
    async def test(worker: Worker) -> None:
        stopped, begun = threading.Event(), threading.Event()
        with pytest.raises(Disconnected):
            await worker.run(stopped.wait, 1, stopped.set, leave)
        assert stopped.is_set()
        go = threading.Event()
        running = asyncio.ensure_future(worker.run(go.wait, 1, nothing, stay))
        await asyncio.sleep(0)
        with pytest.raises(Disconnected):
            await worker.run(begun.set, 1, nothing, leave)
        go.set()
        assert await running
        assert await worker.run(begun.is_set, 1, nothing, stay) is False

    with_worker(100, test)


def test_what_goes_wrong_in_the_thread_is_raised() -> None:
    async def test(worker: Worker) -> None:
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 / 0, 1, nothing, stay)

    with_worker(100, test)
