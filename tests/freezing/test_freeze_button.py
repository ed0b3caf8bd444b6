"""The button Freeze of the add-in: a frozen copy beside the workbook that is shown, and a message."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import create_autospec

import pytest
import xlwings

from plm_ratios.freezing import excel_button
from shown_in_excel import MAC, WINDOWS, Excel

from .conftest import Write, held


@pytest.fixture
def book(saved: Write) -> xlwings.Book:
    """A workbook as xlwings shows it, in the only folder that the user has; the doubles have no more members
    than the real ones. On the screen it has another value than when it was saved."""
    shown = saved({"A1": ("[1]!RATIO(B1)", 2)}, name="shown.xlsx")
    folder = shown.parent / "folder"
    folder.mkdir()
    file = shutil.move(saved({"A1": ("[1]!RATIO(B1)", 1)}), folder / "book.xlsx")
    double = create_autospec(xlwings.Book, instance=True)
    double.name, double.fullname, double.api = "book.xlsx", str(file), Excel(shown)
    double.app = create_autospec(xlwings.App, instance=True)
    return double


def said(caller: xlwings.Book, platform: str = WINDOWS) -> tuple[list[str], str]:
    """The lines of the message once the button was pressed, and its kind."""
    excel_button.freeze_shown(caller, platform)
    call = caller.app.alert.call_args
    assert call.args[1] == "plm-ratios"
    return call.args[0].split("\n"), call.kwargs["mode"]


def test_what_is_on_the_screen_is_frozen_beside_the_workbook(book: xlwings.Book) -> None:
    before = Path(book.fullname).read_bytes()
    target = Path(book.fullname).with_name("book values.xlsx")
    assert said(book) == (
        ["book values.xlsx: 1 formula became values, in 1 cell.", f"Wrote {target}."],
        "info",
    )
    assert held(target) == {"A1": 2}
    assert Path(book.fullname).read_bytes() == before
    (copy,) = book.api.copies
    assert not copy.parent.exists()


def test_an_earlier_copy_is_kept(book: xlwings.Book) -> None:
    target = Path(book.fullname).with_name("book values.xlsx")
    target.write_text("somebody edited this")
    lines, _ = said(book)
    assert lines[-1] == f"Wrote {target.with_name('book values 2.xlsx')}."
    assert target.read_text() == "somebody edited this"


def test_where_the_add_in_itself_calls_the_active_workbook_is_meant(book: xlwings.Book) -> None:
    addin = create_autospec(xlwings.Book, instance=True)
    addin.name, addin.app = "plm_ratios.xlam", book.app
    book.app.books.active = book
    lines, _ = said(addin)
    assert lines[-1].endswith("book values.xlsx.")


def test_on_a_mac_the_file_as_it_was_saved_is_frozen_and_that_is_said(book: xlwings.Book) -> None:
    lines, _ = said(book, MAC)
    assert "as it was last saved" in lines[1]
    assert held(Path(book.fullname).with_name("book values.xlsx")) == {"A1": 1}
    assert not book.api.copies


@pytest.mark.parametrize("where", ["Book1", "https://d.docs.live.net/1/book.xlsx", "/nowhere/book.xlsx"])
def test_a_workbook_without_a_folder(book: xlwings.Book, where: str) -> None:
    book.fullname = where
    (line,), mode = said(book)
    assert line.startswith("Nothing was written. This workbook does not lie in a folder")
    assert mode == "critical"


def test_values_that_are_none_are_told_in_one_sentence(book: xlwings.Book, saved: Write) -> None:
    book.api.shown = saved({"A1": ("RATIO(B1)", "#NAME?")}, name="unknown.xlsx")
    (line,), mode = said(book)
    assert line.startswith("Nothing was written. book.xlsx holds no answers for Sheet1!A1 (#NAME?).")
    assert mode == "critical"
    assert [path.name for path in Path(book.fullname).parent.iterdir()] == ["book.xlsx"]


def test_excel_may_refuse_to_save_a_copy(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise RuntimeError("(-2147352567, 'Exception occurred.', ...)")

    monkeypatch.setattr(book.api, "SaveCopyAs", refuse)
    (line,), _ = said(book)
    assert line.startswith("Nothing was written. Excel could not save a copy")
