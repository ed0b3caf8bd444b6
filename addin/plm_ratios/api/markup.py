"""Tables as text and as HTML.

The HTML takes the colours of the page around it, so that it can be read on light and on dark.
"""

from __future__ import annotations

from html import escape
from typing import Sequence

_LINE = "1px solid rgba(128, 128, 128, 0.5)"
_CELL = (
    f"padding: 0.25em 0.7em; border-bottom: {_LINE}; background: transparent; color: inherit; "
    "vertical-align: top;"
)
_LONG = 30  # characters: what is longer may take several lines
_NOTE = "padding: 0.2em 0.7em; font-size: 90%;"


def as_text(
    headers: Sequence[str],
    lines: Sequence[Sequence[str]],
    right: Sequence[bool],
    caption: str,
    notes: Sequence[str],
) -> str:
    """A table in columns of equal width; `right` says which of them hold numbers."""
    table = [headers, *lines]
    widths = [max(len(line[at]) for line in table) for at in range(len(headers))]
    aligned = [
        "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(line, widths, right)
        ).rstrip()
        for line in table
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([*filter(None, [caption]), aligned[0], rule, *aligned[1:], *notes])


def as_html(
    headers: Sequence[str],
    lines: Sequence[Sequence[str]],
    right: Sequence[bool],
    marked: Sequence[bool],
    caption: str,
    notes: Sequence[str],
) -> str:
    """A table of HTML; `right` says which columns hold numbers, and `marked` which stand out."""
    styles = [
        _style(number, mark, max((len(line[at]) for line in lines), default=0) > _LONG)
        for at, (number, mark) in enumerate(zip(right, marked))
    ]
    head = "".join(
        _cell("th", text, f"{style} vertical-align: bottom;") for text, style in zip(headers, styles)
    )
    body = "\n".join(
        f"<tr>{''.join(_cell('td', text, style) for text, style in zip(line, styles))}</tr>" for line in lines
    )
    above = (
        f'<caption style="caption-side: top; text-align: left; color: inherit; padding: 0.3em 0.7em;">'
        f"<strong>{escape(caption)}</strong></caption>\n"
        if caption
        else ""
    )
    below = "".join(f'<div style="{_NOTE}">{escape(note)}</div>\n' for note in notes)
    return (
        f'<div style="overflow-x: auto; color: inherit;">\n'
        f'<table style="border-collapse: collapse; color: inherit; background: transparent;">\n'
        f"{above}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n{below}</div>"
    )


def _style(number: bool, mark: bool, long: bool) -> str:
    return " ".join(
        (
            _CELL,
            f"text-align: {'right' if number else 'left'};",
            "white-space: normal; min-width: 14em;" if long else "white-space: nowrap;",
            *(["font-weight: bold;"] if mark else []),
        )
    )


def _cell(tag: str, text: str, style: str) -> str:
    return f'<{tag} style="{style}">{escape(text)}</{tag}>'
