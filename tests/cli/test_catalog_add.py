"""plm-ratios catalog add and remove, and what the other commands say of people's own models."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pytest

import plm_ratios
from cli.command_line import Run, refused
from own_models import Mine, forget
from plm_ratios import workbook_builder
from plm_ratios.catalog import bundled, config_paths, load
from plm_ratios.cli.questions import size_of_option
from plm_ratios.curation.stated_numbers import StatedNumber, stated
from plm_ratios.errors import PlmError
from plm_ratios.functions import FUNCTIONS
from workbook_files import copied, fresh

SOURCE = Path(plm_ratios.__file__).parent.parent


@pytest.fixture(autouse=True)
def _a_plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mine: Mine) -> None:
    """A folder to work in, a terminal of a known width, and an empty configuration folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("NO_COLOR", "1")


FLAGS = ("catalog", "add", "--name", "My pLM", "--params", "650M", "--sequences", "45M")
ADD = (*FLAGS, "--avglen", "200", "--locator", "unpublished, 2026-11")

WRITTEN = """\
models:
  - id: my-plm
    name: My pLM
    family: Own models
    kind: protein
    facts:
      params_total:
        - value: 650_000_000
          source: own
          locator: unpublished, 2026-11
          confidence: high
      sequences:
        - value: 45_000_000
          source: own
          locator: unpublished, 2026-11
          confidence: high
      avg_length:
        - value: 200
          source: own
          locator: unpublished, 2026-11
          confidence: high
"""


class TestFlags:
    def test_it_writes_the_model_and_says_its_ratios(self, run: Run, mine: Mine) -> None:
        end = run(*ADD)
        assert (end.code, end.err) == (0, "")
        assert end.out == (
            f"Added My pLM (my-plm) to {mine.yaml}\n"
            "  13.8 tokens per parameter (sequences x 200 residues): near optimal\n"
            "  22.5 tokens per parameter (sequences x 325 residues): near optimal\n"
            "Spreadsheets that are open know it once recalculated: Ctrl+Shift+F9 in Calc, "
            "Ctrl+Alt+F9 in Excel.\n"
        )
        assert mine.yaml.read_text(encoding="utf-8").endswith("\n\n" + WRITTEN)
        assert sorted(path.name for path in mine.folder.iterdir()) == ["catalog.json", "catalog.yaml"]

    def test_every_function_knows_it_from_then_on(self, run: Run) -> None:
        run(*ADD)
        forget()
        assert FUNCTIONS["RATIO"]("my plm") == 22.5
        assert "My pLM" in run("compare", "My pLM", "ESM-2").out
        assert run("--version").out.endswith("+ 1 own model\n")

    @pytest.mark.parametrize(
        ("flag", "written", "number"),
        [
            ("--params", "1.2T", 1.2e12),
            ("--tokens-seen", "1e12", 1e12),
            ("--tokens-unique", "3,000,000", 3e6),
            ("--active", "37M", 37e6),
        ],
    )
    def test_numbers_as_people_write_them(self, run: Run, flag: str, written: str, number: float) -> None:
        assert run(*ADD, flag, written, "--sure").code == 0
        quantity = {"--params": "params_total", "--active": "params_active"}.get(
            flag, flag.strip("-").replace("-", "_")
        )
        forget()
        assert load().model("My pLM").value(quantity) == number

    def test_a_dataset_brings_its_counts_by_formula(self, run: Run) -> None:
        flags = ("--name", "Mine", "--params", "1B", "--dataset", "bfd 100", "--locator", "notebook")
        end = run("catalog", "add", *flags)
        assert end.code == 0, end.err
        forget()
        model, dataset = load().model("Mine"), bundled().dataset("BFD100")
        assert model.datasets == (dataset.id,)
        assert model.value("sequences") == dataset.value("sequences")
        assert model.fact("sequences").formula == f'of("{dataset.id}", "sequences")'  # type: ignore[union-attr]

    def test_a_source_of_the_catalog_a_new_one_or_an_address(self, run: Run) -> None:
        for number, source in enumerate(
            (
                "lin2023",
                "Doe et al., A new model, 2026",
                "https://example.org/model",
                "Doe et al., A new model, 2026",
            )
        ):
            flags = (
                "--name",
                f"Mine {number}",
                "--params",
                "1B",
                "--tokens-seen",
                "1B",
                "--locator",
                "Table 1",
            )
            assert run("catalog", "add", *flags, "--source", source).code == 0
        forget()
        said = [FUNCTIONS["SOURCE"](f"Mine {number}", "parameters") for number in range(4)]
        assert bundled().sources["lin2023"].title in said[0]
        assert said[1] == "Doe et al., A new model, 2026; Table 1; confidence high" == said[3]
        assert said[2] == "https://example.org/model; Table 1; https://example.org/model; confidence high"
        assert load().model("Mine 1").fact("params_total").source.short == "Doe et al. 2026"  # type: ignore

    def test_note_family_alias_id_and_confidence(self, run: Run) -> None:
        end = run(*ADD, "--note", "Still in training.", "--family", "Lab", "--alias", "the one",
                  "--id", "lab-1", "--confidence", "low", "--kind", "antibody")  # fmt: skip
        assert end.code == 0
        forget()
        model = load().model("the one")
        assert (model.id, model.family, model.kind) == ("lab-1", "Lab", "antibody")
        assert "Still in training." in FUNCTIONS["WHY"]("My pLM")
        assert "the evidence for this number" in FUNCTIONS["WHY"]("My pLM").lower()

    @pytest.mark.parametrize(
        ("flags", "quantity", "value", "formula"),
        [
            (("--steps", "315k", "--batch", "1.5M"), "tokens_seen", 472.5e9, "batch_tokens * train_steps"),
            (("--steps", "9k", "--batch", "2048", "--length", "1024"), "batch_tokens", 2**21, "2048 * 1024"),
            (("--epochs", "3"), "tokens_seen", 27e9, "epochs * sequences * avg_length"),
            (("--epochs", "3", "--tokens-unique", "8B"), "tokens_seen", 24e9, "epochs * tokens_unique"),
            (("--params", "~650 million"), "params_total", 650e6, ""),
            (("--params", "6.5×10^8"), "params_total", 650e6, ""),
            (("--tokens-unique", "over 8B"), "tokens_unique", 8e9, ""),
            (("--tokens-unique", "8B+"), "tokens_unique", 8e9, ""),
            (("--tokens-unique", "8500 mio"), "tokens_unique", 8.5e9, ""),
            (("--tokens-unique", "over 8.5 mrd."), "tokens_unique", 8.5e9, ""),
        ],
    )
    def test_what_sources_state_instead_of_a_number_of_tokens(
        self, run: Run, flags: tuple[str, ...], quantity: str, value: float, formula: str
    ) -> None:
        end = run(*ADD, *flags)
        assert end.code == 0, end.err
        forget()
        fact = load().model("My pLM").fact(quantity)
        assert fact is not None and (fact.value, fact.formula) == (value, formula)
        said = flags[1] if flags[1][0] in "~o" or flags[1].endswith("+") else ""
        assert fact.note == (f'The source says "{said}".' if said else "")

    def test_a_range_is_shown_and_not_used(self, run: Run) -> None:
        assert run("catalog", "add", "--name", "My pLM", "--params", "650M", "--sequences", "40-60M",
                   "--tokens-seen", "between 10 and 20 billion", "--locator", "x").code == 0  # fmt: skip
        forget()
        model = load().model("My pLM")
        assert model.fact("sequences") is None is model.value("tokens_seen")
        assert [fact.range for fact in model.facts_about("sequences")] == [(40e6, 60e6)]
        assert [fact.range for fact in model.facts_about("tokens_seen")] == [(10e9, 20e9)]

    @pytest.mark.parametrize(
        ("said", "low", "high"),
        [
            ("10^6-10^7", 1e6, 1e7),
            ("10⁶–10⁷", 1e6, 1e7),
            ("1e6 to 1e7", 1e6, 1e7),
            ("6.5 × 10^8 - 7 × 10^8", 6.5e8, 7e8),
            ("2-5×10^6", 2e6, 5e6),
            ("about 10 to 20 million", 10e6, 20e6),
        ],
    )
    def test_ranges_of_powers(self, said: str, low: float, high: float) -> None:
        assert stated(said, partial(size_of_option, quantity="sequences")) == StatedNumber(
            said, None, (low, high)
        )

    def test_a_power_that_may_be_of_both_ends_is_asked_about(self) -> None:
        with pytest.raises(PlmError, match=r'"5-10\^7" is not one'):
            stated("5-10^7", partial(size_of_option, quantity="sequences"))

    def test_kind_unit_hardware_base_and_masks(self, run: Run) -> None:
        end = run("catalog", "add", "--name", "Mine", "--kind", "dna", "--params", "1B", "--tokens-seen",
                  "386B", "--unit", "bp", "--accelerator", "h100", "--chip-hours", "5000", "--objective",
                  "MLM", "--masked", "0.15", "--base", "GenSLM 25M", "--locator", "x")  # fmt: skip
        assert end.code == 0, end.err
        assert "counted in nucleotides" in end.out
        forget()
        model = load().model("Mine")
        assert (model.kind, model.accelerator, model.objective) == ("dna", "h100-sxm", "MLM")
        assert model.value("chip_hours") == 5000
        assert model.fact("tokens_seen").unit == "base pairs"  # type: ignore[union-attr]
        shown = run("catalog", "show", "Mine").words
        assert "started from the weights of GenSLM 25M" in shown and "15 % of the tokens were masked" in shown

    def test_stages_add_up(self, run: Run) -> None:
        end = run("catalog", "add", "--name", "Mine", "--params", "16B", "--locator", "x",
                  "--stage", "ColabFoldDB: 1.2T seen, 400B unique",
                  "--stage", "UniRef90: 100B seen, 60M sequences", "--unit", "structure token")  # fmt: skip
        assert end.code == 0, end.err
        forget()
        model = load().model("Mine")
        assert model.value("tokens_seen") == 1.3e12
        assert [stage.name for stage in model.stages] == ["ColabFoldDB", "UniRef90"]
        assert model.stages[1].fact("tokens_seen").unit == "structure tokens"  # type: ignore[union-attr]
        assert model.stages[1].fact("sequences").unit == ""  # type: ignore[union-attr]
        assert "(effective)" in end.out

    def test_parameters_that_are_not_known(self, run: Run) -> None:
        end = run(
            "catalog", "add", "--name", "Mine", "--params", "unknown", "--sequences", "4M", "--locator", "x"
        )
        assert end.code == 0, end.err
        assert "No tokens per parameter: how many parameters it has is not known." in end.out

    @pytest.mark.parametrize(
        ("source", "title", "url"),
        [
            ("10.1101/2024.05.24.595648", "doi:10.1101/2024.05.24.595648",
             "https://doi.org/10.1101/2024.05.24.595648"),
            ("arXiv:2411.08909v2", "arXiv:2411.08909", "https://arxiv.org/abs/2411.08909"),
            ("lab-of-ours/Our-RNA-1.6B", "lab-of-ours/Our-RNA-1.6B, Hugging Face",
             "https://huggingface.co/lab-of-ours/Our-RNA-1.6B"),
            ("10.1002/(SICI)17:15<1::AID-2>3.0.CO;2-2", "doi:10.1002/(SICI)17:15<1::AID-2>3.0.CO;2-2",
             "https://doi.org/10.1002/(SICI)17:15%3C1::AID-2%3E3.0.CO;2-2"),
        ],
    )  # fmt: skip
    def test_a_source_by_its_doi_arxiv_id_or_repository(
        self, run: Run, source: str, title: str, url: str
    ) -> None:
        assert run(*ADD, "--source", source).code == 0
        assert run(*ADD, "--source", source, "--name", "Another").code == 0
        forget()
        for name in ("My pLM", "Another"):
            cited = load().model(name).fact("sequences").source  # type: ignore[union-attr]
            assert cited is not None and (cited.title, cited.url) == (title, url)

    def test_replacing_says_so_everywhere(self, run: Run, mine: Mine) -> None:
        assert run(*ADD, "--replaces", "esm2 15B").code == 0
        written = mine.yaml.read_text(encoding="utf-8")
        assert "    family: ESM-2\n" in written and "    replaces: esm2-15b\n" in written
        shown = run("catalog", "show", "ESM-2 15B").words
        assert shown.startswith("My pLM (model my-plm)")
        assert f"from: yours: {mine.yaml}, replaces the bundled ESM-2 15B" in shown
        assert "yours: catalog.yaml, for ESM-2 15B" in run("catalog", "list", "ESM-2").out
        assert "15,000,000,000" in run("catalog", "show", "ESM-2 15B", "--bundled").words

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (FLAGS, ["--locator is missing"]),
            ((*ADD, "--params", "lots"), ['"lots" is not one']),
            ((*ADD, "--sequences", "65.000.000"), ["can only be read as 65000000"]),
            ((*ADD, "--params", "0"), ["must be more than zero"]),
            ((*ADD, "--avglen", "-3"), ["cannot be negative"]),
            ((*ADD, "--sequences", "1e999"), ["must be a finite number"]),
            (("catalog", "add", "--name", "X", "--params", "1B", "--locator", "x"), ["Give --sequences"]),
            (
                ("catalog", "add", "--name", "X", "--sequences", "1B", "--locator", "x"),
                ["--params is missing"],
            ),
            ((*ADD, "--name", "ESM2-15b"), ['the bundled ESM-2 15B answers to "ESM2-15b"']),
            ((*ADD, "--alias", "BFD100"), ['the bundled BFD100 answers to "BFD100"']),
            ((*ADD, "--dataset", "unirf50"), ['No dataset is called "unirf50"', "UniRef50"]),
            ((*ADD, "--source", "lin2032"), ['There is no source "lin2032"']),
            ((*ADD, "--replaces", "ESM-9"), ['No model is called "ESM-9"']),
            ((*ADD, "--kind", "peptide"), ["my-plm: kind"]),
            ((*ADD, "--steps", "500k"), ["--steps and --batch go together"]),
            ((*ADD, "--length", "512"), ["their average length is --avglen"]),
            ((*FLAGS, "--locator", "x", "--epochs", "3"), ["passes over what?"]),
            ((*ADD, "--tokens-seen", "3B-2B"), ["no range from the lowest"]),
            ((*ADD, "--stage", "UniRef90: 1T"), ["A stage is its name and its tokens"]),
            ((*ADD, "--stage", "UniRef90: 1T seen"), ["how many are unique"]),
            ((*ADD, "--masked", "many"), ["a percentage, such as 15%"]),
            ((*ADD, "--accelerator", "H1000"), ['No accelerator is called "H1000"']),
            ((*ADD, "--config", "config.json"), ["There is no file config.json"]),
            ((*ADD, "--safetensors", "x.safetensors"), ["There is no file x.safetensors"]),
            ((*ADD, "--confidence", "sure"), ["confidence"]),
            ((*ADD, "--id", "My pLM"), ["lower-case letters"]),
            ((*ADD, "--note", "no sentence"), ["a full sentence"]),
            ((*ADD, "--name", "My\x1b[31m pLM"), ["name: it holds a control character (U+001B)"]),
            ((*ADD, "--family", "Our\npLMs"), ["family: it holds a line break (U+000A)"]),
            ((*ADD, "--source", "Doe, A \x07model, 2026"), ["title: it holds a control character (U+0007)"]),
            (
                (*ADD, "--tokens-unique", "2B", "--tokens-seen", "1B"),
                ["tokens_unique (2,000,000,000) exceeds"],
            ),
            ((*ADD, "--active", "1B"), ["params_active (1,000,000,000) exceeds"]),
        ],
    )
    def test_what_cannot_be_is_one_line_and_writes_nothing(
        self, run: Run, mine: Mine, arguments: tuple[str, ...], words: list[str]
    ) -> None:
        refused(run(*arguments), *words)
        assert not mine.folder.exists()

    @pytest.mark.parametrize(
        ("flags", "words"),
        [
            (("--params", "650.000"), "650 parameters are fewer than any language model has"),
            (("--sequences", "45.5"), "45.5 sequences: that is no whole number"),
            (
                ("--params", "65M", "--sequences", "15B"),
                "15 billion sequences are more than any database has",
            ),
            (("--params", "45B", "--sequences", "650k"), "Are two numbers swapped?"),
            (
                ("--tokens-unique", "100B"),
                "9 billion tokens, and 100 billion distinct tokens are stated: 11.1 times",
            ),
            (("--avglen", "20000"), "is that of no set of proteins"),
            (("--steps", "315k", "--batch", "1.5M", "--tokens-seen", "30B"), "tokens seen are 30 billion"),
            (
                ("--epochs", "9", "--tokens-unique", "9B", "--tokens-seen", "20B"),
                "epochs x distinct tokens are 81",
            ),
        ],
    )
    def test_what_does_not_fit_is_refused_unless_its_user_is_sure(
        self, run: Run, mine: Mine, flags: tuple[str, ...], words: str
    ) -> None:
        refused(run(*ADD, *flags), words, "If that is right all the same, add --sure.")
        assert not mine.folder.exists()
        assert run(*ADD, *flags, "--sure").code == 0

    def test_a_model_of_rna_is_none_of_proteins(self, run: Run) -> None:
        flags = (
            "--kind",
            "rna",
            "--params",
            "1.6B",
            "--sequences",
            "42M",
            "--avglen",
            "500",
            "--locator",
            "x",
        )
        assert run("catalog", "add", "--name", "Mine", *flags).code == 0
        forget()
        ratio = FUNCTIONS["RATIO"]("Mine", "unique")
        assert ratio == 42e6 * 500 / 1.6e9  # its sequences x their length, which is none in residues
        assert FUNCTIONS["NEAREST"](ratio, "unique", None) != "Mine"
        assert FUNCTIONS["NEAREST"](ratio, "unique", "Mine") == "Mine"

    def test_sequences_of_another_kind_need_their_own_length(self, run: Run) -> None:
        few = ("catalog", "add", "--params", "1M", "--sequences", "1M", "--locator", "x", "--name")
        for kind in ("dna", "rna"):
            said = f"Sequences of {kind.upper()} have no average of 325 residues"
            refused(run(*few, "A", "--kind", kind), said)
        end = run(*few, "B", "--kind", "dna", "--avglen", "900")
        assert "900 tokens per parameter (unique)" in end.out and "residues" not in end.out
        assert "about 110 residues" in run(*few, "C", "--kind", "antibody").out
        assert "110 residues" not in run(*few, "D", "--kind", "antibody", "--avglen", "120").out

    def test_the_same_model_twice(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        before = mine.yaml.read_bytes()
        refused(run(*ADD), 'your own My pLM answers to "My pLM" too')
        assert mine.yaml.read_bytes() == before

    def test_the_comment_at_the_head_stays_and_one_below_is_not_lost(self, run: Run, mine: Mine) -> None:
        mine.write(f"# Ours.\n# Ask Jo.\n\n{WRITTEN}")
        assert run("catalog", "add", "--name", "B", *ADD[4:]).code == 0
        assert mine.yaml.read_text(encoding="utf-8").startswith(
            f"# Ours.\n# Ask Jo.\n\n{WRITTEN}\n  - id: b\n"
        )
        mine.write(f"# Ours.\n{WRITTEN.replace('650_000_000', '650_000_000  # or so')}")
        before = mine.yaml.read_bytes()
        refused(run("catalog", "add", "--name", "B", *ADD[4:]), "catalog.yaml:9: a comment below the head")
        assert mine.yaml.read_bytes() == before

    def test_a_file_that_is_broken_is_left_alone(self, run: Run, mine: Mine) -> None:
        mine.write(WRITTEN.replace("kind: protein", "kind: peptide"), build=False)
        end = run(*ADD)
        assert end.code == 2 and "Nothing was written" in end.err
        assert "peptide" in mine.yaml.read_text(encoding="utf-8")
        assert not mine.json.exists()

    def test_a_compiled_file_without_its_yaml_is_not_replaced(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        mine.yaml.unlink()
        before = mine.json.read_bytes()
        refused(run(*ADD), "would lose what it holds", config_paths.CATALOG_VARIABLE)
        assert mine.json.read_bytes() == before

    def test_it_goes_into_the_file_that_is_named(
        self, run: Run, mine: Mine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, "project.yaml")
        assert run(*ADD).code == 0
        assert sorted(path.name for path in Path().iterdir()) == ["project.json", "project.yaml"]
        assert not mine.folder.exists()


class TestFiles:
    """config.json and .safetensors; what they hold is counted in tests/curation/test_huggingface.py."""

    CONFIG: ClassVar = {
        "model_type": "esm", "num_hidden_layers": 6, "hidden_size": 320, "intermediate_size": 1280,
        "vocab_size": 33, "num_attention_heads": 20, "position_embedding_type": "rotary",
        "emb_layer_norm_before": False,
    }  # fmt: skip
    EXACT = 7_512_474
    BARE = ("catalog", "add", "--name", "Mine", "--tokens-seen", "1B", "--locator", "log")

    @pytest.fixture(autouse=True)
    def _files(self) -> None:
        Path("config.json").write_text(json.dumps(self.CONFIG), encoding="utf-8")
        for name, size in {"same": self.EXACT, "more": self.EXACT + 800_000}.items():
            header = json.dumps(
                {"w": {"dtype": "F32", "shape": [size], "data_offsets": [0, 4 * size]}}
            ).encode()
            Path(f"{name}.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)

    def test_a_configuration_brings_parameters_and_architecture(self, run: Run) -> None:
        end = run(*self.BARE, "--config", "config.json")
        assert (end.code, end.err) == (0, "")
        assert "  7,512,474 parameters by the formula for EsmForMaskedLM, from config.json\n" in end.out
        forget()
        assert FUNCTIONS["PARAMS"]("Mine") == FUNCTIONS["PARAMS"]("Mine", "exact") == self.EXACT
        assert FUNCTIONS["PARAMS"]("Mine", "non-embedding") == self.EXACT - 33 * 320
        assert load().model("Mine").objective == "MLM"

    def test_header_and_formula_are_compared(self, run: Run) -> None:
        both = (*self.BARE, "--config", "config.json", "--safetensors")
        assert "  both agree\n" in run(*both, "same.safetensors").out
        forget()
        place = "config.json, counted as EsmForMaskedLM; same.safetensors holds as many"
        assert place in FUNCTIONS["SOURCE"]("Mine", "parameters")
        end = run(*both, "more.safetensors", "--name", "More")
        assert "  the file holds 800,000 more (+10.65%)\n" in end.out
        forget()
        assert FUNCTIONS["PARAMS"]("More") == self.EXACT + 800_000
        said = (
            "The file more.safetensors holds 8,312,474, and the formula for EsmForMaskedLM counts 7,512,474"
        )
        assert said in run("catalog", "show", "More").words

    def test_what_is_stated_stands_before_what_is_counted(self, run: Run) -> None:
        end = run(
            *self.BARE, "--params", "8M", "--config", "config.json", "--safetensors", "same.safetensors"
        )
        assert end.code == 0, end.err
        forget()
        assert (FUNCTIONS["PARAMS"]("Mine"), FUNCTIONS["PARAMS"]("Mine", "exact")) == (8e6, self.EXACT)

    def test_a_header_alone_will_do_and_the_form_does_not_ask_again(self, run: Run) -> None:
        end = run("catalog", "add", "--safetensors", "same.safetensors",
                  typed=("Mine", "", "", "", "", "", "1B", "", "", "log", ""))  # fmt: skip
        assert end.code == 0, end.err
        forget()
        assert FUNCTIONS["PARAMS"]("Mine") == self.EXACT


ANSWERS = ("My pLM", "", "650M", "", "45M", "200", "", "", "", "", "unpublished, 2026-11", "")


class TestAsking:
    def test_it_asks_for_what_it_needs(self, run: Run, mine: Mine) -> None:
        end = run("catalog", "add", typed=ANSWERS)
        assert (end.code, end.err) == (0, "")
        assert mine.yaml.read_text(encoding="utf-8").endswith(WRITTEN)

    def test_it_does_not_ask_for_what_a_flag_gave(self, run: Run, mine: Mine) -> None:
        given = ("--params", "650M", "--locator", "unpublished, 2026-11", "--family", "Lab")
        end = run("catalog", "add", *given,
                  typed=("My pLM", "", "", "45M", "200", "", "", ""))  # fmt: skip
        assert end.code == 0
        assert mine.yaml.read_text(encoding="utf-8").endswith(WRITTEN.replace("Own models", "Lab"))

    def test_a_wrong_answer_is_asked_for_again_with_the_reason(self, run: Run, mine: Mine) -> None:
        end = run(
            "catalog", "add",
            typed=(
                "", "ESM-2 15B", "My pLM",  # name
                "peptide", "",  # kind
                "", "lots", "650.000", "-1", "0", "650M",  # parameters
                "nope", "",  # dataset
                "many", "45M", "200",  # sequences, length
                "8B", "1B", "",  # unique and seen tokens
                "",  # family
                "lin2032", "own",  # source
                "", "unpublished, 2026-11",
                "no sentence", "A sentence.",
            ),
        )  # fmt: skip
        assert end.code == 0
        for reason in (
            'the bundled ESM-2 15B answers to "ESM-2 15B"',
            '"peptide" is none of them',
            '"lots" is not one',
            '"650.000" can be read as 650000 (a point between thousands) or as 650.000',
            "cannot be negative",
            "must be more than zero",
            'No dataset is called "nope"',
            "tokens_unique (8,000,000,000) exceeds tokens_seen (1,000,000,000)",
            'There is no source "lin2032"',
            "a full sentence",
        ):
            assert reason in end.out + end.err
        assert "A sentence." in mine.yaml.read_text(encoding="utf-8")

    def test_what_does_not_fit_is_asked_about(self, run: Run, mine: Mine) -> None:
        odd = ("My pLM", "antibody", "65M", "", "15B", *ANSWERS[5:])
        end = run("catalog", "add", typed=(*odd, "n"))
        assert end.code == 2 and "Nothing was written" in end.err
        assert "variable domains are short" in end.out
        assert "15 billion sequences are more than any database has" in end.out
        assert not mine.folder.exists()
        assert run("catalog", "add", typed=(*odd, "y")).code == 0

    @pytest.mark.parametrize(
        ("seen", "formula", "value"),
        [
            ("270k x 3.2M", "batch_tokens * train_steps", 864e9),
            ("270,000.0 steps × 2048 sequences × 1.024k", "batch_tokens * train_steps", 270e3 * 2048 * 1024),
            ("2.7 x 10^5 x 3.2M", "batch_tokens * train_steps", 864e9),
            ("10 epochs", "epochs * sequences * avg_length", 90e9),
            ("6.5 x 10^8", None, 650e6),
        ],
    )
    def test_steps_or_epochs_stand_for_the_tokens_seen(
        self, run: Run, seen: str, formula: str | None, value: float
    ) -> None:
        end = run("catalog", "add", "--sure", typed=(*ANSWERS[:6], "", seen, *ANSWERS[8:]))
        assert end.code == 0, end.err
        forget()
        fact = load().model("My pLM").fact("tokens_seen")
        assert fact is not None and (fact.value, fact.formula or None) == (value, formula)

    def test_models_of_nucleotides_are_asked_for_the_unit(self, run: Run) -> None:
        end = run(
            "catalog", "add",
            typed=("Mine", "rna", "1B", "", "42M", "500", "", "1T", "6-mer", "", "own", "log", ""),
        )  # fmt: skip
        assert end.code == 0, end.err
        forget()
        assert load().model("Mine").fact("tokens_seen").unit == "6-mers"  # type: ignore[union-attr]

    def test_without_training_data_it_asks_again(self, run: Run, mine: Mine) -> None:
        end = run("catalog", "add", typed=(*ANSWERS[:4], "", "", "", "", *ANSWERS[4:]))
        assert end.code == 0 and "Without training data there is no ratio" in end.out
        assert mine.yaml.read_text(encoding="utf-8").endswith(WRITTEN)

    def test_an_input_that_ends_early_writes_nothing(self, run: Run, mine: Mine) -> None:
        end = run("catalog", "add", typed=ANSWERS[:5])
        assert end.code == 2
        assert end.err.splitlines()[-1].endswith("before the last question; nothing was written.")
        assert not mine.folder.exists()

    @pytest.mark.skipif(os.name != "posix", reason="signals are sent as on Linux and macOS")
    @pytest.mark.parametrize("answered", [0, 2, len(ANSWERS) - 1])
    def test_ctrl_c_at_any_question_leaves_nothing(self, mine: Mine, answered: int) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", "from plm_ratios.cli import main; main()", "catalog", "add"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        read_until(process.stdout, "Name of the model: ")
        for answer, following in zip(ANSWERS[:answered], [*QUESTIONS[1:]]):
            process.stdin.write(answer + "\n")
            process.stdin.flush()
            read_until(process.stdout, following)
        time.sleep(0.2)  # let it wait for the answer
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert err.strip().endswith("Stopped; nothing was left half-written.")
        assert "Traceback" not in err
        assert not mine.folder.exists()


QUESTIONS = ("Name", "Kind", "Parameters", "Dataset", "Sequences", "average length", "Distinct",
             "Tokens seen", "Family", "Source", "Where in it", "A note")  # fmt: skip


def read_until(stream: Any, words: str) -> None:
    read = ""
    while words not in read:
        letter = stream.read(1)
        assert letter, f"it ended without {words!r}: {read}"
        read += letter


def test_ctrl_c_while_it_writes_leaves_both_files_as_they_were(run: Run, mine: Mine) -> None:
    run(*ADD)
    before = {path: path.read_bytes() for path in mine.folder.iterdir()}
    stop = (
        "import signal, pathlib\n"
        "write = pathlib.Path.write_bytes\n"
        "def stop(path, data):\n"
        "    write(path, data[:9])\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "pathlib.Path.write_bytes = stop\n"
        "from plm_ratios.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", stop, "catalog", "add", "--name", "Other", *ADD[4:]],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (130, "Stopped; nothing was left half-written.\n")
    assert {path: path.read_bytes() for path in mine.folder.iterdir()} == before


ROWS = (
    ("Alpha", 1e9, 1e8, 200, None),
    ("Half", None, 1e8, 200, None),
    ("No data", 1e9, None, 200, None),
    ("No length", 1e9, 1e8, None, None),
    (None, 1e9, 1e8, 200, None),
    ("Text", "a billion", 1e8, 200, None),
    ("Zero", 0, 1e8, 200, None),
    (None, None, None, None, None),
    ("Beta", 3e9, None, None, 8e10),
    ("beta", 3e9, None, None, 8e10),
    ("esm2 15B", 3e9, None, None, 8e10),
)


@pytest.fixture(params=["native", "excel"])
def workbook(request: pytest.FixtureRequest) -> Path:
    """A workbook of ours in which somebody has typed the rows above."""
    flavour = workbook_builder.FLAVOURS[request.param]
    path = copied(Path(f"mine{flavour.suffix}"), flavour.name)
    book = openpyxl.load_workbook(path, keep_vba=flavour.macros)
    for number, row in enumerate(ROWS, 7):
        for column, cell in enumerate(row, 1):
            book["What-if"].cell(number, column).value = cell
    book.save(path)
    return path


class TestFromAWorkbook:
    def test_complete_rows_come_over_and_the_others_say_why_not(
        self, run: Run, mine: Mine, workbook: Path
    ) -> None:
        before = workbook.read_bytes()
        end = run("catalog", "add", "--from", str(workbook))
        assert (end.code, end.err) == (0, "")
        example = "an example of ours; a row of your own has a name of your own"
        assert end.out.splitlines() == [
            f'Left out row 5, "Example: 650M parameters on 45M sequences": {example}',
            f'Left out row 6, "Example: 3B parameters, 200B tokens seen": {example}',
            'Left out row 8, "Half": Parameters is blank',
            'Left out row 9, "No data": Sequences and Tokens seen are blank; one of them is needed',
            'Left out row 10, "No length": Average length is blank',
            "Left out row 11: Model is blank",
            'Left out row 12, "Text": Parameters is "a billion", not a number',
            'Left out row 13, "Zero": Parameters is 0; it must be above zero',
            'Left out row 16, "beta": beta: your own Beta answers to "beta" too',
            'Left out row 17, "esm2 15B": esm2-15b: the bundled ESM-2 15B answers to "esm2 15B"; '
            "choose another name, or say that it replaces that: --replaces esm2-15b, "
            "in the file replaces: esm2-15b",
            "Added Alpha (alpha)",
            "  20.0 tokens per parameter (sequences x 200 residues): near optimal",
            "  32.5 tokens per parameter (sequences x 325 residues): near optimal",
            "Added Beta (beta)",
            "  26.7 tokens per parameter (seen): near optimal",
            f"Wrote {mine.yaml}: 2 models added",
        ]
        forget()
        assert [model.name for model in load().user_entries] == ["Alpha", "Beta"]
        place = f"own data; {workbook.name}, sheet What-if, row 7; confidence high"
        assert FUNCTIONS["SOURCE"]("Alpha", "sequences") == place
        assert workbook.read_bytes() == before

    def test_a_second_time_brings_nothing(self, run: Run, mine: Mine, workbook: Path) -> None:
        run("catalog", "add", "--from", str(workbook))
        before = mine.yaml.read_bytes()
        refused(run("catalog", "add", "--from", str(workbook)), "brought no model; nothing was written")
        assert mine.yaml.read_bytes() == before

    def test_rows_below_the_table_and_columns_in_another_order(self, run: Run) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "What-if"
        sheet.append(["Notes"])
        sheet.append(["Tokens seen", "Average length", "Model", "Sequences", "Parameters"])
        for _ in range(40):
            sheet.append([])
        sheet.append([None, 200, "Far below", 1e8, 1e9])
        book.save("typed.xlsx")
        assert "Added Far below" in run("catalog", "add", "--from", "typed.xlsx", "--family", "Lab").out

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("gone.xlsx", "There is no file gone.xlsx"),
            ("notes.csv", "is not an .xlsx or .xlsm workbook"),
            ("text.xlsx", "is not an .xlsx or .xlsm workbook"),
            ("cut.xlsx", "cut.xlsx is damaged"),
            ("other.xlsx", "has no sheet What-if"),
            ("headless.xlsx", "has no row with the headers"),
            (".", "is a folder; name a workbook in it"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_one_line(
        self, run: Run, mine: Mine, name: str, words: str
    ) -> None:
        Path("notes.csv").write_text("a,b\n")
        Path("text.xlsx").write_text("no workbook")
        whole = fresh("native").read_bytes()
        Path("cut.xlsx").write_bytes(whole[: len(whole) // 2])
        openpyxl.Workbook().save("other.xlsx")
        book = openpyxl.Workbook()
        book.create_sheet("What-if")
        book.save("headless.xlsx")
        refused(run("catalog", "add", "--from", name), words)
        assert not mine.folder.exists()

    def test_a_flag_about_one_model_does_not_go_with_it(self, run: Run) -> None:
        refused(run("catalog", "add", "--from", "a.xlsx", "--params", "1B"), "--params is about one model")


class TestRemove:
    def test_it_takes_the_entry_and_its_source_out(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        run("catalog", "add", "--name", "B", *ADD[4:-1], "Table 1", "--source", "Doe et al., New, 2026")
        end = run("catalog", "remove", "b")
        assert end.out == f"Took B (b), and the source doe-et-al-new-2026 out of {mine.yaml}\n"
        assert mine.yaml.read_text(encoding="utf-8").endswith("\n\n" + WRITTEN)
        run("catalog", "remove", "My pLM")
        assert mine.yaml.read_text(encoding="utf-8").endswith("\n\nmodels: []\n")
        assert run("--version").out.endswith(f"catalog {bundled().edition}\n")

    def test_a_bundled_entry_stays(self, run: Run) -> None:
        refused(run("catalog", "remove", "ESM-2 15B"), "is a bundled entry. It stays")

    def test_an_unknown_one(self, run: Run) -> None:
        refused(run("catalog", "remove", "mine"), 'You have no entry "mine". Your own: none yet.')

    def test_a_dataset_that_a_model_needs_stays(self, run: Run, mine: Mine) -> None:
        mine.write(
            WRITTEN.replace("    kind", "    datasets: [ours]\n    kind").replace("models:", "models:")
            + "datasets:\n  - id: ours\n    name: Ours\n"
        )
        refused(run("catalog", "remove", "ours"), 'there is no dataset "ours"')
        assert "ours" in mine.yaml.read_text(encoding="utf-8")


class TestWhatOthersSay:
    def test_show_and_list_say_where_an_entry_comes_from(self, run: Run, mine: Mine) -> None:
        assert f"from: bundled, edition {bundled().edition}" in run("catalog", "show", "ESM-2 15B").words
        assert "From" not in run("catalog", "list").out
        run(*ADD)
        assert f"from: yours: {mine.yaml}" in run("catalog", "show", "My pLM").words
        rows = run("catalog", "list").out.splitlines()
        (own_row,) = [row for row in rows if "My pLM" in row]
        assert "yours: catalog.yaml" in own_row
        assert all("bundled" in row for row in rows if "ESM-2 " in row)

    def test_check_and_build(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        assert run("catalog", "check", "--user").out == f"{mine.yaml}: 1 model, 0 datasets: all rules hold.\n"
        mine.write(mine.yaml.read_text(encoding="utf-8").replace("45_000_000", "46_000_000"), build=False)
        end = run("catalog", "check", "--user")
        assert end.code == 1
        assert "has changed since it was compiled. Run: plm-ratios catalog build --user" in end.out
        assert run("catalog", "build", "--user").out == f"Wrote {mine.json}\n"
        assert run("catalog", "check", "--user").code == 0
        forget()
        assert load().model("My pLM").value("sequences") == 46e6

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("+1-2", '"+1-2" becomes a formula where somebody types it'),
            ("2024-03-01", '"2024-03-01" becomes a date where somebody types it'),
            ("'mine", "loses its first apostrophe"),
            ("my\u200bplm", "It holds an invisible character (U+200B)."),
            ("\u0415SM-9", 'It holds "\u0415" (U+0415), which only looks like E.'),
            ("Модель 1", ""),
            ("می\u200cخواهم", ""),
        ],
    )
    def test_check_notes_names_that_are_not_what_they_seem(
        self, run: Run, mine: Mine, name: str, said: str
    ) -> None:
        added = run(*ADD, "--name", name)
        checked = run("catalog", "check", "--user")
        assert added.code == checked.code == 0
        assert said in checked.err and said in added.err
        assert bool(checked.err) == bool(said)

    def test_a_table_notes_what_opens_as_a_formula_and_holds_it_as_it_is(self, run: Run, mine: Mine) -> None:
        run(*ADD, "--name", "=1+1")
        end = run("compare", "=1+1", "ESM-2 15B", "--csv", "-")
        assert '"=1+1" in the column model opens as a formula in Excel.' in end.err
        assert end.out.splitlines()[1].startswith("=1+1,")
        assert run("compare", "ESM-2 15B", "--csv", "-").err == ""

    def test_check_tells_every_problem(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        text = mine.yaml.read_text(encoding="utf-8").replace("name: My pLM", "name: ESM-2 3B")
        mine.write(text.replace("source: own", "source: roe", 1), build=False)
        end = run("catalog", "check", "--user")
        assert end.code == 1
        assert 'the bundled ESM-2 3B answers to "ESM-2 3B"' in end.out
        assert 'there is no source "roe"' in end.out
        end = run("catalog", "build", "--user")
        assert end.code == 2 and "nothing written: 2 problems" in end.err

    def test_format(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        text = mine.yaml.read_text(encoding="utf-8")
        mine.write(text.replace("650_000_000", "650000000"))
        assert run("catalog", "format", "--user").out == f"Formatted {mine.yaml}\n"
        assert mine.yaml.read_text(encoding="utf-8") == text
        assert run("catalog", "check", "--user").code == 0
        assert run("catalog", "format", "--user").out == ""

    def test_commands_that_answer_without_it_say_so_once(self, run: Run, mine: Mine) -> None:
        run(*ADD)
        mine.json.write_text("damaged")
        end = run("compare", "ESM-2 15B")
        assert end.code == 0 and "ESM-2 15B" in end.out
        assert end.err == (
            "plm-ratios: Your own catalog catalog.yaml could not be read: catalog.json is damaged. "
            "Run: plm-ratios catalog build --user\n"
        )
        assert run("catalog", "build", "--user").err == ""
        assert run("compare", "ESM-2 15B").err == ""

    def test_doctor(self, run: Run, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("plm_ratios.cli.doctor._calc", list)
        assert "plm-ratios catalog add puts them into" in run("doctor").words
        run(*ADD)
        assert "Your own models My pLM" in run("doctor").words.replace("ok ", "")
        mine.json.write_text("damaged")
        end = run("doctor")
        assert "catalog.json is damaged" in end.words and "    plm-ratios catalog build --user" in end.out

    def test_a_new_workbook_takes_it(self, run: Run) -> None:
        run(*ADD)
        assert run("new", "mine.xlsx", "--model", "My pLM").code == 0
        sheet = openpyxl.load_workbook("mine.xlsx", data_only=True)["Compare"]
        assert "My pLM" in [row[0] for row in sheet.iter_rows(values_only=True)]

    @pytest.mark.parametrize("command", ["catalog add", "catalog remove"])
    def test_help(self, run: Run, command: str) -> None:
        end = run(*command.split(), "--help")
        assert end.code == 0 and f"Example: plm-ratios {command}" in end.words
