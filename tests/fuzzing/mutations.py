"""Files as they get damaged, and as somebody would damage them on purpose: bytes, texts, tables, trees."""

from __future__ import annotations

import json
import math
import re
from random import Random
from typing import Any, Callable, Sequence

#: Numbers at which readers count, and texts that mean something to one of them.
NUMBERS = (0, 1, -1, 127, 255, 32767, 65535, 1 << 20, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 63)
WORDS = (
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "1e-320",
    "nan",
    "-inf",
    "9" * 400,
    "9" * 5000,
    "2024-13-45",
    "1:99:99",
    "!!binary x",
    "*a",
    "#N/A",
    "#REF!",
    "TRUE",
    "2024-03-01",
    "=1+1",
    "\0",
    "\x1b[31m",
    "\ufeff",
    "\u202e",
    "\U0001f9ec",
    "A" * 3000,
    "../../up",
    "C:\\up",
    "XFD1048576",
    "ESM-2 15B",
    "&lt;",
    "%s{0}",
    "null",
)


def damaged(draw: Random, data: bytes, most: int = 6) -> bytes:
    """Bytes with a few places changed, cut out, doubled or exchanged."""
    found = bytearray(data)
    for _ in range(draw.randint(0, most)):
        at = draw.randrange(len(found) + 1)
        size = min(len(found) - at, int(draw.expovariate(0.1)) + 1)
        kind = draw.randrange(8)
        if kind == 0 and found:
            found[min(at, len(found) - 1)] ^= 1 << draw.randrange(8)
        elif kind == 1:
            found[at : at + size] = draw.randbytes(size)
        elif kind == 2:
            del found[at : at + size]
        elif kind == 3:
            found[at:at] = found[at : at + size] * draw.choice((1, 1, 2, 100))
        elif kind == 4:
            width = draw.choice((1, 2, 4, 8))
            number = draw.choice(NUMBERS) % (1 << 8 * width)
            found[at : at + width] = number.to_bytes(width, draw.choice(("little", "big")))
        elif kind == 5:
            found[at:at] = draw.choice(WORDS).encode()
        elif kind == 6 and draw.random() < 0.5:
            del found[at:]
        elif kind == 7:
            other = draw.randrange(len(found) + 1)
            found[at : at + size] = found[other : other + size]
    return bytes(found)


_TOKEN = re.compile(r"[\w.+-]+|\s+|[^\w\s]")


def retyped(draw: Random, text: str, most: int = 5) -> str:
    """A text in which whole words and signs are left out, doubled, exchanged or replaced."""
    tokens = _TOKEN.findall(text)
    for _ in range(draw.randint(0, most)):
        if not tokens:
            return draw.choice(WORDS)
        at, other = draw.randrange(len(tokens)), draw.randrange(len(tokens))
        kind = draw.randrange(5)
        if kind == 0:
            del tokens[at : at + draw.choice((1, 1, 5))]
        elif kind == 1:
            tokens[at] = draw.choice(WORDS)
        elif kind == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif kind == 3:
            tokens[at:at] = tokens[other : other + draw.randint(1, 12)]
        else:
            tokens[at:at] = [draw.choice("[]{}<>()\"'&,;:\t\n|>#@!%*-")] * draw.choice((1, 1, 2, 2000))
    return "".join(tokens)


def leaf(draw: Random) -> Any:
    """A value where another was expected."""
    return draw.choice(
        (
            None,
            True,
            draw.choice(NUMBERS),
            -draw.choice(NUMBERS),
            10 ** draw.choice((18, 40, 400)),
            draw.choice((0.5, -0.0, 1e308, 5e-324, math.nan, math.inf)),
            draw.choice(WORDS),
            [],
            {},
            [draw.choice(WORDS)],
            {draw.choice(WORDS): draw.choice(NUMBERS)},
        )
    )


def rearranged(draw: Random, tree: Any, most: int = 3) -> Any:
    """A tree of mappings and lists, as of JSON or YAML, with a few branches changed. It is a copy."""
    found = json.loads(json.dumps(tree))
    for _ in range(draw.randint(0, most)):
        places = list(_places(found))
        if not places:
            return leaf(draw)
        holder, key = draw.choice(places)
        kind = draw.randrange(6)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            other, its = draw.choice(places)
            if its in other if isinstance(other, dict) else its < len(other):
                holder[key] = json.loads(json.dumps(other[its]))
        elif kind == 2 and isinstance(holder, dict):
            holder[draw.choice(WORDS)] = holder.pop(key)
        elif kind == 3 and isinstance(holder, list):
            holder[key:key] = [holder[key]] * draw.choice((1, 2, 60))
        elif kind == 4 and isinstance(holder[key], str):
            holder[key] = retyped(draw, holder[key], 2)
        else:
            holder[key] = leaf(draw)
    return found


def _places(tree: Any) -> Any:
    pairs: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(pairs):
        yield tree, key
        yield from _places(value)


def recelled(draw: Random, rows: Sequence[Sequence[str]], most: int = 6) -> list[list[str]]:
    """A table of texts in which cells, rows and columns are changed."""
    found = [list(row) for row in rows]
    for _ in range(draw.randint(0, most)):
        if not found:
            break
        row = draw.choice(found)
        at = draw.randrange(len(row) + 1)
        kind = draw.randrange(7)
        if kind == 0:
            row[at:at] = [draw.choice(WORDS)]
        elif kind == 1:
            del row[at : at + 1]
        elif kind == 2:
            found.insert(draw.randrange(len(found) + 1), row)
        elif kind == 3:
            found.remove(row)
        elif kind == 4:
            for each in found:
                del each[at : at + 1]
        elif row:
            at = min(at, len(row) - 1)
            row[at] = draw.choice(WORDS) if kind == 5 else retyped(draw, row[at], 2)
    return found


def one_of(draw: Random, *ways: Callable[[], bytes]) -> bytes:
    """What one of the ways gives."""
    return draw.choice(ways)()
