"""What README and docs tell people to type: commands, in their order, and formulas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

# Programs with which an indented line is a command.
_PROGRAMS = ("plm-ratios", "pip", "python", "python3", "make", "sudo", "docker", "uv", "git", "npm", "cd")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINE = re.compile(rf"^ {{4,}}((?:{'|'.join(_PROGRAMS)}) .+)$", re.MULTILINE)
_INLINE = re.compile(r"`(plm-ratios [^`]+)`")
_FORMULA_LINE = re.compile(r"^ {4}(=[A-Z]+\(.*\))(?:  +(\S.*))?$", re.MULTILINE)
_FORMULA_INLINE = re.compile(r"`(=[A-Z]+\([^`]*\))`")


class Formula(NamedTuple):
    """A formula as it is printed, and the value that stands behind it, if one does."""

    page: str
    text: str
    value: str = ""


def commands(page: Path) -> list[str]:
    """The commands of a page, without the comments behind them."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    return [re.split(r"\s{2,}#|\s# ", line)[0].strip() for line in _LINE.findall(text)]


def mentioned(page: Path) -> list[str]:
    """The commands of plm-ratios that sentences of a page name."""
    return [" ".join(found.split()) for found in _INLINE.findall(page.read_text(encoding="utf-8"))]


def formulas(page: Path) -> list[Formula]:
    """The formulas of a page that can be typed as they are."""
    text = page.read_text(encoding="utf-8")
    found = [Formula(page.name, *pair) for pair in _FORMULA_LINE.findall(text)]
    found += [Formula(page.name, formula) for formula in _FORMULA_INLINE.findall(text)]
    return [each for each in found if not _is_pattern(each.text)]


def _is_pattern(formula: str) -> bool:
    return "..." in re.sub(r'"[^"]*"', "", formula) or bool(
        re.search(r"\b[a-z]{2,}\b", re.sub(r'"[^"]*"', "", formula))
    )
