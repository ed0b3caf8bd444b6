"""People's own models in a real Calc: every function knows them, and new workbooks offer them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from golden.generate import decode
from golden.generate_own import OWN_VECTORS
from own_models import ONE, Mine, forget
from plm_ratios.catalog import config_paths, load
from plm_ratios.comparison import captions
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.workbook_builder import FLAVOURS, Inputs
from plm_ratios.workbook_builder.building import build
from plm_ratios.workbook_reader.verify import differences


@pytest.fixture(scope="module")
def somebody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mine]:
    """Somebody with models of their own, in the configuration folder of their account."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("account") / "plm-ratios"
        patch.delenv(config_paths.FOLDER_VARIABLE)
        patch.setenv("XDG_CONFIG_HOME", str(folder.parent))
        patch.setattr("sys.platform", "linux")
        mine = Mine(folder)
        mine.write(ONE)
        yield mine
    forget()


@pytest.fixture(scope="module")
def their_calc(libreoffice: locate.Calc, somebody: Mine) -> Iterator[CalcSession]:
    """A Calc of its own: it has another home, and is told where the configuration lies."""
    with CalcSession() as session:
        yield session


def test_it_answers_the_golden_vectors(their_calc: CalcSession) -> None:
    """Those of single values; tables are the same functions, called for a range."""
    asked = [json.loads(line) for line in OWN_VECTORS.read_text(encoding="utf-8").splitlines()]
    single = [vector for vector in asked if FUNCTIONS[vector["f"]].gives != "table"]
    calls = [f"{vector['f']}({','.join(map(json.dumps, vector['a']))})" for vector in single]
    answers = their_calc.evaluate(calls)
    assert answers == [decode(vector["r"]) for vector in single]
    assert 32.5 in answers and NA in answers
    assert any("This model is your own, from catalog.yaml." in str(answer) for answer in answers)


def test_no_bundled_number_changes(their_calc: CalcSession, calc: CalcSession) -> None:
    """Beside a Calc of somebody who has no models of their own."""
    bundled = [model.name for model in load().models if not model.origin]
    theirs = ratios(their_calc, bundled)
    assert len(theirs) == len(bundled) > 100
    assert theirs == ratios(calc, bundled)
    assert calc.evaluate(['RATIO("Mine 1B")']) == [NA]


def ratios(session: CalcSession, names: list[str]) -> list[list[Any]]:
    """On two bases, of models in a column."""
    last = len(names)
    with session.new() as sheet:
        sheet.set("Sheet1", "A1", [[name] for name in names])
        for column, basis in (("B", "sequences"), ("C", "seen")):
            sheet.fill("Sheet1", f"{column}1:{column}{last}", f'=RATIO(A1,"{basis}")')
        return sheet.values("Sheet1", f"B1:C{last}")


@pytest.mark.parametrize("flavour", ["native", "calc"])
def test_the_sheet_slide_marks_it(their_calc: CalcSession, tmp_path: Path, flavour: str) -> None:
    path = build(tmp_path / "new.xlsx", FLAVOURS[flavour], Inputs(models=("esm2-15b", "mine-1b")))
    with their_calc.open(path) as book:
        book.calculate()
        assert sorted(book.values("Slide", "C5:C6")) == [["ESM-2 15B"], ["Mine 1B *"]]
        assert book.shown("Slide", "A30")[0][0].endswith(captions.USER_MARK_MEANING)
        book.set("Compare", "A12", "ESM-2 3B")
        book.calculate()
        assert sorted(book.values("Slide", "C5:C6")) == [["ESM-2 15B"], ["ESM-2 3B"]]
        assert captions.USER_MARK not in book.shown("Slide", "A30")[0][0]


@pytest.mark.parametrize("flavour", ["native", "calc"])
def test_a_new_workbook_offers_it_and_calculates(
    their_calc: CalcSession, tmp_path: Path, flavour: str
) -> None:
    inputs = Inputs(models=("esm2-15b", "mine-1b"))
    path = build(tmp_path / "new.xlsx", FLAVOURS[flavour], inputs)
    with their_calc.open(path) as book:
        book.calculate()
        compared, wrong = differences(path, book)
        assert compared > 50
        assert not wrong, wrong[:3]
        (row,) = [row for row in book.values("Compare", "A11:C12") if row[0] == "Mine 1B"]
        assert row[2] == 32.5
        # Another of them, picked from the list that the drop-down shows.
        last = 4 + len(load().models)
        offered = [row[0] for row in book.values("Catalog", f"A5:A{last}")]
        assert offered[-2:] == ["Mine 1B", "Mine on UniRef50"]
        book.formula("Compare", "Z1", "=ROWS(ModelNames)")
        book.set("Compare", "A11", "Mine on UniRef50")
        book.calculate()
        assert book.values("Compare", "Z1") == [[len(offered)]]
        assert book.values("Compare", "C11")[0][0] == FUNCTIONS["RATIO"]("Mine on UniRef50")
        # A dataset of theirs, as `plm-ratios count --save` keeps it, counts with its own average length.
        book.set("Plan", "B8", [["Our proteins"], [None], [None]])
        if flavour == "calc":
            book.formula("What-if", "C5", '=SEQS("Our proteins")')
            book.formula("What-if", "D5", '=AVGLEN("Our proteins")')
        book.calculate()
        assert book.values("Plan", "A15:B15") == [["Distinct tokens", 1.06e9]]
        assert flavour == "native" or book.values("What-if", "F5") == [[FUNCTIONS["TOKENS"]("Our proteins")]]


def test_an_open_sheet_follows_what_is_edited(their_calc: CalcSession, somebody: Mine) -> None:
    """Once it is recalculated; Calc looks at the files once a second."""

    def shows(*expected: Any) -> str:
        for _ in range(100):
            sheet.calculate()
            *found, version = (row[0] for row in sheet.values("Sheet1", "A1:A4"))
            if found == list(expected):
                return str(version)
            time.sleep(0.2)
        pytest.fail(f"it shows {found}")

    with their_calc.new() as sheet:
        cells = ('=RATIO("Mine 1B")', '=RATIO("Mine 2B")', '=RATIO("ESM-2 15B";"seen")', "=PLMVERSION()")
        for row, formula in enumerate(cells, 1):
            sheet.formula("Sheet1", f"A{row}", formula)
        try:
            assert "Your own" not in shows(32.5, NA, 57.6)
            somebody.edit(ONE.replace("mine-1b", "mine-2b").replace("Mine 1B", "Mine 2B"))
            assert "Your own" not in shows(NA, 32.5, 57.6)
            somebody.edit(ONE)
            shows(32.5, NA, 57.6)
        finally:
            somebody.write(ONE)


def test_a_damaged_file_breaks_no_cell(libreoffice: locate.Calc, mine: Mine) -> None:
    mine.write(ONE)
    mine.json.write_text("damaged", encoding="utf-8")
    forget()
    with CalcSession() as session:
        ratio, missing, version, why = session.evaluate(
            ['RATIO("ESM-2 15B","seen")', 'RATIO("Mine 1B")', "PLMVERSION()", 'WHY("Mine 1B")']
        )
    assert (ratio, missing) == (57.6, NA)
    for said in (version, why):
        assert "Your own catalog catalog.yaml could not be read: catalog.json is damaged." in str(said)


def test_a_variable_with_a_relative_path_reaches_it(
    libreoffice: locate.Calc, mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice runs in a folder of its own."""
    mine.write(ONE)
    monkeypatch.chdir(mine.folder)
    monkeypatch.setenv(config_paths.CATALOG_VARIABLE, "catalog.yaml")
    monkeypatch.setenv(config_paths.FOLDER_VARIABLE, "nowhere")
    with CalcSession() as session:
        assert session.evaluate(['RATIO("Mine 1B")']) == [32.5]
