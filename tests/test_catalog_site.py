"""The catalog as web pages, from a folder: read strictly, walked link by link, and used in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest
from playwright.sync_api import Browser, Page, expect

import browsers
from own_models import ONE, Mine
from plm_ratios import formatting
from plm_ratios.analysis import ratios
from plm_ratios.catalog import Catalog, in_use, load
from plm_ratios.catalog.loading import bundled
from plm_ratios.files import FileExists
from plm_ratios.functions import FUNCTIONS
from plm_ratios.site import pages, writing

AXE = Path(__file__).parent / "js/node_modules/axe-core/axe.min.js"
# With what is hardest: a part of the long table, conflicts and stages, terms and their meanings.
SHOWN = ("index.html#q=esm-2", "models/prott5-xl-u50.html", "about.html")
Pages = dict[str, Any]  # trees of elements by paths
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the bundled catalog."""
    made = tmp_path_factory.mktemp("site") / "pages"
    writing.write(made, bundled_only=True)
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> Pages:
    """Every page by its path, read as strictly as HTML can be."""
    strict = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return {
        path.relative_to(folder).as_posix(): strict.parse(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


@pytest.fixture
def tab(chromium: Browser, folder: Path) -> Iterator[Page]:
    """The table of models, opened from the folder; whatever it asks of a network is a fault."""
    with browsers.tab(chromium, viewport={"width": 1280, "height": 900}) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / "index.html").as_uri())
        yield page
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_every_entry_has_a_page_by_its_id_and_it_is_valid_html(read: Pages) -> None:
    catalog = bundled()
    entries = (*catalog.models, *catalog.datasets)
    assert {f"{entry.what}s/{entry.id}.html" for entry in entries} <= set(read)
    for entry in entries:
        assert read[pages.path_of(entry)].find(".//h1").text.strip() == entry.name


def test_every_link_leads_somewhere_and_those_out_tell_nobody_where_from(read: Pages) -> None:
    places = {path: {each.get("id") for each in tree.iter() if each.get("id")} for path, tree in read.items()}
    for path, tree in read.items():
        for link in tree.iter("a"):
            href = link.get("href")
            if urlsplit(href).scheme:
                assert href.startswith(("http://", "https://")), (path, href)
                assert "noopener" in link.get("rel"), (path, href)
                continue
            to = urlsplit(urljoin(f"file:///{path}", href))
            assert to.path[1:] in places, (path, href)
            assert not to.fragment or unquote(to.fragment) in places[to.path[1:]], (path, href)


def test_no_page_loads_anything_and_each_id_is_there_once(read: Pages) -> None:
    for path, tree in read.items():
        assert [each.tag for each in tree.iter() if each.get("src")] == [], path
        assert [each for each in tree.iter() if each.get("style")] == [], path
        ids = [each.get("id") for each in tree.iter() if each.get("id")]
        assert len(ids) == len(set(ids)), path


def _text(page: Any) -> str:
    return " ".join("".join(page.find(".//main").itertext()).split())


def test_a_page_says_every_fact_and_every_ratio_as_the_functions_do(read: Pages) -> None:
    assert "Derived as the count by the architecture" in _text(read["models/prott5-xl-u50.html"])
    for name in ("ESM-2 15B", "ProtT5-XL-U50", "ProGen", "AIDO.RNA-1.6B"):
        model = bundled().model(name)
        text = _text(read[pages.path_of(model)])
        for basis in ratios.BASES:
            ratio = ratios.known(ratios.ratio, model, basis)
            if ratio is not None:
                assert f"{formatting.ratio(ratio)} tokens per parameter" in text
                assert " ".join(FUNCTIONS["WHY"](name, basis).split()) in text
        for facts in model.facts.values():
            for fact in facts:
                for said in (fact.locator, fact.quote, fact.note, fact.source and fact.source.title):
                    assert not said or " ".join(said.split()) in text


def test_an_id_of_an_earlier_edition_leads_to_the_entry_of_today(read: Pages) -> None:
    former = list(pages.former_ids(bundled()))
    assert former
    for old, entry in former:
        refresh = read[f"{entry.what}s/{old}.html"].find(".//meta[@http-equiv='refresh']")
        assert refresh.get("content") == f"0; url=../{pages.path_of(entry)}"


def test_own_entries_are_marked_and_what_they_are_called_is_text(mine: Mine, tmp_path: Path) -> None:
    mine.write(ONE.replace("Mine 1B", json.dumps(HOSTILE)))
    written = writing.write(tmp_path / "site")
    (own,) = (entry for entry in load().models if entry.name == HOSTILE)
    text = (tmp_path / "site" / pages.path_of(own)).read_text("utf-8")
    assert "&lt;img" in text and "<img" not in text and '<span class="own">own</span>' in text
    assert str(mine.folder) not in text
    assert own in written.catalog.user_entries


@pytest.fixture
def few_models() -> Iterator[None]:
    """A catalog of one family, which is soon written."""
    whole = bundled()
    token = in_use.settle(Catalog(whole.edition, whole.sources, whole.family("ESM-2"), ()))
    yield
    in_use.unsettle(token)


def test_files_of_others_stay_and_pages_that_are_no_more_go(few_models: None, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "CNAME").write_text("models.example.org")
    with pytest.raises(FileExists, match="--force"):
        writing.write(theirs)
    (tmp_path / "outside.html").touch()
    writing.write(theirs, force=True)
    listed = json.loads((theirs / writing.LIST).read_text())
    listed["files"] += ["models/gone.html", "../outside.html", "CNAME"]
    (theirs / writing.LIST).write_text(json.dumps(listed))
    (theirs / "models/gone.html").touch()
    writing.write(theirs)
    assert not (theirs / "models/gone.html").exists()
    assert (theirs / "CNAME").read_text() == "models.example.org" and (tmp_path / "outside.html").exists()


# In a browser


def rows(page: Page) -> list[str]:
    """The names of the models that the table shows, from above."""
    return page.locator("#models tbody tr:not([hidden]) th").all_inner_texts()


def test_the_search_narrows_the_table_and_leads_to_a_page(tab: Page) -> None:
    assert sorted(rows(tab)) == sorted(model.name for model in bundled().models)
    tab.get_by_label("Search").fill("esm2_t48_15B")
    assert rows(tab) == ["ESM-2 15B"]
    expect(tab.get_by_role("status")).to_have_text(f"1 of {len(bundled().models)} models")
    tab.get_by_role("link", name="ESM-2 15B").click()
    expect(tab.locator("h1")).to_have_text("ESM-2 15B")
    tab.go_back()
    assert rows(tab) == ["ESM-2 15B"]  # the address holds the search
    tab.get_by_label("Search").fill("nothing like proteinbrt")
    assert rows(tab) == []
    expect(tab.locator("#nearest")).to_contain_text("ProteinBERT")
    tab.get_by_label("Search").fill("")
    tab.get_by_label("Kind").select_option("antibody")
    assert set(rows(tab)) == {model.name for model in bundled().models if model.kind == "antibody"}


def test_columns_sort_and_what_is_not_known_comes_last(tab: Page) -> None:
    known = {model.name: ratios.known(ratios.ratio, model, "seen") for model in bundled().models}
    expected = sorted(filter(None, known.values()), reverse=True)
    for ordered in (expected, expected[::-1]):
        tab.get_by_role("button", name="seen").click()
        shown = [known[name] for name in rows(tab)]
        assert shown[: len(expected)] == ordered and not any(shown[len(expected) :])


def test_without_scripts_the_table_is_whole(chromium: Browser, folder: Path) -> None:
    with browsers.tab(chromium, java_script_enabled=False) as page:
        page.goto((folder / "index.html").as_uri())
        expect(page.get_by_label("Search")).to_be_hidden()
        expect(page.locator("#models tbody tr")).to_have_count(len(bundled().models))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_to_object_to_and_nothing_is_too_wide(
    chromium: Browser, folder: Path, node: str, scheme: str, width: int
) -> None:
    with browsers.tab(
        chromium, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ) as page:
        for name in SHOWN:
            page.goto(f"{folder.as_uri()}/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            page.add_script_tag(path=AXE)
            found = page.evaluate("async () => (await axe.run()).violations")
            assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == [], name
