"""What the public functions say that they raise is what they raise, and no public name is without a word."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

import plm_ratios
from plm_ratios import DivisionByZero, FamilyName, NotAvailable, OutOfRange, UnknownName, WrongValue, api
from plm_ratios.analysis import cost, explanations, ratios, repetition, scaling_laws, spread
from plm_ratios.analysis.accelerators import UnknownAccelerator
from plm_ratios.analysis.scaling_laws import UnknownLaw
from plm_ratios.catalog import citations, load
from plm_ratios.comparison import compare

MODULES = (ratios, cost, scaling_laws, spread, repetition, explanations, citations, compare)
NOWHERE, INFINITE = "no such model", float("inf")

# A call for each exception that a docstring names.
CALLS: dict[tuple[str, type[Exception]], list[tuple[Any, ...]]] = {
    ("tokens", OutOfRange): [(-1,), (1, 0), (1, INFINITE)],
    ("tokens_of", OutOfRange): [(-1,), (1, 0), (load().dataset("UniRef50"), INFINITE)],
    ("tokens_of", NotAvailable): [(load().dataset("OpenGenome2"),)],
    ("tokens_per_parameter", DivisionByZero): [(1e9, 0)],
    ("verdict", OutOfRange): [(0,), (1, -20), (INFINITE,)],
    ("chosen", UnknownName): [([NOWHERE],), (["ESM-2 15B," + NOWHERE],)],
    ("model_tokens", UnknownName): [(NOWHERE,)],
    ("model_tokens", NotAvailable): [("ESM-2 15B", "unique")],
    ("model_tokens", WrongValue): [("ESM-2 15B", "all")],
    ("model_tokens", OutOfRange): [("ESM-2 15B", "sequences", 0)],
    ("ratio", UnknownName): [(NOWHERE,)],
    ("ratio", NotAvailable): [("ESM-2 15B", "unique")],
    ("ratio", WrongValue): [("ESM-2 15B", "all")],
    ("ratio", OutOfRange): [("ESM-2 15B", "sequences", INFINITE)],
    ("as_basis", WrongValue): [("all",)],
    ("as_kind", WrongValue): [("all",)],
    ("parameters", UnknownName): [(NOWHERE,)],
    ("parameters", NotAvailable): [("Dayhoff-3B-UR90", "active"), ("xTrimoPGLM-100B", "exact")],
    ("parameters", WrongValue): [("ESM-2 15B", "all")],
    ("exact_parameters", NotAvailable): [(load().model("xTrimoPGLM-100B"),)],
    ("embedding_parameters", NotAvailable): [(load().model("xTrimoPGLM-100B"),)],
    ("sequences", UnknownName): [(NOWHERE,)],
    ("sequences", NotAvailable): [("MSA Transformer",)],
    ("average_length", UnknownName): [(NOWHERE,)],
    ("average_length", NotAvailable): [("Evo 2 40B",)],
    ("epochs", UnknownName): [(NOWHERE,)],
    ("epochs", NotAvailable): [("Evo 2 40B",)],
    ("epochs", OutOfRange): [("ESM-2 15B", 0), ("Ankh-base", INFINITE)],
    ("effective_tokens", OutOfRange): [(0, 1, 15), (INFINITE, 1, 15), (1, -1, 15), (1, 1, 0)],
    ("parts", NotAvailable): [(load().model("PoET"),), (load().model("Evo 2 40B"),)],
    ("distinct", NotAvailable): [(load().model("PoET"), 325)],
    ("passes", NotAvailable): [(load().model("PoET"), 325)],
    ("model_effective_tokens", NotAvailable): [(load().model("PoET"), 325)],
    ("nearest", UnknownName): [(20, "seen", [NOWHERE])],
    ("nearest", NotAvailable): [(20, "unique", ["ESM-2 15B"])],
    ("nearest", WrongValue): [(20, "all")],
    ("nearest", OutOfRange): [(0,), (20, "sequences", None, -1)],
    ("optimum", UnknownLaw): [(1e21, "no such law")],
    ("optimum", NotAvailable): [(1e21, "Serrano et al.")],
    ("optimum", OutOfRange): [(0,), (INFINITE,)],
    ("at_parameters", OutOfRange): [(0,), (1e300,)],
    ("at_tokens", OutOfRange): [(0,), (1e300,)],
    ("held", OutOfRange): [(dict, 0, "budget"), (lambda: 1 / 0, 1, "budget")],
    ("flops_per_token", UnknownName): [(NOWHERE,)],
    ("flops_per_token", NotAvailable): [("Dayhoff-3B-UR90",)],
    ("training_flops", UnknownName): [(NOWHERE,)],
    ("training_flops", NotAvailable): [("Tranception L",)],
    ("target_ratio", UnknownLaw): [("no such law",)],
    ("target_ratio", UnknownName): [("20", NOWHERE)],
    ("target_ratio", NotAvailable): [("Serrano et al.",)],
    ("target_ratio", WrongValue): [("Cheng MLM",)],
    ("spread", UnknownName): [(NOWHERE,)],
    ("spread", NotAvailable): [("ESM-2 15B", "unique")],
    ("spread", WrongValue): [("ESM-2 15B", "all")],
    ("spread", OutOfRange): [("ESM-2 15B", "sequences", 0)],
    ("why", UnknownName): [(NOWHERE, "seen", 325)],
    ("why", NotAvailable): [("ESM-2 15B", "unique", 325)],
    ("citation", UnknownName): [(NOWHERE, "sequences")],
    ("citation", NotAvailable): [("ESM-2 15B", "unique")],
    ("compare", WrongValue): [([], "all"), ([], "seen", 325, 20, "all")],
    ("compare", OutOfRange): [([], "seen", 0), ([], "seen", 325, INFINITE)],
}

# The same for what `import plm_ratios` offers.
OF_PYTHON: dict[tuple[str, type[Exception]], list[tuple[Any, ...]]] = {
    ("ratio", UnknownName): [(NOWHERE,), ("ESM-2",), (["ESM-2 15B", NOWHERE],)],
    ("ratio", NotAvailable): [("ESM-2 15B", "unique")],
    ("ratio", WrongValue): [("ESM-2 15B", "all"), (42,), ("",), (None,), (["ESM-2 15B", 42],), ({"a": 1},)],
    ("ratio", OutOfRange): [("ESM-2 15B", "sequences", INFINITE), ("ESM-2 15B", "sequences", 0)],
    ("model_tokens", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("model_tokens", NotAvailable): [("ESM-2 15B", "unique")],
    ("model_tokens", WrongValue): [("ESM-2 15B", "all"), (42,)],
    ("model_tokens", OutOfRange): [("ESM-2 15B", "sequences", 0)],
    ("parameters", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("parameters", NotAvailable): [("Dayhoff-3B-UR90", "active"), ("xTrimoPGLM-100B", "exact")],
    ("parameters", WrongValue): [("ESM-2 15B", "all"), (42,), ("ESM-2 15B", 42)],
    ("sequences", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("sequences", NotAvailable): [("MSA Transformer",)],
    ("sequences", WrongValue): [(42,)],
    ("average_length", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("average_length", NotAvailable): [("Evo 2 40B",)],
    ("average_length", WrongValue): [(42,)],
    ("epochs", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("epochs", NotAvailable): [("Evo 2 40B",)],
    ("epochs", WrongValue): [(42,)],
    ("epochs", OutOfRange): [("ESM-2 15B", 0)],
    ("score", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("score", NotAvailable): [("ESM-2 650M", "indels"), ("ESM C 6B",)],
    ("score", WrongValue): [("ESM-2 15B", "all"), (42,), ("ESM-2 15B", 42)],
    ("tokens", OutOfRange): [(-1,), (1, 0), (1, INFINITE)],
    ("tokens", WrongValue): [("many",), ("ESM-2 15B",), ([[1]],), (object(),)],
    ("flops", OutOfRange): [(-1, 1), (1, INFINITE)],
    ("flops", WrongValue): [("many", 1), (1, object()), (1e9,)],
    ("flops", NotAvailable): [("Dayhoff-3B-UR90",), ("PoET",)],
    ("tokens_per_parameter", DivisionByZero): [(1e9, 0)],
    ("tokens_per_parameter", OutOfRange): [(-1, 1)],
    ("tokens_per_parameter", WrongValue): [("many", 1), (None, 1)],
    ("verdict", OutOfRange): [(0,), (1, -20), (INFINITE,)],
    ("verdict", WrongValue): [(NOWHERE,), (1, "Cheng MLM")],
    ("verdict", NotAvailable): [("ProGen2-large",)],
    ("nearest", UnknownName): [(20, "seen", [NOWHERE]), (20, "seen", NOWHERE)],
    ("nearest", NotAvailable): [(20, "unique", ["ESM-2 15B"])],
    ("nearest", WrongValue): [(20, "all"), (object(),)],
    ("nearest", OutOfRange): [(0,), (20, "sequences", None, -1)],
    ("compare", UnknownName): [(NOWHERE,), (["ESM-2", NOWHERE],)],
    ("compare", WrongValue): [([], "all"), (42,), ([42],), ([{"name": "Mine", "size": 1}],)],
    ("compare", OutOfRange): [([], "seen", 0), ([], "seen", 325, INFINITE)],
    ("models", UnknownName): [(NOWHERE,), ([NOWHERE],)],
    ("models", WrongValue): [(42,), ([42],)],
    ("bases", UnknownName): [(NOWHERE,)],
    ("bases", WrongValue): [(42,), ([42],)],
    ("spread", UnknownName): [(NOWHERE,)],
    ("spread", NotAvailable): [("ESM-2 15B", "unique")],
    ("spread", WrongValue): [("ESM-2 15B", "all"), (42,)],
    ("spread", OutOfRange): [("ESM-2 15B", "sequences", 0)],
    ("optimal_tokens", UnknownLaw): [(1e9, "no such law"), ([1e9], "no such law")],
    ("optimal_tokens", NotAvailable): [(1e9, "Serrano et al.")],
    ("optimal_tokens", OutOfRange): [(0,), (1e300,)],
    ("optimal_tokens", WrongValue): [("many",)],
    ("optimal_parameters", UnknownLaw): [(1e9, "no such law")],
    ("optimal_parameters", NotAvailable): [(1e9, "Serrano et al.")],
    ("optimal_parameters", OutOfRange): [(0,), (1e300,)],
    ("optimal_parameters", WrongValue): [("many",)],
    ("optimal", UnknownLaw): [(1e21, "no such law"), ([1e21], ["no such law"])],
    ("optimal", NotAvailable): [(1e21, "Serrano et al.")],
    ("optimal", OutOfRange): [(0,), ([1e21, 0],)],
    ("optimal", WrongValue): [("many",), ([1, 2], ["20"])],
    ("frontier", UnknownName): [(NOWHERE,)],
    ("frontier", UnknownLaw): [("ESM-2 15B", "no such law")],
    ("frontier", NotAvailable): [("ProGen2-large",), ("ESM-2 15B", "Serrano et al.")],
    ("frontier", WrongValue): [(42,)],
    ("gpu_hours", UnknownAccelerator): [(1e9, 1e12, NOWHERE)],
    ("gpu_hours", NotAvailable): [("ProGen2-large", None, "H100")],
    ("gpu_hours", WrongValue): [(NOWHERE, 1e12, "H100"), (1e9, None, "H100"), (1e9, 1e12, 42)],
    ("gpu_hours", OutOfRange): [(0, 1e12, "H100"), (1e9, -1, "H100"), (1e9, 1e12, "H100", 35)],
    ("compute", UnknownAccelerator): [(NOWHERE, 8, 24)],
    ("compute", WrongValue): [("H100", "many", 24), (42, 8, 24)],
    ("compute", OutOfRange): [("H100", 0, 24), ("H100", 8, INFINITE), ("H100", 8, 24, 1.5)],
    ("mfu", UnknownAccelerator): [(1e9, 1e12, NOWHERE, 1)],
    ("mfu", NotAvailable): [("ProGen2-large", None, "H100", 1), ("ProGen2-xlarge",), ("UniRep",)],
    ("mfu", WrongValue): [(NOWHERE, 1e12, "H100", 1), (1e9,), (1e9, 1e12), (1e9, 1e12, "H100")],
    ("mfu", OutOfRange): [(0, 1e12, "H100", 1), (1e9, 1e12, "H100", -1)],
    ("plan", UnknownLaw): [(1e21, 1e6, 300, "no such law")],
    ("plan", NotAvailable): [(1e21, 1e6, 300, "Serrano et al.")],
    ("plan", OutOfRange): [(0, 1e6), (1e21, 0), (1e21, 1e6, 0), (1e21, 1e6, 300, "20", 0)],
    ("plan", WrongValue): [("many", 1e6), (1e21, "many"), (1e21, "UniRev50")],
    ("source", UnknownName): [(NOWHERE, "sequences"), ("ESM-2", "sequences")],
    ("source", NotAvailable): [("ESM-2 15B", "unique")],
    ("source", WrongValue): [("ESM-2 15B", "size"), (42, "sequences")],
    ("sources", UnknownName): [(NOWHERE,), ("ESM-2",)],
    ("sources", WrongValue): [(42,)],
    ("why", WrongValue): [("ESM-2 15B", "all"), (42,)],
    ("why", OutOfRange): [("ESM-2 15B", "sequences", 0)],
    ("claims", OutOfRange): [(0,), (325, INFINITE)],
    ("claims", WrongValue): [("many",)],
}


def function(name: str) -> Callable[..., Any]:
    found = next(vars(module)[name] for module in MODULES if name in vars(module))
    assert callable(found)
    return found


def errors_named(name: str, function: Callable[..., Any]) -> set[tuple[str, str]]:
    """The exceptions of its section Raises, each with the name of the function."""
    raises = (inspect.getdoc(function) or "").partition("Raises\n------\n")[2]
    lines = re.findall(r"^([\w, ]+) : ", raises, re.MULTILINE)
    return {(name, error) for line in lines for error in line.split(", ")}


def check(function: Callable[..., Any], error: type[Exception], calls: list[tuple[Any, ...]]) -> None:
    for arguments in calls:
        with pytest.raises(error) as caught:
            function(*arguments)
        assert caught.type is error or caught.type is FamilyName


@pytest.mark.parametrize(("name", "error"), CALLS, ids=lambda part: getattr(part, "__name__", part))
def test_it_raises_what_its_docstring_says(name: str, error: type[Exception]) -> None:
    check(function(name), error, CALLS[name, error])


@pytest.mark.parametrize(("name", "error"), OF_PYTHON, ids=lambda part: getattr(part, "__name__", part))
def test_python_raises_what_its_docstring_says(name: str, error: type[Exception]) -> None:
    check(getattr(plm_ratios, name), error, OF_PYTHON[name, error])


def test_every_exception_of_a_docstring_has_a_call() -> None:
    functions = [
        (name, member)
        for module in MODULES
        for name, member in vars(module).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]
    named = set().union(*(errors_named(name, member) for name, member in functions))
    assert named == {(name, error.__name__) for name, error in CALLS}


def test_every_exception_of_a_docstring_of_python_has_a_call() -> None:
    named = set().union(*(errors_named(name, getattr(api, name)) for name in api.__all__))
    assert named == {(name, error.__name__) for name, error in OF_PYTHON}


def test_every_public_name_is_explained() -> None:
    silent = [name for name in plm_ratios.__all__ if not (getattr(plm_ratios, name).__doc__ or "").strip()]
    assert silent == []
