"""The add-in's VBA, as read out of the shipped file, run in pyOpenVBA's interpreter with the real Python.

What the tab of the ribbon calls is called as Excel would call it, with a workbook of a user beside the
add-in.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter import EMPTY, NOTHING, VBAArray, VBAObject, VBARuntimeError

import plm_ratios.freezing.excel_button as freezing_button
import plm_ratios.slides.excel_button as slides_button
from golden.shares import OF_EVERY_KIND, shared_out
from hosts import addin_file
from hosts.excel_on_linux import Excel
from hosts.test_vba_in_interpreter import (
    WITH_PYTHON,
    Book,
    Engine,
    Host,
    Nowhere,
    Python,
    answers_as_golden,
    vectors,
)
from plm_ratios.analysis import ratios
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.excel import check
from plm_ratios.hosts.excel.addin import lists
from plm_ratios.vbaproject import standard_module

RIBBON = ElementTree.fromstring(addin_file.parts()["customUI/customUI.xml"])


class Over(VBAObject):
    """An object of the engine in which some members are others."""

    def __init__(self, real: Any, **others: Any) -> None:
        self.real, self.others = real, {name.lower(): other for name, other in others.items()}

    def vba_get(self, name: str, args: Any = (), named: Any = None) -> Any:
        found = self.others.get(name.lower())
        return self.real.vba_get(name, args, named) if found is None else found

    def vba_set(self, name: str, value: Any, *more: Any, **options: Any) -> None:
        self.real.vba_set(name, value, *more, **options)


class AddInHost(Host):
    """With the engine's own Application, which has a selection, and its own workbooks."""

    over: Any = None

    def global_object(self, name: str) -> Any:
        if name == "application" and self.over is not None:
            return self.over
        if name in ("application", "thisworkbook"):
            return ExcelBridge.global_object(self, name)
        return super().global_object(name)


class AddIn(Engine):
    """The add-in, loaded, and an empty workbook of a user."""

    modules = addin_file.modules()
    host_of = AddInHost

    def started(self) -> ExcelApplication:
        return ExcelApplication.open(addin_file.SHIPPED, with_vba=False)


@pytest.fixture
def python(excel: Excel) -> Python:
    return Python()


@pytest.mark.parametrize("of_every_kind", OF_EVERY_KIND)
def test_every_vector(python: Python, of_every_kind: bool) -> None:
    asked = shared_out(vectors(), of_every_kind)
    assert len(asked) > 500
    answers_as_golden(asked, lambda: AddIn(WITH_PYTHON, xlwings=python), in_cells=True)


# How Excel calls what the markup of the ribbon names, by attribute, and by element where that matters:
# https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa722523(v=office.12)
SIGNATURES = {
    "onLoad": "(given As IRibbonUI)",
    "getItemCount": "(control As IRibbonControl, ByRef returnedVal)",
    "getItemLabel": "(control As IRibbonControl, index As Integer, ByRef returnedVal)",
    "getSelectedItemIndex": "(control As IRibbonControl, ByRef returnedVal)",
    "getText": "(control As IRibbonControl, ByRef returnedVal)",
    "getLabel": "(control As IRibbonControl, ByRef returnedVal)",
    "onChange": "(control As IRibbonControl, text As String)",
    "dropDown onAction": "(control As IRibbonControl, id As String, index As Integer)",
    "button onAction": "(control As IRibbonControl)",
}
# And how a test does.
CALLS = {
    "(given As IRibbonUI)": ("Sub", "given As Object", "{0} given"),
    "(control As IRibbonControl, ByRef returnedVal)": ("Function", "", "{0} Nothing, answer"),
    "(control As IRibbonControl, index As Integer, ByRef returnedVal)": (
        "Function",
        "index As Integer",
        "{0} Nothing, index, answer",
    ),
    "(control As IRibbonControl, text As String)": ("Sub", "text As String", "{0} Nothing, text"),
    "(control As IRibbonControl, id As String, index As Integer)": (
        "Sub",
        "index As Integer",
        '{0} Nothing, "", index',
    ),
    "(control As IRibbonControl)": ("Sub", "", "{0} Nothing"),
}


def callbacks() -> dict[str, str]:
    """Name of the procedure to the signature that Excel expects, of all that the markup names."""
    found = {}
    for element in RIBBON.iter():
        kind = element.tag.partition("}")[2]
        for attribute, value in element.attrib.items():
            signature = SIGNATURES.get(f"{kind} {attribute}") or SIGNATURES.get(attribute)
            if signature:
                module, _, procedure = value.partition(".")
                assert module == "PlmRibbon"
                found[procedure] = signature
    return found


def presses() -> str:
    """A module that calls them."""
    lines = ['Attribute VB_Name = "Presses"', "Option Explicit", ""]
    for name, signature in callbacks().items():
        kind, parameters, call = CALLS[signature]
        lines += [f"Public {kind} {name}Now({parameters})"]
        lines += ["    Dim answer As Variant"] if kind == "Function" else []
        lines += [f"    {call.format(name)}"]
        lines += [f"    {name}Now = answer"] if kind == "Function" else []
        lines += [f"End {kind}", ""]
    return "\n".join(lines)


class Tab:
    """The tab as a user sees it, over a workbook of theirs."""

    def __init__(self, python: VBAObject) -> None:
        self.engine = AddIn(WITH_PYTHON, standard_module(presses()), xlwings=python)
        self.engine.excel.activate_workbook(self.engine.book)

    def press(self, name: str, *given: Any) -> Any:
        return self.engine.run(f"{name}Now", *given)

    def select(self, address: str, *values: str | None) -> None:
        self.engine.cells(address, [[value] for value in values]).vba_get("Select")

    def models(self) -> list[str]:
        return [self.press("PlmModelLabel", number) for number in range(self.press("PlmModelCount"))]

    def families(self) -> list[str]:
        return [self.press("PlmFamilyLabel", number) for number in range(self.press("PlmFamilyCount"))]

    def formulas(self) -> dict[str, str]:
        """Address to formula or text of all cells of the user's sheet."""
        used = self.engine.sheet.sheet.vba_get("UsedRange")
        found = {}
        for cell in (used.vba_get("Cells", [n]) for n in range(1, int(used.vba_get("Count")) + 1)):
            text = cell.vba_get("Formula")
            if text != "":
                found[str(cell.vba_get("Address")).replace("$", "")] = text
        return found

    def said(self) -> list[str]:
        return [text for _, text, _, _ in self.engine.excel.dialogs]


@pytest.fixture
def tab(python: Python) -> Tab:
    return Tab(python)


class TestMarkup:
    def test_every_callback_is_there_and_takes_what_excel_gives(self) -> None:
        text = addin_file.modules()["PlmRibbon"].text
        written = dict(re.findall(r"^Public Sub (\w+)(\(.*\))\r$", text, re.MULTILINE))
        assert written == callbacks()

    def test_ids_are_unique_and_every_control_says_what_it_does(self) -> None:
        ids = [element.get("id") for element in RIBBON.iter() if element.get("id")]
        assert len(set(ids)) == len(ids)
        for element in RIBBON.iter():
            if element.get("onAction") or element.get("onChange"):
                assert element.get("screentip") and (element.get("label") or element.get("getLabel"))


class TestChoosing:
    def test_at_first_all_models_are_offered_without_python(self) -> None:
        tab = Tab(Nowhere())
        assert tab.models() == [model.name for model in load().models]
        assert tab.families()[0] == "All families" and "ESM-2" in tab.families()
        assert tab.press("PlmFamilyIndex") == 0 and tab.press("PlmModelText") == ""
        bases = [tab.press("PlmBasisLabel", n) for n in range(tab.press("PlmBasisCount"))]
        assert bases == list(ratios.BASES)
        assert tab.said() == []

    def test_a_family_leaves_its_models(self, tab: Tab) -> None:
        tab.press("PlmFamilyChosen", tab.families().index("ESM-2"))
        assert tab.models() == [model.name for model in load().family("ESM-2")]
        tab.press("PlmFamilyChosen", 0)
        assert len(tab.models()) == len(load().models)

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("esm2 15b", ["ESM-2 15B"]),
            ("ESM-2 15B", ["ESM-2 15B"]),
            ("esm2_t48_15B_UR50D", ["ESM-2 15B"]),
            ("no such thing", []),
        ],
    )
    def test_words_leave_what_holds_them(self, tab: Tab, typed: str, found: list[str]) -> None:
        tab.press("PlmSearched", typed)
        assert tab.models() == found
        assert tab.press("PlmFoundLabel") == f"List {len(found)} found"
        assert tab.press("PlmModelText") == (found[0] if found else "")

    def test_a_chosen_model_that_no_longer_fits_is_let_go(self, tab: Tab) -> None:
        tab.press("PlmModelChosen", "ESM-2 15B")
        tab.press("PlmSearched", "esm")
        assert tab.press("PlmModelText") == "ESM-2 15B"
        tab.press("PlmSearched", "progen")
        assert tab.press("PlmModelText") == ""

    def test_the_lists_are_asked_for_again_once_they_changed(self, tab: Tab) -> None:
        class Ribbon(VBAObject):
            asked = 0

            def vba_get(self, name: str, *more: Any, **options: Any) -> Any:
                assert name.lower() == "invalidate"
                self.asked += 1

        ribbon = Ribbon()
        tab.press("PlmRibbonLoaded", ribbon)
        tab.press("PlmSearched", "esm")
        tab.press("PlmFamilyChosen", 1)
        assert ribbon.asked == 2


class TestInserting:
    def test_a_model_is_its_name_and_its_ratio(self, tab: Tab) -> None:
        tab.press("PlmModelChosen", "ESM-2 15B")
        tab.press("PlmBasisChosen", 2)
        tab.select("B3", None)
        tab.press("PlmModelPressed")
        assert tab.formulas() == {"B3": "ESM-2 15B", "C3": '=RATIO(B3,"seen")'}
        assert tab.said() == []

    def test_without_a_model_it_says_what_to_do(self, tab: Tab) -> None:
        tab.select("B3", None)
        tab.press("PlmModelPressed")
        assert tab.formulas() == {} and "Choose a model" in tab.said()[0]

    @pytest.mark.parametrize(("answer", "left"), [("no", "mine"), ("yes", '=RATIO(A1,"sequences")')])
    def test_filled_cells_are_written_over_only_where_that_was_answered(
        self, tab: Tab, answer: str, left: str
    ) -> None:
        tab.select("B1", "mine")
        tab.select("A1", None)
        tab.press("PlmModelChosen", "ESM-2 15B")
        tab.engine.excel.answer_dialogs({"no": 7, "yes": 6}[answer])
        tab.press("PlmModelPressed")
        assert tab.formulas()["B1"] == left
        assert "A1:B1" in tab.said()[0]

    def test_a_comparison_of_selected_names_stands_beside_them(self, tab: Tab) -> None:
        tab.select("A2:A3", "ESM-2 15B", "ESM-2 650M")
        tab.press("PlmComparisonPressed")
        assert tab.formulas()["B1"] == '=COMPARE(A2:A3,"sequences")'
        assert tab.said() == []

    def test_in_the_first_row_it_begins_there(self, tab: Tab) -> None:
        tab.select("A1:A2", "ESM-2 15B", "ESM-2 650M")
        tab.press("PlmComparisonPressed")
        assert tab.formulas()["B1"] == '=COMPARE(A1:A2,"sequences")'

    def test_a_comparison_of_a_family_brings_the_names(self, tab: Tab) -> None:
        tab.press("PlmFamilyChosen", tab.families().index("ESM-2"))
        tab.select("A1", None)
        tab.press("PlmComparisonPressed")
        names = tab.models()
        written = tab.formulas()
        assert [written[f"A{row}"] for row in range(1, len(names) + 2)] == ["Name", *names]
        assert written["B1"] == f'=COMPARE(A2:A{len(names) + 1},"sequences")'

    def test_where_nothing_is_chosen_it_says_what_to_do(self, tab: Tab) -> None:
        tab.select("A1", None)
        tab.press("PlmComparisonPressed")
        assert tab.formulas() == {} and "choose a family or search" in tab.said()[0]

    def test_what_the_comparison_would_cover_is_asked_about(self, tab: Tab) -> None:
        tab.select("J3", "mine")
        tab.select("A2:A3", "ESM-2 15B", "ESM-2 650M")
        tab.engine.excel.answer_dialogs(7)
        tab.press("PlmComparisonPressed")
        assert "B1" not in tab.formulas() and "B1:J3" in tab.said()[0]

    def test_what_compare_gives_has_the_size_that_the_add_in_counts_on(self) -> None:
        rows = FUNCTIONS["COMPARE"]([["ESM-2 15B"], ["ESM-2 650M"]])
        text = addin_file.modules()["PlmConstants"].text
        assert f"PLM_COLUMNS_OF_COMPARE As Long = {len(rows[0])}\r" in text
        assert len(rows) == 3

    def test_the_models_found_are_listed_in_a_new_workbook(self, tab: Tab) -> None:
        tab.press("PlmSearched", "esm2")
        books = len(tab.engine.excel.workbooks())
        tab.press("PlmFoundPressed")
        assert len(tab.engine.excel.workbooks()) == books + 1
        sheet = tab.engine.excel.workbooks()[-1].vba_get("Worksheets", [1])
        shown = [sheet.vba_get("Cells", [1, n]).vba_get("Value") for n in range(1, len(lists.MODELS_HEADER))]
        assert shown == list(lists.MODELS_HEADER[:-1])
        assert sheet.vba_get("Cells", [2, 1]).vba_get("Value") == tab.models()[0]


class TestButtons:
    @pytest.mark.parametrize(
        ("button", "command"),
        [
            (
                "PlmSlidesPressed",
                "import plm_ratios.slides.excel_button as button; button.main()",
            ),
            (
                "PlmFreezePressed",
                "import plm_ratios.freezing.excel_button as button; button.main()",
            ),
            ("PlmCheckPressed", "import plm_ratios.hosts.excel.check as check; check.main()"),
        ],
    )
    def test_a_button_has_python_do_its_work(self, tab: Tab, button: str, command: str) -> None:
        tab.press(button)
        assert tab.engine.excel.console == [command]
        assert tab.said() == []

    @pytest.mark.parametrize(
        ("button", "runs"),
        [("PlmSlidesPressed", ["slides"]), ("PlmFreezePressed", ["freeze"]), ("PlmCheckPressed", ["check"])],
    )
    def test_what_python_is_asked_to_run_is_there(
        self, tab: Tab, button: str, runs: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tab.press(button)
        ran: list[str] = []
        monkeypatch.setattr(slides_button, "main", lambda: ran.append("slides"))
        monkeypatch.setattr(freezing_button, "main", lambda: ran.append("freeze"))
        monkeypatch.setattr(check, "main", lambda: ran.append("check"))
        (command,) = tab.engine.excel.console
        exec(compile(command, "the command", "exec"), {})
        assert ran == runs

    @pytest.mark.parametrize(
        "button", ["PlmSlidesPressed", "PlmFreezePressed", "PlmCheckPressed", "PlmRecalculatePressed"]
    )
    def test_without_python_a_button_says_why(self, button: str) -> None:
        tab = Tab(Nowhere())
        tab.press(button)
        assert "plm-ratios excel doctor" in tab.said()[0]
        assert tab.engine.excel.console == []

    def test_recalculate_connects_again_and_calculates_the_active_workbook_alone(
        self, tab: Tab, python: Python
    ) -> None:
        active = Book(tab.engine.book)
        tab.engine.host.over = Over(tab.engine.host.application, ActiveWorkbook=active)
        tab.press("PlmRecalculatePressed")
        assert tab.said() == []
        assert [name for name, _ in python.calls] == ["VERSIONS"]
        assert active.log == ["mark Sheet1", "calculate Sheet1"]

    def test_without_a_workbook_it_says_so(self, tab: Tab) -> None:
        tab.engine.host.over = Over(tab.engine.host.application, ActiveWorkbook=NOTHING)
        for button in ("PlmRecalculatePressed", "PlmSlidesPressed", "PlmFreezePressed", "PlmLinksPressed"):
            tab.press(button)
        assert tab.said() == ["Open a workbook first."] * 4
        assert tab.engine.excel.console == []

    def test_about_says_the_version_and_the_place(self, tab: Tab) -> None:
        tab.press("PlmAboutPressed")
        assert FUNCTIONS["PLMVERSION"]() in tab.said()[0] and "plm_ratios.xlam" in tab.said()[0]

    def test_loading_the_add_in_runs_nothing(self) -> None:
        assert "Sub" not in addin_file.modules()["ThisWorkbook"].text


class TestFormula:
    """A formula whose values spill, in any version of Excel."""

    class Area(VBAObject):
        """Cells of an Excel of 2019, which knows no Formula2."""

        def __init__(self, count: int) -> None:
            self.count, self.written = count, {}

        def vba_get(self, name: str, args: Any = (), named: Any = None) -> Any:
            return {"cells": self, "count": self.count}[name.lower()]

        def vba_set(self, name: str, value: Any, *more: Any, **options: Any) -> None:
            if name.lower() == "formula2":
                raise VBARuntimeError(438, "Object doesn't support this property or method")
            self.written[name.lower()] = value

    @pytest.mark.parametrize(("cells", "how"), [(1, "formula"), (30, "formulaarray")])
    def test_an_older_excel_has_it_in_the_area_that_it_needs(self, tab: Tab, cells: int, how: str) -> None:
        area = self.Area(cells)
        tab.engine.run("PlmFormula", area, "=BASES(A1)")
        assert area.written == {how: "=BASES(A1)"}


class TestLinks:
    class Book(VBAObject):
        """A workbook with links, and what was changed."""

        def __init__(self, *links: str) -> None:
            self.links, self.changed = links, []

        def vba_get(self, name: str, args: Any = (), named: Any = None) -> Any:
            if name.lower() == "linksources":
                assert list(args) == [1]
                if not self.links:
                    return EMPTY
                return VBAArray([(1, len(self.links))], items=list(self.links))
            assert name.lower() == "changelink"
            self.changed.append(tuple(args))
            return None

    def test_links_to_other_copies_lead_here_and_others_stay(self, tab: Tab) -> None:
        here = str(tab.engine.excel.workbooks()[0].vba_get("FullName"))
        book = self.Book(
            r"C:\Users\eve\AppData\Roaming\Microsoft\Excel\XLSTART\plm_ratios.xlam",
            r"D:\old\PLM_Ratios.XLAM",
            "https://example.org/a/plm_ratios.xlam",
            here,
            r"C:\data\prices.xlsx",
            r"C:\data\my plm_ratios.xlam",
        )
        assert tab.engine.run("PlmRepaired", book) == 3
        assert [(old, new, kind) for old, new, kind in book.changed] == [
            (link, here, 1) for link in book.links[:3]
        ]

    @pytest.mark.parametrize(
        ("links", "said"),
        [((), "No link of this workbook"), ((r"D:\old\plm_ratios.xlam",), "that lead to this one now: 1.")],
    )
    def test_the_button_says_how_many_there_were(self, tab: Tab, links: tuple[str, ...], said: str) -> None:
        tab.engine.host.over = Over(tab.engine.host.application, ActiveWorkbook=self.Book(*links))
        tab.press("PlmLinksPressed")
        assert said in tab.said()[0]

    def test_what_excel_refuses_is_one_sentence(self, tab: Tab) -> None:
        class Refusing(VBAObject):
            def vba_get(self, name: str, *more: Any, **options: Any) -> Any:
                raise VBARuntimeError(1004, "The workbook is protected.")

        tab.engine.host.over = Over(tab.engine.host.application, ActiveWorkbook=Refusing())
        tab.press("PlmLinksPressed")
        assert tab.said() == ["Excel could not do this: The workbook is protected."]

    def test_a_workbook_without_links_has_none_to_repair(self, tab: Tab) -> None:
        assert tab.engine.run("PlmRepaired", self.Book()) == 0
