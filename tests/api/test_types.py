"""What type checkers know of the functions: `make lint` has mypy read this file, and pytest runs it."""

from __future__ import annotations

from typing import List, Optional

from typing_extensions import assert_type

import plm_ratios

Numbers = List[Optional[float]]


def test_a_single_value_gives_a_float_or_a_text() -> None:
    assert_type(plm_ratios.ratio("ESM-2 15B"), float)
    assert_type(plm_ratios.tokens("65M", avglen=200), float)
    assert_type(plm_ratios.optimal_tokens(15e9, "Cheng MLM"), float)
    assert_type(plm_ratios.verdict(1.4), str)
    assert_type(plm_ratios.gpu_hours("650M", "1T", "H100 SXM"), float)
    assert_type(plm_ratios.mfu("ESM-2 15B"), float)
    assert_type(plm_ratios.why("ESM-2 15B"), str)


def test_a_list_gives_a_list() -> None:
    assert_type(plm_ratios.ratio(["ESM-2 15B"], basis="seen"), Numbers)
    assert_type(plm_ratios.ratio("ESM-2 15B", ["seen", "unique"]), Numbers)
    assert_type(plm_ratios.verdict([1.4, 20]), List[Optional[str]])
    assert_type(plm_ratios.compute("H100 SXM", [8, 64], 168), Numbers)


def test_tables_and_models_are_known() -> None:
    assert_type(plm_ratios.compare("ESM-2"), plm_ratios.ComparisonTable)
    assert_type(plm_ratios.catalog_table(), plm_ratios.Table)
    assert_type(plm_ratios.models("ESM-2"), List[str])
    assert_type(plm_ratios.nearest(20).name, str)


def test_a_misspelt_argument_is_found() -> None:
    try:
        plm_ratios.ratio("ESM-2 15B", avglength=200)  # type: ignore[call-overload]
    except TypeError:
        return
    raise AssertionError("avglength is no argument")
