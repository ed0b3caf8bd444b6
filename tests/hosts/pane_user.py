"""What somebody does with the pane, and sees there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect


def rows(pane: Page) -> Locator:
    return pane.locator("#results .row")


def names(pane: Page) -> list[str]:
    """The models that the list shows."""
    return pane.locator("#results .name").all_inner_texts()


def search(pane: Page, query: str) -> None:
    pane.get_by_label("Search").fill(query)


def choose_basis(pane: Page, basis: str, where: str = "list") -> None:
    pane.locator(f"#{where}-basis").get_by_text(basis, exact=True).click()


def open_model(pane: Page, name: str) -> None:
    search(pane, name)
    pane.get_by_label("Search").press("Enter")
    expect(pane.get_by_role("heading", level=1)).to_contain_text(name)


def back(pane: Page) -> None:
    pane.get_by_role("button", name="Models", exact=True).click()


def compare(pane: Page, *chosen: str) -> None:
    """Adds models to the comparison, and opens that."""
    for name in chosen:
        search(pane, name)
        pane.get_by_role("button", name=f"Compare {name}", exact=True).click()
    pane.locator("#tray").click()


def calls(pane: Page) -> list[Any]:
    """What the spreadsheet was asked to write."""
    return pane.evaluate("() => stub.calls")  # type: ignore[no-any-return]


def focused(pane: Page) -> str:
    """What has the keyboard: its name, or its text."""
    return pane.evaluate(  # type: ignore[no-any-return]
        "() => document.activeElement.ariaLabel || document.activeElement.querySelector('.name')?.textContent"
        " || document.activeElement.id || document.activeElement.textContent"
    )
