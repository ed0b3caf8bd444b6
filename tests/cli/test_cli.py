"""The command line as people use it: what it prints, writes, refuses, and with which exit code."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas
import pytest

import plm_ratios
from cli.command_line import Ended, Run, refused
from plm_ratios import catalog, workbook_builder
from plm_ratios.analysis.essay_claims import CLAIMS
from plm_ratios.catalog import load
from plm_ratios.cli import exit_codes
from plm_ratios.hosts.calc import locate
from plm_ratios.workbook_builder.inputs import DEFAULT_MODELS
from workbook_files import copied

ESSAY = ["ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B"]
COMMANDS = [
    *("demo", "compare", "claims", "new", "recalc", "freeze", "doctor"),
    *("catalog show", "catalog check", "catalog format", "catalog build"),
    *("calc install", "calc uninstall", "calc build"),
]


@pytest.fixture(autouse=True)
def _a_plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder to work in, and a terminal of a known width."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which LibreOffice is not found."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(locate.SOFFICE_VARIABLE, "no/soffice")
    locate.find.cache_clear()


def in_a_process(*arguments: str, first: str = "") -> Ended:
    """Runs the command line in a fresh Python, after some code of the test's own."""
    source = Path(plm_ratios.__file__).parent.parent
    program = (
        f"import sys; sys.path.insert(0, {str(source)!r})\n{first}\nfrom plm_ratios.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True, text=True, timeout=50, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return Ended(ran.returncode, ran.stdout, ran.stderr)


def left_here() -> list[str]:
    """Names of the files in the folder in which the command ran, hidden ones too."""
    return sorted(path.name for path in Path().iterdir())


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_every_command_says_what_it_does_and_gives_an_example(
        self, run: Run, command: str, option: str
    ) -> None:
        end = run(*command.split(), option)
        assert end.code == 0
        assert f"Example: plm-ratios {command}" in end.words

    @pytest.mark.parametrize("command", COMMANDS)
    def test_the_examples_are_commands_with_options_that_exist(self, run: Run, command: str) -> None:
        text = run(*command.split(), "--help").out
        example = next(line for line in text.splitlines() if "Example:" in line).partition("plm-ratios ")[2]
        for word in shlex.split(example):
            assert not word.startswith("--") or word in text.replace("Example:" + example, "")

    def test_without_a_command_it_says_where_to_start(self, run: Run) -> None:
        end = run()
        assert "Start with: plm-ratios demo" in end.words
        for command in COMMANDS:
            assert command.split()[0] in end.words

    def test_version(self, run: Run) -> None:
        version = f"plm-ratios {plm_ratios.__version__}, catalog {catalog.load().edition}\n"
        assert run("--version") == (0, version, "")

    @pytest.mark.parametrize("arguments", [["comparee"], ["compare", "--bases", "seen"], ["new"]])
    def test_a_slip_of_the_hand_is_exit_code_2(self, run: Run, arguments: list[str]) -> None:
        end = run(*arguments)
        refused(end, "--help shows how it is used.")
        assert not end.out

    def test_it_runs_as_a_module(self) -> None:
        source = str(Path(plm_ratios.__file__).parent.parent)
        ran = subprocess.run(
            [sys.executable, "-m", "plm_ratios.cli", "--version"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": source},
        )
        assert ran.stdout.startswith("plm-ratios ")


class TestCompare:
    def test_it_compares_the_well_known_models_unless_told(self, run: Run) -> None:
        end = run("compare")
        assert end.code == 0
        for name in DEFAULT_MODELS:
            assert catalog.load().model(name).name in end.out
        assert "basis: sequences x 325 residues; target: 20" in end.words
        assert catalog.load().edition in end.out

    def test_models_by_any_name_keep_their_order_and_come_once(self, run: Run) -> None:
        end = run("compare", "progen2_XLARGE", "esm2-15b", "ESM-2 15B", "--csv", "out.csv")
        assert end.code == 0
        assert list(pandas.read_csv("out.csv").model) == ["ProGen2-xlarge", "ESM-2 15B"]

    @pytest.mark.parametrize("family", ["ESM-2", "esm2", "esm_2", "ESM 2"])
    def test_a_family_stands_for_its_models(self, run: Run, family: str) -> None:
        end = run("compare", family, "--csv", "out.csv")
        assert end.code == 0
        sizes = ["8M", "35M", "150M", "650M", "3B", "15B"]
        assert list(pandas.read_csv("out.csv").model) == [f"ESM-2 {size}" for size in sizes]

    def test_csv_holds_full_numbers_with_their_sources(self, run: Run) -> None:
        end = run("compare", *ESSAY, "--csv", "out.csv")
        assert "Wrote out.csv" in end.out
        table = pandas.read_csv("out.csv")
        assert list(table.model) == ESSAY
        assert list(table.tokens_per_parameter.round(4)) == [1.4083, 9.1406, 3.055]
        assert list(table.ratio_seen) == [57.6, 54.6875, 10.0]
        assert list(table.tokens) == [65e6 * 325, 180e6 * 325, 940e6 * 325]
        assert list(table.times_target) == list(table.tokens_per_parameter / 20)
        assert set(table.verdict) == {"too few tokens"}
        assert table.source.str.contains("confidence").all()
        assert set(table.catalog_edition) == {catalog.load().edition}

    def test_basis_average_length_and_target_count(self, run: Run) -> None:
        run("compare", *ESSAY, "--basis", "seen", "--target", "57.6", "--csv", "seen.csv")
        seen = pandas.read_csv("seen.csv")
        assert list(seen.tokens_per_parameter) == [57.6, 54.6875, 10.0]
        assert list(seen.verdict) == ["near optimal", "near optimal", "too few tokens"]
        assert seen.times_target[0] == 1
        run("compare", *ESSAY, "--avglen", "650", "--csv", "long.csv")
        assert list(pandas.read_csv("long.csv").tokens_per_parameter.round(3)) == [2.817, 18.281, 6.11]

    def test_where_there_is_no_number_the_cell_is_empty_and_the_source_says_why(self, run: Run) -> None:
        end = run("compare", "ESM-2 15B", "--basis", "unique", "--csv", "out.csv")
        assert "–" in end.out and "#N/A" not in end.out
        table = pandas.read_csv("out.csv")
        assert table[["tokens", "tokens_per_parameter", "times_target", "verdict"]].isna().all(axis=None)
        assert 'has no number on the basis "unique"' in table.source[0]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["esm2 15"], ['No model is called "esm2 15"', "Nearest: ESM-2 15B"]),
            (["ESM-2 15B", "progen2 xl"], ["ProGen2-xlarge"]),
            (["BFD100"], ['No model is called "BFD100"']),
            ([""], ["No model is called"]),
            (
                ["--basis", "all"],
                ['There is no basis "all". Choose "sequences", "unique", "seen" or "effective".'],
            ),
            (["--avglen", "0"], ["The average length must be a finite number above zero; it is 0."]),
            (["--avglen", "-325"], ["above zero; it is -325."]),
            (["--avglen", "nan"], ['The average length must be a number; "nan" is not one.']),
            (["--avglen", "1e999"], ["The average length must be a finite number."]),
            (["--target", "0"], ["The target must be a finite number above zero"]),
            (["--target", "inf"], ['The target must be a number; "inf" is not one.']),
        ],
    )
    def test_wrong_input_is_one_line_and_writes_nothing(
        self, run: Run, arguments: list[str], words: list[str]
    ) -> None:
        end = run("compare", *arguments, "--csv", "out.csv")
        refused(end, *words)
        assert end.out == "" and left_here() == []

    def test_text_for_a_number_is_exit_code_2(self, run: Run) -> None:
        refused(run("compare", "--avglen", "long"), 'The average length must be a number; "long" is not one.')

    def test_a_csv_that_is_there_is_replaced_only_when_forced(self, run: Run) -> None:
        Path("out.csv").write_text("mine")
        refused(run("compare", "--csv", "out.csv"), "out.csv exists already", "--force")
        assert Path("out.csv").read_text() == "mine" and left_here() == ["out.csv"]
        assert run("compare", "--csv", "out.csv", "--force").code == 0
        assert len(pandas.read_csv("out.csv")) == len(DEFAULT_MODELS)
        assert left_here() == ["out.csv"]

    def test_a_folder_that_is_not_there_is_not_made(self, run: Run) -> None:
        refused(run("compare", "--csv", "nowhere/out.csv"), "There is no folder nowhere")
        assert left_here() == []

    def test_a_folder_is_not_replaced_by_a_file(self, run: Run) -> None:
        Path("out").mkdir()
        refused(run("compare", "--csv", "out", "--force"))
        assert left_here() == ["out"]


class TestClaims:
    """plm-ratios claims: every claim of the essay, on every basis, over both sets of models."""

    def test_answers_readings_and_when_they_change(self, run: Run) -> None:
        end = run("claims")
        assert end.code == 0
        assert "ProGen2-xlarge is nearest to the optimum largest true" in end.words
        for said in (
            "true below 1230, false above",
            "true below 1060, mildly true from 1060 to 2130, false above",
            "false below 4620, mildly true from 4620 to 9230, true above",
        ):
            assert said in end.words
        for one in CLAIMS:
            for text in (one.name, one.sentence, one.formula, one.reading):
                assert text in end.words

    def test_csv_holds_every_answer_with_its_reason(self, run: Run) -> None:
        assert "Wrote out.csv" in run("claims", "--csv", "out.csv").out
        table = pandas.read_csv("out.csv")
        assert len(table) == len(CLAIMS) * 2 * 6
        assert set(table.tested_on) == {"sequences", "unique", "seen", "effective", "cheng-clm", "cheng-mlm"}
        assert table[["answer", "why", "source", "place", "quote"]].notna().all().all()
        first = table.set_index(["claim", "models", "tested_on"]).answer[CLAIMS[0].name]
        assert first["largest"]["sequences"] == "true"
        assert first["all"]["sequences"] == first["largest"]["seen"] == "false"

    def test_the_average_length_and_the_target_move_the_answers(self, run: Run) -> None:
        run("claims", "--avglen", "1300", "--csv", "long.csv")
        run("claims", "--target", "5", "--csv", "low.csv")
        for name, wanted in (("long.csv", ["false", "mildly true"]), ("low.csv", ["false", "mildly true"])):
            table = pandas.read_csv(name).query("models == 'largest' and tested_on == 'sequences'")
            assert list(table.answer[:2]) == wanted

    @pytest.mark.parametrize("arguments", [["--avglen", "0"], ["--target", "-1"], ["--avglen", "-inf"]])
    def test_impossible_sizes_are_refused(self, run: Run, arguments: list[str]) -> None:
        refused(run("claims", *arguments, "--csv", "out.csv"), "must be a")
        assert left_here() == []

    def test_a_csv_that_is_there_is_replaced_only_when_forced(self, run: Run) -> None:
        Path("out.csv").write_text("mine")
        refused(run("claims", "--csv", "out.csv"), "out.csv exists already", "--force")
        assert Path("out.csv").read_text() == "mine"
        assert run("claims", "--csv", "out.csv", "--force").code == 0


class TestNew:
    @pytest.mark.parametrize("flavour", workbook_builder.FLAVOURS)
    def test_each_flavour_opens_and_holds_what_was_asked_for(self, run: Run, flavour: str) -> None:
        choice = ["--model", "RITA", "--model", "esm2-15b", "--basis", "seen", "--avglen", "300"]
        here = "my" + workbook_builder.FLAVOURS[flavour].suffix
        end = run("new", here, "--flavour", flavour, *choice, "--target", "15")
        assert end.code == 0 and end.out.startswith(f"Wrote {here} ({flavour}: needs ")
        assert left_here() == [here]
        book = openpyxl.load_workbook(here, data_only=True)
        assert book.sheetnames[:3] == ["Start", "Compare", "Bases"]
        assert {"Catalog", "Datasets", "Sources", "Functions"} <= set(book.sheetnames)
        inputs = {}
        for name in ("Basis", "AverageLength", "Target"):
            sheet, cell = book.defined_names[name].attr_text.split("!")
            inputs[name] = book[sheet][cell.replace("$", "")].value
        assert inputs == {"Basis": "seen", "AverageLength": 300, "Target": 15}
        rows = list(book["Compare"].values)
        header = next(row for row in rows if row[0] == "Model")
        models = rows[rows.index(header) + 1 :][:5]
        assert [row[0] for row in models] == ["RITA-S", "RITA-M", "RITA-L", "RITA-XL", "ESM-2 15B"]
        assert models[4][header.index("Tokens per parameter")] == 57.6
        formulas = openpyxl.load_workbook(here)["Compare"].values
        text = " ".join(str(cell) for row in formulas for cell in row)
        calls = {"calc": ".RATIO(", "excel": ",RATIO("}.get(flavour, "RATIO(")
        assert (calls in text) == workbook_builder.FLAVOURS[flavour].has_functions

    def test_an_xlsm_file_is_for_excel(self, run: Run) -> None:
        assert run("new", "my.xlsm").out.startswith("Wrote my.xlsm (excel: needs Excel on Windows")

    def test_it_is_native_and_well_known_models_unless_told(self, run: Run) -> None:
        assert "native" in run("new", "my.xlsx").out
        names = [row[0] for row in openpyxl.load_workbook("my.xlsx")["Compare"].values]
        for name in DEFAULT_MODELS:
            assert catalog.load().model(name).name in names

    def test_a_file_that_is_there_is_replaced_only_when_forced(self, run: Run) -> None:
        Path("my.xlsx").write_text("mine")
        refused(run("new", "my.xlsx"), "my.xlsx exists already", "--force")
        assert Path("my.xlsx").read_text() == "mine"
        assert run("new", "my.xlsx", "--force").code == 0
        assert openpyxl.load_workbook("my.xlsx").sheetnames
        assert left_here() == ["my.xlsx"]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["my.xls"], ["name it my.xlsx"]),
            (["my"], ["name it my.xlsx"]),
            (["nowhere/my.xlsx"], ["There is no folder nowhere"]),
            (["my.xlsx", "--flavour", "word"], ['no flavour "word"', "calc", "native"]),
            (["my.xlsx", "--model", "esm2 15"], ["Nearest: ESM-2 15B"]),
            (["my.xlsx", "--basis", "all"], ['There is no basis "all"']),
            (["my.xlsx", "--avglen", "0"], ["average length must be a finite number above zero"]),
            (["my.xlsx", "--avglen", "-1"], ["average length must be a finite number above zero"]),
            (["my.xlsx", "--target", "-1"], ["target must be a finite number above zero"]),
        ],
    )
    def test_wrong_input_is_one_line_and_writes_nothing(
        self, run: Run, arguments: list[str], words: list[str]
    ) -> None:
        refused(run("new", *arguments), *words)
        assert left_here() == []


class TestStopping:
    HALF_WAY = (
        "import signal\n"
        "from plm_ratios.workbook_builder import what_if_sheet as what_if\n"
        "what_if.write = lambda *_: signal.raise_signal(signal.SIGINT)\n"
    )

    def test_ctrl_c_leaves_nothing_half_written(self) -> None:
        """A real signal, when half of the sheets are written."""
        end = in_a_process("new", "my.xlsx", first=self.HALF_WAY)
        assert end == (130, "", "Stopped; nothing was left half-written.\n")
        assert left_here() == []

    def test_ctrl_c_keeps_the_file_that_was_there(self) -> None:
        Path("my.xlsx").write_text("mine")
        assert in_a_process("new", "my.xlsx", "--force", first=self.HALF_WAY).code == 130
        assert left_here() == ["my.xlsx"] and Path("my.xlsx").read_text() == "mine"

    @pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="pipes end otherwise there")
    def test_a_reader_that_has_enough_is_no_error(self) -> None:
        program = f"{shlex.quote(sys.executable)} -m plm_ratios.cli compare | head -n 1"
        source = str(Path(plm_ratios.__file__).parent.parent)
        ran = subprocess.run(
            ["/bin/sh", "-c", program],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": source},
        )
        assert ran.stdout.startswith("Tokens per parameter") and "Traceback" not in ran.stderr


CATALOG = {
    "edition.yaml": "edition: 2026-01-31\nlicense: CC BY 4.0\n",
    "sources.yaml": "doe2024:\n  title: Doe et al., Tiny\n  year: 2024\n  url: https://example.org/tiny\n",
    "datasets.yaml": "[]\n",
    "models/tiny.yaml": """\
# Tiny: an example.
- id: tiny-1m
  name: Tiny 1M
  family: Tiny
  kind: protein
  facts:
    params_total:
      - value: 1_000_000
        source: doe2024
        locator: Table 1
        confidence: high
      - value: 1_100_000
        source: doe2024
        locator: abstract
        confidence: low
        note: The abstract counts the embedding twice.
    sequences:
      - value: 500_000
        source: doe2024
        locator: Table 1
        confidence: low
""",
}


@pytest.fixture
def data() -> Path:
    """A small catalog without a fault, not yet built."""
    for name, text in CATALOG.items():
        path = Path("data", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Path("data")


def change(path: Path, passage: str, by: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert passage in text
    path.write_text(text.replace(passage, by, 1), encoding="utf-8")


class TestCatalogFiles:
    def test_check_asks_for_a_build_and_is_content_after_it(self, run: Run, data: Path) -> None:
        end = run("catalog", "check", "--data", "data")
        refused(end, "1 problem in data", code=exit_codes.FOUND_FAULTS)
        assert "catalog.json: is not up to date; run: plm-ratios catalog build" in end.out
        assert run("catalog", "build", "--data", "data").out == f"Wrote {data / 'catalog.json'}\n"
        end = run("catalog", "check", "--data", "data")
        assert end == (0, "1 models, 0 datasets, 1 sources: all rules hold.\n", "")

    def test_check_tells_every_problem(self, run: Run, data: Path) -> None:
        change(data / "models/tiny.yaml", "        note: The abstract counts the embedding twice.\n", "")
        change(data / "models/tiny.yaml", "confidence: high", "confidence: medium")
        change(data / "models/tiny.yaml", "confidence: low", "confidence: high")
        end = run("catalog", "check", "--data", "data")
        refused(end, "2 problems in data", code=exit_codes.FOUND_FAULTS)
        assert "tiny-1m: facts.params_total: the facts differ; a note must say why" in end.out
        assert "a fact of higher confidence is listed below the first one" in end.out

    def test_build_refuses_and_leaves_the_old_catalog(self, run: Run, data: Path) -> None:
        run("catalog", "build", "--data", "data")
        old = (data / "catalog.json").read_bytes()
        change(data / "models/tiny.yaml", "doe2024", "poe2024")
        end = run("catalog", "build", "--data", "data")
        refused(end, "nothing written: 1 problem")
        assert 'the source "poe2024" is not in sources.yaml' in end.out
        assert (data / "catalog.json").read_bytes() == old

    def test_format_puts_files_into_canonical_form_and_says_which(self, run: Run, data: Path) -> None:
        before = (data / "models/tiny.yaml").read_text(encoding="utf-8")
        change(data / "models/tiny.yaml", "1_000_000", "1000000")
        change(data / "sources.yaml", "title: Doe et al., Tiny", "title: 'Doe et al., Tiny'")
        end = run("catalog", "format", "--data", "data")
        assert end == (0, "Formatted sources.yaml\nFormatted tiny.yaml\n", "")
        assert (data / "models/tiny.yaml").read_text(encoding="utf-8") == before
        assert run("catalog", "format", "--data", "data") == (0, "", "")

    @pytest.mark.parametrize(
        ("passage", "by", "told"),
        [
            ("  family: Tiny", "  # odd\n  family: Tiny", "tiny.yaml:4: a comment below the header"),
            ("family: Tiny", "family: Tiny # odd", "tiny.yaml:4: a comment below the header"),
            ("kind: protein", "kind: peptide", "plm-ratios catalog check says more"),
            ("facts:", "facts: [", "tiny.yaml"),
        ],
    )
    def test_format_refuses_what_it_would_lose_or_cannot_read(
        self, run: Run, data: Path, passage: str, by: str, told: str
    ) -> None:
        change(data / "models/tiny.yaml", passage, by)
        before = (data / "models/tiny.yaml").read_bytes()
        refused(run("catalog", "format", "--data", "data"), told)
        assert (data / "models/tiny.yaml").read_bytes() == before

    @pytest.mark.parametrize("command", ["check", "format", "build"])
    def test_a_folder_that_is_not_there(self, run: Run, command: str) -> None:
        refused(run("catalog", command, "--data", "nowhere"))
        assert left_here() == []

    def test_the_bundled_catalog_keeps_every_rule(self, run: Run) -> None:
        assert "all rules hold" in run("catalog", "check").out


class TestCatalogShow:
    def test_every_claim_stands_with_its_source_place_address_and_quote(self, run: Run) -> None:
        end = run("catalog", "show", "esm2_t48_15B_UR50D")
        assert end.code == 0
        assert "ESM-2 15B (model esm2-15b)" in end.words
        for facts in catalog.load().model("esm2-15b").facts.values():
            for fact in facts:
                assert fact.source is None or fact.source.url in end.words
                assert fact.value is None or f"{fact.value:,.0f}" in end.words
        assert '"esm2_t48_15B_UR50D | 48 | 15B' in end.words
        assert "= batch_tokens * train_steps" in end.words
        assert "Counted from the architecture (encoder-rotary)" in end.words

    def test_conflicts_are_marked_and_explained(self, run: Run) -> None:
        end = run("catalog", "show", "ESM-2 15B")
        lines = end.out.splitlines()
        rows = [line for line in lines if line.startswith("tokens_seen ")]
        assert ["864,000,000,000" in rows[0], "1,000,000,000,000" in rows[1]] == [True, True]
        assert "preferred" in rows[0] and "differs" in rows[1]
        (layers,) = [line for line in lines if line.startswith("layers ")]
        assert "preferred" not in layers and "differs" not in layers
        note = catalog.load().model("ESM-2 15B").facts_about("sequences")[0].note
        assert " ".join(note.split()) in end.words

    def test_claims_that_agree_with_the_preferred_one_are_not_marked(self, run: Run, data: Path) -> None:
        """1,000,000 and 1,100,000 as they are, and 1,001,000 between them."""
        claim = "      - value: 1_001_000\n        source: doe2024\n        locator: Fig. 1\n"
        change(
            data / "models/tiny.yaml",
            "      - value: 1_100",
            claim + "        confidence: high\n      - value: 1_100",
        )
        run("catalog", "build", "--data", "data")
        ours = "from plm_ratios.catalog import loading; loading.COMPILED = 'data/catalog.json'"
        shown = in_a_process("catalog", "show", "tiny-1m", first=ours).out
        rows = [row for row in shown.splitlines() if row.startswith("params_total ")]
        assert ["differs" in row for row in rows] == [False, False, True]
        assert "preferred" in rows[0]

    @pytest.mark.parametrize("name", ["BFD100", "ProGen2-small", "IgLM", "xTrimoPGLM corpus", "Evo 2 40B"])
    def test_datasets_ranges_and_models_without_numbers_too(self, run: Run, name: str) -> None:
        end = run("catalog", "show", name)
        assert end.code == 0 and end.out.startswith(name) and "None" not in end.words.split()

    def test_a_range_is_shown_as_one(self, run: Run) -> None:
        assert "175,000,000,000 to 400,000,000,000" in run("catalog", "show", "ProGen2-small").words

    def test_an_unknown_name_brings_up_the_nearest(self, run: Run) -> None:
        refused(run("catalog", "show", "esm2 15 bn"), 'called "esm2 15 bn"', "Nearest: ESM-2 15B")


@pytest.mark.usefixtures("without_libreoffice")
class TestWithoutLibreOffice:
    @pytest.mark.slow  # all that the demo writes, twice; with LibreOffice, README's commands are run
    def test_the_demo_says_what_it_left_out_and_can_run_again(self, run: Run) -> None:
        end = run("demo", "--out", "out")
        assert end.code == 0
        assert "Left out: recalculation and the picture of the chart." in end.out
        assert "ESM-2 15B" in end.out
        assert sorted(path.name for path in Path("out").iterdir()) == [
            "comparison.csv",
            "comparison.pptx",
            "plm_ratios_calc.xlsx",
            "plm_ratios_excel.xlsm",
            "plm_ratios_lambda.xlsx",
            "plm_ratios_lite.xlsx",
            "plm_ratios_native.xlsx",
        ]
        assert len(pandas.read_csv("out/comparison.csv")) == len(DEFAULT_MODELS)
        for name, flavour in workbook_builder.FLAVOURS.items():
            assert openpyxl.load_workbook(f"out/plm_ratios_{name}{flavour.suffix}").sheetnames
        Path("out").rename("demo")  # where it writes unless told
        before = sorted(Path("demo").iterdir())
        assert run("demo").code == 0
        assert left_here() == ["demo"]
        assert sorted(Path("demo").iterdir()) == before

    def test_the_demo_does_not_replace_a_file_by_its_folder(self, run: Run) -> None:
        Path("out").write_text("mine")
        refused(run("demo", "--out", "out"), "out")
        assert Path("out").read_text() == "mine"

    def test_the_doctor_names_what_is_missing_and_the_command_that_fixes_it(self, run: Run) -> None:
        end = run("doctor")
        assert end.code == 0
        assert f"{plm_ratios.__version__}, catalog {catalog.load().edition}" in end.words
        assert "missing" in end.words
        assert locate.how_to_install() in end.words

    def test_the_doctor_tells_who_may_use_xlwings_server(self, run: Run) -> None:
        assert "xlwings Server" in run("doctor").words
        assert "free for non-commercial use" in run("doctor").words

    def test_recalc_says_how_to_get_it(self, run: Run) -> None:
        run("new", "my.xlsx")
        refused(run("recalc", "my.xlsx"), locate.SOFFICE_VARIABLE)
        assert left_here() == ["my.xlsx"]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["gone.xlsx"], ["There is no file gone.xlsx"]),
            (["."], ["is a folder"]),
            (["text.xlsx"], ["text.xlsx"]),
            (["empty.xlsx"], ["empty.xlsx"]),
            (["my.csv"], ["my.csv"]),
            (["my.xlsx", "--out", "my.xlsx"], ["would take the place of my.xlsx"]),
            (["my.xlsx", "--out", "my.xlsx", "--force"], ["would take the place of my.xlsx"]),
            (["my.xlsx", "--out", "./other/../my.xlsx"], ["would take the place of my.xlsx"]),
            (["my.xlsx", "--out", "my.xlsm"], ["stays a .xlsx file"]),
            (["my.xlsx", "--out", "nowhere/my.xlsx"], ["There is no folder nowhere"]),
            (["my.xlsx", "--out", "text.xlsx"], ["text.xlsx exists already"]),
            (["my.xlsx", "--out", "other.xlsx", "--force"], ["is not a file"]),
        ],
    )
    def test_recalc_refuses_before_it_looks_for_libreoffice(
        self, run: Run, arguments: list[str], words: list[str]
    ) -> None:
        copied(Path("my.xlsx"), "native")
        Path("other").mkdir()
        Path("other.xlsx").mkdir()
        Path("text.xlsx").write_text("no workbook")
        Path("my.csv").write_text("a,b\n")
        Path("empty.xlsx").touch()
        before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
        end = run("recalc", *arguments)
        refused(end, *words)
        assert locate.SOFFICE_VARIABLE not in end.err
        assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before

    @pytest.mark.parametrize("command", ["install", "uninstall"])
    def test_calc_commands_are_one_line(self, run: Run, command: str) -> None:
        refused(run("calc", command))


class TestCalcBuild:
    def test_the_extension_is_written_whole_and_replaced_only_when_forced(self, run: Run) -> None:
        assert run("calc", "build", "my.oxt") == (0, "Wrote my.oxt\n", "")
        assert left_here() == ["my.oxt"]
        refused(run("calc", "build", "my.oxt"), "my.oxt exists already", "--force")
        assert run("calc", "build", "my.oxt", "--force").code == 0

    def test_a_folder_that_is_not_there(self, run: Run) -> None:
        refused(run("calc", "build", "nowhere/my.oxt"), "There is no folder nowhere")


class TestCatalogList:
    """What there is, for people who do not know the names yet."""

    def test_all_models(self, run: Run) -> None:
        listed = run("catalog", "list").out
        assert all(model.name in listed for model in load().models)

    def test_a_family(self, run: Run) -> None:
        listed = run("catalog", "list", "progen2").out
        assert "ProGen2-xlarge" in listed
        assert "ESM-2" not in listed

    def test_datasets(self, run: Run) -> None:
        listed = run("catalog", "list", "--datasets").out
        assert all(dataset.name in listed for dataset in load().datasets)

    def test_an_unknown_family_names_the_nearest(self, run: Run) -> None:
        refused(run("catalog", "list", "progen 3x"), "ProGen3")
