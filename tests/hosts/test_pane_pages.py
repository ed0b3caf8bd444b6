"""What the pane is given to show, and the pages it is shown on."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from own_models import ONE, Mine
from plm_ratios import __version__, formatting
from plm_ratios.analysis import ratios
from plm_ratios.catalog import load
from plm_ratios.comparison import captions
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.pane import page
from plm_ratios.hosts.pane.entries import entries

HOSTILE = "</script><img src=x onerror=alert(1)><!--\u2028\u2029 & \"quoted\" 'too'"


class _Tags(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.inside.append((self.tags[-1][1], data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def by_name(shown_entries: dict[str, Any], name: str) -> dict[str, Any]:
    """The model of that name."""
    (found,) = (model for model in shown_entries["models"] if model["name"] == name)
    return found  # type: ignore[no-any-return]


def test_every_model_is_there_in_the_order_of_the_catalog() -> None:
    assert [model["name"] for model in entries()["models"]] == [name for (name,) in FUNCTIONS["MODELS"]()]


def test_every_number_verdict_sentence_and_source_is_the_answer_of_the_functions() -> None:
    for model in entries()["models"]:
        name = model["name"]
        for given, row in zip(model["ratios"], FUNCTIONS["BASES"](name)[1:], strict=True):
            ratio, verdict, source = row[4:]
            basis = given["basis"]
            assert [name, basis] == row[:2]
            assert given["value"] == ratio
            assert given["shown"] == ("" if ratio is None else formatting.ratio(ratio))
            assert given["verdict"] == (verdict or "")
            assert given["why"] == FUNCTIONS["WHY"](name, basis)
            assert given["source"] == (source or "")
            if given["url"]:
                assert given["url"] in FUNCTIONS["SOURCE"](name, ratios.QUANTITY_OF_BASIS[basis])


def test_parameters_come_with_their_source() -> None:
    for model in entries()["models"]:
        parameters = FUNCTIONS["PARAMS"](model["name"])
        given = model["parameters"]
        if isinstance(parameters, CellError):
            assert given == {"shown": "", "source": "", "url": ""}
        else:
            assert given["shown"] == formatting.count(parameters)
            assert given["url"] in FUNCTIONS["SOURCE"](model["name"], "parameters")


def test_the_catalog_says_which_one_it_is_and_what_the_bases_mean() -> None:
    given = entries()
    assert f"plm-ratios {given['version']}, catalog {given['edition']}" == FUNCTIONS["PLMVERSION"]()
    assert (given["length"], given["target"]) == (ratios.AVERAGE_LENGTH, ratios.TARGET)
    assert {each["id"]: each["meaning"] for each in given["bases"]} == {
        basis: captions.meaning(basis) for basis in ratios.BASES
    }
    assert json.loads(json.dumps(given, allow_nan=False)) == given


def test_own_models_are_marked(mine: Mine) -> None:
    mine.write(ONE)
    given = entries()
    assert given["edition"] == load().label
    assert [model["name"] for model in given["models"] if model["own"]] == ["Mine 1B", "Mine on UniRef50"]
    sequences = by_name(given, "Mine on UniRef50")["ratios"][0]
    assert sequences["value"] == FUNCTIONS["RATIO"]("Mine on UniRef50")
    assert (sequences["source"], sequences["url"]) == ("derived as sequences of UniRef50", "")


@pytest.mark.parametrize("title", ["Models & more", "</title><script>alert(1)</script>"])
def test_titles_are_text(title: str) -> None:
    plain = _Tags(page.page_in_one("Models", [], {})).named("script")
    assert len(_Tags(page.page_in_one(title, [], {})).named("script")) == len(plain)


def test_a_page_in_one_refers_to_no_file() -> None:
    tags = _Tags(page.page_in_one("Models", ["start();"], {"version": __version__}))
    assert not [name for _, attributes in tags.tags for name in attributes if name in ("src", "href")]
    assert [text for _, text in tags.inside][-1].strip() == "start();"


def test_entries_come_whole_out_of_a_page_in_one_and_end_no_script() -> None:
    given = {"models": [{"name": HOSTILE}]}
    text = page.page_in_one("Models", [], given)
    assert HOSTILE[:20] not in text
    assert "\u2028" not in text
    tags = _Tags(text)
    (held,) = (data for attributes, data in tags.inside if attributes.get("id") == page.ENTRIES_ID)
    assert json.loads(held) == given
    assert not tags.named("img")


def test_no_script_ends_the_element_around_it() -> None:
    tags = _Tags(page.page_in_one("Models", ['const text = "</script><img><!-- ";'], {}))
    assert not tags.named("img")
    assert tags.inside[-1][1].strip() == r'const text = "<\/script><img><\!-- ";'
