"""plm-ratios count"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command_line import Run, refused
from corpus.corpora import PACKED, fasta, proteins, wrote
from own_models import Mine
from plm_ratios.cli import exit_codes
from plm_ratios.corpus import state
from plm_ratios.functions import FUNCTIONS

SEQUENCES = proteins(60)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))


def test_the_table_fits_into_80_columns_and_says_what_was_counted(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("plm_ratios.cli.output._PIPE_WIDTH", 80)
    path = wrote(tmp_path / "a.fa", fasta([*SEQUENCES, "mk*v-1"]))
    end = run("count", path)
    assert end.code == exit_codes.DONE
    assert max(map(len, end.out.splitlines())) <= 80
    for words in ("Records 61", "Longest", "esm2", "Letters in lower case", "'1' 1", "Stops and gaps"):
        assert words in end.words


def test_json_and_csv_hold_the_same_numbers(run: Run, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    found = json.loads(run("count", path, "--json", "--as", "ESM-2", "--context", "100").out)
    assert [each["recipe"] for each in found["tokens"]] == ["esm2", "own"]
    assert found["records"] == 60 and found["files"] == [path]
    lines = run("count", path, "--csv", "-", "--as", "esm2", "--context", "100").out.splitlines()
    rows = {(row["recipe"], row["quantity"]): row["value"] for row in csv.DictReader(lines)}
    assert int(rows["", "residues"]) == found["residues"]
    assert int(rows["own", "tokens"]) == found["tokens"][1]["tokens"]


def test_nucleotides_are_called_so(run: Run, tmp_path: Path) -> None:
    assert (
        "look like nucleotides" in run("count", wrote(tmp_path / "a.fa", fasta(["ACGTN", "GATTACA"]))).words
    )


def test_damaged_files_end_with_1_and_no_numbers(run: Run, tmp_path: Path) -> None:
    whole = PACKED["gz"](fasta(SEQUENCES))
    paths = [
        wrote(tmp_path / f"{n}.gz", whole[:cut]) for n, cut in (("good", 9**9), ("bad", -20), ("worse", 30))
    ]
    end = run("count", *paths)
    assert (end.code, end.out) == (exit_codes.FOUND_FAULTS, "")
    assert "bad.gz is cut off" in end.err and "worse.gz is cut off" in end.err and "good.gz" not in end.err


def started(*words: str, **options: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "plm_ratios.cli", "count", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore


def test_standard_input_is_counted(tmp_path: Path) -> None:
    given = started("-", "--json", stdin=subprocess.PIPE)
    out, err = given.communicate(PACKED["zst"](fasta(SEQUENCES)))
    assert json.loads(out)["records"] == 60, err
    assert not list((tmp_path / "cache" / "count").iterdir())


def test_where_csv_cannot_be_written_nothing_is_counted_first(run: Run, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", b"no sequences: 1, 2, 3")
    for name, said in ((wrote(tmp_path / "a.csv", b"mine"), "exists already"), ("a.txt", ".csv")):
        refused(run("count", path, "--csv", name), said)
    refused(run("count", path, "--csv", "-", "--json"), "--json, or --csv -")


def test_what_is_saved_is_a_dataset_with_its_provenance(run: Run, mine: Mine, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(["MKVL", "MK", "MKVLAAGIV", ""]))
    end = run("count", path, "--save", "Lab 2026")
    assert end.code == exit_codes.DONE and '=TOKENS("Lab 2026")' in end.words
    assert FUNCTIONS["SEQS"]("Lab 2026") == 3 and FUNCTIONS["AVGLEN"]("lab-2026") == 5
    assert FUNCTIONS["TOKENS"]("Lab 2026") == 15 and FUNCTIONS["TOKENS"]("Lab 2026", 325.0) == 975
    assert FUNCTIONS["TOKENS"]("Lab 2026", 5) == 15
    told = run("catalog", "show", "Lab 2026", "--json").out
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    assert f"a.fa, {Path(path).stat().st_size} bytes, SHA-256 {digest}" in told and "Counted on 20" in told
    refused(run("count", path, "--save", "Lab 2026"), 'You have a dataset "Lab 2026" already', "--force")
    wrote(tmp_path / "a.fa", fasta(["MKVL"]))
    assert run("count", path, "--save", "Lab 2026", "--force").code == exit_codes.DONE
    assert FUNCTIONS["TOKENS"]("Lab 2026", 4) == 4


def test_a_name_that_is_taken_is_refused_first(run: Run, mine: Mine, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", b"no sequences: 1, 2, 3")
    refused(run("count", path, "--save", "UniRef50"), "the bundled")
    empty = wrote(tmp_path / "b.fa", b">a\n")
    refused(run("count", empty, "--save", "Nothing"), "There are no sequences")


def test_a_recipe_of_ones_own_is_said_in_words(run: Run, tmp_path: Path) -> None:
    path = wrote(tmp_path / "a.fa", fasta(SEQUENCES))
    said = run("count", path, "--context", "2048", "--special", "1", "--crop-residues").words
    assert "own: 1 special token, cropped to 2,048 before adding." in said
