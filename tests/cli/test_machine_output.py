"""--json and --csv: the same records as the table, for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas
import pytest

from cli.command_line import Run, refused
from own_models import ONE, Mine
from plm_ratios.analysis import ratios, scaling_laws
from plm_ratios.catalog import load
from plm_ratios.comparison.records import FIELDS
from plm_ratios.records.claims import CLAIM_FIELDS
from plm_ratios.records.diversity import DIVERSITY_FIELDS
from plm_ratios.records.entries import DATASET_FIELDS, FACT_FIELDS, FOUND_FIELDS, MODEL_FIELDS
from plm_ratios.records.fields import Field, names
from plm_ratios.records.laws import LAW_FIELDS
from plm_ratios.records.plans import PLAN_FIELDS

COMMANDS: dict[str, tuple[Field, ...]] = {
    "compare": FIELDS,
    "compare ESM-2 --basis unique": FIELDS,
    "claims": CLAIM_FIELDS,
    "claims --diversity": DIVERSITY_FIELDS,
    "laws": LAW_FIELDS,
    "plan --gpu H100 --days 7 --sequences 60M": PLAN_FIELDS,
    "catalog list": MODEL_FIELDS,
    "catalog list --datasets": DATASET_FIELDS,
    "catalog search esm": FOUND_FIELDS,
    "catalog show esm2-15b BFD100": FACT_FIELDS,
}
TYPES = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
}


@pytest.fixture(autouse=True)
def _an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def json_of(run: Run, command: str) -> list[dict[str, Any]]:
    end = run(*command.split(), "--json")
    assert (end.code, end.err) == (0, "")
    found = json.loads(end.out)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_a_list_of_records_with_the_documented_fields(run: Run, command: str) -> None:
    fields = COMMANDS[command]
    found = json_of(run, command)
    assert found
    for record in found:
        assert tuple(record) == names(fields)
        for field in fields:
            value = record[field.name]
            assert value is None or isinstance(value, TYPES[field.type]), (field.name, value)
            assert field.type == "boolean" or not isinstance(value, bool)


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_on_standard_output_holds_the_same(run: Run, command: str) -> None:
    end = run(*command.split(), "--csv", "-")
    assert (end.code, end.err) == (0, "") and list(Path().iterdir()) == []
    rows = list(csv.DictReader(io.StringIO(end.out)))
    records = json_of(run, command)
    assert len(rows) == len(records)
    for row, record in zip(rows, records):
        assert tuple(row) == tuple(record)
        for name, value in record.items():
            if value is None:
                assert row[name] == ""
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                assert float(row[name]) == value
            else:
                assert row[name] == ("; ".join(value) if isinstance(value, list) else str(value))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_csv_file_comes_besides_what_is_printed(run: Run, command: str) -> None:
    assert run(*command.split(), "--csv", "table.csv").out.endswith("Wrote table.csv\n")
    both = run(*command.split(), "--csv", "again.csv", "--json")
    assert json.loads(both.out) and both.err == "Wrote again.csv\n"
    assert Path("table.csv").read_bytes() == Path("again.csv").read_bytes()
    assert len(pandas.read_csv("table.csv")) == len(json.loads(both.out))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_written_is_said_before_anything_is_shown(run: Run, command: str) -> None:
    Path("mine.csv").write_text("mine")
    words = command.split()
    for name, said in (
        ("nowhere/a.csv", "There is no folder nowhere"),
        ("mine.csv", "mine.csv exists already"),
        ("a.xlsx", "a.xlsx does not end in .csv"),
        ("a", "a does not end in .csv"),
    ):
        end = run(*words, "--csv", name)
        refused(end, said)
        assert end.out == ""
    refused(run(*words, "--csv", "-", "--json"), "--json, or --csv -")
    assert Path("mine.csv").read_text() == "mine" and [p.name for p in Path().iterdir()] == ["mine.csv"]


def test_numbers_are_exact_and_whole_ones_have_no_point(run: Run) -> None:
    (model,) = json_of(run, "catalog list esm2-15b")
    assert model["parameters"] == 15_000_000_000 and isinstance(model["parameters"], int)
    assert model["ratio_seen"] == 57.6 and model["ratio_unique"] is None
    (row,) = json_of(run, "compare esm2-15b --basis seen")
    assert row["tokens_per_parameter"] == ratios.ratio("ESM-2 15B", "seen")


def test_one_of_the_facts_of_a_quantity_is_preferred_and_says_what_contradicts_it(run: Run) -> None:
    facts = [fact for fact in json_of(run, "catalog show esm2-15b") if fact["quantity"] == "tokens_seen"]
    assert [(fact["value"], fact["preferred"], fact["conflicts"]) for fact in facts] == [
        (864_000_000_000, True, False),
        (1_000_000_000_000, False, True),
    ]
    assert all(fact["source"] and fact["url"] and fact["confidence"] for fact in facts)


def test_every_fact_of_the_catalog_can_be_had(run: Run) -> None:
    ids = [entry.id for entry in (*load().models, *load().datasets)]
    facts = json_of(run, f"catalog show {' '.join(ids)}")
    held = (len(facts) for entry in (*load().models, *load().datasets) for facts in entry.facts.values())
    assert len(facts) == sum(held)


def test_laws_say_what_they_advise(run: Run) -> None:
    found = {law["id"]: law for law in json_of(run, "laws")}
    assert set(found) == {law.id for law in scaling_laws.laws()}
    assert found["20"]["tokens_per_parameter"] == pytest.approx(20)
    assert found["serrano"]["tokens_per_parameter"] is None
    assert [law["id"] for law in json_of(run, "laws serrano")] == ["serrano"]


def test_models_of_the_user_say_where_they_come_from(run: Run, mine: Mine) -> None:
    mine.write(ONE)
    (model,) = json_of(run, "catalog list mine-1b")
    assert model["origin"] and model["catalog_edition"].endswith("+ 2 own models + 1 own dataset")
    assert {fact["origin"] for fact in json_of(run, "catalog show mine-1b")} == {model["origin"]}
    assert {fact["source"] for fact in json_of(run, "catalog show mine-1b")} >= {
        "Doe et al., A model of ours, 2026"
    }
