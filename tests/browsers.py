"""A real Chromium for tests: found on this machine, started without a window, kept off the network."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A profile for tabs that follow one another.

    Its first tab stays open, and keeps the processes of the others running: in a profile of its own,
    each of them would take a second longer.
    """
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    context.new_page()
    yield context
    context.close()


@contextlib.contextmanager
def next_tab(profile: BrowserContext, forgiving: bool = False) -> Iterator[Page]:
    """A new tab, which finds nothing of those before it: no cookie, nothing stored, an empty cache.

    What the page itself did wrong is raised when the tab closes, as `tab` says, if not `forgiving`.
    """
    first = profile.pages[0]
    origins: set[str] = set()
    page = profile.new_page()
    page.on(
        "framenavigated", lambda frame: origins.add("{0.scheme}://{0.netloc}".format(urlsplit(frame.url)))
    )
    wrong = _mistakes(page)
    try:
        yield page
    finally:
        for each in profile.pages[1:]:
            each.close()
        profile.clear_cookies()
        profile.clear_permissions()
        tools = profile.new_cdp_session(first)
        tools.send("Network.clearBrowserCache")
        for origin in sorted(origins):
            tools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        tools.detach()
    assert forgiving or not wrong, "\n".join(wrong)


@contextlib.contextmanager
def tab(browser: Browser, **options: object) -> Iterator[Page]:
    """A tab as narrow as a task pane, in a profile of its own.

    What the page itself did wrong, an error that nothing caught or a line on the console, is raised
    when the tab closes.
    """
    settings = {"viewport": {"width": WIDTH, "height": HEIGHT}, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = _mistakes(page)
    try:
        yield page
    finally:
        context.close()
    assert not wrong, "\n".join(wrong)


def _mistakes(page: Page) -> list[str]:
    """What the page does wrong from now on."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    return wrong
