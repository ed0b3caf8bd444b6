"""What the public functions say that they raise is what they raise, and no public name is without a word."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

import plm_ratios
from plm_ratios import DivisionByZero, NotAvailable, OutOfRange, UnknownName, WrongValue
from plm_ratios.analysis import explanations, scaling_laws, spread
from plm_ratios.analysis.scaling_laws import UnknownLaw
from plm_ratios.catalog import citations
from plm_ratios.comparison import compare

MODULES = (plm_ratios, scaling_laws, spread, explanations, citations, compare)
NOWHERE, INFINITE = "no such model", float("inf")

# A call for each exception that a docstring names.
CALLS: dict[tuple[str, type[Exception]], list[tuple[Any, ...]]] = {
    ("tokens", OutOfRange): [(-1,), (1, 0), (1, INFINITE)],
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
    ("parameters", UnknownName): [(NOWHERE,)],
    ("parameters", NotAvailable): [("ESM-2 15B", "active"), ("xTrimoPGLM-100B", "exact")],
    ("parameters", WrongValue): [("ESM-2 15B", "all")],
    ("sequences", UnknownName): [(NOWHERE,)],
    ("sequences", NotAvailable): [("MSA Transformer",)],
    ("average_length", UnknownName): [(NOWHERE,)],
    ("average_length", NotAvailable): [("Evo 2 40B",)],
    ("epochs", UnknownName): [(NOWHERE,)],
    ("epochs", NotAvailable): [("Evo 2 40B",)],
    ("nearest", UnknownName): [(20, "seen", [NOWHERE])],
    ("nearest", NotAvailable): [(20, "unique", ["ESM-2 15B"])],
    ("nearest", WrongValue): [(20, "all")],
    ("nearest", OutOfRange): [(0,), (20, "sequences", None, -1)],
    ("optimum", UnknownLaw): [(1e21, "no such law")],
    ("optimum", NotAvailable): [(1e21, "Serrano et al.")],
    ("optimum", OutOfRange): [(0,), (INFINITE,)],
    ("at_parameters", OutOfRange): [(0,), (1e300,)],
    ("at_tokens", OutOfRange): [(0,), (1e300,)],
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
    ("compare", WrongValue): [([], "all")],
    ("compare", OutOfRange): [([], "seen", 0), ([], "seen", 325, INFINITE)],
}


def function(name: str) -> Callable[..., Any]:
    found = next(vars(module)[name] for module in MODULES if name in vars(module))
    assert callable(found)
    return found


def documented() -> set[tuple[str, str]]:
    """Names of functions, each with an exception of its section Raises."""
    found = set()
    for module in MODULES:
        for name, member in vars(module).items():
            if inspect.isfunction(member) and not name.startswith("_"):
                raises = (inspect.getdoc(member) or "").partition("Raises\n------\n")[2]
                lines = re.findall(r"^([\w, ]+) : ", raises, re.MULTILINE)
                found |= {(name, error) for line in lines for error in line.split(", ")}
    return found


@pytest.mark.parametrize(("name", "error"), CALLS, ids=lambda part: getattr(part, "__name__", part))
def test_it_raises_what_its_docstring_says(name: str, error: type[Exception]) -> None:
    for arguments in CALLS[name, error]:
        with pytest.raises(error) as caught:
            function(name)(*arguments)
        assert caught.type is error


def test_every_exception_of_a_docstring_has_a_call() -> None:
    assert documented() == {(name, error.__name__) for name, error in CALLS}


def test_every_public_name_is_explained() -> None:
    silent = [name for name in plm_ratios.__all__ if not (getattr(plm_ratios, name).__doc__ or "").strip()]
    assert silent == []
