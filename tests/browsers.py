"""A real Chromium for tests: found on this machine, started without a window, kept off the network."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SWITCHES = (
    "--no-sandbox",  # CI runs as root in a container, where the sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of other machines do not resolve, so that a page which asks for them is found out.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
WIDTH, HEIGHT = 320, 640  # of a task pane or sidebar


def find() -> str | None:
    """The Chromium that CHROMIUM names, or the one on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextlib.contextmanager
def running(program: str) -> Iterator[Browser]:
    """Chromium, started."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_SWITCHES))
        yield browser
        browser.close()


@contextlib.contextmanager
def tab(browser: Browser, **options: object) -> Iterator[Page]:
    """A tab as narrow as a task pane, in a profile of its own.

    What the page itself did wrong, an error that nothing caught or a line on the console, is raised
    when the tab closes.
    """
    wrong: list[str] = []
    settings = {"viewport": {"width": WIDTH, "height": HEIGHT}, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    assert not wrong, "\n".join(wrong)
