"""What Lite and Server have Excel offer while an argument is typed, and how Excel then hands it over.

An argument for which words are offered is a single text to Excel: it comes as text and not as rows of cells.
"""

from __future__ import annotations

from typing import Any

from plm_ratios.functions import FUNCTIONS

# The others that take one of a few words take ranges as well, which belong to one another.
OFFERING = {
    ("COMPUTE", "gpu"),
    ("GPUHOURS", "gpu"),
    ("MFU", "gpu"),
    ("MODELS", "family"),
    ("OPTIMALPARAMS", "law"),
    ("OPTIMALTOKENS", "law"),
    ("PARAMS", "kind"),
    ("SCORE", "benchmark"),
    ("SOURCE", "quantity"),
}


def offered(metadata: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """The words by function and argument, as Excel is told them."""
    lists = {each["id"]: [word["stringValue"] for word in each["values"]] for each in metadata["enums"]}
    return {
        (told["id"], argument["name"]): lists[argument["customEnumId"]]
        for told in metadata["functions"]
        for argument in told["parameters"]
        if "customEnumId" in argument
    }


def expected() -> dict[tuple[str, str], list[str]]:
    """The words that the functions name."""
    return {
        (name, argument.name): list(argument.offers())
        for name, function in FUNCTIONS.items()
        for argument in function.arguments
        if argument.offers
    }


def reaches_python(vector: dict[str, Any]) -> bool:
    """Whether Excel hands the call over as it is. Where words are offered, it decides itself what becomes of
    an error value or a range, before it calls."""
    declared = FUNCTIONS[vector["f"]].arguments
    return not any(
        argument.offers and isinstance(value, dict) and value.keys() & {"range", "error"}
        for argument, value in zip(declared, vector["a"])
    )


def as_text(value: Any) -> str:
    """A cell as the text that Excel makes of it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
