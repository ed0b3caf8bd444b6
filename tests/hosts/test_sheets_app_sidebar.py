"""The sidebar of Google Sheets, clicked through in Chromium. The page is the one that is exported; what it
asks the script for goes to the real Code.gs in Node."""

from __future__ import annotations

import pytest
from sheets_person import play

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.sheets.export import export

# The part of the page that Google adds, as far as the sidebar uses it.
GOOGLE = """
  const runner = (done, failed) => ({
    withSuccessHandler: (handler) => runner(handler, failed),
    withFailureHandler: (handler) => runner(done, handler),
    insertFormula: (...given) => call("insertFormula", given, done, failed),
    insertComparison: (...given) => call("insertComparison", given, done, failed),
  });
  const call = async (name, given, done, failed) => {
    const { result, error } = await window.ofScript([name, ...given]);
    if (error) failed(new Error(error)); else done(result);
  };
  window.google = { script: { get run() { return runner(() => {}, () => {}); } } };
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets") / "script"
    export(folder, replace=False)
    return folder


class Sidebar:
    """The page, and the steps so far of the person who uses it."""

    def __init__(self, page, node, script):
        self.page, self.steps = page, []

        def of_script(call):
            self.steps.append(["run", *call])
            self.played = play(node, script, *self.steps)
            return self.played.results[-1]

        page.expose_function("ofScript", of_script)
        page.add_init_script(GOOGLE)
        page.goto((script / "Sidebar.html").as_uri())

    def search(self, words):
        self.page.get_by_label("Search").fill(words)

    def open(self, name):
        self.search(name)
        self.page.locator("#results .row", has_text=name).first.click()

    def said(self, words):
        self.page.get_by_role("status").get_by_text(words).wait_for()


@pytest.fixture
def sidebar(page, node, script):
    return Sidebar(page, node, script)


def test_search_and_insert_a_formula(sidebar):
    sidebar.steps.append(["select", "Sheet1", "C3"])
    sidebar.open("ESM-2 15B")
    sidebar.page.get_by_role("button", name="Insert ratio on seen").click()
    sidebar.said("Written into Sheet1!C3.")
    sheet = sidebar.played.sheets["Sheet1"]
    assert sheet["formulas"] == {"C3": '=RATIO("ESM-2 15B";"seen")'}
    assert sheet["shown"]["C3"] == FUNCTIONS["RATIO"]("ESM-2 15B", "seen")


def test_a_cell_that_holds_something_is_left_alone(sidebar):
    sidebar.steps += [["type", "Sheet1", "C3", "mine"], ["select", "Sheet1", "C3"]]
    sidebar.open("Ankh-large")
    sidebar.page.get_by_role("button", name="Insert ratio on unique").click()
    alert = sidebar.page.get_by_role("alert").get_by_text("Sheet1!C3 is not empty")
    alert.wait_for()
    assert sidebar.played.sheets["Sheet1"]["shown"] == {"C3": "mine"}


def test_insert_a_comparison(sidebar):
    for name in ("ESM-2 15B", "ProGen2-xlarge", "Ankh-large"):
        sidebar.search(name)
        sidebar.page.get_by_role("button", name=f"Compare {name}", exact=True).click()
    sidebar.page.locator("#tray").click()
    sidebar.page.locator("#comparison-basis label", has_text="seen").click()
    sidebar.page.get_by_role("button", name="Insert comparison").click()
    sidebar.said("Made the sheet Comparison with 3 models.")
    played = sidebar.played
    assert played.column("Comparison", "A", 9, 11) == ["ESM-2 15B", "ProGen2-xlarge", "Ankh-large"]
    assert played.sheets["Comparison"]["values"]["B5"] == "seen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("file", ["Sidebar.html", "About.html"])
def test_pages_fit_and_can_be_read(page, node, script, scheme, file):
    page.emulate_media(color_scheme=scheme)
    if file == "Sidebar.html":
        sidebar = Sidebar(page, node, script)
        sidebar.search("esm-2")
        page.locator("#results .row").first.wait_for()
    else:
        page.goto((script / file).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ink, paper = (
        page.evaluate(f"getComputedStyle(document.body).{of}") for of in ("color", "backgroundColor")
    )
    assert (lightness(ink) > lightness(paper)) == (scheme == "dark")


def lightness(color):
    """From 0 for black to 255 for white, of what browsers call a colour."""
    return sum(map(float, color[color.index("(") + 1 : -1].split(",")[:3])) / 3
