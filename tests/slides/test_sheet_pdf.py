"""The PDF of a comparison, printed by a real Calc and read by programs that are not ours."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import math
import shutil
from pathlib import Path

import pypdf
import pytest

from plm_ratios.catalog import load
from plm_ratios.comparison import captions
from plm_ratios.comparison.compare import DEFAULT_MODELS, Comparison, compare
from plm_ratios.comparison.rows import Row, RowRequest
from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.session import CalcSession
from plm_ratios.slides import reproducible_pdf, sheet_pdf
from plm_ratios.workbook_builder.slide_sheet import finding
from slides.rendering import Word, pages_of

DATE = datetime.date(2026, 11, 30)
LONG = "Somebody's model with a name that goes on and on"
OWN = (
    RowRequest("Mine", {"parameters": 1e9, "tokens_seen": 2e10}, "Compare!A13"),
    RowRequest(LONG, {"ratio": 0.012, "verdict": "nobody would ever say more than that"}, "Compare!A14"),
    RowRequest("ESM-2 15B", {"ratio": 1234.5, "verdict": "only its authors would say so"}, "Compare!A15"),
    RowRequest("no such model", {}, "Compare!A16"),
)
# Two pages of models from few sources, whose names have room below the table; and some without a number.
FAMILIES = ("ESM-1", "ESM-2", "ProGen2", "ProGen3", "RITA", "nanoprot")
SEEN = [m.id for m in load().models if m.value("tokens_seen") and m.family in FAMILIES]
NOT_SEEN = [m.id for m in load().models if not m.value("tokens_seen")]
COMPARISONS = {
    "three": compare(map(RowRequest, DEFAULT_MODELS[:3]), target=7.5),
    "sixteen": compare(map(RowRequest, DEFAULT_MODELS), "sequences", 311.1),
    "sixty": compare([RowRequest(id) for id in (*SEEN[:30], *NOT_SEEN[:30])], "seen"),
    "own": compare([*map(RowRequest, DEFAULT_MODELS[:9]), *OWN], "seen"),
    "none": compare([RowRequest("Ankh2-large"), RowRequest("no such model")], "seen"),
    "empty": compare([]),
}
PAGES = {"three": 1, "sixteen": 1, "sixty": 2, "own": 1, "none": 1, "empty": 1}
TITLES = {"own": "A title of somebody's own that is long enough to need smaller letters than others do"}

# Points, on a page of 960 x 540: where the chart ends and the table begins, without a chart and with one.
CHART = (0, 78, 436, 470)
WITHOUT_CHART = ("none", "empty")


def shown(compared: Comparison) -> tuple[Row, ...]:
    """The rows that have a number, or all of them where none has."""
    return compared.drawn or compared.rows


def title_of(name: str) -> str:
    """Somebody's own title, or the finding."""
    return TITLES.get(name) or finding(COMPARISONS[name])


def in_chart(word: Word) -> bool:
    left, top, right, bottom = CHART
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return left < across < right and top < down < bottom


@pytest.fixture(scope="module")
def written(calc: CalcSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A PDF of each comparison, all of them by one Calc; TestWriting starts one for each."""
    folder = tmp_path_factory.mktemp("pdf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_pdf, "CalcSession", lambda: contextlib.nullcontext(calc))
        for name, compared in COMPARISONS.items():
            sheet_pdf.write(folder / f"{name}.pdf", compared, TITLES.get(name, captions.TITLE), DATE)
    return {name: folder / f"{name}.pdf" for name in COMPARISONS}


@pytest.fixture(scope="module")
def pages(written: dict[str, Path]) -> dict[str, list[list[Word]]]:
    """The words of every page with their boxes, as poppler finds them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt install poppler-utils")
    return {name: [page.words for page in pages_of(path)] for name, path in written.items()}


def lines(found: list[Word]) -> list[str]:
    """Words that stand beside each other, from top to bottom."""
    rows: dict[int, list[Word]] = {}
    for word in sorted(found, key=lambda word: word.left):
        rows.setdefault(round((word.top + word.bottom) / 10), []).append(word)
    return [" ".join(word.text for word in rows[place]) for place in sorted(rows)]


def text(pages: list[list[Word]]) -> str:
    return " ".join(" ".join(lines([word for word in page if not in_chart(word)])) for page in pages)


@pytest.mark.parametrize("name", COMPARISONS)
class TestEveryPage:
    def test_there_is_one_of_16_to_9_for_every_20_models(self, written: dict[str, Path], name: str) -> None:
        found = pypdf.PdfReader(written[name]).pages
        assert len(found) == PAGES[name]
        for page in found:
            assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 960, 540], abs=0.05)

    def test_no_word_leaves_the_page(self, pages: dict[str, list[list[Word]]], name: str) -> None:
        for word in itertools.chain(*pages[name]):
            assert 20 < word.left < word.right < 940, word
            assert 10 < word.top < word.bottom < 530, word

    def test_no_letter_is_smaller_than_9_points(self, written: dict[str, Path], name: str) -> None:
        sizes: list[float] = []

        def look(text: str, page: list[float], line: list[float], font: object, size: float) -> None:
            if text.strip():
                sizes.append(size * math.hypot(*page[:2]) * math.hypot(*line[:2]))

        for page in pypdf.PdfReader(written[name]).pages:
            page.extract_text(visitor_text=look)
        assert min(map(abs, sizes)) >= 9

    def test_no_word_covers_another(self, pages: dict[str, list[list[Word]]], name: str) -> None:
        """In the chart, boxes of slanted names cross though the names do not; they must not leave it."""
        slanted = name not in ("three", *WITHOUT_CHART)
        for page in pages[name]:
            plain = [word for word in page if not (slanted and in_chart(word))]
            for one, other in itertools.combinations(plain, 2):
                assert not one.covers(other), f"{one} covers {other}"
            if name not in WITHOUT_CHART:
                assert all(word.right < CHART[2] for word in page if in_chart(word))

    def test_every_row_has_its_name_and_its_numbers(
        self, pages: dict[str, list[list[Word]]], name: str
    ) -> None:
        compared = COMPARISONS[name]
        rows: list[str] = []
        for page in pages[name]:
            table = [word for word in page if name in WITHOUT_CHART or not in_chart(word)]
            rows += lines([word for word in table if 110 < word.top < 460])
        assert rows == [
            " ".join(
                [
                    captions.name(row).replace(LONG, "Somebody's model with a name th..."),
                    *(captions.number(row, field) for field in ("parameters", "ratio", "times_target")),
                    captions.verdict(row).replace("more than that", "more th..."),
                ]
            )
            for row in shown(compared)
        ]

    def test_each_page_says_title_basis_target_and_what_the_numbers_rest_on(
        self, pages: dict[str, list[list[Word]]], name: str
    ) -> None:
        title = title_of(name)
        for number, page in enumerate(pages[name], 1):
            first, second, *_ = lines([word for word in page if not in_chart(word)])
            assert first == (title if PAGES[name] == 1 else f"{title} ({number} of {PAGES[name]})")
            assert second.partition("; ")[2] == captions.subtitle(COMPARISONS[name])
            rows = shown(COMPARISONS[name])[20 * number - 20 : 20 * number]
            there = COMPARISONS[name]._replace(rows=rows)
            said = " ".join(lines([word for word in page if word.top > 460]))
            assert captions.footnote(there, DATE) in said
            assert captions.sources_in_short(there, 99) in said

    def test_there_is_a_chart_where_there_is_a_ratio(
        self, pages: dict[str, list[list[Word]]], name: str
    ) -> None:
        for page in pages[name]:
            drawn = {"log", "scale"} <= {word.text for word in page}
            assert drawn == (name not in WITHOUT_CHART)


class TestModelsWithoutANumber:
    def test_they_are_counted_and_named_and_have_no_row(self, pages: dict[str, list[list[Word]]]) -> None:
        (page,) = pages["own"]
        said = text([page])
        assert "13 models, 11 with a number; basis: seen" in said
        assert "No number on this basis: Mine" not in said
        names = ", ".join(row.name for row in COMPARISONS["own"].missing)
        assert f"No number on this basis: {names}" in said

    def test_where_there_are_none_nothing_is_said(self, pages: dict[str, list[list[Word]]]) -> None:
        assert "16 models; basis:" in text(pages["sixteen"])
        assert "No number on this basis" not in text(pages["sixteen"])

    def test_where_no_model_has_one_each_has_a_row_that_says_why(
        self, pages: dict[str, list[list[Word]]]
    ) -> None:
        assert "2 models, none with a number; basis: seen" in text(pages["none"])


class TestOwnNumbers:
    def test_they_are_marked_in_the_table_and_the_model_in_the_chart(
        self, pages: dict[str, list[list[Word]]]
    ) -> None:
        (page,) = pages["own"]
        said = [word.text for word in page]
        assert {"20.0*", "0.012*", "1,235*"} <= {word.text for word in page if not in_chart(word)}
        assert said.count("Mine") == 2
        assert captions.USER_MARK_MEANING in text(pages["own"])

    def test_an_axis_reaches_down_to_the_smallest_bar(self, pages: dict[str, list[list[Word]]]) -> None:
        (page,) = pages["own"]
        assert {"0.01", "1,667x"} <= {word.text for word in page if in_chart(word)}
        (page,) = pages["sixteen"]
        assert "0.01" not in {word.text for word in page if in_chart(word)}


class TestWriting:
    def test_the_same_comparison_gives_the_same_bytes(self, written: dict[str, Path], tmp_path: Path) -> None:
        again = tmp_path / "again.pdf"
        sheet_pdf.write(again, COMPARISONS["own"], TITLES["own"], DATE)
        assert again.read_bytes() == written["own"].read_bytes()

    def test_the_file_says_its_title_and_its_date(self, written: dict[str, Path]) -> None:
        said = pypdf.PdfReader(written["three"]).metadata
        assert said is not None
        assert said.title == title_of("three")
        assert said.creation_date is not None
        assert said.creation_date.date() == DATE

    def test_without_libreoffice_it_says_so_and_writes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locate, "find", _missing)
        with pytest.raises(locate.HostMissing, match="LibreOffice"):
            sheet_pdf.write(tmp_path / "a.pdf", COMPARISONS["three"], captions.TITLE, DATE)
        assert not list(tmp_path.iterdir())


def _missing() -> locate.Calc:
    raise locate.HostMissing("LibreOffice was not found.")


def test_only_dates_and_identifiers_of_a_pdf_are_replaced(tmp_path: Path) -> None:
    stream = b"1 0 obj\nstream\n/CreationDate(D:20200101010101Z) <" + b"A" * 32 + b">\nendstream\n"
    after = b"/CreationDate(D:20261125211259+01'00')\n/ID [ <%s> <%s> ]\n/DocChecksum /%s\nstartxref\n7\n"
    path = tmp_path / "some.pdf"
    for digit in (b"1", b"F"):
        path.write_bytes(stream + after % ((digit * 32,) * 3))
        reproducible_pdf.settle(path, DATE)
        settled = path.read_bytes()
        assert settled.startswith(stream)
        assert b"/CreationDate(D:20261130000000Z)      \n" in settled
        assert len(settled) == len(stream + after % ((digit * 32,) * 3))
        (tmp_path / f"{digit.decode()}.pdf").write_bytes(settled)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "F.pdf").read_bytes()


def test_comparisons_cover_what_a_table_can_hold() -> None:
    own = COMPARISONS["own"]
    assert isinstance(own, Comparison)
    assert own.has_user_values
    assert any(not row.known for row in own.rows)
    assert any(row.ratio is None for row in COMPARISONS["sixty"].rows)
