"""Exports from a workbook that somebody filled in, each kind of file by a reader of its own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pandas
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from cli.command_line import Run
from own_models import ONE, Mine
from plm_ratios.catalog import load
from plm_ratios.comparison.records import FIELDS
from plm_ratios.ooxml.cached_values import with_values
from plm_ratios.ooxml.workbook import Book
from plm_ratios.ooxml.worksheet import Value
from slides import filled_in
from slides.filled_in import OWN, RATIOS, TYPO, VERDICTS
from workbook_files import WITH_SHEETS_OF_THEIR_OWN, fresh

SVG = "{http://www.w3.org/2000/svg}"
NAMES = list(RATIOS)
KINDS = ("deck.pptx", "chart.png", "chart.svg", "sheet.pdf", "table.csv", "values.xlsx")


# Workbooks of these flavours differ from those for Excel in the spelling of our functions alone.
REPETITIONS = ("calc", "lite")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=[pytest.mark.slow] if name in REPETITIONS else [])
        for name in WITH_SHEETS_OF_THEIR_OWN
    ],
)
def flavour(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(
    flavour: str, filled: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Everything exported from the filled-in workbook in one go, and what the command remarked."""
    folder = tmp_path_factory.mktemp(f"exported-{flavour}")
    targets = [word for name in KINDS for word in ("--to", str(folder / name))]
    command = [sys.executable, "-m", "plm_ratios.cli", "export", str(filled[flavour]), *targets]
    ended = subprocess.run(
        [*command, "--date", "2026-11-25"], capture_output=True, text=True, check=False, timeout=300
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[0].startswith("Wrote ")
    return folder, ended.stderr


@pytest.fixture
def exported(folder: tuple[Path, str]) -> Path:
    return folder[0]


@pytest.fixture
def remarks(folder: tuple[Path, str]) -> list[str]:
    return folder[1].splitlines()


def test_only_what_was_asked_for_is_there(exported: Path) -> None:
    assert sorted(path.name for path in exported.iterdir()) == sorted([*KINDS, "datapackage.json"])


class TestRemarks:
    """What was not as it should be, each by the address of its cell."""

    def test_the_typo_with_the_nearest_names(self, remarks: list[str]) -> None:
        said = f'note: Compare!A13: No model is called "{TYPO}". Nearest: ESM-2 15B'
        assert any(line.startswith(said) for line in remarks)

    def test_a_row_of_what_if_that_is_not_complete(self, remarks: list[str]) -> None:
        assert "note: What-if!A9 is left out: Parameters is blank." in remarks

    def test_cells_that_show_something_else(self, remarks: list[str], flavour: str) -> None:
        """The functions do not know what was typed in the column Parameters; plain formulas do."""
        said = [line for line in remarks if line.startswith("note: ProGen2-xlarge: ")]
        if flavour == "native":
            assert not said
        else:
            assert "Compare!L15 shows 54.6875, worked out anew it is 50;" in said[0]
            assert "Compare!C15" in said[0]

    def test_a_model_of_what_if_that_compare_could_not_know(self, remarks: list[str]) -> None:
        (said,) = (line for line in remarks if line.startswith("note: Our 500M: "))
        assert "Compare!B16" in said and "Compare!E16" in said and "#N/A" in said

    def test_nothing_else(self, remarks: list[str], flavour: str) -> None:
        # Plain formulas do see what was typed in the column Parameters.
        assert len(remarks) == (3 if flavour == "native" else 4), remarks


class TestDeck:
    def test_python_pptx_reads_the_numbers(self, exported: Path) -> None:
        frame = ratio_chart(exported / "deck.pptx")
        plot = frame.chart.plots[0]
        bars = {
            label.rpartition("  ")[0].rstrip(" *"): next(v for v in values if v is not None)
            for label, values in zip(plot.categories, zip(*(series.values for series in plot.series)))
        }
        assert bars == pytest.approx({name: ratio for name, ratio in RATIOS.items() if ratio is not None})

    def test_what_the_user_typed_is_marked(self, exported: Path) -> None:
        frame = ratio_chart(exported / "deck.pptx")
        labels = list(frame.chart.plots[0].categories)
        assert labels[:4] == [
            "Our 2B *  60.0*",
            "ESM-2 15B  57.6",
            "ProGen2-xlarge  50.0*",
            "Our 500M *  20.0*",
        ]
        rows = {
            row.cells[0].text: [cell.text for cell in row.cells]
            for slide in Presentation(str(exported / "deck.pptx")).slides
            for shape in slide.shapes
            if shape.has_table and shape.name == "Comparison on every basis"
            for row in shape.table.rows
        }
        assert rows["ProGen2-xlarge"][1] == "7B*"
        assert rows["ProGen2-xlarge"][5] == "50.0*"
        assert rows[f"{OWN} *"][1:3] == ["2B*", "120B*"]
        assert rows[TYPO][7] == "not in the catalog"

    def test_the_inputs_of_the_workbook_are_named(self, exported: Path) -> None:
        said = [
            shape.text_frame.text
            for slide in Presentation(str(exported / "deck.pptx")).slides
            for shape in slide.shapes
            if shape.name == "Subtitle"
        ]
        assert any(each.endswith("basis: seen; target: 30") for each in said)
        assert any(each.endswith("target: 30; average length: 311 residues") for each in said)


def ratio_chart(path: Path) -> Any:
    """The only chart of ratios of a deck."""
    slides = Presentation(str(path)).slides
    (frame,) = (shape for slide in slides for shape in slide.shapes if shape.name == "Chart of ratios")
    return frame


class TestPictures:
    def test_a_png(self, exported: Path) -> None:
        with Image.open(exported / "chart.png") as picture:
            assert picture.size == (2000, 1125)
            assert f"{OWN} * 60.0*" in picture.text["Description"]  # type: ignore[attr-defined]
            assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50

    def test_an_svg_whose_texts_are_texts(self, exported: Path) -> None:
        root = etree.parse(str(exported / "chart.svg")).getroot()
        texts = [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]
        for name, ratio in RATIOS.items():
            name_mark = " *" if name.startswith("Our") else ""
            mark = "*" if name.startswith(("Our", "ProGen2")) else ""
            assert ratio is None or f"{name}{name_mark} {ratio:.1f}{mark}" in texts
        assert "target: 30" in texts
        assert any(TYPO in text for text in texts)
        assert any("Average length: 311 residues" in text for text in texts)


def test_a_pdf(exported: Path) -> None:
    (page,) = PdfReader(exported / "sheet.pdf").pages
    assert float(page.mediabox.width) / float(page.mediabox.height) == pytest.approx(16 / 9, rel=1e-2)
    text = " ".join(page.extract_text().split())
    for name in NAMES:
        assert name in text
    for shown in ("57.6", "50.0*", "60.0*", "Average length: 311", "Target: 30"):
        assert shown in text


class TestCsv:
    def test_pandas_reads_the_numbers(self, exported: Path) -> None:
        table = pandas.read_csv(exported / "table.csv")
        assert list(table.model) == NAMES
        known = table.dropna(subset=["tokens_per_parameter"])
        assert dict(zip(known.model, known.tokens_per_parameter)) == pytest.approx(
            {name: ratio for name, ratio in RATIOS.items() if ratio is not None}
        )
        assert dict(zip(known.model, known.verdict)) == VERDICTS
        assert set(table.basis) == {"seen"} and set(table.target) == {30.0}

    def test_the_typo_is_a_row_that_says_why(self, exported: Path) -> None:
        table = pandas.read_csv(exported / "table.csv").set_index("model")
        assert "Nearest: ESM-2 15B" in table.source[TYPO]

    def test_the_users_own_values_are_named(self, exported: Path) -> None:
        table = pandas.read_csv(exported / "table.csv").set_index("model")
        assert table.own_values["ProGen2-xlarge"].split()[:2] == ["parameters", "ratio_sequences"]
        assert table.source[OWN] == "typed by the user, What-if!A7"
        assert pandas.isna(table.own_values["ESM-2 15B"])

    def test_frictionless_finds_it_valid(self, exported: Path) -> None:
        report = frictionless.validate(str(exported / "datapackage.json"))
        assert report.valid, report.flatten(["type", "message"])

    def test_the_package_explains_every_column(self, exported: Path) -> None:
        package = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
        (resource,) = package["resources"]
        assert resource["path"] == "table.csv"
        fields = resource["schema"]["fields"]
        with open(exported / "table.csv", encoding="utf-8", newline="") as file:
            assert [field["name"] for field in fields] == next(csv.reader(file))
        assert [field["description"] for field in fields] == [field.description for field in FIELDS]
        assert package["version"] == load().edition
        assert any("science.ade2574" in source["path"] for source in package["sources"] if "path" in source)


class TestValues:
    def test_there_are_no_formulas(self, exported: Path) -> None:
        book = openpyxl.load_workbook(exported / "values.xlsx")
        assert book.sheetnames == ["Comparison", "Claims", "Sources", "Columns"]
        assert not [
            cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]

    def test_pandas_reads_the_numbers(self, exported: Path) -> None:
        table = pandas.read_excel(exported / "values.xlsx", sheet_name="Comparison", header=3)
        assert list(table.model) == NAMES
        assert dict(zip(table.model, table.tokens_per_parameter.round(6))) == pytest.approx(
            {name: float("nan") if ratio is None else ratio for name, ratio in RATIOS.items()}, nan_ok=True
        )

    def test_every_column_is_explained(self, exported: Path) -> None:
        table = pandas.read_excel(exported / "values.xlsx", sheet_name="Columns", header=3)
        assert list(table.Column) == [field.name for field in FIELDS]


class TestChoices:
    """Options instead of what the workbook says."""

    def test_basis_length_and_target(self, run: Run, filled: dict[str, Path], tmp_path: Path) -> None:
        table = tmp_path / "t.csv"
        words = ("--basis", "sequences", "--avglen", "200", "--target", "5", "--to", str(table))
        assert run("export", str(filled["native"]), *words).code == 0
        rows = pandas.read_csv(table).set_index("model")
        assert rows.tokens_per_parameter["ESM-2 15B"] == pytest.approx(65e6 * 200 / 15e9)
        assert set(rows.target) == {5.0}
        # The sheet What-if names an average length of its own.
        assert rows.tokens_per_parameter["Our 500M"] == 40.0

    def test_models_keep_what_was_typed_for_them(
        self, run: Run, filled: dict[str, Path], tmp_path: Path
    ) -> None:
        table = tmp_path / "t.csv"
        words = ("--models", "progen2-xlarge", "--models", OWN, "--model", "ESM-2 3B", "--to", str(table))
        assert run("export", str(filled["native"]), *words).code == 0
        rows = pandas.read_csv(table)
        assert list(rows.model) == ["ProGen2-xlarge", OWN, "ESM-2 3B"]
        assert list(rows.tokens_per_parameter) == pytest.approx([50.0, 60.0, 1e12 / 3e9])

    def test_largest_first(self, run: Run, filled: dict[str, Path], tmp_path: Path) -> None:
        table = tmp_path / "t.csv"
        assert run("export", str(filled["native"]), "--sort", "--to", str(table)).code == 0
        ratios = pandas.read_csv(table).tokens_per_parameter
        assert list(ratios.dropna()) == sorted(ratios.dropna(), reverse=True)
        assert ratios.isna().iloc[-1]

    def test_what_people_look_at_is_sorted_and_tables_are_as_given(self, run: Run, tmp_path: Path) -> None:
        names = ("ESM-2 15B", "ProGen2-xlarge", "ESM-2 3B")  # 57.6, 54.7, 333

        def order(*words: str) -> tuple[list[str], list[str]]:
            deck, table = tmp_path / "d.pptx", tmp_path / "t.csv"
            to = ("--to", str(deck), "--to", str(table), "--force", "--basis", "seen", "--slides", "ratio")
            assert run("export", *names, *to, *words).code == 0
            labels = ratio_chart(deck).chart.plots[0].categories
            return [label.partition("  ")[0] for label in labels], list(pandas.read_csv(table).model)

        largest_first = ["ESM-2 3B", "ESM-2 15B", "ProGen2-xlarge"]
        assert order() == (largest_first, list(names))
        assert order("--order", "given") == (list(names), list(names))
        assert order("--order", "ratio") == order("--sort") == (largest_first, largest_first)

    def test_slides_by_name(self, run: Run, tmp_path: Path) -> None:
        target = tmp_path / "d.pptx"
        words = ("--slides", "table, ratio", "--slides", "SOURCES", "--slides", "ratio")
        assert run("export", "ESM-2 15B", *words, "--to", str(target)).code == 0
        slides = Presentation(str(target)).slides
        shown = [
            shape.name for slide in slides for shape in slide.shapes if shape.has_chart or shape.has_table
        ]
        assert shown == ["Comparison on every basis", "Chart of ratios", "Sources"]

    def test_without_a_workbook_models_go_by_name(self, run: Run, tmp_path: Path) -> None:
        table = tmp_path / "t.csv"
        assert run("export", "--models", "ESM-2", "--basis", "seen", "--to", str(table)).code == 0
        assert list(pandas.read_csv(table).model) == [model.name for model in load().family("ESM-2")]

    def test_a_model_of_the_users_own_catalog_is_marked(self, run: Run, mine: Mine, tmp_path: Path) -> None:
        mine.write(ONE)
        words = ("--models", "Mine 1B", "--models", "ESM-2 15B", "--basis", "seen")
        assert (
            run("export", *words, "--to", str(tmp_path / "d.pptx"), "--to", str(tmp_path / "t.csv")).code == 0
        )
        slides = Presentation(str(tmp_path / "d.pptx")).slides
        frame = ratio_chart(tmp_path / "d.pptx")
        assert list(frame.chart.plots[0].categories) == ["Mine 1B *  80.0", "ESM-2 15B  57.6"]
        (note,) = (shape for shape in slides[0].shapes if shape.name == "Footnote")
        assert "own models" in note.text_frame.text and "* the user's own" in note.text_frame.text
        assert "https://example.org/doe2026" in slides[0].notes_slide.notes_text_frame.text
        assert list(pandas.read_csv(tmp_path / "t.csv").tokens_per_parameter) == [80.0, 57.6]

    def test_the_title_of_the_workbook(self, run: Run, filled: dict[str, Path], tmp_path: Path) -> None:
        book = openpyxl.load_workbook(filled["native"])
        book["Slide"]["A1"] = "Ours"
        book.save(tmp_path / "titled.xlsx")
        for words, title in (((), "Ours"), (("--title", "Theirs"), "Theirs")):
            target = str(tmp_path / "d.pptx")
            assert run("export", str(tmp_path / "titled.xlsx"), *words, "--to", target, "--force").code == 0
            assert Presentation(target).slides[0].shapes.title.text_frame.text == title

    def test_title_theme_and_chart(self, run: Run, tmp_path: Path) -> None:
        for name, words in (("a", ()), ("b", ("--theme", "dark")), ("c", ("--chart", "plane"))):
            target = tmp_path / f"{name}.svg"
            assert run("export", "--title", "Ours", *words, "--to", str(target)).code == 0
            assert "Ours" in target.read_text(encoding="utf-8")
        assert len({(tmp_path / f"{name}.svg").read_bytes() for name in "abc"}) == 3

    def test_a_deck_beside_the_workbook_where_nothing_is_named(
        self, run: Run, filled: dict[str, Path], tmp_path: Path
    ) -> None:
        workbook = tmp_path / "mine.xlsx"
        workbook.write_bytes(filled["native"].read_bytes())
        end = run("export", str(workbook))
        assert end.code == 0
        assert (tmp_path / "mine.pptx").exists()
        assert workbook.read_bytes() == filled["native"].read_bytes()

    @pytest.mark.parametrize("kind", ["png", "svg", "csv", "xlsx", "pptx"])
    def test_the_same_inputs_give_the_same_bytes(self, run: Run, tmp_path: Path, kind: str) -> None:
        found = []
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            assert run("export", "--to", str(folder / f"x.{kind}"), "--date", "2026-01-02").code == 0
            found.append((folder / f"x.{kind}").read_bytes())
        assert found[0] == found[1]

    def test_the_day_of_a_reproducible_build(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        assert run("export", "--to", str(tmp_path / "x.svg")).code == 0
        assert "2023-11-14" in (tmp_path / "x.svg").read_text(encoding="utf-8")


class TestStored:
    """What the formulas of a file showed when it was saved."""

    def test_a_file_without_values_is_read_all_the_same(self, run: Run, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(fresh("native"))
        book["Compare"]["B4"] = "seen"
        book.save(tmp_path / "typed.xlsx")
        end = run("export", str(tmp_path / "typed.xlsx"), "--to", str(tmp_path / "t.csv"))
        assert end.code == 0
        assert "holds no calculated values" in end.err
        rows = pandas.read_csv(tmp_path / "t.csv").set_index("model")
        assert rows.tokens_per_parameter["ESM-2 15B"] == 57.6

    def test_another_edition_is_remarked_on(self, run: Run, tmp_path: Path) -> None:
        path = fresh("native")
        end = run("export", str(path), "--to", str(tmp_path / "t.csv"))
        assert end.err == ""
        _with_property(path, tmp_path / "old.xlsx", "2020-01-01")
        end = run("export", str(tmp_path / "old.xlsx"), "--to", str(tmp_path / "t.csv"), "--force")
        assert "built with catalog edition 2020-01-01" in end.err

    def test_functions_that_did_not_answer_are_one_remark(
        self, run: Run, tmp_path: Path, filled: dict[str, Path]
    ) -> None:
        path = _with_values(fresh("excel"), tmp_path, "#NAME?")
        end = run("export", str(path), "--to", str(tmp_path / "t.csv"))
        assert end.code == 0
        assert len(end.err.splitlines()) == 1
        assert "formulas show #NAME?, the first in Compare!B11" in end.err


def _with_property(path: Path, target: Path, edition: str) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/custom.xml":
                data = data.replace(load().edition.encode(), edition.encode())
            new.writestr(name, data)


def _with_values(path: Path, folder: Path, error: str) -> Path:
    """A copy in which every formula of the table shows an error."""
    book = Book.open(path)
    sheet = book.sheets["Compare"]
    cells = {a: Value("e", error) for a, c in sheet.cells.items() if c.formula and a.row > 10}
    package = book.package.copy()
    package.parts[book.sheet_parts["Compare"]] = with_values(sheet, cells)
    target = folder / f"errors{path.suffix}"
    with target.open("wb") as file:
        package.write(file)
    return target


def test_what_was_filled_in_is_what_the_tests_expect(filled: dict[str, Path], flavour: str) -> None:
    """A guard for these tests: the workbook does hold what a person typed."""
    book = openpyxl.load_workbook(filled[flavour])
    for sheet, cell, value in filled_in.TYPED:
        assert book[sheet][cell].value == value
