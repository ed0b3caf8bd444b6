"""The button Export slides: a deck beside the workbook, and a report below the button."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import PropertyMock, create_autospec

import pptx
import pytest
import xlwings

from plm_ratios.comparison import captions
from plm_ratios.hosts.excel.workbook_names import EXPORT_REPORT
from plm_ratios.slides import excel_button
from shown_in_excel import MAC, WINDOWS, Excel
from workbook_files import copied


@pytest.fixture
def book(tmp_path: Path) -> xlwings.Book:
    """A workbook as xlwings shows it; the doubles have no more members than the real ones. On the screen
    it compares other models than when it was saved."""
    (tmp_path / "folder").mkdir()
    saved = copied(tmp_path / "folder" / "my book.xlsm", "excel", models=("zymctrl",))
    shown = copied(tmp_path / "shown.xlsm", "excel", models=("progen2-base", "ankh-large"))
    double = create_autospec(xlwings.Book, instance=True)
    double.fullname = str(saved)
    double.api = Excel(shown)
    double.names = {EXPORT_REPORT: create_autospec(xlwings.Name, instance=True)}
    double.names[EXPORT_REPORT].refers_to_range = create_autospec(xlwings.Range, instance=True)
    return double


def report(book: xlwings.Book, platform: str = WINDOWS) -> list[str]:
    """What stands below the button once it was pressed."""
    excel_button.write(book, platform)
    area = book.names[EXPORT_REPORT].refers_to_range
    rows = area.resize.return_value.value
    assert area.resize.call_args.args == (len(rows), 1)
    return [line for (line,) in rows]


def said(deck: Path) -> str:
    """All texts of a deck."""
    found = []
    for slide in pptx.Presentation(str(deck)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


class TestOnWindows:
    def test_what_is_on_the_screen_becomes_a_deck_beside_the_workbook(self, book: xlwings.Book) -> None:
        workbook = Path(book.fullname)
        before = workbook.read_bytes()
        assert report(book)[0] == f"Wrote {workbook.with_name('my book slides.pptx')}"
        deck = said(workbook.with_name("my book slides.pptx"))
        assert captions.TITLE in deck
        assert "Ankh-large" in deck
        assert "ZymCTRL" not in deck
        assert workbook.read_bytes() == before

    def test_no_copy_is_left(self, book: xlwings.Book) -> None:
        report(book)
        (copy,) = book.api.copies
        assert copy.name == "my book.xlsm"
        assert not copy.parent.exists()
        assert len(list(Path(book.fullname).parent.iterdir())) == 2

    def test_an_earlier_deck_is_kept(self, book: xlwings.Book) -> None:
        folder = Path(book.fullname).parent
        (folder / "my book slides.pptx").write_text("somebody edited this")
        assert report(book)[0] == f"Wrote {folder / 'my book slides 2.pptx'}"
        assert report(book)[0] == f"Wrote {folder / 'my book slides 3.pptx'}"
        assert (folder / "my book slides.pptx").read_text() == "somebody edited this"

    def test_excel_may_refuse_to_save_a_copy(
        self, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(name: str) -> None:
            raise RuntimeError("(-2147352567, 'Exception occurred.', ...)")

        monkeypatch.setattr(book.api, "SaveCopyAs", refuse)
        (line,) = report(book)
        assert line.startswith("Nothing was written. Excel could not save a copy")


class TestElsewhere:
    def test_the_file_as_it_was_saved_becomes_the_deck_and_the_report_says_so(
        self, book: xlwings.Book
    ) -> None:
        Path(book.fullname).with_name("~$my book.xlsm").write_bytes(b"Excel has it open")
        first, second, *_ = report(book, MAC)
        assert first.startswith("Wrote ")
        assert "as it was last saved" in second
        assert not book.api.copies
        assert "ZymCTRL" in said(Path(book.fullname).with_name("my book slides.pptx"))


class TestReport:
    @pytest.mark.parametrize("where", ["Book1", "https://d.docs.live.net/1/book.xlsm", "/nowhere/book.xlsm"])
    def test_a_workbook_without_a_folder(self, book: xlwings.Book, where: str) -> None:
        book.fullname = where
        (line,) = report(book)
        assert line.startswith("Nothing was written. This workbook does not lie in a folder")
        assert not book.api.copies

    def test_a_workbook_whose_folder_xlwings_cannot_tell(self, book: xlwings.Book) -> None:
        away = PropertyMock(side_effect=xlwings.XlwingsError("Couldn't find the local OneDrive folder."))
        type(book).fullname = away
        (line,) = report(book)
        assert line.startswith("Nothing was written. This workbook does not lie in a folder")

    def test_a_folder_that_cannot_be_written_to(
        self, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(wanted: object) -> None:
            raise OSError(28, "No space left on device", "my book slides.pptx")

        monkeypatch.setattr(excel_button, "export", full)
        assert report(book) == ["Nothing was written. No space left on device: my book slides.pptx."]

    def test_a_workbook_that_cannot_be_read_is_one_sentence(self, book: xlwings.Book) -> None:
        book.api.shown.write_bytes(b"no workbook")
        (line,) = report(book)
        assert line.startswith("Nothing was written. ")
        assert line.endswith(".")

    def test_an_earlier_report_is_removed_first(self, book: xlwings.Book) -> None:
        report(book)
        area = book.names[EXPORT_REPORT].refers_to_range
        sizes = [call.args for call in area.resize.call_args_list]
        assert sizes[0][0] > sizes[1][0]
        area.resize.return_value.clear_contents.assert_called_once_with()

    def test_many_remarks_are_cut_short(self, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
        real = excel_button.export

        def talkative(wanted: excel_button.Wanted) -> object:
            return real(wanted)._replace(remarks=tuple(f"remark {number}" for number in range(9)))

        monkeypatch.setattr(excel_button, "export", talkative)
        wrote, *remarks, last = report(book)
        assert wrote.startswith("Wrote ")
        assert remarks == [f"remark {number}" for number in range(5)]
        assert last == "4 more remarks: plm-ratios export my book.xlsm shows them."

    def test_a_workbook_without_the_button_has_it_said_in_a_message(self, book: xlwings.Book) -> None:
        """As the add-in's tab is about any workbook that is open."""
        book.names = {}
        excel_button.write(book, WINDOWS)
        (text, title), _ = book.app.alert.call_args
        assert text.startswith("Wrote ") and title == "plm-ratios"
