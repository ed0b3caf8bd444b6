"""The functions in the engine of xlwings Lite: Pyodide in Chromium, both ways to the package."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from golden.generate import VECTORS, decode
from golden.generate_own import OWN_VECTORS
from hosts.lite_stand_in import PYODIDES, StandIn, stand_in, vectors
from hosts.test_excel_udfs import same
from own_models import ONE, Mine
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lite import program

ROOT = Path(__file__).parents[2]
WAYS = [(pyodide, route) for pyodide in PYODIDES for route in program.ROUTES]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as an index would hold it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


# What the older Python does, and the way by an index, is shown by the three others.
REPETITION = (PYODIDES[0], program.INDEX)
EACH_WAY = [
    pytest.param(way, id="-".join(way), marks=[pytest.mark.slow] if way == REPETITION else []) for way in WAYS
]


@pytest.fixture(scope="module", params=EACH_WAY)
def lite(request: pytest.FixtureRequest, chromium: Browser, node: str, wheel: Path) -> Iterator[StandIn]:
    pyodide, route = request.param
    installed = wheel if route == program.INDEX else None
    with stand_in(chromium, pyodide, program.main(route), installed) as running:
        yield running


def test_every_function_is_there_and_nothing_else(lite: StandIn) -> None:
    assert sorted(lite.ids) == sorted(FUNCTIONS)
    assert sorted(each["name"] for each in lite.functions) == sorted(FUNCTIONS)


def test_excel_is_told_what_the_functions_and_arguments_are(lite: StandIn) -> None:
    for told in lite.functions:
        function = FUNCTIONS[told["name"]]
        assert told["description"] == function.summary
        assert [
            (each["name"], each["description"], each.get("optional", False)) for each in told["parameters"]
        ] == [(argument.name, argument.help, argument.optional) for argument in function.arguments]


def test_every_golden_vector(lite: StandIn) -> None:
    asked = vectors(VECTORS)
    assert len(asked) > 1000
    assert wrong(lite, asked) == []


def test_ten_thousand_rows_in_one_call(lite: StandIn) -> None:
    (answer,) = lite.answers([("RATIO", [{"range": [["ESM-2 15B"], ["nobody"]] * 5000}, "seen"])])
    assert len(answer) == 10_000
    assert answer[-2:] == [[57.6], [decode({"error": "#N/A"})]]


def test_own_models_travel_inside_main(chromium: Browser, node: str, mine: Mine) -> None:
    mine.write(ONE)
    with stand_in(chromium, PYODIDES[-1], program.main(program.INSIDE)) as lite:
        assert wrong(lite, vectors(OWN_VECTORS)) == []


def wrong(lite: StandIn, asked: list[dict[str, Any]]) -> list[str]:
    """The vectors that are answered otherwise."""
    answers = lite.answers([(vector["f"], vector["a"]) for vector in asked])
    return [
        f"{vector}\n   gives {answer}"
        for vector, answer in zip(asked, answers)
        if not same(decode(vector["r"]), answer)
    ]
