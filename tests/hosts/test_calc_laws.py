"""The sheet Laws in a real Calc: it follows the budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from plm_ratios.analysis import scaling_laws
from plm_ratios.functions.cells import NA
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.workbook_builder import FLAVOURS
from plm_ratios.workbook_builder.building import build
from plm_ratios.workbook_builder.laws_sheet import SHEET

BUDGET = "B4"


@pytest.mark.parametrize("budget", [1e18, 7.776e22, 3e25])
def test_the_optima_follow_the_budget(calc: CalcSession, tmp_path: Path, budget: float) -> None:
    path = build(tmp_path / "book.xlsx", FLAVOURS["native"])
    last = 7 + len(scaling_laws.laws())
    with calc.open(path) as document:
        document.set(SHEET, BUDGET, budget)
        document.calculate()
        rows = document.values(SHEET, f"C8:F{last}")
        ((said,),) = document.values(SHEET, "C5")
    for law, (parameters, tokens, ratio, inside) in zip(scaling_laws.laws(), rows, strict=True):
        if not law.gives_sizes:
            assert parameters == tokens == ratio == NA
            continue
        best = scaling_laws.optimum(budget, law)
        assert [parameters, tokens, ratio] == pytest.approx(
            [best.parameters, best.tokens, best.ratio], rel=1e-9
        )
        if law.ranges:
            assert (inside == "yes") == (scaling_laws.outside(budget, law) == "")
    assert str(said).startswith(f"{sum(row[3] == 'yes' for row in rows)} of {len(rows)} laws stay inside")


@pytest.mark.parametrize("wrong", ["much", 0, -1, None])
def test_no_budget_no_optimum(calc: CalcSession, tmp_path: Path, wrong: object) -> None:
    path = build(tmp_path / "book.xlsx", FLAVOURS["native"])
    with calc.open(path) as document:
        document.set(SHEET, BUDGET, wrong)
        document.calculate()
        assert document.values(SHEET, "C8:E8") == [[NA, NA, NA]]
        assert not document.values(SHEET, "C5")[0][0]
        assert str(document.values(SHEET, "C4")[0][0]).startswith(("Must be above", "Type a number"))
