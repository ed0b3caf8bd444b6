"""What buttons of the add-in run first that are about the active workbook, and not about the add-in."""

from __future__ import annotations


def active() -> None:
    """Makes the active workbook the one that xlwings.Book.caller() gives from here on, as buttons in a
    workbook expect it."""
    import xlwings

    xlwings.Book.caller().app.books.active.set_mock_caller()
