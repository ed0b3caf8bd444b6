"""The button Check set-up: the doctor's findings, written into the workbook."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import create_autospec

import pytest
import xlwings

from plm_ratios.hosts.excel import check, shown_workbook
from plm_ratios.hosts.excel.doctor import findings
from plm_ratios.hosts.excel.machine import ThisMachine
from plm_ratios.hosts.excel.workbook_names import REPORT
from plm_ratios.slides import excel_button
from plm_ratios.workbook_builder import FLAVOURS
from plm_ratios.workbook_builder.building import build


@pytest.fixture
def book(tmp_path: Path) -> xlwings.Book:
    """A workbook as xlwings shows it; the double has no more members than the real one."""
    path = build(tmp_path / "book.xlsm", FLAVOURS["excel"])
    double = create_autospec(xlwings.Book, instance=True)
    double.fullname, double.name = str(path), path.name
    double.names = {REPORT: create_autospec(xlwings.Name, instance=True)}
    double.names[REPORT].refers_to_range = create_autospec(xlwings.Range, instance=True)
    return double


def written(book: xlwings.Book) -> list[list[str]]:
    rows = book.names[REPORT].refers_to_range.resize.return_value.value
    (height, width), _ = book.names[REPORT].refers_to_range.resize.call_args
    assert (height, width) == (len(rows), 2)
    return rows


def test_every_finding_is_a_row_with_its_remedy(book: xlwings.Book) -> None:
    check.write(book, ThisMachine())
    found = findings(ThisMachine(), Path(book.fullname))
    assert [what for what, _ in written(book)] == [finding.what for finding in found]
    for (_, said), finding in zip(written(book), found, strict=True):
        assert finding.found in said
        assert finding.remedy in said
        assert said.startswith("To fix: " if finding.remedy else "ok: ")


def test_an_earlier_report_is_removed_first(book: xlwings.Book) -> None:
    check.write(book, ThisMachine())
    area = book.names[REPORT].refers_to_range
    sizes = [call.args for call in area.resize.call_args_list]
    assert sizes[0][0] > sizes[1][0]
    area.resize.return_value.clear_contents.assert_called_once_with()


@pytest.mark.parametrize("where", ["https://example.sharepoint.com/sites/a/book.xlsm", "/nowhere/book.xlsm"])
def test_a_workbook_that_cannot_be_read_is_a_finding_too(book: xlwings.Book, where: str) -> None:
    book.fullname = where
    check.write(book, ThisMachine())
    what, said = written(book)[-1]
    assert what == "Workbook"
    assert "plm-ratios excel doctor" in said


def test_the_add_in_has_a_new_workbook_for_the_report() -> None:
    add_in = create_autospec(xlwings.Book, instance=True)
    add_in.name = "PLM_Ratios.xlam"
    check.write(add_in, ThisMachine())
    first = add_in.app.books.add.return_value.sheets[0].range.return_value
    rows = first.resize.return_value.value
    assert [what for what, _ in rows[1:]] == [finding.what for finding in findings(ThisMachine())]
    assert first.resize.call_args.args == (len(rows), 2)


def test_what_buttons_of_the_add_in_do_is_about_the_active_workbook(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_in = create_autospec(xlwings.Book, instance=True)
    add_in.name = "PLM_Ratios.xlam"
    assert shown_workbook.of(add_in) is add_in.app.books.active
    assert shown_workbook.of(book) is book
    written: list[object] = []
    monkeypatch.setattr(xlwings.Book, "caller", lambda: add_in)
    monkeypatch.setattr(excel_button, "write", lambda about, platform: written.append(about))
    excel_button.main()
    assert written == [add_in.app.books.active]
