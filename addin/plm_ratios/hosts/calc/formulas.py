"""Formulas as people type them, in the spelling that Calc's programming interface reads.

That interface knows one spelling, whatever the language of the office: semicolons between arguments,
and inside braces semicolons between columns and bars between rows.
"""

from __future__ import annotations


def to_calc(formula: str) -> str:
    """A typed formula, with commas or semicolons, with or without "=", in Calc's own spelling.

    Text in quotes is left alone. Sheet!A1 becomes Sheet.A1.

    >>> to_calc('RATIO("ESM-2 15B", "seen")')
    '=RATIO("ESM-2 15B"; "seen")'
    >>> to_calc("=NEAREST(20;\\"a,b\\",{1,2;3,4})+'My sheet'!A1")
    '=NEAREST(20;"a,b";{1;2|3;4})+\\'My sheet\\'.A1'
    """
    spelled = []
    quote = ""
    depth = 0
    for character in formula[formula.startswith("=") :]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == ";" and depth:
            character = "|"
        elif character == ",":
            character = ";"
        elif character == "!":
            character = "."
        spelled.append(character)
    return "=" + "".join(spelled)
