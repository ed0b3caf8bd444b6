"""What one call may take: where somebody sets a limit, what is beyond it is refused as soon as that is sure;
and whatever is asked, the same is computed once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from plm_ratios.errors import LONGEST_SHOWN
from plm_ratios.functions import FUNCTIONS, cells, law_tables, tables
from plm_ratios.functions.allowance import Allowance, Stopped, TooMuch, granted

CELL = 32_767  # characters that a cell of Excel holds
SAME = [["ESM-2 15B"]] * 50
NUMBERS = [[float(number)] for number in range(1, 201)]


def ample(rows: int = 10**6, size: int = 10**9, seconds: float = 1e6) -> Allowance:
    return Allowance(rows, size, seconds)


# What is computed.


@pytest.mark.parametrize(
    ("module", "counted", "name", "before", "asked"),
    [
        (tables.ratios, "model_tokens", "BASES", (), SAME),
        (law_tables.cost, "training_flops", "FRONTIER", (), SAME),
        (law_tables.scaling_laws, "optimum", "OPTIMAL", (), [[1e21]] * 50),
        (tables.ratios, "model_tokens", "COMPARE", (), SAME),
        (tables.ratios, "model_tokens", "NEAREST", (20, "seen"), SAME),
        (tables.ratios, "model_tokens", "SPREAD", (), SAME),
        (tables.ratios, "model_tokens", "RATIO", (), SAME),
    ],
)
def test_the_same_is_computed_once(
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    counted: str,
    name: str,
    before: tuple[Any, ...],
    asked: list[list[Any]],
) -> None:
    """Fifty equal rows take the work of one."""
    done: Counter[int] = Counter()
    rows = 0
    original = getattr(module, counted)

    def count(*given: Any, **more: Any) -> Any:
        done[rows] += 1
        return original(*given, **more)

    monkeypatch.setattr(module, counted, count)
    for rows in (1, 50):
        for function in FUNCTIONS.values():
            function.forget()
        FUNCTIONS[name](*before, asked[:rows])
    assert done[50] == done[1] > 0


def test_a_table_of_equal_rows_has_them_all() -> None:
    for name, per_name in {"BASES": 4, "SPREAD": 3, "FRONTIER": 1, "COMPARE": 1}.items():
        one, many = FUNCTIONS[name]([["ESM-2 15B"]]), FUNCTIONS[name](SAME)
        assert many == one[:1] + one[1:] * 50 and len(many) == 50 * per_name + 1
        many[1][0] = "changed"
        assert many[1 + per_name][0] == "ESM-2 15B"
    assert len(FUNCTIONS["MODELS"]([["ESM-2"]] * 50)) == 50 * len(FUNCTIONS["MODELS"]("ESM-2"))


def test_cells_that_are_equal_to_python_only_are_not_the_same() -> None:
    found = cells.broadcast(([[1], [True], [1.0]],), lambda cell: repr(cell))
    assert found == [["1"], ["True"], ["1.0"]]


# What is refused.


@pytest.mark.parametrize("name", ["BASES", "SPREAD", "FRONTIER", "COMPARE", "MODELS"])
def test_a_table_of_too_many_rows_is_refused(name: str) -> None:
    asked = [["ESM-2"]] * 40 if name == "MODELS" else SAME
    with granted(ample(rows=49)), pytest.raises(TooMuch, match=r"at most 49 rows\. Divide the range"):
        FUNCTIONS[name](asked)


def test_a_table_of_too_many_rows_is_not_begun() -> None:
    """That is known after the first row."""
    rows: list[float] = []

    def row(cell: float) -> list[float]:
        rows.append(cell)
        return [cell]

    with granted(ample(rows=199)), pytest.raises(TooMuch):
        cells.broadcast((NUMBERS,), row)
    assert rows == [1]


@pytest.mark.parametrize("name", ["WHY", "BASES", "SPREAD", "FRONTIER", "COMPARE"])
def test_an_answer_that_is_too_large_is_refused(name: str) -> None:
    with granted(ample(size=2_000)), pytest.raises(TooMuch, match=r"at most 0\.002 MB\. Divide the range"):
        FUNCTIONS[name](SAME)


def test_bytes_count_and_not_letters() -> None:
    for text, most in (("a" * 100, 4999), ("\u00e9" * 50, 4999)):
        with granted(ample(size=most)), pytest.raises(TooMuch):
            cells.broadcast((SAME,), lambda cell, text=text: text)


def test_work_that_takes_too_long_is_ended() -> None:
    with (
        granted(ample(seconds=1e-9)),
        pytest.raises(TooMuch, match=r"at most 1e-09 s of work\. Divide the range"),
    ):
        FUNCTIONS["OPTIMAL"](NUMBERS)


def test_work_that_nobody_waits_for_is_ended() -> None:
    allowance = ample()
    allowance.stop()
    with granted(allowance), pytest.raises(Stopped):
        FUNCTIONS["TOKENS"](NUMBERS)


def test_what_is_within_the_limits_is_answered_as_without() -> None:
    for name in ("WHY", "BASES", "SPREAD", "FRONTIER", "COMPARE"):
        with granted(ample()):
            within = FUNCTIONS[name](SAME)
        assert within == FUNCTIONS[name](SAME)


# What a sentence quotes.


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_answer_is_longer_than_a_cell(name: str) -> None:
    """Whatever is typed, as long as it fits into a cell itself."""
    function = FUNCTIONS[name]
    for typed in ("x" * CELL, "1.000" * 6000, "\u0430" * CELL):
        for place in range(len(function.arguments)):
            given: list[Any] = ["ESM-2 15B"] * len(function.arguments)
            given[place] = typed
            answer = function(*given)
            for cell in cells.flatten(answer):
                assert not isinstance(cell, str) or len(cell) <= CELL


def test_a_sentence_shows_the_beginning_of_a_long_text() -> None:
    why = FUNCTIONS["WHY"]
    assert f'"{"x" * LONGEST_SHOWN}"' in why("x" * LONGEST_SHOWN)
    assert f'"{"x" * LONGEST_SHOWN}…"' in why("x" * (LONGEST_SHOWN + 1))
    for typed in ({"model": "x" * CELL}, {"basis": "x" * CELL}, {"length": "x" * CELL}, {"kind": "x" * CELL}):
        given = {"model": "ESM-2 15B", "basis": None, "length": None, "kind": None, **typed}
        assert len(why(*given.values())) < 1000
