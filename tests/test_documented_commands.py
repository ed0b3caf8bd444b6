"""Every command and formula of README and docs, as a reader types them: in order, with what `pip install .`
brings and nothing else."""

from __future__ import annotations

import gzip
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import typer.main
from openpyxl.worksheet.formula import ArrayFormula

import started_once
from documented import PAGES, ROOT, Formula, commands, formulas, mentioned
from plm_ratios.cli import app, exit_codes
from plm_ratios.hosts.calc import locate
from plm_ratios.workbook_builder import for_suffix
from slides.templates import corporate
from workbook_files import copied

pytestmark = pytest.mark.host  # the index of packages

EVERY_COMMAND = [(page.name, command) for page in PAGES for command in commands(page)]

# What is not run here, and why.
NOT_HERE = {
    "sudo apt install": "packages of the system; .ci/run installs them",
    "make": "the tests themselves, and the demo that is run as plm-ratios demo",
    'pip install ".[parquet]"': "needs packages that the others do not; tests/corpus reads Parquet",
    "plm-ratios count table.parquet": "needs the extra [parquet]; run in tests/corpus",
    'pip install ".[remote]"': "needs packages that the others do not; tests/corpus reads URLs",
    "plm-ratios count s3:": "somebody's bucket; tests/corpus reads an S3 server",
    "plm-ratios count https:": "somebody's server; tests/corpus reads web servers",
    'pip install ".[cluster,remote]"': "needs packages that the others do not; tests/corpus starts a cluster",
    "docker compose": "needs a Docker with the project's image",
    "python -m venv C:": "Windows",
    "pip uninstall": "would take away what later commands need",
    "pip install --upgrade": "there is no newer source",
    "python research/repetition/rerun.py": "reads a clone of another repository; see tests/research",
    "plm-ratios server": "needs the extra [server], run in tests/hosts",
    "pip install '.[server]'": "run in tests/hosts",
    'pip install ".[server]"': "run in tests/hosts",
}
# What ends otherwise than with 0 here: the exit code, and words of what it says.
ENDS = {
    "plm-ratios excel install": (exit_codes.REFUSED, "Windows"),
    "plm-ratios excel uninstall": (exit_codes.REFUSED, "Windows"),
    "plm-ratios excel doctor": (exit_codes.FOUND_FAULTS, "Windows"),
    "plm-ratios excel addin install": (exit_codes.REFUSED, "Windows"),
    "plm-ratios excel addin uninstall": (exit_codes.REFUSED, "Windows"),
    "plm-ratios excel addin status": (exit_codes.REFUSED, "Windows"),
}
NEEDS_LIBREOFFICE = ("plm-ratios recalc", "plm-ratios calc", "plm-ratios freeze calc.xlsx")
AS_ROOT = ("plm-ratios calc install", "plm-ratios calc uninstall")
ANSWERS = "Asked pLM\n\n650M\n\n45M\n200\n\n\n\n\nunpublished, 2026-11\n\n"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source as somebody gets it."""
    folder = tmp_path_factory.mktemp("source")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def installed(source: Path) -> Path:
    """Does what README says under Get it; gives the folder of programs of the environment."""
    first = commands(ROOT / "README.md")
    assert first[0] == "python3 -m venv env && . env/bin/activate" and first[1] == "pip install ."
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    # Python compiles what a command imports; pip would compile all of what pandas and matplotlib bring.
    environment = {**os.environ, "PATH": path, "PIP_COMPILE": "0"}
    script = "\n".join(["set -e", *first[:2]])
    ran = subprocess.run(["bash", "-c", script], cwd=source, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return source / "env" / "bin"


def environment_of(home: Path, programs: Path) -> dict[str, str]:
    """That of somebody who has these programs, and nothing of ours in their home."""
    without = ("PLM_RATIOS", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    home.mkdir()
    return {
        **kept,
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": "",
    }


@pytest.fixture(scope="module")
def always_there(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a plm-ratios that does what the installed one does, by one process for all commands:
    a Python of its own for each of them would take a minute."""
    folder, python = tmp_path_factory.mktemp("started-once"), installed / "python"
    program = folder / "plm-ratios"
    with started_once.serving(str(python), environment_of(folder / "home", installed)) as address:
        said = f'#!/bin/sh\nexec "{python}" -IS "{started_once.__file__}" ask "{address}" "$@"\n'
        program.write_text(said, encoding="utf-8")
        program.chmod(0o755)
        yield folder


class Reader:
    """Somebody who types commands in a folder of their own."""

    def __init__(self, folder: Path, programs: Path, always_there: Path):
        self.folder = folder
        self.environment = environment_of(folder / "home", programs)
        self._always_there = always_there
        self._typed = 0

    def types(self, command: str, answers: str = "") -> tuple[int, str]:
        """Runs a command; gives its exit code, and everything that it printed. The first runs the script
        that pip has installed, the others the same by a process that is there already."""
        environment = self.environment
        if self._typed:
            path = os.pathsep.join((str(self._always_there), environment["PATH"]))
            environment = {**environment, "PATH": path}
        self._typed += 1
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=environment,
            input=answers,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def reader(installed: Path, always_there: Path, tmp_path: Path) -> Reader:
    """A reader who has installed it, with some files of their own."""
    shutil.copyfile(ROOT / "tests" / "data" / "epoch_biology.csv", tmp_path / "biology_models.csv")
    corporate(tmp_path / "corporate.potx", dark=False, wide=True)
    proteins = b">a\nMKVLAAGIV\n>b\nMKVX\n"
    (tmp_path / "proteins.fasta").write_bytes(proteins)
    (tmp_path / "clusters.tsv").write_text("a\ta\na\tb\n", encoding="utf-8")
    (tmp_path / "uniref50.fasta").write_bytes(b">UniRef50_P1 Name n=12 Tax=x\nMKV\n")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "1.fasta.gz").write_bytes(gzip.compress(proteins))
    return Reader(tmp_path, installed, always_there)


def skipped(command: str) -> bool:
    return command.startswith(tuple(NOT_HERE))


def type_a_model(path: Path) -> None:
    """Types a model on the sheet What-if, as docs/catalog.md takes for granted."""
    book = openpyxl.load_workbook(path)
    sheet = book["What-if"]
    (header,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "Parameters")
    row = next(row for row in range(header.row + 1, 99) if not sheet.cell(row, header.column - 1).value)
    for column, value in enumerate(("Typed pLM", 1e9, 5e7, 325), header.column - 1):
        sheet.cell(row, column, value)
    book.save(path)


def prepare(reader: Reader, command: str) -> None:
    """What a reader has done before a command: a workbook that it reads is there, and filled in."""
    words = shlex.split(command)
    for before, word in zip(words, words[1:], strict=False):
        path = reader.folder / word
        is_read = path.suffix in (".xlsx", ".xlsm") and before != "--to" and " new " not in command
        if is_read and not path.exists():
            copied(path, for_suffix(path.suffix).name)  # as plm-ratios new writes it, which README runs
    if "add --from" in command:
        type_a_model(reader.folder / shlex.split(command)[-1])


# What a person tries first, and the longest page; the others are slow.
FIRST = ("README.md", "catalog.md")
EACH_PAGE = [
    pytest.param(page, id=page.name, marks=[] if page.name in FIRST else [pytest.mark.slow])
    for page in PAGES
    if commands(page)
]


@pytest.mark.parametrize("page", EACH_PAGE)
def test_the_commands_of_a_page_work_in_their_order(page: Path, reader: Reader) -> None:
    for command in commands(page):
        if skipped(command) or command.startswith(("python3 -m venv", "pip install .")):
            continue  # the second is done already
        if locate_missing() and command.startswith(NEEDS_LIBREOFFICE):
            continue
        prepare(reader, command)
        code, said = reader.types(command, ANSWERS if command.endswith("catalog add") else "")
        expected = next((ENDS[start] for start in ENDS if command.startswith(start)), (exit_codes.DONE, ""))
        if command in AS_ROOT and os.geteuid() == 0:
            expected = (exit_codes.REFUSED, "root")
        assert (code, expected[1] in said) == (expected[0], True), f"{command}\n{said}"
        assert "Traceback" not in said


def locate_missing() -> bool:
    try:
        locate.find()
    except locate.HostMissing:
        return True
    return False


def test_what_is_not_run_here_is_still_documented() -> None:
    for start in (*NOT_HERE, *ENDS, *AS_ROOT):
        assert any(command.startswith(start) for _, command in EVERY_COMMAND), start


@pytest.mark.parametrize("page", [page for page in PAGES if mentioned(page)], ids=lambda page: page.name)
def test_commands_in_sentences_exist_with_their_options(page: Path) -> None:
    for command in mentioned(page):
        found = typer.main.get_command(app)
        words = shlex.split(command)[1:]
        while words and hasattr(found, "commands"):
            if words[0].startswith("-") or words[0].isupper():
                break
            assert words[0] in found.commands, command
            found = found.commands[words.pop(0)]
        known = {option for parameter in found.params for option in parameter.opts}
        known |= {"--help", "--install-completion", "--show-completion"}
        assert {word for word in words if word.startswith("--")} <= known, command


def test_every_formula_calculates_in_calc_and_gives_what_is_printed(
    reader: Reader, libreoffice: locate.Calc
) -> None:
    own = 'plm-ratios catalog add --name "My pLM" --params 650M --sequences 45M --locator here'
    assert reader.types(own)[0] == 0
    assert reader.types('printf ">a\nMKV\n" > p.fa; plm-ratios count p.fa --save "Our proteins"')[0] == 0
    found = list(dict.fromkeys(formula for page in PAGES for formula in formulas(page)))
    assert len(found) > 60
    book = openpyxl.Workbook()
    for row, name in enumerate(("ESM-2 15B", "ProGen2-xlarge", "Ankh base", "ESM-2 650M"), 1):
        book.active.cell(row, 1, name)
    book.active["F9"] = 1.5
    for row, formula in enumerate(found, 1):
        place = f"H{row}"
        book.active[place] = ArrayFormula(place, formula.text.replace(";", ","))
    book.save(reader.folder / "formulas.xlsx")
    code, said = reader.types("plm-ratios recalc formulas.xlsx --out calculated.xlsx")
    assert code == 0, said
    sheet = openpyxl.load_workbook(reader.folder / "calculated.xlsx", data_only=True).active
    wrong = [
        (formula, value)
        for row, formula in enumerate(found, 1)
        if not fits(formula, value := sheet[f"H{row}"].value)
    ]
    assert wrong == []


def fits(formula: Formula, value: object) -> bool:
    """Whether a value is what the page prints; without a printed one, whether it is no error."""
    if formula.text == "=RATIO(ESM2)":  # the mistake that README warns of
        return value == "#N/A"
    if value is None or str(value).startswith("#"):
        return False
    stated = formula.value
    if not stated or stated.startswith("a column"):
        return True
    if isinstance(value, (int, float)):
        return value == pytest.approx(float(stated), rel=1e-4)
    return str(value).startswith(stated.removesuffix(" ..."))
