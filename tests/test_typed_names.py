"""Names as people type and paste them: addresses, and characters that are not what they seem."""

from __future__ import annotations

import pytest

from plm_ratios.catalog import Catalog
from plm_ratios.catalog.typed_names import oddities
from plm_ratios.errors import UnknownName
from plm_ratios.functions import FUNCTIONS

WHY = FUNCTIONS["WHY"]


@pytest.mark.parametrize(
    "typed",
    [
        "facebook/esm2_t48_15B_UR50D",
        "https://huggingface.co/facebook/esm2_t48_15B_UR50D",
        "https://huggingface.co/facebook/esm2_t48_15B_UR50D/",
        "\u201chuggingface.co/facebook/esm2_t48_15B_UR50D\u201d",
    ],
)
def test_the_last_part_of_an_address_is_the_name(typed: str, catalog: Catalog) -> None:
    assert catalog.model(typed) is catalog.find(typed) is catalog.model("ESM-2 15B")
    assert FUNCTIONS["RATIO"](typed, "seen") == 57.6


def test_datasets_have_addresses_too(catalog: Catalog) -> None:
    assert catalog.dataset("datasets/UniRef50") is catalog.dataset("UniRef50")


def test_of_a_name_that_an_entry_shall_have_no_part_counts(catalog: Catalog) -> None:
    assert catalog.named("ESM-2 15B") is catalog.model("ESM-2 15B")
    assert catalog.named("lab/ESM-2 15B") is None


def test_a_name_with_a_slash_is_a_name(catalog: Catalog) -> None:
    assert catalog.model("ESM-1 670M (UR50/S)").name == "ESM-1 670M (UR50/S)"


@pytest.mark.parametrize("typed", ["ProGen2-xlarge/ESM-2 15B", "facebook/", "/", "n/a"])
def test_two_names_and_no_name_are_no_address(typed: str, catalog: Catalog) -> None:
    assert catalog.find(typed) is None
    with pytest.raises(UnknownName):
        catalog.model(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ESM-2 15C\u200b", "It holds an invisible character (U+200B)."),
        ("ESM-2 15\u0412", 'It holds "\u0412" (U+0412), which only looks like B.'),
        ("ESM-2 15B\u00b9", 'It holds "\u00b9" (U+00B9), which only looks like 1.'),
        ("\u0415SM-2\ufeff 15B", "It holds an invisible character (U+FEFF)."),
    ],
)
def test_an_unknown_name_says_what_nobody_can_see(typed: str, said: str) -> None:
    assert f'No model is called "{typed}". {said} ' in WHY(typed)
    assert said in oddities(typed)


def test_a_name_that_is_found_says_nothing_of_it() -> None:
    assert WHY("ESM-2 15B\u200b") == WHY("ESM-2 15B")


def test_an_unknown_basis_says_so_too() -> None:
    assert WHY("ESM-2 15B", "s\u0435en") == (
        'There is no basis "s\u0435en". It holds "\u0435" (U+0435), which only looks like e. '
        'Choose one of "sequences", "unique", "seen", "effective".'
    )


def test_so_does_a_number_that_is_none() -> None:
    assert 'is not one. It holds "\u041c" (U+041C), which only looks like M.' in WHY(
        "ESM-2 15B", "sequences", "65\u041c"
    )


@pytest.mark.parametrize("typed", ["nope", "m\u00f6del", "ESM\u20112\xa0 15C", "\u86cb\u767d"])
def test_other_characters_are_what_they_seem(typed: str) -> None:
    assert oddities(typed) == ()
