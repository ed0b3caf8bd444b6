"""Epoch AI's export, row by row against the real one, and copies of it that people and accidents changed.

The real one is tests/data/epoch_biology.csv: Epoch AI, Data on AI models, https://epoch.ai/data, CC BY 4.0.
"""

from __future__ import annotations

import csv
import io
import random
import re
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plm_ratios.catalog import Catalog, bundled
from plm_ratios.curation import schema, user_yaml
from plm_ratios.curation.epoch import csv_export, diff, hardware, importing
from plm_ratios.curation.epoch.csv_export import EpochRow, NotAnExportError, read_export
from plm_ratios.curation.epoch.known_rows import known
from plm_ratios.curation.epoch.row import read_numbers

REAL = Path(__file__).parent.parent / "data" / "epoch_biology.csv"
ROWS = list(csv.DictReader(REAL.open(encoding="utf-8", newline="")))
HEADER = list(ROWS[0])
BY_NAME = {row["Model"]: row for row in reversed(ROWS)}
SIZE = "Training dataset size (datapoints)"


def text_of(rows: list[dict[str, str]], header: list[str] | None = None, delimiter: str = ",") -> str:
    """Rows as an export."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header or HEADER, delimiter=delimiter, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# The models of the real export that the catalog had when that was copied. It has more by now, which
# would come in no more; the numbers below are of these.
HAD = """
ablang-heavy amplify-350m ankh-large esm1b esm2-15b esm3-open esm3-98b evo-7b lbster-67m
msa-transformer omegaplm poet pro-prime progen-1.2b progen2-base progen2-xlarge prollama prosst
prostt5 protbert protbert-bfd protbfn proteinbert proteinlm-3b protgpt2 prott5-xl-u50 prott5-xxl-bfd
prott5-xxl-u50 rita-xl saprot-650m seqvec tape-transformer tranception-l unirep xtrimopglm-100b
zymctrl carp-600k carp-38m carp-76m carp-640m
""".split()


@lru_cache(maxsize=1)
def catalog_of_then() -> Catalog:
    """The bundled catalog with these models only."""
    whole = bundled()
    models = [model for model in whole.models if model.id in HAD]
    assert len(models) == len(HAD)
    return Catalog(whole.edition, whole.sources, models, whole.datasets)


def imported(path: Path, all_domains: bool = True) -> importing.Imported:
    return importing.import_export(read_export(path), catalog_of_then(), known(), all_domains)


def numbers_of(found: importing.Imported) -> dict[str, dict[str, Any]]:
    """Every number by model and quantity, without where it stands."""
    return {
        model.name: {
            quantity: [(c.value, c.formula, c.confidence) for c in facts]
            for quantity, facts in model.facts.items()
        }
        for model in found.models
    }


@pytest.fixture(scope="module")
def real() -> importing.Imported:
    """The real export, models of DNA included."""
    return imported(REAL)


@pytest.fixture(scope="module")
def whole(real: importing.Imported) -> dict[str, dict[str, Any]]:
    return numbers_of(real)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of text or bytes."""

    def to(content: str | bytes, encoding: str = "utf-8", name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to


def row(**cells: str) -> dict[str, str]:
    """A row of a protein language model that the catalog does not have."""
    names = {
        "task": "Task",
        "parameters": "Parameters",
        "size": SIZE,
        "notes": "Dataset size notes",
        "compute": "Training compute (FLOP)",
        "compute_notes": "Training compute notes",
        "epochs": "Epochs",
        "base": "Base model",
        "title": "Reference",
        "dataset": "Training dataset",
    }
    given = {names.get(key, key): value for key, value in cells.items()}
    standard = {
        "Model": "NewPLM",
        "Task": "Protein or nucleotide language model (pLM/nLM)",
        "Domain": "Biology",
        "Reference": "A protein language model",
        "Publication date": "2025-01-31",
        "Parameters": "650000000.0",
        "Confidence": "Confident",
    }
    return {**dict.fromkeys(HEADER, ""), **standard, **given}


@pytest.fixture
def one(write: Callable[..., Path]) -> Callable[..., importing.Imported]:
    """Imports an export of one row."""
    return lambda **cells: imported(write(text_of([row(**cells)])))


class TestTheRealExport:
    def test_every_row_comes_in_or_is_skipped_for_a_reason(self, real: importing.Imported) -> None:
        assert len(ROWS) == 255 == len(real.models) + len(real.skipped)
        assert sorted([m.name for m in real.models] + [s.name for s in real.skipped]) == sorted(
            " ".join(name["Model"].split()) for name in ROWS
        )
        assert dict(importing.counts(real.skipped)) == {
            importing.NO_LANGUAGE_MODEL: 163,
            importing.HAVE_IT: 36,
            importing.NOT_REALLY: 8,
            importing.TEXT_MODEL: 4,
            importing.NO_NUMBERS: 2,
            importing.NOTHING_CERTAIN: 2,
        }

    def test_dna_and_rna_come_in_only_when_asked_for(self, real: importing.Imported) -> None:
        proteins = imported(REAL, all_domains=False)
        assert {m.name for m in real.models} - {m.name for m in proteins.models} == {
            *("PlasmidGPT", "dnaGrinder", "OmniNA", "HyenaDNA", "Nucleotide Transformer"),
            *("CaLM", "GenSLM", "DNABERT"),
            *("MLDD3UTRmRRNAS", "RNA-DCGen", "RNACG", "OmniGenome", "ERNIE-RNA"),
            *("Uni-RNA-L8", "Uni-RNA-L-24", "Uni-RNA-L12", "Uni-RNA-L16"),
        }
        assert {m.kind for m in proteins.models} == {"protein", "antibody"}
        assert dict(importing.counts(proteins.skipped))[importing.IS_DNA] == 9
        assert dict(importing.counts(proteins.skipped))[importing.IS_RNA] == 10

    def test_parameters_dates_and_places_are_those_of_the_row(self, real: importing.Imported) -> None:
        for model in real.models:
            of = BY_NAME[model.name]
            stated = {fact.value for fact in model.facts.get("params_total", [])}
            assert stated == ({float(of["Parameters"])} if of["Parameters"] else set())
            assert model.released == of["Publication date"]
            for quantity, facts in model.facts.items():
                for fact in facts:
                    assert fact.source == real.source_id == "epoch-2025-06-19"
                    assert fact.locator and fact.locator.startswith(f'row "{model.name}", column')
                    assert fact.confidence in ("medium", "low"), quantity
                    assert fact.quote is None or fact.quote in of.values()

    def test_every_size_keeps_its_value_but_for_the_artefacts_of_rounding(
        self, real: importing.Imported
    ) -> None:
        """On its basis, or in a remark."""
        for model in real.models:
            if not BY_NAME[model.name][SIZE]:
                continue
            raw = float(BY_NAME[model.name][SIZE])
            facts = [
                c
                for facts in model.facts.values()
                for c in facts
                if c.value and (c.locator or "").endswith(f'"{SIZE}"')
            ]
            noted = [r.text for r in model.remarks if "is kept as a note only" in r.text]
            assert len(facts) + len(noted) == 1
            value = (
                facts[0].value
                if facts
                else float(re.findall(r"size ([\d,]+) is", noted[0])[0].replace(",", ""))
            )
            assert value is not None and abs(value - raw) <= 1.1
            if value != raw:
                assert f"has {raw}, a rounding artefact" in (facts[0].note if facts else noted[0])  # type: ignore[operator]

    @pytest.mark.parametrize(
        ("name", "basis", "sequences"),
        [
            ("Prothyena", "tokens_unique", 10_000_000),
            ("SS-pLM", "tokens_unique", 1_750_000),
            ("DistilProtBert", "tokens_unique", 43_000_000),
            ("ProBERTa", "tokens_unique", 450_000),
            ("AbGPT", "tokens_unique", 57_000_000),
            ("MULAN", "tokens_unique", None),  # structures
            ("METL-Global", "tokens_unique", None),  # variants
            ("HyenaDNA", "tokens_unique", None),  # 2T tokens / 679 epochs
            ("PlasmidGPT", "tokens_unique", None),  # "a training dataset of 923M base pairs"
            ("Nucleotide Transformer", "tokens_seen", None),  # "until the model saw 300B tokens"
            ("ESM2-15B", "tokens_unique", 60_000_000),
            ("Ankh_large", "tokens_unique", None),
            ("ESM3 (98B)", "tokens_unique", None),  # compute / 6N = 2.3 epochs of it
            ("ESM3-open-small", "tokens_seen", None),  # compute / 6N is it
            ("ProGen2-xlarge", "tokens_seen", None),  # 350,000 steps x 1M
            ("ProGen2-base", "tokens_seen", None),  # 400,000 steps x 500k
            ("ProtT5-XL-U50", "tokens_seen", None),  # 991K x 2048 x 512
            ("ProGen", "tokens_seen", None),
            ("Rita-XLarge", "tokens_seen", None),
            ("ProtT5-XXL", "tokens_unique", None),
            ("SeqVec", "tokens_unique", None),
            ("Pro-PRIME", "tokens_unique", 96_000_000),
            ("ProteinLM", "tokens_unique", 30_096_000),
            ("OmegaPLM", "tokens_unique", 35_000_000),
            # Uncertain, and so on no basis:
            ("gLM", "", None),  # genes
            ("MSA Transformer", "", None),  # its compute / 6N agrees within 2 %, by chance
            ("ProtBERT-BFD", "", None),  # a mean of two guesses
            ("PoET", "", None),  # sets of sequences
            ("ProTrek", "", None),  # three kinds of tokens, "Step 3" of a calculation
            ("CPCProt", "sequences", None),  # no notes; looked up
            ("Prot2Token", "", None),  # a sum
            ("ESM-AA", "", None),  # proteins and molecules
            ("dnaGrinder", "", None),  # one pass: its steps and its dataset are 5 % apart
            ("OmniGenome", "", None),  # the compute was multiplied out from it
            ("AbLang (heavy sequences)", "", None),  # light chains counted in
        ],
    )
    def test_what_a_size_counts(self, name: str, basis: str, sequences: float | None) -> None:
        (of,) = (each for each in read_export(REAL).rows if each.text("model") == name)
        numbers = read_numbers(of, known())
        assert (numbers.basis, numbers.read.sequences) == (basis, sequences)

    def test_an_assumed_length_makes_a_weak_claim(self, real: importing.Imported) -> None:
        models = {model.name: model for model in real.models}
        (assumed,), (measured,) = (models[n].facts["tokens_unique"] for n in ("Prothyena", "ProBERTa"))
        assert (assumed.confidence, measured.confidence) == ("low", "medium")  # 300, and 129.6
        assert "The length of 300 is a round figure: assumed, a cut-off, or rounded." in (assumed.note or "")
        assert "assumed" not in (measured.note or "")
        assert models["Prothyena"].facts["sequences"][0].confidence == "medium"

    def test_what_is_uncertain_is_flagged_and_kept(self, real: importing.Imported) -> None:
        flagged = {name for name, _ in real.flagged}
        assert {"ProTrek", "Prot2Token", "ESM-AA", "CaLM", "DNABERT"} <= flagged
        noted = {name for name, sentence in real.flagged if "is kept as a note only" in sentence}
        for model in real.models:
            kept = any("is kept as a note only" in remark.text for remark in model.remarks)
            assert kept == (model.name in noted)
            if kept:
                assert not {"sequences", "tokens_unique", "tokens_seen", "epochs"} & set(model.facts)

    def test_known_errors_are_corrected_where_they_stand(self, real: importing.Imported) -> None:
        assert {name for name, _ in real.corrected} == {
            *("AbLang (heavy sequences)", "SaProt", "xTrimoPGLM -100B", "ProtT5-XXL"),
        }

    def test_the_file_passes_the_check_of_user_catalogs_and_names_its_licence(
        self, real: importing.Imported
    ) -> None:
        export = read_export(REAL)
        catalog = user_yaml.UserCatalog("epoch.yaml", importing.header(export))
        catalog.models = [model for model in real.models if not bundled().named(model.name)]  # yet
        catalog.sources = {real.source_id: real.source}
        text = user_yaml.written(catalog)
        again = user_yaml.parse(text, "epoch.yaml")
        assert user_yaml.check(again, user_yaml.bundled()) == []
        assert again.models == catalog.models and user_yaml.written(again) == text
        head = text.partition("models:")[0]
        for words in (
            "Epoch AI",
            "https://epoch.ai/data",
            "CC BY 4.0",
            "creativecommons.org",
            "Changed:",
            "2025-06-19",
        ):
            assert words in head
        assert "CC BY 4.0" in real.source.title and real.source.year == 2025

    def test_it_takes_well_under_a_second(self) -> None:
        begin = time.process_time()
        imported(REAL)
        assert time.process_time() - begin < 2


class TestCorrections:
    """The ones of which the test copy holds a later, or an earlier, state."""

    def test_three_zeros_too_many(self, one: Callable[..., importing.Imported]) -> None:
        found = one(Model="ProteinLM", parameters="3000000000000.0")
        (corrected,) = found.corrected
        assert corrected == (
            "ProteinLM",
            "Epoch AI's 3,000,000,000,000 was corrected to 3,000,000,000. "
            "A slip of three zeros; its own note says 3 billion, as the export of 2025-06-19 does.",
        )
        assert found.skipped[0].why == importing.HAVE_IT

    def test_the_corrected_number_comes_in(self, one: Callable[..., importing.Imported]) -> None:
        (model,) = one(Model="ProtSSN", parameters="1467000000000.0").models
        (fact,) = model.facts["params_total"]
        assert fact.value == 1_467_000_000 and fact.quote == "1467000000000.0"
        assert "1,467,000,000,000 was corrected to 1,467,000,000. A slip" in (fact.note or "")

    def test_a_number_that_nobody_knows_better_is_left_out(
        self, one: Callable[..., importing.Imported]
    ) -> None:
        found = one(Model="SaProt", compute="1.6e22")
        assert "was left out. The figure was 6.2e22 in another export" in found.corrected[0][1]

    def test_the_right_number_is_left_alone(self, one: Callable[..., importing.Imported]) -> None:
        assert one(Model="ProteinLM", parameters="3000000000.0").corrected == []
        assert one(Model="AbLang", parameters="85000000.0").corrected == []

    def test_every_line_of_the_file_is_about_something(self) -> None:
        ids = {model.id for model in bundled().models}
        assert set(known().names.values()) <= ids
        assert {each.model for each in known().explanations} <= ids
        for each in known().corrections:
            assert each.value or each.text
        lines = diff.compare(read_export(REAL), bundled(), known())
        said = {line.why for line in lines}
        assert [each.model for each in known().explanations if each.why not in said] == []


class TestWhatASizeCounts:
    @pytest.mark.parametrize(
        ("cells", "basis"),
        [
            ({"notes": "1,000,000 sequences × 300 residues = 3 × 10⁸ tokens"}, "tokens_unique"),
            ({"notes": "1M sequences x 300 tokens/sequence"}, "tokens_unique"),
            ({"notes": "Sequences: 1.0e6\nAverage length: 300 amino acids\n1.0e6 * 300"}, "tokens_unique"),
            ({"notes": "300M tokens"}, ""),
            ({"notes": "The dataset contains 300 million amino acids"}, "tokens_unique"),
            ({"notes": "300 million unique tokens"}, "tokens_unique"),
            ({"notes": "The model saw 300M tokens in training"}, "tokens_seen"),
            ({"notes": "The model saw all 300M tokens of the dataset of 300M tokens"}, ""),
            ({"notes": "trained for 1,000 steps with 300,000 tokens: 1000*300000"}, "tokens_seen"),
            ({"notes": "1,000,000 sequences × 300 residues", "compute_notes": "1000 steps x 300,000"}, ""),
            ({"notes": "300,000,000 protein sequences"}, "sequences"),
            ({"notes": "300 million"}, ""),
            ({"notes": "2,000,000 sequences × 300 residues"}, ""),
            ({"notes": "1,000,000 sequences and 300 steps x batch"}, ""),
            ({"notes": "4.0 × 10? sequences × 3.0 × 10? tokens"}, ""),  # saved in an encoding without ⁶
            ({"compute": "1.17e18"}, "tokens_seen"),  # 6 x 650M x 300M
            ({"compute": "1.17e18", "base": "ESM2-650M"}, ""),
            ({"compute": "1.17e18", "compute_notes": "6*650M*300M"}, ""),
            ({"compute": "1.20e18"}, ""),
            ({"compute": "1.17e19", "epochs": "10"}, "tokens_unique"),
            ({"compute": "1.17e18", "epochs": "10"}, ""),
            ({"compute": "1.17e18", "notes": "1,000,000 sequences × 300 residues"}, ""),
            ({"notes": "It saw 3B tokens, 10 epochs", "epochs": "10"}, "tokens_unique"),
            ({"notes": ""}, ""),
        ],
    )  # fmt: skip
    def test_only_what_the_row_settles(
        self, one: Callable[..., importing.Imported], cells: dict[str, str], basis: str
    ) -> None:
        found = one(size="300000000.0", **cells)
        bases = {"sequences", "tokens_unique", "tokens_seen"}
        stated = {
            quantity
            for quantity, (fact, *_) in found.models[0].facts.items()
            if quantity in bases and fact.value == 300_000_000
        }
        assert stated == ({basis} if basis else set())
        assert bool(found.flagged) == (not basis)

    @pytest.mark.parametrize(
        "passage", ["1x", "1 x ", "7 sequences x ", "steps 3 * ", "9.9e9 tokens saw ", "((( ~", "1,000,"]
    )
    def test_no_notes_take_long(self, one: Callable[..., importing.Imported], passage: str) -> None:
        notes = passage * (130_000 // len(passage))
        begin = time.process_time()
        one(size="300000000.0", epochs="3", compute="1e20", notes=notes, compute_notes=notes)
        assert time.process_time() - begin < 4

    def test_what_was_seen_is_derived_from_epochs(self, one: Callable[..., importing.Imported]) -> None:
        (model,) = one(size="3e8", epochs="4.5", notes="1M sequences × 300 residues").models
        (seen,) = model.facts["tokens_seen"]
        assert (seen.formula, seen.confidence) == ("epochs * tokens_unique", "low")
        (part,) = one(size="3e8", epochs="0.2", notes="1M sequences × 300 residues").models
        assert "tokens_seen" not in part.facts

    def test_a_later_name_of_the_column_is_read_in_the_same_way(self, write: Callable[..., Path]) -> None:
        """What the column counts stays open under any of its names."""
        for name in csv_export.COLUMNS["size"]:
            header = [name if column == SIZE else column for column in HEADER]
            rows = [{**each, name: each[SIZE]} for each in ROWS[:120]]
            found = imported(write(text_of(rows, header)))
            assert numbers_of(found) == numbers_of(imported(write(text_of(ROWS[:120]))))
            (fact,) = next(m for m in found.models if m.name == "AbGPT").facts["tokens_unique"]
            assert fact.locator == f'row "AbGPT", column "{name}"'


# Columns to put odd things into.
_ODD = ["Model", "Parameters", SIZE, "Epochs", "Dataset size notes", "Publication date", "Base model"]
_ODD += ["Training dataset", "Model accessibility", "Training compute notes", "Training compute (FLOP)"]


class TestChangedFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_other_encodings_and_separators_change_nothing(
        self, write: Callable[..., Path], whole: Any, encoding: str, delimiter: str
    ) -> None:
        assert numbers_of(imported(write(text_of(ROWS, delimiter=delimiter), encoding))) == whole

    def test_windows_line_ends_and_excels_first_line(self, write: Callable[..., Path], whole: Any) -> None:
        text = text_of(ROWS, delimiter=";")
        assert numbers_of(imported(write("sep=;\r\n" + text))) == whole
        assert numbers_of(imported(write(text.replace("\r\n", "\n")))) == whole

    def test_an_encoding_without_all_signs_loses_certainty_not_numbers(
        self, write: Callable[..., Path], whole: Any
    ) -> None:
        found = numbers_of(imported(write(text_of(ROWS).encode("cp1252", errors="replace"))))
        assert set(found) == set(whole)
        for name, facts in found.items():
            assert facts.get("params_total") == whole[name].get("params_total")
            assert set(facts) <= set(whole[name])
        assert "tokens_unique" in found["Prothyena"]  # × is in cp1252

    def test_a_comma_for_the_decimal_point(self, write: Callable[..., Path], whole: Any) -> None:
        columns = ("Parameters", SIZE, "Training compute (FLOP)", "Epochs")
        rows = [{**each, **{c: each[c].replace(".", ",") for c in columns}} for each in ROWS]
        assert numbers_of(imported(write(text_of(rows, delimiter=";")))) == whole

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 10**6))
    def test_columns_in_any_order(self, tmp_path: Path, whole: Any, seed: int) -> None:
        header = random.Random(seed).sample(HEADER, len(HEADER))
        path = tmp_path / "shuffled.csv"
        path.write_text(text_of(ROWS, header), encoding="utf-8", newline="")
        assert numbers_of(imported(path)) == whole

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_columns_renamed_added_and_dropped(self, tmp_path: Path, whole: Any, data: Any) -> None:
        """As between exports: case and signs of a header do not count, and most columns may be missing."""
        ours = {name for names in csv_export.COLUMNS.values() for name in names}
        unused = [column for column in HEADER if column not in ours]
        dropped = set(data.draw(st.lists(st.sampled_from(unused), unique=True)))
        renamed = {"Model": data.draw(st.sampled_from(csv_export.COLUMNS["model"]))}
        for column in HEADER:
            change = data.draw(
                st.sampled_from([str, str.upper, lambda name: f" {name}  ", lambda n: n.replace(" ", "_")])
            )
            renamed[column] = change(renamed.get(column, column))
        header = [renamed[c] for c in HEADER if c not in dropped] + ["Open model weights?", "Extra"]
        rows = [{renamed[c]: value for c, value in each.items() if c not in dropped} for each in ROWS]
        path = tmp_path / "renamed.csv"
        path.write_text(text_of(rows, header), encoding="utf-8", newline="")
        assert numbers_of(imported(path)) == whole

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(share=st.floats(0, 1))
    def test_cut_off_anywhere_it_is_refused_or_gives_whole_rows(
        self, tmp_path: Path, whole: Any, share: float
    ) -> None:
        raw = REAL.read_bytes()
        path = tmp_path / "cut.csv"
        path.write_bytes(raw[: int(share * len(raw))])
        try:
            found = imported(path)
        except NotAnExportError:
            return
        assert all(whole[name] == facts for name, facts in numbers_of(found).items())

    def test_cut_off_after_a_row_it_says_so(self, write: Callable[..., Path]) -> None:
        lines = text_of(ROWS[:12])
        assert read_export(write(lines)).remarks == []
        assert "may have been cut off" in read_export(write(lines.rstrip("\r\n"))).remarks[0]

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_damaged_anywhere_it_is_refused_or_gives_a_sound_catalog(self, tmp_path: Path, data: Any) -> None:
        raw = bytearray(text_of(ROWS[15:60]).encode())
        for at, byte in data.draw(
            st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), min_size=1, max_size=30)
        ):
            raw[at] = byte
        path = tmp_path / "damaged.csv"
        path.write_bytes(bytes(raw))
        try:
            export = read_export(path)
        except NotAnExportError:
            return
        found = importing.import_export(export, bundled(), known(), all_domains=True)
        diff.compare(export, bundled(), known())
        assert len(found.models) + len(found.skipped) == len(export.rows)
        catalog = user_yaml.UserCatalog("x.yaml", importing.header(export))
        catalog.models, catalog.sources = found.models, {found.source_id: found.source}
        assert user_yaml.parse(user_yaml.written(catalog), "x.yaml").models == found.models

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        cells=st.dictionaries(
            st.sampled_from(_ODD),
            st.text(max_size=60)
            | st.from_regex(r"[0-9,.eMB× x*+=/-]{1,40}|[1-9]e[0-9]{1,3}", fullmatch=True),
            min_size=1,
        )
    )
    def test_any_text_in_the_cells(self, tmp_path: Path, cells: dict[str, str]) -> None:
        path = tmp_path / "odd.csv"
        safe = {key: value.encode("utf-8", "ignore").decode() for key, value in cells.items()}
        path.write_text(text_of([row(**safe)]), encoding="utf-8", newline="")
        try:
            found = imported(path)
        except NotAnExportError:  # a NUL, say
            return
        for model in found.models:
            schema.Model.model_validate(model.model_dump())

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (b" \n\n", "is empty"),
            (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "is damaged|not a text file|no export"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
            (b"Model,Parameters\nx,1\n", 'no column "Training dataset size (datapoints)"'),
            (b"name;age\nx;1\n", 'no column "Parameters"'),
            (b"hello world\n", 'has no column "Model" or "System"'),
            (b"{\"models\": []}\n", 'has no column "Model" or "System"'),
            (text_of([])[:-2].encode(), "has a header and no rows"),
            (text_of([]).encode() + b"A,Biology\n", "row 2 has 2 cells, the header has 56"),
            (text_of([]).encode() + b'"A,Biology\n', "cut off in row 2"),
            (text_of(ROWS[:3]).encode() + b"x" * 60 + b",1" * 80, "row 5 has 81 cells"),
            ((text_of([]).replace("Domain", "Model")).encode(), 'two columns called "Model"'),
            (text_of(ROWS[200:210]).encode()[:-1500] + b"\xff\xfe\xff", "is damaged or cut off"),
            (text_of(ROWS).encode("utf-16")[:-301], "is damaged or cut off"),
            (text_of([]).encode() + b'"' + b"x" * 200_000, "a quotation mark is missing"),
        ],
    )  # fmt: skip
    def test_what_is_no_export_is_refused_in_one_sentence(
        self, write: Callable[..., Path], content: bytes, words: str
    ) -> None:
        with pytest.raises(NotAnExportError) as refused:
            read_export(write(content))
        assert re.search(words.replace("(", r"\(").replace(")", r"\)"), str(refused.value))
        assert len(str(refused.value).splitlines()) == 1

    @pytest.mark.parametrize("limit", [1_000, 10_000_000])
    def test_a_missing_quotation_mark_is_named_whatever_other_libraries_set(
        self, write: Callable[..., Path], limit: int
    ) -> None:
        """Some raise the limit on the length of a field, for the whole process."""
        before = csv.field_size_limit(limit)
        try:
            with pytest.raises(NotAnExportError, match="a quotation mark is missing"):
                read_export(write(text_of([]).encode() + b'"' + b"x" * 200_000))
        finally:
            csv.field_size_limit(before)

    def test_an_older_export_without_tasks(self, write: Callable[..., Path]) -> None:
        """It has "System" for "Model", an abstract, and other words for what is open."""
        header = ["System", "Domain", "Reference", "Abstract", "Parameters", SIZE, "Model accessibility"]
        cells = ["BioLM", "Biology", "BioLM", "We train a protein language model.", "1e9", "", "Open source"]
        other = ["BioNet", "Biology", "BioNet", "A network for proteins.", "1e9", "", ""]
        text = text_of([dict(zip(header, each)) for each in (cells, other)], header)
        export = read_export(write(text))
        found = importing.import_export(export, bundled(), known())
        assert [model.name for model in found.models] == ["BioLM"]
        assert found.models[0].weights == "open" and export.date == ""
        assert "no Task, Dataset size notes, Epochs" in export.remarks[0]


class TestSelection:
    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"Model": ""}, importing.NO_NAME),
            ({"Model": "#N/A"}, importing.NOT_A_NAME),
            ({"task": "Protein folding prediction"}, importing.NO_LANGUAGE_MODEL),
            ({"task": "Language modeling"}, importing.NO_LANGUAGE_MODEL),
            ({"base": "Llama 2-7B"}, importing.TEXT_MODEL),
            ({"parameters": ""}, importing.NO_NUMBERS),
            ({"title": "A foundation model"}, importing.UNCLEAR_KIND),
            ({"title": "Proteins and genomes"}, importing.UNCLEAR_KIND),
            ({"Model": "ESM2-15B"}, importing.HAVE_IT),
            ({"Model": "esm_2 15b"}, importing.HAVE_IT),
            ({"Model": "ESM3 (98B)"}, importing.HAVE_IT),
            ({"Model": "SaProt"}, importing.HAVE_IT),
            ({"Model": "VespaG"}, importing.NOT_REALLY),
            ({"parameters": "", "size": "5e9"}, importing.NOTHING_CERTAIN),
        ],
    )
    def test_why_a_row_stays_out(
        self, one: Callable[..., importing.Imported], cells: dict[str, str], why: str
    ) -> None:
        found = one(**{"title": "A protein language model", **cells, "Model": cells.get("Model", "X1")})
        assert [each.why for each in found.skipped] == [why] and not found.models

    def test_a_model_of_rna_comes_in_where_all_domains_do(self, write: Callable[..., Path]) -> None:
        file = write(text_of([row(Reference="An RNA language model")]))
        assert [model.kind for model in imported(file).models] == ["rna"]
        assert [each.why for each in imported(file, all_domains=False).skipped] == [importing.IS_RNA]

    def test_the_same_name_comes_in_once(self, write: Callable[..., Path]) -> None:
        found = imported(write(text_of([row(), row(Model="new-plm"), row(Model="Other PLM")])))
        assert [model.id for model in found.models] == ["epoch-newplm", "epoch-other-plm"]
        assert [each.why for each in found.skipped] == [importing.TWICE]

    def test_the_name_of_a_dataset_of_ours_is_told_apart(
        self, one: Callable[..., importing.Imported]
    ) -> None:
        assert one(Model="UniRef50").models[0].name == "UniRef50 (Epoch AI)"

    def test_what_cannot_be_read_is_left_out_and_said(self, one: Callable[..., importing.Imported]) -> None:
        found = one(
            parameters="lots",
            size="3e8",
            notes="1M sequences × 300 residues",
            **{"Publication date": "1/2/25"},
        )
        (model,) = found.models
        assert "params_total" not in model.facts and model.released is None
        assert [sentence for _, sentence in found.flagged] == [
            '"lots" in the column "Parameters" is no number that can be used.',
            'The publication date "1/2/25" cannot be read.',
        ]

    def test_epochs_own_doubt_makes_a_weak_claim(self, one: Callable[..., importing.Imported]) -> None:
        assert one(Confidence="Speculative").models[0].facts["params_total"][0].confidence == "low"
        assert one(Confidence="Likely").models[0].facts["params_total"][0].confidence == "medium"

    def test_what_training_started_from_is_said(self, one: Callable[..., importing.Imported]) -> None:
        (model,) = one(base="ESM2-650M", compute="7.7e21").models
        texts = " ".join(remark.text for remark in model.remarks)
        assert "started from ESM2-650M" in texts and "that of the base model perhaps included" in texts


@pytest.fixture(scope="module")
def lines() -> list[diff.Line]:
    """The real export beside the bundled catalog."""
    return diff.compare(read_export(REAL), catalog_of_then(), known())


class TestDiff:
    def test_counts(self, lines: list[diff.Line]) -> None:
        counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in diff.OUTCOMES}
        assert len({line.row for line in lines}) == 36
        assert counts[diff.UNEXPLAINED] <= 1
        assert counts[diff.EXPLAINED] >= 20 and counts[diff.AGREES] >= 20
        assert sum(counts.values()) == len(lines)

    def test_both_numbers_are_those_of_their_sources(self, lines: list[diff.Line]) -> None:
        for line in lines:
            model, of = bundled().model(line.model), BY_NAME[line.row]
            if line.quantity == "params_total" and line.theirs:
                assert line.theirs == float(of["Parameters"])
            if line.quantity == "compute" and line.theirs:
                assert line.theirs == pytest.approx(float(of["Training compute (FLOP)"]), rel=1e-8)
            if line.quantity in model.facts and line.ours is not None:
                assert line.ours == model.value(line.quantity)

    def test_progens_two_counts(self, lines: list[diff.Line]) -> None:
        (line,) = (each for each in lines if (each.model, each.quantity) == ("ProGen", "tokens_seen"))
        assert (line.theirs, line.ours, line.outcome) == (1.049e12, 33e9, diff.EXPLAINED)
        assert "2,048" in line.why and "64" in line.why

    def test_esm2s_tokens_agree_by_size_times_epochs_but_we_read_ours_there(
        self, lines: list[diff.Line]
    ) -> None:
        (line,) = (each for each in lines if (each.model, each.quantity) == ("ESM-2 15B", "tokens_seen"))
        assert (line.theirs, line.ours, line.outcome) == (864e9, 864e9, diff.FROM_THEM)

    def test_a_number_of_ours_that_is_theirs_confirms_nothing(self, lines: list[diff.Line]) -> None:
        for line in lines:
            if line.outcome in (diff.AGREES, diff.FROM_THEM) and line.quantity != "compute":
                fact = bundled().model(line.model).fact(line.quantity)
                assert fact is not None
                read_there = "epoch" in {source.id for source in (fact.source, fact.via) if source}
                assert read_there == (line.outcome == diff.FROM_THEM)

    def test_a_known_error_is_shown_as_it_stands_and_explained(self, write: Callable[..., Path]) -> None:
        export = read_export(write(text_of([row(Model="ProteinLM", parameters="3000000000000.0")])))
        line = diff.compare(export, bundled(), known())[0]
        assert (line.theirs, line.ours, line.outcome) == (3e12, 3e9, diff.EXPLAINED)
        assert "three zeros" in line.why

    def test_what_has_no_known_cause_is_said_to_have_none(self, write: Callable[..., Path]) -> None:
        export = read_export(write(text_of([row(Model="ESM2-15B", parameters="14e9")])))
        line = diff.compare(export, bundled(), known())[0]
        assert (line.outcome, line.why) == (diff.UNEXPLAINED, "")

    def test_the_tolerance(self, write: Callable[..., Path]) -> None:
        export = read_export(write(text_of([row(Model="ESM2-15B", parameters="15.5e9")])))
        outcomes = [
            diff.compare(export, bundled(), known(), tolerance)[0].outcome for tolerance in (0.05, 0.01)
        ]
        assert outcomes == [diff.AGREES, diff.UNEXPLAINED]


TEN_H100 = {
    "Training hardware": "NVIDIA H100 SXM5 80GB",
    "Hardware quantity": "10.0",
    "Training time (hours)": "100.0",
}


class TestHardware:
    """Compute of a row against chips x hours x peak: an H100 does 989e12 x 3,600 FLOPs in an hour."""

    WHOLE = 1000 * 3600 * 989e12

    @pytest.fixture
    def judged(self, write: Callable[..., Path]) -> Callable[..., hardware.Finding | None]:
        """What is said of a row whose compute is a share of the peak of ten H100 in a hundred hours."""

        def of(share: float, **cells: str) -> hardware.Finding | None:
            more = {**TEN_H100, "compute": repr(share * self.WHOLE), **cells}
            found = hardware.findings(read_export(write(text_of([row(**more)]))))
            return found[0] if found else None

        return of

    @pytest.mark.parametrize(
        ("share", "cells", "verdict", "words"),
        [
            (0.25, {}, hardware.PLAUSIBLE, ""),
            (0.60, {}, hardware.PLAUSIBLE, ""),
            (0.61, {}, hardware.DOUBTFUL, "1,000 chip-hours are 61 % of the peak."),
            (1.01, {}, hardware.IMPOSSIBLE, "101 % of the peak."),
            (25.0, {}, hardware.IMPOSSIBLE, "are 25 times the peak."),
            (2.5, {"compute_notes": "100 GPUs"}, hardware.IMPOSSIBLE, "with these it would be 25 % of"),
            (2.5, {"compute_notes": "5 GPUs"}, hardware.IMPOSSIBLE, "250 % of the peak."),
            (25.0, {"base": "Llama 2-7B"}, hardware.WITH_BASE, "includes the training of Llama 2-7B"),
            (25.0, {"base": "X", "Finetune compute (FLOP)": "7.1e20"}, hardware.WITH_BASE, "are 20 % of"),
            (25.0, {"base": "X", "Finetune compute (FLOP)": "7.1e21"}, hardware.IMPOSSIBLE, "25 times"),
            (0.25, {"base": "X"}, hardware.PLAUSIBLE, ""),
            (0.30, {}, hardware.CIRCULAR, "confirms nothing"),
            (0.40, {}, hardware.CIRCULAR, "confirms nothing"),
            (0.39, {}, hardware.PLAUSIBLE, ""),
            (0.39, {"compute_notes": "Utilization rate: 40%"}, hardware.CIRCULAR, "39 % of the peak"),
            (0.44, {"Hardware utilization (MFU)": "0.22"}, hardware.SPARSE, "1,979 instead of 989"),
            (0.44, {"Hardware utilization (MFU)": "0.44"}, hardware.PLAUSIBLE, ""),
            (0.20, {"compute_notes": "1000 h x 1,979 TFLOP/s x 0.1"}, hardware.SPARSE, "with sparsity"),
            (0.25, {"Hardware quantity": "", "Training chip-hours": "500"}, hardware.PLAUSIBLE, ""),
        ],
    )
    def test_what_is_said_of_a_share(
        self, judged: Any, share: float, cells: dict[str, str], verdict: str, words: str
    ) -> None:
        found = judged(share, **cells)
        assert found.verdict == verdict and words in found.why and bool(found.why) == bool(words)

    @pytest.mark.parametrize(
        "cells",
        [
            {"Training hardware": ""},
            {"Training hardware": "NVIDIA A100,NVIDIA H100 SXM5 80GB"},
            {"Training hardware": "Cerebras CS-2"},
            {"Training time (hours)": ""},
            {"Hardware quantity": "some"},
            {"compute": ""},
        ],
    )
    def test_nothing_is_said_where_one_of_the_three_is_missing(self, judged: Any, cells: Any) -> None:
        assert judged(2.0, **cells) is None

    def test_the_known_finds_of_the_real_export(self) -> None:
        found = {each.row: each for each in hardware.findings(read_export(REAL))}
        lm = found["ProteinLM"]
        assert lm.verdict == hardware.IMPOSSIBLE and lm.share.value == pytest.approx(2.94, abs=0.005)
        assert "48 chips and the notes speak of 480; with these it would be 29 %" in lm.why
        based = {each.row for each in found.values() if each.verdict == hardware.WITH_BASE}
        assert {"ProtChatGPT", "ProteinStructureTransformer", "ProLLaMA"} <= based
        assert found["ProtChatGPT"].share.in_words == "4,213 times the peak"
        assert found["ProteinStructureTransformer"].share.in_words == "53 times the peak"
        assert {each.verdict for each in found.values()} == {
            *(hardware.IMPOSSIBLE, hardware.WITH_BASE, hardware.CIRCULAR, hardware.PLAUSIBLE)
        }
        for name in ("Tranception", "SaProt", "PoET"):
            assert found[name].verdict == hardware.CIRCULAR
        for name, share in (("ESM2-15B", 0.22), ("xTrimoPGLM -100B", 0.18), ("Nucleotide Transformer", 0.08)):
            assert (found[name].verdict, round(found[name].share.value, 2)) == (hardware.PLAUSIBLE, share)


def test_a_row_knows_its_columns() -> None:
    empty = EpochRow(2, {}, {})
    assert (empty.text("model"), empty.value("size"), empty.unreadable()) == ("", None, [])
