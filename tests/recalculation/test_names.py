"""Function names in formulas are found and respelled; all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plm_ratios.ooxml.formula_names import (
    UnreadableFormula,
    calls,
    from_any_host,
    inverse,
    operands,
    reads_other_workbook,
    rename,
    spelled,
    tokens,
    without_sheets_wrapper,
)

NAMES = ["RATIO", "TOKENS"]
CALC = spelled(NAMES, "PLM.F.")


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ('RATIO("ESM-2 15B")', 'PLM.F.RATIO("ESM-2 15B")'),
        ("=ratio(A1)", "=PLM.F.RATIO(A1)"),
        ("Ratio(TOKENS(A1,B1))", "PLM.F.RATIO(PLM.F.TOKENS(A1,B1))"),
        ('IF(A1="RATIO(",RATIO(A1),"say ""RATIO("" twice")', None),
        ("'RATIO('!A1+RATIO(A1)", "'RATIO('!A1+PLM.F.RATIO(A1)"),
        ("'it''s RATIO('!A1", "'it''s RATIO('!A1"),
        ("MYRATIO(A1)+RATIOS(A1)+X.RATIO(A1)", "MYRATIO(A1)+RATIOS(A1)+X.RATIO(A1)"),
        ("RATIO+1", "RATIO+1"),  # a defined name, not a call
        ("PLM.F.RATIO(A1)", "PLM.F.RATIO(A1)"),
        ("_xlfn.XLOOKUP(A1,B:B,RATIO(B:B))", "_xlfn.XLOOKUP(A1,B:B,PLM.F.RATIO(B:B))"),
        ("_xlfn.RATIO(A1)", "_xlfn.RATIO(A1)"),
        ("_xlpm.RATIO(A1)", "_xlpm.RATIO(A1)"),
        ("SUM(  RATIO( A1 ) ,\n\n  TOKENS(1,2)  )", "SUM(  PLM.F.RATIO( A1 ) ,\n\n  PLM.F.TOKENS(1,2)  )"),
        ("IF(A1\n,RATIO(A1)\n+1,\r\n\tTOKENS(1))", "IF(A1\n,PLM.F.RATIO(A1)\n+1,\r\n\tPLM.F.TOKENS(1))"),
        ("@RATIO(@A:A)", "@PLM.F.RATIO(@A:A)"),
        ("[1]!RATIO(A1)", "PLM.F.RATIO(A1)"),  # Excel's spelling for a function of an add-in workbook
        ("RATIO({1,2;3,4})", "PLM.F.RATIO({1,2;3,4})"),
        ('RATIO({"a","RATIO("})', 'PLM.F.RATIO({"a","RATIO("})'),
        ("RATIO(Table1[[#This Row],[RATIO(x]])", "PLM.F.RATIO(Table1[[#This Row],[RATIO(x]])"),
        ("Table1[a'[b]*RATIO(1)&Table1[c']]", "Table1[a'[b]*PLM.F.RATIO(1)&Table1[c']]"),
        ("RATIO(A1#)+#REF!+#SPILL!", "PLM.F.RATIO(A1#)+#REF!+#SPILL!"),
        ("IF(ISNA(#N/A),RATIO(1),Sheet1!#REF!)", "IF(ISNA(#N/A),PLM.F.RATIO(1),Sheet1!#REF!)"),
        ("-RATIO(A1)%^2-1E-3*RATIO(2)", "-PLM.F.RATIO(A1)%^2-1E-3*PLM.F.RATIO(2)"),
        ("RATIO(A1):RATIO(A2)", "PLM.F.RATIO(A1):PLM.F.RATIO(A2)"),
    ],
)
def test_rename(formula, renamed):
    if renamed is None:
        renamed = formula.replace("RATIO(A1)", "PLM.F.RATIO(A1)")
    assert rename(formula, CALC) == renamed


PATH = r"'C:\Users\A B\plm_ratios.xlam'!"


@pytest.mark.parametrize(
    "stored",
    [
        *("", "_xludf.", "_xll.", "_xldudf_PLM_", "_XLDUDF_PLM_", "PLM_", "plm.", "_xldudf_PLM.", "PLM.F."),
        *(
            "[1]!",
            "plm_ratios.xlam!",
            "PLM_Ratios.XLAM!",
            PATH,
            f"{PATH}PLM_",
            "'/Users/me/plm_ratios (1).xlam'!",
        ),
        *("'https://example.org/a b/plm_ratios.xlam'!", "[plm_ratios.xlam]!"),
    ],
)
def test_every_hosts_spelling_becomes_calcs(stored):
    mapping = from_any_host(NAMES, "PLM.F.")
    assert rename(f"{stored}RATIO(A1)+1", mapping) == "PLM.F.RATIO(A1)+1"


@pytest.mark.parametrize(
    "other",
    [
        *(
            r"'C:\Users\A B\ratios.xlam'!RATIO(1)",
            "finance.xlam!RATIO(1)",
            "[2]!RATIO(1)",
            "[1]Sheet1!RATIO(1)",
        ),
        *("Sheet1!RATIO(1)", "'My sheet'!RATIO(1)", "MY_RATIO(1)", "PLM.G.RATIO(1)"),
    ],
)
def test_a_function_of_another_file_keeps_its_name(other):
    mapping = from_any_host(NAMES, "PLM.F.")
    links = {1: "file:///C:\\AddIns\\plm_ratios.xlam", 2: "finance.xlam"}
    assert rename(other, mapping, links) == other
    assert calls(other) == [other.removesuffix("(1)")]
    assert rename("[1]!RATIO(1)", mapping, links) == "PLM.F.RATIO(1)"


@pytest.mark.parametrize("before", ["@", "A1:", "'My sheet'!A1:", "Sheet1!A1:", " \n"])
def test_what_stands_before_a_function_of_the_add_in_stays(before):
    mapping = from_any_host(NAMES, "PLM.F.")
    assert rename(f"{before}{PATH}RATIO(1)", mapping) == f"{before}PLM.F.RATIO(1)"


@pytest.mark.parametrize("formula", ['RATIO("a', "RATIO(A1))", "RATIO({1)}", "Table1[RATIO(1)", "a{1}"])
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(UnreadableFormula):
        tokens(formula)


def test_a_range_may_begin_before_the_function():
    assert calls("SUM('a: b'!A1:INDEX(B:B,3),INDEX(A:A,1):INDEX(A:A,2))") == [
        "SUM",
        "INDEX",
        "INDEX",
        "INDEX",
    ]


def test_calls_and_operands():
    formula = "IF(Sheet1!A1>2,_xlfn.XLOOKUP(A1,[1]Book!B:B,my_name),SUM('[2]My sheet'!A1:B2))"
    assert calls(formula) == ["IF", "_xlfn.XLOOKUP", "SUM"]
    assert operands(formula) == ["Sheet1!A1", "A1", "[1]Book!B:B", "my_name", "'[2]My sheet'!A1:B2"]


@pytest.mark.parametrize(
    ("formula", "external"),
    [
        ("[1]Sheet1!A1", True),
        ("SUM('[2]My sheet'!A1:B2)", True),
        ("[1]!name", True),
        ("[0]!name", False),  # this workbook
        ("Table1[2020]", False),
        ("Table1[[#This Row],[2020]]", False),
        ("'a [1] sheet'!A1", True),  # a sheet's name cannot hold brackets, so this is a file
        ('"[1]Sheet1!A1"', False),
        ("RATIO(A1)", False),
    ],
)
def test_references_to_other_workbooks(formula, external):
    assert reads_other_workbook(formula) is external


@pytest.mark.parametrize(
    ("exported", "formula"),
    [
        ('IFERROR(__xludf.DUMMYFUNCTION("RATIO(A1)"),1.4)', "RATIO(A1)"),
        ('IFERROR(__xludf.DUMMYFUNCTION("=RATIO(""a"")"),"x")', 'RATIO("a")'),
        ('IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"x")', None),
        ('IFERROR(__xludf.DUMMYFUNCTION("{""Ratio"";RATIO(A1:A9)}"),"Ratio")', None),
        ("IFERROR(RATIO(A1),1)", None),
    ],
)
def test_google_sheets_wrapper(exported, formula):
    assert without_sheets_wrapper(exported) == (formula or exported)


def test_inverse():
    assert rename(rename("RATIO(TOKENS(1))", CALC), inverse(CALC)) == "RATIO(TOKENS(1))"
    with pytest.raises(ValueError, match="no way back"):
        inverse({"A": "x", "B": "X"})


_ATOMS = st.sampled_from(
    [
        *("A1", "$B$2:C9", "Sheet1!A1", "'My ''RATIO('' sheet'!A1", "TRUE", "#N/A", "#DIV/0!", "A1#"),
        *('"RATIO("', '"a ""quoted"" word"', "1.5E-3", "Table1[[#This Row],[a'[b]]", "{1,2;3,4}", "name"),
    ]
)
_SPACE = st.sampled_from(["", "", " ", "   ", "\n"])
_FUNCTIONS = st.sampled_from(["RATIO", "tokens", "MYRATIO", "SUM", "_xlfn.XLOOKUP", "RATIO.A"])


def _grow(inner):
    call = st.builds(
        lambda name, space, arguments: f"{name}({space}{','.join(arguments)})",
        _FUNCTIONS,
        _SPACE,
        st.lists(inner, max_size=3),
    )
    pair = st.builds(
        lambda a, s, operator, t, b: f"{a}{s}{operator}{t}{b}",
        inner, _SPACE, st.sampled_from(["+", "-", "*", "&", ">=", "<>", "^"]), _SPACE, inner,
    )  # fmt: skip
    return call | pair | st.builds(lambda a, s: f"({a}{s})", inner, _SPACE)


FORMULAS = st.recursive(_ATOMS, _grow, max_leaves=12)


@given(FORMULAS)
def test_the_tokens_are_the_formula(formula):
    assert "".join(token.value for token in tokens(formula)) == formula


@given(FORMULAS)
def test_rename_and_back(formula):
    there = rename(formula, CALC)
    back = rename(there, inverse(CALC))
    assert back.upper() == formula.upper()  # the case of our own names is not remembered
    names = [name.upper() for name in calls(formula)]
    assert [name.upper() for name in calls(there)] == [CALC.get(name, name) for name in names]


@given(FORMULAS)
def test_rename_to_the_same_is_nothing(formula):
    assert rename(formula, {"NOWHERE": "x"}) == formula
    assert rename(formula, {"SUM": "SUM", "_xlfn.XLOOKUP": "_xlfn.XLOOKUP"}) == formula


@given(st.text(alphabet="RATIO(){}[]'\"#!,;:+-@ \n\tA1.", max_size=30))
def test_any_text_is_read_whole_or_refused(text):
    try:
        pieces = [token.value for token in tokens(text)]
    except UnreadableFormula:
        return
    assert "".join(pieces) == text.removeprefix("=")
