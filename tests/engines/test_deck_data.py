"""The workbooks inside a deck, which PowerPoint opens for *Edit Data*: their formulas in engines other than
Calc, over ratios of every size. HyperFormula is not asked: its TEXT knows no thousands."""

from __future__ import annotations

import datetime
from pathlib import Path

import ironcalc
import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple

from engines import programs
from engines.agreement import differences
from engines.dialect import breaches
from engines.native import stored
from plm_ratios.comparison.compare import compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.slides.bars import bars
from plm_ratios.slides.chart_data import ratio_book

# None that lies half-way between two that are shown: there, TEXT rounds in each engine's own way.
RATIOS = (
    0.000123,
    0.0042,
    0.0999,
    0.1,
    0.12345,
    1.627,
    9.994,
    9.996,
    10,
    15,
    20,
    39.94,
    40,
    99.94,
    100,
    1234.4,
    1e6,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a chart of models of one's own, one for each of the ratios, and of some of the catalog."""
    own = [
        RowRequest(f"Model {ratio:g}", {"parameters": 1e9, "tokens_seen": ratio * 1e9}) for ratio in RATIOS
    ]
    compared = compare([*own, RowRequest("ESM-2 15B"), RowRequest("ESM C 6B")], "seen")
    file = tmp_path_factory.mktemp("deck") / "data.xlsx"
    file.write_bytes(ratio_book(bars(compared.drawn, 4.0, 12.0), compared.target, datetime.date(2026, 1, 1)))
    return file


@pytest.fixture
def asked(path: Path) -> Workbook:
    """The same, to be calculated."""
    return openpyxl.load_workbook(path)


def test_ironcalc_gives_what_is_stored(path: Path, asked: Workbook, tmp_path: Path) -> None:
    values = stored(path)
    assert len(values) == 5 * (len(RATIOS) + 2)
    asked.save(tmp_path / "without-values.xlsx")
    model = ironcalc.load_from_xlsx(str(tmp_path / "without-values.xlsx"), "en", "UTC", "en")
    model.evaluate()
    given = {place: model.get_cell_value(0, *coordinate_to_tuple(place[1])) for place in values}
    assert not differences(values, {place: programs.cell_value(value) for place, value in given.items()})


def test_gnumeric_gives_what_is_stored(path: Path, asked: Workbook, gnumeric: str, tmp_path: Path) -> None:
    """But that it joins 0.0042 to a text as 0.00419999999999999974."""
    wrong = differences(stored(path), programs.by_gnumeric(gnumeric, asked, tmp_path))
    assert {each.expected.split()[1] for each in wrong} <= {"0.0042"}


def test_no_formula_depends_on_what_programs_disagree_about(path: Path) -> None:
    sheet = openpyxl.load_workbook(path).active
    formulas = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert not [sentence for formula in formulas for sentence in breaches(formula)]
