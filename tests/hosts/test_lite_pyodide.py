"""The functions in the engine of xlwings Lite: Pyodide in Chromium, on every way to the package."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from golden.generate import VECTORS, decode
from golden.generate_own import OWN_VECTORS
from golden.shares import OF_EVERY_KIND, shared_out
from hosts import offered_words
from hosts.lite_stand_in import PYODIDES, StandIn, stand_in, vectors
from hosts.test_excel_udfs import same
from hosts.test_lite_slide import book
from own_models import ONE, Mine
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lite import personal, program

ROOT = Path(__file__).parents[2]
# Into a workbook by its main.py on one of two routes, and into every workbook by a personal module.
PERSONAL = "personal"
WAYS = [(pyodide, way) for pyodide in PYODIDES for way in (*program.ROUTES, PERSONAL)]
# What stands in main.py of a workbook of somebody who has nothing of ours there.
OTHERS = "from xlwings import func\n\n@func\ndef hello(name):\n    return f'Hello {name}!'\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as an index would hold it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


# The personal module holds what the package inside main.py is; an index gives the same package.
SHOWN = (PYODIDES[1], PERSONAL)
EACH_WAY = [
    pytest.param(way, id="-".join(way), marks=[] if way == SHOWN else [pytest.mark.slow]) for way in WAYS
]


@pytest.fixture(scope="module", params=EACH_WAY)
def lite(request: pytest.FixtureRequest, chromium: Browser, node: str, wheel: Path) -> Iterator[StandIn]:
    pyodide, way = request.param
    installed = wheel if way == program.INDEX else None
    main = OTHERS if way == PERSONAL else program.main(way)
    modules = personal.files() if way == PERSONAL else None
    with stand_in(chromium, pyodide, main, installed, modules) as running:
        yield running


def ours(lite: StandIn) -> list[dict[str, Any]]:
    """What Excel is told of our functions: all but the one of the other main.py."""
    return [told for told in lite.functions if told["id"] != "HELLO"]


def test_every_function_is_there_and_nothing_else(lite: StandIn) -> None:
    assert sorted(each["id"] for each in ours(lite)) == sorted(FUNCTIONS)
    assert sorted(each["name"] for each in ours(lite)) == sorted(FUNCTIONS)


def test_excel_is_told_what_the_functions_and_arguments_are(lite: StandIn) -> None:
    for told in ours(lite):
        function = FUNCTIONS[told["name"]]
        assert told["description"] == function.summary
        assert [
            (each["name"], each["description"], each.get("optional", False)) for each in told["parameters"]
        ] == [(argument.name, argument.help, argument.optional) for argument in function.arguments]


def test_the_script_is_there(lite: StandIn) -> None:
    assert "No model is selected" in lite.run("prepare_slide", book())["error"]


def test_words_are_offered_while_an_argument_is_typed(lite: StandIn) -> None:
    assert offered_words.offered(lite.meta) == offered_words.expected()


@pytest.mark.parametrize("of_every_kind", OF_EVERY_KIND)
def test_every_golden_vector(lite: StandIn, of_every_kind: bool) -> None:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    shared = map(json.loads, shared_out(lines, of_every_kind))
    asked = [vector for vector in shared if offered_words.reaches_python(vector)]
    assert len(asked) > 500
    assert wrong(lite, asked) == []


def test_ten_thousand_rows_in_one_call(lite: StandIn) -> None:
    (answer,) = lite.answers([("RATIO", [{"range": [["ESM-2 15B"], ["nobody"]] * 5000}, "seen"])])
    assert len(answer) == 10_000
    assert answer[-2:] == [[57.6], [decode({"error": "#N/A"})]]


def test_own_models_travel_along_and_a_personal_module_beside_main_brings_nothing_twice(
    chromium: Browser, node: str, mine: Mine
) -> None:
    mine.write(ONE)
    main = program.main(program.INSIDE)
    with stand_in(chromium, PYODIDES[-1], main, personal=personal.files()) as lite:
        assert sorted(lite.ids) == sorted(FUNCTIONS)
        assert wrong(lite, vectors(OWN_VECTORS)) == []


def wrong(lite: StandIn, asked: list[dict[str, Any]]) -> list[str]:
    """The vectors that are answered otherwise."""
    answers = lite.answers([(vector["f"], vector["a"]) for vector in asked])
    return [
        f"{vector}\n   gives {answer}"
        for vector, answer in zip(asked, answers)
        if not same(decode(vector["r"]), answer)
    ]
