"""The menu, the comparison and the slide of Google Sheets, played through with the real script."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from sheets_person import play, told

from plm_ratios.analysis import ratios
from plm_ratios.catalog import load
from plm_ratios.comparison import captions, compare, sheet_styles
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.sheets.export import export

JS = Path(__file__).parents[1] / "js"
DEFAULTS = [ratios.as_model(model).name for model in compare.DEFAULT_MODELS]
FIRST, LAST = 9, 8 + len(DEFAULTS)
NEW = ["run", "newComparison"]


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets") / "script"
    export(folder, replace=False)
    return folder


@pytest.fixture
def steps(node, script):
    return lambda *given: play(node, script, *given)


@pytest.mark.parametrize("mode", ["NONE", "LIMITED", "FULL"])
def test_menu_is_there_without_authorization_and_calls_what_exists(steps, mode):
    played = steps(["menu", mode])
    (items,) = played.seen["menus"].values()
    assert [item[0] for item in items if item != "-"] == [
        "New comparison sheet",
        "Insert model…",
        "Prepare slide sheet",
        "About",
    ]
    assert {item[1] for item in items if item != "-"} <= set(played.functions)


def test_menu_entries_open_pages_that_were_written(steps):
    played = steps(["run", "showSidebar"], ["run", "showAbout"])
    assert [result.get("error") for result in played.results] == [None, None]
    assert played.seen["sidebars"] == [{"file": "Sidebar", "title": "pLM ratios"}]
    (about,) = played.seen["dialogs"]
    assert about["file"] == "About" and about["title"] == "About pLM ratios"


def test_nothing_else_of_ours_is_in_the_way_of_peoples_own_script(steps):
    played = steps(["menu", "FULL"])
    public = {"onOpen", "onInstall", "newComparison", "showSidebar", "prepareSlide", "showAbout"}
    public |= {"insertFormula", "insertComparison"}
    assert {name for name in played.functions if not name.isupper()} == public


def test_new_comparison_holds_one_formula_a_column(steps):
    played = steps(NEW)
    sheet = played.sheets["Comparison"]
    models = f"A{FIRST}:A{LAST}"
    assert [sheet["formulas"].get(f"{letter}8") for letter in "ABCDEFGHI"] == [
        None,
        f'={{"Parameters";PARAMS({models})}}',
        f'={{"Ratio (sequences)";RATIO({models};"sequences";$B$4)}}',
        f'={{"Ratio (unique)";RATIO({models};"unique";$B$4)}}',
        f'={{"Ratio (seen)";RATIO({models};"seen";$B$4)}}',
        f'={{"Ratio (effective)";RATIO({models};"effective";$B$4)}}',
        f'={{"Tokens per parameter";RATIO({models};$B$5;$B$4)}}',
        f'={{"Verdict";VERDICT(G{FIRST}:G{LAST};$B$6)}}',
        f'={{"Source";SOURCE({models};$B$5)}}',
    ]
    assert [sheet["values"][cell] for cell in ("A8", "B4", "B5", "B6")] == ["Model", 325, "sequences", 20]
    assert played.column("Comparison", "A", FIRST, LAST) == DEFAULTS
    assert [sheet["shown"][f"{letter}8"] for letter in "KL"] == [
        "basis: sequences x 325 residues",
        "target: 20 tokens per parameter",
    ]
    assert load().label in sheet["values"]["A3"] and "CC BY 4.0" in sheet["values"]["A3"]
    assert played.active == "Comparison" and played.toasts
    assert played.names == {
        "AverageLength": "Comparison!B4",
        "Basis": "Comparison!B5",
        "Target": "Comparison!B6",
    }


@pytest.mark.parametrize("basis", ratios.BASES)
def test_the_formulas_give_the_numbers_of_python(steps, basis):
    names = [model.name for model in load().models]
    played = steps(["run", "insertComparison", names, {"basis": basis}], ["type", "Comparison", "B4", 300])
    last = 8 + len(names)
    expected = {
        "B": [told("PARAMS", name) for name in names],
        "C": [told("RATIO", name, "sequences", 300) for name in names],
        "D": [told("RATIO", name, "unique", 300) for name in names],
        "E": [told("RATIO", name, "seen", 300) for name in names],
        "F": [told("RATIO", name, "effective", 300) for name in names],
        "G": [told("RATIO", name, basis, 300) for name in names],
        "H": [told("VERDICT", FUNCTIONS["RATIO"](name, basis, 300), 20) for name in names],
        "I": [told("SOURCE", name, basis) for name in names],
    }
    for letter, column in expected.items():
        assert alike(played.column("Comparison", letter, FIRST, last), column), letter
    charted = ["" if each == "#N/A" else each for each in expected["G"]]
    assert alike(played.column("Comparison", "K", FIRST, last), charted)
    meaning = played.sheets["Comparison"]["shown"]["C5"]
    assert meaning == captions.meaning(basis)


def alike(shown, told):
    """Whether cells are the same; EXP() is not the same to the last digit in Python and in JavaScript."""
    return len(shown) == len(told) and all(
        one == other or (isinstance(one, float) and one == pytest.approx(other, rel=1e-14))
        for one, other in zip(shown, told)
    )


def test_new_comparison_looks_like_the_workbook(steps):
    sheet = steps(NEW).sheets["Comparison"]
    looks = sheet["looks"]
    assert (
        looks["B5"]["background"]
        == sheet_styles.look("input")["bg_color"]
        == looks[f"A{FIRST}"]["background"]
    )
    assert "background" not in looks[f"C{FIRST}"]  # only what is typed has a fill
    assert looks[f"G{LAST}"]["weight"] == "bold"
    assert (
        looks[f"B{FIRST}"]["format"] == sheet_styles.COUNT
        and looks[f"E{LAST}"]["format"] == sheet_styles.RATIO
    )
    assert looks["I8"]["background"] == sheet_styles.look("header")["bg_color"]
    assert looks[f"D{FIRST}"]["align"] == "right" and looks[f"I{FIRST}"]["wrap"] == "CLIP"
    assert looks[f"A{FIRST}"]["format"] == "@"  # no name is taken for a number or a date
    assert sheet["frozen"] == [8, 1]
    assert sheet["rules"] == [
        {"condition": "#N/A", "color": "#A6A6A6", "bold": False, "ranges": [f"B{FIRST}:I{LAST}"]}
    ]


def test_inputs_take_only_what_works_and_models_come_from_a_list(steps):
    played = steps(NEW, ["type", "Comparison", "B5", "all"])
    assert "violates the data validation" in played.error
    rules = played.sheets["Comparison"]["validations"]
    assert rules["B5"]["criterion"] == list(ratios.BASES) and not rules["B5"]["allowInvalid"]
    assert rules["B4"]["criterion"] == rules["B6"]["criterion"] == "> 0"
    assert rules[f"A{FIRST}"]["criterion"] == [model.name for model in load().models]
    assert rules[f"A{LAST}"]["allowInvalid"]  # an alias is as good
    assert f"A{LAST + 1}" not in rules


def test_chart_says_its_basis_and_has_a_log_axis(steps):
    played = steps(NEW, ["type", "Comparison", "B5", "seen"], ["type", "Comparison", "B6", 30])
    (chart,) = played.sheets["Comparison"]["charts"]
    assert chart["ranges"] == [f"Comparison!A8:A{LAST}", f"Comparison!K8:L{LAST}"]
    assert chart["type"] == "combo" and chart["log"] and chart["headers"] == 1
    assert chart["options"]["series"] == {"0": {"type": "bars"}, "1": {"type": "line"}}
    assert chart["title"] == captions.TITLE and "log scale" in chart["yTitle"]
    assert chart["colors"] == [sheet_styles.BLUE, sheet_styles.VERMILLION]
    assert chart["position"][0] > LAST  # below the table
    # Its legend is what the headers of its columns say.
    shown = played.sheets["Comparison"]["shown"]
    assert (shown["K8"], shown["L8"]) == ("basis: seen", "target: 30 tokens per parameter")
    assert played.column("Comparison", "L", FIRST, LAST) == [30] * len(DEFAULTS)


def test_names_that_are_taken_are_left_alone(steps):
    played = steps(
        ["sheet", "comparison"], ["name", "target", "Sheet1", "A1"], NEW, ["sheet", "Comparison 3"], NEW
    )
    assert [result.get("error") for result in played.results] == [None] * 5
    assert {"comparison", "Comparison 2", "Comparison 4"} <= set(played.order)
    assert played.names["target"] == "Sheet1!A1"
    assert played.names["Basis_2"] == "Comparison 2!B5" and played.names["Basis_3"] == "Comparison 4!B5"
    assert played.sheets["comparison"]["values"] == {}


def test_what_fails_midway_leaves_no_sheet(steps):
    played = steps(["fail", "insertChart"], NEW)
    assert played.error == "Service Spreadsheets failed."
    assert played.order == ["Sheet1"] and played.names == {}


def test_a_comparison_of_one_model_has_a_row_to_spare(steps):
    played = steps(["run", "insertComparison", ["ProGen2-large"], {"basis": "unique"}])
    assert played.said == "Made the sheet Comparison with 1 model."
    assert played.sheets["Comparison"]["shown"]["G8"] == "Tokens per parameter"
    assert played.column("Comparison", "G", 9, 10) == ["#N/A", ""]


def test_sidebar_writes_a_formula_into_an_empty_cell(steps):
    played = steps(["select", "Sheet1", "B2"], ["run", "insertFormula", '=RATIO("ESM-2 15B","seen")'])
    assert played.said == "Written into Sheet1!B2."
    assert played.sheets["Sheet1"]["formulas"] == {"B2": '=RATIO("ESM-2 15B";"seen")'}
    assert played.sheets["Sheet1"]["shown"]["B2"] == told("RATIO", "ESM-2 15B", "seen")


@pytest.mark.parametrize("there", ["mine", 0, '=IF(1=1;"";"")'])
def test_sidebar_overwrites_nothing(steps, there):
    played = steps(
        ["type", "Sheet1", "B2", there],
        ["select", "Sheet1", "B2"],
        ["run", "insertFormula", '=RATIO("ESM-2 15B")'],
    )
    assert played.error == "Sheet1!B2 is not empty. Select an empty cell, then insert again."
    kept = played.sheets["Sheet1"]
    assert {**kept["values"], **kept["formulas"]} == {"B2": there}


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (["insertFormula", "rm -r"], "not a formula of plm-ratios"),
        (["insertFormula", '=RATIO("a"'], "not a formula of plm-ratios"),
        (["insertComparison", [], {"basis": "seen"}], "Choose one model at least."),
        (["insertComparison", ["ESM-2 15B"], {"basis": "all"}], "Choose sequences, unique, seen, effective."),
    ],
)
def test_sidebar_is_told_what_is_wrong(steps, call, reason):
    played = steps(["run", *call])
    assert reason in played.error
    assert played.order == ["Sheet1"] and played.sheets["Sheet1"]["shown"] == {}


def test_slide_says_what_the_workbook_and_exports_say(steps):
    played = steps(NEW, ["type", "Comparison", "B5", "seen"], ["run", "prepareSlide"])
    slide = played.sheets["Slide"]
    compared = compare.compare([RowRequest(name) for name in DEFAULTS], "seen", 325, 20)
    shown = slide["shown"]
    assert shown["A1"] == f"Tokens per parameter of {len(DEFAULTS)} protein language models"
    assert shown["A2"] == captions.subtitle(compared)
    assert shown["A27"] == captions.footnote(compared, units=False)
    assert "Source" in shown["A28"] and "Comparison" in shown["A28"]
    table = [
        [played.column("Slide", letter, 5 + at, 5 + at)[0] for letter in "CDEFG"]
        for at in range(len(DEFAULTS))
    ]
    assert table == [
        [
            row.name,
            row.parameters,
            "–" if row.ratio is None else row.ratio,
            "–" if row.times_target is None else row.times_target,
            row.verdict or captions.NO_NUMBER,
        ]
        for row in compared.rows
    ]
    assert any(row[4] == captions.NO_NUMBER for row in table)
    (chart,) = slide["charts"]
    size = chart["options"]
    assert size["width"] / size["height"] == pytest.approx(16 / 9)
    assert chart["ranges"] == [f"Comparison!{letter}8:{letter}{LAST}" for letter in "AKL"]
    assert slide["hiddenGridlines"] and played.active == "Slide"


def test_slide_says_what_the_platform_cannot_do(steps):
    (alert,) = steps(NEW, ["run", "prepareSlide"]).seen["alerts"]
    assert alert["title"] == "The sheet Slide is ready"
    for words_ in ("cannot write a PowerPoint file", "landscape", "Copy chart", "plm-ratios export"):
        assert words_ in alert["prompt"]


def test_slide_is_made_afresh_and_keeps_what_people_wrote(steps):
    played = steps(
        NEW,
        ["run", "prepareSlide"],
        ["type", "Slide", "A1", "Our lab's models"],
        ["type", "Slide", "J3", "say hello"],
        ["type", "Slide", "C5", "scribble"],
        ["run", "insertComparison", ["ESM-2 15B", "Ankh-large"], {"basis": "unique"}],
        ["run", "prepareSlide"],
    )
    assert played.order.count("Slide") == 1 and "Slide 2" not in played.order
    assert played.column("Slide", "C", 5, 7) == ["ESM-2 15B", "Ankh-large", ""]
    assert played.sheets["Slide"]["shown"]["A1"] == "Our lab's models"
    assert played.sheets["Slide"]["shown"]["J3"] == "say hello"
    assert [chart["ranges"][0] for chart in played.sheets["Slide"]["charts"]] == ["Comparison 2!A8:A10"]


def test_somebody_elses_slide_is_not_touched(steps):
    played = steps(["sheet", "Slide"], ["type", "Slide", "A1", "mine"], NEW, ["run", "prepareSlide"])
    assert played.sheets["Slide"]["values"] == {"A1": "mine"} and played.sheets["Slide"]["looks"] == {}
    assert played.sheets["Slide 2"]["shown"]["C5"] == DEFAULTS[0]
    assert played.seen["alerts"][0]["title"] == "The sheet Slide 2 is ready"


def test_slide_asks_for_a_comparison(steps):
    nothing = steps(["type", "Sheet1", "A1", "notes"], ["run", "prepareSlide"])
    assert "New comparison sheet" in nothing.seen["alerts"][0]["prompt"]
    elsewhere = steps(NEW, ["select", "Sheet1", "A1"], ["run", "prepareSlide"])
    assert elsewhere.seen["alerts"][0]["prompt"].startswith("Open the sheet Comparison.")
    assert elsewhere.order == ["Sheet1", "Comparison"]


def test_slide_shows_twenty_models_and_counts_the_others(steps):
    names = [model.name for model in load().models[:23]]
    played = steps(["run", "insertComparison", names, {"basis": "sequences"}], ["run", "prepareSlide"])
    assert played.column("Slide", "C", 5, 25) == [*names[:20], "and 3 more on the sheet Comparison"]
    assert played.sheets["Slide"]["charts"][0]["ranges"][0] == "Comparison!A8:A28"


def test_slide_follows_a_comparison_that_was_renamed_and_moved(steps):
    made = steps(NEW).sheets["Comparison"]

    def moved(text):  # three rows down
        found = re.compile(r"\"[^\"]*\"|(\$?[A-Z]\$?)(\d+)")
        return found.sub(lambda at: f"{at[1]}{int(at[2]) + 3}" if at[1] else at[0], text)

    cells = {**made["values"], **made["formulas"]}
    typed = [
        ["type", "It's, well, mine", moved(cell), moved(value) if str(value).startswith("=") else value]
        for cell, value in cells.items()
    ]
    played = steps(["sheet", "It's, well, mine"], *typed, ["run", "prepareSlide"])
    assert [result.get("error") for result in played.results] == [None] * (len(typed) + 2)
    assert played.column("Slide", "C", 5, 4 + len(DEFAULTS)) == DEFAULTS
    assert played.column("Slide", "E", 5, 4 + len(DEFAULTS)) == [told("RATIO", name) for name in DEFAULTS]
    assert played.sheets["Slide"]["shown"]["A2"].startswith("basis: sequences x 325 residues; target: 20")


def test_every_call_of_a_service_exists(node):
    """TypeScript checks all scripts against the published types of Apps Script."""
    checked = subprocess.run(
        [node, "node_modules/typescript/bin/tsc", "--project", "tsconfig.sheets.json"],
        cwd=JS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_manifest_asks_for_this_spreadsheet_only(script):
    manifest = json.loads((script / "appsscript.json").read_text())
    assert manifest["runtimeVersion"] == "V8"
    assert [scope.rpartition("/")[2] for scope in manifest["oauthScopes"]] == [
        "script.container.ui",
        "spreadsheets.currentonly",
    ]
    assert manifest["exceptionLogging"] == "NONE"
