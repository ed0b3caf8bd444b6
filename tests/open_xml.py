"""Validates Open XML files by a program that we did not write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openxml_audit import FileFormat, OpenXmlValidator, context


def objections(path: Path, year: FileFormat) -> list[str]:
    """What a validator of a version of Office objects to in a file.

    It says where, by the place of each element among its siblings, and counts these anew for every row of a
    sheet; here each is counted from the one before it, which halves the time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "_sibling_position", _Positions())
        return [str(error) for error in OpenXmlValidator(file_format=year).validate(str(path)).errors]


class _Positions:
    """The place of an element among the siblings with its tag, from 1."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Any, int]] = {}  # by tag

    def __call__(self, element: Any) -> int:
        before = next(element.itersiblings(element.tag, preceding=True), None)
        last, place = self._last.get(element.tag, (None, 0))
        if before is None:
            place = 1
        elif before is last:
            place += 1
        else:
            place = 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        self._last[element.tag] = (element, place)
        return place
