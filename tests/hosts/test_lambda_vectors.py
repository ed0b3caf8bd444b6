"""The LAMBDA definitions answer the golden vectors, calculated by an engine that we did not write."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl.utils import FORMULAE

from golden.generate import OMITTED, VECTORS, Omitted, decode
from golden.generate_own import OWN_VECTORS
from golden.shares import A_QUARTER, drawn
from hosts.lambda_engine import Calls
from own_models import ONE, UNITS, Mine
from plm_ratios.analysis.ratios import PARAMETER_KINDS
from plm_ratios.catalog.typed_numbers import typed_number
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.hosts.lambdas.definition import MOST_OF_A_COMMENT
from plm_ratios.hosts.lambdas.definitions import DEFINITIONS
from plm_ratios.hosts.lambdas.limits import LIMITS
from plm_ratios.hosts.lambdas.tables import tables
from test_typed_numbers import EVERY

# Beside those of older Excel, which openpyxl lists.
NEW = {
    *("UNICHAR", "UNICODE"),  # 2013
    *("FILTER", "LET", "SEQUENCE", "UNIQUE", "XLOOKUP", "XMATCH"),  # 2021
    *("ISOMITTED", "LAMBDA", "MAKEARRAY", "MAP", "REDUCE", "TOCOL", "VSTACK"),  # 2024
}
_CALL = re.compile(r"\b([A-Z][A-Z0-9_.]*)\(")

ESSAY = [["ESM-2 15B"], ["ProGen2-xlarge"], ["xTrimoPGLM-100B"]]

# The vectors that have another answer, with the reason.
BEYOND_THE_FIRST_PLANE = "Excel counts a letter beyond the first plane of Unicode as two: see LIMITS"
NO_TINY_NUMBERS = "IronCalc says that 1E-300 is not above zero"
NO_TURKISH_I = "IronCalc finds i where ı is looked for"
DIFFERENT = {
    ("RATIO", "\U000e0041ESM-2\U000e0041 15B\U000e0041"): BEYOND_THE_FIRST_PLANE,
    ("RATIO", "\U0001d404SM-2 15B"): BEYOND_THE_FIRST_PLANE,
    ("OPTIMAL", 1e-300): NO_TINY_NUMBERS,
    ("OPTIMAL", 1e-300, "cheng-mlm"): NO_TINY_NUMBERS,
    ("WHY", "r\u0131ta-xl"): NO_TURKISH_I,
}


class Vector(NamedTuple):
    """A call, and what Python answers."""

    function: str
    arguments: list[Any]
    result: Any

    @property
    def rows(self) -> list[list[Any]]:
        return self.result if isinstance(self.result, list) else [[self.result]]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Calls:
    return Calls(tmp_path_factory.mktemp("lambdas"))


def vectors(path: Path) -> list[Vector]:
    read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Vector(each["f"], [*map(argument, each["a"])], decode(each["r"])) for each in read]


def argument(value: Any) -> Any:
    return OMITTED if value == {"omitted": True} else decode(value)


def wrong(calls: Calls, asked: list[Vector]) -> dict[tuple[Any, ...], str]:
    """The calls that have another answer than Python's, each with both answers where they first differ."""
    formulas = [
        (calls.call(each.function, each.arguments), len(each.rows), len(each.rows[0])) for each in asked
    ]
    found = {}
    for each, given in zip(asked, calls.answers(formulas), strict=True):
        for wanted_row, given_row in zip(each.rows, given, strict=True):
            for wanted, answer in zip(wanted_row, given_row, strict=True):
                if not same(wanted, answer):
                    found.setdefault(key(each), f"{wanted!r}, not {answer!r}")
    return found


def key(vector: Vector) -> tuple[Any, ...]:
    """A call as DIFFERENT names it."""
    return vector.function, *map(str_of_list, vector.arguments)


def str_of_list(value: Any) -> Any:
    return str(value) if isinstance(value, (list, Omitted, CellError)) else value


def same(wanted: Any, answer: Any) -> bool:
    if wanted is None:  # a formula cannot leave a cell blank
        return answer in (None, "")
    if isinstance(wanted, (int, float)) and isinstance(answer, (int, float)):
        return isinstance(wanted, bool) == isinstance(answer, bool) and math.isclose(wanted, answer)
    return bool(wanted == answer)


class TestGoldenVectors:
    @pytest.mark.parametrize("a_quarter", A_QUARTER)
    def test_all_but_five_of_the_vectors_have_python_s_answer(self, tmp_path: Path, a_quarter: bool) -> None:
        every = vectors(VECTORS)
        assert {each.function for each in every} == set(FUNCTIONS)
        assert DIFFERENT.keys() <= set(map(key, every))
        asked = drawn(every, a_quarter)
        found = wrong(Calls(tmp_path), asked)
        assert found.keys() == DIFFERENT.keys() & set(map(key, asked)), "\n".join(
            f"{call}: {answers}" for call, answers in found.items() if call not in DIFFERENT
        )
        assert len(asked) > 1200

    def test_the_engine_is_what_differs_where_a_reason_says_so(self, calls: Calls) -> None:
        assert calls.answer("1E-300>0") is False
        assert calls.answer('XMATCH("r\u0131ta",{"rita"},0)') == 1

    def test_models_of_one_s_own_have_python_s_answers(self, mine: Mine, tmp_path: Path) -> None:
        mine.write(ONE)
        asked = vectors(OWN_VECTORS)
        assert not wrong(Calls(tmp_path), asked)
        assert len(asked) > 100

    def test_so_have_models_whose_tokens_are_no_residues(self, mine: Mine, tmp_path: Path) -> None:
        mine.write(UNITS)
        asked = [("RATIO", "sequences"), ("SEQS",), ("VERDICT",), ("WHY", "seen")]
        given = [Vector(name, ["Codons", *more], FUNCTIONS[name]("Codons", *more)) for name, *more in asked]
        assert not wrong(Calls(tmp_path), given)

    @pytest.mark.slow
    def test_so_have_models_of_every_architecture_and_with_little_known(
        self, mine: Mine, tmp_path: Path
    ) -> None:
        mine.write("models:\n" + "".join(map(own_model, OF_EVERY_ARCHITECTURE)))
        asked = [
            Vector(function, arguments, FUNCTIONS[function](*arguments))
            for name in OF_EVERY_ARCHITECTURE
            for function, arguments in about(name)
        ]
        assert not wrong(Calls(tmp_path), asked)


OF_EVERY_ARCHITECTURE: dict[str, tuple[str, dict[str, float]]] = {
    "Dense, of unknown size": ("", {"sequences": 5e7, "tokens_seen": 9e10, "avg_length": 200}),
    "Mixture, active unknown": (
        "layout: [mixture of experts]",
        {"params_total": 2e9, "sequences": 5e7, "tokens_seen": 9e11},
    ),
    "Mixture": (
        "layout: [mixture of experts]",
        {"params_total": 2e9, "params_active": 3e8, "sequences": 5e7, "tokens_seen": 9e10},
    ),
    "Encoder-decoder": (
        "layout: [encoder-decoder]\n    accelerator: a100-80gb",
        {"params_total": 2e9, "tokens_unique": 5e9, "tokens_seen": 9e10, "chip_hours": 1e5},
    ),
    "Mixer": (
        "layout: [long-context mixer]",
        {"params_total": 2e9, "sequences": 5e7, "tokens_seen": 9e9, "avg_length": 200},
    ),
}


def own_model(name: str) -> str:
    """An entry of a user's catalog."""
    words, numbers = OF_EVERY_ARCHITECTURE[name]
    key = re.sub(r"\W+", "-", name.lower())
    return "\n".join(
        [
            f"  - id: {key}\n    name: '{name}'\n    family: Mine\n    kind: protein\n    objective: MLM",
            f"    {words}\n    facts:",
            *(
                f"      {quantity}: "
                f"[{{value: {value:_.0f}, source: own, locator: unpublished, confidence: high}}]"
                for quantity, value in numbers.items()
            ),
            "",
        ]
    )


def about(name: str) -> list[tuple[str, list[Any]]]:
    """Every call in which the architecture, the kind of parameters or the hardware matters."""
    bases = [("sequences", 1000.0), ("seen", None), ("effective", None), ("effective", 1000.0)]
    return [
        *(
            (function, [name, basis, length, kind])
            for function in ("RATIO", "WHY")
            for basis, length in bases
            for kind in PARAMETER_KINDS
        ),
        *(("PARAMS", [name, kind]) for kind in PARAMETER_KINDS),
        *(
            (function, [name, law])
            for function in ("VERDICT", "FRONTIER")
            for law in ("cheng-clm", "progen3")
        ),
        *(("SPREAD", [name, basis]) for basis, _ in bases[:3]),
        *(("VERDICT", [name, 30.0]), ("FLOPS", [name]), ("FLOPS", [name, 1e9]), ("MFU", [name])),
        *(("GPUHOURS", [name, None, "H100 SXM"]), ("COMPARE", [[[name]], "seen", None, "active"])),
    ]


class TestArguments:
    @pytest.mark.parametrize(
        ("formula", "same_as"),
        [
            ('RATIO("ESM-2 15B",,300)', 'RATIO("ESM-2 15B","sequences",300)'),
            ('RATIO("ESM-2 15B","",300)', 'RATIO("ESM-2 15B","sequences",300)'),
            ('RATIO("ESM-2 15B",AAA1,AAA1)', 'RATIO("ESM-2 15B","sequences",325)'),
            ('RATIO("ESM-2 15B"," ","\xa0")', 'RATIO("ESM-2 15B")'),
            ('RATIO("ESM-2 15B",FALSE)', 'RATIO("ESM-2 15B")'),
            ('NEAREST(,"seen")', 'NEAREST(20,"seen")'),
            ('NEAREST(,"seen",,)', 'NEAREST(20,"seen")'),
            ('VERDICT("ESM-2 15B",)', 'VERDICT("ESM-2 15B",20)'),
            ('OPTIMALTOKENS("15B",FALSE)', 'OPTIMALTOKENS(15000000000,"20")'),
            ("FLOPS(TRUE,2)", "FLOPS(1,2)"),
        ],
    )
    def test_what_is_left_out_blank_or_zero_is_the_default(
        self, calls: Calls, formula: str, same_as: str
    ) -> None:
        given, wanted = calls.answers([(formula, 1, 1), (same_as, 1, 1)])
        assert given == wanted
        assert not isinstance(given[0][0], CellError)

    def test_an_error_goes_through(self, calls: Calls) -> None:
        assert calls.answer("RATIO(1/0)") == CellError("#DIV/0!")
        assert calls.answer('WHY("ESM-2 15B",NA())') == CellError("#N/A")

    def test_numbers_typed_as_text_are_what_python_reads(self, calls: Calls) -> None:
        asked = [Vector("TOKENS", [text, 1.0], FUNCTIONS["TOKENS"](text, 1.0)) for text in EVERY]
        assert not wrong(calls, asked)
        assert any(isinstance(typed_number(text), float) for text in EVERY)


class TestArrays:
    def test_a_column_of_models_and_a_row_of_bases_make_a_rectangle(self, calls: Calls) -> None:
        bases = [["sequences", "unique", "seen"]]
        asked = [Vector("RATIO", [ESSAY, bases], FUNCTIONS["RATIO"](ESSAY, bases))]
        assert len(asked[0].rows) == len(asked[0].rows[0]) == 3
        assert not wrong(calls, asked)

    def test_where_a_range_is_too_short_is_na(self, calls: Calls) -> None:
        short = [["seen"], ["unique"]]
        asked = [Vector("RATIO", [ESSAY, short], FUNCTIONS["RATIO"](ESSAY, short))]
        assert asked[0].rows[2] == [CellError("#N/A")]
        assert not wrong(calls, asked)

    def test_a_formula_of_one_cell_works_inside_others(self, calls: Calls) -> None:
        assert calls.answer('IF(RATIO("ESM-2 15B","seen")>50,"many","few")') == "many"
        assert calls.answer('SUM(RATIO({"ESM-2 15B","ESM-2 15B"},"seen"))') == pytest.approx(115.2)
        assert calls.answer('ROWS(RATIO("ESM-2 15B"))') == 1

    def test_an_array_of_one_is_a_single_cell(self, calls: Calls) -> None:
        one = 'FILTER({"ESM-2 15B";"nope"},{1;0})'
        seen = 'FILTER({"seen";"nope"},{1;0})'
        assert calls.answer(f"RATIO({one},{seen})") == pytest.approx(57.6)
        assert calls.answer(f"NEAREST(20,{seen},{one})") == "ESM-2 15B"
        (table,) = calls.answers([(f"COMPARE({one},{seen})", 2, 9)])
        assert table[1][0] == "ESM-2 15B"
        assert table[1][5] == pytest.approx(57.6)

    def test_whole_columns_end_where_they_are_filled(self, calls: Calls) -> None:
        column = [["Model"], *ESSAY, *[[None]] * 500]
        asked = [
            Vector(name, given, FUNCTIONS[name](*given))
            for name, given in (
                ("NEAREST", [20.0, "seen", column]),
                ("BASES", [column]),
                ("SPREAD", [column]),
            )
        ]
        assert not wrong(calls, asked)


class TestDefinitions:
    def test_every_function_is_there_with_its_arguments(self) -> None:
        functions = {name: each for name, each in DEFINITIONS.items() if not each.helper}
        assert functions.keys() == FUNCTIONS.keys()
        for name, function in FUNCTIONS.items():
            # VALUE is a function that helpers call, so VERDICT's argument is called otherwise.
            named = {each.name: "given" if each.name == "value" else each.name for each in function.arguments}
            assert functions[name].parameters == tuple(named.values())
            optional = [named[each.name] for each in function.arguments if each.optional]
            assert functions[name].optional == tuple(optional)

    def test_no_function_calls_another_and_helpers_come_first(self) -> None:
        before: list[str] = []
        for name, each in DEFINITIONS.items():
            called = [other for other in DEFINITIONS if f"{other}(" in each.text.replace(f"_{other}(", "")]
            assert set(called) <= {other for other in before if DEFINITIONS[other].helper}, name
            before.append(name)

    def test_only_functions_of_excel_2024_are_called(self) -> None:
        called = {name for each in DEFINITIONS.values() for name in _CALL.findall(each.text)}
        assert called - DEFINITIONS.keys() <= FORMULAE | NEW

    def test_the_help_of_a_name_fits(self) -> None:
        for each in DEFINITIONS.values():
            assert 0 < len(each.comment) <= MOST_OF_A_COMMENT
        assert DEFINITIONS["RATIO"].comment.startswith(FUNCTIONS["RATIO"].summary)

    def test_what_differs_is_said_of_functions(self) -> None:
        assert LIMITS.keys() <= FUNCTIONS.keys()


class TestTables:
    def test_names_and_headers_are_apart_without_regard_to_case(self) -> None:
        found = tables()
        assert len({table.name.lower() for table in found}) == len(found)
        for table in found:
            assert len({header.lower() for header in table.headers}) == len(table.headers)
            assert all(len(row) == len(table.headers) for row in table.rows), table.name
            assert table.rows

    def test_what_is_looked_up_is_found_once(self) -> None:
        for table in tables():
            if table.headers[0] == "Key" and table.name not in ("PlmSpread", "PlmRepeats"):
                keys = [str(row[0]).lower() for row in table.rows]
                assert len(set(keys)) == len(keys), table.name

    def test_letters_are_in_order_for_a_binary_search(self) -> None:
        (letters,) = (table for table in tables() if table.name == "PlmLetters")
        codes = [row[0] for row in letters.rows]
        assert codes == sorted(codes)  # type: ignore[type-var]
