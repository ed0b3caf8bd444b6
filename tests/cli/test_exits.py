"""How commands end: one code for one kind of failure, whichever command meets it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator

import pytest
import typer.main

from cli.command_line import Run, refused
from own_models import Mine
from plm_ratios import cli
from plm_ratios.cli import exit_codes
from plm_ratios.hosts.calc import locate
from workbook_files import copied

README = Path(__file__).parents[2] / "README.md"

# For each command, words with which it cannot do what it was asked, and what the one line then says.
REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "demo": (("--out", "text.xlsx"), "text.xlsx"),
    "compare": (("--basis", "all"), "There is no basis"),
    "claims": (("--target", "0"), "The target must be"),
    "new": (("text.xlsx",), "text.xlsx exists already"),
    "recalc": (("gone.xlsx",), "There is no file"),
    "freeze": (("gone.xlsx",), "There is no file"),
    "export": (("gone.xlsx",), "There is no file"),
    "count": (("gone.fasta",), "There is no file"),
    "laws": (("No such law",), "No law is called"),
    "plan": (("--flops", "1e21"), "The sequences are missing"),
    "catalog list": (("No such family",), "No model or family is called"),
    "catalog search": (("no-such-thing",), "Nothing in the catalog matches"),
    "catalog show": (("No such model",), "is called"),
    "catalog check": (("--data", "nowhere"), "nowhere"),
    "catalog format": (("--data", "nowhere"), "nowhere"),
    "catalog build": (("--data", "nowhere"), "nowhere"),
    "catalog changes": (("1999-01-01",), "There is no edition"),
    "catalog site": (("text.xlsx",), "text.xlsx is a file"),
    "catalog add": (("--from", "gone.xlsx"), "There is no file"),
    "catalog remove": (("ESM-2 15B",), "is a bundled entry"),
    "catalog import epoch": (("gone.csv",), "gone.csv"),
    "catalog diff epoch": (("gone.csv",), "gone.csv"),
    "calc install": ((), "LibreOffice"),  # it is missing, or refuses the user root
    "calc uninstall": ((), "LibreOffice"),
    "calc build": (("text.xlsx",), "text.xlsx exists already"),
    "excel doctor": (("gone.xlsm",), "There is no file"),
    "excel modules": (("text.xlsx",), "text.xlsx"),
    "lite main": ((".", "--route", "moon"), "There is no route"),
    "lite personal": (("text.xlsx",), "text.xlsx"),
    "lite extract": (("gone.xlsx",), "There is no file"),
    "lambda labs": (("text.xlsx",), "text.xlsx exists already"),
    "lambda sheets": (("text.xlsx",), "text.xlsx exists already"),
    "sheets export": (("text.xlsx",), "text.xlsx"),
    "server new": (("text.xlsx",), "text.xlsx"),
    "server run": (("text.xlsx",), "text.xlsx"),
}
# On Windows these do their work; plm-ratios doctor lists what is missing and refuses nothing.
NEVER_REFUSED_EVERYWHERE = {
    "excel install",
    "excel uninstall",
    "excel addin install",
    "excel addin uninstall",
    "excel addin status",
    "doctor",
    "catalog editions",
}

# Commands that read a workbook, and what stands before its name.
READERS = (
    ("export",),
    ("recalc",),
    ("freeze",),
    ("catalog", "add", "--from"),
    ("lite", "extract"),
)


def commands(group: Any, *words: str) -> Iterator[str]:
    """Every command by its words."""
    if not hasattr(group, "commands"):
        yield " ".join(words)
        return
    for name, each in group.commands.items():
        yield from commands(each, *words, name)


@pytest.fixture(autouse=True)
def _a_folder_with_a_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A folder to work in that holds a text called text.xlsx; no LibreOffice is found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(locate.SOFFICE_VARIABLE, "no/soffice")
    locate.find.cache_clear()
    Path("text.xlsx").write_text("no workbook")
    yield
    locate.find.cache_clear()


def test_every_command_is_looked_at_here() -> None:
    assert set(commands(typer.main.get_command(cli.app))) == {*REFUSED, *NEVER_REFUSED_EVERYWHERE}


@pytest.mark.parametrize("command", REFUSED)
def test_what_cannot_be_done_is_one_line_and_one_code(run: Run, mine: Mine, command: str) -> None:
    arguments, said = REFUSED[command]
    refused(run(*command.split(), *arguments), said, code=exit_codes.REFUSED)
    assert Path("text.xlsx").read_text() == "no workbook"


@pytest.mark.parametrize("command", [*REFUSED, *sorted(NEVER_REFUSED_EVERYWHERE)])
def test_an_option_that_there_is_not_ends_alike(run: Run, command: str) -> None:
    assert run(*command.split(), "--no-such-option").code == exit_codes.REFUSED


@pytest.mark.parametrize("name", ["gone.xlsx", "text.xlsx", "empty.xlsx", "."])
def test_the_same_file_ends_alike_in_all_commands_that_read_workbooks(
    run: Run, mine: Mine, name: str
) -> None:
    Path("empty.xlsx").touch()
    ends = [run(*words, name) for words in READERS]
    for end in ends:
        refused(end, code=exit_codes.REFUSED)
    assert len({end.err for end in ends}) == 1


def test_a_program_that_is_missing_ends_alike(run: Run) -> None:
    copied(Path("a.xlsx"), "native")
    for words in (
        ("recalc", "a.xlsx"),
        ("freeze", "a.xlsx", "--recalc"),
        ("export", "a.xlsx", "--to", "a.pdf"),
    ):
        refused(run(*words), locate.SOFFICE_VARIABLE, code=exit_codes.REFUSED)


def test_a_check_that_finds_something_ends_otherwise(run: Run, mine: Mine) -> None:
    """The check was done, so it was not refused; scripts want to tell the two apart."""
    mine.write("models:\n  - id: a\n", build=False)
    end = run("catalog", "check", "--user")
    assert end.code == exit_codes.FOUND_FAULTS
    refused(run("catalog", "build", "--user"), "nothing written", code=exit_codes.REFUSED)


def test_the_readme_lists_the_codes() -> None:
    listed = re.findall(r"^\| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    codes = [value for name, value in vars(exit_codes).items() if name.isupper()]
    assert list(map(int, listed)) == codes and len(set(codes)) == 4
