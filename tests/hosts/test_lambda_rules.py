"""What Excel refuses in a function of one's own, and that none of ours has it."""

from __future__ import annotations

import functools
from typing import ClassVar

import pytest

from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lambdas.definition import Definition
from plm_ratios.hosts.lambdas.definitions import DEFINITIONS
from plm_ratios.hosts.lambdas.formula_tree import calls, parse
from plm_ratios.hosts.lambdas.inlining import PREFIX, needed, self_contained, top_lambda
from plm_ratios.hosts.lambdas.limits import LIMITS, SHORTER
from plm_ratios.hosts.lambdas.rules import LONGEST_FORMULA, check, wrong_name
from plm_ratios.hosts.lambdas.shortening import shortened
from plm_ratios.hosts.lambdas.stored_form import bound_names, stored, typed

ALONE = sorted(FUNCTIONS)
EVERY = sorted([*FUNCTIONS, *(PREFIX + name for name in FUNCTIONS)])

# An argument with another name than elsewhere: VALUE is a function that is called inside.
CALLED_OTHERWISE = {("VERDICT", "value"): "given"}


@functools.cache
def alone(prefix: str = "") -> dict[str, Definition]:
    """The functions with their helpers inside; made once, and not while tests are collected."""
    return self_contained(DEFINITIONS, prefix)


def ours(name: str) -> Definition:
    """The one of that name, which begins with the prefix or does not."""
    return (alone(PREFIX) if name.startswith(PREFIX) else alone())[name]


def made(text: str, name: str = "PLM_X", comment: str = "", helper: bool = False) -> Definition:
    return Definition(name, text, (), (), comment, helper)


class TestOurs:
    def test_there_is_one_for_every_function(self) -> None:
        assert set(alone()) == set(FUNCTIONS)
        assert set(alone(PREFIX)) == {f"PLM_{name}" for name in FUNCTIONS}

    def test_every_name_of_the_workbook_keeps_the_rules_typed_and_stored(self) -> None:
        for definition in DEFINITIONS.values():
            check(definition, stored(definition.text, DEFINITIONS))

    @pytest.mark.parametrize("name", EVERY)
    def test_each_that_stands_alone_keeps_the_rules(self, name: str) -> None:
        check(ours(name))

    def test_no_function_for_excel_labs_is_called_like_a_helper(self) -> None:
        """A workbook may hold both."""
        assert not set(alone(PREFIX)) & set(DEFINITIONS)

    @pytest.mark.parametrize("name", ALONE)
    def test_it_calls_no_other_name(self, name: str) -> None:
        """It may be copied alone, and Excel Labs may put any prefix before its name."""
        assert stored(ours(name).text)  # refuses a call of anything that is not bound in it

    def test_one_that_does_less_where_it_stands_alone_is_told_of_and_would_be_too_long(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        less = dict(SHORTER)
        assert less.keys() <= LIMITS.keys()
        monkeypatch.setattr("plm_ratios.hosts.lambdas.inlining.SHORTER", {})
        whole = self_contained(DEFINITIONS)
        for name, helpers in less.items():
            assert set(helpers) <= set(needed(DEFINITIONS[name], DEFINITIONS))
            assert len(whole[name].text) > LONGEST_FORMULA >= len(ours(name).text)

    @pytest.mark.parametrize("name", ALONE)
    def test_its_parameters_are_those_of_the_function(self, name: str) -> None:
        arguments = [CALLED_OTHERWISE.get((name, each.name), each.name) for each in FUNCTIONS[name].arguments]
        optional = [each.optional for each in FUNCTIONS[name].arguments]
        assert bound_names(top_lambda(ours(name).text)) == arguments == list(ours(name).parameters)
        assert [each in ours(name).optional for each in arguments] == optional

    @pytest.mark.parametrize("name", EVERY)
    def test_no_parameter_has_the_name_of_a_function(self, name: str) -> None:
        """Excel would take the call of a function for the parameter of that name."""
        bound = {
            bound.upper()
            for call in calls(parse(ours(name).text))
            if call.name.upper() in ("LET", "LAMBDA")
            for bound in bound_names(call)
        }
        assert not bound & set(FUNCTIONS)

    @pytest.mark.parametrize("name", EVERY)
    def test_its_stored_form_is_read_back(self, name: str) -> None:
        text = ours(name).text
        assert typed(stored(text)).replace(" ", "") == text.replace(" ", "")


class TestRefused:
    @pytest.mark.parametrize(
        "name",
        ["ESM2", "A1", "XFD1048576", "RC", "r", "C7", "R1C1", "Return", "VALUE", "SUM", "let", "PLM.X"],
    )
    def test_names_that_mean_something_else(self, name: str) -> None:
        assert wrong_name(name)
        with pytest.raises(ValueError, match=name):
            check(made("LAMBDA(x,x)", name))

    def test_a_parameter_or_a_bound_name_that_means_something_else(self) -> None:
        for text in ("LAMBDA([a1],1)", "LAMBDA(x,LET(r,1,x))"):
            with pytest.raises(ValueError, match="PLM_X: it reads as a cell"):
                check(made(text))

    def test_a_bound_name_that_is_a_function_called_beside_it(self) -> None:
        check(made("LAMBDA(value,rate,n,value*rate*n)"))
        with pytest.raises(ValueError, match="also a function that it calls"):
            check(made("LAMBDA(value,VALUE(value))"))

    def test_what_is_too_long(self) -> None:
        with pytest.raises(ValueError, match="name is too long"):
            check(made("LAMBDA(1)", "X" * 256))
        with pytest.raises(ValueError, match="comment is too long"):
            check(made("LAMBDA(1)", comment="x" * 256))
        with pytest.raises(ValueError, match=r"formula is too long \(8,2"):
            check(made(f"LAMBDA({'x&' * (LONGEST_FORMULA // 2)}1)"))

        with pytest.raises(ValueError, match="a text in it is too long"):
            check(made(f'LAMBDA("{"x" * 256}")'))

    def test_too_many_arguments(self) -> None:
        check(made(f"LAMBDA(SUM({','.join('1' * 253)}))"))
        with pytest.raises(ValueError, match="SUM has too many arguments"):
            check(made(f"LAMBDA(SUM({','.join('1' * 254)}))"))

    def test_calls_nested_too_deep(self) -> None:
        check(made(f"LAMBDA({'ABS(' * 63}1{')' * 63})"))
        with pytest.raises(ValueError, match="65 levels"):
            check(made(f"LAMBDA({'ABS(' * 64}1{')' * 64})"))

    def test_line_breaks(self) -> None:
        for text, comment in (("LAMBDA(1)", "a\nb"), ("LAMBDA(\t1)", "")):
            with pytest.raises(ValueError, match="tab or a line break"):
                check(made(text, comment=comment))


class TestShortening:
    def test_a_formula_that_would_be_too_long_gets_short_names(self) -> None:
        helper = made(f"LAMBDA(phrase,{'phrase&' * 1200}phrase)", "PLM_LONG", helper=True)
        function = made("LAMBDA(phrase,[kind],PLM_LONG(phrase&kind))", "SAY")
        (short,) = self_contained({"PLM_LONG": helper, "SAY": function}).values()
        assert short.text == f"LAMBDA(phrase,[kind],LET(b,LAMBDA(a,{'a&' * 1200}a),b(phrase&kind)))"

    @pytest.mark.parametrize(
        ("formula", "short"),
        [
            (
                "LAMBDA(x,LET(y,x,y,LET(y,y&1,y)&y,MAP(y,LAMBDA(x,y,x&y))&x))",
                "LAMBDA(x,LET(a,x,d,LET(b,a&1,b)&a,MAP(d,LAMBDA(b,e,b&e))&x))",
            ),
            ("LAMBDA(x,LET(y,x+1,LET(z,x+2,z+z+y)))", "LAMBDA(x,LET(b,x+1,LET(a,x+2,a+a+b)))"),
            (
                "LAMBDA(x,LET(f,LAMBDA(a,b,a),g,LAMBDA(c,f(c,c)),g(x)))",
                "LAMBDA(x,LET(b,LAMBDA(a,d,a),d,LAMBDA(a,b(a,a)),d(x)))",
            ),
            (
                "LAMBDA(x,LET(p,1,LAMBDA(q,LAMBDA(q,q+p))(2)(3)))",
                "LAMBDA(x,LET(a,1,LAMBDA(d,LAMBDA(b,b+a))(2)(3)))",
            ),
        ],
    )
    def test_a_name_is_taken_again_only_where_the_other_one_is_not_known(
        self, formula: str, short: str
    ) -> None:
        assert shortened(formula) == short

    def test_no_short_name_means_something_else(self) -> None:
        bound = ",".join(f"long_name_{'x' * number},1" for number in range(1, 120))
        for name in bound_names(parse(shortened(f"LAMBDA(LET({bound},1))"))[0].arguments[0][0]):
            assert not wrong_name(name)


class TestHelpers:
    FOLD = made("LAMBDA(x,LOWER(x))", "PLM_FOLD", helper=True)
    ROW = made("LAMBDA(x,MATCH(PLM_FOLD(x),T[Key],0))", "PLM_ROW", helper=True)
    UNUSED = made("LAMBDA(x,x)", "PLM_UNUSED", helper=True)
    AT = made("LAMBDA(x,[y], INDEX(T[a],PLM_ROW(x))+y)", "AT")
    ALL: ClassVar = {each.name: each for each in (FOLD, ROW, UNUSED, AT)}

    def test_those_that_are_needed_are_bound_in_their_order(self) -> None:
        assert needed(self.AT, self.ALL) == ["PLM_FOLD", "PLM_ROW"]
        assert self_contained(self.ALL, "PLM_")["PLM_AT"].text == (
            "LAMBDA(x, [y], LET(f_fold, LAMBDA(x,LOWER(x)), "
            "f_row, LAMBDA(x,MATCH(f_fold(x),T[Key],0)), INDEX(T[a],f_row(x))+y))"
        )

    def test_one_that_needs_none_stays_as_it_is(self) -> None:
        alone = made("LAMBDA(1)", "ONE")
        assert self_contained({"ONE": alone})["ONE"] == alone

    def test_no_function_may_call_another_one(self) -> None:
        other = made("LAMBDA(x,AT(x,1))", "OTHER")
        with pytest.raises(ValueError, match="OTHER calls AT, which is a function"):
            self_contained({**self.ALL, "OTHER": other})

    def test_a_helper_may_call_only_earlier_ones(self) -> None:
        turned = {name: self.ALL[name] for name in ("PLM_ROW", "PLM_FOLD", "AT")}
        with pytest.raises(ValueError, match="PLM_ROW calls PLM_FOLD, which must be defined before"):
            self_contained(turned)
