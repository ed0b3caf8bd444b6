"""The files of the pane, and the pane as one page of HTML for where there can be no files beside it."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import Any, Iterable

STYLES = ("pane.css",)
SCRIPTS = ("pane_search.js", "pane_parts.js", "pane.js")  # in the order in which they need one another
ENTRIES_ID = "plm-entries"  # where plmPane.embedded() looks


def text_of(name: str) -> str:
    """A file of the pane."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def page_in_one(title: str, extra_scripts: Iterable[str], entries: dict[str, Any]) -> str:
    """A page that needs no other file; the scripts find the entries by plmPane.embedded()."""
    scripts = [*map(text_of, SCRIPTS), *extra_scripts]
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        *(f"<style>\n{text_of(name)}</style>" for name in STYLES),
        "</head>",
        "<body>",
        text_of("body.html"),
        f'<script type="application/json" id="{ENTRIES_ID}">{_json(entries)}</script>',
        *(f"<script>\n{_inline(script)}</script>" for script in scripts),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _json(value: dict[str, Any]) -> str:
    """JSON in which no browser sees a tag, and no script an end of line."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _inline(script: str) -> str:
    """A script whose texts can neither end the element around it nor open a comment."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
