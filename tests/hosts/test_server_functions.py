"""The functions in Excel on every machine: asked by the add-in's own JavaScript, which the server serves."""

from __future__ import annotations

import json
import math
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from golden.generate import VECTORS, decode
from golden.generate_own import OWN_VECTORS
from golden.shares import OF_EVERY_KIND, shared_out
from hosts import offered_words
from hosts.server_process import Server, serving
from own_models import ONE, Mine
from plm_ratios.catalog import bundled, config_paths
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.server.project import new
from plm_ratios.hosts.server.routes import HEALTH, PANE

pytestmark = pytest.mark.host

CLIENT = Path(__file__).parent.parent / "js" / "office_client.mjs"
NOT_AVAILABLE = {"type": "Error", "errorType": "NotAvailable"}
BLANK = (None, "")  # an empty cell and an empty text look the same


def answers(node: str, server: Server, calls: Iterable[Any]) -> list[dict[str, Any]]:
    """What Excel gets for each call."""
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    ended = subprocess.run(
        [node, str(CLIENT), server.address],
        input=lines, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def cells(value: Any) -> Any:
    """Cells of an answer; a range of one cell is that cell."""
    if isinstance(value, dict):
        return CellError(value["error"])
    if isinstance(value, list):
        rows = [[cells(cell) for cell in row] for row in value]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    return value


def same(expected: Any, found: Any) -> bool:
    if expected == []:
        expected = None  # rows that are none show nothing
    if isinstance(expected, list) and len(expected) == len(expected[0]) == 1:
        expected = expected[0][0]
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(
            len(a) == len(b) and all(map(same, a, b)) for a, b in zip(expected, found)
        )
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return isinstance(expected, bool) == isinstance(found, bool) and math.isclose(
            expected, found, rel_tol=1e-12
        )
    return bool(expected == found) or (expected in BLANK and found in BLANK)


def check(lines: list[str], found: list[dict[str, Any]]) -> None:
    """Every vector, each with one request."""
    assert len(lines) == len(found)
    wrong = [
        f"{line}\n   gives {answer}"
        for line, answer in zip(lines, found)
        if "r" not in answer
        or answer["posts"] != 1
        or not same(decode(json.loads(line)["r"]), cells(answer["r"]))
    ]
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(lines)} vectors differ:\n" + "\n".join(wrong[:20]), pytrace=False)


@pytest.mark.parametrize("of_every_kind", OF_EVERY_KIND)
def test_every_vector(node: str, server: Server, of_every_kind: bool) -> None:
    every = VECTORS.read_text(encoding="utf-8").splitlines()
    lines = [line for line in every if offered_words.reaches_python(json.loads(line))]
    assert len(every) > 1000
    assert len(every) - len(lines) == 8  # seven error values, and a range of laws
    asked = shared_out(lines, of_every_kind)
    assert len(asked) > 500
    check(asked, answers(node, server, map(json.loads, asked)))


def test_every_vector_about_own_models(
    node: str, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With PLM_RATIOS_CATALOG in .env, where an operator sets it."""
    mine.write(ONE)
    lines = OWN_VECTORS.read_text(encoding="utf-8").splitlines()
    project = tmp_path / "project"
    new(project)
    with (project / ".env").open("a", encoding="utf-8") as settings:
        settings.write(f"{config_paths.CATALOG_VARIABLE}={mine.yaml}\n")
    monkeypatch.setenv(config_paths.FOLDER_VARIABLE, str(tmp_path / "no-such-folder"))
    with serving(project) as server:
        check(lines, answers(node, server, map(json.loads, lines)))
        follows_what_is_edited(server, mine)


def follows_what_is_edited(server: Server, mine: Mine) -> None:
    """Functions, health and the task pane, without a restart; the server looks at the files once a second."""

    def ratio() -> Any:
        return server.ask("RATIO", [["Mine 1B"]]).json()["result"][0][0]

    def comes_to(expected: Any) -> bool:
        for _ in range(100):
            if ratio() == expected:
                return True
            time.sleep(0.2)
        return False

    def shown() -> list[float]:
        models = server.http.get(f"{PANE}/entries.json").json()["models"]
        return [each["ratios"][0]["value"] for each in models if each["name"] == "Mine 1B"]

    assert (ratio(), shown()) == (32.5, [32.5])
    mine.edit(ONE.replace("value: 100_000_000", "value: 200_000_000"))
    assert comes_to(65)
    assert shown() == [65]
    mine.edit("models: []\n")
    assert comes_to(NOT_AVAILABLE)
    assert shown() == []
    assert server.http.get(HEALTH).json()["edition"] == bundled().edition


def test_the_add_in_offers_the_functions_and_no_more(node: str, server: Server) -> None:
    offered = answers(node, server, [{"offered": True}])[0]
    metadata = {function["id"]: function for function in offered["metadata"]["functions"]}
    assert sorted(metadata) == sorted(offered["registered"]) == sorted(FUNCTIONS)
    for name, function in FUNCTIONS.items():
        told = metadata[name]
        assert told["name"] == name
        assert told["description"] == function.summary
        assert [
            (argument["name"], argument["description"], argument.get("optional", False))
            for argument in told["parameters"]
        ] == [(argument.name, argument.help, argument.optional) for argument in function.arguments]


def test_words_are_offered_while_an_argument_is_typed(node: str, server: Server) -> None:
    metadata = answers(node, server, [{"offered": True}])[0]["metadata"]
    told = offered_words.offered(metadata)
    assert told.keys() == offered_words.OFFERING
    assert told == offered_words.expected()


def test_what_is_not_offered_is_read_as_well(node: str, server: Server) -> None:
    """Other spellings, and a number: a law may be written 20 without quotes."""
    asked = [("OPTIMALTOKENS", [1e9, law]) for law in (20.0, "rule of 20", "20 Tokens per parameter")]
    asked += [("OPTIMALTOKENS", [1e9]), ("OPTIMALTOKENS", [1e9, None])]
    calls = [{"f": name, "a": arguments} for name, arguments in asked]
    assert [answer["r"] for answer in answers(node, server, calls)] == [[[2e10]]] * 5


def test_a_blank_cell_may_come_as_null(node: str, server: Server) -> None:
    ratio = FUNCTIONS["RATIO"]("ESM-2 15B")
    rows = {"range": [["ESM-2 15B"], [{"null": True}], ["nope"]]}
    calls = [
        {"f": "RATIO", "a": [rows]},
        {"f": "RATIO", "a": [{"null": True}]},
        {"f": "RATIO", "a": ["ESM-2 15B", {"null": True}, {"null": True}]},
    ]
    column, alone, defaults = (cells(answer["r"]) for answer in answers(node, server, calls))
    assert column == [[ratio], [""], [CellError("#N/A")]]
    assert alone == CellError("#N/A") and defaults == ratio


def test_a_date_is_the_number_of_its_day(node: str, server: Server) -> None:
    call = {"f": "TOKENS", "a": [1.0, {"date": 45351.5}]}
    assert answers(node, server, [call])[0]["r"] == [[45351.5]]


def test_an_error_of_a_data_type_is_a_wrong_value(node: str, server: Server) -> None:
    call = {"f": "SEQS", "a": [{"error": "#FIELD!"}]}
    assert cells(answers(node, server, [call])[0]["r"]) == CellError("#VALUE!")


def test_an_older_excel_gets_error_values_as_texts(node: str, server: Server) -> None:
    call = {"f": "RATIO", "a": [{"range": [["nope"], ["ESM-2 15B"]]}], "runtime": "1.3"}
    assert answers(node, server, [call])[0]["r"] == [["#N/A"], [FUNCTIONS["RATIO"]("ESM-2 15B")]]


def test_a_refused_call_is_sent_once_and_says_why(node: str, server: Server) -> None:
    """The add-in repeats what fails with status 500 and above, and shows the reason beside #VALUE!."""
    width = {"range": [["ESM-2 15B"] * 501]}
    height = {"range": [["seen"]] * 500}
    answer = answers(node, server, [{"f": "RATIO", "a": [width, height]}])[0]
    assert answer["code"] == "#VALUE!" and answer["posts"] == 1
    assert answer["thrown"] == "A call may have at most 250000 cells. Divide the range."
