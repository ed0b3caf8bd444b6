"""Numbers in the notes of a row: as people write them, with their units, and multiplied."""

from __future__ import annotations

import math
import re
from typing import Iterator, NamedTuple

SAME = 0.01


class Number(NamedTuple):
    """A number in a text, and where it stands."""

    value: float
    start: int
    end: int


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "mio": 1e6, "b": 1e9, "billion": 1e9}
_SCALES.update({"t": 1e12, "trillion": 1e12})
_NUMBER = re.compile(
    r"""(?<![\w.,^-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?:[eE](?P<exponent>[+-]?\d{1,3})
      |\s*[×x*·]\s*10(?:\s?\^\s?(?P<raised>[+-]?\d{1,3})|(?P<superscript>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))
      |\s*(?P<scale>thousand|million|billion|trillion|[kKmMbBT])(?=\b))?
    (?![\d^⁰¹²³⁴⁵⁶⁷⁸⁹])""",
    re.VERBOSE,
)
_JOINED = re.compile(r"[^\d=≈+\n;/]{0,40}?(?:/[A-Za-z ]{1,20}|\([^()\d]*\))?\s*[×*✕x]\s*\(?~?\s*")


def numbers(text: str) -> list[Number]:
    """Every number above zero, with what its scale or power of ten makes of it."""
    found = []
    for match in _NUMBER.finditer(text):
        power = match["exponent"] or match["raised"]
        if match["superscript"]:
            power = match["superscript"].translate(_SUPERSCRIPTS)
        value = float(match["digits"].replace(",", "") + (f"e{power}" if power else ""))
        value *= _SCALES.get((match["scale"] or "").lower(), 1)
        if 0 < value < math.inf:
            found.append(Number(value, match.start(), match.end()))
    return found


_SUM = re.compile(r"\([^()\n]{0,200}\+[^()\n]{0,200}\)")


def products(text: str) -> Iterator[list[Number]]:
    """Numbers joined by multiplication signs, with their units between them; no part of a sum is a factor."""
    sums = [(found.start(), found.end()) for found in _SUM.finditer(text)]
    chain: list[Number] = []
    for number in numbers(text):
        if any(begin < number.start < end for begin, end in sums):
            if len(chain) > 1 and not _JOINED.match(text, chain[-1].end, number.start):
                yield chain
            chain = []
            continue
        if chain and not _JOINED.fullmatch(text, chain[-1].end, number.start):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(number)
    if len(chain) > 1:
        yield chain


def lines(text: str) -> list[tuple[int, str]]:
    """The sentences and lines of a text that say something, each with where it begins."""
    found = []
    begin = 0
    for end in re.finditer(r"\n|(?<=[.;])\s+(?=[A-Z])|\Z", text):
        found.append((begin, text[begin : end.start()]))
        begin = end.end()
    return [(place, line) for place, line in found if line.strip()]


def unit(line: str, number: Number) -> str:
    """The words that follow a number, up to the next sign."""
    found = re.match(r"[\s\"“]*([A-Za-z][A-Za-z \-]{0,40})?", line[number.end :].partition("\n")[0])
    words = (found[1] or "").strip() if found else ""
    words = re.sub(r" (with|in|of|on|not|from) .*$", "", words)
    return "" if words == "x" else words.removesuffix(" x")


def same(size: float, number: float) -> bool:
    """True if the size equals that number to two digits."""
    rounded = f"{size:.1e}"
    return abs(size / number - 1) <= SAME or (f"{number:.1e}" == rounded and size == float(rounded))


def plain(number: float) -> str:
    """A number in full."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.12g}"


def shown(factors: list[float]) -> str:
    """A product, written out."""
    return " x ".join(map(plain, factors))


def quoted(line: str, number: Number) -> str:
    """A few words around the number."""
    begin = line.rfind(" ", 0, max(0, number.start - 40)) + 1
    end = line.find(" ", min(len(line), number.end + 25))
    return " ".join(line[begin : None if end < 0 else end].replace('"', "").split()).rstrip(".")
