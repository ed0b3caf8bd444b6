"""What a LAMBDA definition is, and how it is written in this package."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_OF_A_COMMENT = 255  # letters: a longer comment of a name damages the workbook


class Definition(NamedTuple):
    """A defined name that is a LAMBDA.

    text         as typed into Excel's Name Manager, without "=", in the notation of the English Excel
    parameters   their names, in order
    optional     those that may be left out
    comment      what Excel shows while the name is typed
    helper       True for one that serves the others and is of no use in a cell
    """

    name: str
    text: str
    parameters: tuple[str, ...]
    optional: tuple[str, ...]
    comment: str
    helper: bool


def definition(name: str, layout: str, comment: str, helper: bool = False) -> Definition:
    """A definition from a formula laid out over several lines."""
    text = one_line(layout)
    found = re.match(r"LAMBDA\(((?:\[?[a-z_]+\]?,)*)", text)
    assert found, f"{name} is no LAMBDA"
    declared = [each for each in found[1].split(",") if each]
    return Definition(
        name,
        text,
        tuple(each.strip("[]") for each in declared),
        tuple(each.strip("[]") for each in declared if each.startswith("[")),
        comment[:MOST_OF_A_COMMENT],
        helper,
    )


def one_line(layout: str) -> str:
    """A formula without the line breaks and spaces between its parts; texts in quotes stay."""
    parts = re.split(r'("(?:[^"]|"")*"|\[[^\]]*\])', layout)
    return "".join(part if part[:1] in ('"', "[") else re.sub(r"\s+", "", part) for part in parts)
