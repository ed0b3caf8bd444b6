"""What needs no Calc: spelling of formulas, conversion of values, the generated interface."""

from __future__ import annotations

import math
import struct
import xml.etree.ElementTree as ET

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import ERROR_TEXTS, CellError
from plm_ratios.hosts.calc import interface, locate, values
from plm_ratios.hosts.calc.formulas import to_calc


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("RATIO(A1)", "=RATIO(A1)"),
        ('=RATIO("a,b;c","seen")', '=RATIO("a,b;c";"seen")'),
        ("=TOKENS(1;2)", "=TOKENS(1;2)"),
        ("=SUM({1,2;3,4},5)", "=SUM({1;2|3;4};5)"),
        ("=TOKENS('My, sheet'!A1,Data!B2)", "=TOKENS('My, sheet'.A1;Data.B2)"),
        ('=WHY("it""s, so")', '=WHY("it""s, so")'),
    ],
)
def test_formulas_as_typed(typed: str, spelled: str) -> None:
    assert to_calc(typed) == spelled


@pytest.mark.parametrize("text", ERROR_TEXTS)
def test_an_error_is_a_nan_with_its_number(text: str) -> None:
    given = values.to_single(CellError(text))
    (bits,) = struct.unpack("<Q", struct.pack("<d", given))
    assert math.isnan(given)
    assert values.error_text(bits & 0xFFFF) == (text if text in values.ERROR_NUMBERS else "#VALUE!")


def test_what_calc_gets() -> None:
    assert values.to_single(2**40) == float(2**40)
    assert isinstance(values.to_single(True), float)
    assert values.to_single(None) == ""
    assert math.isnan(values.to_single(math.inf))
    assert values.to_matrix(1) == ((1.0,),)
    assert values.to_matrix([[1, None], ["x"]]) == ((1.0, ""), ("x", ""))
    assert values.to_matrix([]) == (("",),)


def test_the_generated_files_name_every_function_and_argument() -> None:
    idl = interface.idl(FUNCTIONS)
    root = ET.fromstring(interface.configuration(FUNCTIONS))
    name = "{http://openoffice.org/2001/registry}name"
    nodes = {node.get(name) for node in root.iter("node")}
    for function in FUNCTIONS.values():
        method = interface.method_name(function.name)
        assert f" {method}(" in idl
        assert {method, *(argument.name for argument in function.arguments)} <= nodes
    for text in (interface.manifest(), interface.description("a & b", "1.0")):
        ET.fromstring(text)


def test_text_functions_return_single_values_and_others_matrices() -> None:
    assert interface.returned_type(FUNCTIONS["VERDICT"]) == "any"
    assert interface.returned_type(FUNCTIONS["RATIO"]) == interface.MATRIX
    assert interface.returned_type(FUNCTIONS["CATALOG"]) == interface.MATRIX


def test_a_missing_libreoffice_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(locate.SOFFICE_VARIABLE, raising=False)
    monkeypatch.setattr(locate.shutil, "which", lambda name: None)
    monkeypatch.setattr(locate, "_usual_places", lambda: iter(()))
    with pytest.raises(locate.HostMissing, match=r"not installed\. To get it: .+"):
        locate.find_soffice()


@pytest.mark.parametrize(
    ("platform", "distribution", "command"),
    [
        ("linux", ["ubuntu", "debian"], "apt-get"),
        ("linux", ["fedora"], "dnf"),
        ("linux", ["unheard-of"], "libreoffice.org"),
        ("darwin", [], "brew"),
        ("win32", [], "winget"),
    ],
)
def test_the_command_for_each_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, distribution: list[str], command: str
) -> None:
    monkeypatch.setattr(locate.sys, "platform", platform)
    monkeypatch.setattr(locate, "_distribution", lambda: distribution)
    assert command in locate.how_to_install()
