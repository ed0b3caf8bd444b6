"""What Excel, Excel Labs and Google Sheets accept as a function of one's own.

Excel repairs a workbook that breaks such a rule, or refuses to open it, and no other program would notice.
"""

from __future__ import annotations

import re

from openpyxl.utils import FORMULAE

from .definition import Definition
from .formula_tree import Call, calls, depth, parse, texts
from .stored_form import NEWER, bound_names

#: Letters of a name, of its comment, of a formula and of a text in it; levels of nesting, arguments of a call
#: ("Excel specifications and limits",
#: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3; MS-OI29500 2.1.568).
LONGEST_NAME, LONGEST_COMMENT, LONGEST_FORMULA, LONGEST_TEXT = 255, 255, 8192, 255
DEEPEST, MOST_ARGUMENTS = 64, 253
#: Names that Excel takes for something else, though it lists them nowhere (measured by others:
#: https://github.com/microsoft/advanced-formula-environment/issues/10).
RESERVED = frozenset(
    "ARGUMENT BEEP BREAK CALL CONSOLIDATE ELSE ERROR EVALUATE EXEC EXECUTE FALSE GROUP RESULT RETURN TABLE "
    "TRUE VALUE YIELD".split()
)
_BUILT_IN = FORMULAE.union(*NEWER.values())
_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*|C[0-9]*|R[0-9]*C[0-9]*", re.IGNORECASE)
# No dots: neither Excel Labs nor Google Sheets takes them.
_SPELLING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check(definition: Definition, stored: str = "") -> None:
    """Raises ValueError, with the reason, if a definition or its stored form breaks a rule."""
    for what, found in (*_breaches(definition), *_too_long(definition.text), *_too_long(stored)):
        raise ValueError(f"{definition.name}: {what} ({found})")


def _breaches(definition: Definition) -> list[tuple[str, str]]:
    found = []
    if len(definition.name) > LONGEST_NAME:
        found.append(("its name is too long", definition.name))
    if why := wrong_name(definition.name):
        found.append((why, definition.name))
    if len(definition.comment) > LONGEST_COMMENT:
        found.append(("its comment is too long", f"{len(definition.comment)} letters"))
    if re.search(r"[\t\r\n]", definition.text + definition.comment):
        found.append(("there is a tab or a line break in it", definition.name))
    nodes = parse(definition.text)
    if depth(nodes) > DEEPEST:
        found.append(("its calls are nested too deep", f"{depth(nodes)} levels"))
    found += [("a text in it is too long", text) for text in texts(nodes) if len(text) - 2 > LONGEST_TEXT]
    for call in calls(nodes):
        if len(call.arguments) > MOST_ARGUMENTS:
            found.append((f"{call.name} has too many arguments", str(len(call.arguments))))
    called = {call.name.upper() for call in calls(nodes)}
    for name in {name for call in calls(nodes) for name in _bound(call)}:
        if why := wrong_bound_name(name):
            found.append((why, name))
        elif name.upper() in called & _BUILT_IN:
            found.append(("a name inside it is also a function that it calls", name))
    return found


def _bound(call: Call) -> list[str]:
    return bound_names(call) if call.name.upper() in ("LET", "LAMBDA") else []


def wrong_bound_name(name: str) -> str:
    """Why a parameter or a name of LET may not be called so; nothing if it may.

    Excel takes names of functions (value, rate, n), where they are not called as such.

    >>> wrong_bound_name("ESM2"), wrong_bound_name("rc"), wrong_bound_name("model")
    ('it reads as a cell', 'it reads as a cell', '')
    """
    if not _SPELLING.fullmatch(name):
        return "only letters, digits and underscores may be in a name"
    if _CELL.fullmatch(name):
        return "it reads as a cell"
    return "names with _xl are Excel's own" if name.lower().startswith("_xl") else ""


def wrong_name(name: str) -> str:
    """Why a function may not be called so; nothing if it may.

    >>> wrong_name("ESM2"), wrong_name("Rows"), wrong_name("PLM_RATIO")
    ('it reads as a cell', 'it is a function of Excel', '')
    """
    if why := wrong_bound_name(name):
        return why
    if name.upper() in RESERVED:
        return "Excel has reserved it"
    if name.upper() in _BUILT_IN:
        return "it is a function of Excel"
    return ""


def _too_long(formula: str) -> list[tuple[str, str]]:
    long = len(formula) > LONGEST_FORMULA
    return [("its formula is too long", f"{len(formula):,} letters")] if long else []
