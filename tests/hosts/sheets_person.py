"""Somebody at a Google spreadsheet with our script in it: the script is real, and runs in Node over
services that tests/js/sheets_services.mjs plays."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

_PLAYER = Path(__file__).parents[1] / "js" / "sheets_app.mjs"
_WORDS_OR_COMMA = re.compile(r"\"[^\"]*\"|'[^']*'|;")


class Played:
    """What came of some steps."""

    def __init__(self, told: dict[str, Any]):
        self.results: list[dict[str, Any]] = told["results"]
        self.sheets: dict[str, dict[str, Any]] = told["sheets"]
        self.order: list[str] = told["order"]
        self.active: str = told["active"]
        self.functions: list[str] = told["functions"]
        self.seen: dict[str, Any] = told["seen"]
        self.names: dict[str, str] = told["names"]
        self.toasts: list[str] = told["toasts"]

    @property
    def said(self) -> Any:
        """What the last step gave; an error where it failed."""
        return self.results[-1].get("result", self.results[-1])

    @property
    def error(self) -> str:
        """What the last step was refused with."""
        return str(self.results[-1]["error"])

    def column(self, sheet: str, letter: str, first: int, last: int) -> list[Any]:
        """What cells show, "" for blank ones."""
        shown = self.sheets[sheet]["shown"]
        return [shown.get(f"{letter}{row}", "") for row in range(first, last + 1)]


def play(node: str, script: Path, *steps: list[Any]) -> Played:
    """Does what the steps say, in an empty spreadsheet with the script of a folder."""
    ended = subprocess.run(
        [node, str(_PLAYER), str(script)],
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return Played(json.loads(ended.stdout))


def told(name: str, *cells: Any) -> Any:
    """What Python answers, as a cell of a table in Sheets shows it."""
    answer = FUNCTIONS[name](*cells)
    return str(answer) if isinstance(answer, CellError) else answer


def with_commas(formula: str) -> str:
    """A formula as files hold it: our scripts write semicolons, which every locale reads."""
    return _WORDS_OR_COMMA.sub(lambda found: "," if found[0] == ";" else found[0], formula)


def parts(formula: str) -> tuple[str, str]:
    """The two halves of ={"header";formula}: what stands in the header, and what fills the rows below it."""
    inside = formula.removeprefix("={").removesuffix("}")
    depth, at = 0, 0
    for found in re.finditer(r"\"[^\"]*\"|[();]", inside):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == ";" and depth == 0:
            at = found.start()
            break
    return inside[:at], inside[at + 1 :]
