"""The pane for everybody: by keyboard, in both themes, at any width, with names and pages that mean ill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pane_site import MARKUP, QUOTED, SCRIPT_ADDRESS, SPACED, UNBROKEN
from pane_user import back, calls, compare, focused, names, open_model, rows, search
from playwright.sync_api import BrowserContext, Page, expect

import browsers
from plm_ratios.analysis import ratios
from plm_ratios.catalog import Catalog
from plm_ratios.functions import FUNCTIONS

AXE = Path(__file__).parents[1] / "js/node_modules/axe-core/axe.min.js"


# The keyboard


def test_the_keyboard_alone_finds_opens_and_compares(pane: Page) -> None:
    press = pane.keyboard.press
    pane.get_by_label("Search").focus()
    pane.keyboard.type("650m")
    listed = names(pane)
    for key in ("ArrowDown", "ArrowDown"):
        press(key)
    assert focused(pane) == listed[1]
    press("Enter")
    expect(pane.locator("#model-title")).to_have_text(listed[1])
    expect(pane.locator("#model-title")).to_be_focused()
    press("Escape")
    expect(rows(pane).nth(1)).to_be_focused()
    press("ArrowRight")
    press("Space")
    expect(pane.locator("#results .add").nth(1)).to_have_attribute("aria-pressed", "true")
    press("End")
    assert focused(pane) == f"Compare {listed[-1]}"
    press("ArrowLeft")
    press("ArrowDown")
    assert focused(pane) == listed[-1]
    press("Home")
    press("ArrowUp")
    expect(pane.get_by_label("Search")).to_be_focused()


def test_the_whole_list_is_two_stops_of_the_tab_key(pane: Page) -> None:
    stops = []
    pane.get_by_label("Search").focus()
    for _ in range(5):
        pane.keyboard.press("Tab")
        stops.append(focused(pane))
    first = names(pane)[0]
    assert stops[0] == "family"
    assert stops[2:] == [first, f"Compare {first}", "tray"]


def test_whatever_has_the_keyboard_is_outlined(pane: Page) -> None:
    pane.get_by_label("Search").focus()
    for _ in range(5):
        outline = pane.evaluate(
            """() => {
              const at = document.activeElement;
              const drawn = at.type === "radio" ? at.nextElementSibling : at;
              return getComputedStyle(drawn).outlineStyle;
            }"""
        )
        assert outline == "solid", focused(pane)
        pane.keyboard.press("Tab")


# What it looks like


def views(pane: Page) -> Iterator[str]:
    """Each view in turn, with whatever is hardest to fit in."""
    pane.get_by_label("Search").fill("own")
    yield "list"
    search(pane, "no such thing, nowhere")
    yield "nothing found"
    for name in (UNBROKEN, "ESM-2 15B"):
        open_model(pane, name)
        yield name
        back(pane)
    compare(pane, SPACED, UNBROKEN, MARKUP, "MSA Transformer")
    yield "comparison"
    pane.evaluate("() => stub.refuse(new Error('The cells A1:G8 are not empty.'))")
    pane.get_by_role("button", name="Insert comparison").click()
    yield "refusal"


def test_nothing_is_wider_than_the_pane(pane: Page) -> None:
    for view in views(pane):
        for width in (280, 300, 320):  # the sidebar of Google Sheets is 300 px wide
            pane.set_viewport_size({"width": width, "height": 640})
            too_wide = pane.evaluate(
                """() => [...document.querySelectorAll("html, .scroller, .head, button, .card")]
                    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
                    .map((each) => each.outerHTML)"""
            )
            assert too_wide == [], (view, width)


def test_everything_to_press_is_large_enough(pane: Page) -> None:
    for view in views(pane):
        too_small = pane.evaluate(
            """() => [...document.querySelectorAll("button, select, input[type=search], .segments label")]
                .filter((each) => each.checkVisibility())
                .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 32)
                .map((each) => each.outerHTML)"""
        )
        assert too_small == [], view


def test_a_low_window_still_reaches_the_end_of_the_list(pane: Page) -> None:
    for height in (240, 640):
        pane.set_viewport_size({"width": 320, "height": height})
        rows(pane).last.scroll_into_view_if_needed()
        expect(rows(pane).last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(page: Page, site: str, node: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.route("**/axe.js", lambda route: route.fulfill(path=AXE))
    page.goto(f"{site}pane.html")
    expect(rows(page).first).to_be_visible()
    page.add_script_tag(url=f"{site}axe.js")
    for view in views(page):
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], view


def test_the_theme_follows_the_reader_unless_the_page_says_otherwise(pane: Page) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        pane.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for theme in ("", "light", "dark"):
            pane.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            grounds[scheme, theme] = pane.evaluate("() => getComputedStyle(document.body).backgroundColor")
    light, dark = grounds["light", ""], grounds["dark", ""]
    assert light != dark
    assert grounds["light", "light"] == grounds["dark", "light"] == light
    assert grounds["light", "dark"] == grounds["dark", "dark"] == dark


def test_nothing_turns_for_people_who_want_no_motion(pane: Page) -> None:
    compare(pane, "ESM-2 15B")
    pane.evaluate("() => stub.hold()")
    pane.get_by_role("button", name="Insert comparison").click()
    name = "() => getComputedStyle(document.getElementById('status'), '::before').animationName"
    assert pane.evaluate(name) == "turn"
    pane.emulate_media(reduced_motion="reduce")
    assert pane.evaluate(name) == "none"


def test_verdicts_differ_in_shape_and_words(pane: Page) -> None:
    marks = {}
    for name in ("ESM-2 15B", "ESM-2 650M", "ESM-2 8M"):
        search(pane, name)
        verdict = rows(pane).first.locator(".verdict")
        shape = (
            "each => { const s = getComputedStyle(each, '::before'); return s.clipPath + s.borderRadius; }"
        )
        marks[verdict.inner_text()] = verdict.evaluate(shape)
    assert list(marks) == [ratios.TOO_FEW, ratios.NEAR_OPTIMAL, ratios.MORE]
    assert len(set(marks.values())) == 3


def test_the_foot_names_the_catalog_and_the_length(pane: Page, catalog: Catalog) -> None:
    expect(pane.get_by_role("contentinfo")).to_have_text(
        f"Catalog {catalog.label}, {FUNCTIONS['PLMVERSION']().partition(',')[0]}. "
        "Where sequences are counted, one has 325 residues."
    )


def test_own_models_are_marked_wherever_they_stand(pane: Page) -> None:
    open_model(pane, QUOTED)
    expect(pane.locator("#model-title")).to_have_text(f"{QUOTED} your own")
    back(pane)
    expect(rows(pane).first).to_contain_text("your own")
    compare(pane, QUOTED, "ESM-2 15B")
    expect(pane.locator("#chosen .name")).to_have_text([f"{QUOTED} your own", "ESM-2 15B"])


# Names that mean ill, pages that forbid


def test_names_are_text_and_never_markup(pane: Page) -> None:
    open_model(pane, MARKUP)
    expect(pane.locator("#model-title")).to_have_text(f"{MARKUP} your own")
    back(pane)
    compare(pane, MARKUP)
    pane.evaluate("text => stub.refuse(new Error(text))", MARKUP)
    pane.get_by_role("button", name="Insert comparison").click()
    expect(pane.get_by_role("alert")).to_have_text(MARKUP)
    assert calls(pane)[0][1] == [MARKUP]
    expect(pane.locator("img")).to_have_count(0)
    expect(pane).to_have_title("Models")


def test_only_addresses_of_the_web_become_links(pane: Page) -> None:
    open_model(pane, SCRIPT_ADDRESS)
    source = pane.locator("#model-facts > .source")
    expect(source).to_have_text(f"Source: {MARKUP}")
    expect(source.get_by_role("link")).to_have_count(0)


def test_the_policy_under_which_all_this_ran_is_in_force(profile: BrowserContext, site: str) -> None:
    with browsers.next_tab(profile, forgiving=True) as tab:  # what is refused is an error on the console
        tab.goto(f"{site}pane.html")
        expect(rows(tab).first).to_be_visible()
        refused = tab.evaluate(
            """() => new Promise((resolve) => {
              document.addEventListener(
                "securitypolicyviolation", (event) => resolve(event.effectiveDirective));
              const script = document.createElement("script");
              script.textContent = "document.title = 'taken'";
              document.body.append(script);
            })"""
        )
        assert (refused, tab.title()) == ("script-src-elem", "Models")


def test_the_page_in_one_works_as_well(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}one.html")
    compare(page, "ESM-2 15B", MARKUP)
    page.get_by_role("button", name="Insert comparison").click()
    assert calls(page) == [["comparison", ["ESM-2 15B", MARKUP], {"basis": "sequences"}]]
    expect(page.locator("img")).to_have_count(0)
    assert [url for url in asked if not url.endswith("favicon.ico")] == [f"{site}one.html"]
