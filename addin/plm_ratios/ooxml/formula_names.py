"""Finds function names inside formulas and replaces them with those of another host.

A workbook file stores the same function differently for each host: `RATIO(` as the user types it,
`_xldudf_RATIO(` for Office add-ins, `[1]!RATIO(` or `'C:\\...\\plm_ratios.xlam'!RATIO(` for an add-in that
is a workbook, `PLM.F.RATIO(` for Calc. `rename` replaces one spelling with another and leaves every other
character of the formula alone.

openpyxl's Tokenizer reads the formulas (formula_reader.py), so text in quotes, sheet names and column names
never count as function names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import PlmError

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

#: The prefix that Excel puts before the name of a function of an Office add-in without a namespace.
OFFICE_ADD_IN_PREFIX = "_xldudf_"

#: What hosts put before the name of a function that is not built in: nothing, Excel for a function it could
#: not resolve, Excel for a compiled add-in, Excel for an Office add-in.
_HOST_PREFIXES = ("", "_xludf.", "_xll.", OFFICE_ADD_IN_PREFIX)
#: Our namespace, as names that are pasted into Excel Labs and Office add-ins have it.
_NAMESPACES = ("", "PLM_", "PLM.")
STORED_PREFIXES = tuple(host + space for host in _HOST_PREFIXES for space in _NAMESPACES)

# The name can follow the first cell of a range (A1:INDEX), @ for implicit intersection, tabs and
# carriage returns; and the file or sheet that it belongs to, in quotes where that holds blanks or a drive.
_CALL = re.compile(
    r"(?P<lead>.*[:@\s])?(?P<place>(?:'(?:[^']|'')*'|[^'!:@\s]+)!)?(?P<name>[^'!:@\s]*)", re.DOTALL
)
_LINK = re.compile(r"\[(\d+)\]!")
_OUR_FILE = re.compile(r"plm[ _-]?ratios[^\\/]*", re.IGNORECASE)
_EXTERNAL = re.compile(r"@?(?:\[(?!0\])[^\]]+\]|'[^']*\[(?!0\])[^\]]+\][^']*')[^!\[]*!")


class UnreadableFormula(PlmError):
    """Text that is not a formula as Excel writes it."""

    cell = "#NAME?"


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[Token, ...]:
    """The tokens of a formula (with or without its leading =), which joined together are the formula.

    >>> [t.value for t in tokens('RATIO( A1,"RATIO(")')]
    ['RATIO(', ' ', 'A1', ',', '"RATIO("', ')']
    """
    from .formula_reader import FormulaReader, TokenizerError  # openpyxl: names alone need none of it

    text = formula.removeprefix("=")
    try:
        items: tuple[Token, ...] = tuple(FormulaReader("=" + text).items)
    except (TokenizerError, IndexError) as reason:
        raise UnreadableFormula(f"This is not a formula that can be read: ={text}") from reason
    if "".join(item.value for item in items) != text:
        raise UnreadableFormula(f"This is not a formula that can be read: ={text}")
    return items


def opens_call(token: Token) -> bool:
    """True for the token that holds a function's name and its opening parenthesis."""
    return bool(token.type == token.FUNC and token.subtype == token.OPEN)


def called(token: Token) -> str:
    """The function's name in such a token, without `@`. One that belongs to a file or a sheet has that before
    it, as it is stored: `[1]!NAME`, `'C:\\a b.xlam'!NAME`."""
    _, place, name = _parted(token)
    return place + name


def leading(token: Token) -> str:
    """The text before the function's name in such a token: `A1:` of A1:INDEX(, `@`, or nothing."""
    return _parted(token)[0].strip()


def _parted(token: Token) -> tuple[str, str, str]:
    """What comes before a function's name, the file or sheet that it belongs to, and the name."""
    found = _CALL.fullmatch(token.value[:-1])
    if found is None:  # nothing that Excel writes
        return "", "", str(token.value[:-1])
    return found["lead"] or "", found["place"] or "", found["name"]


def is_our_file(path: str) -> bool:
    """True if a path or address leads to a file named like ours: plm_ratios.xlam, plm_ratios (1).xlam.

    >>> is_our_file("file:///C:\\\\Users\\\\me\\\\plm_ratios.xlam"), is_our_file("ratios.xlam")
    (True, False)
    """
    return _OUR_FILE.fullmatch(re.split(r"[\\/]", path)[-1]) is not None


def _is_our_place(place: str, links: Mapping[int, str]) -> bool:
    """True if a function that belongs to this file can be ours. A numbered file that the workbook does not
    list says nothing against it."""
    if not place:
        return True
    if link := _LINK.fullmatch(place):
        return int(link[1]) not in links or is_our_file(links[int(link[1])])
    return is_our_file(place[:-1].strip("'").strip("[]"))


def calls(formula: str) -> list[str]:
    """The functions that a formula calls, in order, as spelled in it.

    >>> calls('IF(A1="TOKENS(",Ratio(A1),_xlfn.XLOOKUP(A1,B:B,C:C))')
    ['IF', 'Ratio', '_xlfn.XLOOKUP']
    """
    return [called(token) for token in tokens(formula) if opens_call(token)]


def operands(formula: str) -> list[str]:
    """The references and names that a formula reads, in order: cells, ranges, names, table columns."""
    return [
        token.value.lstrip("@")
        for token in tokens(formula)
        if token.type == token.OPERAND and token.subtype == token.RANGE
    ]


def reads_other_workbook(formula: str) -> bool:
    """True if a formula refers to cells or names of another file: [1]Sheet!A1, '[1]My sheet'!A1."""
    return "[" in formula and any(_EXTERNAL.match(operand) for operand in operands(formula))


def rename(formula: str, mapping: Mapping[str, str], links: Mapping[int, str] | None = None) -> str:
    """Returns the formula with the functions renamed as in `mapping`.

    Case does not matter when names are compared. All else stays the same, character by character. `links` are
    the files that the workbook numbers ([1]!RATIO): a function of somebody else's file keeps its name.

    >>> rename('ratio("RATIO(x)")/MYRATIO(B2)', {"RATIO": "PLM.F.RATIO"})
    'PLM.F.RATIO("RATIO(x)")/MYRATIO(B2)'
    """
    return renamer(mapping, links)(formula)


def renamer(mapping: Mapping[str, str], links: Mapping[int, str] | None = None) -> Callable[[str], str]:
    """Returns `rename` for many formulas, with the mapping prepared once."""
    names = {name.upper(): spelling for name, spelling in mapping.items()}
    # Reading a formula is slow, and most formulas of a workbook call none of the functions.
    mentioned = re.compile("|".join(map(re.escape, _without_longer(names))) or "(?!)", re.IGNORECASE).search

    def respelled(token: Token) -> str:
        if opens_call(token):
            lead, place, name = _parted(token)
            spelling = names.get(name.upper())
            if spelling is not None and _is_our_place(place, links or {}):
                return f"{lead}{spelling}("
        return str(token.value)

    def renamed(formula: str) -> str:
        if not mentioned(formula):
            return formula
        return ("=" if formula.startswith("=") else "") + "".join(map(respelled, tokens(formula)))

    return renamed


def _without_longer(names: Iterable[str]) -> list[str]:
    """The names that hold no other one: whoever looks for these finds the others too."""
    kept: list[str] = []
    for name in sorted(names, key=len):
        if not any(other in name for other in kept):
            kept.append(name)
    return kept


def without_sheets_wrapper(formula: str) -> str:
    """The formula inside the wrapper that Google Sheets writes in .xlsx files around a custom function.

    >>> without_sheets_wrapper('IFERROR(__xludf.DUMMYFUNCTION("RATIO(""ESM-2 15B"")"),1.4)')
    'RATIO("ESM-2 15B")'
    """
    if "__XLUDF.DUMMYFUNCTION(" not in formula.upper():
        return formula
    items = tokens(formula)
    opening = [called(token).upper() for token in items[:2] if opens_call(token)]
    if opening != ["IFERROR", "__XLUDF.DUMMYFUNCTION"] or items[2].subtype != items[2].TEXT:
        return formula
    hidden = str(items[2].value[1:-1].replace('""', '"')).removeprefix("=")
    # In the other cells of a table that the function returned, only a mark is hidden. Only Sheets
    # understands braces around anything but constants.
    return formula if hidden == '"COMPUTED_VALUE"' or hidden.startswith("{") else hidden


def spelled(names: Iterable[str], prefix: str) -> dict[str, str]:
    """Maps the bare names to a host's: spelled(["RATIO"], "PLM.F.")."""
    return {name: prefix + name for name in names}


def from_any_host(names: Iterable[str], prefix: str) -> dict[str, str]:
    """Maps the bare names, and every spelling in which hosts store them, to those of one host."""
    prefixes = dict.fromkeys((*STORED_PREFIXES, prefix))
    return {stored + name: prefix + name for name in names for stored in prefixes}


def inverse(mapping: Mapping[str, str]) -> dict[str, str]:
    """The inverse mapping. Raises ValueError if two functions have the same name in it."""
    back = {spelling: name for name, spelling in mapping.items()}
    if len({spelling.upper() for spelling in back}) != len(mapping):
        raise ValueError("Two functions have the same name on the other side; there is no way back.")
    return back
