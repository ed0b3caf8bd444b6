"""People's own models in a real Calc: every function knows them, and new workbooks offer them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from own_models import ONE, Mine, forget
from plm_ratios import places
from plm_ratios.catalog import load
from plm_ratios.cells import NA
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.template import FLAVOURS, Inputs, build
from plm_ratios.template.verify import differences

CALLS = [
    f'{function}("{name}"{more})'
    for name in ("Mine 1B", "mine-1b", "our big one", "Mine on UniRef50")
    for function, more in (
        *(("RATIO", f',"{basis}"') for basis in ("sequences", "unique", "seen")),
        ("PARAMS", ""),
        ("SEQS", ""),
        ("WHY", ""),
        ("WHY", ',"seen"'),
        ("SOURCE", ',"parameters"'),
    )
] + ["PLMVERSION()", 'SEQS("Our proteins")', 'WHY("Our proteins")', 'NEAREST(80,"seen")']


@pytest.fixture(scope="module")
def somebody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mine]:
    """Somebody with models of their own, in the configuration folder of their account."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("account") / "plm-ratios"
        patch.delenv(places.FOLDER_VARIABLE)
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


def in_python(call: str) -> Any:
    name, _, rest = call.partition("(")
    arguments = json.loads(f"[{rest[:-1]}]")
    return FUNCTIONS[name](*arguments)


def test_every_function_answers_as_in_python(their_calc: CalcSession) -> None:
    answers = their_calc.evaluate(CALLS)
    assert answers == [in_python(call) for call in CALLS]
    assert answers[0] == 32.5 and NA in answers
    assert "This model is your own, from catalog.yaml." in str(answers[5])


def test_no_bundled_number_changes(their_calc: CalcSession, calc: CalcSession) -> None:
    """Beside a Calc of somebody who has no models of their own."""
    bundled = [model.name for model in load().models if not model.origin]
    calls = [f'RATIO("{name}","{basis}")' for name in bundled for basis in ("sequences", "seen")]
    assert their_calc.evaluate(calls) == calc.evaluate(calls)
    assert calc.evaluate(['RATIO("Mine 1B")']) == [NA]


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
        (row,) = [row for row in book.values("Compare", "A11:H12") if row[0] == "Mine 1B"]
        assert row[7] == 32.5
        # Another of them, picked from the list that the drop-down shows.
        last = 4 + len(load().models)
        offered = [row[0] for row in book.values("Catalog", f"A5:A{last}")]
        assert offered[-2:] == ["Mine 1B", "Mine on UniRef50"]
        book.formula("Compare", "Z1", "=ROWS(ModelNames)")
        book.set("Compare", "A11", "Mine on UniRef50")
        book.calculate()
        assert book.values("Compare", "Z1") == [[len(offered)]]
        assert book.values("Compare", "H11")[0][0] == FUNCTIONS["RATIO"]("Mine on UniRef50")


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
    monkeypatch.setenv(places.CATALOG_VARIABLE, "catalog.yaml")
    monkeypatch.setenv(places.FOLDER_VARIABLE, "nowhere")
    with CalcSession() as session:
        assert session.evaluate(['RATIO("Mine 1B")']) == [32.5]
