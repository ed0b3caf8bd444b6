"""The functions in Excel on Windows: through xlwings' own COM server and conversion, to the letter."""

from __future__ import annotations

import ast
import ctypes
import importlib
import json
import math
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

import plm_ratios
from golden.generate import VECTORS, decode
from hosts.excel_on_linux import ERRORS, MISSING, PARAMETER_NOT_FOUND, Excel, ExcelError, serial, windows
from own_models import ONE, Mine
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS, CellError

BLANK = (None, "")  # an empty cell and an empty text look the same
TOLERANCE = 1e-12

# The two ways into Python: values, as the workbook's own VBA sends them, and Range objects, as the VBA
# does that xlwings writes.
WAYS = ("call", "call_with_ranges")


@pytest.fixture(params=WAYS)
def ask(request: pytest.FixtureRequest, excel: Excel) -> Any:
    """Calls a function one way, with every argument that VBA would send, and gives what the cells show."""
    way = getattr(excel, request.param)

    def ask(name: str, *arguments: Any) -> Any:
        omitted = len(FUNCTIONS[name].arguments) - len(arguments)
        return way(name, *arguments, *[MISSING] * omitted)

    return ask


def same(expected: Any, found: Any) -> bool:
    expected = single(expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(
            len(a) == len(b) and all(map(same, a, b)) for a, b in zip(expected, found)
        )
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return isinstance(expected, bool) == isinstance(found, bool) and math.isclose(
            expected, found, rel_tol=TOLERANCE
        )
    return bool(expected == found) or (expected in BLANK and found in BLANK)


def single(value: Any) -> Any:
    """A range of one cell is that cell, and rows that are none show nothing."""
    if value == []:
        return None
    return value[0][0] if isinstance(value, list) and len(value) == len(value[0]) == 1 else value


# (a) The golden vectors, without an exception.


def test_every_vector(ask: Any) -> None:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1000
    wrong = []
    for line in lines:
        vector = json.loads(line)
        arguments = [MISSING if a == {"omitted": True} else decode(a) for a in vector["a"]]
        found = ask(vector["f"], *arguments)
        if not same(decode(vector["r"]), found):
            wrong.append(f"{line}\n   gives {found}")
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(lines)} vectors differ:\n" + "\n".join(wrong), pytrace=False)


# (b) Every function with every kind of argument.

NOON = datetime(2024, 2, 29, 12)
CELLS = {
    "a blank cell": None,
    "a blank text": "",
    "spaces": "  ",
    "a model": "ESM-2 15B",
    "a dataset": "UniRef50",
    "a basis": "seen",
    "a quantity": "parameters",
    "nonsense": "nope",
    "a number": 325.0,
    "zero": 0.0,
    "a negative number": -1.0,
    "the largest number": 1.7976931348623157e308,
    "a number as text": "65M",
    "true": True,
    "false": False,
    "a date": NOON,
    "a time of day": datetime(1899, 12, 30, 18),
    "currency": Decimal("12.5"),
    **{f"error {text}": ExcelError(text) for text in ERRORS},
}
RANGES = {
    "one cell": [["ESM-2 15B"]],
    "a row": [["ESM-2 15B", "ESM C 600M", "sequences"]],
    "a column": [["ESM-2 15B"], ["RITA-XL"], [20.0]],
    "a block": [["ESM-2 15B", 20.0, "seen"], ["nope", True, "UniRef50"]],
    "blanks and errors": [["ESM-2 15B", None, ""], [ExcelError("#N/A"), ExcelError("#SPILL!"), 7.0]],
    "dates and currency": [[NOON], [Decimal("0.25")], [ExcelError("#FIELD!")]],
    "blanks": [[None, None], [None, None]],
}
KINDS = {"omitted": MISSING, **CELLS, **RANGES}
# One error among them: to our functions they are all alike.
TOGETHER = [
    kind for name, kind in KINDS.items() if not name.startswith("error ") or kind == ExcelError("#N/A")
]


def test_every_function_with_every_kind_of_argument(ask: Any) -> None:
    """No Python error, nothing that COM cannot carry (both fail inside `ask`), and the core's answer."""
    wrong = []
    for name, arguments in kinds_of_calls():
        found = ask(name, *arguments)
        expected = FUNCTIONS[name](*map(as_the_core_takes_it, arguments))
        if not same(expected, found) or has_error_as_prose(found):
            wrong.append(f"{name}{arguments} gives {found}")
    assert not wrong, f"{len(wrong)} calls differ, first: " + "\n".join(wrong[:9])


def kinds_of_calls() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every kind at every place, and every two kinds at every two places, among usual values; every fourth of
    those where a function has many arguments."""
    for name, function in FUNCTIONS.items():
        usual = [USUAL[argument.name] for argument in function.arguments]
        yield name, tuple(usual)
        places = range(len(usual))
        for place, kind in product(places, KINDS.values()):
            yield name, tuple(kind if place == other else usual[other] for other in places)
        for one, two in combinations(places, 2):
            for (row, first), (column, second) in product(enumerate(TOGETHER), repeat=2):
                if len(usual) <= 3 or (row + column) % 4 == 0:
                    given = {one: first, two: second}
                    yield name, tuple(given.get(place, usual[place]) for place in places)


USUAL: dict[str, Any] = {
    **dict.fromkeys(("model", "name"), "ESM-2 15B"),
    **dict.fromkeys(("sequences", "parameters", "tokencount"), 65e6),
    "names": [["ESM-2 15B"], ["RITA-XL"]],
    "value": 20.0,
    "family": "ESM-2",
    "quantity": "sequences",
    "budget": 1e21,
    "gpu": "H100 SXM",
    **dict.fromkeys(("count", "hours", "chiphours"), 8.0),
    **dict.fromkeys(
        ("basis", "length", "target", "kind", "law", "utilization", "batch", "benchmark"), MISSING
    ),
}


def as_the_core_takes_it(value: Any) -> Any:
    if isinstance(value, list):
        return single([list(map(as_the_core_takes_it, row)) for row in value])
    if value is MISSING or value == "":  # to xlwings an empty text is an empty cell
        return None
    if isinstance(value, ExcelError):
        return CellError(value.text if value.text in ERROR_TEXTS else "#VALUE!")
    if isinstance(value, datetime):
        return serial(value)
    return float(value) if isinstance(value, Decimal) else value


def has_error_as_prose(found: Any) -> bool:
    """An error must be one of the known texts, which `ask` has made errors again."""
    cells = [cell for row in found for cell in row] if isinstance(found, list) else [found]
    return any(isinstance(cell, str) and re.match(r"#|\w*Error\b|Traceback", cell) for cell in cells)


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_goes_through_as_it_came(ask: Any, text: str) -> None:
    """Errors that the core has no name for, such as #FIELD! of a data type, become #VALUE!."""
    answer = CellError(text if text in ERROR_TEXTS else "#VALUE!")
    assert ask("RATIO", ExcelError(text)) == answer
    assert ask("RATIO", [["RITA-XL", ExcelError(text)]])[0][1] == answer
    assert ask("NEAREST", 20.0, MISSING, [["RITA-XL"], [ExcelError(text)]]) == answer


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_may_come_as_its_text(excel: Excel, text: str) -> None:
    """As Lite and Server hand it over."""
    assert excel.call_with("SEQS", text) == CellError(text if text in ERROR_TEXTS else "#VALUE!")


def test_an_array_of_one_dimension_is_a_row(excel: Excel) -> None:
    """VBA has such arrays where a formula says {"ESM-2 15B","RITA-XL"}."""
    ratio = FUNCTIONS["RATIO"]
    given = ("RATIO", ("ESM-2 15B", "RITA-XL"), PARAMETER_NOT_FOUND, PARAMETER_NOT_FOUND)
    assert excel.call_with(*given) == [[ratio("ESM-2 15B"), ratio("RITA-XL")]]
    assert excel.call_with("TOKENS", (("65M",),), PARAMETER_NOT_FOUND) == FUNCTIONS["TOKENS"]("65M")
    assert excel.call_with("TOKENS", (65e6,), PARAMETER_NOT_FOUND) == FUNCTIONS["TOKENS"](65e6)


def test_what_no_function_can_read_is_a_wrong_value(excel: Excel) -> None:
    """A picture in a cell, say."""
    assert excel.call_with("SEQS", object()) == CellError("#VALUE!")


# (d) Dates and currency, (e) tables.


def test_a_date_is_the_number_of_its_day(ask: Any) -> None:
    assert ask("TOKENS", 1.0, NOON) == 45351.5
    assert ask("TOKENS", [[datetime(1900, 3, 1)], [datetime(9999, 12, 31)]], 1.0) == [[61.0], [2958465.0]]
    assert ask("TOKENS", 1.0, datetime(1899, 12, 30, 6)) == 0.25


def test_currency_is_a_number(ask: Any) -> None:
    assert ask("TOKENS", Decimal("1000.25"), 2.0) == 2000.5
    assert ask("VERDICT", [[Decimal(20), Decimal("0.5")]]) == [["near optimal", "too few tokens"]]


def test_tables_spill(ask: Any) -> None:
    assert ask("MODELS", "ESM-2") == FUNCTIONS["MODELS"]("ESM-2")
    catalog = ask("CATALOG")
    assert len(catalog) == len(plm_ratios.load().models) + 1
    assert all(isinstance(cell, (float, str)) for row in catalog for cell in row)


def test_models_of_ones_own_answer_too(ask: Any, mine: Mine) -> None:
    mine.write(ONE)
    assert ask("RATIO", "Mine 1B") == 32.5
    assert ask("TOKENS", "Our proteins") == 5e6 * 212
    assert [row[0] for row in ask("CATALOG")][-2:] == ["Mine 1B", "Mine on UniRef50"]


def test_a_table_of_one_row_is_a_row(ask: Any) -> None:
    ratio = FUNCTIONS["RATIO"]("ESM-2 15B")
    assert ask("RATIO", [["ESM-2 15B", None, "nope"]]) == [[ratio, "", CellError("#N/A")]]


def test_a_table_without_rows_is_a_blank_cell(ask: Any) -> None:
    assert ask("MODELS", [[None], [None]]) == ""


def test_what_goes_out_of_the_core_is_made_fit_to_carry(excel: Excel) -> None:
    """Whatever a function may give one day: whole numbers, NaN, rows of different lengths."""
    to_excel = importlib.import_module("plm_ratios.udfs").to_excel
    assert to_excel(2**40) == 2.0**40 and isinstance(to_excel(2**40), float)
    assert [to_excel(x) for x in (math.nan, math.inf, -math.inf, 10**400)] == ["#NUM!"] * 4
    assert to_excel([[1], [2, None], []]) == [[1.0, ""], [2.0, ""], ["", ""]]
    assert to_excel(None) == to_excel("") == to_excel([]) == to_excel([[]]) == ""
    assert to_excel(True) is True


# (c) What xlwings knows of the functions.


def test_xlwings_can_import_the_functions(excel: Excel) -> None:
    vba = excel.import_functions()
    heads = dict(re.findall(r"^Function (\w+)\((.*)\)$", vba, re.MULTILINE))
    assert heads == {"VERSIONS": "", **{name: head(function) for name, function in FUNCTIONS.items()}}


def head(function: Any) -> str:
    return ", ".join("Optional " * a.optional + a.name for a in function.arguments)


def test_the_wizard_shows_the_help_of_every_function(excel: Excel) -> None:
    """In full: xlwings cuts what is longer than the 255 characters that Excel shows."""
    excel.import_functions()
    shown = excel.workbook.Application.macro_options
    for name, function in FUNCTIONS.items():
        options = shown[f"'plm_ratios.xlsm'!{name}"]
        assert options["Description"] == function.summary
        assert options["Category"] == "pLM ratios"
        assert options["ArgumentDescriptions"] == ([a.help for a in function.arguments] or None)


def test_the_status_cell_learns_what_answers(excel: Excel) -> None:
    text = excel.call_with("VERSIONS")
    python = ".".join(map(str, sys.version_info[:3]))
    assert text.startswith(FUNCTIONS["PLMVERSION"]() + f", Python {python} (")
    assert re.search(r"\((32|64)-bit\), xlwings \d+\.\d+\.\d+$", text)
    assert (
        "VERSIONS" not in FUNCTIONS and "VERSIONS" not in importlib.import_module("plm_ratios.udfs").__all__
    )


def test_xlwings_may_reload_the_module(excel: Excel) -> None:
    """It does when the file has changed, as after an upgrade while Excel is open."""
    before = excel.call_with("PLMVERSION")
    known = importlib.import_module("xlwings.udfs").udf_modules["plm_ratios.udfs"]
    reloaded = known["module"]
    reloaded.RATIO = None
    known["filetime"] = 0.0
    assert excel.call_with("PLMVERSION") == before
    assert hasattr(reloaded.RATIO, "__xlfunc__")


# Elsewhere than on Windows.

elsewhere = pytest.mark.skipif(sys.platform == "win32", reason="on Windows xlwings is never plain")


@elsewhere
def test_elsewhere_the_functions_are_plain_python() -> None:
    udfs = importlib.import_module("plm_ratios.udfs")
    assert not hasattr(udfs.RATIO, "__xlfunc__")
    assert udfs.__all__ == list(FUNCTIONS)
    assert udfs.RATIO("ESM-2 15B", "seen") == FUNCTIONS["RATIO"]("ESM-2 15B", "seen")
    assert udfs.RATIO([["nope"], [None]]) == [["#N/A"], [""]]
    assert udfs.RATIO.__doc__ == FUNCTIONS["RATIO"].summary


def test_only_xlwings_and_the_core_are_imported() -> None:
    source = Path(plm_ratios.__file__).with_name("udfs.py").read_text(encoding="utf-8")
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {
        name
        for node in nodes
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if not getattr(node, "level", 0)
    }
    assert named - set(sys.stdlib_module_names) == {"xlwings"}


@elsewhere
def test_nothing_of_windows_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path.cwd())  # the COM server that fails to import below leaves us elsewhere
    platform = sys.platform
    xlwings = importlib.import_module("xlwings")
    udfs = importlib.import_module("plm_ratios.udfs")
    before = dict(sys.modules)
    with windows():
        assert importlib.import_module("xlwings") is not xlwings
        assert hasattr(importlib.import_module("plm_ratios.udfs").RATIO, "__xlfunc__")
        assert "pythoncom" in sys.modules
    added = {name for name, module in sys.modules.items() if before.get(name) is not module}
    assert not {name for name in added if name.split(".")[0] in ("xlwings", "plm_ratios")}
    assert importlib.import_module("xlwings") is xlwings
    assert vars(plm_ratios)["udfs"] is udfs
    assert not hasattr(ctypes, "windll") and sys.platform == platform
    with pytest.raises(ImportError, match="pywin32"):
        xlwings.serve()
    with pytest.raises(ImportError):
        importlib.import_module("xlwings.com_server")
    assert not {name for name in sys.modules if name.startswith(("win32", "pythoncom", "pywintypes"))}
