"""plm-ratios catalog import epoch and catalog diff epoch, as people type them."""

from __future__ import annotations

import json
import os
import re
import shlex
import time
from pathlib import Path
from typing import Iterator

import pandas
import pytest

from cli.command_line import Run, refused
from plm_ratios import catalog
from plm_ratios.catalog import config_paths
from plm_ratios.curation import user_yaml as own_curation

REAL = Path(__file__).parent.parent / "data" / "epoch_biology.csv"
# Of a model that no catalog has; the real export's are taken into the bundled one by and by.
OWN = """Model,Domain,Task,Reference,Parameters,Training dataset size (datapoints),Dataset size notes,\
Confidence
OwnPLM,Biology,Protein or nucleotide language model (pLM/nLM),A protein language model,4300000,3000000001.0,\
"10,000,000 sequences × 300 residues",Confident
"""
COMMANDS = ["catalog import epoch", "catalog diff epoch"]


@pytest.fixture(autouse=True)
def _a_place_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty folder to work in, no catalog of the person who runs the tests, a terminal of known width."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(config_paths.FOLDER_VARIABLE, str(tmp_path / "config"))
    monkeypatch.delenv(config_paths.CATALOG_VARIABLE, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    yield
    catalog.reload()


def left_here() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does_and_gives_an_example(run: Run, command: str) -> None:
    end = run(*command.split(), "--help")
    assert end.code == 0 and f"Example: plm-ratios {command} " in end.words
    example = next(line for line in end.out.splitlines() if "Example:" in line).partition("plm-ratios ")[2]
    for word in shlex.split(example.strip(" │")):
        assert not word.startswith("--") or word in end.out.replace(example, "")


class TestImport:
    def test_it_writes_a_catalog_that_every_command_can_use(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("own.csv").write_text(OWN, encoding="utf-8")
        end = run("catalog", "import", "epoch", "own.csv", "--out", "epoch.yaml")
        assert end.code == 0 and left_here() == ["epoch.json", "epoch.yaml", "own.csv"]
        assert f"To use it: {config_paths.CATALOG_VARIABLE}={Path('epoch.yaml').absolute()}" in end.out
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(Path("epoch.yaml").absolute()))
        assert "all rules hold" in run("catalog", "check", "--user").out
        shown = run("catalog", "show", "OwnPLM").words
        assert "10,000,000" in shown and "CC BY 4.0" in shown and "Epoch AI" in shown
        compared = run("compare", "OwnPLM", "--basis", "unique", "--csv", "out.csv")
        assert compared.code == 0
        assert pandas.read_csv("out.csv").tokens_per_parameter[0] == pytest.approx(3e9 / 4.3e6)

    def test_no_bundled_number_changes(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        out = run("catalog", "import", "epoch", str(REAL), "--all-domains", "--out", "epoch.yaml").out
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(Path("epoch.yaml").absolute()))
        catalog.reload()
        ours = {model.id: model for model in catalog.bundled().models}
        assert f"Came in: {len(catalog.load().user_entries)}\n" in out and catalog.load().warnings == ()
        for model in catalog.load().models:
            if model.id in ours:
                assert model is ours[model.id]

    def test_it_counts_what_came_in_and_what_did_not_and_why(self, run: Run) -> None:
        out = run("catalog", "import", "epoch", str(REAL), "--dry-run").out
        assert "epoch_biology.csv: 255 rows, newest change 2025-06-19. Data by Epoch AI, CC BY 4.0." in out
        came, skipped = (int(out.partition(f"{word}: ")[2].split()[0]) for word in ("Came in", "Skipped"))
        assert came + skipped == 255 and came > 0
        for why in (
            "its task is no protein or nucleotide language model",
            "in the bundled catalog already; see",
        ):
            assert re.search(rf"\d+ {why}", out)
        assert re.search(r"\d+ a model of DNA; --all-domains brings it in", out)
        assert "AbLang (heavy sequences): Epoch AI's 355,000,000 was corrected to 85,830,000." in out
        assert "Rounding artefacts cleaned: " in out
        assert "Nothing was written." in out and left_here() == []

    def test_verbose_lists_every_row(self, run: Run) -> None:
        out = run("catalog", "import", "epoch", str(REAL), "--dry-run", "--verbose").out
        for name in pandas.read_csv(REAL).Model:
            assert " ".join(name.split()) in out
        assert "ESM2-15B, row 206: as ESM-2 15B" in out
        Path("own.csv").write_text(OWN, encoding="utf-8")
        out = run("catalog", "import", "epoch", "own.csv", "--dry-run", "--verbose").out
        assert "OwnPLM: Epoch AI's file has 3000000001.0, a rounding artefact of 3,000,000,000." in out

    def test_the_licence_stands_in_the_file_and_in_what_is_compiled_from_it(self, run: Run) -> None:
        run("catalog", "import", "epoch", str(REAL))
        assert left_here() == ["epoch-2025-06-19.json", "epoch-2025-06-19.yaml"]
        head = Path("epoch-2025-06-19.yaml").read_text(encoding="utf-8").partition("models:")[0]
        assert all(line.startswith("#") for line in head.splitlines() if line)
        assert "Licensed CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)" in head
        compiled = json.loads(Path("epoch-2025-06-19.json").read_text(encoding="utf-8"))
        assert "CC BY 4.0" in compiled["sources"]["epoch-2025-06-19"]["title"]

    def test_the_same_export_gives_the_same_bytes(self, run: Run) -> None:
        for name in ("one.yaml", "two.yaml"):
            run("catalog", "import", "epoch", str(REAL), "--out", name)
        assert Path("one.yaml").read_bytes() == Path("two.yaml").read_bytes()
        assert Path("one.json").read_bytes() == Path("two.json").read_bytes()

    def test_the_variable_keeps_the_catalog_that_is_there(self, run: Run) -> None:
        run("catalog", "add", "--name", "Mine", "--params", "1M", "--sequences", "2M", "--locator", "x")
        mine = config_paths.catalog_paths()[0].yaml
        end = run("catalog", "import", "epoch", str(REAL), "--out", "epoch.yaml")
        variable = end.out.splitlines()[-1].partition("=")[2]
        assert [Path(part).name for part in variable.split(os.pathsep)] == ["catalog.yaml", "epoch.yaml"]
        assert variable.startswith(mine)

    @pytest.mark.parametrize("there", ["epoch.yaml", "epoch.json"])
    def test_what_is_there_is_replaced_only_when_forced(self, run: Run, there: str) -> None:
        Path(there).write_text("mine")
        command = ("catalog", "import", "epoch", str(REAL), "--out", "epoch.yaml")
        refused(run(*command), f"{there} exists already", "--force")
        assert Path(there).read_text() == "mine" and left_here() == [there]
        assert run(*command, "--dry-run").code == 0 and Path(there).read_text() == "mine"
        assert run(*command, "--force").code == 0 and left_here() == ["epoch.json", "epoch.yaml"]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["gone.csv"], "There is no file gone.csv."),
            (["."], "is a folder"),
            (["empty.csv"], "empty.csv is empty."),
            (["text.csv"], 'has no column "Model" or "System"'),
            (["cut.csv"], "is damaged or cut off"),
            (["book.csv"], "it cannot be unpacked"),
            ([str(REAL), "--out", "epoch.json"], "name it epoch.yaml"),
            ([str(REAL), "--out", "nowhere/epoch.yaml"], "There is no folder nowhere"),
            ([str(REAL), "--out", "folder.yaml"], "is a folder"),
            ([str(REAL), "--out", "folder.yaml", "--force"], "is a folder"),
            (["same.yaml", "--out", "same.yaml", "--force"], "is the file to read"),
        ],
    )
    def test_wrong_input_is_one_line_and_writes_nothing(
        self, run: Run, arguments: list[str], words: str
    ) -> None:
        Path("empty.csv").touch()
        Path("text.csv").write_text("a,b\n1,2\n")
        Path("cut.csv").write_bytes(REAL.read_bytes()[:100_000])
        Path("book.csv").write_bytes(b"PK\x03\x04" + b"\0" * 50)
        Path("same.yaml").write_bytes(REAL.read_bytes())
        Path("folder.yaml").mkdir()
        before = left_here()
        refused(run("catalog", "import", "epoch", *arguments), words)
        assert left_here() == before and list(Path("folder.yaml").iterdir()) == []

    def test_where_nothing_comes_in_nothing_is_written(self, run: Run) -> None:
        lines = REAL.read_text(encoding="utf-8").splitlines(keepends=True)
        Path("two.csv").write_text("".join(lines[:2]), encoding="utf-8")  # the header, and Boltz-2
        end = run("catalog", "import", "epoch", "two.csv")
        assert end.code == 0 and "Came in: 0" in end.out and "Nothing was written." in end.out
        assert left_here() == ["two.csv"]

    def test_a_clash_with_a_catalog_of_the_users_own_is_said(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        numbers = ("--params", "1M", "--sequences", "2M", "--locator", "x")
        run("catalog", "add", "--name", "OwnPLM", *numbers)
        Path("own.csv").write_text(OWN, encoding="utf-8")
        both = (config_paths.catalog_paths()[0].yaml, str(Path("epoch.yaml").absolute()))
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, os.pathsep.join(both))
        end = run("catalog", "import", "epoch", "own.csv", "--out", "epoch.yaml")
        assert end.code == 2 and "Nothing was written" in end.err and len(end.err.splitlines()) == 1
        assert left_here() == ["own.csv"]

    def test_ctrl_c_leaves_nothing_half_written(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(*_: object) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr(own_curation, "compiled", stopped)
        assert run("catalog", "import", "epoch", str(REAL), "--out", "epoch.yaml").code == 130
        assert left_here() == []

    def test_it_takes_less_than_five_seconds_of_the_processor(self, run: Run) -> None:
        begin = time.process_time()
        assert run("catalog", "import", "epoch", str(REAL)).code == 0
        assert time.process_time() - begin < 5
        assert left_here() == ["epoch-2025-06-19.json", "epoch-2025-06-19.yaml"]


class TestDiff:
    def test_it_shows_what_differs_and_why(self, run: Run) -> None:
        end = run("catalog", "diff", "epoch", str(REAL))
        assert end.code == 0
        (line,) = (row for row in end.out.splitlines() if row.startswith("│ProGen ") and "tokens_seen" in row)
        assert "1.05T" in line and "33B" in line and "differs, explained" in line
        assert re.search(r"\d\d models in both", end.out)
        assert "differs, not explained" in end.out and "Data by Epoch AI, CC BY 4.0" in end.out
        assert "SeqVec" not in end.out  # agrees throughout

    def test_it_holds_compute_against_hardware(self, run: Run) -> None:
        out = run("catalog", "diff", "epoch", str(REAL)).out
        assert "   1 impossible\n         ProteinLM, V100 32GB: 1.6e22 FLOPs" in out
        assert "ProtChatGPT, H100 SXM: 7.2e23 FLOPs in 48 chip-hours are 4,213 times the peak" in out
        assert "Tranception" not in out  # circular, which only --verbose lists

    def test_verbose_shows_what_agrees_too(self, run: Run) -> None:
        assert "SeqVec" in run("catalog", "diff", "epoch", str(REAL), "--verbose").out

    def test_the_csv_holds_every_line(self, run: Run) -> None:
        end = run("catalog", "diff", "epoch", str(REAL), "--csv", "out.csv")
        assert end.out.endswith("Wrote out.csv\n")
        table = pandas.read_csv("out.csv")
        total = int(end.out.partition(" models in both, ")[2].split()[0])
        held = table.quantity == "share of peak"
        assert sum(~held) == total and f"{table[~held].model.nunique()} models in both" in end.out
        assert f"{sum(held)} rows state compute, chips and hours" in end.out
        assert table[held].set_index("model").theirs["ProteinLM"] == pytest.approx(2.94, abs=0.01)
        for outcome, count in table.outcome.value_counts().items():
            assert f"{count:4} {outcome}\n" in end.out
        progen = table[(table.model == "ProGen") & (table.quantity == "tokens_seen")].iloc[0]
        assert (progen.theirs, progen.ours) == (1.049e12, 3.3e10) and "2,048" in progen.why
        assert table[table.outcome == "differs, explained"].why.notna().all()

    def test_a_file_that_is_there_is_replaced_only_when_forced(self, run: Run) -> None:
        Path("out.csv").write_text("mine")
        end = run("catalog", "diff", "epoch", str(REAL), "--csv", "out.csv")
        assert end.code == 2 and "out.csv exists already" in end.err and Path("out.csv").read_text() == "mine"
        assert run("catalog", "diff", "epoch", str(REAL), "--csv", "out.csv", "--force").code == 0
        assert len(pandas.read_csv("out.csv")) > 100 and left_here() == ["out.csv"]

    def test_the_input_is_not_replaced_by_the_output(self, run: Run) -> None:
        Path("in.csv").write_bytes(REAL.read_bytes())
        refused(
            run("catalog", "diff", "epoch", "in.csv", "--csv", "in.csv", "--force"), "is the file to read"
        )
        assert Path("in.csv").read_bytes() == REAL.read_bytes()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["gone.csv"], "There is no file gone.csv."),
            ([str(REAL), "--tolerance", "-1"], "The tolerance must be a share such as 0.05; it is -1."),
            ([str(REAL), "--tolerance", "nan"], "it is nan."),
        ],
    )
    def test_wrong_input_is_one_line(self, run: Run, arguments: list[str], words: str) -> None:
        refused(run("catalog", "diff", "epoch", *arguments), words)

    def test_a_users_own_models_do_not_stand_in_for_ours(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = run("catalog", "diff", "epoch", str(REAL)).out
        run("catalog", "import", "epoch", str(REAL), "--out", "epoch.yaml")
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(Path("epoch.yaml").absolute()))
        assert run("catalog", "diff", "epoch", str(REAL)).out == before
