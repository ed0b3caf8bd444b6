"""What goes in decides what comes out: values, lists, Series, arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import plm_ratios
from plm_ratios import NotAvailable, UnknownName, WrongValue
from plm_ratios.catalog import load

NAMES = ["ESM-2 15B", "ProGen2-large", "ProGen2-xlarge"]
SEEN = [57.6, None, 54.6875]


def test_a_single_value_gives_a_single_answer() -> None:
    assert plm_ratios.ratio("ESM-2 15B", "seen") == 57.6
    assert plm_ratios.ratio(np.array(NAMES)[0], "seen") == 57.6
    assert plm_ratios.verdict(np.float32(1)) == plm_ratios.verdict(np.int64(1)) == "too few tokens"


def test_a_model_is_as_good_as_its_name() -> None:
    model, dataset = load().model("ESM-2 15B"), load().dataset("BFD100")
    assert plm_ratios.ratio(model, "seen") == 57.6
    assert plm_ratios.sequences(dataset) == plm_ratios.sequences("BFD100")
    assert plm_ratios.tokens(dataset) == plm_ratios.tokens("BFD100")
    assert plm_ratios.verdict(model) == plm_ratios.verdict("ESM-2 15B")
    assert plm_ratios.why(model) == plm_ratios.why("ESM-2 15B")
    assert plm_ratios.source(model, "seen") == plm_ratios.source("ESM-2 15B", "seen")
    assert plm_ratios.sources(model).rows == plm_ratios.sources("ESM-2 15B").rows
    assert plm_ratios.compare([model]).rows == plm_ratios.compare("ESM-2 15B").rows
    assert plm_ratios.nearest(20, models=[model]) is model


@pytest.mark.parametrize(
    "given", [NAMES, tuple(NAMES), (name for name in NAMES)], ids=["list", "tuple", "iterator"]
)
def test_a_list_gives_a_list(given: Any) -> None:
    assert plm_ratios.ratio(given, "seen") == SEEN


def test_a_series_gives_a_series_with_the_same_index() -> None:
    index = pd.Index(["a", "b", "c"], name="letter")
    found = plm_ratios.ratio(pd.Series(NAMES, index=index, name="model"), basis="seen")
    pd.testing.assert_series_equal(found, pd.Series([57.6, np.nan, 54.6875], index=index, name="ratio"))
    words = plm_ratios.verdict(pd.Series([1.0, None, 41], index=index))
    assert (words.name, words.tolist()) == ("verdict", ["too few tokens", None, "more tokens than optimal"])


def test_a_column_of_a_frame_can_be_filled() -> None:
    frame = pd.DataFrame({"model": NAMES}, index=[7, 8, 9])
    frame["ratio"] = plm_ratios.ratio(frame["model"], "seen")
    assert frame["ratio"].dropna().tolist() == [57.6, 54.6875]


@pytest.mark.parametrize("given", [np.array(NAMES), pd.Index(NAMES)], ids=["array", "index"])
def test_an_array_gives_an_array(given: Any) -> None:
    found = plm_ratios.ratio(given, "seen")
    np.testing.assert_array_equal(found, np.array([57.6, np.nan, 54.6875]))


def test_lists_go_in_step_with_lists_and_single_values() -> None:
    assert plm_ratios.ratio("ESM-2 15B", ["seen", "unique"]) == [57.6, None]
    assert plm_ratios.ratio(NAMES[:2], ["seen", "sequences"]) == [57.6, plm_ratios.ratio("ProGen2-large")]
    assert plm_ratios.flops(["1", 2], [3, "4"]) == [18, 48]
    assert plm_ratios.tokens_per_parameter(["20B", 5], "1B") == [20, 5e-9]
    with pytest.raises(WrongValue, match="2 and 3 values"):
        plm_ratios.ratio(NAMES, ["seen", "unique"])
    with pytest.raises(WrongValue, match="different indexes"):
        plm_ratios.flops(pd.Series([1, 2]), pd.Series([1, 2], index=[1, 2]))


@pytest.mark.parametrize("blank", [None, float("nan"), "", " ", pd.NA, pd.NaT, np.float32("nan")], ids=repr)
def test_a_blank_in_a_list_stays_blank(blank: Any) -> None:
    assert plm_ratios.ratio(["ESM-2 15B", blank], "seen") == [57.6, None]
    assert plm_ratios.tokens([1, blank]) == [325, None]
    assert len(plm_ratios.compare(["ESM-2 15B", blank])) == 1


def test_nothing_gives_nothing() -> None:
    assert plm_ratios.ratio([]) == []
    assert plm_ratios.ratio(pd.Series([], dtype=str)).dtype == "float64"
    assert len(plm_ratios.compare([])) == len(plm_ratios.compare([]).to_pandas()) == 0


def test_an_unknown_name_in_a_list_is_named_with_its_position() -> None:
    with pytest.raises(UnknownName, match=r"^Position 1, counted from 0: No model is called"):
        plm_ratios.ratio(["ESM-2 15B", "ESM2 15 billion"])
    with pytest.raises(UnknownName, match=r"^Position 1, counted from 0, label 'b': No model") as caught:
        plm_ratios.ratio(pd.Series(["ESM-2 15B", "ESM2 15 billion"], index=["a", "b"]))
    assert caught.value.nearest[0] == "ESM-2 15B"
    with pytest.raises(UnknownName, match=r"^Position 1, counted from 0: "):
        plm_ratios.compare(["ESM-2 15B", "ESM2 15 billion"])


def test_a_wrong_value_in_a_list_is_named_with_its_position() -> None:
    with pytest.raises(WrongValue, match=r"^Position 1, counted from 0: The model must be a name"):
        plm_ratios.ratio(["ESM-2 15B", 15])
    with pytest.raises(WrongValue, match=r"^Position 0, counted from 0: This is a list within a list"):
        plm_ratios.ratio([["ESM-2 15B"]])
    with pytest.raises(WrongValue, match="must be a value or one column, not a DataFrame"):
        plm_ratios.ratio(pd.DataFrame({"model": NAMES}))


@pytest.mark.parametrize("function", ["ratio", "verdict", "sources", "sequences"])
def test_a_family_in_place_of_a_model_is_explained(function: str) -> None:
    with pytest.raises(UnknownName, match=r'^ESM-2 is a family: .*models\("ESM-2"\)'):
        getattr(plm_ratios, function)("esm2")
    assert plm_ratios.why("ESM-2").startswith("ESM-2 is a family: ")


def test_a_basis_is_known_however_it_is_typed() -> None:
    assert plm_ratios.ratio("ESM-2 15B", " SEEN") == plm_ratios.compare("ESM-2 15B", "Seen")[0]["ratio_seen"]
    with pytest.raises(WrongValue, match='Did you mean "seen"'):
        plm_ratios.ratio("ESM-2 15B", "sen")


def test_numbers_are_read_as_in_a_cell() -> None:
    assert plm_ratios.tokens("65M") == plm_ratios.tokens(65_000_000) == 65e6 * 325
    assert plm_ratios.compare("ESM-2 15B", avglen="1k", target="40").target == 40
    with pytest.raises(NotAvailable):
        plm_ratios.ratio("ESM-2 15B", "unique")
