"""What the shell offers after Tab."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from plm_ratios.analysis import ratios, scaling_laws


def offered(*words: str) -> list[str]:
    """What bash is given to complete the last word, by a process of its own as in a shell."""
    ran = subprocess.run(
        [sys.executable, "-c", "from plm_ratios.cli import main; main()"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_PLM_RATIOS_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(("plm-ratios", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.parametrize("command", [["compare"], ["export"], ["new", "a.xlsx"], ["catalog", "show"]])
def test_ids_of_models_and_families(command: list[str]) -> None:
    found = offered(*command, "esm2-1")
    assert set(found) == {"esm2-150m", "esm2-15b"}
    assert "progen2" in offered(*command, "progen2")


@pytest.mark.parametrize("command", [["compare", "--model"], ["export", "--models"], ["new", "--model"]])
def test_names_after_the_option_too(command: list[str]) -> None:
    assert "ankh-large" in offered(*command, "ankh")


def test_capitals_are_answered_with_names_in_one_word() -> None:
    found = offered("compare", "ESM-2-1")
    assert found == ["ESM-2-150M", "ESM-2-15B"]


def test_whatever_is_offered_for_a_model_is_understood() -> None:
    from plm_ratios.cli.options import complete_entries, complete_models
    from plm_ratios.comparison.compare import chosen

    for word in ("", "e", "E", "P", "A"):
        for name, _ in complete_models(word):
            assert chosen([name]), name
        assert [name for name, _ in complete_entries(word) if " " in name] == []


@pytest.mark.parametrize("command", ["compare", "export", "new"])
def test_bases(command: str) -> None:
    assert offered(command, "--basis", "") == list(ratios.BASES)
    assert offered(command, "--basis", "s") == ["sequences", "seen"]


def test_what_a_plan_is_made_with() -> None:
    assert offered("plan", "--gpu", "h100") == ["h100-sxm", "h100-pcie", "h100-nvl"]
    assert "bfd100" in offered("plan", "--dataset", "bfd1")


def test_laws() -> None:
    assert offered("laws", "ch") == [law.id for law in scaling_laws.laws() if law.id.startswith("ch")]


def test_datasets_where_they_can_be_shown() -> None:
    assert "bfd100" in offered("catalog", "show", "bfd1")
