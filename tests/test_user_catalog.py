"""People's own models: every function knows them, and no bundled number changes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import plm_ratios
from golden.generate import VECTORS, decode, encode
from own_models import ONE, Mine, forget
from plm_ratios.analysis import ratios
from plm_ratios.catalog import bundled, config_paths, load
from plm_ratios.curation import user_yaml as curated
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.workbook_builder import FLAVOURS, shipped
from plm_ratios.workbook_builder.building import build

INSTEAD = """\
models:
  - id: better-esm
    name: ESM-2 15B, recounted
    family: ESM-2
    kind: protein
    replaces: esm2-15b
    facts:
      params_total:
        - {value: 15_100_000_000, source: own, locator: counted, confidence: high}
      sequences:
        - {value: 60_000_000, source: own, locator: counted, confidence: high}
"""


def ask(function: str, *cells: Any) -> Any:
    return FUNCTIONS[function](*cells)


def problems(mine: Mine, text: str) -> list[str]:
    mine.write(text, build=False)
    return [str(each) for each in curated.check(curated.read(mine.yaml), curated.bundled())]


class TestFunctions:
    def test_they_know_it_by_every_name(self, mine: Mine) -> None:
        mine.write(ONE)
        for name in ("mine-1b", "Mine 1B", "MINE_1b", "Our Big One"):
            assert ask("RATIO", name) == 32.5
        assert ask("RATIO", "Mine 1B", "seen") == 80
        assert ask("PARAMS", "Mine on UniRef50") == 1e9
        assert ask("SEQS", "Mine on UniRef50") == ask("SEQS", "UniRef50")
        assert ask("TOKENS", "Our proteins", 200.0) == 1e9

    def test_tables_list_it_after_the_bundled_ones(self, mine: Mine) -> None:
        mine.write(ONE)
        names = [row[0] for row in ask("CATALOG")[1:]]
        assert names == [model.name for model in bundled().models] + ["Mine 1B", "Mine on UniRef50"]
        assert [row[0] for row in ask("MODELS", "ESM-2")][-1] == "Mine 1B"
        assert [row[0] for row in ask("MODELS", "mine")] == ["Mine on UniRef50"]

    def test_why_says_that_it_is_your_own(self, mine: Mine) -> None:
        mine.write(ONE)
        said = ask("WHY", "Mine 1B")
        assert "100 million sequences (own data) x 325 residues" in said
        assert said.endswith("Still in training. This model is your own, from catalog.yaml.")
        assert ask("WHY", "Our proteins").endswith("This dataset is your own, from catalog.yaml.")
        assert "your own" not in ask("WHY", "ESM-2 15B")
        assert str(mine.folder) not in said, "a workbook travels, the folder is private"

    def test_source_gives_your_source(self, mine: Mine) -> None:
        mine.write(ONE)
        assert ask("SOURCE", "Mine 1B", "parameters") == "own data; unpublished, 2026-11; confidence high"
        doe = "Doe et al., A model of ours, 2026; Table 2; https://example.org/doe2026; confidence medium"
        assert ask("SOURCE", "Mine 1B", "seen") == doe
        assert bundled().sources["lin2023"].title in ask("SOURCE", "Mine on UniRef50", "parameters")

    def test_plmversion_counts_it(self, mine: Mine) -> None:
        plain = ask("PLMVERSION")
        assert plain == f"plm-ratios {plm_ratios.__version__}, catalog {bundled().edition}"
        mine.write(ONE)
        assert ask("PLMVERSION") == f"{plain} + 2 own models + 1 own dataset"


# What lists or searches all models may name own ones; everything else must stay as it is.
def may_grow(vector: dict[str, Any]) -> bool:
    name, first = vector["f"], (vector["a"] or [None])[0]
    whole = {"CATALOG": True, "PLMVERSION": True, "MODELS": True, "NEAREST": len(vector["a"]) < 3}
    return whole.get(name, False) or (name == "NEAREST" and vector["a"][2] in (None, "")) or first == "ESM2"


class TestNoBundledNumberChanges:
    @pytest.fixture
    def vectors(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]

    def test_every_golden_vector_holds(self, mine: Mine, vectors: list[dict[str, Any]]) -> None:
        mine.write(ONE)
        assert len(load().user_entries) == 3
        compared = 0
        for vector in vectors:
            if not may_grow(vector):
                compared += 1
                answer = encode(ask(vector["f"], *map(decode, vector["a"])))
                assert json.loads(json.dumps(answer)) == vector["r"], vector
        assert compared > 0.96 * len(vectors)

    def test_tables_grow_and_keep_every_row(self, mine: Mine) -> None:
        calls: list[tuple[Any, ...]] = [("CATALOG",), ("MODELS",)]
        calls += [("MODELS", family) for family in bundled().families()]
        before = [ask(*call) for call in calls]
        mine.write(ONE)
        for call, rows in zip(calls, before):
            assert [row for row in ask(*call) if row in rows] == rows

    def test_the_nearest_of_all_may_be_your_own_but_never_one_that_is_further(self, mine: Mine) -> None:
        mine.write(ONE)
        for basis in ratios.BASES:
            for target in (1.0, 20.0, 32.4, 80.0, 1e4):
                names = [model.name for model in load().models if not model.reads_nucleotides]
                assert ask("NEAREST", target, basis) == ask("NEAREST", target, basis, [[n] for n in names])
        assert ask("NEAREST", 80.0, "seen") == "Mine 1B"

    def test_a_bundled_source_cannot_be_retold(self, mine: Mine) -> None:
        text = ONE.replace("doe2026", "lin2023")
        told = problems(mine, text)
        assert told == ["catalog.yaml: sources: lin2023: the bundled catalog has a source of this id; "
                        "choose another id"]  # fmt: skip

    def test_a_replaced_dataset_stays_under_the_bundled_models(self, mine: Mine) -> None:
        """ESM-2 15B takes its average length from its training set, where it states none of its own."""
        model = next(
            m for m in bundled().models if len(m.datasets) == 1 and not m.value("avg_length")
            and not m.value("tokens_unique") and ratios.known_average_length(m)
        )  # fmt: skip
        before, dataset = ask("AVGLEN", model.name), bundled().dataset(model.datasets[0])
        mine.write(
            f"""\
datasets:
  - id: recounted
    name: Recounted
    replaces: {dataset.id}
    facts:
      avg_length:
        - {{value: 7, source: own, locator: counted, confidence: high}}
models:
  - id: mine
    name: Mine
    family: Mine
    kind: protein
    datasets: [{dataset.id}]
"""
        )
        assert ask("AVGLEN", dataset.name) == 7
        assert ask("AVGLEN", "Mine") == 7
        assert ask("AVGLEN", model.name) == before


class TestReplacing:
    def test_only_who_says_so_stands_in_the_place_of_a_bundled_model(self, mine: Mine) -> None:
        """The names of the bundled model lead to the own one; everybody else's numbers stay."""
        others = [model.name for model in bundled().models if model.id != "esm2-15b"]
        before = ask("RATIO", [[name] for name in others])
        mine.write(INSTEAD)
        assert ask("RATIO", "ESM-2 15B") == 60e6 * 325 / 15.1e9
        assert ask("RATIO", "esm2_t48_15B_UR50D") == ask("RATIO", "ESM-2 15B, recounted")
        assert ask("RATIO", [[name] for name in others]) == before
        names = [row[0] for row in ask("MODELS")]
        assert "ESM-2 15B" not in names
        assert names.index("ESM-2 15B, recounted") == [m.id for m in bundled().models].index("esm2-15b")

    def test_why_says_whose_place_it_takes(self, mine: Mine) -> None:
        mine.write(INSTEAD)
        assert ask("WHY", "ESM-2 15B").endswith(
            "This model is your own, from catalog.yaml. It replaces the bundled ESM-2 15B."
        )

    def test_the_bundled_entry_is_as_it_was(self, mine: Mine) -> None:
        mine.write(INSTEAD)
        model = bundled().model("ESM-2 15B")
        assert (model.origin, model.value("params_total")) == ("", 15e9)
        assert load().overridden[load().model("ESM-2 15B")] is model

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (("    replaces: esm2-15b\n", ""), []),
            (
                ("    replaces: esm2-15b\n    facts", "    aliases: [ESM2 15b]\n    facts"),
                [
                    'better-esm: the bundled ESM-2 15B answers to "ESM2 15b"; choose another name, '
                    "or say that it replaces that: --replaces esm2-15b, in the file replaces: esm2-15b"
                ],
            ),
            (
                ("replaces: esm2-15b", "replaces: esm2-150b"),
                ['better-esm: replaces: there is no bundled model of the id "esm2-150b"'],
            ),
            (
                ("replaces: esm2-15b", "replaces: bfd100"),
                ['better-esm: replaces: there is no bundled model of the id "bfd100"'],
            ),
            (
                ("name: ESM-2 15B, recounted", "name: ESM-2 3B"),
                ['better-esm: the bundled ESM-2 3B answers to "ESM-2 3B"; choose another name'],
            ),
            (
                ("name: ESM-2 15B, recounted", "name: BFD100"),
                ['better-esm: the bundled BFD100 answers to "BFD100"; choose another name'],
            ),
        ],
    )
    def test_a_clash_is_one_line_that_names_it(
        self, mine: Mine, change: tuple[str, str], told: list[str]
    ) -> None:
        assert change[0] in INSTEAD
        assert problems(mine, INSTEAD.replace(*change)) == told


class TestRules:
    """The rules of the bundled catalog, but for words (objective, licence): those need no citation."""

    @pytest.mark.parametrize(
        ("passage", "by", "told"),
        [
            ("          source: own\n", "", "a value needs a source and a locator"),
            ("source: doe2026", "source: roe2026", 'there is no source "roe2026", neither yours nor bundled'),
            ("value: 1_000_000_000", "value: 1e9", "text, not a number"),
            ("value: 1_000_000_000", "value: -1", "must be above zero"),
            ('of("uniref50",', 'of("uniref51",', 'the entry "uniref51" does not exist'),
            ("kind: protein", "kind: peptide", "Input should be"),
            ("id: mine-uniref", "id: mine-1b", "your own Mine 1B answers to"),
            ("models:", "model:", "a catalog holds models, datasets and sources"),
            ("    facts:", "    datasets: [nowhere]\n    facts:", 'there is no dataset "nowhere"'),
            ("- id: mine-1b", "id: mine-1b", "catalog.yaml"),
        ],
    )
    def test_a_breach_is_told(self, mine: Mine, passage: str, by: str, told: str) -> None:
        assert passage in ONE
        assert any(told in problem for problem in problems(mine, ONE.replace(passage, by, 1)))

    def test_a_catalog_without_a_fault(self, mine: Mine) -> None:
        assert problems(mine, ONE) == []
        assert problems(mine, "") == []
        assert problems(mine, ONE.replace("kind: protein", "kind: protein\n    license: ours", 1)) == []

    def test_what_does_not_keep_them_is_not_compiled(self, mine: Mine) -> None:
        mine.write(ONE)
        old = mine.json.read_bytes()
        with pytest.raises(curated.ProblemsError):
            mine.write(ONE.replace("value: 1_000_000_000", "value: -1"))
        assert mine.json.read_bytes() == old

    def test_only_people_replace_entries(self) -> None:
        """We change ours."""
        assert not any(entry.replaces for entry in (*bundled().models, *bundled().datasets))

    def test_canonical_form_keeps_the_head_and_loses_nothing(self, mine: Mine) -> None:
        mine.write(ONE)
        first = curated.read(mine.yaml)
        text = curated.written(first)
        assert text.startswith("# The lab's models.\n\nmodels:\n  - id: mine-1b\n")
        again = curated.parse(text, "catalog.yaml")
        assert (again.entries, again.sources) == (first.entries, first.sources)
        assert curated.written(again) == text


class TestWhere:
    def test_a_variable_names_the_yaml_or_what_is_compiled_from_it(
        self, mine: Mine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mine.write(ONE)
        monkeypatch.setenv(config_paths.FOLDER_VARIABLE, str(mine.folder / "nowhere"))
        for path in (mine.yaml, mine.json):
            monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(path))
            forget()
            assert ask("RATIO", "Mine 1B") == 32.5
        mine.yaml.unlink()  # a compiled file stands by itself
        forget()
        assert ask("RATIO", "Mine 1B") == 32.5
        assert load().warnings == ()

    def test_it_may_name_several(self, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        mine.write(ONE)
        other = tmp_path / "other.yaml"
        other.write_text(INSTEAD, encoding="utf-8")
        curated.build(config_paths.catalog_path(str(other)))
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, os.pathsep.join([str(mine.yaml), str(other)]))
        forget()
        assert [entry.name for entry in load().user_entries] == [
            "ESM-2 15B, recounted", "Mine 1B", "Mine on UniRef50", "Our proteins"
        ]  # fmt: skip

    def test_two_files_that_know_the_same_name(
        self, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first one counts, and the second is told."""
        mine.write(ONE)
        other = tmp_path / "other.yaml"
        other.write_text(ONE.replace("1_000_000_000", "2_000_000_000"), encoding="utf-8")
        curated.build(config_paths.catalog_path(str(other)))
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, os.pathsep.join([str(mine.yaml), str(other)]))
        forget()
        assert ask("PARAMS", "Mine 1B") == 1e9
        assert 'Your own model "Mine 1B" is left out: your own Mine 1B answers to' in load().warnings[1]
        assert "That is not all: 2 more" in ask("PLMVERSION")
        (place,) = [each for each in config_paths.catalog_paths() if each.name == "other.yaml"]
        told = curated.check(curated.read(other), curated.bundled(), curated.earlier_than(place))
        assert 'mine-1b: Mine 1B in catalog.yaml answers to "Mine 1B" too' in map(str, told)

    @pytest.mark.parametrize(
        ("platform", "variable", "folder"),
        [
            ("linux", "XDG_CONFIG_HOME", "plm-ratios"),
            ("linux", "HOME", ".config/plm-ratios"),
            ("darwin", "HOME", "Library/Application Support/plm-ratios"),
            ("win32", "APPDATA", "plm-ratios"),
        ],
    )
    def test_the_folder_is_where_each_system_keeps_settings(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, folder: str
    ) -> None:
        for name in (config_paths.FOLDER_VARIABLE, "XDG_CONFIG_HOME", "APPDATA"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setenv(variable, str(tmp_path))
        assert Path(config_paths.folder()) == tmp_path / folder

    def test_who_has_none_pays_for_one_look(self, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
        bundled()
        looks: list[str] = []
        for module, name in ((os, "listdir"), (os, "stat"), (os.path, "exists")):
            real = getattr(module, name)
            monkeypatch.setattr(module, name, lambda path, real=real: (looks.append(path), real(path))[1])
        assert load() is bundled()
        assert looks == [str(mine.folder)]


def damaged(text: str) -> dict[str, str]:
    """Compiled files that something happened to."""
    return {
        "empty": "",
        "no JSON": "PK\x03\x04",
        "cut off": text[: len(text) // 2],
        "another format": text.replace('"format": 1', '"format": 99'),
        "a list": "[]",
        "a number that is none": text.replace("80000000000", "NaN"),
        "a negative number": text.replace("80000000000", "-5"),
        "text for a number": text.replace("80000000000", '"many"'),
        "a source that is gone": text.replace('"doe2026": {', '"roe": {'),
        "no models": text.replace('"models"', '"model"'),
        "a key that nobody knows": text.replace('"family"', '"famly"'),
        "a number for a text": text.replace('"Table 2"', "2"),
        "a number for a title": text.replace('"Doe et al., A model of ours, 2026"', "2"),
        "a number for a list": text.replace('["our big one"]', "7"),
        "a fact without a number": text.replace('"value": 80000000000, ', ""),
        "a list of facts": re.sub(r'"facts": \{.*?\]\}', '"facts": []', text),
        "a confidence that is none": text.replace('"medium"', '"total"'),
        "a name that is none": text.replace('"Mine 1B"', "7"),
        "deep": "[" * 100_000,
    }


class TestTrouble:
    """A spreadsheet goes on with the bundled catalog, and the cells that can speak say what is missing."""

    @pytest.mark.parametrize("what", damaged(""))
    def test_a_damaged_file(self, mine: Mine, what: str) -> None:
        mine.write(ONE)
        mine.json.write_text(damaged(mine.json.read_text(encoding="utf-8"))[what], encoding="utf-8")
        forget()
        assert ask("RATIO", "ESM-2 15B", "seen") == 57.6
        assert ask("RATIO", "Mine 1B") == CellError("#N/A")
        for said in (ask("PLMVERSION"), ask("WHY", "Mine 1B")):
            assert "Your own catalog catalog.yaml" in said
            assert said.endswith("Run: plm-ratios catalog build --user")
        assert "Your own" not in ask("WHY", "ESM-2 15B")

    def test_a_file_that_is_not_compiled(self, mine: Mine) -> None:
        mine.write(ONE, build=False)
        assert ask("RATIO", "ESM-2 15B", "seen") == 57.6
        assert "Your own catalog catalog.yaml has not been compiled. Run: " in ask("WHY", "Mine 1B")

    def test_a_file_that_changed_since_answers_as_it_was_and_says_so(self, mine: Mine) -> None:
        mine.write(ONE)
        mine.write(ONE.replace("80_000_000_000", "90_000_000_000"), build=False)
        assert ask("RATIO", "Mine 1B", "seen") == 80
        for said in (ask("PLMVERSION"), ask("WHY", "Mine 1B", "seen"), ask("WHY", "Mine 2B")):
            assert "catalog.yaml has changed since it was compiled" in said

    def test_a_file_that_is_not_there(self, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, "gone.yaml")
        forget()
        assert ask("RATIO", "ESM-2 15B", "seen") == 57.6
        assert "Your own catalog gone.yaml is not there. Correct PLM_RATIOS_CATALOG" in ask("PLMVERSION")

    def test_a_later_edition_that_has_the_name_keeps_it(self, mine: Mine) -> None:
        """What was compiled beside an older edition never hides a bundled model unasked."""
        mine.write(ONE)
        compiled = mine.json.read_text(encoding="utf-8")
        mine.json.write_text(compiled.replace('"our big one"', '"ESM-2 15B"'), encoding="utf-8")
        forget()
        assert ask("RATIO", "ESM-2 15B", "seen") == 57.6
        assert 'Your own model "Mine 1B" is left out: the bundled model ESM-2 15B' in ask("PLMVERSION")

    def test_a_later_edition_that_lacks_a_dataset(self, mine: Mine) -> None:
        mine.write(ONE)
        compiled = mine.json.read_text(encoding="utf-8")
        mine.json.write_text(compiled.replace("uniref50", "uniref49"), encoding="utf-8")
        forget()
        assert ask("SEQS", "Mine on UniRef50") == ask("SEQS", "UniRef50")
        assert ask("SOURCE", "Mine on UniRef50", "sequences").startswith("derived as sequences of uniref49")


class TestNewWorkbooks:
    def test_it_is_in_the_table_and_the_sources(self, mine: Mine, tmp_path: Path) -> None:
        import openpyxl

        mine.write(ONE)
        book = openpyxl.load_workbook(build(tmp_path / "new.xlsx", FLAVOURS["native"]))
        rows = list(book["Catalog"].iter_rows(min_row=4, values_only=True))
        header, last = rows[0], rows[-1]
        row = dict(zip(header, last))
        assert (row["Model"], row["From"]) == ("Mine on UniRef50", "yours: catalog.yaml")
        assert {row[header.index("From")] for row in rows[1:-2]} == {"bundled"}
        names = book.defined_names["ModelNames"].attr_text  # what the drop-down lists
        assert names == f"Catalog!$A$5:$A${4 + len(load().models)}"
        cited = [row for row in book["Sources"].iter_rows(values_only=True) if row[0] == "Mine 1B"]
        assert [row[5] for row in cited] == ["own data", "own data", "Doe et al., A model of ours, 2026"]

    def test_without_own_models_there_is_no_such_column(self, mine: Mine, tmp_path: Path) -> None:
        import openpyxl

        book = openpyxl.load_workbook(build(tmp_path / "new.xlsx", FLAVOURS["native"]))
        assert "From" not in [cell.value for cell in book["Catalog"][4]]


ROOT = Path(__file__).parent.parent


SAY_IT = """
import pathlib, runpy, sys
pathlib.Path.write_text = lambda path, text, **how: sys.stdout.write(text)
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.mark.parametrize("script", ["docs/generate.py", "tests/golden/generate.py"])
def test_what_is_generated_knows_the_bundled_catalog_only(mine: Mine, script: str) -> None:
    """Whatever the person who runs it has of their own."""
    mine.write(ONE)
    said = started("-c", SAY_IT, str(ROOT / script))
    assert "ESM-2 15B" in said
    assert "Mine 1B" not in said and "own model" not in said


def started(*arguments: str) -> str:
    """What a fresh Python prints."""
    ran = subprocess.run(
        [sys.executable, *arguments],
        check=True, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "addin"), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return ran.stdout


def test_the_shipped_workbook_is_built_so(mine: Mine, tmp_path: Path) -> None:
    mine.write(ONE)
    path = tmp_path / "shipped.xlsm"
    started("-m", shipped.__name__, str(path))
    assert b"Mine 1B" not in b"".join(unpacked(path))


def unpacked(path: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_no_test_sees_what_its_runner_has() -> None:
    assert config_paths.existing_paths() == ()
    assert load() is bundled()
