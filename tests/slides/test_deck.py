"""The deck: native charts and tables with the right numbers, readable, reproducible, valid."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from itertools import product
from pathlib import Path
from typing import Any, Iterable, NamedTuple, Sequence

import openpyxl
import pytest
from lxml import etree
from openxml_audit import FileFormat
from pptx import Presentation
from pptx.util import Inches

import asked_for
from open_xml import objections
from plm_ratios import formatting
from plm_ratios.analysis import claim_tests, ratios, scaling_laws
from plm_ratios.analysis.essay_claims import CLAIMS
from plm_ratios.catalog import load
from plm_ratios.comparison import captions, conclusions, findings
from plm_ratios.comparison.compare import DEFAULT_MODELS, Comparison, compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.errors import NotAvailable
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.slides import deck, themes
from plm_ratios.slides.ratio_chart import MOST_BARS
from slides.rendering import Page, Renderer
from slides.templates import corporate

DATE = datetime.date(2026, 11, 25)
LONG = "A model whose name goes on and on, for somebody wanted to say in it all that is known of it - 650M"
EAST_ASIAN = "蛋白质语言模型的一个非常长的名字用来测试宽度是否足够的模型"
UNBROKEN = "Supercalifragilisticexpialidocious_protein_language_model_without_any_spaces_v2"


def comparison(models: int, basis: str = "seen", target: float = 20.0) -> Comparison:
    """So many models, among them names of every length."""
    own = {"parameters": 1e9, "sequences": 1e7, "tokens_seen": 3e9, "tokens_unique": 2e9}
    names = [*DEFAULT_MODELS, *(m.id for m in load().models if m.id not in DEFAULT_MODELS)]
    odd = [RowRequest(name, own, alone=True) for name in (LONG, EAST_ASIAN, UNBROKEN, "X")][
        : max(1, models // 4)
    ]
    rest = [RowRequest(name) for name in names[: models - len(odd)]]
    return compare([*rest, *odd], basis, 325.0, target)


def written(folder: Path, compared: Comparison, **more: Any) -> Path:
    path = folder / more.pop("name", "deck.pptx")
    theme = themes.theme(more.pop("theme", "light"))
    deck.write(path, compared, more.pop("title", ""), DATE, theme, **more)
    return path


def shapes(slide: Any, kind: str) -> list[Any]:
    return [shape for shape in slide.shapes if getattr(shape, f"has_{kind}")]


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def named(slides: Iterable[Any], name: str) -> list[Any]:
    """The charts or tables of that name."""
    return [shape for slide in slides for shape in slide.shapes if shape.name == name]


def tables(path: Path, name: str) -> list[list[str]]:
    """The rows of the tables of that name, without headers."""
    found = []
    for frame in named(Presentation(str(path)).slides, name):
        rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
        found += rows[1:]
    return found


def titles(path: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(path)).slides]


def kinds(slides: Iterable[Any]) -> list[str]:
    """What each slide shows, by the names of its shapes, each kind once."""
    shown = {
        "Message": "opening",
        "Chart of ratios": "ratio",
        "Chart of bases": "bases",
        "Chart of ratios over time": "time",
        "Chart of scores": "score",
        "Chart of parameters and tokens": "plane",
        "Comparison on every basis": "table",
        "Claims of the essay, tested": "claims",
        "Conclusions": "conclusion",
        "Sources": "sources",
    }
    return list(
        dict.fromkeys(shown[shape.name] for slide in slides for shape in slide.shapes if shape.name in shown)
    )


@pytest.fixture(scope="module")
def compared() -> Comparison:
    asked = [RowRequest(name) for name in DEFAULT_MODELS]
    asked += [
        RowRequest("ESM-2 3B", {"parameters": 4e9}, "Compare!B13"),
        RowRequest("ESM2 15G", place="Compare!A14"),
    ]
    return compare(asked, "seen", 325.0, 30.0)


@pytest.fixture(scope="module")
def path(compared: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("deck"), compared)


@pytest.fixture
def slides(path: Path) -> list[Any]:
    return list(Presentation(str(path)).slides)


class TestSlides:
    def test_the_kinds_of_slides_in_order(self, slides: list[Any]) -> None:
        assert kinds(slides) == [
            *("opening", "ratio", "bases", "plane", "table", "claims", "conclusion", "sources")
        ]

    def test_every_title_is_a_finding(self, path: Path, compared: Comparison) -> None:
        without_parts = dict.fromkeys(
            title.partition(" (1 of ")[0] for title in titles(path) if " (2 of " not in title
        )
        assert list(without_parts) == [
            findings.ratio_title(compared),
            findings.range_title(compared),
            findings.bases_title(compared),
            findings.plane_title(compared),
            findings.table_title(compared),
            findings.claims_title(compared),
            conclusions.conclusion_title(compared),
            f"The numbers on these slides rest on {len(tables(path, 'Sources'))} sources",
        ]

    def test_messages_are_those_of_the_numbers(self, slides: list[Any], compared: Comparison) -> None:
        (message,), (closing,) = named(slides, "Message"), named(slides, "Conclusions")
        assert [each.text for each in message.text_frame.paragraphs] == conclusions.opening(compared)
        assert [each.text for each in closing.text_frame.paragraphs] == conclusions.conclusions(compared)

    def test_it_is_16_to_9(self, path: Path) -> None:
        presentation = Presentation(str(path))
        assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, rel=1e-3)

    def test_every_slide_has_edition_and_date_and_what_marks_mean(self, slides: list[Any]) -> None:
        for slide in slides:
            for part in (f"Catalog {load().label}", "2026-11-25", "* the user's own"):
                assert part in texts(slide)

    def test_label_basis_target_and_sources_are_said_once_where_they_apply(self, slides: list[Any]) -> None:
        for slide in slides:
            (shown,) = kinds([slide])
            said = texts(slide)
            assert said.count(captions.TITLE[1:]) == (shown not in ("claims", "sources"))
            assert said.count("basis: seen; target: 30") == (
                shown in ("opening", "ratio", "plane", "conclusion")
            )
            assert said.count("Basis seen: tokens processed in training") == (
                shown in ("opening", "ratio", "plane")
            )
            assert said.count("Sources: ") == (shown in ("opening", "ratio", "bases", "plane"))
        (table,) = (slide for slide in slides if kinds([slide]) == ["table"])
        assert "on every basis; verdict by seen; target: 30; average length: 325 residues" in texts(table)

    def test_footnotes_can_be_read(self, slides: list[Any]) -> None:
        for note in named(slides, "Footnote"):
            assert all(run.font.size.pt >= 9 for run in note.text_frame.paragraphs[0].runs)

    def test_speaker_notes_carry_the_sources(self, slides: list[Any]) -> None:
        notes = slides[0].notes_slide.notes_text_frame.text
        assert "https://doi.org/10.1126/science.ade2574" in notes
        assert '"15B model used 270k steps at 3.2M token batch size"' in notes
        assert "Compare!B13: parameters" in notes
        assert 'ESM2 15G: No model is called "ESM2 15G". Nearest: ESM-2 15B' in notes
        assert all(slide.notes_slide.notes_text_frame.text for slide in slides)

    def test_charts_and_tables_have_alt_text(self, slides: list[Any]) -> None:
        for slide in slides:
            for frame in [*shapes(slide, "chart"), *shapes(slide, "table")]:
                assert len(frame._element.nvGraphicFramePr.cNvPr.get("descr")) > 40

    def test_slides_are_numbered(self, slides: list[Any]) -> None:
        for slide in slides:
            assert slide._element.xpath(".//a:fld[@type='slidenum']")

    def test_it_tells_what_made_it(self, path: Path, compared: Comparison) -> None:
        properties = Presentation(str(path)).core_properties
        assert (properties.title, properties.author) == (findings.ratio_title(compared), "plm-ratios")
        assert properties.created == properties.modified == datetime.datetime(2026, 11, 25)


class TestRatioChart:
    @pytest.fixture
    def chart(self, slides: list[Any]) -> Any:
        (frame,) = named(slides, "Chart of ratios")
        return frame.chart

    def test_every_model_with_a_ratio_has_one_bar_of_its_verdict(
        self, chart: Any, compared: Comparison
    ) -> None:
        labels = list(chart.plots[0].categories)
        bars = {series.name: series.values for series in chart.plots[0].series}
        assert list(bars) == ["too few tokens", "near optimal", "more tokens than optimal"]
        for number, row in enumerate(compared.drawn):
            assert labels[number].startswith(row.name[:10])
            mark = "*" if row.user_fields else ""
            assert labels[number].endswith(f"  {formatting.ratio(row.ratio)}{mark}")
            given = {verdict: values[number] for verdict, values in bars.items()}
            assert {verdict: value for verdict, value in given.items() if value} == {row.verdict: row.ratio}

    def test_bars_start_at_the_target_on_a_log_axis(self, chart: Any) -> None:
        space = chart._chartSpace
        assert space.xpath(".//c:valAx/c:scaling/c:logBase/@val") == ["10"]
        assert [float(at) for at in space.xpath(".//c:catAx/c:crossesAt/@val")] == [30.0]
        assert chart.chart_title.text_frame.text == "target: 30"
        low, high = chart.value_axis.minimum_scale, chart.value_axis.maximum_scale
        assert low < 30 < high
        assert f"{low:.0e}"[0] in "125" and f"{high:.0e}"[0] in "125"

    def test_who_has_no_ratio_is_named(self, slides: list[Any]) -> None:
        (below,) = named(slides, "Models without a ratio")
        assert below.text_frame.text == "Without a number on this basis: ProGen2-large, ESM2 15G."

    def test_many_without_a_ratio_are_all_named_on_a_slide_of_their_own(self, tmp_path: Path) -> None:
        sixty = comparison(60, "unique")
        slides = list(Presentation(str(written(tmp_path, sixty))).slides)
        (names,) = named(slides, "Models without a ratio")
        assert names.text_frame.text == f"{', '.join(row.name for row in sixty.missing)}."
        assert findings.missing_title(sixty) in titles(tmp_path / "deck.pptx")

    def test_edit_data_shows_the_numbers_and_what_follows_from_them(
        self, chart: Any, compared: Comparison
    ) -> None:
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True)
        rows = list(book.active.values)
        assert rows[0][:4] == ("Label", "too few tokens", "near optimal", "more tokens than optimal")
        assert [row[5] for row in rows[1:]] == [row.name for row in compared.drawn]
        assert [row[6] for row in rows[1:]] == [row.ratio for row in compared.drawn]
        assert [row[0] for row in rows[1:]] == list(chart.plots[0].categories)

    def test_calc_agrees_with_its_formulas(self, chart: Any, calc: CalcSession, tmp_path: Path) -> None:
        path = tmp_path / "data.xlsx"
        path.write_bytes(chart.part.chart_workbook.xlsx_part.blob)
        count = len(list(chart.plots[0].categories))
        with calc.open(path) as document:
            before = document.values("Sheet1", f"A2:D{count + 1}")
            document.calculate()
            after = document.values("Sheet1", f"A2:D{count + 1}")
            assert before == after
            document.set("Sheet1", "G2", 3.5)
            document.calculate()
            label, few, near, more = document.values("Sheet1", "A2:D2")[0]
            assert (label.rpartition("  ")[2], few) == ("3.50", 3.5)
            assert str(near) == str(more) == "#N/A"

    def test_models_are_shared_out_evenly(self, tmp_path: Path) -> None:
        sixty = comparison(60, "sequences")
        path = written(tmp_path, sixty)
        counts = [
            len(list(frame.chart.plots[0].categories))
            for frame in named(Presentation(str(path)).slides, "Chart of ratios")
        ]
        assert sum(counts) == len(sixty.drawn)
        assert max(counts) <= MOST_BARS
        assert max(counts) - min(counts) <= len(counts)


class TestPlane:
    @pytest.fixture
    def chart(self, slides: list[Any]) -> Any:
        (frame,) = named(slides, "Chart of parameters and tokens")
        return frame.chart

    def test_it_holds_every_model_with_parameters_and_tokens(self, chart: Any, compared: Comparison) -> None:
        verdicts = {row.verdict for row in compared.drawn}
        places = set()
        for series in chart.plots[0].series:
            if series.name in verdicts:
                x = [float(v) for v in series._element.xpath("c:xVal//c:v/text()")]
                places |= set(zip(x, series.values))
        assert places == {(row.parameters, row.tokens) for row in compared.drawn}

    def test_the_line_of_the_target_has_that_ratio_everywhere(self, chart: Any) -> None:
        (line,) = (series for series in chart.plots[0].series if series.name == "30 tokens per parameter")
        x = [float(v) for v in line._element.xpath("c:xVal//c:v/text()")]
        assert [y / at for at, y in zip(x, line.values)] == pytest.approx([30.0] * len(x))

    def test_the_laws_made_for_proteins_are_there(self, chart: Any) -> None:
        for name in ("Cheng et al., CLM", "Cheng et al., MLM", "ProGen3 frontier"):
            for series in chart.plots[0].series:
                if series.name == name:
                    x = [float(v) for v in series._element.xpath("c:xVal//c:v/text()")]
                    optimal = [scaling_laws.at_parameters(at, name).tokens for at in x]
                    assert list(series.values) == pytest.approx(optimal, rel=1e-6)
                    break
            else:
                pytest.fail(f"no line of {name}")

    def test_every_model_is_named_in_the_chart_or_in_its_note(self, tmp_path: Path) -> None:
        sixty = comparison(60)
        slides = list(Presentation(str(written(tmp_path, sixty, slides=("plane",)))).slides)
        (note,) = named(slides, "Note on the chart")
        (frame,) = named(slides, "Chart of parameters and tokens")
        labels = etree.tostring(frame.chart._chartSpace, encoding="unicode")
        assert "…" not in note.text_frame.text
        for row in sixty.drawn:
            assert row.name in note.text_frame.text or row.name in labels or len(row.name) > 30


class TestTables:
    def test_every_row_of_the_comparison_on_every_basis(self, path: Path, compared: Comparison) -> None:
        rows = {row[0]: row for row in tables(path, "Comparison on every basis")}
        assert len(tables(path, "Comparison on every basis")) == len(compared.rows)
        assert rows["ESM-2 15B"][1:8] == [
            "15B",
            "864B",
            "1.41",
            "–",
            "57.6",
            "21.5",
            "near optimal",
        ]
        assert rows["ESM-2 15B"][8] == "57.6 to 66.7"

    def test_the_users_own_numbers_are_marked(self, path: Path) -> None:
        mine = [row for row in tables(path, "Comparison on every basis") if row[1] == "4B*"]
        assert [row[5] for row in mine] == ["250*"]
        assert [row[2] for row in mine] == ["1T"]

    def test_a_name_that_is_in_no_catalog_is_a_row_that_says_so(self, path: Path) -> None:
        (row,) = (row for row in tables(path, "Comparison on every basis") if row[0] == "ESM2 15G")
        assert row[7] == "not in the catalog"

    def test_claims_at_the_average_length_and_target_of_the_comparison(
        self, path: Path, compared: Comparison
    ) -> None:
        rows = tables(path, "Claims of the essay, tested")
        assert [row[0] for row in rows] == [claim.name for claim in CLAIMS]
        for claim, row in zip(CLAIMS, rows):
            wanted = [
                claim_tests.answer(claim, basis, "largest", 325.0, 30.0).answer for basis in ratios.BASES
            ]
            assert row[1:5] == wanted

    def test_sources_are_numbered_as_the_table_cites_them(self, path: Path, compared: Comparison) -> None:
        cited = {
            int(number)
            for row in tables(path, "Comparison on every basis")
            for number in row[9].split(", ")
            if number != "–"
        }
        listed = {int(row[0]): row for row in tables(path, "Sources")}
        assert list(listed) == [*range(1, len(listed) + 1)]
        assert [listed[number][1] for number in listed if number not in cited] == [
            load().sources["essay"].title
        ]
        assert any("10.1126/science.ade2574" in row[2] for row in listed.values())

    def test_every_source_has_a_name_and_a_link(self, path: Path) -> None:
        rows = tables(path, "Sources")
        links = [link for slide in Presentation(str(path)).slides for link in links_of(slide)]
        for _, name, address in rows:
            assert name and name != "Third-party text quoting the source"
            shown = address.replace("\v", "")
            assert any(link.partition("://")[2] == shown for link in links), address
        assert any(name.endswith("Read as others quote it.") for _, name, _ in rows)

    def test_the_essay_is_cited_with_a_link_where_its_claims_are_tested(self, slides: list[Any]) -> None:
        essay = load().sources["essay"]
        (slide,) = (slide for slide in slides if kinds([slide]) == ["claims"])
        assert essay.title in texts(slide) and links_of(slide) == [essay.url]
        notes = slide.notes_slide.notes_text_frame.text
        assert essay.url in notes and "ProGen2-xlarge is the closest model" in notes

    @pytest.mark.parametrize("wide", [True, False])
    def test_no_word_is_lost_where_there_is_little_room(self, tmp_path: Path, wide: bool) -> None:
        template = corporate(tmp_path / "corporate.pptx", dark=False, wide=wide)
        many = comparison(60)
        path = written(tmp_path, many, template=template)
        slides = list(Presentation(str(path)).slides)
        shown = [cell for name in TABLES for row in tables(path, name) for cell in row]
        assert "…" not in "".join([*shown, *titles(path)])
        assert [row[0] for row in tables(path, TABLES[0])] == [captions.name(row) for row in many.rows]
        sizes = {
            run.font.size.pt for name in TABLES for frame in named(slides, name) for run in runs_of(frame)
        }
        assert min(sizes) >= 9

    def test_type_is_larger_where_there_are_few_models(self, tmp_path: Path) -> None:
        sizes = []
        for models in (3, 16):
            path = written(tmp_path, compare(map(RowRequest, DEFAULT_MODELS[:models])))
            (frame,) = named(Presentation(str(path)).slides, TABLES[0])
            sizes.append(max(run.font.size.pt for run in runs_of(frame)))
        assert sizes[0] >= 13 > sizes[1] >= 11


TABLES = ("Comparison on every basis", "Claims of the essay, tested", "Sources")


def links_of(slide: Any) -> list[str]:
    """The addresses to which a slide leads, each once."""
    found = slide._element.xpath(".//a:hlinkClick/@r:id")
    return list(dict.fromkeys(slide.part.rels[id].target_ref for id in found))


def runs_of(frame: Any) -> list[Any]:
    return [
        run for cell in frame.table.iter_cells() for line in cell.text_frame.paragraphs for run in line.runs
    ]


class TestChoice:
    """Which slides a deck has, and the title of the first one."""

    def deck(self, folder: Path, names: Sequence[str], *chosen: str, **more: Any) -> list[Any]:
        path = written(folder, compare(map(RowRequest, names)), slides=chosen, **more)
        return list(Presentation(str(path)).slides)

    def test_slides_in_the_order_given(self, tmp_path: Path) -> None:
        slides = self.deck(tmp_path, ["ESM-2 15B", "ProGen2-base"], "sources", "claims", "ratio")
        assert kinds(slides) == ["sources", "claims", "ratio"]
        assert slides[2].shapes.title.text_frame.text.startswith("By sequences, ")

    @pytest.mark.parametrize(
        ("names", "claims"),
        [
            (["ProtT5-XL-U50", "Ankh-large"], []),
            (["ProGen2-xlarge"], []),  # what is said of it compares it with others
            (["ESM-2 15B"], ["ESM-2 15B is missing parameters"]),
            (["ESM-2 15B", "ProGen2-xlarge", "xTrimoPGLM-100B"], [claim.name for claim in CLAIMS]),
        ],
    )
    def test_claims_are_shown_where_their_models_are_compared(
        self, tmp_path: Path, names: list[str], claims: list[str]
    ) -> None:
        slides = self.deck(tmp_path, names)
        assert ("claims" in kinds(slides)) == bool(claims)
        assert [row[0] for row in tables(tmp_path / "deck.pptx", TABLES[1])] == claims
        essay = any("Mahajan" in texts(slide) for slide in slides)
        assert essay == bool(claims)

    def test_all_claims_if_somebody_asks_for_them(self, tmp_path: Path) -> None:
        self.deck(tmp_path, ["Ankh-large"], "claims", "sources")
        assert len(tables(tmp_path / "deck.pptx", TABLES[1])) == len(CLAIMS)

    def test_the_users_title_stands_on_the_first_slide_only(self, tmp_path: Path) -> None:
        slides = self.deck(tmp_path, ["ESM-2 15B"], title="Ours")
        found = titles(tmp_path / "deck.pptx")
        assert (found[0], found.count("Ours")) == ("Ours", 1)
        assert "ESM-2 15B has 1.41 tokens per parameter" in texts(slides[0])

    def test_slides_that_continue_the_first_one_keep_its_title(self, tmp_path: Path) -> None:
        path = written(tmp_path, comparison(60), slides=("ratio", "conclusion"), title="Ours")
        *ratios_shown, last = titles(path)
        parts = len(ratios_shown)
        assert ratios_shown == [f"Ours ({number} of {parts})" for number in range(1, parts + 1)]
        assert parts > 1 and last == conclusions.conclusion_title(comparison(60))

    def test_a_dna_model_is_no_protein_language_model(self, tmp_path: Path) -> None:
        for slide in self.deck(tmp_path, ["ESM-2 15B", "Evo 2 40B"]):
            assert "protein language models;" not in texts(slide)

    def test_nothing_to_show_is_an_error(self, tmp_path: Path) -> None:
        nothing = compare([RowRequest("ESM-2 15B")], "unique")
        with pytest.raises(NotAvailable, match="nothing to show: ratio, plane"):
            written(tmp_path, nothing, slides=("ratio", "plane"))


class Drawn(NamedTuple):
    """A deck, and what LibreOffice Impress shows of it."""

    path: Path
    pages: list[Page]

    def check(self) -> None:
        """No word covers another one or leaves its page."""
        for number, page in enumerate(self.pages, 1):
            assert not page.outside(), f"page {number}"
            assert not page.collisions(), f"page {number}"


SIZED = {3: comparison(3), 12: comparison(12, "sequences"), 60: comparison(60)}
TITLES = ("Ours", "A title of so many words that it takes more than one line " * 4)
ANY_SIZE = (
    RowRequest("Tiny", {"parameters": 1e12, "tokens_seen": 3.0}, alone=True),
    RowRequest("Huge", {"parameters": 2.0, "tokens_seen": 1e30}, alone=True),
    RowRequest("ESM-2 15B", {"ratio": 1e-9}),
)


@pytest.fixture(scope="module")
def drawn(
    request: pytest.FixtureRequest, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Drawn]:
    """The decks that the tests below look at, printed in one go."""
    folder = tmp_path_factory.mktemp("drawn")
    paths: dict[str, Path] = {}

    def draw(name: str, compared: Comparison, **more: Any) -> None:
        paths[name] = written(folder, compared, name=f"{name}.pptx", **more)

    for models, theme in asked_for.values(request, "sized"):
        draw(f"{models} {theme}", SIZED[models], theme=theme)
    for dark, wide in product([True, False], repeat=2):
        template = corporate(folder / f"corporate {dark} {wide}.pptx", dark=dark, wide=wide)
        draw(f"template {dark} {wide}", comparison(12), template=template)
    for number, title in enumerate(TITLES):
        draw(f"title {number}", comparison(3), title=title)
    draw("any size", compare(ANY_SIZE, "seen"))
    pages = renderer.pages([*paths.values()])
    return {name: Drawn(path, each) for (name, path), each in zip(paths.items(), pages, strict=True)}


# Themes differ in colours, which move no word.
EACH_SIZE = [
    pytest.param(
        (models, theme),
        id=f"{models}-{theme}",
        marks=[pytest.mark.slow] if theme != "light" and models > 3 else [],
    )
    for models, theme in product(SIZED, sorted(themes.THEMES))
]


@pytest.mark.parametrize("sized", EACH_SIZE)
def test_no_word_covers_another_one_or_leaves_the_page(
    drawn: dict[str, Drawn], sized: tuple[int, str]
) -> None:
    models, theme = sized
    made = drawn[f"{models} {theme}"]
    assert len(made.pages) >= 5
    made.check()
    shown = " ".join(page.text for page in made.pages)
    for row in SIZED[models].rows:
        assert row.name.split()[0][:6] in shown


class TestTemplate:
    """--template: the user's own master and layouts."""

    @pytest.mark.parametrize("wide", [True, False])
    @pytest.mark.parametrize("dark", [True, False])
    def test_the_deck_wears_it_and_nothing_collides(
        self, drawn: dict[str, Drawn], dark: bool, wide: bool
    ) -> None:
        made = drawn[f"template {dark} {wide}"]
        path = made.path
        presentation = Presentation(str(path))
        assert presentation.slide_width == Inches(13.333 if wide else 10)
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
        assert len(parts) == len(set(parts)) == len(presentation.slides)
        assert not presentation.part._element.xpath("p:custShowLst | p:extLst/p:ext[.//*[@name='Samples']]")
        assert "sample slide" not in "".join(texts(slide) for slide in presentation.slides)
        assert {slide.slide_layout.name for slide in presentation.slides} == {"Title Only"}
        made.check()

    def test_texts_are_light_on_a_dark_template(self, tmp_path: Path) -> None:
        template = corporate(tmp_path / "corporate.pptx", dark=True, wide=True)
        (first, *_) = Presentation(str(written(tmp_path, comparison(3), template=template))).slides
        (subtitle,) = (shape for shape in first.shapes if shape.name == "Subtitle")
        colour = subtitle.text_frame.paragraphs[0].runs[0].font.color.rgb
        assert sum(colour) > 3 * 128

    def test_a_potx_is_as_good(self, tmp_path: Path) -> None:
        template = corporate(tmp_path / "corporate.potx", dark=False, wide=True)
        assert len(Presentation(str(written(tmp_path, comparison(3), template=template))).slides) >= 5

    def test_the_template_stays_as_it_was(self, tmp_path: Path) -> None:
        template = corporate(tmp_path / "corporate.pptx", dark=False, wide=True)
        before = template.read_bytes()
        written(tmp_path, comparison(3), template=template)
        assert template.read_bytes() == before


@pytest.mark.parametrize("models", [3, 60])
@pytest.mark.parametrize("year", [FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365])
def test_a_validator_finds_nothing(tmp_path: Path, models: int, year: FileFormat) -> None:
    path = written(tmp_path, comparison(models))
    assert objections(path, year) == []


def test_a_validator_finds_nothing_in_a_deck_from_a_template(tmp_path: Path) -> None:
    template = corporate(tmp_path / "corporate.pptx", dark=False, wide=True)
    path = written(tmp_path, comparison(12), template=template)
    assert objections(path, FileFormat.MICROSOFT_365) == []


def test_the_same_comparison_gives_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    program = """
import datetime, sys, time
from pathlib import Path
clock = time.time
time.time = lambda: clock() + float(sys.argv[2])
local = time.localtime
time.localtime = lambda seconds=None: local(clock() + float(sys.argv[2]) if seconds is None else seconds)
from plm_ratios.comparison.compare import compare
from plm_ratios.comparison.rows import RowRequest
from plm_ratios.slides import deck, themes
compared = compare([RowRequest("ESM-2 15B"), RowRequest("ProGen2-xlarge")], "seen")
deck.write(Path(sys.argv[1]), compared, "", datetime.date(2026, 1, 2), themes.LIGHT)
"""
    digests = set()
    for seed, later in (("1", "0"), ("2", "40000000")):
        path = tmp_path / f"{seed}.pptx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", program, str(path), later], env=environment, check=True)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize(("number", "title"), list(enumerate(TITLES)))
def test_any_title_fits(drawn: dict[str, Drawn], number: int, title: str) -> None:
    pages = drawn[f"title {number}"].pages
    assert title.split()[0] in pages[0].text
    assert not pages[0].collisions()
    assert not pages[0].outside()


def test_numbers_of_any_size_make_a_deck_that_can_be_read(drawn: dict[str, Drawn]) -> None:
    """Whatever somebody types: it is their comparison."""
    made = drawn["any size"]
    made.check()
    rows = {row[0]: row for row in tables(made.path, "Comparison on every basis")}
    assert rows["Tiny *"][5] == "3e-12*"
    assert rows["Huge *"][5] == "5e+29*"


def test_a_basis_on_which_nobody_has_a_number_still_makes_a_deck(tmp_path: Path) -> None:
    path = written(tmp_path, compare([RowRequest("ESM-2 15B")], "unique"))
    assert titles(path)[0] == "ESM-2 15B does not have a number of tokens per parameter by unique tokens"
    shown = ["opening", "bases", "table", "claims", "conclusion", "sources"]
    assert kinds(Presentation(str(path)).slides) == shown
    ((_, *cells),) = tables(path, "Comparison on every basis")
    assert "no number on this basis" in cells
