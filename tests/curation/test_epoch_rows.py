"""What single rows of Epoch AI's exports mean: kinds of rows that are easily read wrong, or not at all.

The rows are made up, after rows of public exports of 2024 to 2026.
"""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest

from plm_ratios.catalog import Catalog, bundled
from plm_ratios.curation.epoch import csv_export, diff, importing, opening
from plm_ratios.curation.epoch.csv_export import EpochRow, Export, NotAnExportError, read_export
from plm_ratios.curation.epoch.known_rows import known
from plm_ratios.curation.epoch.row import two_numbers

TAGGED = "Protein or nucleotide language model (pLM/nLM)"
OLDER, NEWER, NEWEST = (
    f"Training dataset size ({meaning})" for meaning in ("datapoints", "gradients", "total")
)
EMPTY = Catalog("none", {}, [], [])


def a_row(header: str = OLDER, **cells: str) -> EpochRow:
    """A row of a tagged protein language model; `task=""` is one of an export without tasks."""
    standard = {
        "model": "Own PLM",
        "domain": "Biology",
        "task": TAGGED,
        "title": "A protein language model",
        "confidence": "Confident",
    }
    held = {column: text for column, text in {**standard, **cells}.items() if text}
    headers = {column: csv_export.COLUMNS[column][0] for column in held}
    return EpochRow(2, held, {**headers, "size": header})


def imported(*rows: EpochRow, catalog: Catalog = EMPTY) -> importing.Imported:
    return importing.import_export(Export(list(rows), "2025-06-20", "", []), catalog, known(), True)


def facts(row: EpochRow) -> dict[str, Any]:
    """The numbers that a row brings in, a formula as it stands."""
    (model,) = imported(row).models
    return {quantity: fact.value or fact.formula for quantity, (fact,) in model.facts.items()}


def compared(*rows: EpochRow) -> list[diff.Difference]:
    return diff.compare(Export(list(rows), "", "", []), bundled(), known())


PRE_TRAINED = "Pre-training:\n30,000,000 sequences × 100 residues = 3 × 10⁹ tokens\n\n"
TUNED = "Fine-tuning sequences:\n1,500 + 500 = 2,000\n2,000 sequences × 100 residues = 2 × 10⁵ tokens"
ONLY_TUNED = {"sequences": 2000, "tokens_unique": 2e5, "epochs": 30, "tokens_seen": "epochs * tokens_unique"}


class TestStages:
    def test_what_follows_a_base_model_counts_and_not_the_base_models_own_training(self) -> None:
        row = a_row(size="3e9", epochs="30", base="Other PLM", size_notes=PRE_TRAINED + TUNED)
        assert facts(row) == ONLY_TUNED
        (model,) = imported(row).models
        assert any("dataset size 3,000,000,000 is kept as a note only" in each.text for each in model.remarks)

    def test_a_size_of_the_fine_tuning_itself_is_that(self) -> None:
        row = a_row(size="2e5", epochs="30", base="Other PLM", size_notes=PRE_TRAINED + TUNED)
        assert facts(row) == ONLY_TUNED

    @pytest.mark.parametrize(
        "notes",
        [
            PRE_TRAINED + TUNED,
            PRE_TRAINED + TUNED + "\n\nTotal unique tokens: 3 × 10⁹",
            "Pretraining (UniRef50): 30M proteins × 100 residues\nTraining (own set): 2,000 proteins × 100",
        ],
    )
    def test_two_stages_and_no_base_model_leave_it_open(self, notes: str) -> None:
        row = a_row(size="3e9", epochs="30", size_notes=notes, parameters="1e6", compute="5.4e17")
        assert facts(row) == {"params_total": 1_000_000}

    def test_a_product_in_pre_training_is_the_base_models_where_one_is_named(self) -> None:
        row = a_row(size="3e9", base="Other PLM", size_notes=PRE_TRAINED, parameters="1e6")
        assert facts(row) == {"params_total": 1_000_000}
        assert facts(a_row(size="3e9", size_notes=PRE_TRAINED))["sequences"] == 30_000_000

    def test_epochs_of_a_stage_that_is_not_named_stay_out(self) -> None:
        row = a_row(
            size_notes="560K proteins",
            epochs="30",
            compute_notes="Pretraining:\n500k * 1024 * 28M\n\nFinetuning:\n100k * 1024 * 30 * 28M",
        )
        assert facts(row) == {"sequences": 560_000}
        assert any("30 epochs stay out" in sentence for _, sentence in imported(row).flagged)

    @pytest.mark.parametrize(
        "cells",
        [
            {"size_notes": "43M sequences", "epochs": "3"},
            {"size": "3e11", "size_notes": "until the model saw 300B tokens", "epochs": "1"},
        ],
    )
    def test_epochs_that_are_not_of_the_data_that_were_counted_stay_out(self, cells: dict[str, str]) -> None:
        assert "epochs" not in facts(a_row(**cells))
        assert "stay out" in imported(a_row(**cells)).flagged[0][1]


class TestEvidence:
    @pytest.mark.parametrize(
        ("notes", "compute_notes"),
        [
            ("", "5000000 connections, 1700 training examples, 100 epochs."),
            ("", "trained 100 epochs over 1.7e3 at 5M"),
            ('"1,450 values of 165 proteins and 250 of others." 1700 is the sum of values.', ""),
            ("1,700 pairs", ""),
            ("170 images × 10 = 1,700", ""),
        ],
    )
    def test_a_size_of_other_things_or_in_its_own_compute_is_no_number_of_tokens(
        self, notes: str, compute_notes: str
    ) -> None:
        row = a_row(
            size="1700", epochs="100", parameters="5e6", compute="5.1e12",
            size_notes=notes, compute_notes=compute_notes,
        )  # fmt: skip
        assert facts(row) == {"params_total": 5_000_000}
        assert "5.1e+12 FLOP" not in str(imported(row).flagged)

    def test_the_compute_counts_where_the_size_is_not_in_it(self) -> None:
        row = a_row(size="1700", epochs="100", parameters="5e6", compute="5.1e12", compute_notes="8 GPUs")
        assert facts(row)["tokens_seen"] == "epochs * tokens_unique"

    @pytest.mark.parametrize(
        ("cells", "found"),
        [
            # labels a line above the numbers
            (
                {"size": "3e9", "size_notes": "Total = Number of Sequences × Average Sequence Length\n"
                 "Total = 10,000,000 × 300 = 3 × 10⁹"},
                {"sequences": 10_000_000, "tokens_unique": 3e9},
            ),
            # a product alone
            ({"size": "3e9", "size_notes": "10M × 300 = 10,000,000 × 300 = 3e9 datapoints"},
             {"tokens_unique": 3e9}),
            ({"size": "198405973", "size_notes": "Table 2: 540601*367.01=198405973"},
             {"tokens_unique": 198_405_973}),
            # both at once
            ({"size": "4e9", "size_notes": "60,000,000,000 tokens / 15 epochs = 4,000,000,000 tokens"},
             {"tokens_unique": 4e9, "tokens_seen": 6e10}),
            ({"size": "1e12", "size_notes": "Hence: 1000B training tokens (500k steps, 2M tokens/batch)"},
             {"tokens_seen": 1e12}),
            ({"size": "2e12", "size_notes": "a version of 7B parameters trained on 2 trillion tokens."},
             {"tokens_seen": 2e12}),
            # no size, a count in the notes
            ({"size_notes": "Table 2\n3.6B proteins"}, {"sequences": 3_600_000_000}),
            ({"size_notes": "43M sequences"}, {"sequences": 43_000_000}),
        ],
    )  # fmt: skip
    def test_what_notes_settle(self, cells: dict[str, str], found: dict[str, Any]) -> None:
        assert facts(a_row(**cells)) == found

    @pytest.mark.parametrize(
        "cells",
        [
            {"size": "3.1e8", "size_notes": "1,024,055 = 500,000 + 524,055\n\n307,216,500 = 1,024,055 × 300"},
            {"size": "6e9", "size_notes": "50M variants (20M + 30M) × 200 residues, from two models"},
            {"size": "9e8", "size_notes": "1.5M * (600 protein_tokens + 100 of text)"},
            {
                "size": "6.4e7",
                "size_notes": "4,000 families × 500 (sequences per family) × 32 = 64M unique tokens",
            },
            {"size": "2.9e8", "size_notes": "29,000,000 sets * 10 sequences/set = 290,000,000 sequences"},
            {"size": "2e12", "epochs": "3", "size_notes": "trained on 2 trillion tokens."},
            {"size_notes": "43M sequences\n12M proteins"},
            {"size_notes": "43M sequences of text and code"},
            {"size_notes": "9M images"},
            {"size_notes": PRE_TRAINED + TUNED},
        ],
    )
    def test_what_notes_do_not_settle(self, cells: dict[str, str]) -> None:
        assert facts(a_row(parameters="1e6", **cells)) == {"params_total": 1_000_000}

    def test_words_that_could_be_meant_otherwise_make_a_weak_claim(self) -> None:
        (model,) = imported(a_row(size="3e9", size_notes="10M × 300 = 3e9")).models
        (fact,) = model.facts["tokens_unique"]
        assert fact.confidence == "low" and "could be meant otherwise" in (fact.note or "")
        (model,) = imported(a_row(size="7e7", size_notes="70M unique tokens\n= 3e5 structural tokens")).models
        (fact,) = model.facts["tokens_unique"]
        assert fact.confidence == "low" and "tokens of structures" in (fact.note or "")
        (model,) = imported(a_row(size_notes="43M sequences")).models
        (fact,) = model.facts["sequences"]
        assert fact.confidence == "medium" and '"43M sequences"' in (fact.note or "")
        assert fact.locator == 'row "Own PLM", column "Dataset size notes"'


SAYS_SO = "We pre-train a protein language model on UniRef50 proteins."


class TestRowsWithoutATask:
    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"domain": "Language,Biology", "abstract": SAYS_SO}, importing.NO_TASK),
            ({"title": "Design of ligands", "abstract": "a chemical language model"}, importing.NO_TASK),
            ({"title": "Prediction of binding by protein language models"}, importing.NO_TASK),
            ({"title": "A network for proteins"}, importing.NO_TASK),
            ({"model": "Galactica", "abstract": SAYS_SO}, importing.NO_TASK),
            ({"model": "Galactica", "abstract": SAYS_SO, "domain": "Language,Biology"}, importing.NO_TASK),
            ({"model": "P-Mistral-2", "abstract": SAYS_SO}, importing.TEXT_MODEL),
            ({"model": "Prot-Llama3, Prot-gemma", "abstract": SAYS_SO}, importing.TEXT_MODEL),
            ({"model": "STEPS", "abstract": SAYS_SO}, importing.NOT_REALLY),
        ],
    )  # fmt: skip
    def test_words_of_a_title_decide_nothing(self, cells: dict[str, str], why: str) -> None:
        found = imported(a_row(task="", size="3e9", size_notes="10M sequences × 300", **cells))
        assert [each.why for each in found.skipped] == [why] and "task is" not in importing.NO_TASK

    @pytest.mark.parametrize("name", ["LLPS", "ProTrek", "HyenaDNA", "UDSMProt", "Profile Prediction"])
    def test_a_name_that_a_later_export_tags_comes_in(self, name: str) -> None:
        row = a_row(task="", model=name, title="A study of proteins", parameters="1e6", abstract="proteins")
        assert [model.name for model in imported(row).models] == [name]
        assert imported(row).flagged == []

    def test_what_comes_in_by_words_alone_is_weak_and_flagged(self) -> None:
        found = imported(a_row(task="", abstract=SAYS_SO, parameters="1e6"))
        assert found.models[0].facts["params_total"][0].confidence == "low"
        assert "Only its title and abstract say" in found.flagged[0][1]

    def test_an_export_without_tasks_says_so_of_its_rows(self) -> None:
        assert "task is" in importing.NO_LANGUAGE_MODEL and "no task" in importing.NO_TASK


class TestTheColumnOfSizes:
    @pytest.mark.parametrize("header", [NEWER, NEWEST])
    @pytest.mark.parametrize(
        ("model", "size", "words"),
        [
            ("ProtBERT-BFD", "58950000000", "15 % of the 393 billion residues"),
            ("ProtT5-XL-U50", "19582371375", "a copy of UniRef50 of December 2024"),
            ("ESM2-15B", "15360000000", "60 million sequences x 256"),
            ("Tranception", "48230400000", "none of the quantities here"),
        ],
    )
    def test_tokens_with_a_gradient_are_none_of_ours(
        self, header: str, model: str, size: str, words: str
    ) -> None:
        lines = compared(a_row(header, model=model, size=size, epochs="72"))
        (line,) = (line for line in lines if line.quantity == "dataset size")
        assert line.outcome == diff.UNCERTAIN and line.theirs == float(size)
        assert words in line.why and f'ince December 2025 its column, here "{header}"' in line.why
        assert not any(line.theirs for line in lines if line.quantity.startswith("tokens"))

    def test_the_compute_says_nothing_of_them(self) -> None:
        cells = {"size": "3e8", "parameters": "1e6", "compute": "1.8e15"}
        assert "tokens_seen" in facts(a_row(OLDER, **cells))
        assert "tokens_seen" not in facts(a_row(NEWER, **cells))

    def test_what_their_own_notes_multiply_counts_in_either_column(self) -> None:
        for header in (OLDER, NEWER, NEWEST):
            assert facts(a_row(header, size="3e9", size_notes="10M sequences × 300"))["sequences"] == 1e7

    def test_a_count_in_the_notes_stands_beside_a_size_of_another_meaning(self) -> None:
        cells = {"size": "149700000", "size_notes": "560K proteins"}
        assert facts(a_row(NEWEST, **cells)) == {"sequences": 560_000}
        assert facts(a_row(OLDER, parameters="1e6", **cells)) == {"params_total": 1_000_000}
        lines = compared(a_row(NEWEST, model="ESM2-15B", **cells))
        assert {line.quantity: line.theirs for line in lines if line.theirs} == {
            "sequences": 560_000,
            "dataset size": 149_700_000,
        }

    def test_a_name_that_the_column_has_not_had_so_far_decides_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "new.csv"
        text = f"Model,Domain,Task,Parameters,Training dataset size (words)\nOwn,Biology,{TAGGED},1e6,3e8\n"
        path.write_text(text.replace("Own,", "Own protein PLM,"), encoding="utf-8")
        (model,) = imported(*read_export(path).rows).models
        assert set(model.facts) == {"params_total"}
        assert any('"Training dataset size (words)", is none' in remark.text for remark in model.remarks)

    def test_two_numbers_in_one_cell_are_said_to_be_two(self) -> None:
        cells = {"model": "AbLang (heavy sequences)", "size": "2260275840,2290000001", "parameters": "1e6"}
        row = a_row(NEWER, **cells)
        (line,) = (line for line in compared(row) if line.quantity == "dataset size")
        assert "holds two numbers, 2,260,275,840 and 2,290,000,001" in line.why
        assert "holds two numbers" in imported(row).flagged[0][1]
        assert two_numbers("1,200,000") == []


class TestRows:
    @pytest.mark.parametrize(
        ("size", "notes", "value"),
        [
            ("6316.999999999998", "2,248 + 4,068 = 6,316 proteins", 6316),
            ("740001.0000000013", "740,000 sequences", 740_000),
            ("474000.99999999977", "474,000 sequences", 474_000),
            ("5641.0", "5,641 sequences", 5641),
        ],
    )
    def test_artefacts_of_rounding_are_cleaned_at_any_size(self, size: str, notes: str, value: float) -> None:
        assert facts(a_row(size=size, size_notes=notes)) == {"sequences": value}

    def test_no_sum_of_floating_point_is_shown(self) -> None:
        row = a_row(model="ESM2-15B", size="24629166666.67", epochs="72", size_notes="82M sequences × 300")
        (line,) = (line for line in compared(row) if line.quantity == "tokens_seen")
        assert line.theirs == 24_629_166_667 * 72

    def test_what_epoch_ai_has_corrected_since_is_corrected_in_older_exports(self) -> None:
        found = imported(a_row(model="AbGPT", size="3200000001.000004", size_notes="107M * 120 / 4"))
        (model,) = found.models
        assert model.facts["tokens_unique"][0].value == 6_840_000_000
        assert "Epoch AI's 3,200,000,000 was corrected to 6,840,000,000." in found.corrected[0][1]

    def test_a_row_of_a_family_that_we_have_in_sizes_is_no_new_model(self) -> None:
        found = imported(a_row(model="CARP", parameters="1e6"), catalog=bundled())
        assert [each.why for each in found.skipped] == [importing.HAVE_IT]
        assert "the family of" in found.skipped[0].more and "CARP-640M" in found.skipped[0].more

    def test_a_row_that_stands_twice_is_compared_once(self) -> None:
        row = a_row(model="AMPLIFY", parameters="3.5e8")
        assert compared(row, row) == compared(row)
        other = a_row(model="AMPLIFY", parameters="1.2e8")
        assert len(compared(row, other)) == len(compared(row)) + 1

    @pytest.mark.parametrize(
        ("cells", "kind"),
        [
            ({"size_notes": "Derived from: Observed Antibody Space, 15 amino acids"}, "antibody"),
            ({"abstract": "It predicts antibodies too."}, "protein"),
            ({"dataset_notes": "OAS proteins"}, "antibody"),
            ({"title": "A protein language model of CDR-H3 regions"}, "antibody"),
            ({"title": "A protein language model of nanobodies"}, "antibody"),
        ],
    )
    def test_antibodies_are_told_from_their_data(self, cells: dict[str, str], kind: str) -> None:
        (model,) = imported(a_row(parameters="1e6", **cells)).models
        assert model.kind == kind


TABLE = pandas.DataFrame(
    {"Model": ["Own PLM", "Other"], "Domain": "Biology", "Task": TAGGED, "Parameters": [6.5e8, None],
     OLDER: [3e9, 4e9], "Dataset size notes": ["10M sequences × 300", ""]}
)  # fmt: skip


class TestPackedFiles:
    """As the site gives them, and as spreadsheet programs save them."""

    @pytest.fixture
    def plain(self, tmp_path: Path) -> Path:
        path = tmp_path / "plain.csv"
        TABLE.to_csv(path, index=False)
        return path

    def test_zip_gzip_and_workbook_hold_the_same_rows(self, plain: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "x")
            archive.writestr("data/other.csv", "a,b\n1,2\n")
            archive.write(plain, "data/notable_ai_models.csv")
        (tmp_path / "b.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
        with pandas.ExcelWriter(tmp_path / "c.xlsx") as workbook:
            pandas.DataFrame({"x": [1]}).to_excel(workbook, sheet_name="Notes", index=False)
            TABLE.to_excel(workbook, sheet_name="Models", index=False)
        expected = read_export(plain)
        for name, remark in (("a.zip", "notable_ai_models.csv"), ("b.csv.gz", ""), ("c.xlsx", '"Models"')):
            found = read_export(tmp_path / name)
            assert [row.text("model") for row in found.rows] == ["Own PLM", "Other"]
            assert [row.value("size") for row in found.rows] == [3e9, 4e9]
            assert found.rows[0].text("size_notes") == expected.rows[0].text("size_notes")
            assert remark in " ".join(found.remarks)

    @pytest.mark.parametrize(
        ("files", "words"),
        [
            ({"a.csv": "x", "b.csv": "x"}, "is a ZIP file. It holds a.csv, b.csv. Unpack it"),
            ({"a.txt": "x"}, "It holds no CSV file"),
            ({"mimetype": "x", "content.xml": "x"}, "is a document of LibreOffice. Save it as CSV"),
            ({"xl/workbook.xml": "x"}, "is damaged or cut off"),
            ({"a.csv": "x,y\n1,2\n"}, 'has no column "Model" or "System"'),
        ],
    )
    def test_other_archives_are_told_in_a_sentence(
        self, tmp_path: Path, files: dict[str, str], words: str
    ) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        with pytest.raises(NotAnExportError) as refused:
            read_export(path)
        assert words in str(refused.value) and len(str(refused.value).splitlines()) == 1

    @pytest.mark.parametrize("column", ["XFD", "SG"])
    def test_a_sheet_that_is_far_too_wide_is_refused(self, tmp_path: Path, column: str) -> None:
        """Each row would be filled up to the last column of any."""
        book = openpyxl.Workbook()
        book.active["A1"], book.active[f"{column}90000"] = "Model", "stray"
        book.save(tmp_path / "a.xlsx")
        with pytest.raises(NotAnExportError, match="is larger than any export"):
            read_export(tmp_path / "a.xlsx")

    def test_archives_packed_otherwise_are_told(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("a.csv", "Model,System\n")
        with pytest.raises(NotAnExportError, match="is packed with LZMA"):
            read_export(tmp_path / "a.zip")

    def test_cut_off_or_inflated_archives_are_refused(
        self, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(opening, "MOST_BYTES", 100_000)
        packed = gzip.compress(plain.read_bytes())
        bomb = gzip.compress(b"0" * 100_001)
        cases = {"cut.gz": packed[:-20], "bomb.gz": bomb, "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9}
        words = ("is damaged or cut off", "is larger than any export", "the old .xls format")
        for (name, content), said in zip(cases.items(), words):
            (tmp_path / name).write_bytes(content)
            with pytest.raises(NotAnExportError, match=said):
                read_export(tmp_path / name)
