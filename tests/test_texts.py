"""What names and other texts may hold, and what becomes of what they may not."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from own_models import ONE, Mine
from plm_ratios import characters
from plm_ratios.catalog import config_paths, load, texts
from plm_ratios.catalog.cell_reading import formulas_among, read_as, typed
from plm_ratios.cli.user_catalog import trouble
from plm_ratios.functions import FUNCTIONS

# As people name models, in other scripts and with typographical signs.
HONEST = (
    "ESM-2 15B",
    "Модель 1",
    "نموذج 1",
    "می\u200cخواهم 1",  # with the joiner that Persian needs
    "模型 ＡＢ",
    "Équipe – v2",
    "nb\u00a0sp",
    "100µ",
    "🧬 1",
    "[red]bold[/red] \\",
    "<b>1</b> & 2",
    "a" * 255,
)
REFUSED = {
    "a\x1b[31mb": "holds a control character (U+001B)",
    "a\x00b": "holds a control character (U+0000)",
    "a\x7fb": "holds a control character (U+007F)",
    "a\x9b31mb": "holds a control character (U+009B)",
    "a\tb": "holds a tab (U+0009)",
    "a\nb": "holds a line break (U+000A)",
    "a\rb": "holds a line break (U+000D)",
    "a\u2028b": "holds a line break (U+2028)",
    "a\ud800b": "holds half of a character (U+D800)",
    "a\ufffeb": "holds a code that is no character (U+FFFE)",
    "a\U0001ffffb": "holds a code that is no character (U+1FFFF)",
    "a\u202eb": "holds a mark that turns the direction of text (U+202E)",
    "a\u2066b": "holds a mark that turns the direction of text (U+2066)",
    "-": "has no letter and no digit by which it could be found",
    "\u200b": "has no letter and no digit by which it could be found",
    "#N/A": "is what spreadsheets show as an error",
    "a" * 256: "has 256 characters, and a formula of Excel can name none of more than 255",
}


@pytest.mark.parametrize("name", HONEST)
def test_a_name_holds_letters_of_any_script(name: str) -> None:
    assert texts.name_fault(name) == texts.text_fault(name) == ""
    assert characters.shown(name) == characters.in_json(name) == characters.in_xml(name) == name


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_holds_nothing_else(name: str) -> None:
    assert texts.name_fault(name) == REFUSED[name]


@pytest.mark.parametrize("layout", ["\n", "\t", "\u2028"])
def test_other_texts_may_have_several_lines(layout: str) -> None:
    assert texts.text_fault(f"a{layout}b") == "" != texts.label_fault(f"a{layout}b")


@pytest.mark.parametrize("text", [text for text, why in REFUSED.items() if "(U+" in why])
def test_what_is_shown_and_written_holds_nothing_else(text: str) -> None:
    shown, encoded = characters.shown(text), characters.in_json(json.dumps(text, ensure_ascii=False))
    assert texts.text_fault(shown) == texts.text_fault(encoded) == ""
    assert json.loads(encoded) == text
    assert ET.fromstring(f"<a>{characters.in_xml(text)}</a>").text
    assert texts.text_fault(characters.cleaned(text).replace("\r", "")) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("=SUM(A1)", "a formula"),
        ("+1-2", "a formula"),
        ("-foo", "a formula"),
        ("@SUM(A1)", "a formula"),
        ("12", "a number"),
        ("-12", "a number"),
        ("1e5", "a number"),
        ("5%", "a number"),
        ("1,000", "a number"),
        ("2024-03-01", "a date"),
        ("1/2", "a date"),
        ("SEPT2", "a date"),
        ("1 May 2024", "a date"),
        ("12:30", "a date"),
        ("true", "a truth value"),
        ("-", ""),
        ("650M", ""),
        ("Mayflower 2", ""),
        ("3B", ""),
        ("ESM-2 15B", ""),
    ],
)
def test_what_a_spreadsheet_makes_of_a_text(text: str, kind: str) -> None:
    assert read_as(text) == kind
    assert typed(text).lstrip("'") == text


def test_no_name_of_the_bundled_catalog_becomes_something_else() -> None:
    names = [name for entry in (*load().models, *load().datasets) for name in (entry.name, *entry.aliases)]
    assert not [name for name in names if read_as(name) or texts.name_fault(name)]


def test_a_table_says_which_cells_open_as_formulas() -> None:
    assert formulas_among([("model", "ESM-2 15B"), ("ratio", -1.5), ("note", None)]) == ""
    assert formulas_among([("model", "=1+1"), ("note", "@a")]) == (
        '"=1+1" in the column model opens as a formula in Excel, and 1 more cell does. The file holds the '
        "texts as they are: import it as text, or export to .xlsx."
    )


def _changed(mine: Mine, path: list[Any], text: str) -> None:
    """Puts a text into the compiled file, as no command of ours does."""
    mine.write(ONE)
    data = json.loads(mine.json.read_text(encoding="utf-8"))
    part: Any = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = text
    mine.json.write_text(json.dumps(data), encoding="utf-8")


MODEL = ["models", 0]
FACT = [*MODEL, "facts", "params_total", 0]


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ([*MODEL, "name"], "a\x01b", "its name holds a control character (U+0001)"),
        ([*MODEL, "name"], "a\ud800b", "its name holds half of a character (U+D800)"),
        ([*MODEL, "aliases", 0], "#N/A", "its alias is what spreadsheets show as an error"),
        ([*MODEL, "family"], "a\nb", "its family holds a line break (U+000A)"),
        (
            [*MODEL, "id"],
            "../up",
            "its id is no id: lower-case letters, digits, dots, dashes and underscores",
        ),
        ([*FACT, "note"], "A \x1b]8;;x\x07.", "its note holds a control character (U+001B)"),
        (
            [*FACT, "locator"],
            "p. \u202e1",
            "its locator holds a mark that turns the direction of text (U+202E)",
        ),
        (
            ["sources", "doe2026", "url"],
            "javascript:alert(1)",
            'of its source "doe2026", its url is no address that begins with https://',
        ),
        (["sources", "doe2026", "title"], "a\x1bb", "its title holds a control character (U+001B)"),
    ],
)
def test_a_compiled_file_brings_no_such_text(mine: Mine, path: list[Any], text: str, why: str) -> None:
    _changed(mine, path, text)
    catalog = load()
    assert [entry.name for entry in catalog.user_entries if entry.what == "model"] == ["Mine on UniRef50"]
    (warning,) = catalog.warnings
    assert why in warning and texts.text_fault(warning) == ""
    assert warning.startswith('Your own model "') and warning.endswith("Run: plm-ratios catalog check --user")
    assert FUNCTIONS["RATIO"]("Mine on UniRef50") > 0
    assert why in trouble(config_paths.catalog_path(str(mine.yaml)))
