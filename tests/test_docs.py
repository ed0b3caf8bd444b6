"""The documents say what the product does."""

from __future__ import annotations

import doctest
import re
import runpy
from pathlib import Path

import pytest
import typer.main

from plm_ratios import api
from plm_ratios.analysis import ratios
from plm_ratios.catalog import load
from plm_ratios.catalog.facts import QUANTITIES
from plm_ratios.cli import app
from plm_ratios.functions import FUNCTIONS
from plm_ratios.workbook_builder.functions_sheet import evaluate

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / "docs" / "python.md"


@pytest.mark.parametrize(
    ("page", "script"),
    [
        ("functions.md", "generate.py"),
        ("command_line.md", "generate_command_line.py"),
        ("lambda.md", "generate_lambda.py"),
        ("speed.md", "generate_speed.py"),
    ],
)
def test_generated_pages_are_up_to_date(page: str, script: str) -> None:
    text = runpy.run_path(str(ROOT / "docs" / script))["text"]()
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == text, "run: make docs"


def test_the_reference_of_python_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate_python.py"))
    assert PYTHON.read_text(encoding="utf-8") == made["text"](), "run: make docs"
    themed = [name for names in made["THEMES"].values() for name in names]
    assert sorted(themed) == sorted(name for name in api.__all__ if name[0].islower())


@pytest.mark.parametrize("page", [PYTHON, ROOT / "README.md"], ids=lambda page: page.name)
def test_the_examples_of_python_give_what_they_say(page: Path) -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, None, None)
    ran = doctest.DocTestRunner().run(examples)
    assert ran.failed == 0
    assert ran.attempted > (40 if page == PYTHON else 4)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_readme_names_every_function(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{name}" in readme, f"add {name} to the table of functions in README.md"


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert f"plm-ratios {name}" in readme, name


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_the_size_of_the_catalog_is_right(page: str) -> None:
    size = f"{len(load().models)} models and {len(load().datasets)} datasets"
    assert size in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_is_documented(quantity: str) -> None:
    assert f"`{quantity}`" in (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("formula", "shown"), re.findall(r"^    (=[A-Z]+\(.*\))  +(.+)$", METHOD, re.MULTILINE), ids=str
)
def test_the_worked_example_calculates(formula: str, shown: str) -> None:
    value = evaluate(formula)
    if isinstance(value, str):
        assert value == shown
    else:
        assert value == pytest.approx(float(shown), rel=1e-5)


def test_the_method_counts_right() -> None:
    words = {10: "Ten", 11: "Eleven", 12: "Twelve", 13: "Thirteen", 14: "Fourteen"}
    on_all = sum(len(ratios.bases_of(model)) == len(ratios.BASES) for model in load().models)
    assert f"{words[on_all]} models have a\nratio on all four bases" in METHOD
