"""Editions of the catalog: kept for good, readable for good, and told apart entry by entry."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.command_line import Run, refused
from plm_ratios.analysis import ratios
from plm_ratios.catalog import in_use
from plm_ratios.cli import exit_codes
from plm_ratios.curation import kept
from plm_ratios.curation.build import build
from plm_ratios.curation.kept import Edition
from plm_ratios.editions.built_with import edition_of
from plm_ratios.editions.changes import Change, changes
from plm_ratios.editions.workbook_numbers import numbers
from plm_ratios.errors import PlmError
from workbook_files import fresh

MODELS = "models/tiny.yaml"


def edition(folder: Any) -> Edition:
    return kept.compiled(folder.path)


def told(before: Edition, after: Edition) -> set[Change]:
    return set(changes(before, after))


@pytest.fixture(scope="module")
def bundled() -> Edition:
    return kept.bundled()


@pytest.fixture(scope="module")
def other(bundled: Edition) -> Edition:
    """The bundled edition with half the parameters for one model."""
    parts = copy.deepcopy(dict(bundled.parts))
    model = next(model for model in parts["catalog"]["models"] if model["id"] == "esm2-15b")
    model["facts"]["params_total"][0]["value"] = 7.5e9
    parts["catalog"]["edition"] = "2001-01-01"
    return Edition("2001-01-01", parts)


class TestKept:
    @pytest.mark.parametrize("date", kept.dates())
    def test_every_edition_can_be_read(self, date: str) -> None:
        found = kept.edition(date)
        assert found.parts["catalog"]["edition"] == date
        token = in_use.settle(found.catalog)
        try:
            assert round(ratios.ratio("ESM-2 15B"), 4) == 1.4083
            for entry in (*found.catalog.models, *found.catalog.datasets):
                assert all(map(entry.facts_about, entry.facts))
        finally:
            in_use.unsettle(token)

    def test_the_one_in_use_needs_no_copy(self, bundled: Edition) -> None:
        assert kept.edition(bundled.date).parts == bundled.parts

    def test_one_that_is_not_there(self) -> None:
        with pytest.raises(
            PlmError, match=r'There is no edition "1999-01-01" here\. Choose one of 2026-11-22'
        ):
            kept.edition("1999-01-01")

    def test_what_is_kept_comes_back(self, folder: Any) -> None:
        build(folder.path)
        path = kept.keep(folder.path)
        first = path.read_bytes()
        assert kept.keep(folder.path).read_bytes() == first
        assert kept.edition("2026-01-31", folder.path) == edition(folder)

    def test_one_of_the_same_date_is_not_replaced(self, folder: Any) -> None:
        build(folder.path)
        before = kept.keep(folder.path).read_bytes()
        folder.change(MODELS, "value: 9_000_000", "value: 9_100_000")
        build(folder.path)
        with pytest.raises(PlmError, match="kept already, and it differs"):
            kept.keep(folder.path)
        assert (folder.path / "editions/2026-01-31.json.gz").read_bytes() == before

    def test_check_finds_that_one_changed(self, run: Run, folder: Any) -> None:
        assert run("catalog", "build", "--keep", "--data", str(folder.path)).code == exit_codes.DONE
        assert run("catalog", "check", "--data", str(folder.path)).code == exit_codes.DONE
        folder.change(MODELS, "value: 9_000_000", "value: 9_100_000")
        assert run("catalog", "build", "--data", str(folder.path)).code == exit_codes.DONE
        end = run("catalog", "check", "--data", str(folder.path))
        assert end.code == exit_codes.FOUND_FAULTS and "the edition 2026-01-31 is kept" in end.words


class TestChanges:
    def test_none(self, folder: Any) -> None:
        assert not told(edition(folder), edition(folder))

    def test_a_number_and_the_ratios_that_rest_on_it(self, folder: Any) -> None:
        before = edition(folder)
        folder.change(MODELS, "value: 1_650_000", "value: 1_660_000")
        assert told(before, edition(folder)) == {
            Change("model", "tiny-1m", "Tiny 1M", "number", "params_total", 1_650_000, 1_660_000),
            Change("model", "tiny-1m", "Tiny 1M", "facts", "params_total", 1, 1),
            Change("model", "tiny-1m", "Tiny 1M", "ratio", "sequences", 325e6 / 1.65e6, 325e6 / 1.66e6),
            Change("model", "tiny-1m", "Tiny 1M", "ratio", "unique", 2e8 / 1.65e6, 2e8 / 1.66e6),
            Change("model", "tiny-1m", "Tiny 1M", "ratio", "seen", 1310.72e6 / 1.65e6, 1310.72e6 / 1.66e6),
            *(change for change in changes(before, edition(folder)) if change.about == "effective"),
        }

    def test_a_number_of_a_dataset_reaches_the_models_on_it(self, folder: Any) -> None:
        before = edition(folder)
        folder.change("datasets.yaml", "value: 1_000_000", "value: 2_000_000")
        found = told(before, edition(folder))
        assert Change("dataset", "tinyset", "TinySet", "number", "sequences", 1_000_000, 2_000_000) in found
        assert Change("model", "tiny-1m", "Tiny 1M", "number", "sequences", 1_000_000, 2_000_000) in found

    def test_another_source_of_the_same_number(self, folder: Any) -> None:
        before = edition(folder)
        folder.change(
            MODELS,
            "- value: 9_000_000\n        source: doe2024",
            "- value: 9_000_000\n        source: roe2025",
        )
        assert told(before, edition(folder)) == {
            Change("model", "tiny-9m", "Tiny 9M", "facts", "params_total", 1, 1)
        }

    def test_words(self, folder: Any) -> None:
        before = edition(folder)
        folder.change(MODELS, "weights: open", "weights: closed")
        assert told(before, edition(folder)) == {
            Change("model", "tiny-1m", "Tiny 1M", "word", "weights", "open", "closed")
        }

    def test_entries_come_and_go_and_change_their_names(self, folder: Any) -> None:
        before = edition(folder)
        folder.change(MODELS, "id: tiny-9m\n  name: Tiny 9M", "id: tiny-9m\n  name: Tiny Nine")
        renamed = edition(folder)
        assert Change("model", "tiny-9m", "Tiny Nine", "renamed", "", "Tiny 9M", "Tiny Nine") in told(
            before, renamed
        )
        folder.change(MODELS, "id: tiny-9m\n  name: Tiny Nine", "id: small-9m\n  name: Small 9M")
        replaced = edition(folder)
        assert told(before, replaced) == {
            Change("model", "small-9m", "Small 9M", "added"),
            Change("model", "tiny-9m", "Tiny 9M", "gone", "", "Tiny 9M"),
        }

    def test_an_entry_that_became_another_name_of_one(self, folder: Any) -> None:
        before = edition(folder)
        folder.change(MODELS, "id: tiny-9m\n  name: Tiny 9M\n", "id: small-9m\n  name: Small 9M\n")
        folder.change(
            MODELS,
            "family: Tiny\n  kind: protein\n  facts",
            "family: Tiny\n  aliases:\n    - Tiny 9M\n  kind: protein\n  facts",
        )
        assert Change("model", "tiny-9m", "Tiny 9M", "merged", "", "Tiny 9M", "Small 9M") in told(
            before, edition(folder)
        )


class TestWorkbooks:
    @pytest.fixture
    def book(self, tmp_path: Path) -> Path:
        """Somebody's own workbook: calls with constants and references, inside larger formulas too."""
        made = openpyxl.Workbook()
        sheet = made.active
        sheet["A1"], sheet["A2"] = "esm2_15b", "ESM-2 3B"
        sheet["B1"] = "=RATIO(A1)"
        sheet["B2"] = "=RATIO(A2)"
        sheet["B3"] = '=IF(A1="","",ROUND(VERDICT(RATIO(A1,"seen"),20)&"",1))'
        sheet["B4"] = "=TOKENS(65000000,325)"
        sheet["B5"] = "=SUM(PARAMS(A1:A2))"
        sheet["B6"] = '=PARAMS(UPPER("esm2-15b"))'
        made.save(tmp_path / "own.xlsx")
        return tmp_path / "own.xlsx"

    def test_each_call_counts_by_itself(self, book: Path, bundled: Edition, other: Edition) -> None:
        found = numbers(book, other.catalog, bundled.catalog)
        assert found.counted == 6
        assert {(number.place, number.what): (number.old, number.new) for number in found.changed} == {
            ("Sheet!B1", "=RATIO(A1)"): (65e6 * 325 / 7.5e9, 65e6 * 325 / 15e9),
            ("Sheet!B3", '=RATIO(A1,"seen")'): (115.2, 57.6),
            ("Sheet!B5", "=PARAMS(A1:A2)"): (7.5e9, 15e9),
        }
        assert found.sentence(other.date, bundled.date) == (
            f"3 of its 6 numbers from the catalog changed from edition 2001-01-01 to {bundled.date}."
        )

    @pytest.mark.parametrize("flavour", ["native", "excel"])
    def test_a_workbook_of_ours(self, flavour: str, bundled: Edition, other: Edition) -> None:
        path = fresh(flavour, models=("esm2-15b", "esm2-3b"))
        assert edition_of(path) == bundled.date
        found = numbers(path, other.catalog, bundled.catalog)
        compared = {
            number.what: number.place for number in found.changed if number.place.startswith("Compare")
        }
        assert list(compared) == ["ESM-2 15B: parameters", "ESM-2 15B: ratio"]
        assert len(set(compared.values())) == 1
        assert not numbers(path, bundled.catalog, bundled.catalog).changed

    def test_the_command(self, run: Run, book: Path, bundled: Edition) -> None:
        refused(run("catalog", "changes", str(book)), "does not say which edition", "--since 2026-11-22")
        end = run("catalog", "changes", str(book), "--since", bundled.date)
        assert end.words == f"own.xlsx: its numbers are of edition {bundled.date}."
        end = run("catalog", "changes", str(book), "--since", "2026-11-22", "--json")
        assert end.code == exit_codes.DONE and isinstance(json.loads(end.out), list)

    def test_a_version_in_a_cell_says_the_edition(self, book: Path, tmp_path: Path) -> None:
        made = openpyxl.load_workbook(book)
        made.active["C1"] = "=PLMVERSION()"
        made.save(book)
        held = book.with_name("held.xlsx")
        from zipfile import ZipFile

        with ZipFile(book) as old, ZipFile(held, "w") as new:
            for name in old.namelist():
                content = (
                    old.read(name)
                    .replace(
                        b"<f>PLMVERSION()</f><v />",
                        b"<f>PLMVERSION()</f><v>plm-ratios 0.1.0, catalog 2026-11-22</v>",
                    )
                    .replace(
                        b"<f>PLMVERSION()</f><v></v>",
                        b"<f>PLMVERSION()</f><v>plm-ratios 0.1.0, catalog 2026-11-22</v>",
                    )
                )
                content = content.replace(b'<c r="C1">', b'<c r="C1" t="str">')
                new.writestr(name, content)
        assert edition_of(held) == "2026-11-22"


class TestCommand:
    def test_it_tells_ratios_first(self, run: Run, folder: Any, tmp_path: Path) -> None:
        build(folder.path)
        old = tmp_path / "old.json"
        old.write_bytes((folder.path / "catalog.json").read_bytes())
        folder.change(MODELS, "value: 1_650_000", "value: 1_660_000")
        folder.change(MODELS, "weights: open", "weights: closed")
        end = run("catalog", "changes", str(old), str(folder.path))
        assert end.words.startswith(
            "Catalog 2026-01-31 to 2026-01-31: 4 ratios changed, 1 other number changed."
        )
        assert "Tiny 1M ratio, sequences 197 196" in end.words
        assert "--all shows 2 more changes" in end.words
        assert "weights open closed" in run("catalog", "changes", str(old), str(folder.path), "--all").words

    def test_records(self, run: Run, folder: Any, tmp_path: Path) -> None:
        build(folder.path)
        old = tmp_path / "old.json"
        old.write_bytes((folder.path / "catalog.json").read_bytes())
        folder.change(MODELS, "weights: open", "weights: closed")
        (record,) = json.loads(run("catalog", "changes", str(old), str(folder.path), "--json").out)
        assert record == {
            "what": "model",
            "id": "tiny-1m",
            "name": "Tiny 1M",
            "change": "word",
            "about": "weights",
            "old": "open",
            "new": "closed",
            "old_edition": "2026-01-31",
            "new_edition": "2026-01-31",
        }

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"models"', '"madels"'),
            ('"name": "Tiny 1M"', '"name": 7'),
            ('"title"', '"titel"'),
            ('"value": 1650000', '"value": "many"'),
            ('"value": 1650000', '"value": {}'),
            ('"value": 1650000', '"value": 1' + "0" * 400),
        ],
    )
    def test_one_that_is_damaged(self, run: Run, folder: Any, tmp_path: Path, old: str, new: str) -> None:
        build(folder.path)
        text = (folder.path / "catalog.json").read_text("utf-8")
        for quoted in (old, old.replace('"', '\\"').replace(": ", ":")):
            if quoted in text:
                break
        (tmp_path / "old.json").write_text(
            text.replace(quoted, new if quoted == old else new.replace('"', '\\"'))
        )
        end = run("catalog", "changes", str(tmp_path / "old.json"))
        assert end.code == 2 and "old.json is no catalog.json" in end.err

    def test_editions_are_listed(self, run: Run, bundled: Edition) -> None:
        lines = run("catalog", "editions").out.splitlines()
        assert lines[0] == "2026-11-22  113 models, 109 datasets"
        assert lines[-1].startswith(bundled.date) and lines[-1].endswith(", in use")
