"""The pane as people use it, 320 px wide in a real Chromium, beside a stand-in for the spreadsheet."""

from __future__ import annotations

from pane_site import QUOTED
from pane_user import back, calls, choose_basis, compare, focused, names, open_model, rows, search
from playwright.sync_api import Page, expect

from plm_ratios import formatting
from plm_ratios.analysis import ratios
from plm_ratios.catalog import Catalog, fold
from plm_ratios.comparison import captions
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

EXPERTS, NOWHERE, NO_PARAMETERS = "ProGen3-46B", "MSA Transformer", "Ankh3-large"


# Searching


def test_the_list_starts_with_every_model_of_the_catalog(pane: Page, catalog: Catalog) -> None:
    every = [model.name for model in catalog.models]
    assert names(pane)[: len(every)] == every
    expect(pane.locator("#count")).to_have_text(f"{rows(pane).count()} models")
    assert pane.locator("#count").get_attribute("aria-live") == "polite"


def test_a_model_is_found_by_name_id_and_alias_as_lookups_find_it(pane: Page) -> None:
    for query in ("ESM-2 15B", "esm2 15b", "ESM_2–15b", "esm2_t48_15B_UR50D", "esm2-15b"):
        search(pane, query)
        assert names(pane)[0] == "ESM-2 15B", query


def test_names_are_folded_as_the_catalog_folds_them(pane: Page, catalog: Catalog) -> None:
    known = [name for model in catalog.models for name in (model.name, model.id, *model.aliases)]
    known += ["A\u00a0B\tC\nD", "\u2010\u2011\u2012\u2013\u2014\u2212-_ x"]
    known += ["\u201cESM\u200b-2\u200915B\u201d", "\uff25\uff33\uff2d\uff0d2", "'a'b'", "\ufeffx\u00ad"]
    assert pane.evaluate("names => names.map(plmSearch.fold)", known) == [fold(name) for name in known]


def test_words_may_stand_apart_and_families_are_found(pane: Page, catalog: Catalog) -> None:
    search(pane, "15b esm")
    assert names(pane)[0] == "ESM-2 15B"
    search(pane, "progen 3")
    assert set(names(pane)) == {model.name for model in catalog.family("ProGen3")}


def test_one_family_alone(pane: Page, catalog: Catalog) -> None:
    pane.get_by_label("Family").select_option("ESM-2")
    assert names(pane) == [model.name for model in catalog.family("ESM-2")]
    expect(pane.locator("#count")).to_have_text("6 models")
    search(pane, "progen")
    expect(pane.locator("#nothing")).to_contain_text("No model in the family ESM-2 matches “progen”.")


def test_what_is_not_found_brings_the_nearest_names(pane: Page) -> None:
    search(pane, "Progn2 xlrge")
    expect(pane.locator("#nothing")).to_have_text("No model matches “Progn2 xlrge”. Nearest names:")
    expect(pane.locator("#count")).to_have_text("0 models")
    assert names(pane)[0] == "ProGen2-xlarge"
    assert len(names(pane)) <= 4
    search(pane, "$$$$")
    expect(pane.locator("#nothing")).to_contain_text("No model matches “$$$$”. Try part of a name")
    assert names(pane) == []
    search(pane, " - ")
    expect(pane.locator("#nothing")).to_be_hidden()


def test_the_list_shows_size_ratio_and_verdict_on_the_basis_that_was_chosen(pane: Page) -> None:
    for basis in ratios.BASES:
        choose_basis(pane, basis)
        expect(pane.get_by_role("group", name="Basis")).to_have_accessible_description(
            captions.meaning(basis)
        )
        for name in ("ESM-2 15B", EXPERTS, NOWHERE, NO_PARAMETERS):
            search(pane, name)
            ratio, parameters = FUNCTIONS["RATIO"](name, basis), FUNCTIONS["PARAMS"](name)
            unknown = isinstance(parameters, CellError)
            size = "params unknown" if unknown else f"{formatting.count(parameters)} params"
            said = [name, "–", size, "no number"]
            if not isinstance(ratio, CellError):
                verdict = FUNCTIONS["VERDICT"](ratio, 20)
                said = [name, f"{formatting.ratio(ratio)} tokens per parameter on {basis}", size, verdict]
            expect(rows(pane).first).to_have_accessible_name(" ".join(said))


# One model


def test_a_model_shows_what_the_functions_answer_on_every_basis(pane: Page) -> None:
    for name in ("ESM-2 15B", "Ankh-base", EXPERTS, NOWHERE, NO_PARAMETERS):
        open_model(pane, name)
        for row in FUNCTIONS["BASES"](name)[1:]:
            check_card(pane, name, row[1], row[4], row[5], row[6])
        back(pane)


def check_card(
    pane: Page, name: str, basis: str, ratio: float | None, verdict: str, source: str | None
) -> None:
    """That the open model says this on a basis."""
    card = pane.get_by_role("region", name=f"Basis {basis}", exact=True)
    expect(card.get_by_role("heading")).to_have_text(basis + captions.meaning(basis))
    expect(card.locator(".why")).to_have_text(FUNCTIONS["WHY"](name, basis))
    if ratio is None:
        expect(card.locator(".figure, .verdict, button")).to_have_count(0)
    else:
        expect(card.locator(".figure")).to_have_text(f"{formatting.ratio(ratio)} tokens per parameter")
        expect(card).to_contain_text(f"{verdict} (target 20)")
    if source is None:
        expect(card.locator(".source")).to_have_count(0)
        return
    expect(card.locator(".source")).to_contain_text(f"Tokens: {source}")
    for link in card.get_by_role("link").all():
        assert str(link.get_attribute("href")) in FUNCTIONS["SOURCE"](name, ratios.QUANTITY_OF_BASIS[basis])


def test_parameters_are_shown_with_their_source(pane: Page) -> None:
    open_model(pane, "ESM-2 15B")
    facts = pane.locator("#model-facts")
    expect(facts).to_contain_text("15B parameters")
    link = facts.locator("> .source a")
    assert str(link.get_attribute("href")) in FUNCTIONS["SOURCE"]("ESM-2 15B", "parameters")
    back(pane)
    open_model(pane, NO_PARAMETERS)
    expect(facts).to_contain_text("Parameters are not on record.")


def test_sources_open_beside_the_pane_and_get_no_hold_of_it(pane: Page) -> None:
    open_model(pane, "ESM-2 15B")
    links = pane.locator("#model-view a").all()
    assert len(links) == 4  # of parameters, and on three bases
    for link in links:
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener"
        expect(link).to_contain_text("(opens in a new tab)")


# Writing into the sheet


def test_the_formula_of_a_basis_is_inserted_as_it_is_shown(pane: Page) -> None:
    formulas = {
        ("ESM-2 15B", "sequences"): '=RATIO("ESM-2 15B")',
        ("ESM-2 15B", "seen"): '=RATIO("ESM-2 15B","seen")',
        (EXPERTS, "unique"): '=RATIO("ProGen3-46B","unique")',
        (QUOTED, "sequences"): '=RATIO("The ""big"" one")',
    }
    for (name, basis), formula in formulas.items():
        open_model(pane, name)
        card = pane.get_by_role("region", name=f"Basis {basis}", exact=True)
        expect(card.locator("code")).to_have_text(formula)
        card.get_by_role("button", name=f"Insert ratio on {basis}", exact=True).click()
        expect(pane.get_by_role("status")).to_have_text("Written into Sheet1!B2.")
        back(pane)
    assert calls(pane) == [["formula", formula] for formula in formulas.values()]


def test_a_comparison_keeps_the_order_in_which_models_were_added(pane: Page) -> None:
    compare(pane, "ESM-2 15B", EXPERTS, "ESM-2 3B", "ESM-2 8M")
    pane.get_by_role("button", name=f"Remove {EXPERTS}").click()
    assert focused(pane) == "Remove ESM-2 3B"
    choose_basis(pane, "seen", "comparison")
    expect(pane.locator("#chosen .ratio").first).to_contain_text("57.6 tokens per parameter on seen")
    pane.get_by_role("button", name="Insert comparison").click()
    assert calls(pane) == [["comparison", ["ESM-2 15B", "ESM-2 3B", "ESM-2 8M"], {"basis": "seen"}]]


def test_a_model_joins_and_leaves_the_comparison_from_everywhere(pane: Page) -> None:
    open_model(pane, "ESM-2 15B")
    pane.get_by_role("button", name="Add to comparison").click()
    expect(pane.locator("#tray-count")).to_have_text("1 model")
    back(pane)
    plus = pane.get_by_role("button", name="Compare ESM-2 15B", exact=True)
    expect(plus).to_have_attribute("aria-pressed", "true")
    plus.click()
    expect(plus).to_have_attribute("aria-pressed", "false")
    compare(pane, "ESM-2 3B", "ESM-2 8M")
    pane.get_by_role("button", name="Remove all").click()
    expect(pane.locator("#empty")).to_have_text("No models yet. Press + beside a model in the list.")
    expect(pane.get_by_role("button", name="Insert comparison")).to_be_hidden()


def test_the_basis_is_the_same_in_the_list_and_in_the_comparison(pane: Page) -> None:
    choose_basis(pane, "seen")
    compare(pane, "ESM-2 15B")
    expect(pane.locator("#comparison-basis input[value=seen]")).to_be_checked()
    expect(pane.locator("#comparison-view .meaning")).to_have_text(ratios.MEANING_OF_BASIS["seen"])


def test_nothing_is_written_twice_while_the_sheet_is_busy(pane: Page) -> None:
    open_model(pane, "ESM-2 15B")
    pane.evaluate("() => stub.hold()")
    insert = pane.get_by_role("button", name="Insert ratio on seen")
    insert.dblclick()
    expect(pane.get_by_role("status")).to_have_text("Writing into the sheet …")
    expect(pane.get_by_role("main")).to_have_attribute("aria-busy", "true")
    expect(insert).to_have_attribute("aria-disabled", "true")
    insert.press("Enter")
    back(pane)
    open_model(pane, "ESM-2 3B")
    other = pane.get_by_role("button", name="Insert ratio on seen")
    expect(other).to_have_attribute("aria-disabled", "true")
    other.press("Enter")
    pane.evaluate("() => stub.release('Written into Sheet1!C3.')")
    expect(pane.get_by_role("status")).to_have_text("Written into Sheet1!C3.")
    expect(other).to_have_attribute("aria-disabled", "false")
    assert len(calls(pane)) == 1


def test_a_refusal_is_an_alert_until_something_succeeds(pane: Page) -> None:
    compare(pane, "ESM-2 15B")
    pane.evaluate("() => stub.refuse(new Error('The cells A1:G8 are not empty. Pick an empty place.'))")
    insert = pane.get_by_role("button", name="Insert comparison")
    insert.click()
    expect(pane.get_by_role("alert")).to_have_text("The cells A1:G8 are not empty. Pick an empty place.")
    expect(pane.get_by_role("status")).to_be_empty()
    pane.evaluate("() => stub.refuse(undefined)")
    insert.click()
    expect(pane.get_by_role("alert")).to_have_text("The spreadsheet refused, and gave no reason.")
    pane.evaluate("() => { stub.answer = async () => 'Written.'; }")
    insert.click()
    expect(pane.get_by_role("status")).to_have_text("Written.")
    expect(pane.get_by_role("alert")).to_be_empty()


def test_a_pane_that_cannot_start_says_why(page: Page, site: str) -> None:
    page.route("**/entries.json", lambda route: route.fulfill(json={"models": []}))
    page.route("**/pane_host.js", lambda route: route.fulfill(body="plmPane.fail('The server is away.');"))
    page.goto(f"{site}pane.html")
    expect(page.get_by_role("alert")).to_have_text("The server is away.")
