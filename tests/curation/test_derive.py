"""Formulas are recomputed, and are arithmetic only: nothing in them can run or hang."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plm_ratios.curation import schema, yaml_files
from plm_ratios.curation.derive import Derivation, FormulaError
from plm_ratios.curation.schema import Fact
from plm_ratios.curation.yaml_files import Draft

MODELS = "models/tiny.yaml"


@pytest.fixture
def compute(folder: Any) -> Callable[[str], float]:
    """Computes a formula as one of the model tiny-1m."""
    draft = yaml_files.read(folder.path)
    derivation, model = Derivation(draft), draft.models[0]

    def value(formula: str) -> float:
        result = derivation.value(model, Fact(formula=formula, confidence="high"))
        assert result is not None
        return result

    return value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("batch_tokens * train_steps", 65_536 * 20_000),
        ("4096 * 512 * 1_000_000 + 4096 * 2048 * 50_000", 4096 * 512 * 1_000_000 + 4096 * 2048 * 50_000),
        ("(layers + heads) * -(2 - 5)", 30),
        ("tokens_unique / sequences", 200),
        ('of("tinyset", "tokens_unique") / 2', 100_000_000),
        ("of('tiny-9m', 'params_total')", 9_000_000),
        ("feed_forward", 1024),  # a formula itself
        ("exact_count", 1_654_834),
        ("0.27 * params_total", 445_500),
        ("1 / 3", 0.333333333333),
        (" layers ", 2),
    ],
)
def test_formulas_are_arithmetic_over_quantities(
    compute: Callable[[str], float], formula: str, value: float
) -> None:
    assert compute(formula) == value


def test_whole_numbers_come_out_whole(compute: Callable[[str], float]) -> None:
    """So that the compiled file has the same bytes everywhere."""
    assert repr(compute("train_steps / 2")) == "10000"
    assert repr(compute("0.1 + 0.2")) == "0.3"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("layers / 0", "division by zero"),
        ("layers / (heads - 8)", "division by zero"),
        ("layers - 2", "gives 0, not a number above zero"),
        ("-layers", "gives -2, not a number above zero"),
        ("steps * 2", 'there is no quantity "steps"; choose one of params_total'),
        ("epochs", "tiny-1m has no epochs"),
        ('of("bigset", "sequences")', 'the entry "bigset" does not exist'),
        ('of("tinyset", "epochs")', "tinyset has no epochs"),
        ('of("tinyset", "size")', 'there is no quantity "size"'),
        ('of("tiny-9m", "tokens_seen")', "tiny-9m has no tokens_seen"),  # a range is no number
        ('of("tiny-9m", exact_count)', "there is no quantity"),
        ('of("tinyset")', "missing 1 required positional argument"),
        ("of(tinyset)", 'there is no quantity "tinyset"'),
        ("layers heads", "invalid syntax"),
        ("layers +", "invalid syntax"),
        ("(layers", "was never closed"),
        ('"layers"', "not a number above zero"),
        ("True", "gives True, not a number"),
        ("1e308 * 10", "gives inf"),
        ("10" + " * 10" * 400, "more than any number holds"),
        ("10" + " * 10" * 400 + " / 3", "cannot compute"),
    ],
)
def test_what_gives_no_number_says_why(compute: Callable[[str], float], formula: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        compute(formula)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "formula",
    [
        "layers.real",
        "layers.bit_length()",
        "().__class__.__bases__[0].__subclasses__()",
        'of.__globals__["ast"]',
        "__import__('os').system('touch executed')",
        "import os",
        "open('executed', 'w')",
        "eval('1')",
        "exec('1')",
        "print(1)",
        "abs(-1)",
        "rand()",
        "randint(5)",
        "int('7')",
        "(lambda: 1)()",
        "[1, 2][0]",
        "{'a': 1}['a']",
        "[n for n in (1, 2)]",
        "f'{layers}'",
        "'a' * 10",
        "layers if heads else width",
        "layers > 1",
        "layers and heads",
        "not layers",
        "layers; heads",
        "n = 5",
        "(n := 5)",
        "layers ** 2",
        "layers // 2",
        "layers % 2",
        "1 << 5",
        "layers @ heads",
        "*layers",
        "await layers",
    ],
)
def test_whatever_is_more_than_arithmetic_is_refused(
    compute: Callable[[str], float], formula: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormulaError):
        compute(formula)
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    "formula",
    [
        "9 ** 9 ** 9",
        "3999999 ** 3999999",
        "1 << 10 ** 10",
        "'a' * 10 ** 10",
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 50_000 + "1",
        "1" + " + 1" * 50_000,
    ],
    ids=lambda formula: formula[:20],
)
def test_nothing_hangs_or_overflows(compute: Callable[[str], float], formula: str) -> None:
    begin = time.process_time()
    with pytest.raises(FormulaError) as caught:
        compute(formula)
    assert time.process_time() - begin < 2
    assert str(caught.value)


@settings(deadline=None)
@given(text=st.text(alphabet="layershd0123456789.()+-*/ \"',_[]:=<>%", max_size=40))
def test_any_text_gives_a_number_or_a_reason(text: str) -> None:
    draft = yaml_files.Draft(None, {}, [], [], [], set())
    dataset = yaml_files.schema.Dataset(id="a", name="A")
    try:
        value = Derivation(draft)._evaluate(dataset, text)
    except FormulaError:
        return
    assert type(value) in (int, float) and value > 0


class TestCircles:
    def test_a_formula_of_itself(self, folder: Any) -> None:
        folder.change(MODELS, "batch_tokens * train_steps", "tokens_seen")
        assert [str(problem) for problem in folder.problems()] == [
            "tiny-1m: facts.tokens_seen.0: the formula runs in a circle: "
            "tiny-1m.tokens_seen -> tiny-1m.tokens_seen"
        ]

    def test_two_entries_that_wait_for_each_other(self, folder: Any) -> None:
        folder.change(
            "datasets.yaml",
            "value: 1_000_000\n        source: doe2024\n        locator: Table 1",
            'formula: of("tiny-1m", "sequences")',
        )
        circles = [problem for problem in folder.problems() if "circle" in problem.what]
        assert [problem.where for problem in circles] == [
            "tinyset: facts.sequences.0",
            "tiny-1m: facts.sequences.0",
        ]
        assert "tiny-1m.sequences -> tinyset.sequences" in circles[0].what

    def test_a_layer_count_that_waits_for_the_count(self, folder: Any) -> None:
        folder.change(
            MODELS,
            "value: 2\n        source: doe2024\n        locator: Table 2",
            "formula: exact_count / 827417",
        )
        assert any("circle" in problem.what for problem in folder.problems())


def chained(levels: int, formula: str) -> tuple[Derivation, dict[str, schema.Dataset]]:
    """Datasets d0, d1, ..., each with a formula of the next, and a number in the last."""
    facts = [formula.replace("NEXT", f'of("d{n + 1}", "sequences")') for n in range(levels)]
    raw = [
        *({"formula": each, "source": "own", "locator": "here", "confidence": "low"} for each in facts),
        {"value": 1, "source": "own", "locator": "here", "confidence": "low"},
    ]
    datasets = [
        schema.Dataset.model_validate({"id": f"d{n}", "name": f"D{n}", "facts": {"sequences": [each]}})
        for n, each in enumerate(raw)
    ]
    return Derivation(Draft(None, {}, [], datasets, [], set())), {each.id: each for each in datasets}


@pytest.mark.parametrize("first", [0, 29])
def test_what_many_formulas_name_is_computed_once(first: int) -> None:
    """Each level doubles the number, and would double the work."""
    derivation, entries = chained(29, "NEXT + NEXT")
    derivation.quantity(entries[f"d{first}"], "sequences")
    assert derivation.quantity(entries["d0"], "sequences") == 2**29


@pytest.mark.parametrize("first", [0, 20, 40])
def test_formulas_have_a_most_of_levels_whichever_is_asked_for_first(first: int) -> None:
    derivation, entries = chained(40, "NEXT")
    if first:
        assert derivation.quantity(entries[f"d{first}"], "sequences") == 1
    for _ in range(2):
        with pytest.raises(FormulaError, match="more than 30 levels"):
            derivation.quantity(entries["d0"], "sequences")


def test_a_preferred_range_gives_way_to_the_number_below_it(folder: Any) -> None:
    number = "      - value: 1_500_000_000\n        source: doe2024\n        locator: Fig. 1\n"
    folder.write(MODELS, folder.read(MODELS) + number + "        confidence: low\n")
    assert folder.problems() == []
    draft = yaml_files.read(folder.path)
    assert Derivation(draft).quantity(draft.models[1], "tokens_seen") == 1_500_000_000


def test_the_count_takes_derived_numbers_too(folder: Any) -> None:
    """feed_forward of the small model is a formula."""
    draft = yaml_files.read(folder.path)
    assert draft.models[0].facts["feed_forward"][0].formula == "4 * width"
    assert Derivation(draft).exact_count(draft.models[0]) == 1_654_834
