"""The native workbook in engines by other people: whatever is typed into it, every formula gives in each of
them what Python says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

import asked_for
from engines import programs
from engines.agreement import Difference, differences, excused, limits
from engines.expected import expected
from engines.native import Native, Place, native, read, stored
from engines.typed_inputs import SETS, Typed
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.ooxml.formula_names import calls
from plm_ratios.ooxml.workbook import Book
from plm_ratios.workbook_builder import FLAVOURS, claims_formulas
from workbook_files import fresh

Ask = Callable[[str, "Prepared"], programs.Values]


class Prepared:
    """A workbook with a set of inputs, and what Python says of it."""

    def __init__(self, native: Native, typed: Typed, path: Path):
        self.native = native
        self.typed = typed
        self.path = native.filled(path, typed)
        self.expected = expected(native, typed)

    def given(self, engine: str) -> dict[Place, Any]:
        """The cells that an engine has no answer to, with their values."""
        return {place: self.expected[place] for place in limits(engine, self.native)}

    def flat(self, engine: str) -> Workbook:
        return self.native.flat(self.typed, self.given(engine))

    def wrong(self, engine: str, answers: programs.Values) -> list[Difference]:
        """What an engine gives otherwise; every cell must have been asked that was not given."""
        assert answers.keys() == self.expected.keys() - self.given(engine).keys()
        found = differences(self.expected, answers)
        return [each for each in found if not excused(engine, self.typed, each.place)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Prepared]:
    """Every set of inputs in a workbook of its own."""
    folder = tmp_path_factory.mktemp("engines")
    return {
        name: Prepared(native(len(typed.models)), typed, folder / f"{name.replace(' ', '-')}.xlsx")
        for name, typed in SETS.items()
    }


@pytest.fixture(scope="module")
def by_hyperformula(
    request: pytest.FixtureRequest, node: str, prepared: dict[str, Prepared]
) -> dict[str, programs.Values]:
    """The answers of HyperFormula to all that it is asked in this run: it has to be started for each call."""
    asked = asked_for.values(request, "name", engine="HyperFormula")
    flat = (prepared[name].flat("HyperFormula") for name in asked)
    return dict(zip(asked, programs.by_hyperformula(node, flat), strict=True))


@pytest.fixture
def answers(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> Ask:
    """Asks an engine for the values of a workbook."""
    if engine == "Calc":
        calc: CalcSession = request.getfixturevalue("calc")
        return lambda name, book: programs.by_calc(calc, book.path, book.native)
    if engine == "IronCalc":
        return lambda name, book: programs.by_ironcalc(book.path, book.native, book.given(engine))
    if engine == "Gnumeric":
        program: str = request.getfixturevalue("gnumeric")
        return lambda name, book: programs.by_gnumeric(program, book.flat(engine), tmp_path)
    all_answers: dict[str, programs.Values] = request.getfixturevalue("by_hyperformula")
    return lambda name, book: all_answers[name]


# One or two engines are asked for every set, in turn; the others in the slow tests.
ASKED = [
    pytest.param(engine, name, marks=[] if at % 4 in turns else [pytest.mark.slow])
    for engine, turns in (("Calc", (0,)), ("IronCalc", (1, 3)), ("Gnumeric", (0, 2)), ("HyperFormula", (1,)))
    for at, name in enumerate(SETS)
]


@pytest.mark.parametrize(("engine", "name"), ASKED)
def test_every_formula_gives_what_python_says(
    engine: str, name: str, answers: Ask, prepared: dict[str, Prepared]
) -> None:
    book = prepared[name]
    wrong = book.wrong(engine, answers(name, book))
    assert not wrong, f"{len(wrong)} of {len(book.expected)}:\n" + "\n".join(map(str, wrong[:20]))


@pytest.mark.parametrize("name", SETS)
def test_python_says_something_of_every_formula(name: str, prepared: dict[str, Prepared]) -> None:
    assert prepared[name].expected.keys() == prepared[name].native.formulas.keys()


def test_what_is_stored_in_a_fresh_workbook_is_what_python_says(
    prepared: dict[str, Prepared],
) -> None:
    assert not differences(prepared["fresh"].expected, stored(fresh("native")))


@pytest.mark.parametrize(
    "flavour",
    [
        # They differ by what stands before the names of the functions.
        pytest.param(name, marks=[] if name == "excel" else [pytest.mark.slow])
        for name, each in FLAVOURS.items()
        if each.has_functions
    ],
)
def test_what_stands_around_the_calls_gives_what_is_stored(
    flavour: str, gnumeric: str, node: str, tmp_path: Path
) -> None:
    """Where the workbook calls our functions, no other engine has them: what they give is given to it."""
    path = fresh(flavour)
    book, values = read(path), stored(path)
    called = {place for place, formula in book.formulas.items() if calls_ours(formula)}
    given = {place: values[place] for place in called}
    asked = {place: value for place, value in values.items() if place not in called}
    assert len(asked) > 300
    flat = book.flat(Typed(), given)
    assert not differences(asked, programs.by_gnumeric(gnumeric, flat, tmp_path))
    assert not differences(asked, programs.by_hyperformula(node, [flat])[0])


def calls_ours(formula: str) -> bool:
    """Whether a formula calls one of our functions, as any flavour stores it."""
    prefixes = [flavour.prefix for flavour in FLAVOURS.values() if flavour.prefix is not None]
    ours = {prefix + name for prefix in prefixes for name in FUNCTIONS}
    return not ours.isdisjoint(calls(formula))


class TestFaultsPutBack:
    """What once stood in every workbook is found."""

    def test_a_column_that_is_not_there(self, tmp_path: Path) -> None:
        book = put_back("[Parameters]:[Tokens seen]])=0", "[Parameters]:[Tokensseen]])=0", tmp_path)
        answers = programs.by_ironcalc(book.path, book.native, book.given("IronCalc"))
        wrong = {each.place for each in book.wrong("IronCalc", answers)}
        assert wrong == {("What-if", f"Q{row}") for row in range(5, 15)}
        with pytest.raises(KeyError, match="Tokensseen"):
            book.flat("Gnumeric")

    def test_a_comparison_of_a_boolean_with_a_number(self, gnumeric: str, node: str, tmp_path: Path) -> None:
        """FALSE>0 is TRUE where booleans come after numbers, as they do in Excel."""
        mlm = 'ISNUMBER(SEARCH("MLM",CatalogTable[Objective]))'
        book = put_back(f"({mlm}*1>0)", f"({mlm}>0)", tmp_path)
        first, top = (row + 3 for row in (claims_formulas.COUNTS_ROW, claims_formulas.ANSWERS_ROW))
        wrong_counts = ((2, 31), (3, 76), (4, 45), (5, 76))
        counts = {("Claims", f"N{first + row}"): value for row, value in wrong_counts}
        for engine, answers in (
            ("Gnumeric", programs.by_gnumeric(gnumeric, book.flat("Gnumeric"), tmp_path)),
            ("HyperFormula", programs.by_hyperformula(node, [book.flat("HyperFormula")])[0]),
        ):
            found = {each.place: each.given for each in book.wrong(engine, answers)}
            assert found.keys() == {*counts, ("Claims", f"N{top + 1}"), ("Claims", f"N{top + 2}")}
            assert counts.items() <= found.items()


def put_back(right: str, wrong: str, folder: Path) -> Prepared:
    """A fresh workbook with a piece of its formulas replaced."""
    book = Book.open(fresh("native"))
    before, after = (text.replace(">", "&gt;").encode() for text in (right, wrong))
    assert any(before in book.package.parts[part] for part in book.sheet_parts.values())
    for part in book.sheet_parts.values():
        book.package.parts[part] = book.package.parts[part].replace(before, after)
    path = folder / "put-back.xlsx"
    with path.open("wb") as file:
        book.package.write(file)
    return Prepared(Native(path), SETS["fresh"], folder / "filled.xlsx")


def test_an_error_value_is_no_text_that_looks_like_it() -> None:
    assert programs.cell_value("#N/A") == CellError("#N/A")
    assert programs.cell_value("ok") == "ok"
