"""The VBA that is generated from the list of functions: wrappers, and help for Excel's wizard."""

from __future__ import annotations

import re

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.signature import Argument, Function
from plm_ratios.hosts.excel.wrappers import check, functions_module, help_module

VBA_TEXT = re.compile(r'"((?:[^"]|"")*)"')
WRAPPER = re.compile(
    r"^Public Function (?P<name>\w+)\((?P<declared>.*)\) As Variant\n"
    r'Attribute (?P=name)\.VB_Description = "(?P<summary>(?:[^"]|"")*)"\n'
    r'Attribute (?P=name)\.VB_ProcData\.VB_Invoke_Func = " \\n14"\n'
    r'    (?P=name) = PlmCall\.PlmAnswer\("(?P=name)", Array\((?P<given>.*)\)\)\n'
    r"End Function$",
    re.MULTILINE,
)
WRAPPERS = {found["name"]: found for found in WRAPPER.finditer(functions_module())}
CALLS = {
    found[1]: found[2] for found in re.finditer(r'^    Describe "(\w+)", (.*)$', help_module(), re.MULTILINE)
}


def read(written: str) -> list[str]:
    """The texts in a line of VBA, as VBA reads them."""
    return [text.replace('""', '"') for text in VBA_TEXT.findall(written)]


def made_up(
    name: str = "THING", *arguments: str, summary: str = "A thing.", text: str = "A number."
) -> Function:
    """A function that nobody has; of its arguments only the last is optional."""
    made = tuple(
        Argument(argument, text, "number", lambda cell: cell, number == len(arguments))
        for number, argument in enumerate(arguments, 1)
    )
    return Function(name, summary, made, "number", (), lambda *cells: 0.0)


class TestFunctions:
    """PlmFunctions has a function for each of ours, that hands everything on."""

    def test_there_is_one_for_each_and_nothing_else(self) -> None:
        text = functions_module()
        assert list(WRAPPERS) == list(FUNCTIONS)
        rest = WRAPPER.sub("", text).split("\n")
        assert [line for line in rest if line and not line.startswith("'")] == [
            'Attribute VB_Name = "PlmFunctions"',
            "Option Explicit",
        ]

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_it_takes_the_arguments_in_their_order(self, function: Function) -> None:
        wanted = [
            ("Optional " if argument.optional else "") + f"{argument.name} As Variant"
            for argument in function.arguments
        ]
        assert WRAPPERS[function.name]["declared"] == ", ".join(wanted)
        assert WRAPPERS[function.name]["given"] == ", ".join(a.name for a in function.arguments)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_what_is_optional_stands_last(self, function: Function) -> None:
        # VBA takes no argument that must be given after one that may be left out.
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_its_description_is_the_summary(self, function: Function) -> None:
        assert read(f'"{WRAPPERS[function.name]["summary"]}"') == [function.summary]

    def test_quotes_in_a_summary_are_doubled(self) -> None:
        text = functions_module([made_up(summary='The "best" one.')])
        assert 'VB_Description = "The ""best"" one."\n' in text

    def test_a_function_of_ours_has_the_shape_that_vba_expects(self) -> None:
        assert WRAPPERS["RATIO"][0].split("\n") == [
            "Public Function RATIO(model As Variant, Optional basis As Variant,"
            " Optional length As Variant, Optional kind As Variant) As Variant",
            'Attribute RATIO.VB_Description = "Tokens per parameter of a model, on a named basis."',
            'Attribute RATIO.VB_ProcData.VB_Invoke_Func = " \\n14"',
            '    RATIO = PlmCall.PlmAnswer("RATIO", Array(model, basis, length, kind))',
            "End Function",
        ]


class TestHelp:
    """PlmHelp tells the wizard of each function and of each of its arguments."""

    def test_it_describes_each(self) -> None:
        assert list(CALLS) == list(FUNCTIONS)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_it_gives_the_summary_and_a_text_for_each_argument(self, function: Function) -> None:
        summary, _, arguments = CALLS[function.name].partition(", Array(")
        assert read(summary) == [function.summary]
        assert read(arguments) == [argument.help for argument in function.arguments]

    def test_no_line_is_longer_than_vba_takes(self) -> None:
        assert max(map(len, (functions_module() + help_module()).split("\n"))) <= 1023

    def test_the_category_is_ours(self) -> None:
        assert help_module().count('Category:="pLM ratios"') == 2


class TestCheck:
    """What Excel or VBA would not take is refused before it is written."""

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_our_functions_pass(self, function: Function) -> None:
        check(function)

    @pytest.mark.parametrize("name", ["TOKENS", "TOKEN20", "ABCD1", "RATIOS", "CC", "RATE_1", "X" * 255])
    def test_a_good_name_passes(self, name: str) -> None:
        check(made_up(name, "value"))

    RESERVED = (
        "End Type next Date DATE single String Error Input Print Optional Empty null Me rem CVErr Debug "
        "Circle DefStr LongPtr InputB"
    )

    @pytest.mark.parametrize("word", RESERVED.split())
    def test_words_of_vba_name_nothing(self, word: str) -> None:
        for function in (made_up(word), made_up("THING", word), made_up("THING", "value", word)):
            with pytest.raises(ValueError, match=f"{word} .* no name for VBA"):
                check(function)

    @pytest.mark.parametrize("name", ["", "_x", "1st", "a b", "a.b", "a-b", "größe", "a\n", "x" * 256])
    def test_what_is_no_name_is_refused(self, name: str) -> None:
        for function in (made_up(name), made_up("THING", name)):
            with pytest.raises(ValueError, match="no name for VBA"):
                check(function)

    CELLS = "TOK20 A1 XFD1048576 ESM2 R1C1 r1c1 R1 R C c RC R1C C1"

    @pytest.mark.parametrize("name", CELLS.split())
    def test_a_function_named_as_a_cell_is_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match=f"{name} is the address of a cell"):
            check(made_up(name))

    def test_an_argument_may_be_named_as_a_cell(self) -> None:
        check(made_up("THING", "x1", "c"))

    @pytest.mark.parametrize("names", [("a", "A"), ("basis", "value", "BASIS"), ("thing",)])
    def test_names_that_differ_in_case_only_are_refused(self, names: tuple[str, ...]) -> None:
        with pytest.raises(ValueError, match="case"):
            check(made_up("THING", *names))

    @pytest.mark.parametrize("name", ["avglen", "Models", "PARAMS"])
    def test_an_argument_called_like_one_of_our_functions_is_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match=f"a function is called {name.upper()}"):
            check(made_up("THING", name))

    @pytest.mark.parametrize("text", ["x" * 256, "5 × 5", "a – b", "é"])
    def test_help_that_the_wizard_cannot_show_is_refused(self, text: str) -> None:
        for function in (made_up(summary=text), made_up("THING", "value", text=text)):
            with pytest.raises(ValueError, match="255 ASCII"):
                check(function)

    def test_help_of_255_letters_passes(self) -> None:
        check(made_up("THING", "value", summary="x" * 255, text="x" * 255))

    @pytest.mark.parametrize("generate", [functions_module, help_module])
    def test_nothing_is_generated_from_a_function_that_fails(self, generate: object) -> None:
        assert callable(generate)
        with pytest.raises(ValueError, match="TOK20"):
            generate([made_up(), made_up("TOK20")])
