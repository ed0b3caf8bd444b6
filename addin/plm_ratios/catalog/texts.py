"""What the texts of an entry may hold: the same in the YAML, in the compiled file, and of what is added."""

from __future__ import annotations

import re
from typing import Any, Mapping

from ..characters import fault
from .folding import fold

# Excel takes no longer text in a formula: RATIO("...") has to be able to name the entry.
MOST_OF_A_NAME = 255
ID = r"^[a-z0-9][a-z0-9._-]*$"
# What follows the scheme can end no attribute of HTML and no line.
WEB_ADDRESS = r"^https?://[^\s\x00-\x1f\x7f-\x9f<>\"\\^`{|}]+$"

# Where a compiled entry has names, labels and ids.
_NAMES, _LABELS = ("name", "aliases"), ("family",)
_IDS = ("id", "source", "via", "replaces", "accelerator", "datasets")
_IN_WORDS = {"aliases": "alias", "datasets": "dataset", "text": "remark"}
_ERRORS = re.compile(
    r"#(N/A|VALUE!|NUM!|DIV/0!|REF!|NAME\?|NULL!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!|CONNECT!|UNKNOWN!|ERROR!"
    r"|PYTHON!|EXTERNAL!|TIMEOUT!|GETTING_DATA)|Err:\d+",
    re.IGNORECASE,
)


def name_fault(name: str) -> str:
    """Why a text cannot be a name, in words that follow "it": "" where it can."""
    found = fault(name, one_line=True)
    if found:
        return found
    if len(name) > MOST_OF_A_NAME:
        return (
            f"has {len(name)} characters, and a formula of Excel can name none of more than {MOST_OF_A_NAME}"
        )
    if not fold(name):
        return "has no letter and no digit by which it could be found"
    if _ERRORS.fullmatch(name.strip()):
        return "is what spreadsheets show as an error"
    return ""


def label_fault(text: str) -> str:
    """The same of a text in one line, by which nothing is found: the name of a family."""
    return fault(text, one_line=True)


def text_fault(text: str) -> str:
    """The same of any other text, which may have several lines."""
    return fault(text, one_line=False)


def source_fault(id: str, raw: Mapping[str, Any]) -> str:
    """Why a compiled source cannot be used, in words that follow its name; "" where it can."""
    found = _fault({"id": id, **raw}, "source")
    if not found and raw.get("url") and not re.fullmatch(WEB_ADDRESS, raw["url"]):
        return "its url is no address that begins with https://"
    return found


def entry_fault(raw: Mapping[str, Any], faulty_sources: Mapping[str, str]) -> str:
    """The same of a compiled entry.

    faulty_sources   what is wrong with sources, by their ids
    """
    if faulty_sources:
        for id in sorted(_cited(raw) & set(faulty_sources)):
            return f'of its source "{id}", {faulty_sources[id]}'
    return _fault(raw, "entry")


def _fault(value: Any, key: str) -> str:
    if isinstance(value, str):
        found = _text_fault(value, key)
        return f"its {_IN_WORDS.get(key, key)} {found}" if found else ""
    if isinstance(value, Mapping):
        within = (_fault(each, "key") or _fault(part, each) for each, part in value.items())
    elif isinstance(value, (list, tuple)):
        within = (_fault(each, key) for each in value)
    else:
        return ""
    return next(filter(None, within), "")


def _text_fault(text: str, key: str) -> str:
    if key in _NAMES:
        return name_fault(text)
    if key in _LABELS:
        return label_fault(text)
    if key in _IDS and not re.fullmatch(ID, text):
        return "is no id: lower-case letters, digits, dots, dashes and underscores"
    return text_fault(text)


def _cited(raw: Any) -> set[str]:
    """The ids of the sources that a compiled entry names anywhere."""
    if isinstance(raw, Mapping):
        here = {raw[role] for role in ("source", "via") if isinstance(raw.get(role), str)}
        return here.union(*map(_cited, raw.values()))
    if isinstance(raw, (list, tuple)):
        return set().union(*map(_cited, raw))
    return set()
