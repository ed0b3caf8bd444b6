"""Which characters a text may hold, and how those that it may not are shown.

Catalogs and the files that we write hold letters of any script, signs and spaces. Refused are control
characters, which terminals obey and XML cannot hold; marks that turn the direction of text, which show a name
as another one; and codes that are no characters. What cannot be seen but does no more (zero-width joiners,
without which some scripts are misspelt) is not refused: lookups ignore it.
"""

from __future__ import annotations

import re

_KINDS = (
    ("a line break", "\n\r\v\f\x85\u2028\u2029"),
    ("a tab", "\t"),
    ("a control character", "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"),
    ("half of a character", "\ud800-\udfff"),
    ("a mark that turns the direction of text", "\u202a-\u202e\u2066-\u2069"),
    (
        "a code that is no character",
        "\ufdd0-\ufdef\ufffe\uffff"
        + "".join(
            f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
        ),
    ),
)
_LAYOUT = "\t\n\u2028\u2029"  # what a text of several lines may hold, and a name may not

# Compiled when first used, which `re` remembers: few texts ever need them, and it takes milliseconds.
_IN_NO_NAME = "[" + "".join(characters for _, characters in _KINDS) + "]"
_IN_NO_TEXT = f"(?![{_LAYOUT}]){_IN_NO_NAME}"
_IN_NO_LINE = rf"(?![\r{_LAYOUT}]){_IN_NO_NAME}"
_NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # XML 1.0, Char


def fault(text: str, one_line: bool) -> str:
    """What a text holds that it may not, in words that follow its name; "" where there is nothing.

    >>> fault("control\\x1bchar", one_line=True)
    'holds a control character (U+001B)'
    """
    if text.isprintable():  # so are nearly all, and this takes no time
        return ""
    found = re.search(_IN_NO_NAME if one_line else _IN_NO_TEXT, text)
    if found is None:
        return ""
    what = next(what for what, characters in _KINDS if re.match(f"[{characters}]", found[0]))
    return f"holds {what} (U+{ord(found[0]):04X})"


def cleaned(text: str) -> str:
    """A text of somebody else's with blanks for what is in no text; its lines end as they do."""
    return text if text.isprintable() else re.sub(_IN_NO_LINE, " ", text)


def shown(text: str) -> str:
    """A text as a terminal may be given it: what is in no text stands there as its code, \\x1b; the terminal
    does not obey it."""
    return text if text.isprintable() else re.sub(_IN_NO_TEXT, _code, text)


def in_json(text: str) -> str:
    """JSON in which the same characters are escapes of JSON, so that it says the same."""
    return text if text.isprintable() else re.sub(_IN_NO_TEXT, _json_code, text)


def in_xml(text: str) -> str:
    """A text that XML can hold: what it cannot is the replacement character."""
    return text if text.isprintable() else re.sub(_NOT_IN_XML, "\ufffd", text)


def _code(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _json_code(found: re.Match[str]) -> str:
    import json  # seldom needed

    return json.dumps(found[0])[1:-1]
