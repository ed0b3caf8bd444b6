"""The functions in Google Sheets: the script answers in Node as Python does, to the letter.

Numbers are the same to the last bit, but where a scaling law raises something to a power: there
JavaScript and Python may differ in the last digit.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
from collections.abc import Iterator
from itertools import combinations, islice, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golden.generate import VECTORS, decode, encode
from golden.generate_own import OWN_VECTORS
from own_models import ONE, UNITS, Mine
from plm_ratios import __version__
from plm_ratios.analysis import scaling_laws
from plm_ratios.analysis.accelerators import accelerators
from plm_ratios.analysis.ratios import BASES, PARAMETER_KINDS
from plm_ratios.catalog import Catalog, load
from plm_ratios.errors import PlmError
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS, CellError
from plm_ratios.hosts import sheets
from plm_ratios.hosts.sheets.code import PARTS, code

ANSWERS = Path(__file__).parent.parent / "js" / "sheets_vectors.mjs"
FOLDER = Path(sheets.__file__).parent
HAS_POWERS = {"OPTIMALTOKENS", "OPTIMALPARAMS", "OPTIMAL", "FRONTIER", "PLAN"}
LARGEST = 750_000  # bytes: every cell of a sheet loads the whole script


class Script:
    """A running script, asked as Google Sheets asks it."""

    def __init__(self, node: str, folder: Path):
        file = folder / "Code.gs"
        file.write_text(code(), encoding="utf-8")
        self._process = subprocess.Popen(
            [node, str(ANSWERS), str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TZ": "America/New_York"},
        )

    def ask(self, name: str, *arguments: Any) -> Any:
        """What a formula shows; a range that comes out of Python as a list goes in as one."""
        return self.answer({"f": name, "a": list(map(encode, arguments))})

    def answer(self, call: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(call) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline(), parse_int=float)

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def script(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Script]:
    """The script with the bundled catalog."""
    running = Script(node, tmp_path_factory.mktemp("sheets"))
    yield running
    running.close()


@pytest.fixture
def own_script(node: str, tmp_path: Path, mine: Mine) -> Iterator[Script]:
    """The script of somebody who has models of their own."""
    mine.write(ONE)
    running = Script(node, tmp_path)
    yield running
    running.close()


def same(expected: Any, found: Any, exact: bool) -> bool:
    """Whether a sheet shows what Python answers. A single error is thrown, and says why."""
    expected, found = single(expected), single(found)
    if isinstance(expected, CellError) and isinstance(found, dict):
        return str(found.get("thrown")).startswith(f"{expected}: ") and len(found["thrown"]) > 15
    return not isinstance(expected, CellError) and same_inside(expected, found, exact)


def is_exact(function: str, arguments: Any) -> bool:
    """Whether no power and no exponential is in an answer: their last digit differs between languages."""
    repeats = function in ("BASES", "CATALOG") or "effective" in str(arguments).casefold()
    return function not in HAS_POWERS and not repeats


def same_inside(expected: Any, found: Any, exact: bool) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and [len(row) for row in expected] == [len(row) for row in found]
            and all(same_inside(a, b, exact) for x, y in zip(expected, found) for a, b in zip(x, y))
        )
    if isinstance(expected, CellError) or expected is None:
        return bool(found == str(expected or ""))
    if isinstance(expected, (bool, str)) or isinstance(found, bool) or not isinstance(found, (int, float)):
        return type(expected) is type(found) and bool(expected == found)
    return bool(expected == found) or (not exact and math.isclose(expected, found, rel_tol=1e-12))


def single(value: Any) -> Any:
    """A range of one cell is that cell, and rows that are none show nothing."""
    if value == []:
        return None
    return value[0][0] if isinstance(value, list) and len(value) == len(value[0]) == 1 else value


def differing(script: Script, file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 50
    wrong = []
    for line in lines:
        vector = json.loads(line)
        found = script.answer(vector)
        if not same(decode(vector["r"]), found, is_exact(vector["f"], vector["a"])):
            wrong.append(f"{line}\n   gives {found}")
    return wrong


def test_every_vector(script: Script) -> None:
    wrong = differing(script, VECTORS)
    if wrong:
        pytest.fail(f"{len(wrong)} vectors differ:\n" + "\n".join(wrong[:20]), pytrace=False)


def test_every_vector_about_models_of_ones_own(own_script: Script) -> None:
    assert differing(own_script, OWN_VECTORS) == []


# Every kind of argument.

NOON = {"date": [2024, 2, 29, 12]}
NOON_AS_NUMBER = 45351.5
LARGEST_NUMBER = 1.7976931348623157e308
CELLS: dict[str, Any] = {
    "a blank cell": None,
    "spaces": " \u2003",
    "a model": "ESM-2 15B",
    "a dataset": "UniRef50",
    "a law": "Cheng MLM",
    "a basis": "seen",
    "nonsense": "nope",
    "a key of JavaScript": "constructor",
    "a number": 325.0,
    "zero": 0.0,
    "a negative number": -1.5,
    "the largest number": LARGEST_NUMBER,
    "the smallest number": 2.2250738585072014e-308,
    "a number as text": "65M",
    "true": True,
    "false": False,
    "an error": CellError("#REF!"),
}
RANGES: dict[str, Any] = {
    "one cell": [["ESM-2 15B"]],
    "a row": [["ESM-2 15B", "ESM C 600M", "sequences"]],
    "a column": [["ESM-2 15B"], ["RITA-XL"], [20.0]],
    "a block": [["ESM-2 15B", 20.0, "seen"], ["nope", True, "UniRef50"]],
    "blanks and errors": [["ESM-2 15B", None], [CellError("#N/A"), 7.0]],
    "blanks": [[None, " "], [None, None]],
}
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
    **dict.fromkeys(("basis", "length", "target", "kind", "law", "utilization", "batch", "benchmark")),
}


def kinds_of_calls() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every kind at every place, and every two kinds at every two places, among usual values; every fourth of
    those where a function has many arguments."""
    kinds = [*CELLS.values(), *RANGES.values()]
    for name, function in FUNCTIONS.items():
        usual = [USUAL[argument.name] for argument in function.arguments]
        yield name, tuple(usual)
        places = range(len(usual))
        for chosen in [(place,) for place in places] + list(combinations(places, 2)):
            step = 4 if len(usual) > 3 and len(chosen) > 1 else 1
            for given_here in islice(product(kinds, repeat=len(chosen)), None, None, step):
                here = dict(zip(chosen, given_here))
                yield name, tuple(here.get(place, usual[place]) for place in places)


def python(name: str, *arguments: Any) -> Any:
    """The core's answer to what the sheet hands over: there a range of one cell is that cell."""
    return FUNCTIONS[name](*map(single, arguments))


def test_every_function_with_every_kind_of_argument(script: Script) -> None:
    wrong = []
    for name, arguments in kinds_of_calls():
        if name == "SPREAD" and LARGEST_NUMBER in arguments:
            continue  # every ratio is beyond numbers, so that none is the lowest
        expected, found = python(name, *arguments), script.ask(name, *arguments)
        if not same(expected, found, is_exact(name, arguments)):
            wrong.append(f"{name}{arguments} gives {found}, not {expected}")
    assert not wrong, f"{len(wrong)} calls differ, first: " + "\n".join(wrong[:9])


def test_omitted_arguments_are_defaults(script: Script) -> None:
    ratio = FUNCTIONS["RATIO"]
    omitted = {"omitted": True}
    assert script.ask("RATIO", "ESM-2 15B") == ratio("ESM-2 15B")
    for left_out in (omitted, None):
        answer = script.answer({"f": "RATIO", "a": ["ESM-2 15B", left_out, 200]})
        assert answer == ratio("ESM-2 15B", None, 200.0)
    assert script.ask("NEAREST") == FUNCTIONS["NEAREST"]()
    assert script.ask("RATIO")["thrown"].startswith("#N/A: The name is blank. Put it in quotes")


def test_a_date_is_the_number_of_its_day(script: Script) -> None:
    def answer(date: Any) -> Any:
        return script.answer({"f": "TOKENS", "a": [1, date]})

    assert answer(NOON) == NOON_AS_NUMBER
    assert answer({"date": [1900, 3, 1]}) == 61
    assert answer({"date": [2025, 12, 31, 18]}) == 46022.75  # in Greenwich it is the next day
    assert answer({"date": [2026, 7, 1, 18, 30, 15, 500]}) == pytest.approx(46204.7710127, abs=1e-7)
    column = {"range": [[{"date": [2024, 3, 10]}], [{"date": [2024, 3, 11]}]]}  # a night of 23 hours
    assert answer(column) == [[45361], [45362]]


def test_a_range_of_one_dimension_is_a_column(script: Script) -> None:
    assert script.answer({"f": "TOKENS", "a": [{"row": [1, "2K"]}, 10]}) == [[10], [20000]]


def test_ten_thousand_rows(script: Script) -> None:
    names = [model.name for model in load().models] + ["nope", None]
    rows = [[names[row % len(names)]] for row in range(10_000)]
    for name in ("RATIO", "WHY", "COMPARE"):
        assert same(FUNCTIONS[name](rows), script.ask(name, rows), is_exact(name, rows)), name


@pytest.mark.parametrize("text", [*ERROR_TEXTS, "#ERROR!"])
def test_an_error_goes_through_as_it_came(script: Script, text: str) -> None:
    """#ERROR! is what Sheets shows of a formula that cannot be read, and of what a script throws."""
    answer = "#VALUE!" if text == "#ERROR!" else text
    thrown = {"thrown": f"{answer}: A cell that the formula uses holds {text}."}
    assert script.ask("RATIO", text) == thrown
    assert script.ask("RATIO", [["RITA-XL", text]])[0][1] == answer
    assert script.ask("NEAREST", 20.0, None, [["RITA-XL"], [text]]) == thrown


def test_what_no_function_can_read_is_a_wrong_value(script: Script) -> None:
    """An image in a cell comes as an object."""
    assert script.answer({"f": "SEQS", "a": [{"image": "x"}]})["thrown"].startswith("#VALUE!: ")


def test_a_single_error_says_what_why_says(script: Script) -> None:
    """Sheets shows #ERROR! for whatever is thrown, and the message in the note of the cell."""
    calls = [
        ("nope",),
        ("ESM2",),
        ("ESM-2 15 billion", "seen"),
        (None,),
        (42.0,),
        (True,),
        ("ESM-2 15B", "foo"),
        ("ESM-2 15B", 7.0),
        ("ESM-2 15B", "sequences", -1.0),
        ("ESM-2 15B", "sequences", "many"),
        ("ESM-2 15B", "sequences", 0.0),
        *((model.name, basis) for model in load().models for basis in BASES),
    ]
    errors = 0
    for arguments in calls:
        expected = FUNCTIONS["RATIO"](*arguments)
        if isinstance(expected, CellError):
            errors += 1
            why = FUNCTIONS["WHY"](*arguments)
            assert script.ask("RATIO", *arguments) == {"thrown": f"{expected}: {why}"}
    assert errors > 100


def test_other_single_errors_say_what_python_says(script: Script) -> None:
    for name, position, cell in (
        ("TOKENS", 0, "lots"),
        ("VERDICT", 0, "high"),
        ("VERDICT", 1, "nope"),
        ("OPTIMALTOKENS", 1, "chinchila"),
        ("OPTIMALTOKENS", 1, "zzz"),
        ("OPTIMALTOKENS", 1, 30.0),
        ("OPTIMALTOKENS", 0, -2.5e-7),
        ("OPTIMALTOKENS", 0, "1e999"),
        ("SOURCE", 1, None),
        ("PARAMS", 1, "all"),
        ("MODELS", 0, "ESM-22"),
        ("MODELS", 0, "foo"),
    ):
        arguments = [USUAL[argument.name] for argument in FUNCTIONS[name].arguments]
        arguments[position] = cell
        with pytest.raises(PlmError) as error:
            FUNCTIONS[name].compute(*[a.read(c) for a, c in zip(FUNCTIONS[name].arguments, arguments)])
        assert script.ask(name, *arguments) == {"thrown": f"{error.value.cell}: {error.value}"}
    assert script.ask("TOKENS", 1e308)["thrown"] == "#NUM!: The result is too large for a number."


# Whatever people type.

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DASHES = " -_\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\t"
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def spelt(draw: st.DrawFn, names: list[str]) -> str:
    """A name with other dashes, spaces and case, perhaps with a letter wrong."""
    name = draw(st.sampled_from(names))
    name = "".join(draw(st.sampled_from(DASHES)) if letter in DASHES else letter for letter in name)
    name = draw(st.sampled_from([name, name.upper(), name.lower(), name.title(), f" {name}\u2003"]))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(name)))
        name = (
            name[:at]
            + draw(st.sampled_from(["", "x", "K", "ſ", "ﬁ", "İ", "{name}", "</b>", "é"]))
            + name[at + 1 :]
        )
    return name


@st.composite
def typed_numbers(draw: st.DrawFn) -> Any:
    """A number, or how a person types one."""
    number = draw(st.floats(1e-9, 1e15) | st.integers(0, 10**13).map(float))
    digits = draw(st.sampled_from([f"{number:,.0f}", f"{number:g}", f"{number:.3f}", repr(number)]))
    suffix = draw(st.sampled_from(["", "", "k", " M", "bn", "T", "e3", "E-2", " \u2009b", "x", "K"]))
    text = f"{draw(st.sampled_from(['', ' ', '+', '-']))}{digits}{suffix}"
    return draw(st.sampled_from([number, number, text, text.replace(",", "_"), text.translate(ARABIC)]))


MODELS = [name for model in load().models for name in (model.name, model.id, *model.aliases)]
DATASETS = [name for dataset in load().datasets for name in (dataset.name, dataset.id)]
# To a script, the text of an error value that somebody typed and the error are one thing.
NAMES = spelt(MODELS) | spelt(DATASETS) | st.text(max_size=12).filter(lambda text: text not in ERROR_TEXTS)
LAWS = spelt(["Cheng MLM", "20", "chinchilla-1", "Chinchilla, approach 3", "Cheng CLM rebuilt", "serrano"])
LENGTHS = st.none() | st.floats(1e-3, 1e6) | typed_numbers()


KINDS = st.none() | spelt(list(PARAMETER_KINDS))
GPUS = spelt([name for each in accelerators() for name in each.names]) | NAMES


@FEW
@given(name=NAMES, basis=st.none() | spelt(list(BASES)), length=LENGTHS, kind=KINDS)
def test_a_model_however_it_is_typed(
    script: Script, name: str, basis: str | None, length: Any, kind: str | None
) -> None:
    for function in ("RATIO", "WHY"):
        check(script, function, name, basis, length, kind)
    for function in ("MODELTOKENS", "SPREAD"):
        check(script, function, name, basis, length)
    check(script, "PARAMS", name, kind)
    for function in ("FLOPS", "MFU", "SEQS", "AVGLEN", "EPOCHS", "MODELS", "BASES"):
        check(script, function, name)


@FEW
@given(number=typed_numbers() | NAMES, other=typed_numbers() | NAMES, law=LAWS | typed_numbers())
def test_a_number_however_it_is_typed(script: Script, number: Any, other: Any, law: Any) -> None:
    check(script, "TOKENS", number, other)
    check(script, "FLOPS", number, other)
    check(script, "VERDICT", number, other)
    check(script, "VERDICT", number, law)
    check(script, "NEAREST", number, "seen", None, other)
    for function in ("OPTIMALTOKENS", "OPTIMALPARAMS", "OPTIMAL", "FRONTIER"):
        check(script, function, number, law)
    check(script, "PLAN", 1e21, number, other, law)


@FEW
@given(gpu=GPUS, number=typed_numbers(), share=typed_numbers() | st.floats(0, 2))
def test_an_accelerator_however_it_is_typed(script: Script, gpu: str, number: Any, share: Any) -> None:
    check(script, "COMPUTE", gpu, number, 24.0, share)
    check(script, "GPUHOURS", number, 1e9, gpu)
    check(script, "WHY", gpu)
    check(script, "MFU", "ESM-2 15B", number, gpu, number)


def test_plans_are_those_of_python_at_any_budget_and_for_any_data(script: Script) -> None:
    sizes = Random(17)
    for _ in range(100):
        budget, sequences = 10 ** sizes.uniform(15, 27), 10 ** sizes.uniform(4, 11)
        check(script, "PLAN", budget, sequences, sizes.uniform(50, 500))


def test_a_model_is_judged_as_by_python_whatever_the_law(script: Script) -> None:
    for model in load().models:
        check(script, "VERDICT", model.name, 100.0)
        for law in ("20", "Cheng MLM", "Cheng CLM", "ProGen3 frontier"):
            check(script, "VERDICT", model.name, law)
            check(script, "FRONTIER", model.name, law)


def check(script: Script, function: str, *arguments: Any) -> None:
    expected, found = python(function, *arguments), script.ask(function, *arguments)
    assert same(expected, found, is_exact(function, arguments)), (
        f"{function}{arguments}: {found}, not {expected}"
    )


def test_halves_are_rounded_as_python_rounds_them(script: Script) -> None:
    exact = 0
    for model, wanted in product(load().models, (1000.5, 2001.5, 2.125, 12.25, 0.03125)):
        parameters, sequences = model.value("params_total"), model.value("sequences")
        if parameters and sequences:
            length = wanted * parameters / sequences
            exact += FUNCTIONS["RATIO"](model.id, "sequences", length) == wanted
            check(script, "WHY", model.id, "sequences", length)
    assert exact > 50


def test_budgets_at_the_edge_of_a_range_are_inside_it(script: Script) -> None:
    for law in scaling_laws.laws():
        for low_or_high in (law.range("parameters") or ()) if law.gives_sizes else ():
            check(script, "OPTIMAL", scaling_laws.at_parameters(low_or_high, law).flops, law.id)


def test_letters_and_spaces_are_what_python_takes_them_for(script: Script) -> None:
    for name in ("RıTA-XL", "RİTA-XL", "ANKH-large", "AnKh‐Large ", "\ufeffRITA-XL", "\x1c", "\x85RITA-XL"):
        check(script, "RATIO", name)
        check(script, "WHY", name)
    for number in (
        "\x1c65M\x85",
        "\ufeff65M",
        "65\x1fM",
        "６５ｍ",
        "６５M",
        "1_000",
        "1__000",
        "1,00",
        ".",
        "+.5e2",
        "5.",
        "",
    ):
        check(script, "TOKENS", number)


def test_reasons_are_those_of_python(script: Script) -> None:
    """Of errors that only a thrown message tells; WHY tells the others."""
    for name, cell in (
        ("TOKENS", "1,5B"),
        ("TOKENS", "65.000.000"),
        ("TOKENS", "UniRef5\u041e"),
        ("VERDICT", "45.500"),
        ("VERDICT", "ESM-2 15\u0412"),
        ("OPTIMALTOKENS", "1,234"),
        ("OPTIMALTOKENS", "65\u041c"),
        ("SEQS", "UniRef\u0415 50\u200b"),
        ("MODELS", "ESM\u2009\u041c"),
        ("FLOPS", "ESM-2 15\u0412"),
        ("COMPUTE", "H1000"),
        ("COMPUTE", "\u041d100 SXM"),
        ("COMPUTE", "zzzzzz"),
    ):
        argument = FUNCTIONS[name].arguments[0]
        with pytest.raises(PlmError) as raised:
            FUNCTIONS[name].compute(argument.read([[cell]] if argument.whole else cell))
        error = raised.value
        assert script.ask(name, cell)["thrown"] == f"{error.cell}: {error}"


def test_nearest_names_are_those_of_python(script: Script) -> None:
    shuffled = Random(6)
    for name in MODELS:
        letters = shuffled.sample(name, len(name))
        half = len(name) // 2
        for misspelt in ("".join(letters), name[half:] + name[:half], name[::-1], name[:half] * 2, name[:3]):
            check(script, "WHY", misspelt)


# The text of the script.


def test_only_the_functions_are_offered(script: Script) -> None:
    """A function whose name is known to Sheets can be typed in a cell, and run from the editor."""
    assert sorted(script.answer({"offered": True})) == sorted(FUNCTIONS)
    assert re.findall(r"^(?:const|let|var|class) (\w+)", outside(code()), re.MULTILINE) == ["plm_"]


def outside(text: str) -> str:
    """The script without what runs inside its one private function."""
    start, end = text.index("const plm_ = (() => {"), text.rindex("})();")
    return text[:start] + "const plm_ =" + text[end + 5 :]


def test_every_function_is_documented() -> None:
    """Sheets shows these words while a formula is typed."""
    blocks = re.findall(
        r"^/\*\*\n((?: \*.*\n)+?) \*/\nfunction (\w+)\((.*)\) \{", outside(code()), re.MULTILINE
    )
    assert [name for _, name, _ in blocks] == list(FUNCTIONS)
    for text, name, arguments in blocks:
        function = FUNCTIONS[name]
        lines = [line[3:] for line in text.splitlines()]
        assert lines[0] == function.summary
        assert lines[-1] == "@customfunction" and lines[-2].startswith("@return {")
        told = [re.fullmatch(r"@param \{(.+?)\} (\S+) (.+)", line) for line in lines[1:-2]]
        assert [(line[2], line[3]) for line in told if line] == [
            (f"[{each.name}]" if each.optional else each.name, each.help) for each in function.arguments
        ]
        assert arguments == ", ".join(each.name for each in function.arguments)


def test_the_script_says_what_it_is_and_is_the_same_every_time(catalog: Catalog) -> None:
    text = code()
    assert text == code()
    head = text[: text.index("/**")]
    for said in (f"plm-ratios {__version__}", catalog.label, "Do not edit", "MIT", "CC BY 4.0"):
        assert said in head


def test_the_script_is_small() -> None:
    text = code()
    assert len(text.encode()) < LARGEST
    assert max(map(len, text.splitlines())) < 5000


NEWER = re.compile(
    r"\b(import|export|async|await)\b|\?\?=|\|\|=|&&=|\b\d+n\b|\bstatic\b|\.(at|replaceAll|findLast|toSorted)\("
    r"|\b(structuredClone|fetch|console|require|window|globalThis|Intl)\b|Object\.(hasOwn|groupBy)"
)


def test_nothing_that_apps_script_may_lack_is_used() -> None:
    """Its V8 is some years old; it has no modules, and nothing of what browsers or Node add."""
    for part in PARTS:
        text = (FOLDER / part).read_text(encoding="utf-8")
        assert NEWER.findall(re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)) == [], part
    assert NEWER.search("names.at(-1)") and NEWER.search("x ??= 1") and NEWER.search("export default")


WILD = r"""
models:
  - id: wild
    name: 'Wild </script> \ ''quoted'' "so" `${x}` */ {ratio} ~00 ☃'
    aliases: ["__proto__"]
    family: "constructor"
    kind: protein
    facts:
      params_total:
        - value: 1_000_000
          source: own
          locator: "a\u2028b </SCRIPT>"
          confidence: high
      sequences:
        - value: 9_007_199_254_740_993
          source: own
          locator: notebook
          confidence: high
"""


def test_whatever_stands_in_a_catalog_stays_data(node: str, tmp_path: Path, mine: Mine) -> None:
    mine.write(WILD)
    model = load().model("wild")
    text = code()
    assert "</" not in text and "\u2028" not in text and "\u2029" not in text
    running = Script(node, tmp_path)
    for name in ("wild", model.name, "__proto__"):
        for function in ("RATIO", "SEQS", "BASES", "SPREAD", "FRONTIER", "PARAMS"):
            check(running, function, name)
    assert running.ask("SOURCE", "wild", "parameters") == FUNCTIONS["SOURCE"]("wild", "parameters")
    assert running.ask("MODELS", "constructor") == [[model.name]]
    assert running.ask("CATALOG")[-1][0] == model.name
    running.close()


def test_tokens_that_are_no_residues_are_told_of(node: str, tmp_path: Path, mine: Mine) -> None:
    mine.write(UNITS)
    running = Script(node, tmp_path)
    for name in ("Codons", "Genes", "Structures", "Domains"):
        for basis in BASES:
            check(running, "RATIO", name, basis, 900.0)
            check(running, "WHY", name, basis)
        for function in ("SEQS", "EPOCHS", "VERDICT", "FRONTIER", "BASES"):
            check(running, function, name)
    check(running, "CATALOG")
    running.close()


INSTEAD = ONE.replace("name: Mine 1B\n", "name: Mine 1B\n    replaces: esm2-15b\n", 1)


def test_a_model_of_ones_own_stands_where_it_replaces_another(node: str, tmp_path: Path, mine: Mine) -> None:
    mine.write(INSTEAD)
    running = Script(node, tmp_path)
    assert running.ask("RATIO", "ESM-2 15B") == 32.5
    for name in ("esm2_t48_15B_UR50D", "Mine 1B", "Mine 2B"):
        for function in ("WHY", "SPREAD", "SOURCE"):
            check(running, function, name, "seen")
        check(running, "BASES", name)
    check(running, "MODELS", "ESM-2")
    running.close()


def test_the_script_says_what_of_ones_own_catalog_is_missing(node: str, tmp_path: Path, mine: Mine) -> None:
    mine.write(ONE, build=False)
    running = Script(node, tmp_path)
    assert "has not been compiled" in running.ask("PLMVERSION")
    for arguments in (("WHY", "Mine 1B"), ("WHY", "zzz"), ("PLMVERSION",), ("MODELS", "Mine")):
        check(running, *arguments)
    assert "has not been compiled" in running.ask("RATIO", "Mine 1B")["thrown"]
    running.close()
