"""LAMBDA formulas as a file stores them."""

from __future__ import annotations

import re

import pytest
from xlsxwriter.worksheet import Worksheet

from plm_ratios.hosts.lambdas.formula_tree import depth, parse, write
from plm_ratios.hosts.lambdas.stored_form import NEWER, stored, typed
from plm_ratios.ooxml.formula_names import UnreadableFormula

# As people type them, and as Excel stores them: the left of these is what Excel saved when a person had typed
# the right (sources in stored_form.py).
PAIRS = {
    "LAMBDA(value,rate,[periods], value*IF(ISOMITTED(periods),1,periods))": (
        "_xlfn.LAMBDA(_xlpm.value,_xlpm.rate,_xlop.periods, "
        "_xlpm.value*IF(_xlfn.ISOMITTED(_xlpm.periods),1,_xlpm.periods))"
    ),
    "LAMBDA([x],[y],1)": "_xlfn.LAMBDA(_xlop.x,_xlop.y,1)",
    "LAMBDA(x,[k], LET(m, x, LAMBDA(y,[z], m)))": (
        "_xlfn.LAMBDA(_xlpm.x,_xlop.k, _xlfn.LET(_xlpm.m, _xlpm.x, _xlfn.LAMBDA(_xlpm.y,_xlop.z, _xlpm.m)))"
    ),
    "LAMBDA(x, LET(y, x * 2, z, y + 1, y * z))": (
        "_xlfn.LAMBDA(_xlpm.x, _xlfn.LET(_xlpm.y, _xlpm.x * 2, _xlpm.z, _xlpm.y + 1, _xlpm.y * _xlpm.z))"
    ),
    "LET(f, LAMBDA(t, t * 3), f(2))": "_xlfn.LET(_xlpm.f, _xlfn.LAMBDA(_xlpm.t, _xlpm.t * 3), _xlpm.f(2))",
    "LAMBDA(x, x + 1)(2)": "_xlfn.LAMBDA(_xlpm.x, _xlpm.x + 1)(2)",
    "MAKE(2)(3)": "MAKE(2)(3)",
    "MAP(A1:A3, ABS)": "_xlfn.MAP(A1:A3, _xleta.ABS)",
    "BYROW(A1:A3, SUM)": "_xlfn.BYROW(A1:A3, _xleta.SUM)",
    "SUM(A1#)": "SUM(_xlfn.ANCHORARRAY(A1))",
    "FILTER(T[a],T[b c]=1)": "_xlfn._xlws.FILTER(T[a],T[b c]=1)",
}


@pytest.mark.parametrize("formula", PAIRS)
def test_a_formula_is_stored_as_excel_stores_it_and_read_back(formula: str) -> None:
    assert stored(formula, ["MAKE"]) == PAIRS[formula]
    assert typed(PAIRS[formula]) == formula


def test_blanks_between_parameters_are_left_out_as_excel_does() -> None:
    assert stored("LAMBDA(a, [b], a)") == "_xlfn.LAMBDA(_xlpm.a,_xlop.b, _xlpm.a)"


def test_texts_tables_and_error_values_stay() -> None:
    formula = 'LAMBDA(key, IF(key="key, LET(",T[[#All],[key]],#VALUE!))'
    assert stored(formula) == '_xlfn.LAMBDA(_xlpm.key, IF(_xlpm.key="key, LET(",T[[#All],[key]],#VALUE!))'


def test_a_name_is_bound_only_inside_the_function_that_binds_it() -> None:
    assert stored("LAMBDA(x,x)(x)") == "_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(x)"
    assert stored("LET(y,y,y)") == "_xlfn.LET(_xlpm.y,y,_xlpm.y)"


def test_letters_may_be_large_or_small() -> None:
    assert stored("lambda(Model,MODEL&lower(model))") == (
        "_xlfn.lambda(_xlpm.Model,_xlpm.MODEL&lower(_xlpm.model))"
    )


def test_a_list_of_constants_is_one_argument() -> None:
    assert stored("MAP({1,2;3,4},LAMBDA(x,x))") == "_xlfn.MAP({1,2;3,4},_xlfn.LAMBDA(_xlpm.x,_xlpm.x))"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("LAMBDA(x,PLM_NOWHERE(x))", "PLM_NOWHERE is neither a function of Excel"),
        ("LAMBDA(x+1,x)", "needs a name in the place of: x+1"),
        ("LET(a,1,b)", None),
        ("LET(a,1,2,3)", "needs a name"),
        ("LAMBDA(x,SUM(x)", "not closed"),
        ("SUM(@A1:A9)", "intersection"),
    ],
)
def test_a_formula_that_excel_would_not_read_is_refused(formula: str, said: str | None) -> None:
    if said is None:
        assert stored(formula)
        return
    with pytest.raises(UnreadableFormula, match=re.escape(said)):
        stored(formula)


def test_the_prefixes_are_those_that_xlsxwriter_writes() -> None:
    for prefix, names in NEWER.items():
        for name in names:
            expanded = Worksheet()._prepare_formula(f"={name}(1)", expand_future_functions=True)
            assert expanded == f"{prefix}{name}(1)"


@pytest.mark.parametrize("formula", ["", "1", "-(1+2)*SUM((A1,B1))", ' F ( 1 , "a""b" ) ', "A1:INDEX(B1,2)"])
def test_a_formula_read_and_written_again_is_the_same(formula: str) -> None:
    assert write(parse(formula)) == formula


def test_nesting_is_counted() -> None:
    assert depth(parse("1+A1")) == 0
    assert depth(parse("SUM(A1,(B1),MAX(MIN(C1)))")) == 3
