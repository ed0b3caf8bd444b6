"""What arrives in calls: arguments of functions, typed numbers, bodies of requests, command lines."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings

from plm_ratios.catalog.typed_numbers import Ambiguous, typed_number
from plm_ratios.functions import FUNCTIONS

from . import values
from .mutations import WORDS, damaged, one_of, rearranged, retyped
from .reader import Files, Reader, Refused, command

_MOST_CELLS = 250_000
_MOST_BYTES_OUT = 1 << 24
_MOST_BYTES = 600  # of random ones from which Hypothesis makes an example


@given(values.calls())
@settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
def functions_answer(call: tuple[str, tuple[Any, ...]]) -> None:
    """Whatever the arguments are, a function gives cells."""
    name, arguments = call
    values.require_cells(FUNCTIONS[name](*arguments))


@given(values.TYPED)
@settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
def numbers_are_read(text: str) -> None:
    """Whatever is typed, it is a number, or ambiguous, or none."""
    found = typed_number(text)
    assert found is None or isinstance(found, (int, float, Ambiguous))
    if isinstance(found, Ambiguous):
        assert found.says


def _by_hypothesis(test: Any) -> tuple[Callable[[Random], Files], Callable[[Path], object]]:
    """An example is made of random bytes by what Hypothesis offers to other fuzzers."""

    def make(draw: Random) -> Files:
        return {"example": draw.randbytes(draw.randint(1, _MOST_BYTES))}

    def read(folder: Path) -> None:
        if test.hypothesis.fuzz_one_input((folder / "example").read_bytes()) is None:
            raise Refused("These bytes make no example.")

    return make, read


@functools.cache
def _known() -> dict[str, Any]:
    os.environ["XLWINGS_ON_SERVER"] = "true"  # by which xlwings decides what it makes of the functions
    os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
    from plm_ratios import udfs
    from plm_ratios.hosts.server import calls

    return calls.known_functions(udfs)


def request_body(draw: Random) -> Files:
    name = draw.choice(sorted(FUNCTIONS))
    said = {
        "client": "Office.js",
        "func_name": name,
        "args": [
            draw.choice((draw.choice(WORDS), 20, [["ESM-2 15B"]], [["ESM-2 15B", "x"]], [["seen"], [1.5]]))
            for _ in range(draw.randrange(5))
        ],
        "caller_address": "[Book1.xlsx]Sheet1!A1",
        "session_id": "test",
        "culture_info_name": "en-US",
        "date_format": "m/d/yyyy",
        "version": "0.37.8",
        "runtime": draw.choice(("1.4", "1.2", "0.0", "99.99")),
    }
    wrapped = [
        [{"type": "Error", "errorType": "Ref", "basicValue": draw.choice(("#REF!", 1, None, WORDS[1]))}]
    ]
    if draw.random() < 0.2:
        said["args"] = [wrapped]
    return {
        "body": one_of(
            draw,
            lambda: json.dumps(rearranged(draw, said)).encode(),
            lambda: json.dumps(rearranged(draw, said), ensure_ascii=False).encode("utf-8", "surrogatepass"),
            lambda: retyped(draw, json.dumps(said)).encode("utf-8", "replace"),
            lambda: damaged(draw, json.dumps(said).encode()),
        )
    }


def _body(draw: Random) -> Files:
    _known()  # loaded before the process is forked that reads it: xlwings starts programs as it is imported
    return request_body(draw)


@functools.cache
def _direct() -> dict[str, Any]:
    from plm_ratios import udfs
    from plm_ratios.hosts.server.direct_calls import direct_functions

    return direct_functions(udfs)


def _answered(folder: Path) -> None:
    """A body is refused with a status below 500, or answered with JSON."""
    from plm_ratios.hosts.server import calls
    from plm_ratios.hosts.server.direct_calls import answer
    from plm_ratios.hosts.server.http_error import HttpError

    try:
        call = calls.read((folder / "body").read_bytes(), _known(), _MOST_CELLS)
    except HttpError as refusal:
        if refusal.status >= 500:
            raise
        return
    if call.function in _direct():
        said = answer(_direct()[call.function], call.arguments, call.runtime, _MOST_BYTES_OUT)
        assert "result" in json.loads(said)


#: Commands that start programs, wait for questions or other people, or write where others are.
_NOT_HERE = {
    ("server", "run"),
    ("calc", "install"),
    ("calc", "uninstall"),
    ("excel", "install"),
    ("excel", "uninstall"),
    ("excel", "addin"),
    ("recalc",),
    ("doctor",),
    ("excel", "doctor"),
    ("demo",),
}


#: Commands that write into the package unless they are told otherwise.
_FOR_THE_PACKAGE = {("catalog", "format"), ("catalog", "build")}


def _commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    import typer

    from plm_ratios.cli import app

    def below(group: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        for name, each in group.commands.items():
            if hasattr(each, "commands"):
                yield from below(each, (*path, name))
            elif (*path, name) not in _NOT_HERE and (*path, name)[:2] not in _NOT_HERE:
                yield (*path, name), each

    yield from below(typer.main.get_command(app), ())


@functools.cache
def _all_commands() -> list[tuple[tuple[str, ...], list[Any]]]:
    return [(path, list(each.params)) for path, each in _commands()]


_VALUES = (
    *WORDS,
    "1",
    "0.5",
    "650M",
    "-5",
    "nan",
    "1e999",
    "seen",
    "ESM-2 15B",
    "ESM-2",
    "a.csv",
    "a.xlsx",
    "a.pptx",
    "a.png",
    "folder",
    "here.yaml",
    "here.xlsx",
    "no/such/folder/a.csv",
    "2026-11-22",
    "Cheng MLM",
    "H100 SXM",
    "UniRef90: 1.2T seen, 400B unique",
    "36:64",
    "https://",
    "file:///etc/passwd",
    "-",
    "--",
    "*",
    "[",
    "-h",
)


def _line(draw: Random) -> Files:
    path, parameters = draw.choice(_all_commands())
    found = list(path)
    for parameter in parameters:
        is_option = parameter.param_type_name == "option"
        if draw.random() > (0.25 if is_option else 0.8):
            continue
        if is_option:
            found.append(draw.choice(parameter.opts))
        if not is_option or not parameter.is_flag:
            found += [draw.choice(_VALUES) for _ in range(1 if is_option else draw.choice((1, 1, 2)))]
    if path in _FOR_THE_PACKAGE:
        found += ["--data", "folder"]
    if draw.random() < 0.1:
        found.insert(draw.randrange(len(found) + 1), draw.choice(_VALUES))
    # What the system itself passes on holds no zero bytes. Where a person says to write, there it is written.
    found = [each.replace("\0", "").replace("../", "") for each in found]
    return {
        "arguments.json": json.dumps(found).encode(),
        "here.yaml": b"models: []\n",
        "here.xlsx": b"PK\x03\x04",
    }


def _run(folder: Path) -> None:
    (folder / "folder").mkdir()
    command(*json.loads((folder / "arguments.json").read_bytes()))


READERS = (
    Reader("functions", *_by_hypothesis(functions_answer)),
    Reader("typed numbers", *_by_hypothesis(numbers_are_read)),
    Reader("bodies of requests", _body, _answered),
    Reader("command lines", _line, _run, ("*",)),
)
