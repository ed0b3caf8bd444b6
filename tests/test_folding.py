"""Names as people paste them find the entry that they look like; JavaScript folds them as Python does."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from plm_ratios.catalog import Catalog
from plm_ratios.catalog.folding import fold, word
from plm_ratios.functions import FUNCTIONS

NAMES_JS = Path(sys.modules["plm_ratios"].__file__ or "").parent / "hosts" / "sheets" / "names.js"
# JavaScript has no case folding of its own, and its lower case of Cherokee is not what Unicode folds to.
CHEROKEE = {*range(0x13A0, 0x13FE), *range(0xAB70, 0xABC0)}
LETTERS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co") and code not in CHEROKEE
]


@pytest.mark.parametrize(
    "pasted",
    [
        "ESM-2 15B\u200b",
        "\ufeffESM-2 15B",
        "ES\u00adM-2 15B",
        "ESM\u20602\u200e 15B",
        "ESM-2\u200915B",
        "ESM-2\u202f15B",
        "ESM-2\u2028 15B\x0b",
        "ESM\uff0d2 15B",
        "ESM\u2212\uff12 15B",
        "\uff25\uff33\uff2d-2\u3000\uff11\uff15\uff22",
        "\u201cESM-2 15B\u201d",
        "\u201eESM-2 15B\u201c\u200b ",
        "'ESM-2 15B'",
        "'ESM-2 15B",
        "\u00ab\u00a0ESM-2 15B\u00a0\u00bb",
        "\ufe0f\u2018\u200besm2_15b\u2019",
    ],
)
def test_a_pasted_name_finds_its_model(pasted: str, catalog: Catalog) -> None:
    assert catalog.model(pasted) is catalog.model("ESM-2 15B")


@pytest.mark.parametrize(
    "basis", ["Seen\u200b", "\uff53\uff45\uff45\uff4e", "\u2009seen\n", '"seen"', "\u201cSEEN\u201d"]
)
def test_a_pasted_word_is_taken(basis: str) -> None:
    assert FUNCTIONS["RATIO"]("ESM-2 15B", basis) == 57.6


@pytest.mark.parametrize("basis", ["se en", "s-een", "seen, unique", '"', "'' ''"])
def test_what_stands_inside_a_word_counts(basis: str) -> None:
    assert str(FUNCTIONS["RATIO"]("ESM-2 15B", basis)) == "#VALUE!"


@pytest.mark.parametrize("name", ["ESM-2 15B*", "ESM-2 15B\u00b9", "ESM'2 15B", "ESM-2 15\u03b2"])
def test_what_can_be_seen_counts(name: str, catalog: Catalog) -> None:
    assert catalog.find(name) is None


def test_quotes_alone_are_no_name() -> None:
    assert fold(" \"\u201c\u200b' ") == word(" \"\u201c\u200b' ") == ""


def test_javascript_folds_every_character_alike(node: str) -> None:
    """At the beginning, in the middle and at the end of a text."""
    texts = [f"{letter}a{letter}B{letter}" for letter in LETTERS]
    script = f"""
        const {{ fold, word }} = new Function({json.dumps(NAMES_JS.read_text(encoding="utf-8"))}
            + "; return {{ fold, word }};")();
        const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
        process.stdout.write(JSON.stringify(texts.map((text) => [fold(text), word(text)])));
    """
    given = json.dumps(texts)
    answer = subprocess.run([node, "-e", script], input=given, capture_output=True, text=True, check=True)
    differing = [
        (ascii(text), folded, [fold(text), word(text)])
        for text, folded in zip(texts, json.loads(answer.stdout))
        if folded != [fold(text), word(text)]
    ]
    assert len(texts) > 140_000 and not differing, differing[:10]
