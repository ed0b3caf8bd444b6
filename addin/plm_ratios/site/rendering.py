"""Templates to pages: text is escaped, and each page says by hashes which style and script are its own."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import formatting
from ..hosts.pane import page as pane
from .facts import number

# How names are found is the same in the panes of the spreadsheets.
_SCRIPTS = ("pane_search.js",)
_ADDRESSES = ("https://", "http://")


def script() -> str:
    """What searches and sorts the table of models."""
    return "\n".join([*map(pane.text_of, _SCRIPTS), _text("table.js")])


def style() -> str:
    """The style of all pages."""
    return _text("site.css")


def environment(**shared: Any) -> Environment:
    """The templates, with what all of them know."""
    made = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(count=formatting.count, ratio=formatting.ratio, number=number, web=_web)
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style())}'",
            f"script-src '{_hash(script())}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    # Both are files of the package, and their hashes are of the very text.
    made.globals.update(shared, policy=policy, style=Markup(style()), script=Markup(script()))  # noqa: S704
    return made


def _web(url: str) -> str:
    """A web address, or "": a catalog of somebody's own may hold anything."""
    return url if url.startswith(_ADDRESSES) else ""


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@lru_cache
def _text(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
