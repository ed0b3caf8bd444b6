"""The task pane as Excel shows it: from the real server, beside a stand-in for Office.js, in Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pane_user import back, choose_basis, compare, names, open_model, rows
from playwright.sync_api import BrowserContext, Page, expect

from browsers import next_tab
from hosts.server_process import Server, serving
from plm_ratios.analysis.ratios import BASES
from plm_ratios.catalog import Catalog
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.server.project import new

OFFICE = Path(__file__).with_name("server_office.js")
HEADER = [
    "Model",
    "Parameters",
    "Ratio (sequences)",
    "Ratio (unique)",
    "Ratio (seen)",
    "Ratio (effective)",
    "Verdict",
    "Source",
]


def in_excel(page: Page, server: Server, **excel: Any) -> Page:
    """The pane, opened in an Excel of which this is known."""
    page.route("**/office.js", lambda route: route.fulfill(path=OFFICE, content_type="text/javascript"))
    page.add_init_script(f"globalThis.stubbed = {json.dumps(excel)}")
    page.goto(server.address + "/taskpane.html")
    return page


def pane(page: Page, server: Server, **excel: Any) -> Page:
    in_excel(page, server, **excel)
    expect(rows(page).first).to_be_visible()
    return page


def insert(page: Page, name: str, basis: str) -> None:
    open_model(page, name)
    page.get_by_role("button", name=f"Insert ratio on {basis}").click()


def sheet(page: Page) -> dict[str, Any]:
    cells: dict[str, Any] = page.evaluate("() => excel.cells")
    return cells


def test_it_shows_the_catalog(page: Page, server: Server, catalog: Catalog) -> None:
    pane(page, server)
    assert page.title() == "pLM ratios"
    assert names(page) == [model.name for model in catalog.models]
    assert not page.locator("#global-error-alert, #global-status-alert, #xlwings-office-ready-error").filter(
        visible=True
    ).count()  # fmt: skip


def test_a_formula_goes_into_the_selected_cell(page: Page, server: Server) -> None:
    pane(page, server, select="B2")
    insert(page, "ESM-2 15B", "seen")
    expect(page.get_by_role("status")).to_have_text("Written into Sheet1!B2.")
    assert sheet(page) == {"B2": '=RATIO("ESM-2 15B","seen")'}


def test_formulas_have_the_names_that_the_functions_have_in_excel(page: Page, tmp_path: Path) -> None:
    new(tmp_path / "project")
    with serving(tmp_path / "project", XLWINGS_ENVIRONMENT="qa", XLWINGS_FUNCTIONS_NAMESPACE="PLM") as qa:
        pane(page, qa, select="B2")
        compare(page, "ESM-2 15B")
        page.get_by_role("button", name="Insert comparison").click()
        expect(page.get_by_role("status")).to_have_text("Written to Sheet1!B2:I6.")
        assert sheet(page)["C6"] == "=PLM_QA.PARAMS(B6)"
        assert sheet(page)["H6"] == "=PLM_QA.VERDICT(PLM_QA.RATIO(B6,$C$3,$C$2),$C$4)"
        back(page)
        open_model(page, "ESM-2 15B")
        expect(page.get_by_text('=PLM_QA.RATIO("ESM-2 15B")', exact=True)).to_be_visible()


@pytest.mark.parametrize("held", [0, "0", "=NOW()", " "])
def test_a_formula_overwrites_nothing(page: Page, server: Server, held: Any) -> None:
    pane(page, server, select="B2", cells={"B2": held})
    insert(page, "ESM-2 15B", "seen")
    expect(page.get_by_role("alert")).to_have_text("Sheet1!B2 holds something already. Select an empty cell.")
    assert sheet(page) == {"B2": held}


def test_a_comparison_is_written_whole(page: Page, server: Server) -> None:
    """At any place: its formulas point to its own cells."""
    pane(page, server, select="AA10")
    compare(page, "ESM-2 15B", "ProGen2-xlarge")
    choose_basis(page, "seen", "comparison")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("status")).to_have_text("Written to Sheet1!AA10:AH15.")
    cells = sheet(page)
    assert [cells.pop(cell) for cell in ("AA10", "AB10", "AA11", "AB11", "AA12", "AB12")] == [
        "Average length", 325, "Basis", "seen", "Target", 20,
    ]  # fmt: skip
    columns = ("AA", "AB", "AC", "AD", "AE", "AF", "AG", "AH")
    assert [cells.pop(f"{column}13") for column in columns] == HEADER
    for row, model in ((14, "ESM-2 15B"), (15, "ProGen2-xlarge")):
        assert [cells.pop(f"{column}{row}") for column in columns] == [
            model,
            f"=PARAMS(AA{row})",
            *(f'=RATIO(AA{row},"{basis}",$AB$10)' for basis in BASES),
            f"=VERDICT(RATIO(AA{row},$AB$11,$AB$10),$AB$12)",
            f"=SOURCE(AA{row},$AB$11)",
        ]
    assert not cells
    looks = page.evaluate("() => [excel.bold, excel.fitted, excel.validation, excel.formats]")
    assert looks[0] == [["AA13:AH13", True]] and looks[1] == ["AA10:AH15"]
    assert looks[2] == {"AB11": {"list": {"inCellDropDown": True, "source": ",".join(BASES)}}}
    formats = {"AA": "@", "AB": "#,##0", **dict.fromkeys(("AC", "AD", "AE", "AF"), "0.00")}
    assert looks[3] == {f"{column}{row}": each for column, each in formats.items() for row in (14, 15)}


def test_a_comparison_overwrites_nothing(page: Page, server: Server) -> None:
    pane(page, server, select="A1", cells={"G5": "mine"})
    compare(page, "ESM-2 15B")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("alert")).to_have_text(
        "The comparison needs Sheet1!A1:H5, and not all of it is empty. Clear it, or select another cell."
    )
    assert sheet(page) == {"G5": "mine"}
    page.evaluate("() => (excel.select = 'A7')")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("status")).to_have_text("Written to Sheet1!A7:H11.")


@pytest.mark.parametrize("corner", ["XFA1", "A1048574"])
def test_a_comparison_needs_room(page: Page, server: Server, corner: str) -> None:
    pane(page, server, select=corner)
    compare(page, "ESM-2 15B")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("alert")).to_have_text(
        "There is no room for the comparison. Select a cell further up or to the left."
    )


def test_a_comparison_fits_into_the_last_corner(page: Page, server: Server) -> None:
    pane(page, server, select="XEW1048572")
    compare(page, "ESM-2 15B")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("status")).to_have_text("Written to Sheet1!XEW1048572:XFD1048576.")


def test_an_old_excel_is_enough(page: Page, server: Server) -> None:
    """Without what came after version 1.1 there is no list to choose a basis from."""
    pane(page, server, api=1)
    compare(page, "ESM-2 15B")
    page.get_by_role("button", name="Insert comparison").click()
    expect(page.get_by_role("status")).to_have_text("Written to Sheet1!A1:H5.")
    assert page.evaluate("() => [excel.validation, excel.fitted]") == [{}, []]


def test_a_protected_sheet_is_told(page: Page, server: Server) -> None:
    pane(page, server, protected=True)
    insert(page, "ESM-2 15B", "seen")
    expect(page.get_by_role("alert")).to_have_text(
        "The sheet is protected. Take the protection off, or choose another sheet."
    )
    back(page)
    page.evaluate("() => (excel.protected = false)")
    insert(page, "ESM-2 15B", "seen")
    expect(page.get_by_role("status")).to_have_text("Written into Sheet1!A1.")


def call(page: Page, function: str, *arguments: Any) -> Any:
    """Calls a function as Excel does in the runtime that it shares with the pane."""
    return page.evaluate(
        "([name, given]) => registered[name](...given, {address: 'Sheet1!A1'}).catch(error => error.message)",
        [function, list(arguments)],
    )


def test_functions_run_beside_the_pane(page: Page, server: Server) -> None:
    pane(page, server)
    assert set(page.evaluate("() => Object.keys(registered)")) == set(FUNCTIONS)
    ratio = FUNCTIONS["RATIO"]
    assert call(page, "RATIO", [["ESM-2 15B"], ["nope"]], [["seen"]], None) == [
        [ratio("ESM-2 15B", "seen")],
        [{"type": "Error", "errorType": "NotAvailable"}],
    ]


GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(27, 30, 35)"}


@pytest.mark.parametrize(
    ("machine", "excel", "shown"),
    [
        ("light", {}, "light"),
        ("dark", {}, "dark"),
        ("light", {"theme": {"isDarkTheme": True}}, "dark"),
        ("dark", {"theme": {"isDarkTheme": False}}, "light"),
    ],
)
def test_it_is_dark_where_excel_is(
    page: Page, server: Server, machine: str, excel: dict[str, Any], shown: str
) -> None:
    """As the machine is, where Excel does not tell."""
    page.emulate_media(color_scheme=machine)  # type: ignore[arg-type]
    pane(page, server, **excel)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == GROUNDS[shown]
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


# What goes wrong at the server.

TOKEN = "a-secret-of-ada-lovelace"


@pytest.fixture
def forgiving(profile: BrowserContext) -> Iterator[Page]:
    """A tab on whose console an answer that is refused may leave a line."""
    with next_tab(profile, forgiving=True) as page:
        yield page


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"XLWINGS_AUTH_PROVIDERS": '["custom"]', "PLM_RATIOS_SERVER_TOKENS": f"ada:{TOKEN}"}
    with serving(tmp_path_factory.mktemp("guarded") / "project", **settings) as running:
        yield running


def test_signing_in(forgiving: Page, guarded: Server) -> None:
    in_excel(forgiving, guarded)
    field = forgiving.get_by_label("Access token")
    expect(field).to_be_focused()
    expect(forgiving.get_by_role("alert").filter(visible=True)).to_contain_text("asks for an access token")
    expect(forgiving.locator("#plm-pane")).to_be_hidden()
    assert "open the pLM ratios pane" in call(forgiving, "RATIO", [["ESM-2 15B"]])
    field.fill("a wrong one, alas")
    field.press("Enter")
    expect(forgiving.get_by_role("alert").filter(visible=True)).to_contain_text("does not know this token")
    field.fill(f" {TOKEN} ")
    forgiving.get_by_role("button", name="Sign in").click()
    expect(rows(forgiving).first).to_be_visible()
    expect(field).to_have_count(0)
    forgiving.wait_for_function("() => excel.calculated.join() === 'Full'")  # cells ask again
    assert call(forgiving, "RATIO", [["ESM-2 15B"]]) == [[FUNCTIONS["RATIO"]("ESM-2 15B")]]
    forgiving.reload()
    expect(rows(forgiving).first).to_be_visible()  # it remembers


def test_signing_in_where_the_browser_keeps_nothing(forgiving: Page, guarded: Server) -> None:
    """As for pages in a frame where third parties may store nothing."""
    forgiving.add_init_script(
        "Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('denied'); } });"
    )
    in_excel(forgiving, guarded)
    forgiving.get_by_label("Access token").fill(TOKEN)
    forgiving.get_by_role("button", name="Sign in").click()
    expect(rows(forgiving).first).to_be_visible()
    assert call(forgiving, "RATIO", [["ESM-2 15B"]]) == [[FUNCTIONS["RATIO"]("ESM-2 15B")]]


def test_an_account_that_may_not_call_is_told(forgiving: Page, server: Server) -> None:
    forgiving.route("**/plm/entries.json", lambda route: route.fulfill(status=403))
    in_excel(forgiving, server)
    expect(forgiving.get_by_role("alert").filter(visible=True)).to_have_text(
        "The server does not let this account in. Ask whoever runs it."
    )


def test_a_server_that_fails_is_told(forgiving: Page, server: Server) -> None:
    for does, said in (
        (
            lambda route: route.fulfill(status=503),
            "The server answered 503 instead of the catalog. Reload the pane.",
        ),
        (
            lambda route: route.abort(),
            "The server does not answer. Check the network, then reload the pane.",
        ),
    ):
        forgiving.unroute_all()
        forgiving.route("**/plm/entries.json", does)
        in_excel(forgiving, server)
        expect(forgiving.get_by_role("alert").filter(visible=True)).to_have_text(said)
