"""What no add-in sends, but anybody may: each gets a clear 4xx or an error value, never a 500."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hosts.server_process import CALL, Server, body, serving
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.server.project import new

pytestmark = pytest.mark.host

NUM = {"type": "Error", "errorType": "Num"}


def raw(function: str = "RATIO", args: str = '["ESM-2 15B"]', **changed: str) -> str:
    """A body with parts written out, as JSON that Python would not write."""
    parts = {key: json.dumps(value) for key, value in body(function).items()} | {"args": args} | changed
    return "{" + ",".join(f'"{key}": {value}' for key, value in parts.items()) + "}"


REFUSED = {
    # what, body, status, what the sentence says
    "nothing": ("", 400, "not JSON"),
    "no JSON": ("{", 400, "not JSON"),
    "bytes that are no text": (b'{"\xff": 1}', 400, "not JSON"),
    "nested without end": ("[" * 100_000, 400, "not JSON"),
    "a number without end": (raw(args="[" + "1" * 5000 + "]"), 400, "more digits than"),
    "NaN": (raw("TOKENS", "[NaN]"), 400, "NaN is no JSON"),
    "infinity": (raw("TOKENS", "[[[1], [Infinity]]]"), 400, "Infinity is no JSON"),
    "minus infinity": (raw("TOKENS", "[-Infinity]"), 400, "-Infinity is no JSON"),
    "half a character": (raw("WHY", r'["\ud83d"]'), 400, "half a character"),
    "a list": ("[]", 422, "must be a JSON object"),
    "a text": ('"RATIO"', 422, "must be a JSON object"),
    "null": ("null", 422, "must be a JSON object"),
    "an empty object": ("{}", 422, 'lacks "func_name"'),
    "a number for a name": (raw(func_name="7"), 422, 'lacks "func_name"'),
    "no version": (raw(version="null"), 422, 'lacks "version"'),
    "no runtime": (raw(runtime='""'), 422, "version such as"),
    "a wrong runtime": (raw(runtime='"new"'), 422, "version such as"),
    "a list for an address": (raw(caller_address="[]"), 422, '"caller_address" must be'),
    "a number for a date format": (raw(date_format="1"), 422, '"date_format" must be'),
    "an unknown function": (raw("NONSENSE"), 404, "no function of that name"),
    "a name of Python": (raw("__builtins__"), 404, "no function of that name"),
    "a name in small letters": (raw("ratio"), 404, "no function of that name"),
    "our own function for status cells": (raw("VERSIONS", "[]"), 404, "no function of that name"),
    "no arguments": (raw(args="null"), 422, '"args" must be a list'),
    "an object for arguments": (raw(args="{}"), 422, '"args" must be a list'),
    "too few arguments": (raw(args="[]"), 422, 'needs the argument "model"'),
    "too many arguments": (raw(args="[1, 2, 3, 4, 5]"), 422, "at most 4 arguments; the call has 5"),
    "arguments where there are none": (raw("PLMVERSION", "[1]"), 422, "at most 0 arguments"),
    "rows of different lengths": (raw(args='[[["a", "b"], ["c"]]]'), 422, "Argument 1 of RATIO must have"),
    "a row and a cell": (raw(args='[[["a"], "b"]]'), 422, "rows of the same length"),
    "no cells": (raw(args="[[]]"), 422, "has no cells"),
    "rows without cells": (raw(args="[[[], []]]"), 422, "has no cells"),
    "rows within rows": (raw(args='[[[["a"]]]]'), 422, "neither a number"),
    "an object for a cell": (raw(args='[[[{"a": 1}]]]'), 422, "neither a number"),
    "an object without a value": (raw(args='[{"type": "Error"}]'), 422, "neither a number"),
    "an object with rows for a value": (
        raw(args='[{"type": "Double", "basicValue": [1]}]'), 422, "neither a number",
    ),
    "a text that no cell holds": (raw(args=json.dumps(["x" * 32_768])), 422, "more than 32767 characters"),
    "such a text in a column": (raw(args=json.dumps([[["x" * 32_768]]])), 422, "more than 32767 characters"),
    "too many cells": (raw(args=json.dumps([[["a"]] * 250_001])), 413, "at most 250000 cells"),
    "a row that pairs with a column": (
        raw(args=json.dumps([[["a"]] * 600, [["seen"] * 600]])), 413, "at most 250000 cells",
    ),
    "a body that is too large": (raw(args=json.dumps(["a" * 5_000_000])), 413, "at most 5 MB"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_body_is_refused(server: Server, what: str) -> None:
    content, status, sentence = REFUSED[what]
    answer = server.http.post(CALL, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert sentence in answer.json()["detail"]
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_is_read_as_json_whatever_it_is_called(server: Server, kind: str) -> None:
    answer = server.http.post(CALL, content=raw(), headers={"Content-Type": kind})
    assert answer.json() == {"result": [[FUNCTIONS["RATIO"]("ESM-2 15B")]]}


def test_a_number_too_large_for_a_cell_is_an_error_value(server: Server) -> None:
    for number in ("1e400", "-1e400", "1" + "0" * 400):
        answer = server.http.post(CALL, content=raw("TOKENS", f"[[[1], [{number}]]]"))
        assert answer.json() == {"result": [[325], [NUM]]}, number


HOSTILE: list[Any] = [
    None, True, False, 0, -1, 1e308, -1e308, 5e-324, 2**63, -(10**400), 10**400, -2146826246,
    "", " ", "\0", "#N/A", "#what", "=1+1", "x" * 32_767, "1e999", "9" * 400, "9" * 400 + "M",
    "ESM-2 15B", "20", "seen", "\U0001f9ec", "\u202e", "__class__", "{0}", "%s",
    {"type": "Error", "basicValue": "#SPILL!"}, {"type": "Error", "basicValue": 7},
    {"type": "FormattedNumber", "basicValue": 45351, "numberFormat": "d"},
    {"type": "Empty", "basicValue": ""}, {"type": "Entity", "basicValue": None},
]  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_answers_whatever_a_cell_holds(server: Server, name: str) -> None:
    """Each hostile value alone and in a range, at each place, beside usual ones."""
    usual = {
        "sequences": 1e6,
        "parameters": 1e9,
        "tokencount": 1e9,
        "budget": 1e21,
        "gpu": "H100 SXM",
        "count": 8,
        "hours": 168,
        "value": 20.0,
        "quantity": "seen",
    }
    arguments = [usual.get(argument.name, "ESM-2 15B") for argument in FUNCTIONS[name].arguments]
    arguments = [None if a.optional else given for a, given in zip(FUNCTIONS[name].arguments, arguments)]
    wrong = []
    for place in range(len(arguments)):
        for value in [*HOSTILE, [[cell] for cell in HOSTILE], [HOSTILE]]:
            answer = server.ask(name, *arguments[:place], value, *arguments[place + 1 :])
            if answer.status_code != 200:
                wrong.append((place, str(value)[:60], answer.status_code, answer.text))
    assert not wrong


def test_scripts_and_sockets_that_are_not_there(server: Server) -> None:
    for path, status in {
        "/xlwings/custom-scripts-call/hello_world": 404,
        "/xlwings/custom-scripts-call/__doc__": 404,
        "/socket.io/?EIO=4&transport=polling": 404,
        "/docs": 404,
        "/openapi.json": 404,
        "/plm/../app.py": 404,
        "/plm/entries.py": 404,
        "/static/../../config.py": 404,
    }.items():
        method = "POST" if "call" in path else "GET"
        assert server.http.request(method, path, content="{}").status_code == status, path
    assert server.http.get(CALL).status_code == 405


def test_a_large_body_is_refused_before_it_has_all_come(server: Server) -> None:
    """Also where no header says how large it is."""
    said = httpx.URL(server.address)
    for head in ("Content-Length: 6000000000", "Transfer-Encoding: chunked"):
        with socket.create_connection((said.host, said.port or 0), timeout=30) as connection:
            connection.sendall(f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
            if "chunked" in head:
                chunk = b"%x\r\n%s\r\n" % (1_000_000, b" " * 1_000_000)
                for _ in range(6):
                    connection.sendall(chunk)
            first = connection.recv(200)
            assert first.startswith(b"HTTP/1.1 413"), first


def test_who_hangs_up_halfway_is_forgotten(server: Server) -> None:
    said = httpx.URL(server.address)
    with socket.create_connection((said.host, said.port or 0), timeout=30) as connection:
        head = f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode() + b"{")
    assert server.wait_for("request", path=CALL, status=0)
    assert server.http.get("/health").json()["status"] == "ready"


# Functions that somebody adds may fail in ways of their own.

OWN_FUNCTIONS = """
from xlwings import XlwingsError, arg, func

from plm_ratios.udfs import *


@func
def FAILS(secret):
    raise ValueError(f"cannot use {secret}")


@func
def EXPLAINS(secret):
    raise XlwingsError("Give me a number.")


@func
def ENDLESS(value):
    return float("inf")


@func
def RAGGED(value):
    return [[1, 2], [3]]


@func
@arg("*values", ndim=2)
def COUNT(*values):
    return sum(len(row) for value in values for row in value)
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with functions that its operator wrote, and low limits."""
    project = tmp_path_factory.mktemp("extended") / "project"
    new(project)
    (project / "custom_functions" / "__init__.py").write_text(OWN_FUNCTIONS)
    limits = {"PLM_RATIOS_SERVER_MAX_BODY_MB": "0.01", "PLM_RATIOS_SERVER_MAX_CELLS": "50"}
    with serving(project, "--log-level", "debug", **limits) as running:
        yield running


@pytest.mark.parametrize("name", ["FAILS", "ENDLESS", "RAGGED"])
def test_a_function_that_fails_is_told_with_an_id(extended: Server, name: str) -> None:
    answer = extended.ask(name, "private words")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{name} failed on these values.")
    assert answer.headers["x-request-id"] in answer.json()["detail"]
    failed = extended.wait_for("failed", request_id=answer.headers["x-request-id"])
    assert failed["level"] == "error" and failed["function"] == name and failed["where"]
    assert extended.logged(answer)["status"] == 422
    assert "private words" not in "".join(extended.lines)


def test_a_function_that_explains_itself_is_heard(extended: Server) -> None:
    answer = extended.ask("EXPLAINS", "private words")
    assert (answer.status_code, answer.text) == (400, "Give me a number.")
    extended.logged(answer)
    assert "private words" not in "".join(extended.lines)


def test_functions_of_ones_own_take_arguments_without_end(extended: Server) -> None:
    """Excel sends arguments that may be repeated as a list of them."""
    assert extended.ask("COUNT", [[[1], [2]], [[3]], [[4, 5]]]).json() == {"result": [[5]]}
    assert extended.ask("COUNT", [[[1], [2, 3]]]).status_code == 422


def test_the_limits_can_be_set(extended: Server) -> None:
    assert extended.ask("RATIO", [["ESM-2 15B"]] * 50).status_code == 200
    assert extended.ask("RATIO", [["ESM-2 15B"]] * 51).status_code == 413
    answer = extended.ask("RATIO", "x" * 10_000)
    assert (answer.status_code, answer.json()["detail"]) == (
        413, "A request may have at most 0.01 MB. Divide the range.",
    )  # fmt: skip


def test_who_asks_too_often_waits(tmp_path: Path) -> None:
    """Nobody can choose who that is: it goes by name where people sign in, else by what the proxy saw."""
    settings = {
        "PLM_RATIOS_SERVER_RATE_LIMIT": "5/minute",
        "XLWINGS_AUTH_PROVIDERS": '["custom"]',
        "PLM_RATIOS_SERVER_TOKENS": "ada:a-secret-of-ada-lovelace grace:a-secret-of-grace-hopper",
        "FORWARDED_ALLOW_IPS": "127.0.0.1,10.0.0.0/8",
    }
    with serving(tmp_path / "project", **settings) as server:

        def call(token: str, number: int) -> int:
            headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": f"203.0.113.{number}"}
            return server.ask("RATIO", "ESM-2 15B", headers=headers).status_code

        assert [call("a-secret-of-ada-lovelace", number) for number in range(6)] == [200] * 5 + [429]
        assert [call("a-secret-of-nobody-here", 7) for _ in range(6)] == [401] * 5 + [429]
        assert call("a-secret-of-grace-hopper", 7) == 200

        def fetch(forwarded: str) -> httpx.Response:
            return server.http.get("/taskpane.html", headers={"X-Forwarded-For": forwarded})

        for entries in ("192.0.2.{}, 10.1.2.3", "2001:db8:1:2::{}", "192.0.2.{}, [2001:db8:1:3::1]:50000"):
            answers = [fetch(entries.format(number)) for number in range(1, 7)]
            assert [answer.status_code for answer in answers] == [200] * 5 + [429]
            assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
            said = answers[-1].json()["detail"]
            assert said.startswith("Too many requests; the server answers again in ")
        assert fetch("192.0.2.1, 10.9.9.9").status_code == 200
        assert server.http.get("/health").status_code == 200
